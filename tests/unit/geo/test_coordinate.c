#include "support/check.h"

#include "geo/coordinate.h"

static const double pi = 3.14159265358979323846;

/* Geodesic distance on WGS-84 (Vincenty 1975, inverse), an oracle for lengths on the plane. */
static double vincenty_m(struct ems_position p, struct ems_position q)
{
    const double a = 6378137.0, f = 1 / 298.257223563, b = a * (1 - f), rad = pi / 180;
    double l = (q.x - p.x) * rad, lambda = l, u1 = atan((1 - f) * tan(p.y * rad)),
           u2 = atan((1 - f) * tan(q.y * rad));
    double sigma = 0, ss = 0, cs = 1, c2 = 1, cm = 0;
    for (int i = 0; i < 100; i++) {
        double x = cos(u2) * sin(lambda), y = cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(lambda);
        ss = sqrt(x * x + y * y);
        if (ss == 0) return 0;
        cs = sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(lambda);
        sigma = atan2(ss, cs);
        double sa = cos(u1) * cos(u2) * sin(lambda) / ss;
        c2 = 1 - sa * sa;
        cm = c2 != 0 ? cs - 2 * sin(u1) * sin(u2) / c2 : 0;
        double c = f / 16 * c2 * (4 + f * (4 - 3 * c2));
        lambda = l + (1 - c) * f * sa * (sigma + c * ss * (cm + c * cs * (2 * cm * cm - 1)));
    }
    double k = c2 * (a * a - b * b) / (b * b);
    double big_a = 1 + k / 16384 * (4096 + k * (-768 + k * (320 - 175 * k)));
    double big_b = k / 1024 * (256 + k * (-128 + k * (74 - 47 * k)));
    double d =
        big_b * ss *
        (cm + big_b / 4 * (cs * (2 * cm * cm - 1) - big_b / 6 * cm * (4 * ss * ss - 3) * (4 * cm * cm - 3)));
    return b * big_a * (sigma - d);
}

/* The worked example of the Australian geodetic manual (Flinders Peak to Buninyong, GRS80): the oracle is
 * sound. */
static void oracle_knows_the_australian_example(void **state)
{
    (void)state;
    struct ems_position flinders = {144 + 25 / 60.0 + 29.52440 / 3600, -(37 + 57 / 60.0 + 3.72030 / 3600)};
    struct ems_position buninyong = {143 + 55 / 60.0 + 35.38390 / 3600, -(37 + 39 / 60.0 + 10.15610 / 3600)};
    check_near(vincenty_m(flinders, buninyong), 54972.271, 0.001);
}

/* Values printed in the documentation of coordtransform, a public implementation. */
static void gcj_and_bd_agree_with_published_values(void **state)
{
    (void)state;
    struct ems_position p = {116.404, 39.915}, gcj = ems_from_wgs84(EMS_COORD_GCJ02, p);
    check_near(gcj.x, 116.41024449916938, 1e-9);
    check_near(gcj.y, 39.91640428150164, 1e-9);
    /* GCJ-02 (116.404, 39.915) is BD-09 (116.41036949371029, 39.92133699351021) */
    struct ems_position bd = ems_from_wgs84(EMS_COORD_BD09, ems_to_wgs84(EMS_COORD_GCJ02, p));
    check_near(bd.x, 116.41036949371029, 1e-9);
    check_near(bd.y, 39.92133699351021, 1e-9);
    /* their way back is a first guess only, good to some metres */
    struct ems_position wgs = ems_to_wgs84(EMS_COORD_GCJ02, p);
    check_near(wgs.x, 116.39775550083061, 5e-5);
    check_near(wgs.y, 39.91359571849836, 5e-5);
}

static void round_trips_come_back(void **state)
{
    (void)state;
    const enum ems_coordinates systems[] = {EMS_COORD_WGS84, EMS_COORD_GCJ02, EMS_COORD_BD09};
    double largest_shift = 0;
    for (int s = 0; s < 3; s++) {
        for (double x = 75.3; x < 134; x += 1.37) {
            for (double y = 18.2; y < 53; y += 1.13) {
                struct ems_position p = {x, y}, q = ems_to_wgs84(systems[s], p),
                                    back = ems_from_wgs84(systems[s], q);
                check_near(back.x, x, 1e-9);
                check_near(back.y, y, 1e-9);
                if (systems[s] == EMS_COORD_GCJ02) largest_shift = fmax(largest_shift, vincenty_m(p, q));
            }
        }
    }
    check_within(largest_shift, 300, 1000); /* the offset is some hundred metres */
}

static void no_offset_abroad(void **state)
{
    (void)state;
    struct ems_position paris = {2.35, 48.86}, there = ems_from_wgs84(EMS_COORD_GCJ02, paris);
    check_near(there.x, paris.x, 0);
    check_near(there.y, paris.y, 0);
    struct ems_position back = ems_to_wgs84(EMS_COORD_GCJ02, paris);
    check_near(back.x, paris.x, 0);
    struct ems_position plane = {1234.5, -6.25}, same = ems_to_wgs84(EMS_COORD_PLANE, plane);
    check_near(same.x, plane.x, 0);
    check_near(same.y, plane.y, 0);
}

/* Lengths between random points against the geodesic. */
static double worst_error(double latitude, double reach_m)
{
    struct ems_position origin = {127.3, latitude};
    struct ems_projection projection = ems_projection_at(EMS_COORD_WGS84, origin);
    double worst = 0;
    uint32_t draw = 7;
    for (int i = 0; i < 2000; i++) {
        struct ems_position p[2];
        for (int k = 0; k < 2; k++) {
            double v[2];
            for (int j = 0; j < 2; j++) {
                draw = draw * 1664525 + 1013904223;
                v[j] = (draw >> 8) / 16777216.0 * 2 - 1;
            }
            p[k] = (struct ems_position){origin.x + v[0] * reach_m / (111320 * cos(latitude * pi / 180)),
                                         origin.y + v[1] * reach_m / 111320};
        }
        double geodesic = vincenty_m(p[0], p[1]);
        double plane = ems_point_distance(ems_project(&projection, p[0]), ems_project(&projection, p[1]));
        if (geodesic > 1000) worst = fmax(worst, fabs(plane / geodesic - 1));
    }
    return worst;
}

static void lengths_on_the_plane_are_true(void **state)
{
    (void)state;
    const double latitudes[] = {-38, 0.5, 20, 43.7, 53};
    for (int i = 0; i < 5; i++) {
        check_within(worst_error(latitudes[i], 100e3), 1e-6, 0.0002);
        check_within(worst_error(latitudes[i], 300e3), 1e-5, 0.0012);
    }
}

static void positions_come_back_from_the_plane(void **state)
{
    (void)state;
    const enum ems_coordinates systems[] = {EMS_COORD_WGS84, EMS_COORD_GCJ02, EMS_COORD_BD09,
                                            EMS_COORD_PLANE};
    for (int s = 0; s < 4; s++) {
        struct ems_projection projection = ems_projection_at(systems[s], (struct ems_position){127.3, 43.7});
        for (double dx = -2; dx <= 2; dx += 0.37) {
            for (double dy = -2; dy <= 2; dy += 0.41) {
                struct ems_position p = {127.3 + dx, 43.7 + dy},
                                    q = ems_unproject(&projection, ems_project(&projection, p));
                double tolerance = systems[s] == EMS_COORD_PLANE ? 0.0005 : 2e-8; /* a millimetre or two */
                check_near(q.x, p.x, tolerance);
                check_near(q.y, p.y, tolerance);
            }
        }
    }
}

static void points_are_whole_millimetres(void **state)
{
    (void)state;
    struct ems_projection projection = ems_projection_at(EMS_COORD_WGS84, (struct ems_position){127.3, 43.7});
    struct ems_point origin = ems_project(&projection, projection.origin);
    check_near(origin.x_m, 0, 0);
    check_near(origin.y_m, 0, 0);
    struct ems_point p = ems_project(&projection, (struct ems_position){127.41234567, 43.79876543});
    check_near(p.x_m, rint(p.x_m * 1000) / 1000, 0);
    check_near(p.y_m, rint(p.y_m * 1000) / 1000, 0);
    /* two points that differ by less than a millimetre fall together */
    struct ems_point q = ems_project(&projection, (struct ems_position){127.41234567, 43.79876543 + 1e-10});
    check_near(q.y_m, p.y_m, 0.0011);
}

/* Seats of counties in GCJ-02 lie some hundred metres from the same places in WGS-84. */
static void census_seats_shift_by_half_a_kilometre(void **state)
{
    (void)state;
    FILE *file = fopen("../shared/data/cn_common/county_census2020.csv", "r");
    if (file == NULL) check_skip("no census file here: seats of counties are not checked");
    char line[1024];
    int count = 0;
    double sum = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        char *lat = strrchr(line, ',');
        if (lat == NULL) continue;
        *lat = '\0';
        char *lon = strrchr(line, ',');
        if (lon == NULL) continue;
        struct ems_position gcj = {strtod(lon + 1, NULL), strtod(lat + 1, NULL)};
        if (gcj.x < 74 || gcj.y < 15) continue;
        sum += vincenty_m(gcj, ems_to_wgs84(EMS_COORD_GCJ02, gcj));
        count++;
    }
    fclose(file);
    check_within(count, 2000, 4000);
    check_within(sum / count, 400, 650);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oracle_knows_the_australian_example),
        cmocka_unit_test(gcj_and_bd_agree_with_published_values),
        cmocka_unit_test(round_trips_come_back),
        cmocka_unit_test(no_offset_abroad),
        cmocka_unit_test(lengths_on_the_plane_are_true),
        cmocka_unit_test(positions_come_back_from_the_plane),
        cmocka_unit_test(points_are_whole_millimetres),
        cmocka_unit_test(census_seats_shift_by_half_a_kilometre),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
