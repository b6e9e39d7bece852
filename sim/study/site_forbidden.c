/* Ground on which nothing is built: areas of the scenario by their ids, and polygons of GeoJSON files. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "scenario/build_parts.h"
#include "study/site.h"

enum { BYTES_MAX = 256 * 1024 * 1024 };

struct ems_site_ground {
    const bool *areas; /* by area */
    struct ems_shape *shapes;
    int32_t shape_count;
};

static const struct ems_place_in_file nowhere = {.file = ""};

static ems_area_id area_named(const struct ems_model *model, const char *id)
{
    for (ems_area_id a = 0; a < model->area_count; a++)
        if (strcmp(model->areas[a].id, id) == 0) return a;
    return EMS_NONE;
}

static bool make_shape(const struct ems_projection *projection, const struct ems_geo_polygons *polygons,
                       struct ems_arena *arena, struct ems_shape *out)
{
    struct ems_ring *rings = EMS_NEW_ARRAY(arena, struct ems_ring, polygons->count);
    for (int32_t r = 0; rings != NULL && r < polygons->count; r++) {
        const struct ems_geo_ring *from = &polygons->rings[r];
        struct ems_point *points = EMS_NEW_ARRAY(arena, struct ems_point, from->count);
        if (points == NULL) return false;
        for (int32_t i = 0; i < from->count; i++) points[i] = ems_project(projection, from->points[i]);
        rings[r] = (struct ems_ring){points, from->count};
    }
    if (rings != NULL) *out = ems_shape_polygon(rings, polygons->count);
    return rings != NULL;
}

static enum ems_status read_file(struct ems_site *site, const char *path, struct ems_diags *diags,
                                 struct ems_shape *out)
{
    const struct ems_def_mark mark = {.at = {.file = ""}, .path = ""};
    const ems_def_text_map all = {0};
    const struct ems_projection *projection = &site->model->projection;
    struct ems_geo_source source = {
        .file = path, .arena = &site->arena, .diags = diags, .coordinates = projection->coordinates};
    struct ems_geo_polygons polygons = {0};
    char *text = NULL;
    size_t length;
    json_t *root = NULL;
    enum ems_status status = ems_file_read_input(path, BYTES_MAX, nowhere, "", diags, &text, &length);
    if (status == EMS_OK) status = ems_json_parse(text, length, path, diags, &root);
    source.root = root;
    if (status == EMS_OK) status = ems_geojson_polygons(&source, &all, &mark, &polygons);
    json_decref(root);
    free(text);
    if (status != EMS_OK) return status;
    return make_shape(projection, &polygons, &site->arena, out) ? EMS_OK : EMS_NO_MEMORY;
}

static enum ems_status read_one(struct ems_site *site, const char *text, struct ems_diags *diags, bool *areas,
                                struct ems_site_ground *ground)
{
    ems_area_id area = area_named(site->model, text);
    if (area != EMS_NONE) {
        areas[area] = true;
        return EMS_OK;
    }
    if (access(text, F_OK) != 0) {
        ems_diag_error(diags, nowhere, "", EMS_T_SITE_NO_GROUND, EMS_ARGS(text));
        return EMS_BAD_USAGE;
    }
    return read_file(site, text, diags, &ground->shapes[ground->shape_count++]);
}

enum ems_status ems_site_read_forbidden(struct ems_site *site, struct ems_diags *diags,
                                        const struct ems_site_ground **out)
{
    const struct ems_site_request *request = site->request;
    struct ems_site_ground *ground = EMS_NEW(&site->arena, struct ems_site_ground);
    bool *areas = EMS_NEW_ARRAY(&site->arena, bool, site->model->area_count + 1);
    enum ems_status status = EMS_OK;
    *out = ground;
    if (ground == NULL || areas == NULL) return EMS_NO_MEMORY;
    ground->areas = areas;
    ground->shapes = EMS_NEW_ARRAY(&site->arena, struct ems_shape, request->forbid_count + 1);
    if (ground->shapes == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < request->forbid_count && status == EMS_OK; i++)
        status = read_one(site, request->forbid[i], diags, areas, ground);
    return status;
}

bool ems_site_is_forbidden(const struct ems_site_ground *ground, struct ems_point at, ems_area_id area)
{
    if (area != EMS_NONE && ground->areas[area]) return true;
    for (int32_t s = 0; s < ground->shape_count; s++)
        if (ems_shape_contains(&ground->shapes[s], at)) return true;
    return false;
}
