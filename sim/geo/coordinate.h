/* Coordinates as a scenario writes them, and the plane. Longitude and latitude in WGS-84, GCJ-02 (the system
 * of Chinese public maps) or BD-09 (Baidu), or plane metres. WGS-84 is turned into GCJ-02 and BD-09 by the
 * public formulas, and back from them by iteration; the round trip agrees within 1e-7 degrees. GCJ-02 has no
 * offset outside a box about China (72.004..137.8347 E, 0.8293..55.8271 N), and neither has the way back.
 *
 * The plane is the transverse Mercator projection with scale 1 on the origin's meridian (Snyder, Map
 * Projections: A Working Manual, USGS 1987, pp. 60-64): within 100 km of the origin lengths are wrong by less
 * than 0.02 %, within 300 km by less than 0.12 %. The series hold to a millimetre within 3 degrees of
 * longitude. */
#ifndef EMS_GEO_COORDINATE_H
#define EMS_GEO_COORDINATE_H

#include <stdbool.h>

#include "geo/point.h"

enum ems_coordinates { EMS_COORD_WGS84, EMS_COORD_GCJ02, EMS_COORD_BD09, EMS_COORD_PLANE };

/* A position as written: longitude and latitude in degrees, or x and y in metres. */
struct ems_position {
    double x, y;
};

/* Plane positions are returned as they are. */
struct ems_position ems_to_wgs84(enum ems_coordinates from, struct ems_position position);
struct ems_position ems_from_wgs84(enum ems_coordinates to, struct ems_position position);

struct ems_projection {
    enum ems_coordinates coordinates;
    struct ems_position origin; /* WGS-84, or plane */
    double meridian_m;          /* from the equator to the origin along its meridian; 0 for the plane */
};

/* `origin` in the scenario's own system. */
struct ems_projection ems_projection_at(enum ems_coordinates coordinates, struct ems_position origin);
/* Metres east and north of the origin, rounded to millimetres; plane positions, which nothing was computed
 * for, to micrometres. */
struct ems_point ems_project(const struct ems_projection *projection, struct ems_position position);
/* Back into the scenario's system, and into WGS-84 for GeoJSON (plane coordinates stay as they are). */
struct ems_position ems_unproject(const struct ems_projection *projection, struct ems_point point);
struct ems_position ems_unproject_wgs84(const struct ems_projection *projection, struct ems_point point);

#endif
