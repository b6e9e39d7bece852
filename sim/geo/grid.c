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
    int32_t cell_count = ems_grid_cells(grid);
    int32_t *first = EMS_NEW_ARRAY(arena, int32_t, cell_count + 1),
            *order = EMS_NEW_ARRAY(arena, int32_t, count);
    if (first == NULL || order == NULL) return false;
    for (int32_t i = 0; i < count; i++) first[ems_grid_cell(grid, points[i])]++;
    for (int32_t c = 0, sum = 0; c <= cell_count; c++) {
        sum += first[c];
        first[c] = sum;
    }
    for (int32_t i = count - 1; i >= 0; i--) order[--first[ems_grid_cell(grid, points[i])]] = i;
    grid->first = first;
    grid->points = order;
    return true;
}

struct ems_grid ems_grid_coarser(const struct ems_grid *grid, int32_t wider)
{
    return (struct ems_grid){.low = grid->low,
                             .cell_m = grid->cell_m * wider,
                             .columns = (grid->columns + wider - 1) / wider,
                             .rows = (grid->rows + wider - 1) / wider};
}
