#include "support/check.h"

#include "coverage/near.h"
#include "town.h"

static void within_agrees_with_brute_force(void **state)
{
    (void)state;
    uint64_t draw = 42;
    struct ems_point points[300];
    for (int round = 0; round < 50; round++) {
        struct ems_arena arena = {0};
        struct ems_near near;
        int32_t count = (int32_t)(town_uniform(&draw) * 300), out[300];
        for (int i = 0; i < count; i++) points[i] = town_point(&draw, round % 5 == 0 ? 3 : 20000);
        check_ok(ems_near_build(&near, points, count, &arena));
        for (int i = 0; i < 40; i++) {
            struct ems_point at = town_point(&draw, 40000);
            double radius = town_uniform(&draw) * 10000;
            int expected = 0, seen[300] = {0};
            int32_t found = ems_near_within(&near, at, radius, out);
            for (int32_t k = 0; k < found; k++) seen[out[k]]++;
            for (int p = 0; p < count; p++) {
                int in = town_distance(at, points[p]) <= radius;
                check_int(seen[p], in);
                expected += in;
            }
            check_int(found, expected);
        }
        ems_arena_free(&arena);
    }
}

/* A point exactly east, west, north or south of the centre, at the radius, is found whatever cell it lies in.
 */
static void a_point_at_the_radius_is_found(void **state)
{
    (void)state;
    uint64_t draw = 7;
    struct ems_point points[300];
    struct ems_arena arena = {0};
    struct ems_near near;
    int32_t out[300];
    for (int i = 0; i < 300; i++) points[i] = town_point(&draw, 20000);
    check_ok(ems_near_build(&near, points, 300, &arena));
    for (int i = 0; i < 1200; i++) {
        const int target = i % 300, side = i / 300;
        double radius = ems_point_round(town_uniform(&draw) * 9000, 0).x_m;
        double dx = side == 0   ? radius
                    : side == 1 ? -radius
                                : 0,
               dy = side == 2   ? radius
                    : side == 3 ? -radius
                                : 0;
        struct ems_point at = ems_point_round(points[target].x_m + dx, points[target].y_m + dy);
        bool seen = false;
        for (int32_t k = ems_near_within(&near, at, radius, out); k-- > 0;) seen |= out[k] == target;
        check_true(seen);
    }
    ems_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(within_agrees_with_brute_force),
                                       cmocka_unit_test(a_point_at_the_radius_is_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
