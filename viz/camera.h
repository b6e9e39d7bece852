/* Between the scenario's plane (metres, y to the north) and the pixels of a map (y down, from its upper left
 * corner). A camera is a value: base maps and tests keep copies. All maps of the window share one, so that
 * what is compared is seen alike.
 *
 *     struct viz_camera camera = viz_camera_fit(bounds, 800, 600, 24);
 *     viz_camera_zoom(&camera, mouse_x, mouse_y, 1.25);
 *     struct viz_pixel p = viz_camera_pixel(&camera, station.at);
 */
#ifndef EMS_VIZ_CAMERA_H
#define EMS_VIZ_CAMERA_H

#include <stdbool.h>

#include "ems120/point.h"

struct viz_camera {
    struct ems_point centre;
    double m_per_px;
    int width, height;
};

struct viz_pixel {
    double x, y;
};

struct viz_bounds { /* of the plane; empty while low > high */
    struct ems_point low, high;
};

/* The closest and the widest view, in metres for a pixel. */
#define VIZ_CAMERA_CLOSEST 0.2
#define VIZ_CAMERA_WIDEST 20000.0

struct viz_bounds viz_bounds_empty(void);
void viz_bounds_add(struct viz_bounds *bounds, struct ems_point point);
bool viz_bounds_is_empty(const struct viz_bounds *bounds);

/* Shows all of the bounds with `margin_px` around them; empty bounds and single points get a view of 10 km.
 */
struct viz_camera viz_camera_fit(struct viz_bounds bounds, int width, int height, int margin_px);
struct viz_pixel viz_camera_pixel(const struct viz_camera *camera, struct ems_point point);
struct ems_point viz_camera_point(const struct viz_camera *camera, double x, double y);
/* The map follows the mouse: what was at (x, y) is afterwards at (x + dx, y + dy). */
void viz_camera_pan(struct viz_camera *camera, double dx, double dy);
/* Comes closer by `factor` (below 1 goes away) within the limits; the place at (x, y) stays there. */
void viz_camera_zoom(struct viz_camera *camera, double x, double y, double factor);
/* Another size, the same place in the middle. */
void viz_camera_resize(struct viz_camera *camera, int width, int height);
/* The same view with `margin` more pixels on every side. */
struct viz_camera viz_camera_widened(const struct viz_camera *camera, int margin);
/* What of the plane can be seen. */
struct viz_bounds viz_camera_view(const struct viz_camera *camera);

#endif
