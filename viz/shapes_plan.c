/* Signs of plans: rings around stations, told apart by shape as well as colour. */
#include <math.h>

#include "shapes.h"

static const double full_turn = 6.283185307179586;

/* In the halo's colour first, so that it stands out from any ground. */
static void stroke(cairo_t *cr, const struct viz_theme *t, struct viz_colour colour, double width)
{
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    viz_colour_use(cr, t->halo);
    cairo_set_line_width(cr, width + 2);
    cairo_stroke_preserve(cr);
    viz_colour_use(cr, colour);
    cairo_set_line_width(cr, width);
    cairo_stroke(cr);
}

void viz_shape_candidate(cairo_t *cr, const struct viz_theme *t, int ignored, double r)
{
    (void)ignored;
    r = fmin(r, 5);
    cairo_new_path(cr);
    cairo_move_to(cr, 0, -r);
    cairo_line_to(cr, r, 0);
    cairo_line_to(cr, 0, r);
    cairo_line_to(cr, -r, 0);
    cairo_close_path(cr);
    viz_colour_use(cr, viz_colour_faded(t->halo, 0.8));
    cairo_fill_preserve(cr);
    viz_colour_use(cr, viz_colour_faded(t->text, 0.7));
    cairo_set_line_width(cr, 1);
    cairo_stroke(cr);
}

static void ring(cairo_t *cr, double r)
{
    cairo_new_path(cr);
    cairo_arc(cr, 0, 0, r, 0, full_turn);
}

static void square(cairo_t *cr, double r)
{
    cairo_new_path(cr);
    cairo_rectangle(cr, -r, -r, 2 * r, 2 * r);
}

/* Outside of what stands within 0.7 r: the station's own sign. */
static void cross(cairo_t *cr, double r)
{
    static const double way[4][2] = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
    cairo_new_path(cr);
    for (int i = 0; i < 4; i++) {
        cairo_move_to(cr, way[i][0] * r * 0.55, way[i][1] * r * 0.55);
        cairo_line_to(cr, way[i][0] * r, way[i][1] * r);
    }
}

void viz_shape_plan(cairo_t *cr, const struct viz_theme *t, int sign, double r)
{
    double width = r > 10 ? 3 : 2;
    bool loses = sign == VIZ_PLAN_CLOSED || sign == VIZ_PLAN_FEWER;
    struct viz_colour colour = loses ? t->loss : t->gain;
    if (sign == VIZ_PLAN_OPENED) {
        ring(cr, r);
        stroke(cr, t, colour, width);
        ring(cr, r * 0.62);
    }
    if (sign == VIZ_PLAN_MOVED) ring(cr, r * 0.9);
    if (sign == VIZ_PLAN_CLOSED) cross(cr, r);
    if (sign == VIZ_PLAN_MORE || sign == VIZ_PLAN_FEWER) square(cr, r * 0.85);
    stroke(cr, t, colour, width);
}
