#include "support/check.h"

#include <jansson.h>

#include "geo/coordinate.h"
#include "geo/shape.h"

static const double pi = 3.14159265358979323846;

static double uniform(uint64_t *draw)
{
    *draw = *draw * 6364136223846793005u + 1442695040888963407u;
    return (double)(*draw >> 11) / 9007199254740992.0;
}

/* A star-shaped polygon about the origin: it never crosses itself. */
static int32_t star(uint64_t *draw, struct ems_point *out, int32_t corners)
{
    for (int32_t i = 0; i < corners; i++) {
        double angle = 2 * pi * (i + 0.8 * uniform(draw)) / corners, radius = 300 + 700 * uniform(draw);
        out[i] = ems_point_round(radius * cos(angle), radius * sin(angle));
    }
    return corners;
}

/* Winding by summed angles: another way than counting crossings. */
static bool winds_around(const struct ems_point *ring, int32_t count, struct ems_point p)
{
    double sum = 0;
    for (int32_t i = 0; i < count; i++) {
        struct ems_point a = ring[i], b = ring[(i + 1) % count];
        double ax = a.x_m - p.x_m, ay = a.y_m - p.y_m, bx = b.x_m - p.x_m, by = b.y_m - p.y_m;
        sum += atan2(ax * by - ay * bx, ax * bx + ay * by);
    }
    return fabs(sum) > pi;
}

static void polygons_contain_what_they_wind_around(void **state)
{
    (void)state;
    uint64_t draw = 5;
    struct ems_point points[40];
    int inside = 0;
    for (int round = 0; round < 200; round++) {
        struct ems_ring ring = {points, star(&draw, points, 3 + round % 30)};
        struct ems_shape shape = ems_shape_polygon(&ring, 1);
        for (int i = 0; i < 200; i++) {
            struct ems_point p = ems_point_round(uniform(&draw) * 2200 - 1100, uniform(&draw) * 2200 - 1100);
            bool expected = winds_around(points, ring.count, p);
            check_int(ems_shape_contains(&shape, p), expected);
            inside += expected;
        }
    }
    check_within(inside, 5000, 35000); /* both answers occurred */
}

static void edges_and_corners_are_inside(void **state)
{
    (void)state;
    const struct ems_point outer[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}},
                           hole[] = {{4, 4}, {6, 4}, {6, 6}, {4, 6}};
    const struct ems_ring rings[] = {{outer, 4}, {hole, 4}};
    struct ems_shape shape = ems_shape_polygon(rings, 2);
    for (double v = 0; v <= 10; v += 0.5) {
        check_true(ems_shape_contains(&shape, (struct ems_point){v, 0}));
        check_true(ems_shape_contains(&shape, (struct ems_point){v, 10}));
        check_true(ems_shape_contains(&shape, (struct ems_point){0, v}));
        check_true(ems_shape_contains(&shape, (struct ems_point){10, v}));
    }
    check_true(!ems_shape_contains(&shape, (struct ems_point){10.001, 5}));
    check_true(!ems_shape_contains(&shape, (struct ems_point){5, 5}));
    check_true(ems_shape_contains(&shape, (struct ems_point){4, 5}));
    check_true(!ems_shape_contains(&shape, (struct ems_point){4.001, 5}));
    check_true(ems_shape_contains(&shape, (struct ems_point){3.999, 5}));
}

static void circles(void **state)
{
    (void)state;
    struct ems_shape circle = ems_shape_circle((struct ems_point){100, -50}, 25);
    check_near(ems_shape_area_m2(&circle), 1963.4954084936207, 1e-9);
    check_true(ems_shape_contains(&circle, (struct ems_point){125, -50}));
    check_true(!ems_shape_contains(&circle, (struct ems_point){125.001, -50}));
    check_true(ems_shape_contains(&circle, (struct ems_point){115, -30}));
    check_true(!ems_shape_contains(&circle, (struct ems_point){124, -26}));
}

static void areas_of_nested_rings(void **state)
{
    (void)state;
    const struct ems_point a[] = {{0, 0}, {0, 10}, {10, 10}, {10, 0}}, b[] = {{2, 2}, {8, 2}, {8, 8}, {2, 8}};
    const struct ems_point c[] = {{4, 4}, {6, 4}, {6, 6}, {4, 6}}, d[] = {{20, 0}, {23, 0}, {20, 4}};
    const struct ems_ring rings[] = {{b, 4}, {a, 4}, {d, 3}, {c, 4}}; /* in no order, in either direction */
    struct ems_shape shape = ems_shape_polygon(rings, 4);
    check_near(ems_shape_area_m2(&shape), 100 - 36 + 4 + 6, 1e-12);
    check_true(ems_shape_contains(&shape, (struct ems_point){5, 5}));
    check_true(!ems_shape_contains(&shape, (struct ems_point){3, 3}));
    /* a hole that touches its ring in a corner is a hole */
    const struct ems_point touching[] = {{0, 0}, {5, 2}, {2, 5}};
    const struct ems_ring two[] = {{a, 4}, {touching, 3}};
    struct ems_shape bitten = ems_shape_polygon(two, 2);
    check_near(ems_shape_area_m2(&bitten), 100 - 10.5, 1e-12);
}

static void areas_of_regular_polygons(void **state)
{
    (void)state;
    for (int n = 3; n < 200; n += 7) {
        struct ems_point points[200];
        for (int i = 0; i < n; i++)
            points[i] =
                (struct ems_point){1e6 + 5000 * cos(2 * pi * i / n), 5000 * sin(2 * pi * i / n) - 4e5};
        struct ems_ring ring = {points, n};
        struct ems_shape shape = ems_shape_polygon(&ring, 1);
        check_relative(ems_shape_area_m2(&shape), n / 2.0 * 5000 * 5000 * sin(2 * pi / n), 1e-10);
    }
}

static bool segments_cross(struct ems_point a, struct ems_point b, struct ems_point c, struct ems_point d)
{
    double den = (b.x_m - a.x_m) * (d.y_m - c.y_m) - (b.y_m - a.y_m) * (d.x_m - c.x_m);
    if (den == 0) return false;
    double t = ((c.x_m - a.x_m) * (d.y_m - c.y_m) - (c.y_m - a.y_m) * (d.x_m - c.x_m)) / den;
    double u = ((c.x_m - a.x_m) * (b.y_m - a.y_m) - (c.y_m - a.y_m) * (b.x_m - a.x_m)) / den;
    return t > 0 && t < 1 && u > 0 && u < 1;
}

static bool crosses_by_brute_force(const struct ems_point *p, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = i + 2; j < n; j++)
            if (!(i == 0 && j == n - 1) && segments_cross(p[i], p[i + 1], p[j], p[(j + 1) % n])) return true;
    return false;
}

static void crossings_agree_with_brute_force(void **state)
{
    (void)state;
    uint64_t draw = 6;
    int crossed = 0;
    for (int round = 0; round < 2000; round++) {
        struct ems_point points[12];
        int32_t n = 4 + round % 8;
        for (int32_t i = 0; i < n; i++)
            points[i] = ems_point_round(uniform(&draw) * 1e5, uniform(&draw) * 1e5);
        if (round % 2) star(&draw, points, n);
        struct ems_ring ring = {points, n};
        struct ems_shape shape = ems_shape_polygon(&ring, 1);
        struct ems_crossing crossing;
        bool found, expected = crosses_by_brute_force(points, n);
        check_ok(ems_shape_crosses_itself(&shape, &crossing, &found));
        check_int(found, expected);
        crossed += expected;
        if (!found) continue;
        int32_t i = crossing.edge_a, j = crossing.edge_b;
        check_true(segments_cross(points[i], points[(i + 1) % n], points[j], points[(j + 1) % n]));
    }
    check_within(crossed, 300, 1700);
}

static bool crosses(const struct ems_ring *rings, int32_t count)
{
    struct ems_shape shape = ems_shape_polygon(rings, count);
    struct ems_crossing crossing;
    bool found;
    check_ok(ems_shape_crosses_itself(&shape, &crossing, &found));
    return found;
}

static void touching_is_no_crossing_and_overlap_is(void **state)
{
    (void)state;
    const struct ems_point square[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}},
                           touching[] = {{0, 0}, {5, 2}, {2, 5}};
    const struct ems_point bow[] = {{0, 0}, {10, 10}, {10, 0}, {0, 10}},
                           spike[] = {{0, 0}, {10, 0}, {15, 0}, {10, 0}, {5, 8}};
    const struct ems_point beside[] = {{10, 3}, {20, 3}, {20, 7}, {10, 7}}; /* shares a part of an edge */
    const struct ems_point repeated[] = {{0, 0}, {0, 0}, {10, 0}, {10, 10}, {10, 10}};
    check_true(!crosses((const struct ems_ring[]){{square, 4}}, 1));
    check_true(!crosses((const struct ems_ring[]){{square, 4}, {touching, 3}}, 2));
    check_true(!crosses((const struct ems_ring[]){{repeated, 5}}, 1));
    check_true(crosses((const struct ems_ring[]){{bow, 4}}, 1));
    check_true(crosses((const struct ems_ring[]){{spike, 5}}, 1));
    check_true(crosses((const struct ems_ring[]){{square, 4}, {beside, 4}}, 2));
}

static void inside_points_are_inside(void **state)
{
    (void)state;
    uint64_t draw = 8;
    struct ems_point points[40], at;
    for (int round = 0; round < 300; round++) {
        struct ems_ring ring = {points, star(&draw, points, 3 + round % 37)};
        struct ems_shape shape = ems_shape_polygon(&ring, 1);
        check_ok(ems_shape_inside_point(&shape, &at));
        check_true(winds_around(points, ring.count, at));
    }
    /* a ring with a hole in the middle: its centre is no point of it */
    const struct ems_point outer[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}},
                           hole[] = {{1, 1}, {9, 1}, {9, 9}, {1, 9}};
    const struct ems_ring rings[] = {{outer, 4}, {hole, 4}};
    struct ems_shape frame = ems_shape_polygon(rings, 2);
    check_ok(ems_shape_inside_point(&frame, &at));
    check_true(ems_shape_contains(&frame, at));
}

/* The county's outline encloses what the census says. */
static void jiaohe_has_its_area(void **state)
{
    (void)state;
    json_t *root = json_load_file("../shared/data/cn_common/boundaries/jiaohe.geojson", 0, NULL);
    if (root == NULL) check_skip("no boundary file here: the county's area is not checked");
    json_t *feature = json_array_get(json_object_get(root, "features"), 0);
    json_t *polygons = json_object_get(json_object_get(feature, "geometry"), "coordinates");
    json_t *ring = json_array_get(json_array_get(polygons, 0), 0);
    size_t count = json_array_size(ring) - 1;
    struct ems_point *points = calloc(count, sizeof *points);
    check_true(points != NULL);
    struct ems_projection projection =
        ems_projection_at(EMS_COORD_WGS84, (struct ems_position){127.3, 43.75});
    for (size_t i = 0; i < count; i++) {
        json_t *p = json_array_get(ring, i);
        points[i] = ems_project(&projection, (struct ems_position){json_number_value(json_array_get(p, 0)),
                                                                   json_number_value(json_array_get(p, 1))});
    }
    struct ems_ring outline = {points, (int32_t)count};
    struct ems_shape shape = ems_shape_polygon(&outline, 1);
    check_near(ems_shape_area_m2(&shape) / 1e6, 6371.3, 30);
    check_true(ems_shape_contains(&shape, ems_project(&projection, (struct ems_position){127.344, 43.724})));
    free(points);
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(polygons_contain_what_they_wind_around),
        cmocka_unit_test(edges_and_corners_are_inside),
        cmocka_unit_test(circles),
        cmocka_unit_test(areas_of_nested_rings),
        cmocka_unit_test(areas_of_regular_polygons),
        cmocka_unit_test(crossings_agree_with_brute_force),
        cmocka_unit_test(touching_is_no_crossing_and_overlap_is),
        cmocka_unit_test(inside_points_are_inside),
        cmocka_unit_test(jiaohe_has_its_area),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
