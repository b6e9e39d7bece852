/* Bridges of the city's streets: wherever a main street comes to water and goes on behind it there might be
 * one; the greatest streets choose first, and no other stands near a bridge. */
#include <math.h>
#include <stdlib.h>

#include "city/streets.h"

struct candidate {
    enum ems_city_way way;
    int32_t line, from, to; /* steps on either bank */
    enum ems_city_class road_class;
    int32_t river, index;
    struct ems_point at;
    double from_centre_m;
};

struct candidates {
    EMS_ARRAY(struct candidate) list;
};

static int by_rank(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->road_class != y->road_class) return x->road_class < y->road_class ? -1 : 1;
    if ((x->line == 0) != (y->line == 0)) return x->line == 0 ? -1 : 1; /* radials before other streets */
    if (x->from_centre_m != y->from_centre_m) return x->from_centre_m < y->from_centre_m ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static struct ems_point step_at(const struct ems_city_work *work, enum ems_city_way way, int32_t line,
                                int32_t step)
{
    int32_t i, j;
    ems_city_street_step(way, line, step, &i, &j);
    return ems_city_crossing_at(work, i, j);
}

/* The middle of the water on the way between two points. */
static struct ems_point middle_of_water(const struct ems_city_work *work, struct ems_point from,
                                        struct ems_point to)
{
    enum { PIECES = 64 };
    int32_t wet = 0;
    double sum = 0;
    for (int32_t k = 0; k <= PIECES; k++) {
        double share = (double)k / PIECES;
        struct ems_point at = {from.x_m + (to.x_m - from.x_m) * share,
                               from.y_m + (to.y_m - from.y_m) * share};
        if (ems_city_water_at(work, at, 0) < 0) continue;
        wet++;
        sum += share;
    }
    double share = wet > 0 ? sum / wet : 0.5;
    return ems_point_round(from.x_m + (to.x_m - from.x_m) * share, from.y_m + (to.y_m - from.y_m) * share);
}

/* A bridge from one dry step to another, if the street is a main one and does not follow the river. */
static void consider(struct ems_city_work *work, struct candidates *all, struct candidate c)
{
    struct ems_point from = step_at(work, c.way, c.line, c.from), to = step_at(work, c.way, c.line, c.to);
    for (int32_t step = c.from; step < c.to; step++) {
        enum ems_city_class road_class = ems_city_street_class(work, c.way, c.line, step);
        if (!ems_city_street_runs(work, c.way, c.line, step)) return;
        if (road_class > c.road_class) c.road_class = road_class;
    }
    if (c.road_class > EMS_CITY_PRIMARY) return;
    c.river = ems_city_water_between(work, from, to);
    if (c.river < 0) return;
    double longest = 5 * work->rivers[c.river].half_width_m + 3 * work->plan.radius_m / work->plan.half;
    if (ems_point_distance(from, to) > longest) return;
    c.at = middle_of_water(work, from, to);
    c.from_centre_m = rint(ems_point_distance((struct ems_point){0, 0}, c.at));
    c.index = all->list.count;
    if (!EMS_PUSH(&all->list, c)) work->no_memory = true;
}

static void walk_line(struct ems_city_work *work, struct candidates *all, enum ems_city_way way, int32_t line)
{
    int32_t dry = 0, i, j;
    bool has_dry = false;
    for (int32_t step = -work->limit; step <= work->limit; step++) {
        ems_city_street_step(way, line, step, &i, &j);
        int32_t node = *ems_city_crossing(work, i, j);
        if (node == EMS_CITY_IN_WATER) continue;
        if (node >= 0 && has_dry)
            consider(work, all, (struct candidate){.way = way, .line = line, .from = dry, .to = step});
        has_dry = node >= 0;
        dry = step;
    }
}

/* The node at a step, made when it stands in the water. */
static int32_t bridge_node(struct ems_city_work *work, const struct candidate *c, int32_t step)
{
    int32_t i, j;
    ems_city_street_step(c->way, c->line, step, &i, &j);
    int32_t *node = ems_city_crossing(work, i, j);
    if (*node == EMS_CITY_IN_WATER) *node = ems_city_add_node(work, ems_city_crossing_at(work, i, j), false);
    return *node;
}

static void build(struct ems_city_work *work, const struct candidate *c)
{
    struct ems_city_bridge bridge = {
        .at = c->at, .river = c->river, .road_class = (uint8_t)c->road_class, .in_city = true};
    bridge.from = bridge_node(work, c, c->from);
    bridge.to = bridge_node(work, c, c->to);
    for (int32_t step = c->from; step < c->to; step++)
        ems_city_add_edge(work, bridge_node(work, c, step), bridge_node(work, c, step + 1),
                          ems_city_street_class(work, c->way, c->line, step));
    if (!EMS_PUSH(&work->city->bridges, bridge)) work->no_memory = true;
}

static bool has_bridge_near(const struct ems_city_work *work, struct ems_point at)
{
    for (int32_t b = 0; b < work->city->bridges.count; b++) {
        if (ems_point_distance(work->city->bridges.items[b].at, at) < work->plan.bridge_gap_m) return true;
    }
    return false;
}

void ems_city_add_bridges(struct ems_city_work *work)
{
    struct candidates all = {0};
    for (int32_t line = -work->limit; line <= work->limit; line++) {
        walk_line(work, &all, EMS_CITY_NORTHWARD, line);
        walk_line(work, &all, EMS_CITY_EASTWARD, line);
    }
    walk_line(work, &all, EMS_CITY_DIAGONAL, 0);
    walk_line(work, &all, EMS_CITY_ANTIDIAGONAL, 0);
    if (all.list.count > 0) qsort(all.list.items, (size_t)all.list.count, sizeof *all.list.items, by_rank);
    for (int32_t i = 0; i < all.list.count && !work->no_memory; i++) {
        if (!has_bridge_near(work, all.list.items[i].at)) build(work, &all.list.items[i]);
    }
    free(all.list.items);
}
