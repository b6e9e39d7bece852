/* What a search starts from: the scenarios with the targets and the grown demand in them. */
#include <string.h>

#include "study/size_parts.h"

/* ---- targets and growth ---- */

static bool add_threshold(struct ems_model *model, ems_time within)
{
    int32_t at = 0;
    while (at < model->threshold_count && model->thresholds[at] < within) at++;
    if (at < model->threshold_count && model->thresholds[at] == within) return true;
    if (model->threshold_count == EMS_THRESHOLDS_MAX) return false;
    memmove(&model->thresholds[at + 1], &model->thresholds[at],
            (size_t)(model->threshold_count - at) * sizeof *model->thresholds);
    model->thresholds[at] = within;
    model->threshold_count++;
    return true;
}

/* Of the whole time from the scenario's year to the growth's. */
static void compute_growth(struct ems_size_growth *growth, int32_t from_year)
{
    double requests = 1;
    growth->people_factor = growth->ageing_factor = growth->request_factor = 1;
    if (growth->year == 0) return;
    for (int32_t y = from_year; y < growth->year; y++) {
        growth->people_factor *= 1 + growth->people;
        requests *= 1 + growth->requests;
    }
    if (growth->aged > 0)
        growth->ageing_factor =
            (1 + growth->aged_to * (growth->aged_use - 1)) / (1 + growth->aged_from * (growth->aged_use - 1));
    growth->request_factor = growth->people_factor * requests * growth->ageing_factor;
}

static enum ems_status grow_demand(struct ems_sizing *s, struct ems_model *model)
{
    const struct ems_size_growth *growth = &s->size->growth;
    struct ems_area *areas = EMS_NEW_ARRAY(&s->size->arena, struct ems_area, model->area_count);
    if (areas == NULL) return EMS_NO_MEMORY;
    for (int32_t a = 0; a < model->area_count; a++) {
        areas[a] = model->areas[a];
        areas[a].population *= growth->people_factor;
        areas[a].requests_per_year *= growth->request_factor;
        areas[a].other_calls_per_year *= growth->request_factor;
    }
    model->areas = areas;
    model->demand.requests_per_year *= growth->request_factor;
    model->demand.phone_calls_per_year *= growth->request_factor;
    return EMS_OK;
}

bool ems_size_fits(const struct ems_model *model, const struct ems_model *other)
{
    if (model->station_count != other->station_count || model->area_count != other->area_count ||
        model->class_count != other->class_count || model->type_count != other->type_count ||
        model->vehicle_count != other->vehicle_count)
        return false;
    for (int32_t i = 0; i < model->station_count; i++)
        if (strcmp(model->stations[i].id, other->stations[i].id) != 0) return false;
    for (int32_t i = 0; i < model->area_count; i++)
        if (strcmp(model->areas[i].id, other->areas[i].id) != 0) return false;
    for (int32_t i = 0; i < model->class_count; i++)
        if (strcmp(model->classes[i].id, other->classes[i].id) != 0) return false;
    for (int32_t i = 0; i < model->type_count; i++)
        if (strcmp(model->types[i].id, other->types[i].id) != 0) return false;
    return true;
}

/* ---- scenarios ---- */

static enum ems_status prepare_world(struct ems_sizing *s, const struct ems_scenario *scenario, double weight)
{
    struct ems_sizing_world *world = &s->worlds[s->world_count];
    const struct ems_model *first = &s->worlds[0].base;
    *world = (struct ems_sizing_world){.scenario = scenario, .weight = weight};
    s->order[s->world_count] = s->world_count;
    world->base = *ems_scenario_model(scenario);
    if (s->world_count > 0) {
        if (!ems_size_fits(first, &world->base)) return EMS_BAD_USAGE;
        world->base.targets = first->targets;
        world->base.target_count = first->target_count;
        world->base.seed = first->seed;
    } else if (s->options->target_count > 0) {
        world->base.targets = s->options->targets;
        world->base.target_count = s->options->target_count;
    }
    if (world->base.has_trace || world->base.target_count == 0 || world->base.target_count > EMS_SIZE_TARGETS)
        return EMS_BAD_USAGE;
    for (int32_t t = 0; t < world->base.target_count; t++)
        if (!add_threshold(&world->base, world->base.targets[t].within)) return EMS_BAD_USAGE;
    if (s->world_count == 0) {
        s->size->growth = s->options->growth;
        compute_growth(&s->size->growth, world->base.clock.start.year);
    }
    enum ems_status status = grow_demand(s, &world->base);
    if (status != EMS_OK) return status;
    status = ems_analytic_create(&world->base, &world->analytic);
    if (status != EMS_OK) return status;
    ems_analytic_hurry(world->analytic);
    struct ems_model *kept = EMS_NEW(&s->size->arena, struct ems_model);
    if (kept == NULL) return EMS_NO_MEMORY;
    *kept = world->base;
    s->size->worlds[s->world_count] = kept;
    s->size->weights[s->world_count++] = weight;
    return EMS_OK;
}

static enum ems_status make_room(struct ems_sizing *s)
{
    struct ems_arena *arena = &s->size->arena;
    s->stations = s->base->station_count;
    s->cells = s->stations * EMS_SIZE_PATTERNS;
    s->duty = EMS_NEW_ARRAY(arena, int32_t, EMS_HOURS_OF_WEEK * s->stations);
    s->extra = EMS_NEW_ARRAY(arena, int32_t, s->stations * s->base->type_count);
    s->lacking = EMS_NEW_ARRAY(arena, int32_t, s->stations);
    s->floor = EMS_NEW_ARRAY(arena, int32_t, s->stations);
    return arena->failed ? EMS_NO_MEMORY : EMS_OK;
}

enum ems_status ems_sizing_prepare(struct ems_sizing *s)
{
    const struct ems_size_options *options = s->options;
    struct ems_size *size = s->size;
    if (options->also_count >= EMS_SIZE_WORLDS) return EMS_BAD_USAGE;
    enum ems_status status = prepare_world(s, s->scenario, 1);
    s->base = &s->worlds[0].base;
    for (int32_t i = 0; i < options->also_count && status == EMS_OK; i++)
        status = prepare_world(s, options->also[i].scenario, options->also[i].weight);
    if (status != EMS_OK) return status;
    size->base = size->worlds[0];
    size->world_count = s->world_count;
    size->judge = options->judge;
    size->shifts = options->shifts;
    if (!(size->shifts.week_hours > 0)) size->shifts.week_hours = 40;
    int32_t usual = 4 * s->base->crew_count;
    size->most_crews = options->max_crews > 0 ? options->max_crews : usual < 40 ? 40 : usual;
    ems_size_find_patterns(s);
    return make_room(s);
}
