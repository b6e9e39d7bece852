/* Quantities with units and times as a scenario writes them: `8 min`, `1 h 30 min`, `5 km`, `40 km/h`, `95
 * %`, `08:00`, `day 10 08:00`. Numbers are digits with or without a decimal point; a sign is read so that the
 * range check can speak. Between number and unit may stand spaces. */
#ifndef EMS_SCENARIO_QUANTITY_H
#define EMS_SCENARIO_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/time.h"
#include "scenario/definition.h"
#include "scenario/schema.h"

enum ems_quantity_error {
    EMS_QUANTITY_OK,
    EMS_QUANTITY_NO_UNIT,      /* a bare number */
    EMS_QUANTITY_UNKNOWN_UNIT, /* a number and something else */
    EMS_QUANTITY_OUT_OF_ORDER, /* a part of a duration behind a smaller one */
    EMS_QUANTITY_NO_NUMBER
};

/* `kind` is DURATION, LENGTH, SPEED, ACCELERATION or SHARE; *out in seconds, metres, m/s, m/s2 or 0..1. With
 * UNKNOWN_UNIT and OUT_OF_ORDER, `unit` (size bytes) has what stood in its place. */
enum ems_quantity_error ems_quantity_parse(enum ems_field_kind kind, const char *text, double *out,
                                           char *unit, size_t size);
/* Units of a kind, such as "m, km"; an example such as "5 km"; and the unit that a bare number most likely
 * meant. */
const char *ems_quantity_units(enum ems_field_kind kind);
const char *ems_quantity_usual_unit(enum ems_field_kind kind);
/* A regular expression (ECMA 262) of what ems_quantity_parse takes and is not negative; `above` leaves out
 * zero. */
void ems_quantity_pattern(enum ems_field_kind kind, bool above, char *out, size_t size);
/* A bound in a unit that people use. */
void ems_quantity_format(enum ems_field_kind kind, double value, char *out, size_t size);

/* `HH:MM` or `HH:MM:SS`, 00:00 to 24:00. */
bool ems_time_of_day_parse(const char *text, size_t length, ems_time *out);
/* `day N`, `day N HH:MM[:SS]`, or an ISO date or date with time and without offset. */
bool ems_moment_parse(const char *text, struct ems_def_moment *out);

#endif
