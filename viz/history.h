/* What one thing did so far, from the journal: its orders up to the moment shown, latest first, and their
 * means. */
#ifndef EMS_VIZ_HISTORY_H
#define EMS_VIZ_HISTORY_H

#include <stdint.h>

#include "ems120/journal.h"

enum { VIZ_HISTORY_TRIPS = 6 };

struct viz_history {
    int64_t orders, arrivals; /* of them, to a scene */
    double order_to_scene_s;  /* means; NAN without any */
    double handover_s;        /* from arrival at the hospital to the patient accepted */
    int64_t handovers;
    double to_scene_m; /* in all */
    int count;         /* latest first */
    struct ems_trip_fact latest[VIZ_HISTORY_TRIPS];
};

/* `now`: what ended later is left out. Looks at the last few thousand orders at most. */
struct viz_history viz_history_of(const struct ems_journal *journal, enum ems_trips_of of, uint64_t id,
                                  ems_time now);
/* The number of the order that a call, vehicle, ... had at `now` or last before it; 0: none is known. */
int64_t viz_history_trip_at(const struct ems_journal *journal, enum ems_trips_of of, uint64_t id,
                            ems_time now);

#endif
