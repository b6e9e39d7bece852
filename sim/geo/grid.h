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
/* The same grid with cells that are `wider` times as wide, and without points. */
struct ems_grid ems_grid_coarser(const struct ems_grid *grid, int32_t wider);

/* Column or row of a coordinate, held inside the grid. */
static inline int32_t ems_grid_held(double value, int32_t count)
{
    if (!(value > 0)) return 0;
    return value >= count ? count - 1 : (int32_t)value;
}

static inline int32_t ems_grid_column(const struct ems_grid *grid, double x_m)
{
    return ems_grid_held((x_m - grid->low.x_m) / grid->cell_m, grid->columns);
}

static inline int32_t ems_grid_row(const struct ems_grid *grid, double y_m)
{
    return ems_grid_held((y_m - grid->low.y_m) / grid->cell_m, grid->rows);
}

static inline int32_t ems_grid_cell(const struct ems_grid *grid, struct ems_point p)
{
    return ems_grid_row(grid, p.y_m) * grid->columns + ems_grid_column(grid, p.x_m);
}

static inline int32_t ems_grid_cells(const struct ems_grid *grid)
{
    return grid->columns * grid->rows;
}

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

static inline int32_t ems_grid_larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static inline int32_t ems_grid_smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static inline struct ems_grid_walk ems_grid_walk_from(const struct ems_grid *grid, struct ems_point from)
{
    struct ems_grid_walk w = {.grid = grid, .from = from};
    w.column = ems_grid_column(grid, from.x_m);
    w.row = w.y = ems_grid_row(grid, from.y_m);
    w.last_ring = ems_grid_larger(ems_grid_larger(w.column, grid->columns - 1 - w.column),
                                  ems_grid_larger(w.row, grid->rows - 1 - w.row));
    return w;
}

/* One of the two ends of an inner row, if it is inside the grid. */
static inline bool ems_grid_walk_end_of_row(struct ems_grid_walk *w, struct ems_grid_span *span)
{
    int32_t x = w->east_is_next ? w->column + w->ring : w->column - w->ring;
    span->from = span->to = w->y * w->grid->columns + x;
    if (w->east_is_next) w->y++;
    w->east_is_next = !w->east_is_next;
    return x >= 0 && x < w->grid->columns;
}

/* The next span of the present ring; false at its end. */
static inline bool ems_grid_walk_span(struct ems_grid_walk *walk, struct ems_grid_span *span)
{
    const struct ems_grid *g = walk->grid;
    int32_t south = walk->row - walk->ring, north = walk->row + walk->ring,
            top = ems_grid_smaller(north, g->rows - 1);
    if (walk->y < 0) walk->y = 0;
    while (walk->y <= top) {
        if (walk->y != south && walk->y != north) {
            if (ems_grid_walk_end_of_row(walk, span)) return true;
            continue;
        }
        span->from = walk->y * g->columns + ems_grid_larger(walk->column - walk->ring, 0);
        span->to = walk->y * g->columns + ems_grid_smaller(walk->column + walk->ring, g->columns - 1);
        walk->y++;
        return true;
    }
    return false;
}

/* Goes to the next ring; false when there is none. */
static inline bool ems_grid_walk_ring(struct ems_grid_walk *walk)
{
    if (walk->ring >= walk->last_ring) return false;
    walk->ring++;
    walk->y = walk->row - walk->ring;
    walk->east_is_next = false;
    return true;
}

/* Least distance in metres from the start to any point in the present ring or beyond. */
static inline double ems_grid_walk_distance(const struct ems_grid_walk *walk)
{
    if (walk->ring == 0) return 0;
    const struct ems_grid *g = walk->grid;
    double west = walk->from.x_m - (g->low.x_m + walk->column * g->cell_m), east = g->cell_m - west;
    double south = walk->from.y_m - (g->low.y_m + walk->row * g->cell_m), north = g->cell_m - south;
    double across = west < east ? west : east, along = south < north ? south : north;
    double edge = across < along ? across : along;
    double distance = edge + (walk->ring - 1) * g->cell_m; /* edge < 0 when the start is outside the grid */
    distance -= 0.002; /* points are rounded to millimetres and may lie just beyond their cell */
    return distance > 0 ? distance : 0;
}

#endif
