/* Whole cities: what the rules promise, counted again from the outcome. */
#include "support/check.h"

#include "city/city.h"
#include "geo/point.h"

static const struct ems_city_def sizes[] = {
    {5000, 0, 1},      {5000, 0, 2},      {19999, 0, 3},       {49999, 0, 4},      {66667, 0, 5},
    {123457, 0, 6},    {300000, 0, 7},    {700001, 0, 8},      {700001, 30000, 9}, {2000000, 0, 120},
    {100000, 1000, 1}, {250000, 0, 1000}, {2000000, 5000, 11},
};
enum { SIZES = sizeof sizes / sizeof *sizes };

static struct ems_city made(struct ems_city_def def)
{
    struct ems_city city;
    check_ok(ems_city_generate(&def, &city));
    return city;
}

static void people_add_up(void **state)
{
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        struct ems_city city = made(sizes[i]);
        int64_t homes = 0, areas = 0, *by_area = calloc((size_t)city.areas.count, sizeof *by_area);
        for (int32_t h = 0; h < city.homes.count; h++) {
            check_true(city.homes.items[h].people > 0);
            homes += city.homes.items[h].people;
            by_area[city.homes.items[h].area] += city.homes.items[h].people;
        }
        for (int32_t a = 0; a < city.areas.count; a++) {
            areas += city.areas.items[a].people;
            check_int(by_area[a], city.areas.items[a].people);
        }
        check_int(homes, sizes[i].population);
        check_int(areas, sizes[i].population);
        free(by_area);
        ems_city_free(&city);
    }
}

/* Crossings of a ray to the east with the outline; an own test of being inside. */
static bool inside(const struct ems_city_area *area, struct ems_point at)
{
    if (area->kind == EMS_CITY_TOWN) return ems_point_distance(area->centre, at) <= area->radius_m;
    bool in = false;
    for (int32_t c = 0; c < area->corner_count; c++) {
        struct ems_point a = area->corners[c], b = area->corners[(c + 1) % area->corner_count];
        if ((a.y_m > at.y_m) == (b.y_m > at.y_m)) continue;
        if (at.x_m < a.x_m + (b.x_m - a.x_m) * (at.y_m - a.y_m) / (b.y_m - a.y_m)) in = !in;
    }
    return in;
}

/* Homes lie within the outline of their area, but for those that a straight side cuts off from a bent one. */
static void homes_lie_in_their_areas(void **state)
{
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        struct ems_city city = made(sizes[i]);
        int64_t outside = 0;
        for (int32_t h = 0; h < city.homes.count; h++) {
            const struct ems_city_home *home = &city.homes.items[h];
            const struct ems_city_area *area = &city.areas.items[home->area];
            if (inside(area, home->at)) continue;
            outside += home->people;
        }
        check_true(outside * 50 <= sizes[i].population);
        ems_city_free(&city);
    }
}

static void nodes_are_about_as_many_as_planned(void **state)
{
    (void)state;
    check_int(ems_city_nodes_for(2000000), 17666);
    for (int i = 0; i < SIZES; i++) {
        struct ems_city city = made(sizes[i]);
        double wanted =
            (double)(sizes[i].nodes > 0 ? sizes[i].nodes : ems_city_nodes_for(sizes[i].population));
        check_within(city.nodes.count, 0.9 * wanted, 1.1 * wanted);
        ems_city_free(&city);
    }
}

/* The stretch of road whose middle is nearest to a point. */
static int32_t stretch_at(const struct ems_city *city, struct ems_point at)
{
    int32_t nearest = -1;
    double least = INFINITY;
    for (int32_t e = 0; e < city->edges.count; e++) {
        struct ems_point a = city->nodes.items[city->edges.items[e].from].at;
        struct ems_point b = city->nodes.items[city->edges.items[e].to].at;
        double d = ems_point_distance((struct ems_point){(a.x_m + b.x_m) / 2, (a.y_m + b.y_m) / 2}, at);
        if (d < least) {
            least = d;
            nearest = e;
        }
    }
    check_near(least, 0, 0.002);
    return nearest;
}

/* How many nodes can be reached from node 0 without one stretch (-1: with all). */
static int32_t reached(const struct ems_city *city, int32_t without)
{
    const int32_t nodes = city->nodes.count;
    int32_t *first = calloc((size_t)nodes + 2, sizeof *first), *stack = calloc((size_t)nodes, sizeof *stack);
    int32_t *next = calloc(2 * (size_t)city->edges.count, sizeof *next), count = 0, depth = 0;
    bool *seen = calloc((size_t)nodes, sizeof *seen);
    for (int pass = 0; pass < 2; pass++) { /* count, then fill from the back */
        for (int32_t e = 0; e < city->edges.count; e++) {
            const int32_t a = city->edges.items[e].from, b = city->edges.items[e].to;
            if (e == without) continue;
            if (pass == 0) first[a]++, first[b]++;
            if (pass == 1) next[--first[a]] = b, next[--first[b]] = a;
        }
        for (int32_t n = 0; n <= nodes && pass == 0; n++) first[n + 1] += first[n];
    }
    for (seen[0] = true, stack[depth++] = 0; depth > 0; count++) {
        int32_t node = stack[--depth];
        for (int32_t k = first[node]; k < first[node + 1]; k++) {
            if (seen[next[k]]) continue;
            seen[next[k]] = true;
            stack[depth++] = next[k];
        }
    }
    free(first);
    free(stack);
    free(next);
    free(seen);
    return count;
}

static void everything_is_joined(void **state)
{
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        struct ems_city city = made(sizes[i]);
        check_int(reached(&city, -1), city.nodes.count);
        ems_city_free(&city);
    }
}

static void edges_are_sound(void **state)
{
    (void)state;
    struct ems_city city = made(sizes[9]);
    int32_t of_class[EMS_CITY_CLASSES] = {0};
    for (int32_t e = 0; e < city.edges.count; e++) {
        const struct ems_city_edge *edge = &city.edges.items[e];
        check_true(edge->from >= 0 && edge->from < city.nodes.count && edge->to >= 0 &&
                   edge->to < city.nodes.count);
        double length_m = ems_point_distance(city.nodes.items[edge->from].at, city.nodes.items[edge->to].at);
        check_within(length_m, 1, 4000);
        of_class[edge->road_class]++;
    }
    for (int c = 0; c < EMS_CITY_CLASSES; c++) check_true(of_class[c] > 0);
    ems_city_free(&city);
}

static bool same(const struct ems_city *a, const struct ems_city *b)
{
    if (a->nodes.count != b->nodes.count || a->edges.count != b->edges.count ||
        a->homes.count != b->homes.count)
        return false;
    for (int32_t n = 0; n < a->nodes.count; n++) {
        if (a->nodes.items[n].at.x_m != b->nodes.items[n].at.x_m ||
            a->nodes.items[n].at.y_m != b->nodes.items[n].at.y_m)
            return false;
    }
    for (int32_t h = 0; h < a->homes.count; h++) {
        if (a->homes.items[h].people != b->homes.items[h].people) return false;
    }
    return true;
}

static void the_seed_decides(void **state)
{
    (void)state;
    struct ems_city_def def = {300000, 0, 1};
    struct ems_city first = made(def), again = made(def);
    check_true(same(&first, &again));
    for (uint64_t seed = 2; seed < 5; seed++) {
        ems_city_free(&again);
        def.seed = seed;
        again = made(def);
        check_true(!same(&first, &again));
    }
    ems_city_free(&first);
    ems_city_free(&again);
}

/* Without its bridges, the city falls apart; with one closed, all can be reached as a rule. */
static void bridges_matter(void **state)
{
    (void)state;
    struct ems_city city = made(sizes[9]);
    int32_t in_city = 0;
    check_within(city.bridges.count, 6, 40);
    for (int32_t b = 0; b < city.bridges.count; b++) {
        const struct ems_city_bridge *bridge = &city.bridges.items[b];
        in_city += bridge->in_city;
        check_true(reached(&city, stretch_at(&city, bridge->at)) > city.nodes.count / 2);
        for (int32_t o = 0; o < b && bridge->in_city; o++)
            check_true(ems_point_distance(city.bridges.items[o].at, bridge->at) > 0.25 * city.radius_m);
    }
    check_within(in_city, 4, 16);
    int32_t kept = 0;
    for (int32_t e = 0; e < city.edges.count; e++) {
        struct ems_point a = city.nodes.items[city.edges.items[e].from].at;
        struct ems_point b = city.nodes.items[city.edges.items[e].to].at;
        struct ems_point middle = {(a.x_m + b.x_m) / 2, (a.y_m + b.y_m) / 2};
        bool on_bridge = false;
        for (int32_t k = 0; k < city.bridges.count; k++)
            on_bridge = on_bridge || ems_point_distance(city.bridges.items[k].at, middle) < 0.01;
        if (!on_bridge) city.edges.items[kept++] = city.edges.items[e];
    }
    check_int(city.edges.count - kept, city.bridges.count);
    city.edges.count = kept;
    /* node 0 is at one end of the map: what lies behind the rivers is lost */
    check_true(reached(&city, -1) < city.nodes.count - city.nodes.count / 50);
    ems_city_free(&city);
}

static void the_fleet_follows_the_rules(void **state)
{
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        struct ems_city city = made(sizes[i]);
        int32_t vehicles = 0, negative = 0, city_stations = 0;
        for (int32_t s = 0; s < city.stations.count; s++) {
            const struct ems_city_station *station = &city.stations.items[s];
            const struct ems_city_node *node = &city.nodes.items[station->node];
            check_true(station->vehicles >= 1 && node->access);
            check_true(station->negative_pressure + station->basic <= station->vehicles);
            check_near(ems_point_distance(node->at, station->at), 0, 0);
            vehicles += station->vehicles;
            negative += station->negative_pressure;
            city_stations += station->in_city;
            if (station->hospital >= 0) check_int(city.hospitals.items[station->hospital].station, s);
        }
        check_int(vehicles, (sizes[i].population + 19999) / 20000);
        check_int(negative, (2 * vehicles + 4) / 5);
        check_true(city.stations.items[0].in_city && city_stations >= 1);
        check_int(city.hospitals.items[0].level, EMS_CITY_TERTIARY_HOSPITAL); /* treats everything */
        check_true(city.hospitals.count <= (sizes[i].population + 79999) / 80000);
        ems_city_free(&city);
    }
}

/* Each station stands where people are: half of the city's people within 2 km at two million. */
static void stations_are_near_the_people(void **state)
{
    (void)state;
    struct ems_city city = made(sizes[9]);
    int64_t near = 0, in_city = 0;
    for (int32_t h = 0; h < city.homes.count; h++) {
        const struct ems_city_home *home = &city.homes.items[h];
        if (city.areas.items[home->area].kind != EMS_CITY_DISTRICT) continue;
        double least = INFINITY;
        for (int32_t s = 0; s < city.stations.count; s++)
            least = fmin(least, ems_point_distance(city.stations.items[s].at, home->at));
        in_city += home->people;
        if (least < 2000) near += home->people;
        check_true(least < 5000); /* the urban radius */
    }
    check_int(in_city, 1360000);
    check_true(2 * near > in_city);
    ems_city_free(&city);
}

static void density_falls_from_the_centre(void **state)
{
    (void)state;
    struct ems_city city = made(sizes[9]);
    double people[4] = {0};
    for (int32_t h = 0; h < city.homes.count; h++) {
        double far = ems_point_distance((struct ems_point){0, 0}, city.homes.items[h].at) / city.radius_m;
        if (far < 1) people[(int)(far * 4)] += (double)city.homes.items[h].people;
    }
    for (int k = 0; k < 4; k++) people[k] /= 2 * k + 1; /* grounds of rings are as 1, 3, 5, 7 */
    for (int k = 1; k < 4; k++) check_true(people[k] < people[k - 1]);
    check_true(people[0] > 2.5 * people[3]);
    ems_city_free(&city);
}

static void it_stands_in_the_sea(void **state)
{
    (void)state;
    struct ems_city city = made(sizes[0]);
    struct ems_position at = ems_city_position(&city, (struct ems_point){0, 0});
    check_near(at.x, 150, 1e-12);
    check_near(at.y, 35, 1e-12);
    at = ems_city_position(&city, (struct ems_point){0, 1000});
    check_near(at.y, 35 + 1000 / 110940.0, 2e-6); /* a degree of latitude at 35 N: 110.94 km */
    ems_city_free(&city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_add_up),
        cmocka_unit_test(homes_lie_in_their_areas),
        cmocka_unit_test(nodes_are_about_as_many_as_planned),
        cmocka_unit_test(everything_is_joined),
        cmocka_unit_test(edges_are_sound),
        cmocka_unit_test(the_seed_decides),
        cmocka_unit_test(bridges_matter),
        cmocka_unit_test(the_fleet_follows_the_rules),
        cmocka_unit_test(stations_are_near_the_people),
        cmocka_unit_test(density_falls_from_the_centre),
        cmocka_unit_test(it_stands_in_the_sea),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
