#include "support/check.h"

#include <stdlib.h>

#include "coverage/offsets.h"
#include "ems120/ids.h"
#include "town.h"

enum { PLACES = 64 };

static void scatter(uint64_t *draw, struct ems_point low, double width_m, struct ems_point *points)
{
    for (int i = 0; i < PLACES; i++)
        points[i] = (struct ems_point){low.x_m + width_m * town_uniform(draw),
                                       low.y_m + width_m * town_uniform(draw)};
}

static struct ems_offset offset_to(struct ems_spot to, struct ems_spot from)
{
    return (struct ems_offset){(int16_t)(to.x - from.x), (int16_t)(to.y - from.y)};
}

/* What is said to be within a circle is, what is not said to be perhaps within is not, and only places within
 * three steps of the circle are left open. */
static void agrees_with_each_distance(double extent_m, struct ems_point from, double radius_m, uint64_t among)
{
    struct ems_offset_lists lists = {0};
    struct ems_offset_raster raster = ems_offset_raster((struct ems_point){20000, 30000}, extent_m);
    struct ems_spot centre = ems_offset_spot(&raster, (struct ems_point){101000, 51000});
    uint64_t draw = 7 + (uint64_t)radius_m;
    struct ems_point points[PLACES];
    scatter(&draw, (struct ems_point){100000, 50000}, 4000, points);
    int32_t first = ems_offset_list(&lists, &raster, points, PLACES, centre);
    check_int(first, 0);
    struct ems_offset_answer answer =
        ems_offsets_within(lists.items.items + first, offset_to(ems_offset_spot(&raster, from), centre),
                           ems_offset_limits(&raster, radius_m), among);
    check_true((answer.surely & ~answer.perhaps) == 0);
    check_true((answer.perhaps & ~among) == 0);
    for (int i = 0; i < PLACES; i++) {
        if ((among >> i & 1) == 0) continue;
        double distance = town_distance(points[i], from);
        bool surely = answer.surely >> i & 1, perhaps = answer.perhaps >> i & 1;
        if (surely) check_true(distance <= radius_m);
        if (!perhaps) check_true(distance > radius_m);
        if (perhaps && !surely) check_near(distance, radius_m, 3 / raster.steps_a_metre);
    }
    free(lists.items.items);
}

/* As far apart as the raster is made for, also with steps of more than a metre. */
static void places_are_told_apart(void **state)
{
    (void)state;
    const double radii[] = {0.5, 400, 2000, 5000, 20000};
    const double extents[] = {26000, 32000, 32001, 100000};
    for (int e = 0; e < 4; e++)
        for (int r = 0; r < 5; r++)
            for (int step = 0; step < 40; step++) {
                struct ems_point from = {99000 + 100.123 * step, 51000 - radii[r] + 60 * step};
                agrees_with_each_distance(extents[e], from, radii[r], UINT64_MAX);
                agrees_with_each_distance(extents[e], from, radii[r],
                                          (uint64_t)0x00f0000000000810 >> step % 4);
                agrees_with_each_distance(extents[e], from, radii[r], (uint64_t)1 << step);
                agrees_with_each_distance(extents[e], from, radii[r], 0);
            }
}

/* The longest differences that fit: squares of two of them stay below 2^31. */
static void the_farthest_corner_is_told(void **state)
{
    (void)state;
    for (double extent = 32000; extent < 1e6; extent *= 3.7) {
        struct ems_offset_lists lists = {0};
        struct ems_offset_raster raster = ems_offset_raster((struct ems_point){0, 0}, extent);
        struct ems_point corner = {0.499 * extent, 0.499 * extent},
                         opposite = {-0.499 * extent, -0.499 * extent};
        int32_t first = ems_offset_list(&lists, &raster, &corner, 1, (struct ems_spot){0, 0});
        struct ems_offset from = offset_to(ems_offset_spot(&raster, opposite), (struct ems_spot){0, 0});
        double distance = town_distance(corner, opposite);
        for (int further = 0; further < 2; further++) {
            double radius = distance + (further ? 2 : -2) * 2.5 / raster.steps_a_metre;
            struct ems_offset_answer answer =
                ems_offsets_within(lists.items.items + first, from, ems_offset_limits(&raster, radius), 1);
            check_int(answer.surely, further);
            check_int(answer.perhaps, further);
        }
        free(lists.items.items);
    }
}

static void lists_alike_are_shared(void **state)
{
    (void)state;
    struct ems_offset_lists lists = {0};
    struct ems_offset_raster raster = ems_offset_raster((struct ems_point){0.25, -0.25}, 20000);
    struct ems_point points[9];
    struct ems_spot centre = {0, 0};
    for (int block = 0; block < 100; block++) {
        double east = 3000.0 * block, north = -6000.0 * block;
        for (int i = 0; i < 9; i++) /* rounding of coordinates does not part them */
            points[i] =
                (struct ems_point){east + 1000 * (i % 3) + 0.001 * (block % 7 - 3), north + 1000 * (i / 3)};
        centre = ems_offset_spot(&raster, (struct ems_point){east + 1000, north + 1000});
        check_int(ems_offset_list(&lists, &raster, points, 9, centre), 0);
    }
    check_int(lists.items.count, EMS_OFFSETS_STRIDE);
    check_int(ems_offset_list(&lists, &raster, points, 8, centre), EMS_OFFSETS_STRIDE);
    check_int(ems_offset_list(&lists, &raster, points, 8, centre), EMS_OFFSETS_STRIDE);
    check_int(lists.items.count, 2 * EMS_OFFSETS_STRIDE);
    free(lists.items.items);
}

/* More lists than are kept in mind: each still is its own. */
static void many_lists_stay_apart(void **state)
{
    (void)state;
    struct ems_offset_lists lists = {0};
    struct ems_offset_raster raster = ems_offset_raster((struct ems_point){100000, 50000}, 20000);
    uint64_t draw = 5;
    struct ems_point points[PLACES];
    for (int n = 0; n < 3 * EMS_OFFSETS_SHARED; n++) {
        scatter(&draw, raster.low, 900, points);
        int32_t first = ems_offset_list(&lists, &raster, points, 17, (struct ems_spot){0, 0});
        check_int(first, 2 * EMS_OFFSETS_STRIDE * n);
        for (int i = 0; i < 17; i++) {
            check_near(lists.items.items[first + i].x, points[i].x_m - 100000, 0.5);
            check_near(lists.items.items[first + i].y, points[i].y_m - 50000, 0.5);
        }
    }
    free(lists.items.items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_told_apart),
        cmocka_unit_test(the_farthest_corner_is_told),
        cmocka_unit_test(lists_alike_are_shared),
        cmocka_unit_test(many_lists_stay_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
