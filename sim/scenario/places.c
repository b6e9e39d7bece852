#include "scenario/places.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "scenario/fill.h"
#include "scenario/places_parts.h"

enum {
    BYTES_MAX = 256 * 1000 * 1000,
    SITES_MAX = 20000,   /* stations or hospitals */
    PEOPLE_MAX = 2000000 /* as many as a scenario takes */
};

/* ---- cells ---- */

static const char *text_of(struct ems_places_reader *r, int64_t row, enum ems_place_field field)
{
    const char *text = ems_csv_text(r->csv, row, r->column[field]);
    return text[0] == '\0' ? NULL : ems_arena_strdup(r->arena, text);
}

static void refuse_word(struct ems_places_reader *r, int64_t row, const char *text)
{
    char path[EMS_CSV_PATH];
    ems_diag_error(r->diags, ems_csv_place(r->csv, row), ems_csv_path(r->csv, row, path), EMS_T_WANT_WORD,
                   EMS_ARGS(text));
}

/* An id that another part of the scenario has: it must be one word. */
static const char *word_of(struct ems_places_reader *r, int64_t row, enum ems_place_field field)
{
    const char *text = text_of(r, row, field);
    if (text == NULL || ems_word_ok(text)) return text;
    refuse_word(r, row, text);
    return NULL;
}

/* A count; an empty cell leaves -1. */
static int64_t count_of(struct ems_places_reader *r, int64_t row, int32_t column, int64_t low)
{
    int64_t count = -1;
    if (ems_csv_text(r->csv, row, column)[0] == '\0') return -1;
    return ems_csv_integer(r->csv, row, column, low, 100000, r->diags, &count) ? count : -1;
}

static void read_position(struct ems_places_reader *r, int64_t row, struct ems_place *place)
{
    bool plane = r->out->coordinates == EMS_COORD_PLANE;
    double x_most = plane ? 1e7 : 180, y_most = plane ? 1e7 : 90, x = 0, y = 0;
    int32_t errors = r->diags->errors;
    ems_csv_number(r->csv, row, r->x, -x_most, x_most, r->diags, &x);
    ems_csv_number(r->csv, row, r->y, -y_most, y_most, r->diags, &y);
    bool swapped = !plane && fabs(y) > 90 && fabs(y) <= 180 && fabs(x) <= 90;
    if (r->diags->errors > errors && swapped && r->diags->count > 0)
        ems_diag_hint(r->diags, &r->diags->items[r->diags->count - 1], EMS_T_HINT_PLACES_SWAPPED, NULL);
    place->at = (struct ems_position){x, y};
    if (!plane && r->diags->errors == errors) place->at = ems_to_wgs84(r->from, place->at);
}

static bool is_ascii(const char *text)
{
    while (*text != '\0' && (unsigned char)*text < 128) text++;
    return *text == '\0';
}

static void read_name(struct ems_places_reader *r, int64_t row, struct ems_place *place)
{
    const char *name = text_of(r, row, EMS_PLACE_NAME);
    place->name.by_lang[EMS_LANG_EN] = text_of(r, row, EMS_PLACE_NAME_EN);
    place->name.by_lang[EMS_LANG_ZH] = text_of(r, row, EMS_PLACE_NAME_ZH);
    if (name == NULL) return;
    const char **own = &place->name.by_lang[is_ascii(name) ? EMS_LANG_EN : EMS_LANG_ZH];
    if (*own == NULL) *own = name;
}

/* Columns by type count before one of all vehicles, whose type is the one that a scenario without types has.
 */
static void read_vehicles(struct ems_places_reader *r, int64_t row, struct ems_place *place)
{
    struct ems_vehicle_count *counts = EMS_NEW_ARRAY(r->arena, struct ems_vehicle_count, EMS_PLACE_TYPES_MAX);
    if (counts == NULL) return;
    for (int32_t t = 0; t < r->type_count; t++) {
        int64_t count = count_of(r, row, r->types[t].column, 0);
        if (count > 0) counts[place->vehicle_count++] = (struct ems_vehicle_count){r->types[t].type, count};
    }
    int64_t all = r->type_count == 0 ? count_of(r, row, r->column[EMS_PLACE_VEHICLES], 0) : 0;
    if (all > 0) counts[place->vehicle_count++] = (struct ems_vehicle_count){"ambulance", all};
    place->vehicles = counts;
}

/* How many bytes at `text` part two words of a list: ; , | and the Chinese ； ， 、 */
static size_t separator(const char *text)
{
    static const char *const marks[] = {";", ",", "|", "；", "，", "、"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (strncmp(text, marks[i], strlen(marks[i])) == 0) return strlen(marks[i]);
    }
    return 0;
}

/* A word of a list, without the blanks around it; those inside become hyphens. */
static const char *trim_word(struct ems_places_reader *r, const char *text, size_t length)
{
    while (length > 0 && *text == ' ') text++, length--;
    while (length > 0 && text[length - 1] == ' ') length--;
    char *word = length > 0 ? ems_arena_strndup(r->arena, text, length) : NULL;
    for (char *c = word; c != NULL && *c != '\0'; c++) {
        if (*c == ' ') *c = '-';
    }
    return word;
}

static bool stands_before(const char *const *words, int32_t count, const char *word)
{
    for (int32_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) return true;
    }
    return false;
}

static void read_provides(struct ems_places_reader *r, int64_t row, struct ems_place *place)
{
    enum { WORDS_MAX = 32 };
    const char *text = ems_csv_text(r->csv, row, r->column[EMS_PLACE_PROVIDES]);
    const char **words = EMS_NEW_ARRAY(r->arena, const char *, WORDS_MAX);
    if (words == NULL) return;
    while (*text != '\0' && place->provides_count < WORDS_MAX) {
        size_t length = 0;
        while (text[length] != '\0' && separator(text + length) == 0) length++;
        const char *word = trim_word(r, text, length);
        if (word != NULL && !ems_word_ok(word))
            refuse_word(r, row, word);
        else if (word != NULL && !stands_before(words, place->provides_count, word))
            words[place->provides_count++] = word;
        text += length;
        text += separator(text);
    }
    place->provides = words;
}

/* ---- candidates ---- */

static bool read_yes(struct ems_places_reader *r, int64_t row)
{
    static const char *const yes[] = {"yes", "true", "1", "y", "是"}, *const no[] = {"",  "no", "false",
                                                                                     "0", "n",  "否"};
    const char *text = ems_csv_text(r->csv, row, r->column[EMS_PLACE_FORBIDDEN]);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (strcasecmp(text, yes[i]) == 0) return true;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (strcasecmp(text, no[i]) == 0) return false;
    char path[EMS_CSV_PATH];
    ems_diag_error(r->diags, ems_csv_place(r->csv, row), ems_csv_path(r->csv, row, path),
                   EMS_T_PLACES_YES_OR_NO, EMS_ARGS(text));
    return false;
}

/* Each candidate of a table with costs has one; a capacity may be left empty. */
static void read_candidate(struct ems_places_reader *r, int64_t row, struct ems_place *place)
{
    int32_t capacity = r->column[EMS_PLACE_CAPACITY];
    if (r->column[EMS_PLACE_COST] >= 0)
        ems_csv_number(r->csv, row, r->column[EMS_PLACE_COST], 0, 1e12, r->diags, &place->cost);
    if (ems_csv_text(r->csv, row, capacity)[0] != '\0')
        ems_csv_number(r->csv, row, capacity, 0, 1e9, r->diags, &place->capacity);
    place->forbidden = read_yes(r, row);
}

/* ---- rows ---- */

static void read_row(struct ems_places_reader *r, int64_t row, struct ems_place *place)
{
    *place = (struct ems_place){
        .crews = -1, .bays = -1, .cost = NAN, .capacity = NAN, .line = ems_csv_place(r->csv, row).line};
    read_position(r, row, place);
    if (r->kind == EMS_PLACES_PEOPLE) {
        ems_csv_number(r->csv, row, r->column[EMS_PLACE_PEOPLE], 0, 2e9, r->diags, &place->people);
        place->area = word_of(r, row, EMS_PLACE_AREA);
        return;
    }
    place->id = text_of(r, row, EMS_PLACE_ID);
    read_name(r, row, place);
    if (r->kind == EMS_PLACES_CANDIDATES) {
        read_candidate(r, row, place);
    } else if (r->kind == EMS_PLACES_STATIONS) {
        place->tier = word_of(r, row, EMS_PLACE_TIER);
        place->hospital = word_of(r, row, EMS_PLACE_HOSPITAL);
        place->crews = count_of(r, row, r->column[EMS_PLACE_CREWS], 0);
        read_vehicles(r, row, place);
    } else {
        place->bays = count_of(r, row, r->column[EMS_PLACE_BAYS], 1);
        read_provides(r, row, place);
    }
}

static enum ems_status too_many(struct ems_places_reader *r, int64_t most)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)most);
    ems_diag_error(r->diags, (struct ems_place_in_file){r->csv->file, 0, 0}, "", EMS_T_PLACES_TOO_MANY,
                   EMS_ARGS(text));
    return EMS_BAD_INPUT;
}

static enum ems_status read_rows(struct ems_places_reader *r)
{
    static const char *const stems[] = {"station", "hospital", "people", "site"};
    int64_t most = r->kind == EMS_PLACES_PEOPLE ? PEOPLE_MAX : SITES_MAX;
    int32_t errors = r->diags->errors;
    enum ems_status status = ems_places_find_columns(r);
    if (status != EMS_OK) return status;
    if (r->csv->rows > most) return too_many(r, most);
    if (r->csv->rows == 0) {
        ems_diag_error(r->diags, (struct ems_place_in_file){r->csv->file, 0, 0}, "", EMS_T_PLACES_NONE, NULL);
        return EMS_BAD_INPUT;
    }
    int32_t count = (int32_t)r->csv->rows;
    struct ems_place *items = EMS_NEW_ARRAY(r->arena, struct ems_place, count);
    if (items == NULL) return EMS_NO_MEMORY;
    for (int32_t row = 0; row < count; row++) read_row(r, row, &items[row]);
    if (r->arena->failed) return EMS_NO_MEMORY;
    if (r->kind != EMS_PLACES_PEOPLE)
        status = ems_places_name_all(items, r->csv->lines, count, stems[r->kind], r->csv->file, r->arena,
                                     r->diags);
    r->out->items = items;
    r->out->count = count;
    return status == EMS_OK && r->diags->errors > errors ? EMS_BAD_INPUT : status;
}

static bool is_geojson(const char *file)
{
    static const char *const endings[] = {".geojson", ".json"};
    size_t length = strlen(file);
    for (int i = 0; i < 2; i++) {
        size_t tail = strlen(endings[i]);
        if (length >= tail && strcasecmp(file + length - tail, endings[i]) == 0) return true;
    }
    return false;
}

enum ems_status ems_places_parse(const char *text, size_t length, const char *file, enum ems_places_kind kind,
                                 enum ems_coordinates from, struct ems_arena *arena, struct ems_diags *diags,
                                 struct ems_places *out)
{
    struct ems_csv csv;
    *out = (struct ems_places){.coordinates = EMS_COORD_WGS84};
    enum ems_status status = is_geojson(file) ? ems_places_from_geojson(text, length, file, diags, &csv)
                                              : ems_csv_parse(text, length, file, diags, &csv);
    struct ems_places_reader reader = {
        .csv = &csv, .kind = kind, .from = from, .arena = arena, .diags = diags, .out = out};
    /* A table with errors is whole: what else is wrong can be told, too. */
    if (csv.cells != NULL && status != EMS_NO_MEMORY) {
        enum ems_status rows = read_rows(&reader);
        if (rows != EMS_OK && status != EMS_NO_MEMORY) status = rows;
    }
    ems_csv_free(&csv);
    return status;
}

enum ems_status ems_places_read(const char *path, enum ems_places_kind kind, enum ems_coordinates from,
                                struct ems_arena *arena, struct ems_diags *diags, struct ems_places *out)
{
    char *text;
    size_t length;
    struct ems_place_in_file at = {.file = ""};
    *out = (struct ems_places){.coordinates = EMS_COORD_WGS84};
    enum ems_status status = ems_file_read_input(path, BYTES_MAX, at, "", diags, &text, &length);
    if (status != EMS_OK) return status;
    status = ems_places_parse(text, length, path, kind, from, arena, diags, out);
    free(text);
    return status;
}
