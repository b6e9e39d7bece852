#include "report/geojson_shape.h"

#include <math.h>
#include <stdlib.h>

#include "base/json.h"

enum { CIRCLE_POINTS = 72 };

static json_t *position(const struct ems_projection *projection, struct ems_point at)
{
    struct ems_position p = ems_unproject_wgs84(projection, at);
    json_t *array = json_array();
    if (json_array_append_new(array, ems_json_real(p.x)) == 0 &&
        json_array_append_new(array, ems_json_real(p.y)) == 0)
        return array;
    json_decref(array);
    return NULL;
}

static json_t *geometry(const char *type, json_t *coordinates)
{
    json_t *object = json_object();
    if (json_object_set_new(object, "type", json_string(type)) == 0) {
        if (json_object_set_new(object, "coordinates", coordinates) == 0) return object;
        coordinates = NULL; /* given away even when it fails */
    }
    json_decref(coordinates);
    json_decref(object);
    return NULL;
}

json_t *ems_geojson_point(const struct ems_projection *projection, struct ems_point at)
{
    return geometry("Point", position(projection, at));
}

/* Twice the area; positive when the ring runs anticlockwise. */
static double signed_area(const struct ems_ring *ring)
{
    double sum = 0;
    for (int32_t i = 0; i < ring->count; i++) {
        struct ems_point a = ring->points[i], o = ring->points[0];
        struct ems_point b = i + 1 < ring->count ? ring->points[i + 1] : o;
        sum += (a.x_m - o.x_m) * (b.y_m - o.y_m) - (b.x_m - o.x_m) * (a.y_m - o.y_m);
    }
    return sum;
}

/* Closed, and in the direction that is asked for. */
static json_t *ring_json(const struct ems_projection *projection, const struct ems_ring *ring,
                         bool anticlockwise)
{
    const bool turn = (signed_area(ring) > 0) != anticlockwise;
    json_t *array = json_array();
    for (int32_t i = 0; i <= ring->count; i++) {
        int32_t at = i < ring->count ? i : 0; /* the first again at the end */
        if (turn && at > 0) at = ring->count - at;
        if (json_array_append_new(array, position(projection, ring->points[at])) == 0) continue;
        json_decref(array);
        return NULL;
    }
    return array;
}

/* How the rings of a shape lie in each other. */
struct nest {
    const struct ems_shape *shape;
    double *area;    /* of each ring, without sign, doubled */
    int32_t *depth;  /* rings around it */
    int32_t *around; /* the smallest ring around it, or -1 */
};

static bool lies_in(const struct nest *nest, int32_t inner, int32_t outer)
{
    if (inner == outer || nest->area[inner] >= nest->area[outer]) return false;
    const struct ems_shape around = ems_shape_polygon(&nest->shape->rings[outer], 1);
    const struct ems_ring *ring = &nest->shape->rings[inner];
    for (int32_t i = 0; i < ring->count; i++)
        if (!ems_shape_contains(&around, ring->points[i])) return false;
    return true;
}

static void find_depths(struct nest *nest)
{
    for (int32_t i = 0; i < nest->shape->ring_count; i++) {
        nest->around[i] = -1;
        for (int32_t j = 0; j < nest->shape->ring_count; j++) {
            if (!lies_in(nest, i, j)) continue;
            nest->depth[i]++;
            if (nest->around[i] < 0 || nest->area[j] < nest->area[nest->around[i]]) nest->around[i] = j;
        }
    }
}

static json_t *polygon_json(const struct ems_projection *projection, const struct nest *nest, int32_t outer)
{
    json_t *rings = json_array();
    int failed = json_array_append_new(rings, ring_json(projection, &nest->shape->rings[outer], true));
    for (int32_t i = 0; i < nest->shape->ring_count; i++)
        if (nest->depth[i] % 2 == 1 && nest->around[i] == outer)
            failed |= json_array_append_new(rings, ring_json(projection, &nest->shape->rings[i], false));
    if (failed == 0) return rings;
    json_decref(rings);
    return NULL;
}

static json_t *polygons(const struct ems_projection *projection, const struct nest *nest)
{
    json_t *all = json_array();
    for (int32_t i = 0; i < nest->shape->ring_count; i++) {
        if (nest->depth[i] % 2 == 1 || json_array_append_new(all, polygon_json(projection, nest, i)) == 0)
            continue;
        json_decref(all);
        return NULL;
    }
    if (json_array_size(all) != 1) return geometry("MultiPolygon", all);
    json_t *one = json_incref(json_array_get(all, 0));
    json_decref(all);
    return geometry("Polygon", one);
}

static json_t *polygon_shape(const struct ems_projection *projection, const struct ems_shape *shape)
{
    const size_t rings = (size_t)shape->ring_count;
    struct nest nest = {.shape = shape};
    json_t *result = NULL;
    nest.area = calloc(rings + 1, sizeof *nest.area);
    nest.depth = calloc(rings + 1, sizeof *nest.depth);
    nest.around = calloc(rings + 1, sizeof *nest.around);
    if (nest.area != NULL && nest.depth != NULL && nest.around != NULL) {
        for (size_t i = 0; i < rings; i++) nest.area[i] = fabs(signed_area(&shape->rings[i]));
        find_depths(&nest);
        result = polygons(projection, &nest);
    }
    free(nest.area);
    free(nest.depth);
    free(nest.around);
    return result;
}

static json_t *circle_shape(const struct ems_projection *projection, const struct ems_shape *shape)
{
    const double step = 2 * 3.14159265358979323846 / CIRCLE_POINTS;
    struct ems_point points[CIRCLE_POINTS];
    for (int i = 0; i < CIRCLE_POINTS; i++)
        points[i] = ems_point_round(shape->centre.x_m + shape->radius_m * cos(i * step),
                                    shape->centre.y_m + shape->radius_m * sin(i * step));
    const struct ems_ring ring = {points, CIRCLE_POINTS};
    json_t *rings = json_array();
    if (json_array_append_new(rings, ring_json(projection, &ring, true)) == 0)
        return geometry("Polygon", rings);
    json_decref(rings);
    return NULL;
}

json_t *ems_geojson_shape(const struct ems_projection *projection, const struct ems_shape *shape)
{
    if (shape->kind == EMS_SHAPE_CIRCLE) return circle_shape(projection, shape);
    return polygon_shape(projection, shape);
}

json_t *ems_geojson_isochrone(const struct ems_projection *projection, const struct ems_isochrone *isochrone)
{
    json_t *all = json_array();
    for (int32_t p = 0; p < isochrone->polygon_count; p++) {
        json_t *rings = json_array();
        int failed = 0;
        for (int32_t r = isochrone->first_ring[p]; r < isochrone->first_ring[p + 1]; r++)
            failed |= json_array_append_new(
                rings, ring_json(projection, &isochrone->rings[r], r == isochrone->first_ring[p]));
        if (json_array_append_new(all, rings) == 0 && failed == 0) continue;
        json_decref(all);
        return NULL;
    }
    return geometry("MultiPolygon", all);
}
