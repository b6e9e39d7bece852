/* Roads of the country: highways and motorway as they were laid, roads between neighbouring places, their
 * classes by the people who use them to reach the city, bridges, and bends. */
#include <math.h>
#include <stdlib.h>

#include "city/work.h"

#define SECONDARY_FROM 10000 /* people who reach the city by it */
#define TERTIARY_FROM 2500

struct country {
    struct ems_city_work *work;
    struct ems_city_links links;
    double bend_m; /* length of road for each bend */
    uint32_t roads;
};

static const struct ems_point *point_of(const struct country *c, int32_t node)
{
    return &c->work->city->nodes.items[node].at;
}

/* The node of a place that is nearest to a point. */
static int32_t node_towards(const struct country *c, const struct ems_city_place *place, struct ems_point to)
{
    int32_t best = place->first_node;
    double least = INFINITY;
    for (int32_t n = place->first_node; n < place->first_node + place->node_count; n++) {
        double distance = ems_point_distance(*point_of(c, n), to);
        if (distance < least) {
            least = distance;
            best = n;
        }
    }
    return best;
}

/* Class of the links on the way of most people to the city, by a tree of shortest ways from all gates (Prim's
 * form of Dijkstra's search: places are few). */
struct reach {
    double *distance;
    int32_t *by_link, *before, *order;
    int64_t *people;
    bool *done;
    int32_t *first, *at; /* links of each place */
};

static bool reach_init(struct country *c, struct reach *r)
{
    struct ems_city_work *work = c->work;
    const int64_t count = (int64_t)work->places.count + 1;
    r->distance = ems_city_alloc(work, count, sizeof *r->distance);
    r->by_link = ems_city_alloc(work, count, sizeof *r->by_link);
    r->before = ems_city_alloc(work, count, sizeof *r->before);
    r->order = ems_city_alloc(work, count, sizeof *r->order);
    r->people = ems_city_alloc(work, count, sizeof *r->people);
    r->done = ems_city_alloc(work, count, sizeof *r->done);
    r->first = ems_city_alloc(work, count + 1, sizeof *r->first);
    r->at = ems_city_alloc(work, 2 * (int64_t)c->links.list.count + 1, sizeof *r->at);
    if (work->no_memory) return false;
    for (int32_t l = 0; l < c->links.list.count; l++) {
        r->first[c->links.list.items[l].from + 2]++;
        r->first[c->links.list.items[l].to + 2]++;
    }
    for (int64_t p = 2; p <= count; p++) r->first[p] += r->first[p - 1];
    for (int32_t l = 0; l < c->links.list.count; l++) {
        r->at[r->first[c->links.list.items[l].from + 1]++] = l;
        r->at[r->first[c->links.list.items[l].to + 1]++] = l;
    }
    for (int32_t p = 0; p < work->places.count; p++) {
        const struct ems_city_place *place = &work->places.items[p];
        r->people[p] = place->people;
        r->by_link[p] = r->before[p] = -1;
        r->distance[p] = INFINITY;
        /* on a highway one is half way there */
        if (place->kind == EMS_CITY_GATE || place->kind == EMS_CITY_ROAD)
            r->distance[p] = rint(0.5 * ems_point_distance((struct ems_point){0, 0}, place->at));
    }
    return true;
}

static int32_t reach_next(const struct reach *r, int32_t count)
{
    int32_t best = -1;
    for (int32_t p = 0; p < count; p++) {
        if (!r->done[p] && r->distance[p] < INFINITY && (best < 0 || r->distance[p] < r->distance[best]))
            best = p;
    }
    return best;
}

static void classify(struct country *c)
{
    struct reach r;
    const int32_t count = c->work->places.count;
    if (!reach_init(c, &r)) return;
    int32_t settled = 0;
    for (int32_t p = reach_next(&r, count); p >= 0; p = reach_next(&r, count)) {
        r.done[p] = true;
        r.order[settled++] = p;
        for (int32_t k = r.first[p]; k < r.first[p + 1]; k++) {
            const struct ems_city_link *link = &c->links.list.items[r.at[k]];
            int32_t other = link->from == p ? link->to : link->from;
            double distance = r.distance[p] + rint(link->length_m);
            if (r.done[other] || distance >= r.distance[other]) continue;
            r.distance[other] = distance;
            r.before[other] = p;
            r.by_link[other] = r.at[k];
        }
    }
    while (settled-- > 0) {
        int32_t p = r.order[settled];
        if (r.by_link[p] < 0) continue;
        struct ems_city_link *link = &c->links.list.items[r.by_link[p]];
        if (r.people[p] >= TERTIARY_FROM) link->road_class = EMS_CITY_TERTIARY;
        if (r.people[p] >= SECONDARY_FROM) link->road_class = EMS_CITY_SECONDARY;
        r.people[r.before[p]] += r.people[p];
    }
}

static void note_bridge(struct country *c, int32_t from, int32_t to, int32_t river,
                        enum ems_city_class road_class)
{
    struct ems_city_work *work = c->work;
    struct ems_city_bridge bridge = {
        .river = river, .from = from, .to = to, .road_class = (uint8_t)road_class};
    bridge.at = ems_point_round((point_of(c, from)->x_m + point_of(c, to)->x_m) / 2,
                                (point_of(c, from)->y_m + point_of(c, to)->y_m) / 2);
    if (!EMS_PUSH(&work->city->bridges, bridge)) work->no_memory = true;
}

/* A road from node to node that swings out to one side and perhaps back; over water it is straight. */
static void lay_road(struct country *c, int32_t from, int32_t to, enum ems_city_class road_class,
                     double swing)
{
    struct ems_city_work *work = c->work;
    const struct ems_point a = *point_of(c, from), b = *point_of(c, to);
    const struct ems_point way = {b.x_m - a.x_m, b.y_m - a.y_m};
    const int32_t pieces = c->bend_m > 0 ? (int32_t)rint(ems_point_distance(a, b) / c->bend_m) + 1 : 1;
    const uint32_t number = c->roads++;
    const int32_t river = ems_city_water_between(work, a, b);
    double one = swing * (2 * ems_city_draw(work, EMS_CITY_DRAW_BEND, number, 0) - 1);
    double two = 3 * swing * (2 * ems_city_draw(work, EMS_CITY_DRAW_BEND, number, 1) - 1);
    int32_t before = from, dry = from;
    if (river >= 0) one = two = 0;
    bool wet = false;
    for (int32_t k = 1; k <= pieces; k++) {
        double t = (double)k / pieces, side = 4 * t * (1 - t) * (one + two * (0.5 - t));
        struct ems_point at =
            ems_point_round(a.x_m + way.x_m * t - way.y_m * side, a.y_m + way.y_m * t + way.x_m * side);
        bool in_water = k < pieces && river >= 0 && ems_city_water_at(work, at, 5) >= 0;
        int32_t node = k < pieces ? ems_city_add_node(work, at, !in_water) : to;
        wet = wet || in_water || ems_city_water_between(work, *point_of(c, before), *point_of(c, node)) >= 0;
        ems_city_add_edge(work, before, node, road_class);
        before = node;
        if (in_water) continue;
        if (wet && river >= 0) note_bridge(c, dry, node, river, road_class);
        wet = false;
        dry = node;
    }
}

static void lay_highways(struct country *c)
{
    const struct ems_city_work *work = c->work;
    int32_t highway = -1;
    for (int32_t p = 0; p < work->places.count; p++) {
        const struct ems_city_place place = work->places.items[p];
        if (place.kind != EMS_CITY_ROAD) continue;
        for (int32_t h = 0; h < work->plan.highways; h++) {
            if (work->highway_gate[h] == place.back) highway = h;
        }
        bool axis = work->plan.highways == 4 || highway % 2 == 0;
        lay_road(c, place.back, place.first_node, axis ? EMS_CITY_TRUNK : EMS_CITY_PRIMARY, 0);
    }
}

/* Between the exits of two neighbouring highways, as an arc: directions are mixed and brought to length. */
static void lay_motorway_arc(struct country *c, int32_t from, int32_t to)
{
    struct ems_city_work *work = c->work;
    const struct ems_point zero = {0, 0}, a = *point_of(c, from), b = *point_of(c, to);
    const double far_a = ems_point_distance(zero, a), far_b = ems_point_distance(zero, b);
    const double step_m = fmax(c->bend_m, 300);
    const int32_t pieces = (int32_t)(ems_point_distance(a, b) / step_m) + 1;
    int32_t before = from, dry = from;
    bool wet = false;
    for (int32_t k = 1; k <= pieces; k++) {
        double t = (double)k / pieces, far = far_a + (far_b - far_a) * t;
        double x = a.x_m / far_a * (1 - t) + b.x_m / far_b * t,
               y = a.y_m / far_a * (1 - t) + b.y_m / far_b * t;
        double length = sqrt(x * x + y * y);
        if (!(length > 0)) return;
        struct ems_point at = ems_point_round(x / length * far, y / length * far);
        int32_t node = k < pieces ? ems_city_add_node(work, at, false) : to;
        bool in_water = k < pieces && ems_city_water_at(work, at, 5) >= 0;
        int32_t river = ems_city_water_between(work, *point_of(c, before), *point_of(c, node));
        ems_city_add_edge(work, before, node, EMS_CITY_MOTORWAY);
        wet = wet || in_water || river >= 0;
        before = node;
        if (in_water) continue;
        if (wet) river = ems_city_water_between(work, *point_of(c, dry), *point_of(c, node));
        if (wet && river >= 0) note_bridge(c, dry, node, river, EMS_CITY_MOTORWAY);
        wet = false;
        dry = node;
    }
}

static void lay_motorway(struct country *c)
{
    const struct ems_city_work *work = c->work;
    if (!work->plan.motorway) return;
    for (int32_t h = 0; h < work->plan.highways; h++) {
        int32_t from = work->motorway_exit[h], to = work->motorway_exit[(h + 1) % work->plan.highways];
        if (from >= 0 && to >= 0) lay_motorway_arc(c, from, to);
    }
}

static void lay_link(struct country *c, const struct ems_city_link *link)
{
    const struct ems_city_place *a = &c->work->places.items[link->from],
                                *b = &c->work->places.items[link->to];
    if (a->node_count == 0 || b->node_count == 0) return;
    lay_road(c, node_towards(c, a, b->at), node_towards(c, b, a->at), (enum ems_city_class)link->road_class,
             0.08);
}

static int by_length(const void *a, const void *b)
{
    const struct ems_city_link *x = a, *y = b;
    if (x->length_m != y->length_m) return x->length_m < y->length_m ? -1 : 1;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

/* Links over water, the shortest first: a bridge only where nothing is joined without it. */
static void lay_wet_links(struct country *c, struct ems_city_links *wet)
{
    int32_t *parent = ems_city_join_all(c->work);
    if (parent == NULL || wet->list.count == 0) return;
    qsort(wet->list.items, (size_t)wet->list.count, sizeof *wet->list.items, by_length);
    for (int32_t l = 0; l < wet->list.count && !c->work->no_memory; l++) {
        const struct ems_city_place *places = c->work->places.items;
        const struct ems_city_link *link = &wet->list.items[l];
        int32_t a = ems_city_root(parent, places[link->from].first_node);
        int32_t b = ems_city_root(parent, places[link->to].first_node);
        if (a == b) continue;
        parent[a > b ? a : b] = a < b ? a : b;
        lay_link(c, link);
    }
}

/* So long a road for each bend that the nodes come to what is planned. */
static double bend_length_m(const struct country *c)
{
    const struct ems_city_work *work = c->work;
    double length = 0, left = (double)(work->plan.nodes - work->city->nodes.count);
    for (int32_t l = 0; l < c->links.list.count; l++) length += c->links.list.items[l].length_m;
    for (int32_t p = 0; p < work->places.count; p++) {
        const struct ems_city_place *place = &work->places.items[p];
        if (place->kind == EMS_CITY_ROAD) length += ems_point_distance(*point_of(c, place->back), place->at);
    }
    if (work->plan.motorway) length += 9.4 * work->plan.radius_m;
    return left > 0 ? rint(length / left) : 0;
}

void ems_city_make_country(struct ems_city_work *work)
{
    struct country c = {.work = work};
    struct ems_city_links wet = {0};
    ems_city_find_links(work, &c.links);
    if (!work->no_memory) classify(&c);
    if (work->no_memory) goto end;
    c.bend_m = bend_length_m(&c);
    lay_highways(&c);
    lay_motorway(&c);
    for (int32_t l = 0; l < c.links.list.count && !work->no_memory; l++) {
        struct ems_city_link *link = &c.links.list.items[l];
        const struct ems_city_place *a = &work->places.items[link->from], *b = &work->places.items[link->to];
        link->river = ems_city_water_between(work, a->at, b->at);
        if (link->river < 0)
            lay_link(&c, link);
        else if (!EMS_PUSH(&wet.list, *link))
            work->no_memory = true;
    }
    if (!work->no_memory) lay_wet_links(&c, &wet);
end:
    free(c.links.list.items);
    free(wet.list.items);
}
