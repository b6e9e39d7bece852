/* A plan on the map: candidates; what it opens, closes, moves and staffs anew, with the people who come into
 * reach (blue) or drop out of it (orange); and the areas by what simulation says they gain or lose. They draw
 * and explain themselves only while a plan is shown. */
#include <math.h>

#include "area_path.h"
#include "plans.h"
#include "shaded.h"
#include "shapes.h"

static const double full_turn = 6.283185307179586;

static void move_to(const struct viz_paint *p, struct ems_point point)
{
    struct viz_pixel at = viz_camera_pixel(&p->camera, point);
    cairo_save(p->cr);
    cairo_translate(p->cr, at.x, at.y);
}

/* ---- candidates ---- */

static void paint_candidates(const struct viz_paint *p)
{
    const struct viz_plan_marks *m = p->look.plan;
    for (int32_t i = 0; m != NULL && i < m->candidates && !*p->stop; i++) {
        move_to(p, m->candidate[i]);
        viz_shape_candidate(p->cr, p->look.theme, 0, 4.5 * p->look.scale);
        cairo_restore(p->cr);
    }
}

static void candidates_legend(struct viz_legend *l)
{
    if (l->look->plan == NULL || l->look->plan->candidates == 0) return;
    viz_legend_shape(l, viz_shape_candidate, 0, viz_text(VIZ_T_CANDIDATE, l->look->lang));
}

const struct viz_layer viz_layer_candidates = {.name = "candidates",
                                               .title = VIZ_T_LAYER_CANDIDATES,
                                               .key = SDLK_k,
                                               .shown = true,
                                               .base = paint_candidates,
                                               .legend = candidates_legend};

/* ---- what the plan changes ---- */

/* So many people as an area, so that one disc of twice as many looks twice as large. */
static double radius_of(double people, double scale)
{
    return fmin(2.5 + 0.11 * sqrt(fmax(people, 0)), 14) * scale;
}

static void paint_people(const struct viz_paint *p, const struct viz_plan_marks *m)
{
    const struct viz_theme *t = p->look.theme;
    for (int32_t i = 0; i < m->peoples && !*p->stop; i++) {
        move_to(p, m->people[i].at);
        cairo_new_path(p->cr);
        cairo_arc(p->cr, 0, 0, radius_of(m->people[i].people, p->look.scale), 0, full_turn);
        viz_colour_use(p->cr, viz_colour_faded(m->people[i].gains ? t->gain : t->loss, 0.75));
        cairo_fill_preserve(p->cr);
        viz_colour_use(p->cr, t->halo);
        cairo_set_line_width(p->cr, 1);
        cairo_stroke(p->cr);
        cairo_restore(p->cr);
    }
}

/* From where a station was, with a head at where it goes. */
static void paint_way(const struct viz_paint *p, struct viz_pixel from, struct viz_pixel to)
{
    double length = hypot(to.x - from.x, to.y - from.y), s = p->look.scale;
    if (length < 1) return;
    double dx = (to.x - from.x) / length, dy = (to.y - from.y) / length, head = 11 * s;
    struct viz_pixel tip = {to.x - dx * 15 * s, to.y - dy * 15 * s};
    cairo_set_line_width(p->cr, 3 * s);
    viz_colour_use(p->cr, p->look.theme->gain);
    cairo_move_to(p->cr, from.x, from.y);
    cairo_line_to(p->cr, tip.x - dx * head * 0.5, tip.y - dy * head * 0.5);
    cairo_stroke(p->cr);
    cairo_move_to(p->cr, tip.x, tip.y);
    cairo_line_to(p->cr, tip.x - dx * head - dy * head * 0.5, tip.y - dy * head + dx * head * 0.5);
    cairo_line_to(p->cr, tip.x - dx * head + dy * head * 0.5, tip.y - dy * head - dx * head * 0.5);
    cairo_close_path(p->cr);
    cairo_fill(p->cr);
}

static int sign_of(const struct viz_plan_station *s)
{
    switch (s->change.kind) {
    case EMS_STATION_OPENED:
        return VIZ_PLAN_OPENED;
    case EMS_STATION_CLOSED:
        return VIZ_PLAN_CLOSED;
    case EMS_STATION_MOVED:
        return VIZ_PLAN_MOVED;
    default:
        return s->is_more ? VIZ_PLAN_MORE : VIZ_PLAN_FEWER;
    }
}

static void paint_stations(const struct viz_paint *p, const struct viz_plan_marks *m)
{
    for (int32_t i = 0; i < m->stations && !*p->stop; i++) {
        const struct viz_plan_station *s = &m->station[i];
        if (s->change.kind == EMS_STATION_MOVED)
            paint_way(p, viz_camera_pixel(&p->camera, s->from), viz_camera_pixel(&p->camera, s->to));
        move_to(p, s->to);
        viz_shape_plan(p->cr, p->look.theme, sign_of(s), 15 * p->look.scale);
        cairo_restore(p->cr);
    }
}

static void paint_plan(const struct viz_paint *p)
{
    if (p->look.plan == NULL) return;
    paint_people(p, p->look.plan);
    paint_stations(p, p->look.plan);
}

static bool has_sign(const struct viz_plan_marks *m, int sign)
{
    for (int32_t i = 0; i < m->stations; i++)
        if (sign_of(&m->station[i]) == sign) return true;
    return false;
}

static bool has_people(const struct viz_plan_marks *m, bool gains)
{
    for (int32_t i = 0; i < m->peoples; i++)
        if (m->people[i].gains == gains) return true;
    return false;
}

/* Only what is there. */
static void plan_legend(struct viz_legend *l)
{
    static const enum viz_text texts[VIZ_PLAN_SIGNS] = {VIZ_T_PLAN_OPENED, VIZ_T_PLAN_CLOSED,
                                                        VIZ_T_PLAN_MOVED, VIZ_T_PLAN_MORE, VIZ_T_PLAN_FEWER};
    const struct viz_plan_marks *m = l->look->plan;
    const struct viz_theme *t = l->look->theme;
    if (m == NULL) return;
    for (int sign = 0; sign < VIZ_PLAN_SIGNS; sign++)
        if (has_sign(m, sign))
            viz_legend_shape(l, viz_shape_plan, sign, viz_text(texts[sign], l->look->lang));
    if (has_people(m, true))
        viz_legend_patch(l, viz_colour_faded(t->gain, 0.75), viz_text(VIZ_T_PLAN_GAIN, l->look->lang));
    if (has_people(m, false))
        viz_legend_patch(l, viz_colour_faded(t->loss, 0.75), viz_text(VIZ_T_PLAN_LOSE, l->look->lang));
}

const struct viz_layer viz_layer_plan = {.name = "plan",
                                         .title = VIZ_T_LAYER_PLAN,
                                         .key = SDLK_o,
                                         .shown = true,
                                         .base = paint_plan,
                                         .legend = plan_legend};

/* ---- by area ---- */

static struct viz_colour hardly_changed(const struct viz_theme *theme)
{
    return viz_colour_faded(theme->faint, 0.08);
}

static void paint_areas(const struct viz_paint *p)
{
    struct viz_colour colours[VIZ_CHANGE_BANDS];
    const struct viz_bands bands = {VIZ_CHANGE_BANDS, viz_change_limits, colours};
    const struct viz_plan_marks *m = p->look.plan;
    if (m == NULL) return;
    viz_change_colours(p->look.theme, hardly_changed(p->look.theme), colours);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
    for (ems_area_id a = 0; a < m->areas && a < p->ground->info.areas && !*p->stop; a++) {
        if (isnan(m->area_s[a])) continue;
        viz_area_path(p->cr, p, a);
        viz_colour_use(p->cr, colours[viz_band_of(&bands, (float)(m->area_s[a] / 60))]);
        cairo_fill(p->cr);
    }
}

static void areas_legend(struct viz_legend *l)
{
    if (l->look->plan == NULL) return;
    viz_change_legend(l, VIZ_T_LEGEND_PLAN_AREAS, hardly_changed(l->look->theme));
}

const struct viz_layer viz_layer_plan_areas = {.name = "plan-areas",
                                               .title = VIZ_T_LAYER_PLAN_AREAS,
                                               .key = SDLK_a,
                                               .group = VIZ_GROUP_SHADE,
                                               .base = paint_areas,
                                               .legend = areas_legend};
