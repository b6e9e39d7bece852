#include "coverage/near.h"

enum { POINTS_PER_CELL = 2 };

enum ems_status ems_near_build(struct ems_near *near, const struct ems_point *points, int32_t count,
                               struct ems_arena *arena)
{
    *near = (struct ems_near){.points = points, .count = count};
    return ems_grid_build(&near->grid, points, count, POINTS_PER_CELL, arena) ? EMS_OK : EMS_NO_MEMORY;
}

int32_t ems_near_within(const struct ems_near *near, struct ems_point at, double radius_m, int32_t *out)
{
    const struct ems_grid *grid = &near->grid;
    const double reach = radius_m + 0.001; /* what ems_near_reaches takes in, and more */
    int32_t low = ems_grid_column(grid, at.x_m - reach), high = ems_grid_column(grid, at.x_m + reach);
    int32_t last_row = ems_grid_row(grid, at.y_m + reach), found = 0;
    for (int32_t row = ems_grid_row(grid, at.y_m - reach); row <= last_row; row++) {
        const int32_t *first = grid->first + (ptrdiff_t)row * grid->columns;
        for (int32_t i = first[low]; i < first[high + 1]; i++)
            if (ems_near_reaches(at, near->points[grid->points[i]], radius_m)) out[found++] = grid->points[i];
    }
    return found;
}

static void offer(struct ems_near_two *best, int32_t number, double distance_m)
{
    if (distance_m < best->distance_m[0] || (distance_m == best->distance_m[0] && number < best->number[0])) {
        best->number[1] = best->number[0];
        best->distance_m[1] = best->distance_m[0];
        best->number[0] = number;
        best->distance_m[0] = distance_m;
    } else if (distance_m < best->distance_m[1] ||
               (distance_m == best->distance_m[1] && number < best->number[1])) {
        best->number[1] = number;
        best->distance_m[1] = distance_m;
    }
}

struct ems_near_two ems_near_two(const struct ems_near *near, struct ems_point at)
{
    struct ems_near_two best = {{-1, -1}, {INFINITY, INFINITY}};
    struct ems_grid_walk walk = ems_grid_walk_from(&near->grid, at);
    do {
        if (ems_grid_walk_distance(&walk) > best.distance_m[1]) break;
        for (struct ems_grid_span span; ems_grid_walk_span(&walk, &span);)
            for (int32_t i = near->grid.first[span.from]; i < near->grid.first[span.to + 1]; i++) {
                int32_t number = near->grid.points[i];
                offer(&best, number, ems_point_distance(at, near->points[number]));
            }
    } while (ems_grid_walk_ring(&walk));
    return best;
}
