/* GeoJSON (RFC 7946) as far as scenarios need it: polygons of areas and points with people. Files are in
 * WGS-84, as the standard says, whatever the scenario's own system is; in a plane they are in metres. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "scenario/build_parts.h"

struct walk {
    const struct ems_geo_source *source;
    const char *path; /* of the feature that is looked at, in the arena */
    EMS_ARRAY(struct ems_geo_ring) rings;
    EMS_ARRAY(struct ems_geo_point) points;
    bool no_memory, failed;
};

static void tell(struct walk *w, enum ems_text message, const char *const *args)
{
    struct ems_place_in_file at = {w->source->file, 0, 0};
    ems_diag_error(w->source->diags, at, w->path, message, args);
    w->failed = true;
}

static bool read_position(const struct walk *w, const json_t *value, struct ems_position *out)
{
    const json_t *x = json_array_get(value, 0), *y = json_array_get(value, 1);
    if (!json_is_number(x) || !json_is_number(y)) return false;
    struct ems_position at = {json_number_value(x), json_number_value(y)};
    *out = ems_from_wgs84(w->source->coordinates, at);
    return true;
}

static bool add_ring(struct walk *w, const json_t *value)
{
    size_t size = json_array_size(value);
    if (size < 4 || size > INT32_MAX) return false;
    struct ems_geo_ring ring = {EMS_NEW_ARRAY(w->source->arena, struct ems_position, size), (int32_t)size};
    if (ring.points == NULL) {
        w->no_memory = true;
        return true;
    }
    for (size_t i = 0; i < size; i++)
        if (!read_position(w, json_array_get(value, i), &ring.points[i])) return false;
    const struct ems_position *first = &ring.points[0], *last = &ring.points[size - 1];
    if (first->x != last->x || first->y != last->y) return false;
    ring.count--;
    if (!EMS_PUSH(&w->rings, ring)) w->no_memory = true;
    return true;
}

static bool add_polygon(struct walk *w, const json_t *rings)
{
    bool good = json_array_size(rings) > 0;
    for (size_t i = 0; good && i < json_array_size(rings); i++) good = add_ring(w, json_array_get(rings, i));
    return good;
}

static void add_area(struct walk *w, const json_t *geometry)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *coordinates = json_object_get(geometry, "coordinates");
    bool good = json_is_array(coordinates);
    if (type == NULL || (strcmp(type, "Polygon") != 0 && strcmp(type, "MultiPolygon") != 0)) {
        tell(w, EMS_T_GEO_NO_POLYGON, EMS_ARGS(type != NULL ? type : "null"));
        return;
    }
    if (strcmp(type, "Polygon") == 0)
        good = good && add_polygon(w, coordinates);
    else
        for (size_t i = 0; good && i < json_array_size(coordinates); i++)
            good = add_polygon(w, json_array_get(coordinates, i));
    if (!good) tell(w, EMS_T_GEO_BAD_RING, NULL);
}

/* Whether a property has the value that `match` names; numbers are compared as numbers. */
static bool has_value(const json_t *property, const char *want)
{
    double number;
    if (json_is_string(property)) return strcmp(json_string_value(property), want) == 0;
    if (json_is_number(property))
        return ems_number_parse(want, strlen(want), &number) && number == json_number_value(property);
    return (json_is_true(property) && strcmp(want, "true") == 0) ||
           (json_is_false(property) && strcmp(want, "false") == 0);
}

static bool matches(const json_t *feature, const ems_def_text_map *match)
{
    const json_t *properties = json_object_get(feature, "properties");
    for (int32_t i = 0; i < match->count; i++) {
        const struct ems_def_text_of *want = &match->items[i];
        if (!has_value(json_object_get(properties, want->key.value), want->value.value)) return false;
    }
    return true;
}

/* The features of a collection; a lone feature or geometry counts as one. */
static size_t feature_count(const json_t *root)
{
    const json_t *features = json_object_get(root, "features");
    return json_is_array(features) ? json_array_size(features) : 1;
}

static const json_t *feature_at(const json_t *root, size_t index)
{
    const json_t *features = json_object_get(root, "features");
    return json_is_array(features) ? json_array_get(features, index) : root;
}

static const json_t *geometry_of(const json_t *feature)
{
    const json_t *geometry = json_object_get(feature, "geometry");
    return geometry != NULL ? geometry : json_object_get(feature, "coordinates") != NULL ? feature : NULL;
}

static bool is_geojson(struct walk *w)
{
    const json_t *root = w->source->root;
    w->path = "";
    if (json_is_string(json_object_get(root, "type")) &&
        (json_is_array(json_object_get(root, "features")) || geometry_of(root) != NULL))
        return true;
    tell(w, EMS_T_GEO_NOT_GEOJSON, NULL);
    return false;
}

static void enter_feature(struct walk *w, size_t index)
{
    w->path = ems_arena_format(w->source->arena, "features[%zu]", index);
    if (w->path == NULL) {
        w->path = "";
        w->no_memory = true;
    }
}

/* The values that the first wanted property has in the file, for a hint. */
static void hint_values(const struct ems_geo_source *source, const struct ems_def_text_of *want,
                        struct ems_diag *diag)
{
    enum { COMPARED = 2000 };
    const char *values[COMPARED];
    int32_t count = 0;
    for (size_t i = 0; i < feature_count(source->root) && count < COMPARED; i++) {
        const json_t *properties = json_object_get(feature_at(source->root, i), "properties");
        const char *value = json_string_value(json_object_get(properties, want->key.value));
        if (value != NULL) values[count++] = value;
    }
    const char *near = ems_closest_name(want->value.value, values, count);
    if (near != NULL) ems_diag_hint(source->diags, diag, EMS_T_HINT_DID_YOU_MEAN, EMS_ARGS(near));
}

static void tell_no_feature(const struct ems_geo_source *source, const ems_def_text_map *match,
                            const struct ems_def_mark *mark)
{
    const struct ems_def_mark *at = match->count > 0 ? &match->items[0].value.mark : mark;
    struct ems_diag *d =
        ems_diag_error(source->diags, at->at, at->path, EMS_T_GEO_NO_FEATURE, EMS_ARGS(source->file));
    if (match->count > 0) hint_values(source, &match->items[0], d);
}

static enum ems_status status_of(const struct walk *w)
{
    return w->no_memory ? EMS_NO_MEMORY : w->failed ? EMS_BAD_INPUT : EMS_OK;
}

enum ems_status ems_geojson_polygons(const struct ems_geo_source *source, const ems_def_text_map *match,
                                     const struct ems_def_mark *mark, struct ems_geo_polygons *out)
{
    struct walk w = {.source = source};
    bool any = false;
    *out = (struct ems_geo_polygons){0};
    if (!is_geojson(&w)) return EMS_BAD_INPUT;
    for (size_t i = 0; i < feature_count(source->root); i++) {
        const json_t *feature = feature_at(source->root, i);
        if (!matches(feature, match)) continue;
        any = true;
        enter_feature(&w, i);
        add_area(&w, geometry_of(feature));
    }
    if (!any) {
        tell_no_feature(source, match, mark);
        w.failed = true;
    }
    out->rings = EMS_NEW_ARRAY(source->arena, struct ems_geo_ring, w.rings.count);
    if (out->rings == NULL) w.no_memory = true;
    if (out->rings != NULL && w.rings.count > 0)
        memcpy(out->rings, w.rings.items, (size_t)w.rings.count * sizeof *out->rings);
    out->count = w.rings.count;
    free(w.rings.items);
    return status_of(&w);
}

static void add_point(struct walk *w, const json_t *feature)
{
    const json_t *geometry = geometry_of(feature), *properties = json_object_get(feature, "properties");
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *people = json_object_get(properties, "people");
    const char *area = json_string_value(json_object_get(properties, "area"));
    struct ems_geo_point point = {.area = area != NULL ? area : "",
                                  .place = {w->source->file, 0, 0},
                                  .path = w->path,
                                  .people = json_number_value(people)};
    if (type == NULL || strcmp(type, "Point") != 0 ||
        !read_position(w, json_object_get(geometry, "coordinates"), &point.at))
        tell(w, EMS_T_GEO_NO_POINT, NULL);
    else if (!json_is_number(people) || !(point.people >= 0 && point.people <= 2e9))
        tell(w, EMS_T_GEO_NO_PEOPLE, NULL);
    else if (!EMS_PUSH(&w->points, point))
        w->no_memory = true;
}

enum ems_status ems_geojson_points(const struct ems_geo_source *source, struct ems_geo_point **out,
                                   int32_t *count)
{
    struct walk w = {.source = source};
    *count = 0;
    *out = NULL;
    if (!is_geojson(&w)) return EMS_BAD_INPUT;
    for (size_t i = 0; i < feature_count(source->root) && !w.no_memory; i++) {
        enter_feature(&w, i);
        add_point(&w, feature_at(source->root, i));
    }
    struct ems_geo_point *points = EMS_NEW_ARRAY(source->arena, struct ems_geo_point, w.points.count);
    if (points == NULL) w.no_memory = true;
    if (points != NULL && w.points.count > 0)
        memcpy(points, w.points.items, (size_t)w.points.count * sizeof *points);
    *out = points;
    *count = w.points.count;
    free(w.points.items);
    return status_of(&w);
}
