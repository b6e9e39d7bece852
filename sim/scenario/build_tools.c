#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/number.h"
#include "random/redraw.h"
#include "scenario/build_parts.h"

struct ems_diag *ems_build_error(struct ems_build *b, const struct ems_def_mark *mark, enum ems_text message,
                                 const char *const *args)
{
    return ems_diag_error(b->diags, mark->at, mark->path, message, args);
}

struct ems_diag *ems_build_warning(struct ems_build *b, const struct ems_def_mark *mark,
                                   enum ems_text message, const char *const *args)
{
    return ems_diag_warning(b->diags, mark->at, mark->path, message, args);
}

void *ems_build_alloc(struct ems_build *b, struct ems_arena *arena, size_t count, size_t size)
{
    void *items = ems_arena_alloc(arena, count, size);
    if (items == NULL) b->no_memory = true;
    return items;
}

const struct ems_input *ems_build_input(struct ems_build *b, const char *path, double observed, double error)
{
    if (observed == 0 && error == 0) return NULL;
    struct ems_input *input = EMS_BUILD_ARRAY(b, struct ems_input, 1);
    if (input == NULL) return NULL;
    *input = ems_input_named(path);
    input->observed = observed;
    input->error = error;
    return input;
}

const char *ems_build_number(struct ems_build *b, double value)
{
    char text[EMS_NUMBER_SIZE];
    ems_number_format(value, text);
    const char *copy = ems_arena_strdup(&b->scratch, text);
    return copy != NULL ? copy : "";
}

static int by_name(const void *a, const void *b, void *names)
{
    const char *const *items = names;
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    int order = strcmp(items[x], items[y]);
    return order != 0 ? order : (x > y) - (x < y);
}

void ems_build_sort(struct ems_build *b, enum ems_build_kind kind)
{
    struct ems_names *names = &b->names[kind];
    int32_t *sorted = EMS_BUILD_SCRATCH(b, int32_t, names->count);
    if (sorted == NULL) return;
    for (int32_t i = 0; i < names->count; i++) sorted[i] = i;
    qsort_r(sorted, (size_t)names->count, sizeof *sorted, by_name, names->items);
    names->sorted = sorted;
}

static int32_t find_sorted(const struct ems_names *names, const char *id)
{
    int32_t low = 0, high = names->count;
    while (low < high) { /* the first that is not before id */
        int32_t middle = low + (high - low) / 2;
        if (strcmp(names->items[names->sorted[middle]], id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == names->count || strcmp(names->items[names->sorted[low]], id) != 0) return EMS_NONE;
    return names->sorted[low];
}

int32_t ems_build_find(const struct ems_names *names, const char *id)
{
    if (names->sorted != NULL) return find_sorted(names, id);
    for (int32_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], id) == 0) return i;
    return EMS_NONE;
}

static const enum ems_text no_such[EMS_KINDS] = {
    [EMS_KIND_AREA] = EMS_T_NO_SUCH_AREA,
    [EMS_KIND_CLASS] = EMS_T_NO_SUCH_CLASS,
    [EMS_KIND_CONDITION] = EMS_T_NO_SUCH_CONDITION,
    [EMS_KIND_TYPE] = EMS_T_NO_SUCH_TYPE,
    [EMS_KIND_STATION] = EMS_T_NO_SUCH_STATION,
    [EMS_KIND_HOSPITAL] = EMS_T_NO_SUCH_HOSPITAL,
    [EMS_KIND_CAPABILITY] = EMS_T_NO_SUCH_CAPABILITY,
    [EMS_KIND_NODE] = EMS_T_NO_SUCH_NODE,
    [EMS_KIND_ROAD_CLASS] = EMS_T_NO_SUCH_ROAD_CLASS,
};

/* The first names of a kind, for a hint: `a, b, c`. */
static const char *some_names(struct ems_build *b, const struct ems_names *names)
{
    enum { SHOWN = 8 };
    const char *list = "";
    for (int32_t i = 0; i < names->count && i < SHOWN && list != NULL; i++)
        list = ems_arena_format(&b->scratch, "%s%s%s", list, i > 0 ? ", " : "", names->items[i]);
    if (names->count > SHOWN && list != NULL) list = ems_arena_format(&b->scratch, "%s, ...", list);
    return list != NULL ? list : "";
}

int32_t ems_build_refer_at(struct ems_build *b, enum ems_build_kind kind, struct ems_place_in_file at,
                           const char *path, const char *id)
{
    const struct ems_names *names = &b->names[kind];
    int32_t found = ems_build_find(names, id);
    if (found != EMS_NONE) return found;
    struct ems_diag *d = ems_diag_error(b->diags, at, path, no_such[kind], EMS_ARGS(id));
    const char *near = ems_closest_name(id, names->items, names->count);
    if (near != NULL)
        ems_diag_hint(b->diags, d, EMS_T_HINT_DID_YOU_MEAN, EMS_ARGS(near));
    else if (names->count > 0)
        ems_diag_hint(b->diags, d, EMS_T_HINT_THERE_ARE, EMS_ARGS(some_names(b, names)));
    return EMS_NONE;
}

int32_t ems_build_refer(struct ems_build *b, enum ems_build_kind kind, const struct ems_def_text *reference)
{
    if (reference->value == NULL) return EMS_NONE;
    return ems_build_refer_at(b, kind, reference->mark.at, reference->mark.path, reference->value);
}

struct numbered_id {
    const struct ems_def_text *id;
    int32_t number;
};

static int by_id(const void *a, const void *b)
{
    const struct numbered_id *x = a, *y = b;
    int order = strcmp(x->id->value, y->id->value);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

void ems_build_unique(struct ems_build *b, const struct ems_def_text *ids, int32_t count)
{
    struct numbered_id *sorted = EMS_BUILD_SCRATCH(b, struct numbered_id, count);
    int32_t used = 0;
    if (sorted == NULL) return;
    for (int32_t i = 0; i < count; i++)
        if (ids[i].value != NULL) sorted[used++] = (struct numbered_id){&ids[i], i};
    qsort(sorted, (size_t)used, sizeof *sorted, by_id);
    for (int32_t i = 1; i < used; i++) {
        const struct ems_def_text *first = sorted[i - 1].id, *again = sorted[i].id;
        if (strcmp(first->value, again->value) != 0) continue;
        struct ems_diag *d = ems_build_error(b, &again->mark, EMS_T_IN_ID_TWICE, EMS_ARGS(again->value));
        const char *line = ems_build_number(b, first->mark.at.line);
        const char *column = ems_build_number(b, first->mark.at.column);
        bool in_text = first->mark.at.column > 0; /* rows of a table have no column */
        ems_diag_hint(b->diags, d, in_text ? EMS_T_IN_OTHER_AT : EMS_T_HINT_FIRST_LINE,
                      in_text ? EMS_ARGS(first->mark.at.file, line, column) : EMS_ARGS(line));
    }
}

bool ems_build_position_fits(const struct ems_build *b, struct ems_position position)
{
    /* beyond these a county, a city or a province does not reach, and the projection's series end */
    const double widest_deg = 10, highest_deg = 10, widest_m = 1e6;
    double dx = position.x - b->middle.x, dy = position.y - b->middle.y;
    if (b->model->projection.coordinates == EMS_COORD_PLANE)
        return dx <= widest_m && dx >= -widest_m && dy <= widest_m && dy >= -widest_m;
    return position.x >= -180 && position.x <= 180 && position.y >= -85 && position.y <= 85 &&
           dx <= widest_deg && dx >= -widest_deg && dy <= highest_deg && dy >= -highest_deg;
}

struct ems_point ems_build_project(struct ems_build *b, const struct ems_def_position *position)
{
    if (ems_build_position_fits(b, position->value))
        return ems_project(&b->model->projection, position->value);
    const char *x = ems_build_number(b, position->value.x), *y = ems_build_number(b, position->value.y);
    bool plane = b->model->projection.coordinates == EMS_COORD_PLANE;
    struct ems_diag *d = ems_build_error(b, &position->mark, EMS_T_POSITION_FAR, EMS_ARGS(x, y));
    ems_diag_hint(b->diags, d, plane ? EMS_T_HINT_PLANE_METRES : EMS_T_HINT_LONGITUDE_FIRST, NULL);
    return (struct ems_point){0, 0};
}

static const size_t DATA_FILE_MAX = (size_t)256 * 1000 * 1000;

static struct ems_build_file *read_file(struct ems_build *b, const struct ems_def_file *file)
{
    for (int32_t i = 0; i < b->files.count; i++)
        if (strcmp(b->files.items[i].path, file->path) == 0) return &b->files.items[i];
    struct ems_build_file entry = {.path = file->path, .written = file->value};
    enum ems_status status = ems_file_read_input(file->path, DATA_FILE_MAX, file->mark.at, file->mark.path,
                                                 b->diags, &entry.text, &entry.length);
    entry.failed = status != EMS_OK;
    if (status == EMS_OK) ems_hash_hex(entry.text, entry.length, entry.hash);
    if (status != EMS_NO_MEMORY && EMS_PUSH(&b->files, entry)) return &b->files.items[b->files.count - 1];
    free(entry.text);
    b->no_memory = true;
    return NULL;
}

const struct ems_build_file *ems_build_read(struct ems_build *b, const struct ems_def_file *file)
{
    struct ems_build_file *entry = read_file(b, file);
    return entry == NULL || entry->failed ? NULL : entry;
}

const json_t *ems_build_json(struct ems_build *b, const struct ems_def_file *file)
{
    struct ems_build_file *entry = read_file(b, file);
    if (entry == NULL || entry->failed || entry->json_failed) return NULL;
    if (entry->json != NULL) return entry->json;
    enum ems_status status = ems_json_parse(entry->text, entry->length, entry->path, b->diags, &entry->json);
    entry->json_failed = status != EMS_OK;
    if (status == EMS_NO_MEMORY) b->no_memory = true;
    return entry->json;
}

void ems_build_note_file(struct ems_build *b, const struct ems_def_file *file, uint64_t hash)
{
    struct ems_build_file entry = {.path = file->path, .written = file->value, .failed = true};
    snprintf(entry.hash, sizeof entry.hash, "%016" PRIx64, hash);
    if (!EMS_PUSH(&b->files, entry)) b->no_memory = true;
}

void ems_build_free_files(struct ems_build *b)
{
    for (int32_t i = 0; i < b->files.count; i++) {
        free(b->files.items[i].text);
        json_decref(b->files.items[i].json);
    }
    free(b->files.items);
}
