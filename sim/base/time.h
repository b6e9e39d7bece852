/* Simulated time: integer microseconds since the scenario's start, so that order and sums are exact.
 * Seconds and minutes appear only in input and output. Civil dates are proleptic Gregorian. */
#ifndef EMS_BASE_TIME_H
#define EMS_BASE_TIME_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/expect.h"
#include "ems120/time.h"

/* The longest time a scenario may name, 200 years: sums over 10^6 of them stay inside int64. */
#define EMS_TIME_LIMIT (200 * 366 * EMS_DAY)

/* Seconds rounded to the nearest microsecond; values beyond EMS_TIME_LIMIT are held at it. */
static inline ems_time ems_time_from_seconds(double seconds)
{
    double us = seconds * 1e6;
    if (ems_mostly(fabs(us) < (double)EMS_TIME_LIMIT)) return lrint(us); /* ties to even, as rint */
    return us > 0 ? EMS_TIME_LIMIT : -EMS_TIME_LIMIT;
}
double ems_time_seconds(ems_time time);

/* A date and time of day with its offset from UTC. */
struct ems_datetime {
    int32_t year, month, day; /* month 1..12, day 1..31 */
    ems_time of_day;          /* since local midnight */
    int32_t offset_minutes;   /* east of UTC */
};

/* Days since 1970-01-01 and back (Hinnant's civil-day algorithm). */
int64_t ems_days_from_civil(int32_t year, int32_t month, int32_t day);
void ems_civil_from_days(int64_t days, int32_t *year, int32_t *month, int32_t *day);
/* Monday is 0. */
int32_t ems_weekday(int64_t days);
int32_t ems_days_in_month(int32_t year, int32_t month);

/* ISO 8601: `2025-03-03`, `2025-03-03T08:00`, `2025-03-03T08:00:30+08:00`, `...Z`. False when malformed
 * or no such date; `has_offset` tells whether an offset stood there. */
bool ems_datetime_parse(const char *text, struct ems_datetime *out, bool *has_offset);

#endif
