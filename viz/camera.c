#include "camera.h"

#include <math.h>

static const double fallback_m = 10000; /* shown of a scenario that has no extent */

struct viz_bounds viz_bounds_empty(void)
{
    return (struct viz_bounds){{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
}

void viz_bounds_add(struct viz_bounds *bounds, struct ems_point point)
{
    bounds->low.x_m = fmin(bounds->low.x_m, point.x_m);
    bounds->low.y_m = fmin(bounds->low.y_m, point.y_m);
    bounds->high.x_m = fmax(bounds->high.x_m, point.x_m);
    bounds->high.y_m = fmax(bounds->high.y_m, point.y_m);
}

bool viz_bounds_is_empty(const struct viz_bounds *bounds)
{
    return bounds->low.x_m > bounds->high.x_m || bounds->low.y_m > bounds->high.y_m;
}

static double within_limits(double m_per_px)
{
    return fmin(fmax(m_per_px, VIZ_CAMERA_CLOSEST), VIZ_CAMERA_WIDEST);
}

struct viz_camera viz_camera_fit(struct viz_bounds bounds, int width, int height, int margin_px)
{
    struct viz_camera camera = {.width = width, .height = height};
    double room_x = fmax(width - 2.0 * margin_px, 1), room_y = fmax(height - 2.0 * margin_px, 1);
    double w_m = 0, h_m = 0;
    if (!viz_bounds_is_empty(&bounds)) {
        w_m = bounds.high.x_m - bounds.low.x_m;
        h_m = bounds.high.y_m - bounds.low.y_m;
        camera.centre.x_m = bounds.low.x_m + w_m / 2;
        camera.centre.y_m = bounds.low.y_m + h_m / 2;
    }
    if (!(w_m > 0 || h_m > 0)) w_m = h_m = fallback_m;
    camera.m_per_px = within_limits(fmax(w_m / room_x, h_m / room_y));
    return camera;
}

struct viz_pixel viz_camera_pixel(const struct viz_camera *camera, struct ems_point point)
{
    return (struct viz_pixel){camera->width / 2.0 + (point.x_m - camera->centre.x_m) / camera->m_per_px,
                              camera->height / 2.0 - (point.y_m - camera->centre.y_m) / camera->m_per_px};
}

struct ems_point viz_camera_point(const struct viz_camera *camera, double x, double y)
{
    return (struct ems_point){camera->centre.x_m + (x - camera->width / 2.0) * camera->m_per_px,
                              camera->centre.y_m - (y - camera->height / 2.0) * camera->m_per_px};
}

void viz_camera_pan(struct viz_camera *camera, double dx, double dy)
{
    camera->centre.x_m -= dx * camera->m_per_px;
    camera->centre.y_m += dy * camera->m_per_px;
}

void viz_camera_zoom(struct viz_camera *camera, double x, double y, double factor)
{
    struct ems_point fixed = viz_camera_point(camera, x, y);
    camera->m_per_px = within_limits(camera->m_per_px / factor);
    struct viz_pixel now = viz_camera_pixel(camera, fixed);
    viz_camera_pan(camera, x - now.x, y - now.y);
}

void viz_camera_resize(struct viz_camera *camera, int width, int height)
{
    camera->width = width;
    camera->height = height;
}

struct viz_camera viz_camera_widened(const struct viz_camera *camera, int margin)
{
    struct viz_camera wide = *camera;
    wide.width += 2 * margin;
    wide.height += 2 * margin;
    return wide;
}

struct viz_bounds viz_camera_view(const struct viz_camera *camera)
{
    struct viz_bounds view = viz_bounds_empty();
    viz_bounds_add(&view, viz_camera_point(camera, 0, 0));
    viz_bounds_add(&view, viz_camera_point(camera, camera->width, camera->height));
    return view;
}
