#include "ems120/plans.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "api/messages.h"
#include "base/file.h"
#include "base/json.h"

static const size_t most_bytes = (size_t)1 << 28;

/* Who gains or loses cover, by plan. */
struct places {
    struct ems_plan_place *items;
    int32_t count;
};

struct ems_plans {
    struct ems_arena arena;
    json_t *document, *map; /* site.json or size.json; site.geojson or NULL */
    struct ems_plans_info info;
    json_t *list; /* of plans; NULL for `size`. Borrowed, as below */
    const char **path;
    struct places *places;
    struct ems_lon_lat *candidate;
};

/* ---- JSON of others ---- */

static double number_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static int32_t count_of(const json_t *array)
{
    size_t count = json_array_size(array);
    return count < INT32_MAX ? (int32_t)count : INT32_MAX;
}

static struct ems_plan_figure figure_of(const json_t *object, const char *key)
{
    const json_t *figure = json_object_get(object, key);
    return (struct ems_plan_figure){number_of(figure, "value"), number_of(figure, "low"),
                                    number_of(figure, "high")};
}

static int32_t verdict_of(const json_t *object)
{
    const char *verdict = text_of(object, "verdict");
    return strcmp(verdict, "better") == 0 ? 1 : strcmp(verdict, "worse") == 0 ? -1 : 0;
}

/* ---- reading ---- */

static bool is_file(const char *folder, const char *name)
{
    struct ems_arena arena = {0};
    struct stat about;
    const char *path = ems_path_join(&arena, folder, name);
    bool there = path != NULL && stat(path, &about) == 0 && S_ISREG(about.st_mode);
    ems_arena_free(&arena);
    return there;
}

bool ems_path_is_plans(const char *path)
{
    return is_file(path, "site.json") || is_file(path, "size.json");
}

static enum ems_status read(struct ems_plans *plans, const char *folder, const char *name,
                            struct ems_diags *diags, json_t **out)
{
    char *text = NULL;
    size_t length = 0;
    const char *path = ems_path_join(&plans->arena, folder, name);
    if (path == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_file_read_input(path, most_bytes, (struct ems_place_in_file){.file = path},
                                                 "", diags, &text, &length);
    if (status == EMS_OK) status = ems_json_parse(text, length, path, diags, out);
    free(text);
    return status;
}

static enum ems_status refuse(struct ems_plans *plans, const char *folder, const char *name,
                              enum ems_text message, struct ems_diags *diags)
{
    const char *path = ems_path_join(&plans->arena, folder, name);
    if (path == NULL) return EMS_NO_MEMORY;
    struct ems_diag *diag =
        ems_diag_error(diags, (struct ems_place_in_file){.file = path}, "", message, EMS_ARGS(path));
    ems_diag_hint(diags, diag, EMS_T_PLANS_AGAIN, NULL);
    return EMS_BAD_INPUT;
}

/* plan-1.yaml and on for `site`, scenario.yaml for `size`. */
static enum ems_status name_files(struct ems_plans *plans, const char *folder, struct ems_diags *diags)
{
    for (int32_t i = 0; i < plans->info.plans; i++) {
        const char *name = plans->info.is_size ? "scenario.yaml"
                                               : ems_arena_format(&plans->arena, "plan-%d.yaml", (int)i + 1);
        plans->path[i] = name != NULL ? ems_path_join(&plans->arena, folder, name) : NULL;
        if (plans->path[i] == NULL) return EMS_NO_MEMORY;
        if (!is_file(folder, name)) return refuse(plans, folder, name, EMS_T_PLANS_NO_FILE, diags);
    }
    return EMS_OK;
}

static enum ems_status read_document(struct ems_plans *plans, const char *folder, struct ems_diags *diags)
{
    struct ems_plans_info *info = &plans->info;
    info->is_size = !is_file(folder, "site.json");
    const char *name = info->is_size ? "size.json" : "site.json";
    enum ems_status status = read(plans, folder, name, diags, &plans->document);
    if (status != EMS_OK) return status;
    const json_t *now = json_object_get(plans->document, "now");
    plans->list = info->is_size ? NULL : json_object_get(plans->document, "plans");
    info->plans = info->is_size ? 1 : count_of(plans->list);
    info->targets = count_of(json_object_get(plans->document, "targets"));
    double replications = number_of(plans->document, "replications");
    info->replications = replications > 0 && replications < 1e15 ? (int64_t)replications : 0;
    info->people = number_of(now, "people");
    info->people_covered = number_of(now, "people_covered");
    info->response_s = info->is_size
                           ? figure_of(now, "mean_response_s")
                           : figure_of(json_array_get(json_object_get(now, "scenarios"), 0), "response_s");
    if (info->is_size && json_is_false(json_object_get(plans->document, "feasible")))
        return refuse(plans, folder, name, EMS_T_PLANS_NONE, diags);
    if (!json_is_object(plans->document) || info->plans == 0 || now == NULL)
        return refuse(plans, folder, name, EMS_T_PLANS_KIND, diags);
    plans->path = EMS_NEW_ARRAY(&plans->arena, const char *, info->plans);
    plans->places = EMS_NEW_ARRAY(&plans->arena, struct places, info->plans);
    return plans->arena.failed ? EMS_NO_MEMORY : name_files(plans, folder, diags);
}

/* ---- the map ---- */

static bool point_of(const json_t *feature, struct ems_lon_lat *out)
{
    const json_t *geometry = json_object_get(feature, "geometry");
    const json_t *at = json_object_get(geometry, "coordinates");
    const json_t *lon = json_array_get(at, 0), *lat = json_array_get(at, 1);
    if (!json_is_number(lon) || !json_is_number(lat)) return false;
    *out = (struct ems_lon_lat){json_number_value(lon), json_number_value(lat)};
    return isfinite(out->lon) && isfinite(out->lat);
}

/* The plan that a feature belongs to, -1: none. A plan that was not simulated has no label and is alone. */
static int32_t plan_of(const struct ems_plans *plans, const json_t *properties)
{
    const char *label = text_of(properties, "plan");
    for (int32_t i = 0; i < plans->info.plans; i++)
        if (strcmp(text_of(json_array_get(plans->list, (size_t)i), "label"), label) == 0) return i;
    return -1;
}

static bool is_kind(const json_t *properties, const char *kind)
{
    return strcmp(text_of(properties, "kind"), kind) == 0;
}

/* Counts without room, then writes. */
static void take_feature(struct ems_plans *plans, const json_t *feature)
{
    struct ems_lon_lat at;
    const json_t *properties = json_object_get(feature, "properties");
    bool gains = is_kind(properties, "newly_covered"), loses = is_kind(properties, "loses_cover");
    if (is_kind(properties, "candidate") && point_of(feature, &at)) {
        if (plans->candidate != NULL) plans->candidate[plans->info.candidates] = at;
        plans->info.candidates++;
    }
    int32_t plan = gains || loses ? plan_of(plans, properties) : -1;
    if (plan < 0 || !point_of(feature, &at)) return;
    struct places *places = &plans->places[plan];
    if (places->items != NULL)
        places->items[places->count] =
            (struct ems_plan_place){.at = at, .people = number_of(properties, "people"), .gains = gains};
    places->count++;
}

static void take_features(struct ems_plans *plans)
{
    const json_t *features = json_object_get(plans->map, "features");
    plans->info.candidates = 0;
    for (int32_t i = 0; i < plans->info.plans; i++) plans->places[i].count = 0;
    for (size_t i = 0; i < json_array_size(features); i++) take_feature(plans, json_array_get(features, i));
}

static enum ems_status read_map(struct ems_plans *plans, const char *folder, struct ems_diags *diags)
{
    if (plans->info.is_size || !is_file(folder, "site.geojson")) return EMS_OK;
    enum ems_status status = read(plans, folder, "site.geojson", diags, &plans->map);
    if (status != EMS_OK) return status;
    take_features(plans);
    plans->candidate = EMS_NEW_ARRAY(&plans->arena, struct ems_lon_lat, plans->info.candidates + 1);
    for (int32_t i = 0; i < plans->info.plans; i++)
        plans->places[i].items =
            EMS_NEW_ARRAY(&plans->arena, struct ems_plan_place, plans->places[i].count + 1);
    if (plans->arena.failed) return EMS_NO_MEMORY;
    take_features(plans);
    return EMS_OK;
}

enum ems_status ems_plans_open(const char *folder, struct ems_messages *messages, struct ems_plans **out)
{
    struct ems_diags unheard = {0}, *diags = messages != NULL ? &messages->diags : &unheard;
    struct ems_plans *plans = calloc(1, sizeof *plans);
    *out = NULL;
    if (plans == NULL) return EMS_NO_MEMORY;
    enum ems_status status = read_document(plans, folder, diags);
    if (status == EMS_OK) status = read_map(plans, folder, diags);
    ems_diags_free(&unheard);
    if (status == EMS_OK)
        *out = plans;
    else
        ems_plans_free(plans);
    return status;
}

void ems_plans_free(struct ems_plans *plans)
{
    if (plans == NULL) return;
    json_decref(plans->document);
    json_decref(plans->map);
    ems_arena_free(&plans->arena);
    free(plans);
}

/* ---- questions ---- */

struct ems_plans_info ems_plans_info(const struct ems_plans *plans)
{
    return plans->info;
}

struct ems_lon_lat ems_plans_candidate(const struct ems_plans *plans, int32_t index)
{
    return plans->candidate[index];
}

struct ems_plan_target ems_plans_target(const struct ems_plans *plans, int32_t index)
{
    const json_t *target = json_array_get(json_object_get(plans->document, "targets"), (size_t)index);
    return (struct ems_plan_target){.id = text_of(target, "id"),
                                    .required = number_of(target, "required"),
                                    .now = figure_of(target, "now"),
                                    .found = figure_of(target, "found"),
                                    .verdict = text_of(target, "verdict")};
}

static struct ems_plan_info info_of_size(const struct ems_plans *plans)
{
    const json_t *plan = json_object_get(plans->document, "plan");
    return (struct ems_plan_info){.label = "",
                                  .path = plans->path[0],
                                  .people_covered = (double)NAN,
                                  .people_gain = (double)NAN,
                                  .people_lose = (double)NAN,
                                  .response_s = figure_of(plan, "mean_response_s"),
                                  .difference_s = {(double)NAN, (double)NAN, (double)NAN}};
}

struct ems_plan_info ems_plan_info(const struct ems_plans *plans, int32_t plan)
{
    const json_t *item = json_array_get(plans->list, (size_t)plan);
    const json_t *first = json_array_get(json_object_get(item, "scenarios"), 0);
    if (plans->info.is_size) return info_of_size(plans);
    return (struct ems_plan_info){.label = text_of(item, "label"),
                                  .path = plans->path[plan],
                                  .people_covered = number_of(item, "people_covered"),
                                  .people_gain = number_of(item, "people_newly_covered"),
                                  .people_lose = number_of(item, "people_losing_cover"),
                                  .response_s = figure_of(first, "response_s"),
                                  .difference_s = figure_of(first, "difference_s"),
                                  .verdict = verdict_of(first),
                                  .may_be_best = json_is_true(json_object_get(first, "may_be_best")),
                                  .areas = count_of(json_object_get(item, "by_area")),
                                  .places = plans->places[plan].count};
}

struct ems_plan_area ems_plan_area(const struct ems_plans *plans, int32_t plan, int32_t index)
{
    const json_t *item = json_array_get(plans->list, (size_t)plan);
    const json_t *area = json_array_get(json_object_get(item, "by_area"), (size_t)index);
    return (struct ems_plan_area){.id = text_of(area, "area"),
                                  .people = number_of(area, "population"),
                                  .now_s = figure_of(area, "now_s"),
                                  .then_s = figure_of(area, "then_s"),
                                  .difference_s = figure_of(area, "difference_s"),
                                  .verdict = verdict_of(area)};
}

struct ems_plan_place ems_plan_place(const struct ems_plans *plans, int32_t plan, int32_t index)
{
    return plans->places[plan].items[index];
}
