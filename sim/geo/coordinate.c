#include "geo/coordinate.h"

#include <math.h>

static const double pi = 3.14159265358979323846;
static const double radian = 3.14159265358979323846 / 180; /* of a degree */

/* GCJ-02: the public formula's polynomials and waves, in metres, on the Krasovsky ellipsoid. */
static const double krasovsky_m = 6378245.0, krasovsky_e2 = 0.00669342162296594323;
/* BD-09: degrees are multiplied by this in its waves. */
static const double baidu_wave = 3.14159265358979324 * 3000.0 / 180.0;

static bool outside_china(struct ems_position p)
{
    return p.x < 72.004 || p.x > 137.8347 || p.y < 0.8293 || p.y > 55.8271;
}

static double gcj_east_m(double x, double y)
{
    double r = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x));
    r += (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3;
    r += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3;
    return r + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3;
}

static double gcj_north_m(double x, double y)
{
    double r = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x));
    r += (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3;
    r += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3;
    return r + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3;
}

static struct ems_position gcj_from_wgs(struct ems_position p)
{
    double sine = sin(p.y * radian), magic = 1 - krasovsky_e2 * sine * sine, root = sqrt(magic);
    double north = gcj_north_m(p.x - 105, p.y - 35), east = gcj_east_m(p.x - 105, p.y - 35);
    return (struct ems_position){p.x + east / (krasovsky_m / root * cos(p.y * radian) * radian),
                                 p.y + north / (krasovsky_m * (1 - krasovsky_e2) / (magic * root) * radian)};
}

static struct ems_position bd_from_gcj(struct ems_position p)
{
    double z = sqrt(p.x * p.x + p.y * p.y) + 0.00002 * sin(p.y * baidu_wave);
    double theta = atan2(p.y, p.x) + 0.000003 * cos(p.x * baidu_wave);
    return (struct ems_position){z * cos(theta) + 0.0065, z * sin(theta) + 0.006};
}

/* The offsets change by less than 1 % from a point to the next, so each round gains two digits. */
static struct ems_position invert(struct ems_position (*forward)(struct ems_position),
                                  struct ems_position target)
{
    struct ems_position guess = target;
    for (int i = 0; i < 12; i++) {
        struct ems_position there = forward(guess);
        guess.x += target.x - there.x;
        guess.y += target.y - there.y;
    }
    return guess;
}

struct ems_position ems_to_wgs84(enum ems_coordinates from, struct ems_position position)
{
    if (from == EMS_COORD_BD09) position = invert(bd_from_gcj, position);
    if ((from == EMS_COORD_BD09 || from == EMS_COORD_GCJ02) && !outside_china(position))
        position = invert(gcj_from_wgs, position);
    return position;
}

struct ems_position ems_from_wgs84(enum ems_coordinates to, struct ems_position position)
{
    if ((to == EMS_COORD_BD09 || to == EMS_COORD_GCJ02) && !outside_china(position))
        position = gcj_from_wgs(position);
    if (to == EMS_COORD_BD09) position = bd_from_gcj(position);
    return position;
}

/* WGS-84's ellipsoid: semi-major axis, e^2 and e'^2. */
static const double wgs_m = 6378137.0, e2 = 0.0066943799901413165, e2_prime = 0.0067394967422764341;

/* Along the meridian from the equator (Snyder 3-21), latitude in radians. */
static double meridian_m(double lat)
{
    double e4 = e2 * e2, e6 = e4 * e2;
    return wgs_m * ((1 - e2 / 4 - 3 * e4 / 64 - 5 * e6 / 256) * lat -
                    (3 * e2 / 8 + 3 * e4 / 32 + 45 * e6 / 1024) * sin(2 * lat) +
                    (15 * e4 / 256 + 45 * e6 / 1024) * sin(4 * lat) - 35 * e6 / 3072 * sin(6 * lat));
}

/* The latitude at that distance along the meridian (Snyder 3-26, 7-19). */
static double footpoint(double along_m)
{
    double e4 = e2 * e2, e6 = e4 * e2, root = sqrt(1 - e2), e1 = (1 - root) / (1 + root);
    double mu = along_m / (wgs_m * (1 - e2 / 4 - 3 * e4 / 64 - 5 * e6 / 256)), e1_2 = e1 * e1;
    return mu + (3 * e1 / 2 - 27 * e1_2 * e1 / 32) * sin(2 * mu) +
           (21 * e1_2 / 16 - 55 * e1_2 * e1_2 / 32) * sin(4 * mu) + 151 * e1_2 * e1 / 96 * sin(6 * mu) +
           1097 * e1_2 * e1_2 / 512 * sin(8 * mu);
}

struct ems_projection ems_projection_at(enum ems_coordinates coordinates, struct ems_position origin)
{
    struct ems_projection p = {.coordinates = coordinates, .origin = ems_to_wgs84(coordinates, origin)};
    if (coordinates != EMS_COORD_PLANE) p.meridian_m = meridian_m(p.origin.y * radian);
    return p;
}

/* Snyder 8-9 and 8-10 with scale 1. */
struct ems_point ems_project(const struct ems_projection *projection, struct ems_position position)
{
    if (projection->coordinates == EMS_COORD_PLANE)
        return (struct ems_point){rint((position.x - projection->origin.x) * 1e6) / 1e6,
                                  rint((position.y - projection->origin.y) * 1e6) / 1e6};
    struct ems_position at = ems_to_wgs84(projection->coordinates, position);
    double lat = at.y * radian, sine = sin(lat), cosine = cos(lat), tangent = tan(lat);
    double n = wgs_m / sqrt(1 - e2 * sine * sine), t = tangent * tangent, c = e2_prime * cosine * cosine;
    double a = (at.x - projection->origin.x) * radian * cosine, a2 = a * a;
    double x =
        n * a * (1 + (1 - t + c) * a2 / 6 + (5 - 18 * t + t * t + 72 * c - 58 * e2_prime) * a2 * a2 / 120);
    double y = n * tangent * a2 *
               (0.5 + (5 - t + 9 * c + 4 * c * c) * a2 / 24 +
                (61 - 58 * t + t * t + 600 * c - 330 * e2_prime) * a2 * a2 / 720);
    return ems_point_round(x, meridian_m(lat) - projection->meridian_m + y);
}

/* Snyder 8-17 and 8-18. */
struct ems_position ems_unproject_wgs84(const struct ems_projection *projection, struct ems_point point)
{
    if (projection->coordinates == EMS_COORD_PLANE)
        return (struct ems_position){point.x_m + projection->origin.x, point.y_m + projection->origin.y};
    double foot = footpoint(projection->meridian_m + point.y_m), sine = sin(foot), cosine = cos(foot);
    double tangent = tan(foot), t = tangent * tangent, c = e2_prime * cosine * cosine;
    double w = 1 - e2 * sine * sine, n = wgs_m / sqrt(w), r = wgs_m * (1 - e2) / (w * sqrt(w));
    double d = point.x_m / n, d2 = d * d;
    double lat =
        foot - n * tangent / r * d2 *
                   (0.5 - (5 + 3 * t + 10 * c - 4 * c * c - 9 * e2_prime) * d2 / 24 +
                    (61 + 90 * t + 298 * c + 45 * t * t - 252 * e2_prime - 3 * c * c) * d2 * d2 / 720);
    double lon = d *
                 (1 - (1 + 2 * t + c) * d2 / 6 +
                  (5 - 2 * c + 28 * t - 3 * c * c + 8 * e2_prime + 24 * t * t) * d2 * d2 / 120) /
                 cosine;
    return (struct ems_position){projection->origin.x + lon / radian, lat / radian};
}

struct ems_position ems_unproject(const struct ems_projection *projection, struct ems_point point)
{
    return ems_from_wgs84(projection->coordinates, ems_unproject_wgs84(projection, point));
}
