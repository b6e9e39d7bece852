/* The signs of the map, drawn with Cairo around (0, 0) within a radius of r pixels: for the sprites and for
 * the legend, which therefore shows the very same. Each state of a vehicle has its own shape, so that colour
 * is not needed to tell them apart; those that drive point to the north, to be turned. */
#ifndef EMS_VIZ_SHAPES_H
#define EMS_VIZ_SHAPES_H

#include <cairo.h>
#include <stdbool.h>

#include "theme.h"

void viz_shape_vehicle(cairo_t *cr, const struct viz_theme *theme, int status, double r);
/* So many idle vehicles in one sign; or_more: a plus sign after the number. */
void viz_shape_idle_count(cairo_t *cr, const struct viz_theme *theme, int count, bool or_more, double r);
void viz_shape_station(cairo_t *cr, const struct viz_theme *theme, int ignored, double r);
void viz_shape_hospital(cairo_t *cr, const struct viz_theme *theme, int is_closed, double r);
/* `sign`: priority from 1; with VIZ_CALL_WAITING added it has no vehicle yet. */
enum { VIZ_CALL_WAITING = 16 };
void viz_shape_call(cairo_t *cr, const struct viz_theme *theme, int sign, double r);
/* A place where a station could stand. */
void viz_shape_candidate(cairo_t *cr, const struct viz_theme *theme, int ignored, double r);
/* Around a station that a plan changes. */
enum viz_plan_sign {
    VIZ_PLAN_OPENED,
    VIZ_PLAN_CLOSED,
    VIZ_PLAN_MOVED,
    VIZ_PLAN_MORE,
    VIZ_PLAN_FEWER,
    VIZ_PLAN_SIGNS
};
void viz_shape_plan(cairo_t *cr, const struct viz_theme *theme, int sign, double r);
/* A ring around what is selected (1) or under the mouse (0). */
void viz_shape_mark(cairo_t *cr, const struct viz_theme *theme, int selected, double r);

#endif
