#include "geo/grid.h"

static void bounds(const struct ems_point *points, int32_t count, struct ems_point *low,
                   struct ems_point *high)
{
    *low = *high = count > 0 ? points[0] : (struct ems_point){0, 0};
    for (int32_t i = 1; i < count; i++) {
        low->x_m = fmin(low->x_m, points[i].x_m);
        low->y_m = fmin(low->y_m, points[i].y_m);
        high->x_m = fmax(high->x_m, points[i].x_m);
        high->y_m = fmax(high->y_m, points[i].y_m);
    }
}

static int32_t held(double value, int32_t count)
{
    if (!(value > 0)) return 0;
    return value >= count ? count - 1 : (int32_t)value;
}

int32_t ems_grid_column(const struct ems_grid *grid, double x_m)
{
    return held((x_m - grid->low.x_m) / grid->cell_m, grid->columns);
}

int32_t ems_grid_row(const struct ems_grid *grid, double y_m)
{
    return held((y_m - grid->low.y_m) / grid->cell_m, grid->rows);
}

static int32_t cell_of(const struct ems_grid *grid, struct ems_point p)
{
    return ems_grid_row(grid, p.y_m) * grid->columns + ems_grid_column(grid, p.x_m);
}

bool ems_grid_build(struct ems_grid *grid, const struct ems_point *points, int32_t count, double per_cell,
                    struct ems_arena *arena)
{
    struct ems_point high;
    bounds(points, count, &grid->low, &high);
    double width = fmax(high.x_m - grid->low.x_m, 1), height = fmax(high.y_m - grid->low.y_m, 1);
    double cells = fmax(count / per_cell, 1);
    grid->cell_m = fmax(fmax(sqrt(width * height / cells), fmax(width, height) / 4096), 1);
    if (cells <= 1) grid->cell_m = fmax(width, height);
    grid->cell_m *= 1 + 1e-9; /* the last point belongs to the last cell, not to one beyond */
    grid->columns = (int32_t)(width / grid->cell_m) + 1;
    grid->rows = (int32_t)(height / grid->cell_m) + 1;
    int32_t cell_count = grid->columns * grid->rows;
    int32_t *first = EMS_NEW_ARRAY(arena, int32_t, cell_count + 1),
            *order = EMS_NEW_ARRAY(arena, int32_t, count);
    if (first == NULL || order == NULL) return false;
    for (int32_t i = 0; i < count; i++) first[cell_of(grid, points[i])]++;
    for (int32_t c = 0, sum = 0; c <= cell_count; c++) {
        sum += first[c];
        first[c] = sum;
    }
    for (int32_t i = count - 1; i >= 0; i--) order[--first[cell_of(grid, points[i])]] = i;
    grid->first = first;
    grid->points = order;
    return true;
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

struct ems_grid_walk ems_grid_walk_from(const struct ems_grid *grid, struct ems_point from)
{
    struct ems_grid_walk w = {.grid = grid, .from = from};
    w.column = ems_grid_column(grid, from.x_m);
    w.row = w.y = ems_grid_row(grid, from.y_m);
    w.last_ring =
        larger(larger(w.column, grid->columns - 1 - w.column), larger(w.row, grid->rows - 1 - w.row));
    return w;
}

/* One of the two ends of an inner row, if it is inside the grid. */
static bool end_of_row(struct ems_grid_walk *w, struct ems_grid_span *span)
{
    int32_t x = w->east_is_next ? w->column + w->ring : w->column - w->ring;
    span->from = span->to = w->y * w->grid->columns + x;
    if (w->east_is_next) w->y++;
    w->east_is_next = !w->east_is_next;
    return x >= 0 && x < w->grid->columns;
}

bool ems_grid_walk_span(struct ems_grid_walk *walk, struct ems_grid_span *span)
{
    const struct ems_grid *g = walk->grid;
    int32_t south = walk->row - walk->ring, north = walk->row + walk->ring, top = smaller(north, g->rows - 1);
    if (walk->y < 0) walk->y = 0;
    while (walk->y <= top) {
        if (walk->y != south && walk->y != north) {
            if (end_of_row(walk, span)) return true;
            continue;
        }
        span->from = walk->y * g->columns + larger(walk->column - walk->ring, 0);
        span->to = walk->y * g->columns + smaller(walk->column + walk->ring, g->columns - 1);
        walk->y++;
        return true;
    }
    return false;
}

bool ems_grid_walk_ring(struct ems_grid_walk *walk)
{
    if (walk->ring >= walk->last_ring) return false;
    walk->ring++;
    walk->y = walk->row - walk->ring;
    walk->east_is_next = false;
    return true;
}

double ems_grid_walk_distance(const struct ems_grid_walk *walk)
{
    if (walk->ring == 0) return 0;
    const struct ems_grid *g = walk->grid;
    double west = walk->from.x_m - (g->low.x_m + walk->column * g->cell_m),
           south = walk->from.y_m - (g->low.y_m + walk->row * g->cell_m);
    double edge = fmin(fmin(west, g->cell_m - west), fmin(south, g->cell_m - south));
    double distance = edge + (walk->ring - 1) * g->cell_m; /* edge < 0 when the start is outside the grid */
    distance -= 0.002; /* points are rounded to millimetres and may lie just beyond their cell */
    return distance > 0 ? distance : 0;
}
