/* Moments as people type them: "8h", "90 min", "2 d 08:00", "26:30": days, hours and minutes after the start;
 * a plain number counts seconds. "day 3 08:00" is the third day, as the timeline of a scenario has it. */
#ifndef EMS_VIZ_TIMES_H
#define EMS_VIZ_TIMES_H

#include <stdbool.h>

#include "ems120/time.h"

bool viz_time_parse(const char *text, ems_time *out);

#endif
