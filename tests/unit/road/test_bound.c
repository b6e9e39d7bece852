/* Lower bounds: never above the time, and near it on a long road. */
#include "road/bound.h"
#include "unit/road/town.h"

static void bounds_hold(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    for (int32_t from = 0; from < TOWN_NODES; from++)
        for (int32_t to = 0; to < TOWN_NODES; to++)
            check_true(ems_road_at_least(&town.metric, from, to) <= town_times[from][to]);
    town_close(&town);
}

/* Along a road whose ends are landmarks the bound is the time, but for the rounding. */
static void bounds_are_close_along_a_road(void **state)
{
    (void)state;
    enum { LENGTH = 200 };
    static struct test_arc arcs[2 * LENGTH];
    struct test_roads roads;
    struct ems_road_metric metric;
    for (int32_t i = 0; i < LENGTH; i++) {
        arcs[2 * i] = (struct test_arc){i, i + 1, 60 * EMS_SECOND};
        arcs[2 * i + 1] = (struct test_arc){i + 1, i, 60 * EMS_SECOND};
    }
    assert_true(test_roads_make(LENGTH + 1, arcs, 2 * LENGTH, &roads));
    check_ok(ems_road_metric_build(&roads.network, roads.arc_time, &roads.arena, &metric));
    check_int(metric.bound_unit, LENGTH * EMS_MINUTE / (1 << 14) + 1);
    for (int32_t i = 0; i < LENGTH; i += 7) {
        ems_time time = abs(i - 30) * EMS_MINUTE, bound = ems_road_at_least(&metric, i, 30);
        check_true(bound <= time && bound >= time - 2 * metric.bound_unit);
        check_int(ems_road_time(&metric, i, 30), time);
    }
    test_roads_free(&roads);
}

/* From where a landmark cannot be reached, to where it can: no way, and the bound is high. */
static void what_cannot_be_reached_is_far(void **state)
{
    (void)state;
    const struct test_arc arcs[] = {{0, 1, 5}, {1, 0, 5}, {1, 2, 5}, {2, 3, 5}, {3, 2, 5}};
    struct test_roads roads;
    struct ems_road_metric metric;
    assert_true(test_roads_make(4, arcs, 5, &roads));
    check_ok(ems_road_metric_build(&roads.network, roads.arc_time, &roads.arena, &metric));
    check_int(ems_road_time(&metric, 3, 0), EMS_NEVER);
    check_true(ems_road_at_least(&metric, 3, 0) > 1000);
    check_true(ems_road_at_least(&metric, 0, 3) <= 15);
    test_roads_free(&roads);
}

/* Numbers for several ends stand for the nearest of them, its lead in, and stay in range for any lead. */
static void several_ends_share_a_bound(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    for (ems_time lead = 0; lead < 40; lead += 13) {
        const struct ems_road_start ends[] = {{0, 5}, {4, lead}};
        struct ems_road_bound goals, starts;
        ems_road_bound_goals(&town.metric, ends, 2, &goals);
        ems_road_bound_starts(&town.metric, ends, 2, &starts);
        for (int32_t v = 0; v < TOWN_NODES - 1; v++) {
            const struct ems_road_bound *here = &town.metric.bound[town.roads.network.hierarchy.rank[v]];
            ems_time to = town_times[v][0] + 5, from = town_times[0][v] + 5, unit = town.metric.bound_unit;
            if (town_times[v][4] + lead < to) to = town_times[v][4] + lead;
            if (town_times[4][v] + lead < from) from = town_times[4][v] + lead;
            ems_time to_least = ems_road_bound_between(here, &goals, unit);
            ems_time from_least = ems_road_bound_between(&starts, here, unit);
            check_true(to_least <= to && to_least >= to - 12);
            check_true(from_least <= from && from_least >= from - 12);
        }
    }
    const struct ems_road_start far = {0, EMS_DAY};
    struct ems_road_bound goal;
    ems_road_bound_goals(&town.metric, &far, 1, &goal);
    const struct ems_road_bound *at = &town.metric.bound[town.roads.network.hierarchy.rank[0]];
    ems_time least = ems_road_bound_between(at, &goal, town.metric.bound_unit);
    check_true(least > 10000 && least <= EMS_DAY);
    town_close(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_hold),
        cmocka_unit_test(bounds_are_close_along_a_road),
        cmocka_unit_test(what_cannot_be_reached_is_far),
        cmocka_unit_test(several_ends_share_a_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
