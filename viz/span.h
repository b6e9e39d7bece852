/* A stretch of simulated time along a line of pixels: the timeline. A value, for tests and drawing alike.
 *
 *     struct viz_span span = {0, 30 * EMS_DAY};
 *     int x = viz_span_x(span, track.x, track.w, now);
 *     ems_time at = viz_span_time(span, track.x, track.w, mouse_x);
 *     span = viz_span_zoom(span, whole, at, 2);
 */
#ifndef EMS_VIZ_SPAN_H
#define EMS_VIZ_SPAN_H

#include <stdbool.h>

#include "ems120/time.h"

struct viz_span {
    ems_time from, until;
};

/* No closer than this, whatever is asked for. */
#define VIZ_SPAN_LEAST (10 * EMS_MINUTE)

bool viz_span_is_empty(struct viz_span span);
/* Moments outside get pixels outside, at most one line's length away. */
int viz_span_x(struct viz_span span, int x, int width, ems_time at);
/* Pixels outside count as the ends. */
ems_time viz_span_time(struct viz_span span, int x, int width, int pixel);
/* Shows a stretch shorter by `factor` (below 1: longer) inside `whole`; the moment `at` keeps its place. */
struct viz_span viz_span_zoom(struct viz_span span, struct viz_span whole, ems_time at, double factor);
/* The same length, moved just so far that `at` is in it, inside `whole`. */
struct viz_span viz_span_showing(struct viz_span span, struct viz_span whole, ems_time at);
/* A round length whose marks stand at least `least_px` apart. */
ems_time viz_span_tick(struct viz_span span, int width, int least_px);

#endif
