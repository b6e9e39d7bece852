/* Fixed points in square cells, for searches that look outwards from a point ring by ring. */
#ifndef EMS_GEO_GRID_H
#define EMS_GEO_GRID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "geo/point.h"

struct ems_grid {
    struct ems_point low;
    double cell_m;
    int32_t columns, rows;
    const int32_t *first;  /* by cell, columns * rows + 1: where its points begin in `points` */
    const int32_t *points; /* numbers of the points, by cell, ascending inside */
};

/* About `per_cell` points to a cell. Works for no points and for points in one place. False: memory is out.
 */
bool ems_grid_build(struct ems_grid *grid, const struct ems_point *points, int32_t count, double per_cell,
                    struct ems_arena *arena);
/* Column or row of a coordinate, held inside the grid. */
int32_t ems_grid_column(const struct ems_grid *grid, double x_m);
int32_t ems_grid_row(const struct ems_grid *grid, double y_m);

/* Walks the cells around a point: ring 0 is its own cell. A span is a run of neighbouring cells of one row,
 * whose points stand one after the other: from first[span.from] to first[span.to + 1].
 *
 *   struct ems_grid_walk walk = ems_grid_walk_from(grid, point);
 *   do {
 *       if (ems_grid_walk_distance(&walk) > as_far_as_needed) break;
 *       while (ems_grid_walk_span(&walk, &span)) look at its cells;
 *   } while (ems_grid_walk_ring(&walk));
 */
struct ems_grid_walk {
    const struct ems_grid *grid;
    struct ems_point from;
    int32_t column, row, ring, last_ring;
    int32_t y;         /* the row that the next span is in */
    bool east_is_next; /* the row's western end is done */
};
struct ems_grid_span {
    int32_t from, to; /* cells, both included */
};
struct ems_grid_walk ems_grid_walk_from(const struct ems_grid *grid, struct ems_point from);
/* The next span of the present ring; false at its end. */
bool ems_grid_walk_span(struct ems_grid_walk *walk, struct ems_grid_span *span);
/* Goes to the next ring; false when there is none. */
bool ems_grid_walk_ring(struct ems_grid_walk *walk);
/* Least distance in metres from the start to any point in the present ring or beyond. */
double ems_grid_walk_distance(const struct ems_grid_walk *walk);

#endif
