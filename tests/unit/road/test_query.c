/* Times from node to node on a town worked out by hand. */
#include "support/ways.h"
#include "unit/road/town.h"

static void every_pair(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    for (int32_t from = 0; from < TOWN_NODES; from++)
        for (int32_t to = 0; to < TOWN_NODES; to++)
            check_int(ems_road_time(&town.metric, from, to), town_times[from][to]);
    town_close(&town);
}

static void a_label_serves_many_starts_and_goals(void **state)
{
    (void)state;
    struct town town;
    static struct ems_road_label label; /* large; filled again and again */
    town_open(&town);
    for (int32_t to = 0; to < TOWN_NODES; to++) {
        test_label_to(&town.metric, to, &label);
        for (int32_t from = 0; from < TOWN_NODES; from++)
            check_int(ems_road_time_within(&label, from, EMS_NEVER), town_times[from][to]);
    }
    town_close(&town);
}

/* From 1 and 3 over either end of the road between 0 and 2 over 4. */
static void a_label_of_two_goals(void **state)
{
    (void)state;
    struct town town;
    struct ems_road_label label;
    const struct ems_road_start goals[] = {{4, 100}, {0, 105}};
    town_open(&town);
    ems_road_label_to(&town.metric, goals, 2, EMS_NEVER, &label);
    check_int(ems_road_time_within(&label, 4, EMS_NEVER), 100);
    check_int(ems_road_time_within(&label, 2, EMS_NEVER), 107);
    check_int(ems_road_time_within(&label, 1, EMS_NEVER), 115); /* 117 over 4 */
    check_int(ems_road_time_within(&label, 1, 114), EMS_NEVER);
    check_int(ems_road_time_within(&label, 5, EMS_NEVER), EMS_NEVER);
    ems_road_label_to(&town.metric, goals, 2, 114, &label); /* it looks no farther */
    check_int(ems_road_time_within(&label, 3, EMS_NEVER), 111);
    check_int(ems_road_time_within(&label, 1, EMS_NEVER), EMS_NEVER);
    ems_road_label_to(&town.metric, NULL, 0, EMS_NEVER, &label);
    check_int(ems_road_time_within(&label, 0, EMS_NEVER), EMS_NEVER);
    town_close(&town);
}

static void only_within_a_limit(void **state)
{
    (void)state;
    struct town town;
    struct ems_road_label label;
    town_open(&town);
    test_label_to(&town.metric, 3, &label);
    check_int(ems_road_time_within(&label, 0, 24), 24);
    check_int(ems_road_time_within(&label, 0, 23), EMS_NEVER);
    check_int(ems_road_time_within(&label, 3, 0), 0);
    check_int(ems_road_time_within(&label, 3, -1), EMS_NEVER);
    check_int(ems_road_time_within(&label, 5, EMS_NEVER), EMS_NEVER);
    town_close(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair),
        cmocka_unit_test(a_label_serves_many_starts_and_goals),
        cmocka_unit_test(a_label_of_two_goals),
        cmocka_unit_test(only_within_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
