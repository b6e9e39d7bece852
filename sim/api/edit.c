/* The list of changes, and the scenario that comes of it. */
#include "api/edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "api/messages.h"
#include "base/number.h"
#include "model/model.h"
#include "scenario/definition.h"
#include "scenario/fill.h"
#include "scenario/source.h"
#include "scenario/write.h"

/* ---- making one ---- */

static char **copy_texts(const char *const *texts, int32_t count)
{
    char **copies = calloc((size_t)count + 1, sizeof *copies);
    for (int32_t i = 0; copies != NULL && i < count; i++) {
        copies[i] = strdup(texts[i]);
        if (copies[i] != NULL) continue;
        while (i > 0) free(copies[--i]);
        free(copies);
        return NULL;
    }
    return copies;
}

static void free_texts(char **texts, int32_t count)
{
    for (int32_t i = 0; texts != NULL && i < count; i++) free(texts[i]);
    free(texts);
}

/* The options hold the edit's texts as what they are read as. */
static struct ems_load_options base_options(const struct ems_edit *e)
{
    struct ems_load_options options = {.set_count = e->set_count, .data_folder_count = e->folder_count};
    memcpy(&options.sets, &e->sets, sizeof options.sets);
    memcpy(&options.data_folders, &e->folders, sizeof options.data_folders);
    return options;
}

static enum ems_status find_file(struct ems_edit *e, const char *path, struct ems_diags *diags)
{
    struct ems_arena arena = {0};
    struct ems_filler filler = {.arena = &arena, .diags = diags};
    struct ems_load_options options = base_options(e);
    const char *file = ems_source_find(&filler, path, &options);
    enum ems_status status = file == NULL ? EMS_BAD_INPUT : EMS_OK;
    if (status == EMS_OK && (e->file = strdup(file)) == NULL) status = EMS_NO_MEMORY;
    if (arena.failed || filler.no_memory) status = EMS_NO_MEMORY;
    free(filler.files.items);
    free(filler.sources.items);
    ems_arena_free(&arena);
    return status;
}

static enum ems_status create(const struct ems_scenario_def *def, struct ems_edit *e, struct ems_diags *diags)
{
    e->sets = copy_texts(def->sets, def->set_count);
    e->folders = copy_texts(def->data_folders, def->data_folder_count);
    if (e->sets == NULL || e->folders == NULL) return EMS_NO_MEMORY;
    e->set_count = def->set_count;
    e->folder_count = def->data_folder_count;
    enum ems_status status = find_file(e, def->path, diags);
    struct ems_load_options options = base_options(e);
    return status == EMS_OK ? ems_scenario_load(e->file, &options, diags, &e->base) : status;
}

enum ems_status ems_edit_create(const struct ems_scenario_def *def, struct ems_messages *messages,
                                struct ems_edit **out)
{
    struct ems_diags unheard = {0};
    *out = NULL;
    if (def->path == NULL) return EMS_BAD_USAGE;
    struct ems_edit *e = calloc(1, sizeof *e);
    if (e == NULL) return EMS_NO_MEMORY;
    enum ems_status status = create(def, e, messages != NULL ? &messages->diags : &unheard);
    ems_diags_free(&unheard);
    if (status != EMS_OK) {
        ems_edit_free(e);
        return status;
    }
    *out = e;
    return EMS_OK;
}

static void free_step(struct ems_edit_step *s)
{
    char *const texts[] = {s->option, s->station, s->id, s->type, s->name, s->position, s->text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) free(texts[i]);
}

void ems_edit_free(struct ems_edit *edit)
{
    if (edit == NULL) return;
    ems_edit_truncate(edit, 0);
    free(edit->steps);
    free_texts(edit->sets, edit->set_count);
    free_texts(edit->folders, edit->folder_count);
    free(edit->file);
    ems_scenario_free(edit->base);
    free(edit);
}

/* ---- the list ---- */

int32_t ems_edit_count(const struct ems_edit *edit)
{
    return edit->changes;
}

void ems_edit_truncate(struct ems_edit *edit, int32_t count)
{
    while (edit->count > 0 && edit->steps[edit->count - 1].change >= count)
        free_step(&edit->steps[--edit->count]);
    if (edit->changes > count) edit->changes = count < 0 ? 0 : count;
}

const char *ems_edit_text(const struct ems_edit *edit, int32_t index)
{
    for (int32_t i = 0; i < edit->count; i++)
        if (edit->steps[i].change == index && edit->steps[i].text != NULL) return edit->steps[i].text;
    return "";
}

/* Takes the step's texts over, whatever happens. */
static enum ems_status push(struct ems_edit *e, struct ems_edit_step step)
{
    step.change = e->changes;
    bool whole = step.text != NULL && (step.kind == EMS_EDIT_SET ? step.option : step.station) != NULL;
    if (whole && e->count == e->capacity) {
        int32_t capacity = e->capacity == 0 ? 32 : 2 * e->capacity;
        struct ems_edit_step *steps = realloc(e->steps, (size_t)capacity * sizeof *steps);
        if (steps != NULL) {
            e->steps = steps;
            e->capacity = capacity;
        }
        whole = steps != NULL;
    }
    if (!whole) {
        free_step(&step);
        return EMS_NO_MEMORY;
    }
    e->steps[e->count++] = step;
    return EMS_OK;
}

static enum ems_status push_set(struct ems_edit *e, const char *path, const char *value)
{
    struct ems_edit_step step = {.kind = EMS_EDIT_SET};
    if (asprintf(&step.option, "%s=%s", path, value) < 0) step.option = NULL;
    step.text = step.option != NULL ? strdup(step.option) : NULL;
    return push(e, step);
}

/* Ends a change of several steps: all of them or none. */
static enum ems_status end_change(struct ems_edit *e, enum ems_status status)
{
    if (status == EMS_OK)
        e->changes++;
    else
        ems_edit_truncate(e, e->changes);
    return status;
}

/* ---- what is there ---- */

static const struct ems_def_station *base_station(const struct ems_edit *e, const char *id)
{
    const struct ems_definition *d = ems_scenario_definition(e->base);
    for (int32_t i = 0; i < d->stations.count; i++)
        if (strcmp(d->stations.items[i].id.value, id) == 0) return &d->stations.items[i];
    return NULL;
}

static bool station_is_there(const struct ems_edit *e, const char *id)
{
    bool there = base_station(e, id) != NULL;
    for (int32_t i = 0; i < e->count; i++) {
        const struct ems_edit_step *s = &e->steps[i];
        if (s->station == NULL || strcmp(s->station, id) != 0) continue;
        if (s->kind == EMS_EDIT_ADD) there = true;
        if (s->kind == EMS_EDIT_REMOVE) there = false;
    }
    return there;
}

/* An id that stood there once stays taken: one file cannot both take it out and put it in. */
static bool id_is_taken(const struct ems_edit *e, const char *id)
{
    return base_station(e, id) != NULL || station_is_there(e, id);
}

static bool type_is_there(const struct ems_edit *e, const char *type)
{
    const struct ems_model *m = ems_scenario_model(e->base);
    for (int32_t t = 0; t < m->type_count; t++)
        if (strcmp(m->types[t].id, type) == 0) return true;
    return false;
}

bool ems_edit_new_id(const struct ems_edit *edit, const char *stem, char *out, int32_t size)
{
    for (int32_t n = 1;; n++) {
        snprintf(out, (size_t)size, "%s-%d", stem, n);
        if (!id_is_taken(edit, out)) return true;
    }
}

/* ---- changes ---- */

static void say_position(const struct ems_edit *e, struct ems_point at, char *out, size_t size)
{
    struct ems_position own =
        ems_unproject(&ems_scenario_model(e->base)->projection, ems_point_round(at.x_m, at.y_m));
    char x[EMS_NUMBER_SIZE], y[EMS_NUMBER_SIZE];
    ems_number_format(own.x, x);
    ems_number_format(own.y, y);
    snprintf(out, size, "[%s, %s]", x, y);
}

static enum ems_status move_site(struct ems_edit *e, const char *list, const char *id, struct ems_point to)
{
    char position[2 * EMS_NUMBER_SIZE + 8], path[160];
    say_position(e, to, position, sizeof position);
    snprintf(path, sizeof path, "%s.%s.at", list, id);
    return end_change(e, push_set(e, path, position));
}

enum ems_status ems_edit_move_station(struct ems_edit *edit, const char *station, struct ems_point to)
{
    if (!station_is_there(edit, station)) return EMS_BAD_USAGE;
    return move_site(edit, "stations", station, to);
}

enum ems_status ems_edit_move_hospital(struct ems_edit *edit, const char *hospital, struct ems_point to)
{
    const struct ems_model *m = ems_scenario_model(edit->base);
    for (int32_t h = 0; h < m->hospital_count; h++)
        if (strcmp(m->hospitals[h].id, hospital) == 0) return move_site(edit, "hospitals", hospital, to);
    return EMS_BAD_USAGE;
}

enum ems_status ems_edit_add_station(struct ems_edit *edit, const char *station, const char *name,
                                     struct ems_point at)
{
    char position[2 * EMS_NUMBER_SIZE + 8];
    struct ems_edit_step step = {.kind = EMS_EDIT_ADD};
    if (!ems_word_ok(station) || id_is_taken(edit, station)) return EMS_BAD_USAGE;
    say_position(edit, at, position, sizeof position);
    step.station = strdup(station);
    step.position = strdup(position);
    if (name != NULL) step.name = strdup(name);
    bool whole = step.position != NULL && (name == NULL || step.name != NULL) &&
                 asprintf(&step.text, "stations.%s: {at: %s}", station, position) >= 0;
    if (!whole) step.text = NULL;
    return end_change(edit, push(edit, step));
}

enum ems_status ems_edit_remove_station(struct ems_edit *edit, const char *station)
{
    struct ems_edit_step step = {.kind = EMS_EDIT_REMOVE};
    if (!station_is_there(edit, station)) return EMS_BAD_USAGE;
    step.station = strdup(station);
    if (asprintf(&step.text, "stations.%s: {remove: true}", station) < 0) step.text = NULL;
    return end_change(edit, push(edit, step));
}

static enum ems_status push_vehicle(struct ems_edit *e, enum ems_edit_kind kind, const char *station,
                                    const char *id, const char *type)
{
    struct ems_edit_step step = {.kind = kind, .station = strdup(station), .id = strdup(id)};
    if (type != NULL) step.type = strdup(type);
    bool whole = step.id != NULL && (type == NULL || step.type != NULL) &&
                 asprintf(&step.text, "stations.%s.vehicles.%s: {%s%s}", station, id,
                          type != NULL ? "type: " : "remove: true", type != NULL ? type : "") >= 0;
    if (!whole) step.text = NULL;
    return push(e, step);
}

/* Whether a vehicle of a station with a list is still there, by the steps. */
static bool vehicle_is_there(const struct ems_edit *e, const char *station, const char *id, bool at_first)
{
    for (int32_t i = 0; i < e->count; i++) {
        const struct ems_edit_step *s = &e->steps[i];
        bool same = id != NULL && s->id != NULL && s->station != NULL && strcmp(s->station, station) == 0;
        if (!same || strcmp(s->id, id) != 0) continue;
        at_first = s->kind == EMS_EDIT_VEHICLE_ADD;
    }
    return at_first;
}

/* A station that names its vehicles one by one: names are added and taken out from the last. */
static enum ems_status list_vehicles(struct ems_edit *e, const struct ems_def_station *d, const char *station,
                                     const char *type, int32_t count)
{
    int32_t have = 0;
    enum ems_status status = EMS_OK;
    const int32_t steps = e->count;
    for (int32_t i = 0; i < d->vehicles.list.count; i++)
        have += strcmp(d->vehicles.list.items[i].type.value, type) == 0 &&
                vehicle_is_there(e, station, d->vehicles.list.items[i].id.value, true);
    for (int32_t i = 0; i < steps; i++)
        have += e->steps[i].kind == EMS_EDIT_VEHICLE_ADD && strcmp(e->steps[i].station, station) == 0 &&
                strcmp(e->steps[i].type, type) == 0 && vehicle_is_there(e, station, e->steps[i].id, false);
    for (int32_t i = steps - 1; i >= 0 && have > count && status == EMS_OK; i--) {
        const struct ems_edit_step *s = &e->steps[i];
        if (s->kind != EMS_EDIT_VEHICLE_ADD || s->type == NULL || strcmp(s->station, station) != 0 ||
            strcmp(s->type, type) != 0 || !vehicle_is_there(e, station, s->id, false))
            continue;
        status = push_vehicle(e, EMS_EDIT_VEHICLE_REMOVE, station, e->steps[i].id, NULL);
        have--;
    }
    for (int32_t i = d->vehicles.list.count - 1; i >= 0 && have > count && status == EMS_OK; i--) {
        const struct ems_def_vehicle *v = &d->vehicles.list.items[i];
        if (strcmp(v->type.value, type) != 0 || !vehicle_is_there(e, station, v->id.value, true)) continue;
        status = push_vehicle(e, EMS_EDIT_VEHICLE_REMOVE, station, v->id.value, NULL);
        have--;
    }
    for (int32_t n = 1; have < count && status == EMS_OK; n++) {
        char id[160];
        bool taken = false;
        snprintf(id, sizeof id, "%s-new-%d", station, n);
        for (int32_t i = 0; i < d->vehicles.list.count; i++)
            taken |= strcmp(d->vehicles.list.items[i].id.value, id) == 0;
        for (int32_t i = 0; i < e->count; i++)
            taken |= e->steps[i].id != NULL && strcmp(e->steps[i].id, id) == 0;
        if (taken) continue;
        status = push_vehicle(e, EMS_EDIT_VEHICLE_ADD, station, id, type);
        have++;
    }
    return status;
}

enum ems_status ems_edit_vehicles(struct ems_edit *edit, const char *station, const char *type, int32_t count)
{
    char path[256], value[16];
    if (!station_is_there(edit, station) || !type_is_there(edit, type) || count < 0 || count > 10000)
        return EMS_BAD_USAGE;
    const struct ems_def_station *d = base_station(edit, station);
    if (d != NULL && d->vehicles.list.count > 0)
        return end_change(edit, list_vehicles(edit, d, station, type, count));
    snprintf(path, sizeof path, "stations.%s.vehicles.%s", station, type);
    snprintf(value, sizeof value, "%d", count);
    return end_change(edit, push_set(edit, path, value));
}

enum ems_status ems_edit_crews(struct ems_edit *edit, const char *station, int32_t count)
{
    char path[160], value[16];
    if (!station_is_there(edit, station) || count < 0 || count > 10000) return EMS_BAD_USAGE;
    snprintf(path, sizeof path, "stations.%s.crews", station);
    snprintf(value, sizeof value, "%d", count);
    return end_change(edit, push_set(edit, path, value));
}

enum ems_status ems_edit_set(struct ems_edit *edit, const char *path, const char *value)
{
    if (path[0] == '\0' || strchr(path, '=') != NULL || value[0] == '\0') return EMS_BAD_USAGE;
    return end_change(edit, push_set(edit, path, value));
}

/* ---- nodes ---- */

struct ems_node *ems_edit_entry(struct ems_arena *arena, struct ems_node *map, const char *key,
                                enum ems_node_kind kind)
{
    struct ems_node *entry = map != NULL ? ems_node_find(map, key) : NULL;
    if (entry != NULL || map == NULL) return entry;
    entry = ems_node_new(arena, kind, (struct ems_place_in_file){.file = ""}, ".");
    if (entry == NULL) return NULL;
    entry->key = key;
    ems_node_append(map, entry);
    return entry;
}

struct ems_node *ems_edit_text_entry(struct ems_arena *arena, struct ems_node *map, const char *key,
                                     const char *text, bool plain)
{
    struct ems_node *entry = ems_edit_entry(arena, map, key, EMS_NODE_SCALAR);
    if (entry == NULL) return NULL;
    entry->text = text;
    entry->plain = plain;
    return entry;
}

struct ems_node *ems_edit_list_entry(struct ems_arena *arena, struct ems_node *list, const char *id)
{
    if (list == NULL) return NULL;
    for (struct ems_node *child = list->first; child != NULL; child = child->next)
        if (ems_node_id(child) != NULL && strcmp(ems_node_id(child), id) == 0) return child;
    struct ems_node *entry = ems_node_new(arena, EMS_NODE_MAP, (struct ems_place_in_file){.file = ""}, ".");
    if (entry == NULL || ems_edit_text_entry(arena, entry, "id", id, true) == NULL) return NULL;
    entry->flow = true;
    ems_node_append(list, entry);
    return entry;
}

/* [x, y] as a node. */
static bool put_position(struct ems_arena *arena, struct ems_node *map, const char *position)
{
    struct ems_node *list = ems_edit_entry(arena, map, "at", EMS_NODE_LIST);
    char *text = ems_arena_strdup(arena, position + 1), *comma = text != NULL ? strchr(text, ',') : NULL;
    if (list == NULL || comma == NULL) return false;
    list->flow = true;
    *comma = '\0';
    comma[strlen(comma + 2) + 1] = '\0'; /* the bracket */
    const char *const numbers[2] = {text, comma + 2};
    for (int i = 0; i < 2; i++) {
        struct ems_node *number =
            ems_node_new(arena, EMS_NODE_SCALAR, (struct ems_place_in_file){.file = ""}, ".");
        if (number == NULL) return false;
        number->text = numbers[i];
        number->plain = true;
        ems_node_append(list, number);
    }
    return true;
}

static bool put_name(struct ems_arena *arena, struct ems_node *map, const char *name)
{
    struct ems_node *both = ems_edit_entry(arena, map, "name", EMS_NODE_MAP);
    if (both == NULL) return false;
    both->flow = true;
    return ems_edit_text_entry(arena, both, "en", name, false) != NULL &&
           ems_edit_text_entry(arena, both, "zh", name, false) != NULL;
}

static bool lay_step(const struct ems_edit_step *s, struct ems_arena *arena, struct ems_node *root)
{
    if (s->kind == EMS_EDIT_SET) return true;
    struct ems_node *stations = ems_edit_entry(arena, root, "stations", EMS_NODE_LIST);
    struct ems_node *station = ems_edit_list_entry(arena, stations, s->station);
    if (station == NULL) return false;
    if (s->kind == EMS_EDIT_REMOVE)
        return ems_edit_text_entry(arena, station, "remove", "true", true) != NULL;
    if (s->kind == EMS_EDIT_ADD)
        return (s->name == NULL || put_name(arena, station, s->name)) &&
               put_position(arena, station, s->position);
    struct ems_node *vehicle =
        ems_edit_list_entry(arena, ems_edit_entry(arena, station, "vehicles", EMS_NODE_LIST), s->id);
    if (vehicle == NULL) return false;
    bool adds = s->kind == EMS_EDIT_VEHICLE_ADD;
    return ems_edit_text_entry(arena, vehicle, adds ? "type" : "remove", adds ? s->type : "true", true) !=
           NULL;
}

bool ems_edit_overlay(const struct ems_edit_plan *plan, struct ems_arena *arena, struct ems_node *root)
{
    for (int32_t i = 0; i < plan->step_count; i++)
        if (!lay_step(plan->steps[i], arena, root)) return false;
    return true;
}

/* ---- the plan ---- */

static bool is_about_station(const struct ems_edit_step *s, const char *station)
{
    if (s->station != NULL) return strcmp(s->station, station) == 0;
    size_t length = strlen(station);
    return strncmp(s->option, "stations.", 9) == 0 && strncmp(s->option + 9, station, length) == 0 &&
           (s->option[9 + length] == '.' || s->option[9 + length] == '=');
}

/* Undone later: by taking its station out, or its vehicle. */
static bool is_undone(const struct ems_edit *e, int32_t i)
{
    const struct ems_edit_step *s = &e->steps[i];
    for (int32_t k = i + 1; k < e->count; k++) {
        const struct ems_edit_step *later = &e->steps[k];
        if (later->kind == EMS_EDIT_REMOVE && is_about_station(s, later->station)) return true;
        if (later->kind == EMS_EDIT_VEHICLE_REMOVE && s->kind == EMS_EDIT_VEHICLE_ADD &&
            strcmp(s->station, later->station) == 0 && strcmp(s->id, later->id) == 0)
            return true;
    }
    if (s->kind == EMS_EDIT_REMOVE)
        return base_station(e, s->station) == NULL; /* what was added goes with it */
    if (s->kind != EMS_EDIT_VEHICLE_REMOVE) return false;
    const struct ems_def_station *d = base_station(e, s->station);
    for (int32_t v = 0; d != NULL && v < d->vehicles.list.count; v++)
        if (strcmp(d->vehicles.list.items[v].id.value, s->id) == 0) return false;
    return true;
}

static enum ems_status write_overlay(struct ems_edit_plan *plan)
{
    struct ems_node *root =
        ems_node_new(&plan->arena, EMS_NODE_MAP, (struct ems_place_in_file){.file = ""}, ".");
    size_t size;
    if (root == NULL || !ems_edit_overlay(plan, &plan->arena, root)) return EMS_NO_MEMORY;
    if (root->first == NULL) return EMS_OK;
    FILE *stream = open_memstream(&plan->overlay, &size);
    if (stream == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_node_write(root, stream);
    if (fclose(stream) != 0 || status != EMS_OK) return EMS_NO_MEMORY;
    plan->options.overlay = plan->overlay;
    return EMS_OK;
}

enum ems_status ems_edit_plan(const struct ems_edit *edit, struct ems_edit_plan *out)
{
    *out = (struct ems_edit_plan){.options = base_options(edit)};
    const char **sets = EMS_NEW_ARRAY(&out->arena, const char *, edit->set_count + edit->count + 1);
    out->steps = EMS_NEW_ARRAY(&out->arena, const struct ems_edit_step *, edit->count + 1);
    if (sets == NULL || out->steps == NULL) return EMS_NO_MEMORY;
    int32_t count = 0;
    for (int32_t i = 0; i < edit->set_count; i++) sets[count++] = edit->sets[i];
    for (int32_t i = 0; i < edit->count; i++) {
        if (is_undone(edit, i)) continue;
        out->steps[out->step_count++] = &edit->steps[i];
        if (edit->steps[i].kind == EMS_EDIT_SET) sets[count++] = edit->steps[i].option;
    }
    out->options.sets = sets;
    out->options.set_count = count;
    return write_overlay(out);
}

void ems_edit_plan_free(struct ems_edit_plan *plan)
{
    free(plan->overlay);
    ems_arena_free(&plan->arena);
}

enum ems_status ems_edit_open(const struct ems_edit *edit, struct ems_messages *messages,
                              struct ems_scenario **out)
{
    struct ems_diags unheard = {0};
    struct ems_edit_plan plan;
    *out = NULL;
    enum ems_status status = ems_edit_plan(edit, &plan);
    if (status == EMS_OK)
        status =
            ems_scenario_load(edit->file, &plan.options, messages != NULL ? &messages->diags : &unheard, out);
    ems_edit_plan_free(&plan);
    ems_diags_free(&unheard);
    return status;
}
