#include "area_path.h"

static const double full_turn = 6.283185307179586;

/* Points closer together than half a pixel add nothing but time. */
static void ring_path(cairo_t *cr, const struct viz_camera *camera, const struct ems_point *points,
                      int32_t count)
{
    struct viz_pixel last = {0, 0};
    for (int32_t i = 0; i < count; i++) {
        struct viz_pixel p = viz_camera_pixel(camera, points[i]);
        double dx = p.x - last.x, dy = p.y - last.y;
        if (i > 0 && i < count - 1 && dx * dx + dy * dy < 0.25) continue;
        if (i == 0)
            cairo_move_to(cr, p.x, p.y);
        else
            cairo_line_to(cr, p.x, p.y);
        last = p;
    }
    cairo_close_path(cr);
}

void viz_area_path(cairo_t *cr, const struct viz_paint *paint, ems_area_id area)
{
    const struct ems_scenario *scenario = paint->ground->scenario;
    struct ems_area_info info = ems_area_info(scenario, area);
    cairo_new_path(cr);
    if (info.is_circle) {
        struct viz_pixel p = viz_camera_pixel(&paint->camera, info.centre);
        cairo_arc(cr, p.x, p.y, info.radius_m / paint->camera.m_per_px, 0, full_turn);
    }
    for (int32_t ring = 0; ring < info.rings; ring++) {
        int32_t count = 0;
        const struct ems_point *points = ems_area_ring(scenario, area, ring, &count);
        ring_path(cr, &paint->camera, points, count);
    }
}
