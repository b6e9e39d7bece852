/* Roads, the more important the wider; as many as the scale has room for, district by district: where streets
 * lie so close that they would cover the map, the lesser ones are left out. Edges are drawn under all roads
 * first, so that crossings stay open. */
#include "legend.h"

#include <math.h>
#include <stdlib.h>

enum {
    BUDGET = 60000, /* segments looked at for a picture, at most */
    TILE = 48       /* pixels of a district's side */
};

/* Of each district's ground so much may be covered by roads up to a level. */
static const double most_covered = 0.22;

/* How much of each district the roads up to each level would cover. */
struct crowd {
    int columns, rows;
    double (*covered)[EMS_ROAD_LEVELS];
};

struct brush {
    const struct viz_paint *paint;
    const struct crowd *crowd;
    bool is_edge;
    double width[EMS_ROAD_LEVELS];
};

/* Wider when closer, for the eye to find the main roads at any scale. */
static void find_widths(double *width, double m_per_px, double scale)
{
    static const double far_px[EMS_ROAD_LEVELS] = {2.4, 1.9, 1.5, 1.1, 0.8};
    static const double metres[EMS_ROAD_LEVELS] = {18, 14, 11, 9, 7};
    for (int level = 0; level < EMS_ROAD_LEVELS; level++)
        width[level] = fmin(fmax(far_px[level] * scale, metres[level] / m_per_px), 26 * scale);
}

/* ---- how crowded it is ---- */

static int clamped(double at, int count)
{
    int cell = (int)(at / TILE);
    return at < 0 ? 0 : cell >= count ? count - 1 : cell;
}

/* The district of a line: that of its middle point. */
static int tile_of(const struct crowd *crowd, const struct viz_camera *camera,
                   const struct ems_road_line *line)
{
    struct viz_pixel at = viz_camera_pixel(camera, line->points[line->point_count / 2]);
    return clamped(at.y, crowd->rows) * crowd->columns + clamped(at.x, crowd->columns);
}

struct counting {
    const struct viz_paint *paint;
    struct crowd *crowd;
    const double *width;
};

static int count_line(void *self, const struct ems_road_line *line)
{
    struct counting *c = self;
    double length = 0;
    for (int32_t i = 1; i < line->point_count; i++)
        length += hypot(line->points[i].x_m - line->points[i - 1].x_m,
                        line->points[i].y_m - line->points[i - 1].y_m);
    double pixels = length / c->paint->camera.m_per_px * (c->width[line->level] + 1);
    double *covered = c->crowd->covered[tile_of(c->crowd, &c->paint->camera, line)];
    for (int level = line->level; level < EMS_ROAD_LEVELS; level++) covered[level] += pixels / (TILE * TILE);
    return !*c->paint->stop;
}

/* Without memory no district counts as crowded. */
static struct crowd count_roads(const struct viz_paint *p, struct ems_box box, int32_t level,
                                const double *width)
{
    struct crowd crowd = {.columns = p->camera.width / TILE + 1, .rows = p->camera.height / TILE + 1};
    crowd.covered = calloc((size_t)crowd.columns * (size_t)crowd.rows, sizeof *crowd.covered);
    struct counting counting = {p, &crowd, width};
    if (crowd.covered != NULL) ems_roads_in(p->ground->roads, box, level, count_line, &counting);
    return crowd;
}

static bool is_crowded(const struct brush *brush, const struct ems_road_line *line)
{
    if (line->level == 0 || brush->crowd->covered == NULL) return false;
    int tile = tile_of(brush->crowd, &brush->paint->camera, line);
    return brush->crowd->covered[tile][line->level] > most_covered;
}

/* ---- drawing ---- */

static struct viz_colour colour_of(const struct viz_theme *theme, int level)
{
    return theme->road[level == 0 ? 0 : level <= 2 ? 1 : 2];
}

static void trace(const struct viz_paint *p, const struct ems_road_line *line)
{
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
}

static int draw_line(void *self, const struct ems_road_line *line)
{
    const struct brush *brush = self;
    const struct viz_paint *p = brush->paint;
    double width = brush->width[line->level];
    if (is_crowded(brush, line)) return !*p->stop;
    trace(p, line);
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
    find_widths(brush.width, p->camera.m_per_px, p->look.scale);
    struct crowd crowd = count_roads(p, box, level, brush.width);
    brush.crowd = &crowd;
    cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_FAST);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_BEVEL);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_BUTT);
    ems_roads_in(p->ground->roads, box, level, draw_line, &brush);
    brush.is_edge = false;
    ems_roads_in(p->ground->roads, box, level, draw_line, &brush);
    free(crowd.covered);
}

const struct viz_layer viz_layer_roads = {
    .name = "roads", .title = VIZ_T_LAYER_ROADS, .key = SDLK_6, .shown = true, .base = paint};
