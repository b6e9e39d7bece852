#include "support/check.h"

#include <math.h>
#include <stdlib.h>

#include "coverage/offsets.h"
#include "ems120/ids.h"
#include "town.h"

enum { PLACES = 64 };

static void scatter(uint64_t *draw, double width_m, double *x_m, double *y_m)
{
    for (int i = 0; i < PLACES; i++) {
        x_m[i] = 100000 + width_m * town_uniform(draw);
        y_m[i] = 50000 + width_m * town_uniform(draw);
    }
}

/* What is said to be within a circle is, what is not said to be perhaps within is not, and only places within
 * three metres of the circle are left open. */
static void agrees_with_each_distance(struct ems_point from, double radius_m, uint64_t among)
{
    struct ems_offset_lists lists = {0};
    struct ems_point centre = {101000, 51000};
    uint64_t draw = 7 + (uint64_t)radius_m;
    double x[PLACES], y[PLACES];
    scatter(&draw, 4000, x, y);
    int32_t first = ems_offset_list(&lists, x, y, PLACES, centre);
    check_int(first, 0);
    struct ems_offset_circle circle = {(float)(from.x_m - centre.x_m), (float)(from.y_m - centre.y_m),
                                       ems_offset_surely(radius_m), ems_offset_perhaps(radius_m)};
    struct ems_offset_answer answer = ems_offsets_within(lists.quads.items + first, circle, among);
    check_true((answer.surely & ~answer.perhaps) == 0);
    check_true((answer.perhaps & ~among) == 0);
    for (int i = 0; i < PLACES; i++) {
        if ((among >> i & 1) == 0) continue;
        double distance = town_distance((struct ems_point){x[i], y[i]}, from);
        bool surely = answer.surely >> i & 1, perhaps = answer.perhaps >> i & 1;
        if (surely) check_true(distance <= radius_m);
        if (!perhaps) check_true(distance > radius_m);
        if (perhaps && !surely) check_near(distance, radius_m, 3);
    }
    free(lists.quads.items);
}

static void places_are_told_apart(void **state)
{
    (void)state;
    const double radii[] = {0.5, 400, 2000, 5000, 20000};
    for (int r = 0; r < 5; r++)
        for (int step = 0; step < 40; step++) {
            struct ems_point from = {99000 + 100.123 * step, 51000 - radii[r] + 60 * step};
            agrees_with_each_distance(from, radii[r], UINT64_MAX);
            agrees_with_each_distance(from, radii[r], (uint64_t)0x00f0000000000810 >> step % 4);
            agrees_with_each_distance(from, radii[r], (uint64_t)1 << step);
            agrees_with_each_distance(from, radii[r], 0);
        }
}

static void lists_alike_are_shared(void **state)
{
    (void)state;
    struct ems_offset_lists lists = {0};
    double x[9], y[9];
    for (int block = 0; block < 100; block++) {
        double east = 3000.0 * block, north = -6000.0 * block;
        for (int i = 0; i < 9; i++) {
            x[i] = east + 1000 * (i % 3) +
                   0.001 * (block % 7 - 3); /* rounding of coordinates does not part them */
            y[i] = north + 1000 * (i / 3);
        }
        int32_t first = ems_offset_list(&lists, x, y, 9, (struct ems_point){east + 1000, north + 1000});
        check_int(first, 0);
    }
    check_int(lists.quads.count, 3);
    struct ems_point centre = {x[4], y[4]};
    check_int(ems_offset_list(&lists, x, y, 8, centre), 0); /* the same list, as far as it goes */
    check_int(ems_offset_list(&lists, x, y, 7, centre), 3);
    check_int(lists.quads.count, 5);
    free(lists.quads.items);
}

/* More lists than are kept in mind: each still is its own. */
static void many_lists_stay_apart(void **state)
{
    (void)state;
    struct ems_offset_lists lists = {0};
    uint64_t draw = 5;
    double x[PLACES], y[PLACES];
    for (int n = 0; n < 3 * EMS_OFFSETS_SHARED; n++) {
        scatter(&draw, 900, x, y);
        int32_t first = ems_offset_list(&lists, x, y, 5, (struct ems_point){100000, 50000});
        check_int(first, 2 * n);
        check_near(lists.quads.items[first].x_m[3], rint(x[3] - 100000), 0);
        check_near(lists.quads.items[first + 1].y_m[0], rint(y[4] - 50000), 0);
    }
    free(lists.quads.items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_told_apart),
        cmocka_unit_test(lists_alike_are_shared),
        cmocka_unit_test(many_lists_stay_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
