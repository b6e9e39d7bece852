/* Areas on the plane: circles and polygons with holes. A point on an edge counts as inside. Tests of polygons
 * are exact: coordinates are whole millimetres, and products are taken in 128-bit integers. */
#ifndef EMS_GEO_SHAPE_H
#define EMS_GEO_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "geo/point.h"

/* A closed ring without its repeated last point. */
struct ems_ring {
    const struct ems_point *points;
    int32_t count;
};

struct ems_shape {
    enum { EMS_SHAPE_CIRCLE, EMS_SHAPE_POLYGON } kind;
    struct ems_point centre; /* circle */
    double radius_m;
    const struct ems_ring *rings; /* polygon: any number of outer rings and holes, even-odd rule */
    int32_t ring_count;
    struct ems_point low, high; /* bounding box, both kinds */
};

struct ems_shape ems_shape_circle(struct ems_point centre, double radius_m);
/* `rings` are borrowed; those of fewer than three points enclose nothing. */
struct ems_shape ems_shape_polygon(const struct ems_ring *rings, int32_t ring_count);
/* Of a polygon whose rings do not cross, whatever their direction: a ring inside an odd number of others is a
 * hole. O(points * rings) where bounding boxes overlap. */
double ems_shape_area_m2(const struct ems_shape *shape);
/* O(points) within the bounding box. */
bool ems_shape_contains(const struct ems_shape *shape, struct ems_point point);
/* A point of the shape that lies well inside: the middle of the longest stretch inside along a few horizontal
 * lines; the centre of a circle. O(points). */
enum ems_status ems_shape_inside_point(const struct ems_shape *shape, struct ems_point *out);

/* Where two edges of the rings cross, or overlap in more than a point. */
struct ems_crossing {
    int32_t ring_a, edge_a, ring_b, edge_b; /* edge k goes from point k of its ring to the next */
};
/* *found tells whether there is one; touching in one point is none. O(n log n) typical, O(n^2) at worst. */
enum ems_status ems_shape_crosses_itself(const struct ems_shape *shape, struct ems_crossing *out,
                                         bool *found);

#endif
