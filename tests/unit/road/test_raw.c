#include "support/check.h"

#include "road/raw.h"

static void classes_are_numbered_as_they_come(void **state)
{
    (void)state;
    struct ems_raw_network raw = {0};
    char name[40];
    check_int(ems_raw_class(&raw, "primary"), 0);
    check_int(ems_raw_class(&raw, "secondary"), 1);
    check_int(ems_raw_class(&raw, "primary"), 0);
    check_int(ems_raw_class(&raw, "a name of 24 bytes 45678"), -1);
    check_int(ems_raw_class(&raw, "a name of 23 bytes 4567"), 2);
    for (int32_t i = 3; i < EMS_ROAD_CLASSES_MAX; i++) {
        snprintf(name, sizeof name, "class %d", i);
        check_int(ems_raw_class(&raw, name), i);
    }
    check_int(ems_raw_class(&raw, "one more"), -1);
    check_int(ems_raw_class(&raw, "secondary"), 1);
    check_int(raw.class_count, EMS_ROAD_CLASSES_MAX);
}

static double sphere(double lon_a, double lat_a, double lon_b, double lat_b)
{
    return ems_raw_distance_m(EMS_COORD_WGS84, (struct ems_position){lon_a, lat_a},
                              (struct ems_position){lon_b, lat_b});
}

/* A degree of a great circle is a 360th of its length; and the law of cosines (which loses digits on short
 * ways). */
static void distances_on_the_sphere(void **state)
{
    (void)state;
    const double pi = acos(-1), radius = 6371008.8, degree = 2 * pi * radius / 360;
    check_near(sphere(116, 40, 116, 41), degree, 0.001);
    check_near(sphere(0, 0, 1, 0), degree, 0.001);
    check_near(sphere(179.5, 0, -179.5, 0), degree, 0.001);
    check_near(sphere(0, 90, 55, -90), pi * radius, 0.001);
    check_near(sphere(0, 0, 180, 0), pi * radius, 0.001);
    check_near(sphere(127.3, 43.7, 127.3, 43.7), 0, 0);
    double a = 31.2 * pi / 180, b = 39.9 * pi / 180, east = (121.5 - 116.4) * pi / 180;
    check_relative(sphere(116.4, 39.9, 121.5, 31.2),
                   radius * acos(sin(a) * sin(b) + cos(a) * cos(b) * cos(east)), 1e-9);
    check_near(sphere(116.4, 39.9, 116.40001, 39.9), degree * 1e-5 * cos(b), 0.0006);
}

static void distances_in_the_plane_are_whole_millimetres(void **state)
{
    (void)state;
    struct ems_position a = {0, 0}, b = {3000.0004, 4000.0003};
    check_near(ems_raw_distance_m(EMS_COORD_PLANE, a, b), 5000, 0);
    b.x = 0.0006, b.y = 0;
    check_near(ems_raw_distance_m(EMS_COORD_PLANE, a, b), 0.001, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_numbered_as_they_come),
        cmocka_unit_test(distances_on_the_sphere),
        cmocka_unit_test(distances_in_the_plane_are_whole_millimetres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
