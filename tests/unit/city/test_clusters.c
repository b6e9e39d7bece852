/* Lloyd's algorithm: clear groups are found, and every centre is the mean of its people. */
#include "support/check.h"

#include "city/clusters.h"

/* Homes around `groups` far points, `each` of them; the area is a district when `in_city`. */
static void fill(struct ems_city_work *work, bool in_city, int32_t groups, int32_t each)
{
    for (int32_t g = 0; g < groups; g++) {
        for (int32_t k = 0; k < each; k++) {
            struct ems_point at = ems_point_round(20000.0 * g + 10 * k, 5000.0 * (g % 2) - 7 * k);
            struct ems_city_home home = {at, 100 + k, in_city ? 0 : 1};
            check_true(EMS_PUSH(&work->city->homes, home));
        }
    }
}

static void groups_are_found(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_city city = {0};
    struct ems_city_work work = {.city = &city, .arena = &arena};
    struct ems_city_area district = {.kind = EMS_CITY_DISTRICT}, county = {.kind = EMS_CITY_COUNTY};
    struct ems_city_clusters found;
    check_true(EMS_PUSH(&city.areas, district) && EMS_PUSH(&city.areas, county));
    fill(&work, true, 6, 9);
    fill(&work, false, 2, 5);
    ems_city_cluster(&work, true, 6, &found);
    check_int(found.count, 6);
    for (int32_t k = 0; k < 6; k++) {
        int32_t g = (int32_t)(found.at[k].x_m / 20000);
        double people = 0, x = 0, y = 0;
        for (int32_t h = 0; h < 9; h++) {
            people += 100 + h;
            x += (100 + h) * (20000.0 * g + 10 * h);
            y += (100 + h) * (5000.0 * (g % 2) - 7 * h);
        }
        check_int(found.people[k], (int64_t)people);
        check_near(found.at[k].x_m, x / people, 0.11);
        check_near(found.at[k].y_m, y / people, 0.11);
        for (int32_t o = 0; o < k; o++) check_true(fabs(found.at[o].x_m - found.at[k].x_m) > 10000);
    }
    ems_city_cluster(&work, false, 2, &found);
    check_int(found.people[0] + found.people[1], 2 * (100 + 101 + 102 + 103 + 104));
    ems_city_cluster(&work, false, 100, &found); /* more than there are homes */
    check_int(found.count, 10);
    free(city.homes.items);
    free(city.areas.items);
    ems_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(groups_are_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
