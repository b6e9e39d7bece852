#include "support/check.h"

#include "coverage/isochrone.h"
#include "town.h"

enum { SIDE = 61 };

static ems_time field_times[SIDE * SIDE];

static struct ems_time_lattice lattice(void)
{
    return (struct ems_time_lattice){
        .low = {-3000, -3000}, .cell_m = 100, .columns = SIDE, .rows = SIDE, .times = field_times};
}

static struct ems_point corner_at(int32_t corner)
{
    return (struct ems_point){-3000 + 100.0 * (corner % SIDE), -3000 + 100.0 * (corner / SIDE)};
}

/* Minutes after which one gets from the middle to each corner at 6 km/h: 100 m a minute. */
static void fill_cone(void)
{
    for (int32_t i = 0; i < SIDE * SIDE; i++)
        field_times[i] =
            ems_time_from_seconds(ems_point_distance(corner_at(i), (struct ems_point){13, 7}) * 0.6);
}

/* Hills of random height: coarse ones with ground in holes of holes, or noise where each corner is its own.
 */
static void fill_hills(uint64_t seed, int32_t width)
{
    for (int32_t i = 0; i < SIDE * SIDE; i++) {
        uint64_t state = seed * 1000003 + (uint64_t)(i % SIDE / width * SIDE + i / SIDE / width);
        field_times[i] = (ems_time)(20 * town_uniform(&state)) * EMS_MINUTE;
        if (field_times[i] == 19 * EMS_MINUTE) field_times[i] = EMS_NEVER;
    }
}

static struct ems_isochrone trace(ems_time within, struct ems_arena *arena)
{
    struct ems_time_lattice l = lattice();
    struct ems_isochrone isochrone;
    check_ok(ems_isochrone_trace(&l, within, arena, &isochrone));
    return isochrone;
}

static struct ems_shape shape_of(const struct ems_isochrone *isochrone)
{
    return ems_shape_polygon(isochrone->rings, isochrone->ring_count);
}

static void check_simple(const struct ems_isochrone *isochrone)
{
    const struct ems_shape shape = shape_of(isochrone);
    struct ems_crossing crossing;
    bool found;
    check_ok(ems_shape_crosses_itself(&shape, &crossing, &found));
    check_true(!found);
    check_relative(isochrone->area_m2, ems_shape_area_m2(&shape), 1e-9);
}

/* An even speed over a plane: circles. Chords cut off up to 1 %, and no more. */
static void a_plane_gives_circles(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    fill_cone();
    for (int minutes = 5; minutes <= 28; minutes++) {
        const struct ems_isochrone isochrone = trace(minutes * EMS_MINUTE, &arena);
        const double radius_m = minutes * 100;
        check_int(isochrone.polygon_count, 1);
        check_int(isochrone.ring_count, 1);
        check_relative(isochrone.area_m2, 3.14159265358979 * radius_m * radius_m, 0.01);
        for (int32_t i = 0; i < isochrone.rings[0].count; i++)
            check_within(ems_point_distance(isochrone.rings[0].points[i], (struct ems_point){13, 7}),
                         radius_m - 3, radius_m + 100 / 64.0);
        check_simple(&isochrone);
    }
    ems_arena_free(&arena);
}

/* Brute force: a corner lies in the polygons exactly when it is in time. */
static void check_corners(const struct ems_isochrone *isochrone)
{
    const struct ems_shape shape = shape_of(isochrone);
    for (int32_t i = 0; i < SIDE * SIDE; i++)
        check_int(ems_shape_contains(&shape, corner_at(i)), field_times[i] <= isochrone->within);
}

/* One outline a polygon, anticlockwise, and its holes in it. */
static void check_polygons(const struct ems_isochrone *isochrone)
{
    for (int32_t p = 0; p < isochrone->polygon_count; p++) {
        const int32_t first = isochrone->first_ring[p], end = isochrone->first_ring[p + 1];
        const struct ems_shape outline = ems_shape_polygon(&isochrone->rings[first], 1);
        for (int32_t r = first; r < end; r++) {
            const struct ems_ring *ring = &isochrone->rings[r];
            double doubled = 0;
            for (int32_t i = 0; i < ring->count; i++) {
                const struct ems_point a = ring->points[i], b = ring->points[(i + 1) % ring->count];
                doubled += a.x_m * b.y_m - b.x_m * a.y_m;
                check_true(ems_shape_contains(&outline, a));
            }
            check_int(doubled > 0, r == first);
        }
    }
}

static void any_ground_keeps_its_holes(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    int32_t holes = 0, polygons = 0;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        fill_hills(seed, 1 + (int32_t)(seed % 3) * 2);
        for (int minutes = 4; minutes <= 16; minutes += 4) {
            const struct ems_isochrone isochrone = trace(minutes * EMS_MINUTE, &arena);
            check_simple(&isochrone);
            check_corners(&isochrone);
            check_polygons(&isochrone);
            polygons += isochrone.polygon_count;
            holes += isochrone.ring_count - isochrone.polygon_count;
        }
    }
    check_true(polygons > 1000 && holes > 1000);
    ems_arena_free(&arena);
}

/* Nothing of the shorter time lies outside the longer: corners of its outline, and the middles between
 * them, are in the other's. */
static void a_longer_time_lies_around_a_shorter(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    for (uint64_t seed = 1; seed <= 3; seed++) {
        fill_hills(seed, 2);
        for (int minutes = 5; minutes <= 9; minutes += 2) {
            struct ems_isochrone inner = trace(minutes * EMS_MINUTE + 1, &arena);
            struct ems_isochrone outer = trace((minutes + 3) * EMS_MINUTE, &arena);
            const struct ems_shape around = shape_of(&outer);
            check_true(inner.area_m2 < outer.area_m2);
            for (int32_t r = 0; r < inner.ring_count; r++)
                for (int32_t i = 0; i < inner.rings[r].count; i++) {
                    const struct ems_point a = inner.rings[r].points[i];
                    const struct ems_point b = inner.rings[r].points[(i + 1) % inner.rings[r].count];
                    const struct ems_point middle = ems_point_round((a.x_m + b.x_m) / 2, (a.y_m + b.y_m) / 2);
                    check_true(ems_shape_contains(&around, a));
                    check_true(ems_shape_contains(&around, middle));
                }
        }
    }
    ems_arena_free(&arena);
}

static void a_ring_road_leaves_the_middle_out(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    for (int32_t i = 0; i < SIDE * SIDE; i++)
        field_times[i] = ems_time_from_seconds(
            fabs(ems_point_distance(corner_at(i), (struct ems_point){0, 0}) - 2000) * 0.6);
    const struct ems_isochrone isochrone = trace(6 * EMS_MINUTE, &arena);
    check_int(isochrone.polygon_count, 1);
    check_int(isochrone.ring_count, 2);
    check_relative(isochrone.area_m2, 3.14159265358979 * (2600.0 * 2600 - 1400.0 * 1400), 0.01);
    ems_arena_free(&arena);
}

static void ground_at_the_edge_is_closed(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    for (int32_t i = 0; i < SIDE * SIDE; i++) field_times[i] = EMS_MINUTE;
    const struct ems_isochrone all = trace(5 * EMS_MINUTE, &arena);
    check_int(all.ring_count, 1);
    check_relative(all.area_m2, 6000.0 * 6000, 0.002);
    check_simple(&all);
    fill_cone();
    const struct ems_isochrone most = trace(35 * EMS_MINUTE, &arena); /* cut on all four sides */
    check_int(most.ring_count, 1);
    check_within(most.area_m2, 3.2e7, 6000.0 * 6000);
    check_simple(&most);
    check_corners(&most);
    const struct ems_isochrone none = trace(EMS_SECOND, &arena);
    check_int(none.polygon_count, 0);
    check_near(none.area_m2, 0, 0);
    ems_arena_free(&arena);
}

static void one_corner_is_enough(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    const ems_time now = 5 * EMS_MINUTE;
    const struct ems_time_lattice one = {
        .low = {10, 20}, .cell_m = 20, .columns = 1, .rows = 1, .times = &now};
    struct ems_isochrone isochrone;
    check_ok(ems_isochrone_trace(&one, 5 * EMS_MINUTE, &arena, &isochrone)); /* exactly in time counts */
    check_int(isochrone.ring_count, 1);
    check_int(isochrone.rings[0].count, 4);
    check_ok(ems_isochrone_trace(&one, 5 * EMS_MINUTE - 1, &arena, &isochrone));
    check_int(isochrone.ring_count, 0);
    ems_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plane_gives_circles),
        cmocka_unit_test(any_ground_keeps_its_holes),
        cmocka_unit_test(a_longer_time_lies_around_a_shorter),
        cmocka_unit_test(a_ring_road_leaves_the_middle_out),
        cmocka_unit_test(ground_at_the_edge_is_closed),
        cmocka_unit_test(one_corner_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
