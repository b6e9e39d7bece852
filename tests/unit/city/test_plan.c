/* Shares by largest remainders, against their definition; and what follows from the population. */
#include "support/check.h"

#include "city/work.h"

static void shares_are_whole_and_exact(void **state)
{
    (void)state;
    struct ems_city_work work = {.seed = ems_stream_seed(3, 0)};
    enum { COUNT = 50 };
    int64_t weights[COUNT], shares[COUNT];
    for (uint32_t round = 0; round < 200; round++) {
        int64_t total = (int64_t)(ems_city_draw(&work, EMS_CITY_DRAW_PEOPLE, round, 1) * 1e7), sum = 0,
                given = 0;
        for (uint32_t i = 0; i < COUNT; i++) {
            double draw = ems_city_draw(&work, EMS_CITY_DRAW_PEOPLE, round * COUNT + i, 0);
            weights[i] = i % 7 == 0 ? 0 : (int64_t)(1e12 * draw * draw);
            sum += weights[i];
        }
        ems_city_share(total, weights, COUNT, shares, &work);
        for (int i = 0; i < COUNT; i++) {
            double exact = (double)total * (double)weights[i] / (double)sum;
            check_true(fabs((double)shares[i] - exact) < 1);
            given += shares[i];
        }
        check_int(given, total);
    }
}

static void ties_go_to_the_first(void **state)
{
    (void)state;
    struct ems_city_work work = {0};
    const int64_t weights[4] = {1, 1, 1, 1};
    int64_t shares[4];
    ems_city_share(6, weights, 4, shares, &work);
    check_int(shares[0], 2);
    check_int(shares[1], 2);
    check_int(shares[2], 1);
    check_int(shares[3], 1);
    /* 7 by 1:2:3 is 1.17, 2.33, 3.5 */
    const int64_t uneven[3] = {1, 2, 3};
    ems_city_share(7, uneven, 3, shares, &work);
    check_int(shares[0], 1);
    check_int(shares[1], 2);
    check_int(shares[2], 4);
}

static void weights_of_zero_get_nothing(void **state)
{
    (void)state;
    struct ems_city_work work = {0};
    const int64_t weights[3] = {0, 5, 0};
    int64_t shares[3] = {0};
    ems_city_share(9, weights, 3, shares, &work);
    check_int(shares[0], 0);
    check_int(shares[1], 9);
    const int64_t none[3] = {0, 0, 0};
    int64_t nothing[3] = {0};
    ems_city_share(9, none, 3, nothing, &work);
    check_int(nothing[0] + nothing[1] + nothing[2], 0);
}

static void two_million_people(void **state)
{
    (void)state;
    struct ems_city_plan plan;
    ems_city_make_plan(&(struct ems_city_def){.population = 2000000}, &plan);
    check_int(plan.people_city, 1360000);
    check_int(plan.people_towns, 240000);
    check_int(plan.people_villages, 400000);
    check_int(plan.towns, 30);
    check_int(plan.villages, 800);
    check_int(plan.rings, 4);
    check_true(plan.motorway);
    /* 1,360,000 people at 7,000 to the km2: 194.3 km2 within an outline of 3.3 half-widths squared */
    check_near(3.3 * plan.radius_m * plan.radius_m / 1e6, 194.29, 0.05);
    /* and 640,000 at 250 to the km2 */
    check_near(3.14159265 * plan.reach_m * plan.reach_m / 1e6, 194.29 + 2560, 0.5);
}

static void small_places_have_no_towns(void **state)
{
    (void)state;
    struct ems_city_plan plan;
    for (int64_t people = EMS_CITY_PEOPLE_MIN; people < 66667; people += 997) {
        ems_city_make_plan(&(struct ems_city_def){.population = people}, &plan);
        check_int(plan.towns, 0);
        check_int(plan.people_city + plan.people_villages, people);
    }
    ems_city_make_plan(&(struct ems_city_def){.population = 66667}, &plan);
    check_int(plan.towns, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_whole_and_exact),  cmocka_unit_test(ties_go_to_the_first),
        cmocka_unit_test(weights_of_zero_get_nothing), cmocka_unit_test(two_million_people),
        cmocka_unit_test(small_places_have_no_towns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
