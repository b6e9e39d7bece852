/* One-to-all on a town worked out by hand. */
#include "support/ways.h"
#include "unit/road/town.h"

static void one_start_both_directions(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    for (int32_t node = 0; node < TOWN_NODES; node++) {
        struct ems_road_start start = {node, 0};
        ems_time from[TOWN_NODES], to[TOWN_NODES];
        check_ok(ems_road_tree(&town.metric, &start, 1, EMS_FORWARD, &town.roads.arena, from, NULL, NULL));
        check_ok(ems_road_tree(&town.metric, &start, 1, EMS_BACKWARD, &town.roads.arena, to, NULL, NULL));
        for (int32_t v = 0; v < TOWN_NODES; v++) {
            check_int(from[v], town_times[node][v]);
            check_int(to[v], town_times[v][node]);
        }
    }
    town_close(&town);
}

static void the_nearer_start_and_its_way(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    const struct ems_road_start starts[] = {{1, 4}, {3, 0}, {3, 0}};
    const ems_time expected[] = {14, 4, 4, 0, 11, EMS_NEVER};
    const int32_t nearest_start[] = {0, 0, 1,
                                     1, 1, -1}; /* node 0: 4 + 10 as 14, and the first start has it */
    ems_time times[TOWN_NODES];
    int32_t nearest[TOWN_NODES];
    float lengths_m[TOWN_NODES];
    check_ok(
        ems_road_tree(&town.metric, starts, 3, EMS_FORWARD, &town.roads.arena, times, nearest, lengths_m));
    for (int32_t v = 0; v < TOWN_NODES; v++) {
        check_int(times[v], expected[v]);
        check_int(nearest[v], nearest_start[v]);
        int32_t start = nearest_start[v];
        check_near(lengths_m[v],
                   start < 0 ? 0 : (float)test_way_length_m(&town.metric, starts[start].node, v), 0);
    }
    town_close(&town);
}

static void no_start(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    ems_time times[TOWN_NODES];
    check_ok(ems_road_tree(&town.metric, NULL, 0, EMS_FORWARD, &town.roads.arena, times, NULL, NULL));
    for (int32_t v = 0; v < TOWN_NODES; v++) check_int(times[v], EMS_NEVER);
    town_close(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_start_both_directions),
        cmocka_unit_test(the_nearer_start_and_its_way),
        cmocka_unit_test(no_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
