/* Fixed points, such as the stations that count, and which of them lie within a radius. They are handed out
 * in the order of the grid's cells (row by row, then by number), which is the same whatever the question:
 * equal sets come out as equal lists. */
#ifndef EMS_COVERAGE_NEAR_H
#define EMS_COVERAGE_NEAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "geo/grid.h"
#include "geo/point.h"

struct ems_near {
    struct ems_grid grid;
    const struct ems_point *points; /* borrowed */
    int32_t count;
};

/* Keeps `points`. */
enum ems_status ems_near_build(struct ems_near *near, const struct ems_point *points, int32_t count,
                               struct ems_arena *arena);
/* Writes the numbers of the points within radius_m of `at` to `out` (room for near->count) and returns how
 * many. */
int32_t ems_near_within(const struct ems_near *near, struct ems_point at, double radius_m, int32_t *out);

/* The nearest two points and their distances; `number` EMS_NONE (-1) and distance INFINITY where there is
 * none. Ties go to the lower number. */
struct ems_near_two {
    int32_t number[2];
    double distance_m[2];
};
struct ems_near_two ems_near_two(const struct ems_near *near, struct ems_point at);

/* Distances are compared as rounded to millimetres, as all coordinates are, so that a point on the circle
 * counts: the square of a distance within the radius is below this. */
static inline double ems_near_limit(double radius_m)
{
    return (radius_m + 0.0005) * (radius_m + 0.0005);
}

/* True when the two are at most radius_m apart. */
static inline bool ems_near_reaches(struct ems_point a, struct ems_point b, double radius_m)
{
    double dx = a.x_m - b.x_m, dy = a.y_m - b.y_m;
    return dx * dx + dy * dy < ems_near_limit(radius_m);
}

#endif
