#include "model/model.h"

#include "base/names.h"

ems_time ems_model_time_of_day(const struct ems_model *model, ems_time at)
{
    return (at + model->clock.start_of_day) % EMS_DAY;
}

bool ems_model_is_night(const struct ems_model *model, ems_time at)
{
    ems_time from = model->durations.night_from, to = model->durations.night_to;
    ems_time of_day = ems_model_time_of_day(model, at);
    if (from <= to) return of_day >= from && of_day < to;
    return of_day >= from || of_day < to;
}

const struct ems_distribution *ems_model_turnout(const struct ems_model *model, ems_time at)
{
    const struct ems_durations *d = &model->durations;
    if (d->night_from == d->night_to) return &d->turnout_day;
    return ems_model_is_night(model, at) ? &d->turnout_night : &d->turnout_day;
}

double ems_model_demand_factor(const struct ems_model *model, ems_time at)
{
    int64_t hour = (at + model->clock.start_of_day) / EMS_HOUR;
    return hour < model->demand.hour_count ? model->demand.hourly[hour] : 0;
}

ems_area_id ems_model_area_at(const struct ems_model *model, struct ems_point point)
{
    ems_area_id best = EMS_NONE;
    for (int32_t a = 0; a < model->area_count; a++) {
        if (best != EMS_NONE && model->areas[a].area_m2 >= model->areas[best].area_m2) continue;
        if (ems_shape_contains(&model->areas[a].shape, point)) best = a;
    }
    return best;
}

uint32_t ems_need_bit(ems_vehicle_type_id need)
{
    return (uint32_t)1 << (need == EMS_NONE ? EMS_VEHICLE_TYPES_MAX : need);
}

ems_time ems_model_window_end(const struct ems_model *model)
{
    if (model->clock.duration == EMS_NEVER) return EMS_NEVER;
    return model->clock.warmup + model->clock.duration;
}

enum ems_mode ems_model_mode(const struct ems_model *model, int32_t priority)
{
    return priority <= model->rules.lights_to_priority ? EMS_LIGHTS : EMS_NORMAL;
}

enum ems_mode ems_model_mode_with_patient(const struct ems_model *model, int32_t priority)
{
    return priority <= model->rules.patient_lights_to_priority ? EMS_LIGHTS : EMS_NORMAL;
}

/* First so wide that a cell has the ways of a few vehicles at a moment: some dozens stand in it. Then wider,
 * as long as there are more than a few cells: of those, most would be looked at all the same. */
static void lay_out_ways(const struct ems_model *model, struct ems_model_index *index)
{
    static const double VEHICLES_A_CELL = 32;
    enum { WIDER = 8, FEW_CELLS = 4 };
    const struct ems_grid *stations = &index->stations.grid;
    double first = sqrt(VEHICLES_A_CELL * ems_grid_cells(stations) / fmax(model->vehicle_count, 1));
    int32_t wider = first > 1 ? (int32_t)rint(first) : 1;
    index->way_levels = index->way_lists = 0;
    for (int32_t l = 0; l < EMS_WAY_LEVELS; l++, wider *= WIDER) {
        struct ems_grid grid = ems_grid_coarser(stations, wider);
        if (ems_grid_cells(&grid) <= FEW_CELLS) break;
        index->ways[index->way_levels++] = (struct ems_way_level){grid, index->way_lists};
        index->way_lists += ems_grid_cells(&grid);
    }
}

enum ems_status ems_model_index(struct ems_model *model, struct ems_arena *arena)
{
    struct ems_model_index *index = &model->index;
    struct ems_location *stations = EMS_NEW_ARRAY(arena, struct ems_location, model->station_count);
    struct ems_location *hospitals = EMS_NEW_ARRAY(arena, struct ems_location, model->hospital_count);
    if (arena->failed) return EMS_NO_MEMORY;
    for (int32_t s = 0; s < model->station_count; s++) stations[s] = model->stations[s].at;
    for (int32_t h = 0; h < model->hospital_count; h++) hospitals[h] = model->hospitals[h].at;
    enum ems_status status = ems_sites_build(&index->stations, stations, model->station_count, model, arena);
    if (status == EMS_OK)
        status = ems_sites_build(&index->hospitals, hospitals, model->hospital_count, model, arena);
    lay_out_ways(model, index);
    index->any_reassign = false;
    for (int p = 0; p < EMS_PRIORITIES; p++)
        if (model->rules.reassign[p] != 0) index->any_reassign = true;
    index->needs = 0;
    for (int32_t t = 0; t < model->type_count; t++) index->needs |= model->types[t].serves;
    return status;
}

EMS_NAME_FUNCTION(ems_stretch_name, enum ems_stretch, stretch, EMS_STRETCHES)

void ems_model_stretch(const struct ems_model *model, int32_t window, enum ems_stretch stretch,
                       ems_time *from, ems_time *to)
{
    ems_time start = model->clock.warmup, end = ems_model_window_end(model);
    *from = model->windows[window].from;
    *to = model->windows[window].to < end ? model->windows[window].to : end;
    ems_time length = *to - *from;
    if (stretch == EMS_STRETCH_BEFORE) {
        *to = *from;
        *from -= length;
    } else if (stretch == EMS_STRETCH_AFTER) {
        *from = *to;
        *to = *from < end - length ? *from + length : end;
    }
    if (*from < start) *from = start;
    if (*to > end) *to = end;
}
