#include "scenario/build.h"

#include "scenario/build_parts.h"

static void build_general(struct ems_build *b)
{
    const struct ems_definition *def = b->def;
    struct ems_model *model = b->model;
    model->arena = b->arena;
    model->name = def->name.value;
    model->description = def->description.value;
    model->scenario_id = def->scenario_id;
    model->seed = (uint64_t)def->seed.value;
    model->replications = (int32_t)def->replications.value;
    const char **standards = EMS_BUILD_ARRAY(b, const char *, def->standards.count);
    for (int32_t i = 0; standards != NULL && i < def->standards.count; i++)
        standards[i] = def->standards.items[i].value;
    model->standards = standards;
    model->standard_count = def->standards.count;
}

/* The files of the scenario itself first, then its data in the order in which they were read. */
static void build_origin(struct ems_build *b)
{
    const struct ems_definition *def = b->def;
    int32_t count = 0;
    struct ems_input_file *files =
        EMS_BUILD_ARRAY(b, struct ems_input_file, def->source_count + b->files.count);
    if (files == NULL) return;
    for (int32_t i = 0; i < def->source_count; i++)
        files[count++] = (struct ems_input_file){def->sources[i].path, def->sources[i].hash};
    for (int32_t i = 0; i < b->files.count; i++) {
        const struct ems_build_file *file = &b->files.items[i];
        const char *path = ems_arena_strdup(b->arena, file->written),
                   *hash = ems_arena_strdup(b->arena, file->hash);
        if (path == NULL || hash == NULL) b->no_memory = true;
        files[count++] = (struct ems_input_file){path, hash};
    }
    b->model->origin.scenario_hash = def->scenario_hash;
    b->model->origin.files = files;
    b->model->origin.file_count = count;
}

/* Each part needs those before it. */
static void build_all(struct ems_build *b)
{
    static void (*const parts[])(struct ems_build *) = {
        build_general,        ems_build_clock,     ems_build_areas,    ems_build_nodes,
        ems_build_types,      ems_build_hospitals, ems_build_stations, ems_build_fleet,
        ems_build_conditions, ems_build_places,    ems_build_demand,   ems_build_trace,
        ems_build_rules,      ems_build_timeline,  ems_build_travel,   build_origin,
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !b->no_memory; i++) parts[i](b);
}

enum ems_status ems_scenario_build(const struct ems_definition *definition, bool travel,
                                   struct ems_arena *arena, struct ems_diags *diags, struct ems_model *out)
{
    *out = (struct ems_model){0};
    struct ems_build b = {
        .def = definition, .model = out, .arena = arena, .diags = diags, .no_travel = !travel};
    build_all(&b);
    enum ems_status status = EMS_OK;
    if (b.no_memory || arena->failed || b.scratch.failed || diags->no_memory)
        status = EMS_NO_MEMORY;
    else if (diags->errors > 0)
        status = EMS_BAD_INPUT;
    else
        status = ems_model_index(out, arena);
    ems_build_free_files(&b);
    ems_arena_free(&b.scratch);
    return status;
}
