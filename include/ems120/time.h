/* Simulated time: integer microseconds since the scenario's start (clock.start), so that order and sums are
 * exact. */
#ifndef EMS120_TIME_H
#define EMS120_TIME_H

#include <stdint.h>

typedef int64_t ems_time;

#define EMS_MILLISECOND ((ems_time)1000)
#define EMS_SECOND ((ems_time)1000000)
#define EMS_MINUTE (60 * EMS_SECOND)
#define EMS_HOUR (60 * EMS_MINUTE)
#define EMS_DAY (24 * EMS_HOUR)
#define EMS_NEVER INT64_MAX /* a moment that does not come, a place that cannot be reached */

#endif
