/* Coordinates as a scenario writes them, and the plane. Longitude and latitude in WGS-84, GCJ-02 (the system of
 * Chinese public maps) or BD-09 (Baidu), or plane metres. GCJ-02 and BD-09 are turned into WGS-84 by the public
 * formulas and, back from it, by iteration; the round trip agrees within 1e-7 degrees. The plane is a local
 * equirectangular projection about the origin with the ellipsoid's radii there: at 100 km from the origin lengths
 * are wrong by less than 0.4 % at Chinese latitudes. */
#ifndef EMS_GEO_COORDINATE_H
#define EMS_GEO_COORDINATE_H

#include <stdbool.h>

#include "geo/point.h"

enum ems_coordinates { EMS_COORD_WGS84, EMS_COORD_GCJ02, EMS_COORD_BD09, EMS_COORD_PLANE };

/* A position as written: longitude and latitude in degrees, or x and y in metres. */
struct ems_position {
    double x, y;
};

struct ems_position ems_to_wgs84(enum ems_coordinates from, struct ems_position position);
struct ems_position ems_from_wgs84(enum ems_coordinates to, struct ems_position position);

struct ems_projection {
    enum ems_coordinates coordinates;
    struct ems_position origin;      /* WGS-84, or plane */
    double east_m, north_m;          /* metres per degree at the origin; 1 for the plane */
};

/* `origin` in the scenario's own system. */
struct ems_projection ems_projection_at(enum ems_coordinates coordinates, struct ems_position origin);
struct ems_point ems_project(const struct ems_projection *projection, struct ems_position position);
/* Back into the scenario's system, and into WGS-84 for GeoJSON (plane coordinates stay as they are). */
struct ems_position ems_unproject(const struct ems_projection *projection, struct ems_point point);
struct ems_position ems_unproject_wgs84(const struct ems_projection *projection, struct ems_point point);

#endif
