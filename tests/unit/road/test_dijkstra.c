/* Plain Dijkstra on a town worked out by hand. */
#include "road/dijkstra.h"
#include "unit/road/town.h"

static void times_and_last_arcs(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    for (int32_t from = 0; from < TOWN_NODES; from++) {
        ems_time times[TOWN_NODES];
        int32_t last[TOWN_NODES];
        int64_t settled;
        check_ok(ems_dijkstra(&town.roads.network, town.roads.arc_time, from, times, last, &settled));
        for (int32_t to = 0; to < TOWN_NODES; to++) check_int(times[to], town_times[from][to]);
        check_int(settled, from == 5 ? 1 : 5);
        check_int(last[from], -1);
        if (from != 5) check_int(last[5], -1);
        if (from == 3) check_int(last[0], town_arc(&town, 4, 0));
        if (from == 1) check_int(last[0], town_arc(&town, 1, 0));
    }
    town_close(&town);
}

static void outputs_may_be_left_out(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    check_ok(ems_dijkstra(&town.roads.network, town.roads.arc_time, 0, NULL, NULL, NULL));
    town_close(&town);
}

static void a_closed_arc_is_not_driven(void **state)
{
    (void)state;
    struct town town;
    ems_time times[TOWN_NODES];
    town_open(&town);
    town.roads.arc_time[town_arc(&town, 4, 0)] = EMS_NEVER;
    check_ok(ems_dijkstra(&town.roads.network, town.roads.arc_time, 3, times, NULL, NULL));
    check_int(times[0], 24);
    check_ok(ems_dijkstra(&town.roads.network, town.roads.arc_time, 4, times, NULL, NULL));
    check_int(times[0], EMS_NEVER);
    town_close(&town);
}

/* Times that add up beyond what is a time at all. */
static void a_way_without_end_is_no_way(void **state)
{
    (void)state;
    const struct test_arc arcs[] = {{0, 1, EMS_NEVER / 4}, {1, 2, EMS_NEVER / 4}, {2, 3, EMS_NEVER / 4}};
    struct test_roads roads;
    struct ems_road_metric metric;
    ems_time times[4];
    assert_true(test_roads_make(4, arcs, 3, &roads));
    check_ok(ems_dijkstra(&roads.network, roads.arc_time, 0, times, NULL, NULL));
    check_ok(ems_road_metric_build(&roads.network, roads.arc_time, &roads.arena, &metric));
    check_int(times[1], EMS_NEVER / 4);
    check_int(times[3], EMS_NEVER);
    for (int32_t to = 0; to < 4; to++) check_int(ems_road_time(&metric, 0, to), times[to]);
    test_roads_free(&roads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_and_last_arcs),
        cmocka_unit_test(outputs_may_be_left_out),
        cmocka_unit_test(a_closed_arc_is_not_driven),
        cmocka_unit_test(a_way_without_end_is_no_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
