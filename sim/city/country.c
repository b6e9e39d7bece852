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
            if (link->left_out) continue;
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

/* A road under way: its last node, the last one on dry ground, and whether there was water since. */
struct trail {
    int32_t before, dry;
    bool wet;
    enum ems_city_class road_class;
};

static void go_to(struct country *c, struct trail *trail, int32_t node, bool in_water)
{
    struct ems_city_work *work = c->work;
    const bool over_water =
        ems_city_water_between(work, *point_of(c, trail->before), *point_of(c, node)) >= 0;
    ems_city_add_edge(work, trail->before, node, trail->road_class);
    trail->wet = trail->wet || in_water || over_water;
    trail->before = node;
    if (in_water) return;
    if (trail->wet) {
        int32_t river = ems_city_water_between(work, *point_of(c, trail->dry), *point_of(c, node));
        if (river >= 0) note_bridge(c, trail->dry, node, river, trail->road_class);
    }
    trail->wet = false;
    trail->dry = node;
}

/* How a road leaves the straight way, as shares of its length. */
struct swing {
    double one, two;
};

static struct ems_point on_road(struct ems_point a, struct ems_point b, struct swing swing, double t)
{
    const double x = b.x_m - a.x_m, y = b.y_m - a.y_m;
    const double side = 4 * t * (1 - t) * (swing.one + swing.two * (0.5 - t));
    return ems_point_round(a.x_m + x * t - y * side, a.y_m + y * t + x * side);
}

/* To one side and perhaps back; none where that leads into water. */
static struct swing draw_swing(struct country *c, struct ems_point a, struct ems_point b, double most,
                               int32_t pieces)
{
    const uint32_t number = c->roads++;
    const double one = ems_city_draw(c->work, EMS_CITY_DRAW_BEND, number, 0);
    const double two = ems_city_draw(c->work, EMS_CITY_DRAW_BEND, number, 1);
    const struct swing straight = {0, 0}, swing = {most * (2 * one - 1), 3 * most * (2 * two - 1)};
    if (ems_city_water_between(c->work, a, b) >= 0) return straight;
    for (int32_t k = 0; k < pieces; k++) {
        struct ems_point from = on_road(a, b, swing, (double)k / pieces);
        struct ems_point to = on_road(a, b, swing, (double)(k + 1) / pieces);
        if (ems_city_water_between(c->work, from, to) >= 0) return straight;
    }
    return swing;
}

/* A road from node to node with bends; over water it is straight. */
static void lay_road(struct country *c, int32_t from, int32_t to, enum ems_city_class road_class, double most)
{
    struct ems_city_work *work = c->work;
    const struct ems_point a = *point_of(c, from), b = *point_of(c, to);
    const int32_t pieces = c->bend_m > 0 ? (int32_t)rint(ems_point_distance(a, b) / c->bend_m) + 1 : 1;
    const struct swing swing = draw_swing(c, a, b, most, pieces);
    struct trail trail = {from, from, false, road_class};
    for (int32_t k = 1; k < pieces; k++) {
        struct ems_point at = on_road(a, b, swing, (double)k / pieces);
        bool in_water = ems_city_water_at(work, at, 5) >= 0;
        go_to(c, &trail, ems_city_add_node(work, at, !in_water), in_water);
    }
    go_to(c, &trail, to, false);
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
    struct trail trail = {from, from, false, EMS_CITY_MOTORWAY};
    for (int32_t k = 1; k < pieces; k++) {
        double t = (double)k / pieces, far = far_a + (far_b - far_a) * t;
        double x = a.x_m / far_a * (1 - t) + b.x_m / far_b * t;
        double y = a.y_m / far_a * (1 - t) + b.y_m / far_b * t;
        double length = sqrt(x * x + y * y);
        if (!(length > 0)) return;
        struct ems_point at = ems_point_round(x / length * far, y / length * far);
        go_to(c, &trail, ems_city_add_node(work, at, false), ems_city_water_at(work, at, 5) >= 0);
    }
    go_to(c, &trail, to, false);
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

static bool join(int32_t *parent, int32_t a, int32_t b)
{
    a = ems_city_root(parent, a);
    b = ems_city_root(parent, b);
    parent[a > b ? a : b] = a < b ? a : b;
    return a != b;
}

/* Of the links over water, from the shortest on, those without which a place would not be joined; streets and
 * highways have bridges of their own. Links stand by length afterwards. */
static void choose_bridges(struct country *c)
{
    const struct ems_city_work *work = c->work;
    const struct ems_city_place *places = work->places.items;
    struct ems_city_link *links = c->links.list.items;
    int32_t *parent = ems_city_alloc(c->work, (int64_t)work->places.count + 1, sizeof *parent);
    if (parent == NULL || c->links.list.count == 0) return;
    qsort(links, (size_t)c->links.list.count, sizeof *links, by_length);
    for (int32_t p = 0; p < work->places.count; p++) parent[p] = p;
    for (int32_t p = 1; p < work->places.count; p++) {
        if (places[p].kind == EMS_CITY_GATE || places[p].kind == EMS_CITY_ROAD) join(parent, p, 0);
    }
    for (int32_t l = 0; l < c->links.list.count; l++) {
        links[l].river = ems_city_water_between(work, places[links[l].from].at, places[links[l].to].at);
        if (links[l].river < 0) join(parent, links[l].from, links[l].to);
    }
    for (int32_t l = 0; l < c->links.list.count; l++)
        links[l].left_out = links[l].river >= 0 && !join(parent, links[l].from, links[l].to);
}

/* What is still not joined, as where the city has no bridge: all links are looked at again, by length. */
static void lay_missing_links(struct country *c)
{
    int32_t *parent = ems_city_join_all(c->work);
    for (int32_t l = 0; l < c->links.list.count && !c->work->no_memory; l++) {
        const struct ems_city_place *places = c->work->places.items;
        const struct ems_city_link *link = &c->links.list.items[l];
        if (link->left_out && join(parent, places[link->from].first_node, places[link->to].first_node))
            lay_link(c, link);
    }
}

/* So long a road for each bend that the nodes come to what is planned. */
static double bend_length_m(const struct country *c)
{
    const struct ems_city_work *work = c->work;
    double length = 0, left = (double)(work->plan.nodes - work->city->nodes.count);
    for (int32_t l = 0; l < c->links.list.count; l++)
        length += c->links.list.items[l].left_out ? 0 : c->links.list.items[l].length_m;
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
    ems_city_find_links(work, &c.links);
    if (!work->no_memory) choose_bridges(&c);
    if (!work->no_memory) classify(&c);
    if (work->no_memory) goto end;
    c.bend_m = bend_length_m(&c);
    lay_highways(&c);
    lay_motorway(&c);
    for (int32_t l = 0; l < c.links.list.count && !work->no_memory; l++) {
        if (!c.links.list.items[l].left_out) lay_link(&c, &c.links.list.items[l]);
    }
    if (!work->no_memory) lay_missing_links(&c);
end:
    free(c.links.list.items);
}
