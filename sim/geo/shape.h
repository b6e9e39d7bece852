/* Areas on the plane: circles and polygons with holes. A point on an edge counts as inside. */
#ifndef EMS_GEO_SHAPE_H
#define EMS_GEO_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
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
/* `rings` are borrowed. */
struct ems_shape ems_shape_polygon(const struct ems_ring *rings, int32_t ring_count);
double ems_shape_area_m2(const struct ems_shape *shape);
bool ems_shape_contains(const struct ems_shape *shape, struct ems_point point);
/* True when two edges of the rings cross or overlap; then *edge_a and *edge_b are their numbers, counted over all
 * rings, and *ring the ring of the first. O(n log n) typical, O(n^2) at worst. */
bool ems_shape_crosses_itself(const struct ems_shape *shape, int32_t *ring, int32_t *edge_a, int32_t *edge_b);

#endif
