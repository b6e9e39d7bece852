/* Ways and positions on a town worked out by hand. */
#include "support/ways.h"
#include "unit/road/town.h"

static void the_way_from_three_to_one(void **state)
{
    (void)state;
    struct town town;
    struct ems_road_path path = {0};
    town_open(&town);
    check_ok(ems_road_path(&town.metric, 3, 1, &path));
    check_int(path.total, 14);
    check_int(path.arcs.count, 2);
    check_int(path.arcs.items[0], town_arc(&town, 3, 2));
    check_int(path.arcs.items[1], town_arc(&town, 2, 1));
    check_near(test_way_length_m(&town.metric, 3, 1),
               (town.roads.network.length_mm[town_arc(&town, 3, 2)] +
                town.roads.network.length_mm[town_arc(&town, 2, 1)]) /
                   1000.0,
               0);
    ems_road_path_free(&path);
    town_close(&town);
}

static void no_way_and_no_distance(void **state)
{
    (void)state;
    struct town town;
    struct ems_road_path path = {0};
    town_open(&town);
    check_ok(ems_road_path(&town.metric, 0, 5, &path));
    check_int(path.total, EMS_NEVER);
    check_int(path.arcs.count, 0);
    check_near(test_way_length_m(&town.metric, 0, 5), 0, 0);
    check_ok(ems_road_path(&town.metric, 2, 2, &path));
    check_int(path.total, 0);
    check_int(path.arcs.count, 0);
    ems_road_path_free(&path);
    town_close(&town);
}

static void check_spot(const struct town *town, ems_time elapsed, int32_t from, int32_t to, ems_time into)
{
    struct test_spot spot = test_way_at(&town->metric, 3, 0, elapsed); /* 3, 2, 4, 0 */
    check_int(spot.arc, from < 0 ? -1 : town_arc(town, from, to));
    check_int(spot.into, into);
    check_int(spot.total, 14);
}

static void positions_from_three_to_zero(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    check_spot(&town, -1, 3, 2, 0);
    check_spot(&town, 0, 3, 2, 0);
    check_spot(&town, 3, 3, 2, 3);
    check_spot(&town, 4, 2, 4, 0);
    check_spot(&town, 10, 2, 4, 6);
    check_spot(&town, 11, 4, 0, 0);
    check_spot(&town, 13, 4, 0, 2);
    check_spot(&town, 14, -1, -1, 0);
    check_spot(&town, 99, -1, -1, 0);
    check_int(test_way_at(&town.metric, 3, 5, 4).total, EMS_NEVER);
    check_int(test_way_at(&town.metric, 3, 5, 4).arc, -1);
    check_int(test_way_at(&town.metric, 3, 3, 0).arc, -1);
    town_close(&town);
}

/* One is never on an arc that takes no time. */
static void arcs_without_time_are_passed(void **state)
{
    (void)state;
    const struct test_arc arcs[] = {{0, 1, 0}, {1, 2, 5}, {2, 3, 0}, {3, 4, 0}, {4, 5, 5}, {5, 6, 0}};
    struct test_roads roads;
    struct ems_road_metric metric;
    assert_true(test_roads_make(7, arcs, 6, &roads));
    check_ok(ems_road_metric_build(&roads.network, roads.arc_time, &roads.arena, &metric));
    check_int(test_way_at(&metric, 0, 6, 0).arc, 1);
    check_int(test_way_at(&metric, 0, 6, 5).arc, 4);
    check_int(test_way_at(&metric, 0, 6, 9).into, 4);
    check_int(test_way_at(&metric, 0, 6, 10).arc, -1);
    check_int(test_way_at(&metric, 2, 4, 0).arc, -1);
    test_roads_free(&roads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_way_from_three_to_one),
        cmocka_unit_test(no_way_and_no_distance),
        cmocka_unit_test(positions_from_three_to_zero),
        cmocka_unit_test(arcs_without_time_are_passed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
