/* The event log over a corner of the map: what happened before and after the moment shown; a click goes
 * there. The rows are read from the journal when the moment, the place or the choice changes. */
#ifndef EMS_VIZ_LOG_H
#define EMS_VIZ_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "picking.h"
#include "ems120/facts.h"

enum { VIZ_LOG_ROWS = 64 };

struct viz_log {
    bool shown, only_selected;
    int scrolled; /* rows later (earlier below 0) than what surrounds the moment */
    /* what the rows were read for */
    int64_t read_at;
    int read_scrolled, read_rows;
    struct viz_pick read_what;
    ems_time read_known;
    int count;
    struct ems_event_fact row[VIZ_LOG_ROWS];
};

#endif
