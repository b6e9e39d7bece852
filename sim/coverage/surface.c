#include "coverage/surface.h"

enum { LEAST_SIDE = 10, LARGEST_SIDE = 50 };

/* The lattice of one area into `points`; returns how many of them are the area's own. */
static int32_t add_area(const struct ems_model *model, ems_area_id area, int32_t side,
                        struct ems_surface_point *points)
{
    const struct ems_shape *shape = &model->areas[area].shape;
    const double dx = (shape->high.x_m - shape->low.x_m) / side,
                 dy = (shape->high.y_m - shape->low.y_m) / side;
    int32_t inside = 0, own = 0;
    for (int32_t i = 0; i < side * side; i++) {
        const int32_t column = i % side, row = i / side;
        struct ems_point at =
            ems_point_round(shape->low.x_m + (column + 0.5) * dx, shape->low.y_m + (row + 0.5) * dy);
        if (!ems_shape_contains(shape, at)) continue;
        inside++;
        if (ems_model_area_at(model, at) == area) points[own++] = (struct ems_surface_point){at, area, 0};
    }
    for (int32_t i = 0; i < own; i++) points[i].m2 = model->areas[area].area_m2 / inside;
    return own;
}

enum ems_status ems_surface_build(const struct ems_model *model, int32_t budget, struct ems_arena *arena,
                                  struct ems_surface *out)
{
    int32_t areas = model->area_count > 0 ? model->area_count : 1, side = LEAST_SIDE;
    while (side < LARGEST_SIDE && (int64_t)(side + 1) * (side + 1) * areas <= budget) side++;
    *out = (struct ems_surface){0};
    struct ems_surface_point *points =
        EMS_NEW_ARRAY(arena, struct ems_surface_point, (int64_t)side * side * model->area_count);
    if (points == NULL) return EMS_NO_MEMORY;
    for (ems_area_id a = 0; a < model->area_count; a++)
        out->count += add_area(model, a, side, points + out->count);
    out->points = points;
    return EMS_OK;
}
