/* GeoJSON: the text read, written and read again; then polygons and points taken out of it. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "scenario/build_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_and_read(const json_t *value)
{
    char *text = NULL;
    size_t length;
    struct ems_diags diags = {0};
    json_t *again = NULL;
    FILE *stream = open_memstream(&text, &length);
    if (stream == NULL) return;
    if (ems_json_write(value, stream) != EMS_OK) __builtin_trap();
    fclose(stream);
    if (ems_json_parse(text, length, "again.json", &diags, &again) != EMS_OK) __builtin_trap();
    json_decref(again);
    ems_diags_free(&diags);
    free(text);
}

static void take_shapes(const json_t *value, struct ems_diags *diags)
{
    struct ems_arena arena = {0};
    struct ems_geo_source source = {.root = value, .file = "fuzz.json", .arena = &arena, .diags = diags};
    struct ems_def_text_of pair = {.key = {.value = "id"}, .value = {.value = "a"}};
    ems_def_text_map all = {0}, some = {.items = &pair, .count = 1};
    struct ems_def_mark mark = {.at = {.file = "fuzz.yaml", .line = 1, .column = 1}, .path = "areas.a"};
    struct ems_geo_polygons polygons;
    struct ems_geo_point *points;
    int32_t count;
    ems_geojson_polygons(&source, &all, &mark, &polygons);
    ems_geojson_polygons(&source, &some, &mark, &polygons);
    ems_geojson_points(&source, &points, &count);
    ems_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ems_diags diags = {0};
    json_t *value = NULL;
    enum ems_status status = ems_json_parse((const char *)data, size, "fuzz.json", &diags, &value);
    if (status == EMS_BAD_INPUT && diags.errors == 0) __builtin_trap();
    if (value != NULL && (json_is_object(value) || json_is_array(value))) write_and_read(value);
    if (value != NULL) take_shapes(value, &diags);
    json_decref(value);
    ems_diags_free(&diags);
    return 0;
}
