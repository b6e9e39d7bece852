#include "shapes.h"

#include <math.h>
#include <stdio.h>

static const double full_turn = 6.283185307179586;

static void circle(cairo_t *cr, double r)
{
    cairo_new_path(cr);
    cairo_arc(cr, 0, 0, r, 0, full_turn);
}

static void polygon(cairo_t *cr, const double *xy, int points, double r)
{
    cairo_new_path(cr);
    for (int i = 0; i < points; i++) cairo_line_to(cr, xy[2 * i] * r, xy[2 * i + 1] * r);
    cairo_close_path(cr);
}

/* Fills the path with a rim in the halo's colour around it. */
static void fill_with_rim(cairo_t *cr, struct viz_colour colour, struct viz_colour rim, double r)
{
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cr, fmax(2.0, r * 0.36));
    viz_colour_use(cr, rim);
    cairo_stroke_preserve(cr);
    viz_colour_use(cr, colour);
    cairo_fill(cr);
}

static void line(cairo_t *cr, struct viz_colour colour, double width, double x0, double y0, double x1,
                 double y1)
{
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cr, width);
    viz_colour_use(cr, colour);
    cairo_move_to(cr, x0, y0);
    cairo_line_to(cr, x1, y1);
    cairo_stroke(cr);
}

/* ---- vehicles ---- */

static void idle(cairo_t *cr, const struct viz_theme *t, double r)
{
    circle(cr, r * 0.62);
    fill_with_rim(cr, t->vehicle[EMS_V_IDLE], t->halo, r);
}

void viz_shape_idle_count(cairo_t *cr, const struct viz_theme *t, int count, bool or_more, double r)
{
    char text[16];
    cairo_text_extents_t box;
    snprintf(text, sizeof text, "%d%s", count, or_more ? "+" : "");
    circle(cr, r * 0.95);
    fill_with_rim(cr, t->vehicle[EMS_V_IDLE], t->halo, r);
    cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(cr, count < 10 ? r * 1.45 : r * (or_more ? 0.85 : 1.15));
    cairo_text_extents(cr, text, &box);
    cairo_move_to(cr, -box.x_bearing - box.width / 2, -box.y_bearing - box.height / 2);
    viz_colour_use(cr, t->halo);
    cairo_show_text(cr, text);
    cairo_new_path(cr);
}

static void turnout(cairo_t *cr, const struct viz_theme *t, double r)
{
    circle(cr, r * 0.78);
    fill_with_rim(cr, t->vehicle[EMS_V_TURNOUT], t->halo, r);
    circle(cr, r * 0.32);
    viz_colour_use(cr, t->halo);
    cairo_fill(cr);
}

static const double arrow[] = {0, -1, 0.8, 0.85, 0, 0.45, -0.8, 0.85};

static void en_route(cairo_t *cr, const struct viz_theme *t, double r)
{
    polygon(cr, arrow, 4, r);
    fill_with_rim(cr, t->vehicle[EMS_V_EN_ROUTE], t->halo, r);
}

static void returning(cairo_t *cr, const struct viz_theme *t, double r)
{
    polygon(cr, arrow, 4, r * 0.85);
    fill_with_rim(cr, t->vehicle[EMS_V_RETURNING], t->halo, r);
    polygon(cr, arrow, 4, r * 0.36);
    viz_colour_use(cr, t->halo);
    cairo_fill(cr);
}

static void on_scene(cairo_t *cr, const struct viz_theme *t, double r)
{
    static const double square[] = {-0.72, -0.72, 0.72, -0.72, 0.72, 0.72, -0.72, 0.72};
    polygon(cr, square, 4, r);
    fill_with_rim(cr, t->vehicle[EMS_V_ON_SCENE], t->halo, r);
}

static void transporting(cairo_t *cr, const struct viz_theme *t, double r)
{
    static const double house[] = {0, -1, 0.68, -0.3, 0.68, 0.9, -0.68, 0.9, -0.68, -0.3};
    polygon(cr, house, 5, r);
    fill_with_rim(cr, t->vehicle[EMS_V_TRANSPORTING], t->halo, r);
    line(cr, t->halo, r * 0.26, 0, -0.15 * r, 0, 0.55 * r);
    line(cr, t->halo, r * 0.26, -0.35 * r, 0.2 * r, 0.35 * r, 0.2 * r);
}

static void bay_wait(cairo_t *cr, const struct viz_theme *t, double r)
{
    static const double glass[] = {-0.72, -0.85, 0.72, -0.85, -0.72, 0.85, 0.72, 0.85};
    polygon(cr, glass, 4, r);
    fill_with_rim(cr, t->vehicle[EMS_V_BAY_WAIT], t->halo, r);
}

static void handover(cairo_t *cr, const struct viz_theme *t, double r)
{
    static const double square[] = {-0.72, -0.72, 0.72, -0.72, 0.72, 0.72, -0.72, 0.72};
    polygon(cr, square, 4, r);
    fill_with_rim(cr, t->vehicle[EMS_V_HANDOVER], t->halo, r);
    line(cr, t->halo, r * 0.24, 0, -0.38 * r, 0, 0.38 * r);
    line(cr, t->halo, r * 0.24, -0.38 * r, 0, 0.38 * r, 0);
}

static void cleaning(cairo_t *cr, const struct viz_theme *t, double r)
{
    static const double diamond[] = {0, -0.92, 0.92, 0, 0, 0.92, -0.92, 0};
    polygon(cr, diamond, 4, r);
    fill_with_rim(cr, t->vehicle[EMS_V_CLEANING], t->halo, r);
}

static void spare(cairo_t *cr, const struct viz_theme *t, double r)
{
    double d = r * 0.5;
    for (int pass = 0; pass < 2; pass++) {
        struct viz_colour colour = pass == 0 ? t->halo : t->vehicle[EMS_V_SPARE];
        double width = r * (pass == 0 ? 0.75 : 0.36);
        line(cr, colour, width, -d, -d, d, d);
        line(cr, colour, width, -d, d, d, -d);
    }
}

void viz_shape_vehicle(cairo_t *cr, const struct viz_theme *theme, int status, double r)
{
    static void (*const draw[EMS_V_STATUSES])(cairo_t *, const struct viz_theme *, double) = {
        [EMS_V_IDLE] = idle,         [EMS_V_TURNOUT] = turnout,           [EMS_V_EN_ROUTE] = en_route,
        [EMS_V_ON_SCENE] = on_scene, [EMS_V_TRANSPORTING] = transporting, [EMS_V_BAY_WAIT] = bay_wait,
        [EMS_V_HANDOVER] = handover, [EMS_V_CLEANING] = cleaning,         [EMS_V_RETURNING] = returning,
        [EMS_V_SPARE] = spare};
    draw[status](cr, theme, r);
}

/* ---- what stands ---- */

void viz_shape_station(cairo_t *cr, const struct viz_theme *theme, int ignored, double r)
{
    static const double house[] = {0,    -1,    0.95, -0.2,  0.72, -0.2,  0.72,
                                   0.85, -0.72, 0.85, -0.72, -0.2, -0.95, -0.2};
    (void)ignored;
    polygon(cr, house, 7, r);
    fill_with_rim(cr, theme->station, theme->halo, r * 0.8);
    static const double door[] = {-0.3, 0.85, -0.3, 0.1, 0.3, 0.1, 0.3, 0.85};
    polygon(cr, door, 4, r);
    viz_colour_use(cr, theme->halo);
    cairo_fill(cr);
}

void viz_shape_hospital(cairo_t *cr, const struct viz_theme *theme, int is_closed, double r)
{
    double half = r * 0.85, corner = r * 0.25;
    cairo_new_path(cr);
    cairo_arc(cr, half - corner, corner - half, corner, -full_turn / 4, 0);
    cairo_arc(cr, half - corner, half - corner, corner, 0, full_turn / 4);
    cairo_arc(cr, corner - half, half - corner, corner, full_turn / 4, full_turn / 2);
    cairo_arc(cr, corner - half, corner - half, corner, full_turn / 2, full_turn * 3 / 4);
    cairo_close_path(cr);
    fill_with_rim(cr, theme->hospital, theme->halo, r * 0.8);
    double arm = r * 0.46, width = r * 0.32;
    if (is_closed) {
        line(cr, theme->halo, width, -arm, 0, arm, 0);
        return;
    }
    line(cr, theme->halo, width, 0, -arm, 0, arm);
    line(cr, theme->halo, width, -arm, 0, arm, 0);
}

/* ---- calls ---- */

/* The more urgent, the larger. */
static double size_of(int priority, double r)
{
    return priority == 1 ? r : priority == 2 ? r * 0.85 : r * 0.7;
}

void viz_shape_call(cairo_t *cr, const struct viz_theme *theme, int sign, double r)
{
    bool waiting = sign >= VIZ_CALL_WAITING;
    int priority = waiting ? sign - VIZ_CALL_WAITING : sign;
    struct viz_colour colour = viz_priority_colour(theme, priority);
    double size = size_of(priority, r) * 0.72;
    circle(cr, size);
    cairo_set_line_width(cr, r * 0.62);
    viz_colour_use(cr, theme->halo);
    cairo_stroke(cr);
    circle(cr, size);
    cairo_set_line_width(cr, r * 0.3);
    viz_colour_use(cr, colour);
    cairo_stroke(cr);
    circle(cr, waiting ? size * 0.62 : size * 0.3);
    cairo_fill(cr);
    if (!waiting) return;
    line(cr, theme->halo, r * 0.16, 0, -size * 0.36, 0, size * 0.06);
    line(cr, theme->halo, r * 0.16, 0, size * 0.36, 0, size * 0.37);
}

void viz_shape_mark(cairo_t *cr, const struct viz_theme *theme, int selected, double r)
{
    circle(cr, r * 0.84);
    cairo_set_line_width(cr, r * 0.26);
    viz_colour_use(cr, theme->halo);
    cairo_stroke(cr);
    circle(cr, r * 0.84);
    cairo_set_line_width(cr, r * (selected ? 0.16 : 0.09));
    viz_colour_use(cr, selected ? theme->accent : theme->text);
    cairo_stroke(cr);
}
