/* Shapes of the model as GeoJSON geometries. */
#ifndef EMS_REPORT_GEOJSON_SHAPE_H
#define EMS_REPORT_GEOJSON_SHAPE_H

#include <jansson.h>

#include "coverage/isochrone.h"
#include "geo/coordinate.h"
#include "geo/shape.h"

/* New references; NULL when memory is out. */
json_t *ems_geojson_point(const struct ems_projection *projection, struct ems_point at);
/* Polygon or MultiPolygon. Rings of a shape may stand in any order and direction: which is a hole of which
 * follows from what lies inside what. O(rings^2 x points) where their boxes overlap. */
json_t *ems_geojson_shape(const struct ems_projection *projection, const struct ems_shape *shape);
/* Always a MultiPolygon. */
json_t *ems_geojson_isochrone(const struct ems_projection *projection, const struct ems_isochrone *isochrone);

#endif
