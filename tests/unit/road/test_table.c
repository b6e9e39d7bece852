/* Tables and many starts to one goal on a town worked out by hand. */
#include "unit/road/town.h"

static void all_pairs(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    const int32_t sources[] = {5, 3, 0, 3}, targets[] = {4, 5, 1};
    ems_time times[12];
    check_ok(ems_road_table(&town.metric, sources, 4, targets, 3, &town.roads.arena, times));
    for (int32_t t = 0; t < 3; t++)
        for (int32_t s = 0; s < 4; s++) check_int(times[t * 4 + s], town_times[sources[s]][targets[t]]);
    check_ok(ems_road_table(&town.metric, NULL, 0, targets, 3, &town.roads.arena, NULL));
    town_close(&town);
}

static void many_to_one(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    const struct ems_road_start starts[] = {{3, 100}, {5, 0}, {1, 0}, {4, EMS_NEVER}, {3, 0}, {0, 1}};
    ems_time times[6];
    check_ok(ems_road_many_to_one(&town.metric, starts, 6, 0, &town.roads.arena, times));
    const ems_time expected[] = {114, EMS_NEVER, 10, EMS_NEVER, 14, 1};
    for (int i = 0; i < 6; i++) check_int(times[i], expected[i]);
    town_close(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_pairs), cmocka_unit_test(many_to_one)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
