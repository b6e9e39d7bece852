/* Names of areas in their middle or a little above or below it, the larger areas first; a name that would
 * cover another one, a station or a hospital is left out. */
#include "legend.h"

#include <stdlib.h>

enum { NAMES = 120, SIGNS = 120 };

struct label {
    ems_area_id area;
    struct ems_point at;
    double extent_m;
};

static struct viz_bounds bounds_of(const struct ems_scenario *scenario, ems_area_id area)
{
    struct viz_bounds bounds = viz_bounds_empty();
    for (int32_t ring = 0; ring < ems_area_info(scenario, area).rings; ring++) {
        int32_t count = 0;
        const struct ems_point *points = ems_area_ring(scenario, area, ring, &count);
        for (int32_t i = 0; i < count; i++) viz_bounds_add(&bounds, points[i]);
    }
    return bounds;
}

/* The middle of the widest stretch of the area along a line from west to east through the middle of its box.
 */
static struct ems_point middle_of(const struct ems_scenario *scenario, ems_area_id area, struct viz_bounds b)
{
    enum { STEPS = 48 };
    struct ems_point at = {(b.low.x_m + b.high.x_m) / 2, (b.low.y_m + b.high.y_m) / 2};
    int best = 0, run = 0, end = 0;
    for (int i = 0; i <= STEPS; i++) {
        struct ems_point p = {b.low.x_m + (b.high.x_m - b.low.x_m) * i / STEPS, at.y_m};
        run = ems_scenario_area_at(scenario, p) == area ? run + 1 : 0;
        if (run > best) {
            best = run;
            end = i;
        }
    }
    if (best > 0) at.x_m = b.low.x_m + (b.high.x_m - b.low.x_m) * (end - (best - 1) / 2.0) / STEPS;
    return at;
}

static struct label label_of(const struct ems_scenario *scenario, ems_area_id area)
{
    struct ems_area_info info = ems_area_info(scenario, area);
    if (info.is_circle) return (struct label){area, info.centre, 2 * info.radius_m};
    struct viz_bounds b = bounds_of(scenario, area);
    if (viz_bounds_is_empty(&b)) return (struct label){area, {0, 0}, 0};
    return (struct label){area, middle_of(scenario, area, b), b.high.x_m - b.low.x_m};
}

static int by_extent(const void *a, const void *b)
{
    const struct label *x = a, *y = b;
    if (x->extent_m != y->extent_m) return x->extent_m > y->extent_m ? -1 : 1;
    return x->area < y->area ? -1 : 1;
}

static bool overlaps(const struct viz_rect *taken, int count, struct viz_rect r)
{
    for (int i = 0; i < count; i++)
        if (r.x < taken[i].x + taken[i].w && taken[i].x < r.x + r.w && r.y < taken[i].y + taken[i].h &&
            taken[i].y < r.y + r.h)
            return true;
    return false;
}

/* Adds the room of a sign, so far above and below it, where it is on the map. */
static int take(const struct viz_paint *p, struct ems_point where, int below, struct viz_rect *taken,
                int count)
{
    int reach = (int)(12 * p->look.scale);
    struct viz_pixel at = viz_camera_pixel(&p->camera, where);
    bool is_seen = at.x >= 0 && at.y >= 0 && at.x <= p->camera.width && at.y <= p->camera.height;
    if (count == SIGNS || !is_seen) return count;
    taken[count] = (struct viz_rect){(int)at.x - reach, (int)at.y - reach, 2 * reach, 2 * reach + below};
    return count + 1;
}

/* Hospitals, and stations with their vehicles below. */
static int take_signs(const struct viz_paint *p, struct viz_rect *taken)
{
    const struct viz_ground *g = p->ground;
    int count = 0;
    for (ems_station_id s = 0; s < g->info.stations; s++)
        count = take(p, ems_station_info(g->scenario, s).at, (int)(12 * p->look.scale), taken, count);
    for (ems_hospital_id h = 0; h < g->info.hospitals; h++)
        count = take(p, ems_hospital_info(g->scenario, h).at, 0, taken, count);
    return count;
}

/* Where the name has room, as near to `at` as can be; false: nowhere. */
static bool find_room(const struct viz_rect *taken, int count, struct viz_pixel at, struct viz_size size,
                      struct viz_rect *out)
{
    static const double shift[] = {0, 1.3, -1.3, 2.4, -2.4};
    for (size_t i = 0; i < sizeof shift / sizeof *shift; i++) {
        *out = (struct viz_rect){(int)at.x - size.w / 2 - 4, (int)(at.y + (shift[i] - 0.5) * size.h) - 2,
                                 size.w + 8, size.h + 4};
        if (!overlaps(taken, count, *out)) return true;
    }
    return false;
}

static void write_names(const struct viz_paint *p, const struct label *labels, int count)
{
    struct viz_rect taken[NAMES + SIGNS], r;
    int used = take_signs(p, taken);
    struct viz_type type = {.size_px = 12 * p->look.scale, .align = VIZ_CENTRE};
    for (int i = 0; i < count && used < NAMES + SIGNS && !*p->stop; i++) {
        const char *name = ems_area_name(p->ground->scenario, labels[i].area, p->look.lang);
        struct viz_pixel at = viz_camera_pixel(&p->camera, labels[i].at);
        struct viz_size size = viz_measure(p->writer, name, &type);
        bool has_room = labels[i].extent_m / p->camera.m_per_px > size.w * 0.8;
        if (!has_room || !find_room(taken, used, at, size, &r)) continue;
        viz_write_haloed(p->writer, p->cr, name, at.x, r.y + 2, &type, p->look.theme->area_text,
                         viz_colour_faded(p->look.theme->halo, 0.8));
        taken[used++] = r;
    }
}

static void paint(const struct viz_paint *p)
{
    int count = p->ground->info.areas;
    struct label *labels = malloc(((size_t)count + 1) * sizeof *labels);
    if (labels == NULL) return;
    for (ems_area_id a = 0; a < count; a++) labels[a] = label_of(p->ground->scenario, a);
    qsort(labels, (size_t)count, sizeof *labels, by_extent);
    write_names(p, labels, count);
    free(labels);
}

const struct viz_layer viz_layer_names = {
    .name = "names", .title = VIZ_T_LAYER_NAMES, .key = SDLK_7, .shown = true, .base = paint};
