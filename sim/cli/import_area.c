/* The part of a map that an import of roads is held to. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/import_roads.h"
#include "road/cut.h"
#include "scenario/build_parts.h"

static bool parse_box(const char *text, struct ems_import_area *out)
{
    double number[4];
    for (int i = 0; i < 4; i++) {
        size_t length = strcspn(text, ",");
        if (!ems_number_parse(text, length, &number[i])) return false;
        text += length;
        if (i < 3 && *text++ != ',') return false;
    }
    out->has_box = true;
    out->low = (struct ems_position){number[0], number[1]};
    out->high = (struct ems_position){number[2], number[3]};
    return *text == '\0' && number[0] < number[2] && number[1] < number[3];
}

static void measure_outline(struct ems_import_area *area)
{
    area->outline_low = area->outline_high = area->rings[0].points[0];
    for (int32_t r = 0; r < area->ring_count; r++) {
        for (int32_t i = 0; i < area->rings[r].count; i++) {
            struct ems_position at = area->rings[r].points[i];
            if (at.x < area->outline_low.x) area->outline_low.x = at.x;
            if (at.y < area->outline_low.y) area->outline_low.y = at.y;
            if (at.x > area->outline_high.x) area->outline_high.x = at.x;
            if (at.y > area->outline_high.y) area->outline_high.y = at.y;
        }
    }
}

static enum ems_status read_outline(struct ems_cli *cli, const char *path, struct ems_import_area *out)
{
    enum { BYTES_MAX = 256 * 1024 * 1024 };
    const struct ems_def_mark nowhere = {.at = {.file = ""}, .path = ""};
    const ems_def_text_map all = {0};
    struct ems_geo_source source = {
        .file = path, .arena = &cli->arena, .diags = &cli->diags, .coordinates = EMS_COORD_WGS84};
    char *text = NULL;
    size_t length;
    json_t *root = NULL;
    struct ems_geo_polygons polygons = {0};
    enum ems_status status =
        ems_file_read_input(path, BYTES_MAX, nowhere.at, "", &cli->diags, &text, &length);
    if (status == EMS_OK) status = ems_json_parse(text, length, path, &cli->diags, &root);
    source.root = root;
    if (status == EMS_OK) status = ems_geojson_polygons(&source, &all, &nowhere, &polygons);
    json_decref(root);
    free(text);
    if (status != EMS_OK) return status;
    out->rings = polygons.rings;
    out->ring_count = polygons.count;
    out->has_outline = polygons.count > 0;
    if (out->has_outline) measure_outline(out);
    return EMS_OK;
}

enum ems_status ems_import_read_area(struct ems_cli *cli, struct ems_import_area *out)
{
    *out = (struct ems_import_area){0};
    const char *box = cli->options.bbox, *boundary = cli->options.boundary;
    if (box != NULL && !parse_box(box, out))
        return ems_cli_fail(cli, EMS_BAD_USAGE, EMS_T_IMPORT_BBOX, EMS_ARGS(box));
    return boundary != NULL ? read_outline(cli, boundary, out) : EMS_OK;
}

/* The outline on a plane about its own middle. */
static bool project(const struct ems_import_area *area, const struct ems_projection *projection,
                    struct ems_arena *scratch, struct ems_shape *out)
{
    struct ems_ring *rings = EMS_NEW_ARRAY(scratch, struct ems_ring, area->ring_count);
    for (int32_t r = 0; rings != NULL && r < area->ring_count; r++) {
        const struct ems_geo_ring *from = &area->rings[r];
        struct ems_point *points = EMS_NEW_ARRAY(scratch, struct ems_point, from->count);
        if (points == NULL) break;
        for (int32_t i = 0; i < from->count; i++) points[i] = ems_project(projection, from->points[i]);
        rings[r] = (struct ems_ring){points, from->count};
    }
    if (!scratch->failed) *out = ems_shape_polygon(rings, area->ring_count);
    return !scratch->failed;
}

enum ems_status ems_import_cut(struct ems_cli *cli, const struct ems_import_area *area,
                               struct ems_raw_network *raw, int64_t *nodes_outside, int64_t *arcs_outside)
{
    struct ems_shape shape;
    struct ems_arena scratch = {0};
    struct ems_road_cut cut = {.has_box = area->has_box, .low = area->low, .high = area->high};
    enum ems_status status = EMS_OK;
    if (area->has_outline) {
        struct ems_position middle = {(area->outline_low.x + area->outline_high.x) / 2,
                                      (area->outline_low.y + area->outline_high.y) / 2};
        cut.projection = ems_projection_at(raw->coordinates, middle);
        cut.shape = &shape;
        if (!project(area, &cut.projection, &scratch, &shape)) status = EMS_NO_MEMORY;
    }
    if (status == EMS_OK) status = ems_road_cut(raw, &cut, nodes_outside, arcs_outside);
    ems_arena_free(&scratch);
    if (status == EMS_OK && raw->nodes.count == 0)
        return ems_cli_fail(cli, EMS_BAD_INPUT, EMS_T_IMPORT_ALL_OUTSIDE, NULL);
    return status;
}
