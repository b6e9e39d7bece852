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

struct ems_grid_walk ems_grid_walk_from(const struct ems_grid *grid, struct ems_point from)
{
    struct ems_grid_walk w = {.grid = grid, .from = from};
    w.column = ems_grid_column(grid, from.x_m);
    w.row = ems_grid_row(grid, from.y_m);
    int32_t east = grid->columns - 1 - w.column, north = grid->rows - 1 - w.row;
    int32_t across = w.column > east ? w.column : east, along = w.row > north ? w.row : north;
    w.last_ring = across > along ? across : along;
    w.x = w.column - 1;
    w.y = w.row;
    return w;
}

/* Steps west to east, south to north along the ring's square; inner rows have only their two ends. */
static bool step(struct ems_grid_walk *w)
{
    int32_t west = w->column - w->ring, east = w->column + w->ring;
    int32_t south = w->row - w->ring, north = w->row + w->ring;
    bool whole_row = w->y == south || w->y == north;
    if (w->x < west)
        w->x = west;
    else if (w->x >= east) {
        if (w->y >= north) return false;
        w->y++;
        w->x = west;
    } else {
        w->x = whole_row ? w->x + 1 : east;
    }
    return true;
}

int32_t ems_grid_walk_cell(struct ems_grid_walk *walk)
{
    const struct ems_grid *g = walk->grid;
    while (step(walk))
        if (walk->x >= 0 && walk->x < g->columns && walk->y >= 0 && walk->y < g->rows)
            return walk->y * g->columns + walk->x;
    return -1;
}

bool ems_grid_walk_ring(struct ems_grid_walk *walk)
{
    if (walk->ring >= walk->last_ring) return false;
    walk->ring++;
    walk->x = walk->column - walk->ring - 1;
    walk->y = walk->row - walk->ring;
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
