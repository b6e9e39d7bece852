/* The grid of streets as streets.c and crossings.c share it: lines go north, east and along both diagonals,
 * in steps from crossing to crossing. */
#ifndef EMS_CITY_STREETS_H
#define EMS_CITY_STREETS_H

#include "city/work.h"

enum { EMS_CITY_NOT_BUILT = -1, EMS_CITY_IN_WATER = -2 }; /* in place of a crossing's node */
enum ems_city_way {
    EMS_CITY_NORTHWARD,
    EMS_CITY_EASTWARD,
    EMS_CITY_DIAGONAL,
    EMS_CITY_ANTIDIAGONAL,
    EMS_CITY_WAYS
};

/* Crossing at a step of a line; diagonals have the line 0. */
void ems_city_street_step(enum ems_city_way way, int32_t line, int32_t step, int32_t *i, int32_t *j);
struct ems_point ems_city_crossing_at(const struct ems_city_work *work, int32_t i, int32_t j);
/* Class of the stretch from `step` to the next, and whether there is one at all. */
enum ems_city_class ems_city_street_class(const struct ems_city_work *work, enum ems_city_way way,
                                          int32_t line, int32_t step);
bool ems_city_street_runs(const struct ems_city_work *work, enum ems_city_way way, int32_t line,
                          int32_t step);
/* crossings.c */
void ems_city_add_bridges(struct ems_city_work *work);

#endif
