/* The nearest of many starts, on a town worked out by hand and in blocks of many. */
#include "unit/road/town.h"

static void check_nearest(const struct town *town, const struct ems_road_start *starts, int32_t count,
                          int32_t goal, int32_t expected, ems_time expected_time)
{
    ems_time least;
    check_int(ems_road_nearest(&town->metric, starts, count, goal, &least), expected);
    check_int(least, expected_time);
}

static void leads_count_and_ties_go_to_the_first(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    const struct ems_road_start starts[] = {{5, 0}, {3, 6}, {1, 10}, {2, 10}, {4, EMS_NEVER}};
    check_nearest(&town, starts, 5, 0, 1, 20); /* 6 + 14, 10 + 10 and 10 + 10 */
    check_nearest(&town, starts, 5, 1, 2, 10);
    check_nearest(&town, starts, 5, 2, 1, 10);
    check_nearest(&town, starts, 5, 5, 0, 0);
    check_nearest(&town, starts, 1, 0, -1, EMS_NEVER);
    check_nearest(&town, starts + 4, 1, 0, -1, EMS_NEVER);
    check_nearest(&town, NULL, 0, 0, -1, EMS_NEVER);
    town_close(&town);
}

static void thousands_of_starts(void **state)
{
    (void)state;
    enum { COUNT = 2000 };
    struct town town;
    struct ems_road_start *starts = calloc(COUNT, sizeof *starts);
    town_open(&town);
    for (int32_t i = 0; i < COUNT; i++) starts[i] = (struct ems_road_start){i % 5, 1000};
    check_nearest(&town, starts, COUNT, 3, 3, 1000);
    starts[1999].lead = 972; /* 27 from node 4 */
    check_nearest(&town, starts, COUNT, 3, 1999, 999);
    starts[1003].lead = 999;
    check_nearest(&town, starts, COUNT, 3, 1003, 999);
    town_close(&town);
    free(starts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(leads_count_and_ties_go_to_the_first),
                                       cmocka_unit_test(thousands_of_starts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
