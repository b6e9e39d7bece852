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

/* Walks the cells around a point: ring 0 is its own cell. Every point in rings >= r is at least
 * ems_grid_ring_distance(.., r) from it. */
struct ems_grid_walk {
    const struct ems_grid *grid;
    struct ems_point from;
    int32_t column, row, ring, last_ring;
    int32_t x, y; /* the present cell */
};
struct ems_grid_walk ems_grid_walk_from(const struct ems_grid *grid, struct ems_point from);
/* The next cell's number inside the present ring, or -1 at its end. */
int32_t ems_grid_walk_cell(struct ems_grid_walk *walk);
/* Goes to the next ring; false when there is none. */
bool ems_grid_walk_ring(struct ems_grid_walk *walk);
/* Least distance in metres from the start to any point in the present ring or beyond. */
double ems_grid_walk_distance(const struct ems_grid_walk *walk);

#endif
