/* Roads, the more important the wider; as many levels as the scale has room for. Edges are drawn under all of
 * them first, so that crossings stay open. */
#include "legend.h"

#include <math.h>

enum { BUDGET = 30000 }; /* segments drawn for a picture, at most */

struct brush {
    const struct viz_paint *paint;
    bool is_edge;
    double width[EMS_ROAD_LEVELS];
};

/* Wider when closer, for the eye to find the main roads at any scale. */
static void find_widths(struct brush *brush, double m_per_px, double scale)
{
    static const double far_px[EMS_ROAD_LEVELS] = {2.4, 1.9, 1.5, 1.1, 0.8};
    static const double metres[EMS_ROAD_LEVELS] = {18, 14, 11, 9, 7};
    for (int level = 0; level < EMS_ROAD_LEVELS; level++)
        brush->width[level] = fmin(fmax(far_px[level] * scale, metres[level] / m_per_px), 26 * scale);
}

static struct viz_colour colour_of(const struct viz_theme *theme, int level)
{
    return theme->road[level == 0 ? 0 : level <= 2 ? 1 : 2];
}

static int draw_line(void *self, const struct ems_road_line *line)
{
    const struct brush *brush = self;
    const struct viz_paint *p = brush->paint;
    struct viz_pixel last = {0, 0};
    for (int32_t i = 0; i < line->point_count; i++) {
        struct viz_pixel at = viz_camera_pixel(&p->camera, line->points[i]);
        double dx = at.x - last.x, dy = at.y - last.y;
        if (i == 0)
            cairo_move_to(p->cr, at.x, at.y);
        else if (i == line->point_count - 1 || dx * dx + dy * dy > 0.6)
            cairo_line_to(p->cr, at.x, at.y);
        else
            continue;
        last = at;
    }
    double width = brush->width[line->level];
    cairo_set_line_width(p->cr, brush->is_edge ? width + 1.3 : width);
    viz_colour_use(p->cr, brush->is_edge ? p->look.theme->road_edge : colour_of(p->look.theme, line->level));
    cairo_stroke(p->cr);
    return !*p->stop;
}

static void paint(const struct viz_paint *p)
{
    struct viz_bounds view = viz_camera_view(&p->camera);
    struct ems_box box = {view.low, view.high};
    int32_t level = ems_roads_level_for(p->ground->roads, box, BUDGET);
    struct brush brush = {.paint = p, .is_edge = true};
    find_widths(&brush, p->camera.m_per_px, p->look.scale);
    cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_FAST);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_BEVEL);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_BUTT);
    ems_roads_in(p->ground->roads, box, level, draw_line, &brush);
    brush.is_edge = false;
    ems_roads_in(p->ground->roads, box, level, draw_line, &brush);
}

const struct viz_layer viz_layer_roads = {
    .name = "roads", .title = VIZ_T_LAYER_ROADS, .key = SDLK_6, .shown = true, .base = paint};
