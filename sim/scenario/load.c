#include "scenario/load.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "scenario/build.h"
#include "scenario/files.h"
#include "scenario/merge.h"
#include "scenario/order.h"
#include "scenario/source.h"
#include "scenario/standards.h"
#include "scenario/write.h"
#include "scenario/yaml.h"

struct ems_scenario {
    struct ems_arena arena;
    struct ems_filler filler;
    struct ems_node *root; /* merged and set; files are renamed to data/NAME */
    struct ems_definition definition;
    struct ems_model model;
    int32_t texts; /* sources that are scenario files; those after them are data */
};

/* ---- checks of the definition itself ---- */

static void check_duration(struct ems_filler *filler, const struct ems_definition *definition)
{
    const struct ems_def_mark *mark = &definition->clock.duration.mark;
    if (mark->given || !definition->clock.mark.given || definition->demand.trace.mark.given) return;
    struct ems_diag *diag =
        ems_diag_error(filler->diags, mark->at, mark->path, EMS_T_IN_DURATION_MISSING, NULL);
    ems_diag_hint(filler->diags, diag, EMS_T_IN_DURATION_HINT, NULL);
}

static bool same_position(struct ems_position a, struct ems_position b)
{
    return !(a.x < b.x || a.x > b.x || a.y < b.y || a.y > b.y);
}

/* Drops the repeated last corner of each polygon. */
static void close_rings(struct ems_filler *filler, struct ems_definition *definition)
{
    for (int32_t i = 0; i < definition->areas.count; i++) {
        struct ems_def_area area = definition->areas.items[i];
        int32_t last = area.polygon.count - 1;
        if (last < 1 || !same_position(area.polygon.items[0].value, area.polygon.items[last].value)) continue;
        if (last < 3)
            ems_diag_error(filler->diags, area.polygon.mark.at, area.polygon.mark.path, EMS_T_IN_NO_RING,
                           NULL);
        area.polygon.count = last;
        char *items;
        memcpy(&items, &definition->areas.items, sizeof items); /* the arena's, filled just now */
        memcpy(items + (size_t)i * sizeof area, &area, sizeof area);
    }
}

static enum ems_status hash_scenario(struct ems_scenario *scenario)
{
    char *text = NULL, hex[EMS_HASH_HEX];
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    if (memory == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_node_write(scenario->root, memory);
    if (fclose(memory) != 0 || text == NULL) status = EMS_NO_MEMORY;
    if (status == EMS_OK) {
        ems_hash_hex(text, length, hex);
        scenario->definition.scenario_hash = ems_arena_strdup(&scenario->arena, hex);
    }
    free(text);
    return status;
}

/* ---- loading ---- */

static bool out_of_memory(const struct ems_scenario *scenario)
{
    return scenario->arena.failed || scenario->filler.no_memory || scenario->filler.diags->no_memory;
}

/* Whether positions are longitude and latitude; not when nobody can tell. */
static bool degrees(const struct ems_node *root)
{
    const struct ems_node *word = ems_node_find(root, "coordinates");
    if (word == NULL) return true;
    const char *const known[] = {"wgs84", "gcj02", "bd09"};
    for (int i = 0; i < 3 && word->kind == EMS_NODE_SCALAR; i++)
        if (strcmp(word->text, known[i]) == 0) return true;
    return false;
}

static void fill_definition(struct ems_scenario *scenario)
{
    struct ems_filler *filler = &scenario->filler;
    filler->plane = !degrees(scenario->root);
    ems_fill_object(filler, ems_schema_root(), scenario->root, &scenario->definition, NULL,
                    scenario->root->at);
    check_duration(filler, &scenario->definition);
    close_rings(filler, &scenario->definition);
    scenario->definition.sources = filler->sources.items;
    scenario->definition.source_count = filler->sources.count;
}

static enum ems_status load_standards(struct ems_scenario *scenario, const struct ems_load_options *options)
{
    struct ems_model *model = &scenario->model;
    const struct ems_node *naming = ems_node_find(scenario->root, "standards");
    struct ems_standard_search search = {.scenario_folder =
                                             naming != NULL ? naming->folder : scenario->root->folder};
    if (options != NULL) {
        search.data_folders = options->data_folders;
        search.data_folder_count = options->data_folder_count;
    }
    enum ems_status status = ems_standards_load(&scenario->definition.standards, &search, &scenario->arena,
                                                scenario->filler.diags, &model->standard_files);
    return status == EMS_OK ? ems_standards_add_inputs(model, &scenario->arena) : status;
}

static void lay_over(struct ems_scenario *scenario, const char *overlay)
{
    struct ems_filler *filler = &scenario->filler;
    struct ems_node *over = NULL;
    char *text = ems_arena_strdup(&scenario->arena, overlay);
    if (text == NULL) return;
    enum ems_status status =
        ems_yaml_read(text, strlen(text), "-", ".", &scenario->arena, filler->diags, &over);
    if (status == EMS_NO_MEMORY) filler->no_memory = true;
    if (status == EMS_OK && over != NULL) ems_merge(filler, scenario->root, over);
}

static void change(struct ems_scenario *scenario, const struct ems_load_options *options)
{
    struct ems_filler *filler = &scenario->filler;
    if (options->overlay != NULL) lay_over(scenario, options->overlay);
    for (int32_t i = 0; i < options->set_count; i++)
        ems_set_apply(filler, scenario->root, options->sets[i], i + 1);
    for (int32_t i = 0; i < options->change_count; i++) {
        const struct ems_change *one = &options->changes[i];
        if (one->option != NULL)
            ems_set_apply(filler, scenario->root, one->option, i + 1);
        else
            ems_set_apply_node(filler, scenario->root, one->path, one->at, one->value);
    }
}

/* From the merged tree to the model. */
static enum ems_status finish(struct ems_scenario *scenario, const struct ems_load_options *options,
                              const char *id)
{
    struct ems_filler *filler = &scenario->filler;
    scenario->texts = filler->sources.count;
    if (options != NULL) change(scenario, options);
    fill_definition(scenario);
    if (out_of_memory(scenario)) return EMS_NO_MEMORY;
    if (filler->diags->errors > 0) return EMS_BAD_INPUT;
    if (options != NULL && options->values_only) return EMS_OK;
    scenario->definition.scenario_id = id;
    if (!ems_files_rename(filler)) return EMS_NO_MEMORY;
    enum ems_status status = hash_scenario(scenario);
    if (status == EMS_OK)
        status = ems_scenario_build(&scenario->definition, options == NULL || !options->no_travel,
                                    &scenario->arena, filler->diags, &scenario->model);
    if (status == EMS_OK || status == EMS_BAD_INPUT) {
        enum ems_status standards = load_standards(scenario, options);
        if (standards != EMS_OK) status = standards;
    }
    return status == EMS_OK && out_of_memory(scenario) ? EMS_NO_MEMORY : status;
}

static struct ems_scenario *new_scenario(struct ems_diags *diags)
{
    struct ems_scenario *scenario = calloc(1, sizeof *scenario);
    if (scenario == NULL) return NULL;
    scenario->filler.arena = &scenario->arena;
    scenario->filler.diags = diags;
    return scenario;
}

/* Hands the scenario over, or frees it when something was wrong. */
static enum ems_status hand_over(struct ems_scenario *scenario, const struct ems_load_options *options,
                                 const char *id, struct ems_scenario **out)
{
    enum ems_status status = EMS_BAD_INPUT;
    if (scenario->root != NULL && id != NULL)
        status = finish(scenario, options, id);
    else if (out_of_memory(scenario))
        status = EMS_NO_MEMORY;
    ems_diags_order(scenario->filler.diags);
    scenario->filler.diags = NULL;
    if (status == EMS_OK)
        *out = scenario;
    else
        ems_scenario_free(scenario);
    return status;
}

enum ems_status ems_scenario_load(const char *path, const struct ems_load_options *options,
                                  struct ems_diags *diags, struct ems_scenario **out)
{
    *out = NULL;
    struct ems_scenario *scenario = new_scenario(diags);
    if (scenario == NULL) return EMS_NO_MEMORY;
    const char *file = ems_source_find(&scenario->filler, path, options);
    if (file != NULL) scenario->root = ems_source_read(&scenario->filler, file);
    const char *id = file != NULL ? ems_source_id(&scenario->arena, file) : NULL;
    return hand_over(scenario, options, id, out);
}

enum ems_status ems_scenario_load_text(const char *text, size_t length, const char *name, const char *folder,
                                       const struct ems_load_options *options, struct ems_diags *diags,
                                       struct ems_scenario **out)
{
    *out = NULL;
    struct ems_scenario *scenario = new_scenario(diags);
    if (scenario == NULL) return EMS_NO_MEMORY;
    const char *own_name = ems_arena_strdup(&scenario->arena, name),
               *own_folder = ems_arena_strdup(&scenario->arena, folder);
    if (own_name != NULL && own_folder != NULL)
        scenario->root = ems_source_read_text(&scenario->filler, text, length, own_name, own_folder);
    return hand_over(scenario, options, own_name != NULL ? ems_source_id(&scenario->arena, own_name) : NULL,
                     out);
}

const struct ems_model *ems_scenario_model(const struct ems_scenario *scenario)
{
    return &scenario->model;
}

void ems_scenario_settle_warmup(struct ems_scenario *scenario, ems_time warmup)
{
    scenario->model.clock.warmup = warmup;
    scenario->model.clock.warmup_auto = false;
}

const struct ems_definition *ems_scenario_definition(const struct ems_scenario *scenario)
{
    return &scenario->definition;
}

const struct ems_node *ems_scenario_tree(const struct ems_scenario *scenario)
{
    return scenario->root;
}

void ems_scenario_free(struct ems_scenario *scenario)
{
    if (scenario == NULL) return;
    free(scenario->filler.files.items);
    free(scenario->filler.sources.items);
    ems_arena_free(&scenario->arena);
    free(scenario);
}

void ems_scenario_content_hash(const struct ems_scenario *scenario, char out[EMS_HASH_HEX])
{
    const struct ems_model *model = &scenario->model;
    char pair[2 * EMS_HASH_HEX] = "";
    ems_hash_hex(model->origin.scenario_hash, strlen(model->origin.scenario_hash), out);
    for (int32_t i = scenario->texts; i < model->origin.file_count; i++) {
        int length = snprintf(pair, sizeof pair, "%s%s", out, model->origin.files[i].hash);
        ems_hash_hex(pair, (size_t)length, out);
    }
}

/* ---- writing ---- */

enum ems_status ems_scenario_write(const struct ems_scenario *scenario, FILE *out)
{
    return ems_node_write(scenario->root, out);
}

/* The standards that were found, where the saved scenario finds them first. */
static enum ems_status copy_standards(const struct ems_scenario *scenario, const char *folder,
                                      struct ems_arena *arena)
{
    const struct ems_model *model = &scenario->model;
    const char *standards = ems_path_join(arena, folder, "standards");
    enum ems_status status = standards != NULL ? EMS_OK : EMS_NO_MEMORY;
    if (model->standard_count == 0 || status != EMS_OK) return status;
    if (mkdir(standards, 0777) != 0 && errno != EEXIST) return EMS_IO;
    for (int32_t i = 0; i < model->standard_count && status == EMS_OK; i++) {
        const struct ems_standard *standard = model->standard_files[i];
        const char *to = ems_arena_format(arena, "%s/%s.yaml", standards, standard->id);
        status = to != NULL ? ems_files_copy_one(standard->path, to) : EMS_NO_MEMORY;
    }
    return status;
}

enum ems_status ems_scenario_save(const struct ems_scenario *scenario, const char *folder)
{
    struct ems_arena arena = {0};
    struct ems_file_out file = {0};
    const char *path = ems_path_join(&arena, folder, "scenario.yaml");
    enum ems_status status = path != NULL ? ems_files_copy(&scenario->filler, folder, &arena) : EMS_NO_MEMORY;
    if (status == EMS_OK) status = copy_standards(scenario, folder, &arena);
    if (status == EMS_OK) status = ems_file_create(path, &file);
    if (status == EMS_OK) status = ems_file_finish(&file, ems_scenario_write(scenario, file.stream));
    ems_arena_free(&arena);
    return status;
}
