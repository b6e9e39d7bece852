/* Which column of a table says what. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "scenario/fill.h"
#include "scenario/places_parts.h"

enum { NAMES_MAX = 8 };
static const struct {
    const char *kinds;
    const char *names[NAMES_MAX];
} fields[EMS_PLACE_FIELD_COUNT] = {
#define EMS_X(field, kinds, ...) {kinds, {__VA_ARGS__}},
    EMS_PLACE_FIELDS(EMS_X)
#undef EMS_X
};

/* Columns that count vehicles of a type: these, and `vehicles_TYPE` for any type. */
static const struct {
    const char *column, *type;
} type_columns[] = {{"als", "als"},
                    {"bls", "bls"},
                    {"negative-pressure", "negative-pressure"},
                    {"negative_pressure", "negative-pressure"},
                    {"监护型", "als"},
                    {"普通型", "bls"},
                    {"负压型", "negative-pressure"}};

static const char *type_of(struct ems_places_reader *r, const char *column)
{
    static const char prefix[] = "vehicles_";
    for (size_t i = 0; i < sizeof type_columns / sizeof *type_columns; i++) {
        if (strcasecmp(type_columns[i].column, column) == 0) return type_columns[i].type;
    }
    if (strncasecmp(column, prefix, sizeof prefix - 1) != 0) return NULL;
    const char *type = ems_arena_strdup(r->arena, column + sizeof prefix - 1);
    return type != NULL && ems_word_ok(type) ? type : NULL;
}

static bool is_named(enum ems_place_field field, const char *column)
{
    for (int n = 0; n < NAMES_MAX && fields[field].names[n] != NULL; n++) {
        if (strcasecmp(fields[field].names[n], column) == 0) return true;
    }
    return false;
}

/* The field of a column; of several columns for one field the first counts. */
static enum ems_place_field field_of(const struct ems_places_reader *r, const char *column)
{
    static const char letters[EMS_PLACES_KINDS + 1] = {'s', 'h', 'p', 'c'};
    for (int f = 0; f < EMS_PLACE_FIELD_COUNT; f++) {
        bool has = strchr(fields[f].kinds, letters[r->kind]) != NULL && r->column[f] < 0;
        if (has && is_named((enum ems_place_field)f, column)) return (enum ems_place_field)f;
    }
    return EMS_PLACE_FIELD_COUNT;
}

static void sort_columns(struct ems_places_reader *r)
{
    const char **passed_over = EMS_NEW_ARRAY(r->arena, const char *, r->csv->columns + 1);
    memset(r->column, -1, sizeof r->column);
    for (int32_t c = 0; c < r->csv->columns && passed_over != NULL; c++) {
        enum ems_place_field field = field_of(r, r->csv->cells[c]);
        const char *type = field == EMS_PLACE_FIELD_COUNT && r->kind == EMS_PLACES_STATIONS
                               ? type_of(r, r->csv->cells[c])
                               : NULL;
        if (field < EMS_PLACE_FIELD_COUNT) {
            r->column[field] = c;
        } else if (type != NULL && r->type_count < EMS_PLACE_TYPES_MAX) {
            r->types[r->type_count].column = c;
            r->types[r->type_count++].type = type;
        } else {
            passed_over[r->out->passed_over_count++] = ems_arena_strdup(r->arena, r->csv->cells[c]);
        }
    }
    r->out->passed_over = passed_over;
    r->out->has_vehicles = r->type_count > 0 || r->column[EMS_PLACE_VEHICLES] >= 0;
    r->out->has_costs = r->column[EMS_PLACE_COST] >= 0;
    r->out->has_people = r->column[EMS_PLACE_PEOPLE] >= 0;
}

static void tell_missing(const struct ems_places_reader *r, enum ems_place_field field)
{
    char names[400] = "";
    size_t length = 0;
    for (int n = 0; n < NAMES_MAX && fields[field].names[n] != NULL; n++)
        length += (size_t)snprintf(names + length, sizeof names - length, "%s%s", n > 0 ? ", " : "",
                                   fields[field].names[n]);
    struct ems_place_in_file at = {r->csv->file, 1, 0};
    struct ems_diag *diag =
        ems_diag_error(r->diags, at, "", EMS_T_CSV_NO_COLUMN, EMS_ARGS(fields[field].names[0]));
    ems_diag_hint(r->diags, diag, EMS_T_HINT_PLACES_COLUMN, EMS_ARGS(names));
}

/* Degrees where there are any, else metres. */
static bool check_columns(struct ems_places_reader *r)
{
    bool plane = r->column[EMS_PLACE_LON] < 0 && r->column[EMS_PLACE_LAT] < 0 &&
                 r->column[EMS_PLACE_X_M] >= 0 && r->column[EMS_PLACE_Y_M] >= 0;
    enum ems_place_field x = plane ? EMS_PLACE_X_M : EMS_PLACE_LON, y = plane ? EMS_PLACE_Y_M : EMS_PLACE_LAT;
    bool people = r->kind != EMS_PLACES_PEOPLE || r->out->has_people;
    r->out->coordinates = plane ? EMS_COORD_PLANE : EMS_COORD_WGS84;
    r->x = r->column[x];
    r->y = r->column[y];
    if (r->x < 0) tell_missing(r, x);
    if (r->y < 0) tell_missing(r, y);
    if (!people) tell_missing(r, EMS_PLACE_PEOPLE);
    return r->x >= 0 && r->y >= 0 && people;
}

enum ems_status ems_places_find_columns(struct ems_places_reader *r)
{
    sort_columns(r);
    if (r->arena->failed) return EMS_NO_MEMORY;
    return check_columns(r) ? EMS_OK : EMS_BAD_INPUT;
}
