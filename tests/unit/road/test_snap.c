/* Joining the roads: against looking at every node and every arc. */
#include "road/snap.h"
#include "support/check.h"
#include "support/roads.h"

enum { NODES = 120, ARCS = 260 };

struct map {
    struct test_roads roads;
    struct ems_position position[NODES];
    uint8_t access[NODES];
    struct ems_projection projection;
    struct ems_snapper snapper;
};

static void open_map(struct map *map, int32_t node_count, const struct test_arc *arcs, int32_t count)
{
    assert_true(test_roads_make(node_count, arcs, count, &map->roads));
    map->roads.network.position = map->position;
    map->roads.network.access = map->access;
    map->projection = ems_projection_at(EMS_COORD_PLANE, (struct ems_position){0, 0});
    check_ok(ems_snapper_build(&map->roads.network, &map->projection, &map->roads.arena, &map->snapper));
}

static void random_map(struct map *map, uint64_t seed, uint32_t width, uint32_t height)
{
    struct test_arc arcs[ARCS];
    int32_t count = 0;
    for (int32_t i = 0; i < NODES; i++) {
        map->position[i] = (struct ems_position){test_random(&seed, width * 1000) / 1000.0,
                                                 test_random(&seed, height * 1000) / 1000.0};
        map->access[i] = test_random(&seed, 5) > 0;
    }
    while (count < ARCS - 1) { /* short ones and some across the whole map */
        int32_t from = (int32_t)test_random(&seed, NODES), to = (int32_t)test_random(&seed, NODES);
        if (from == to || (abs(from - to) > 4 && test_random(&seed, 8) > 0)) continue;
        arcs[count++] = (struct test_arc){from, to, 1};
        if (test_random(&seed, 2) > 0) arcs[count++] = (struct test_arc){to, from, 1};
    }
    open_map(map, NODES, arcs, count);
}

static int32_t nearest_of_all(const struct map *map, struct ems_point at, double *distance_m)
{
    int32_t best = -1;
    *distance_m = INFINITY;
    for (int32_t i = 0; i < NODES; i++) {
        double distance = ems_point_distance(map->snapper.node_at[i], at);
        if (!map->access[i] || distance >= *distance_m) continue;
        *distance_m = distance;
        best = i;
    }
    return best;
}

/* Distance from a point to a stretch of road, by its perpendicular and its ends. */
static double distance_to(const struct map *map, int32_t arc, struct ems_point at)
{
    struct ems_point a = map->snapper.node_at[map->roads.network.tail[arc]],
                     b = map->snapper.node_at[map->roads.network.head[arc]];
    double length = ems_point_distance(a, b), to_a = ems_point_distance(a, at),
           to_b = ems_point_distance(b, at);
    double ends = fmin(to_a, to_b);
    if (to_a * to_a > to_b * to_b + length * length || to_b * to_b > to_a * to_a + length * length)
        return ends;
    if (length == 0) return ends;
    return fabs((b.x_m - a.x_m) * (at.y_m - a.y_m) - (b.y_m - a.y_m) * (at.x_m - a.x_m)) / length;
}

static double least_distance(const struct map *map, struct ems_point at)
{
    const struct ems_network *n = &map->roads.network;
    double least = INFINITY;
    for (int32_t a = 0; a < n->arc_count; a++)
        if (map->access[n->tail[a]] && map->access[n->head[a]]) least = fmin(least, distance_to(map, a, at));
    return least;
}

static void check_edge(const struct map *map, struct ems_point at)
{
    const struct ems_network *n = &map->roads.network;
    struct ems_snap_edge edge = ems_snap_to_edge(&map->snapper, at);
    check_true(edge.arc >= 0);
    struct ems_point a = map->snapper.node_at[n->tail[edge.arc]], b = map->snapper.node_at[n->head[edge.arc]];
    check_near(edge.distance_m, least_distance(map, at), 0.002);
    check_near(edge.distance_m, ems_point_distance(edge.at, at), 0);
    check_within(edge.share, 0, 1);
    check_near(edge.at.x_m, a.x_m + edge.share * (b.x_m - a.x_m), 0.001);
    check_near(edge.at.y_m, a.y_m + edge.share * (b.y_m - a.y_m), 0.001);
    check_true(map->access[n->tail[edge.arc]] && map->access[n->head[edge.arc]]);
    if (edge.reverse >= 0) {
        check_true(edge.reverse > edge.arc);
        check_int(n->tail[edge.reverse], n->head[edge.arc]);
        check_int(n->head[edge.reverse], n->tail[edge.arc]);
    }
}

static void compare(uint64_t seed, uint32_t width, uint32_t height)
{
    struct map map;
    random_map(&map, seed, width, height);
    for (int i = 0; i < 500; i++) { /* from inside, and from up to a width outside */
        struct ems_point at = ems_point_round(((int)test_random(&seed, 3000) - 1000) / 1000.0 * width,
                                              ((int)test_random(&seed, 3000) - 1000) / 1000.0 * height);
        double distance, expected;
        int32_t node = ems_snap_node(&map.snapper, at, &distance);
        check_int(node, nearest_of_all(&map, at, &expected));
        check_near(distance, expected, 0);
        check_edge(&map, at);
    }
    test_roads_free(&map.roads);
}

static void random_maps(void **state)
{
    (void)state;
    compare(1, 10000, 10000);
    compare(2, 50000, 30);
    compare(3, 20, 90000);
    compare(4, 1, 1);
    compare(5, 4000, 9000);
}

/* A street of 100 m with another across its middle, and a road without access. */
static void a_small_map(void **state)
{
    (void)state;
    struct map map = {.position = {{0, 0}, {100, 0}, {50, -50}, {50, 50}, {0, 30}, {100, 30}},
                      .access = {1, 1, 1, 1, 1, 0}};
    const struct test_arc arcs[] = {{0, 1, 9}, {1, 0, 9}, {2, 3, 9}, {4, 5, 9}};
    open_map(&map, 6, arcs, 4);
    struct ems_snap_edge edge = ems_snap_to_edge(&map.snapper, (struct ems_point){25, 10});
    check_int(edge.arc, 0);
    check_int(edge.reverse, 1);
    check_near(edge.share, 0.25, 0);
    check_near(edge.distance_m, 10, 0);
    edge = ems_snap_to_edge(&map.snapper, (struct ems_point){49, -20});
    check_int(map.roads.network.tail[edge.arc], 2);
    check_int(edge.reverse, -1);
    check_near(edge.share, 0.3, 1e-12);
    edge = ems_snap_to_edge(&map.snapper, (struct ems_point){50, 0}); /* on both: the lower number */
    check_int(edge.arc, 0);
    edge = ems_snap_to_edge(&map.snapper, (struct ems_point){-30, -40}); /* beyond the end */
    check_near(edge.distance_m, 50, 0);
    check_near(edge.share, 0, 0);
    double distance;
    check_int(ems_snap_node(&map.snapper, (struct ems_point){100, 31}, &distance), 1); /* 5 has no access */
    check_near(distance, 31, 0);
    check_int(ems_snap_node(&map.snapper, (struct ems_point){50, 0}, &distance), 0); /* all four are as far */
    test_roads_free(&map.roads);
}

static void nowhere_to_join(void **state)
{
    (void)state;
    struct map map = {.position = {{0, 0}, {100, 0}}};
    double distance;
    open_map(&map, 2, (const struct test_arc[]){{0, 1, 9}}, 1);
    check_int(ems_snap_node(&map.snapper, (struct ems_point){1, 1}, &distance), -1);
    check_int(ems_snap_to_edge(&map.snapper, (struct ems_point){1, 1}).arc, -1);
    test_roads_free(&map.roads);
}

/* The network is in WGS-84, the scenario in GCJ-02: its points come out shifted, the roads do not. */
static void a_scenario_in_another_system(void **state)
{
    (void)state;
    struct map map = {.position = {{127.34, 43.72}, {127.35, 43.72}}, .access = {1, 1}};
    open_map(&map, 2, (const struct test_arc[]){{0, 1, 9}, {1, 0, 9}}, 2);
    map.roads.network.coordinates = EMS_COORD_WGS84;
    struct ems_position origin = ems_from_wgs84(EMS_COORD_GCJ02, map.position[0]), gcj = origin;
    map.projection = ems_projection_at(EMS_COORD_GCJ02, origin);
    check_ok(ems_snapper_build(&map.roads.network, &map.projection, &map.roads.arena, &map.snapper));
    double distance;
    struct ems_point at = ems_project(&map.projection, gcj);
    check_int(ems_snap_node(&map.snapper, at, &distance), 0);
    check_near(distance, 0, 0.02);
    check_near(map.snapper.node_at[1].x_m, 805.6, 0.5); /* 0.01 degrees at that latitude */
    test_roads_free(&map.roads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_maps),
        cmocka_unit_test(a_small_map),
        cmocka_unit_test(nowhere_to_join),
        cmocka_unit_test(a_scenario_in_another_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
