#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/json.h"
#include "scenario/places_parts.h"

struct sheet {
    const char *file;
    struct ems_diags *diags;
    json_t *columns; /* names of properties, in the order in which they come first */
    bool failed;
};

static void tell(struct sheet *s, size_t feature, enum ems_text message, const char *const *args)
{
    char path[40];
    snprintf(path, sizeof path, "features[%zu]", feature);
    ems_diag_error(s->diags, (struct ems_place_in_file){s->file, 0, 0}, path, message, args);
    s->failed = true;
}

static bool read_position(const json_t *value, struct ems_position *out)
{
    const json_t *x = json_array_get(value, 0), *y = json_array_get(value, 1);
    if (!json_is_number(x) || !json_is_number(y)) return false;
    *out = (struct ems_position){json_number_value(x), json_number_value(y)};
    return true;
}

/* Sums of a ring by the shoelace formula, about its first point so that small rings lose no digits. */
struct moment {
    double area, x, y;
};

static bool add_ring(const json_t *ring, struct ems_position origin, double sign, struct moment *sum)
{
    struct ems_position a, b;
    struct moment own = {0, 0, 0};
    for (size_t i = 0; i + 1 < json_array_size(ring); i++) {
        if (!read_position(json_array_get(ring, i), &a) || !read_position(json_array_get(ring, i + 1), &b))
            return false;
        double cross = (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y);
        own.area += cross;
        own.x += cross * (a.x - origin.x + b.x - origin.x);
        own.y += cross * (a.y - origin.y + b.y - origin.y);
    }
    if (own.area < 0) sign = -sign;
    sum->area += sign * own.area;
    sum->x += sign * own.x;
    sum->y += sign * own.y;
    return true;
}

/* Outer rings add, holes take away, whatever way round they are drawn. */
static bool add_polygon(const json_t *rings, struct ems_position origin, struct moment *sum)
{
    for (size_t i = 0; i < json_array_size(rings); i++) {
        if (!add_ring(json_array_get(rings, i), origin, i == 0 ? 1 : -1, sum)) return false;
    }
    return json_array_size(rings) > 0;
}

static bool find_centroid(const json_t *coordinates, bool is_multi, struct ems_position *out)
{
    struct moment sum = {0, 0, 0};
    const json_t *first = json_array_get(coordinates, 0);
    if (is_multi) first = json_array_get(first, 0);
    struct ems_position origin;
    if (!read_position(json_array_get(first, 0), &origin)) return false;
    bool good = is_multi || add_polygon(coordinates, origin, &sum);
    for (size_t i = 0; is_multi && good && i < json_array_size(coordinates); i++)
        good = add_polygon(json_array_get(coordinates, i), origin, &sum);
    *out = sum.area > 0
               ? (struct ems_position){origin.x + sum.x / (3 * sum.area), origin.y + sum.y / (3 * sum.area)}
               : origin;
    return good;
}

static bool find_place(const json_t *feature, struct ems_position *out)
{
    const json_t *geometry = json_object_get(feature, "geometry");
    const json_t *coordinates = json_object_get(geometry, "coordinates");
    const char *type = json_string_value(json_object_get(geometry, "type"));
    if (type == NULL) return false;
    if (strcmp(type, "Point") == 0) return read_position(coordinates, out);
    bool is_multi = strcmp(type, "MultiPolygon") == 0;
    return (is_multi || strcmp(type, "Polygon") == 0) && find_centroid(coordinates, is_multi, out);
}

/* jansson keeps the order in which keys stand in the file. */
static bool find_columns(struct sheet *s, json_t *features)
{
    size_t i;
    json_t *feature, *value;
    const char *key;
    json_t *seen = json_object();
    bool good = seen != NULL;
    json_array_foreach(features, i, feature)
    {
        json_object_foreach(json_object_get(feature, "properties"), key, value)
        {
            if (json_object_get(seen, key) != NULL || json_object_size(seen) >= EMS_CSV_COLUMNS_MAX - 2)
                continue;
            good = good && json_object_set_new(seen, key, json_true()) == 0 &&
                   json_array_append_new(s->columns, json_string(key)) == 0;
        }
    }
    json_decref(seen);
    return good;
}

/* Lists become values with semicolons between; what has no short text is left empty. */
static void put_value(struct ems_csv_writer *writer, const json_t *value)
{
    char joined[1024] = "";
    size_t length = 0, i;
    json_t *item;
    if (json_is_string(value)) {
        ems_csv_put_text(writer, json_string_value(value));
    } else if (json_is_integer(value)) {
        ems_csv_put_integer(writer, json_integer_value(value));
    } else if (json_is_real(value)) {
        ems_csv_put_number(writer, json_real_value(value));
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, item)
        {
            const char *word = json_string_value(item);
            if (word == NULL || length + strlen(word) + 2 > sizeof joined) continue;
            length += (size_t)snprintf(joined + length, sizeof joined - length, "%s%s", length > 0 ? ";" : "",
                                       word);
        }
        ems_csv_put_text(writer, joined);
    } else {
        ems_csv_put_empty(writer);
    }
}

static void put_degrees(struct ems_csv_writer *writer, double degrees)
{
    char text[EMS_NUMBER_SIZE];
    ems_number_format_fixed(degrees, 7, text);
    ems_csv_put_text(writer, text);
}

static void put_feature(struct sheet *s, struct ems_csv_writer *writer, size_t index, const json_t *feature)
{
    struct ems_position at = {0, 0};
    size_t i;
    json_t *name;
    if (!find_place(feature, &at)) tell(s, index, EMS_T_PLACES_NO_POINT, NULL);
    put_degrees(writer, at.x);
    put_degrees(writer, at.y);
    const json_t *properties = json_object_get(feature, "properties");
    json_array_foreach(s->columns, i, name)
    {
        put_value(writer, json_object_get(properties, json_string_value(name)));
    }
    ems_csv_end_row(writer);
}

static enum ems_status write_sheet(struct sheet *s, json_t *features, char **text, size_t *length)
{
    size_t i;
    json_t *item;
    FILE *stream = open_memstream(text, length);
    if (stream == NULL) return EMS_NO_MEMORY;
    struct ems_csv_writer writer = ems_csv_writer(stream);
    ems_csv_put_text(&writer, "lon");
    ems_csv_put_text(&writer, "lat");
    json_array_foreach(s->columns, i, item)
    {
        ems_csv_put_text(&writer, json_string_value(item));
    }
    ems_csv_end_row(&writer);
    json_array_foreach(features, i, item)
    {
        put_feature(s, &writer, i, item);
    }
    enum ems_status status = ems_csv_end(&writer) == EMS_OK ? EMS_OK : EMS_NO_MEMORY;
    return fclose(stream) == 0 ? status : EMS_NO_MEMORY;
}

static enum ems_status make_table(struct sheet *s, json_t *features, struct ems_csv *out)
{
    char *text = NULL;
    size_t length = 0;
    enum ems_status status = find_columns(s, features) ? EMS_OK : EMS_NO_MEMORY;
    if (status == EMS_OK) status = write_sheet(s, features, &text, &length);
    if (status == EMS_OK) status = ems_csv_parse(text, length, s->file, s->diags, out);
    out->features = true;
    for (int64_t row = 0; row < out->rows && out->lines != NULL; row++) out->lines[row] = 0;
    free(text);
    return status == EMS_OK && s->failed ? EMS_BAD_INPUT : status;
}

enum ems_status ems_places_from_geojson(const char *text, size_t length, const char *file,
                                        struct ems_diags *diags, struct ems_csv *out)
{
    struct sheet sheet = {.file = file, .diags = diags, .columns = json_array()};
    json_t *root = NULL;
    *out = (struct ems_csv){.file = file};
    enum ems_status status =
        sheet.columns != NULL ? ems_json_parse(text, length, file, diags, &root) : EMS_NO_MEMORY;
    json_t *features = json_object_get(root, "features");
    if (status == EMS_OK && !json_is_array(features)) {
        ems_diag_error(diags, (struct ems_place_in_file){file, 0, 0}, "", EMS_T_PLACES_NO_FEATURES, NULL);
        status = EMS_BAD_INPUT;
    }
    if (status == EMS_OK) status = make_table(&sheet, features, out);
    json_decref(sheet.columns);
    json_decref(root);
    return status;
}
