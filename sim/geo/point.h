/* The plane that the simulation works in: metres east and north of the scenario's origin, rounded to
 * millimetres as soon as they are made (decisions compare only rounded numbers, see docs/architecture.md). */
#ifndef EMS_GEO_POINT_H
#define EMS_GEO_POINT_H

#include <math.h>

#include "ems120/point.h"

static inline struct ems_point ems_point_round(double x_m, double y_m)
{
    return (struct ems_point){rint(x_m * 1000) / 1000, rint(y_m * 1000) / 1000};
}

/* Straight-line distance, metres. */
static inline double ems_point_distance(struct ems_point a, struct ems_point b)
{
    double dx = a.x_m - b.x_m, dy = a.y_m - b.y_m;
    return sqrt(dx * dx + dy * dy);
}

#endif
