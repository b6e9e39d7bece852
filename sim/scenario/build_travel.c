/* Travel: speeds by class, the raster of classes, and all fixed places. */
#include <math.h>
#include <string.h>

#include "scenario/build_parts.h"

static const double CELLS_MAX = 4e6;

/* The cells are about a 150th of the scenario's longer side, so that a walk over the raster stays short. */
static struct ems_raster raster_frame(const struct ems_build *b)
{
    struct ems_point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    struct ems_raster raster = {.cell_m = 1, .outside = (uint8_t)(b->class_count - 1)};
    for (int32_t a = 0; a < b->model->area_count; a++) {
        const struct ems_shape *shape = &b->areas[a].shape;
        low = (struct ems_point){fmin(low.x_m, shape->low.x_m), fmin(low.y_m, shape->low.y_m)};
        high = (struct ems_point){fmax(high.x_m, shape->high.x_m), fmax(high.y_m, shape->high.y_m)};
    }
    double width = high.x_m - low.x_m, height = high.y_m - low.y_m;
    if (!(width >= 0 && height >= 0 && isfinite(width + height))) return raster;
    raster.low = low;
    raster.cell_m = fmin(fmax(ceil(fmax(width, height) / 150), 10), 1000);
    while (ceil(width / raster.cell_m) * ceil(height / raster.cell_m) > CELLS_MAX) raster.cell_m *= 2;
    raster.columns = (int32_t)fmax(ceil(width / raster.cell_m), 1);
    raster.rows = (int32_t)fmax(ceil(height / raster.cell_m), 1);
    return raster;
}

static struct ems_raster make_raster(struct ems_build *b)
{
    struct ems_raster raster = raster_frame(b);
    uint8_t *values = EMS_BUILD_ARRAY(b, uint8_t, (size_t)raster.columns * (size_t)raster.rows);
    raster.values = values;
    for (int32_t r = 0; values != NULL && r < raster.rows; r++) {
        for (int32_t c = 0; c < raster.columns; c++) {
            struct ems_point middle = {raster.low.x_m + (c + 0.5) * raster.cell_m,
                                       raster.low.y_m + (r + 0.5) * raster.cell_m};
            ems_area_id area = ems_model_area_at(b->model, middle);
            *values++ = area == EMS_NONE ? raster.outside : (uint8_t)b->areas[area].class_id;
        }
    }
    return raster;
}

/* Speed of a class as given, or 0. */
static double given_speed(const struct ems_def_speeds *speeds, const char *class_name)
{
    if (speeds->everywhere.mark.given) return speeds->everywhere.value;
    for (int32_t i = 0; i < speeds->by_class.count; i++)
        if (strcmp(speeds->by_class.items[i].key.value, class_name) == 0)
            return speeds->by_class.items[i].value.value;
    return 0;
}

static bool is_used(const struct ems_build *b, int32_t class_id)
{
    bool used = false;
    for (int32_t a = 0; a < b->model->area_count && !used; a++) used = b->areas[a].class_id == class_id;
    return used;
}

/* Classes without a speed take the slowest of the others; every class that an area has needs its own. */
static void make_speeds(struct ems_build *b, const struct ems_def_speeds *def, double *speed_mps)
{
    double slowest = INFINITY;
    for (int32_t c = 0; c < b->class_count; c++) {
        speed_mps[c] = given_speed(def, b->classes[c].id);
        if (speed_mps[c] > 0 && speed_mps[c] < slowest) slowest = speed_mps[c];
    }
    for (int32_t c = 0; c < b->class_count; c++) {
        if (speed_mps[c] > 0) continue;
        if (is_used(b, c)) ems_build_error(b, &def->mark, EMS_T_CLASS_NO_SPEED, EMS_ARGS(b->classes[c].id));
        speed_mps[c] = isfinite(slowest) ? slowest : 1;
    }
}

static void add_changes(struct ems_build *b, struct ems_travel_def *travel)
{
    struct ems_speed_change *changes = EMS_BUILD_ARRAY(b, struct ems_speed_change, b->def->timeline.count);
    for (int32_t i = 0; changes != NULL && i < b->def->timeline.count; i++) {
        const struct ems_def_number *speed = &b->def->timeline.items[i].speed;
        const struct ems_timeline_entry *entry = &b->model->timeline[i];
        if (!speed->mark.given || speed->value == 1) continue;
        changes[travel->change_count++] = (struct ems_speed_change){entry->from, entry->to, speed->value};
    }
    travel->changes = changes;
}

static void add_places(struct ems_build *b, struct ems_travel_def *travel)
{
    const struct ems_model *m = b->model;
    int64_t count =
        (int64_t)m->station_count + m->hospital_count + m->place_count + m->trace_count + m->timeline_count;
    struct ems_point *places = EMS_BUILD_ARRAY(b, struct ems_point, count), *next = places;
    if (places == NULL) return;
    for (int32_t i = 0; i < m->station_count; i++) *next++ = m->stations[i].at.at;
    for (int32_t i = 0; i < m->hospital_count; i++) *next++ = m->hospitals[i].at.at;
    for (int32_t i = 0; i < m->place_count; i++) *next++ = m->places[i].at;
    for (int32_t i = 0; i < m->trace_count; i++) *next++ = m->trace[i].at;
    for (int32_t i = 0; i < m->timeline_count; i++) *next++ = m->timeline[i].incident_at.at;
    travel->places = places;
    travel->place_count = (int32_t)count;
    travel->source_count = m->station_count + m->hospital_count;
}

void ems_build_travel(struct ems_build *b)
{
    const struct ems_def_travel *def = &b->def->travel;
    struct ems_travel_def travel = {.kind = (enum ems_travel_kind)def->model.value,
                                    .detour = def->detour.value >= 1 ? def->detour.value : 1,
                                    .variation = def->variation.value,
                                    .class_count = b->class_count,
                                    .use_law = def->law.mark.given,
                                    .acceleration_mps2 = def->law.acceleration_mps2.value,
                                    .cruise_mps = def->law.cruise_mps.value,
                                    .constant = {def->time.lights.value, def->time.normal.value},
                                    .start_of_day = b->model->clock.start_of_day};
    for (int32_t c = 0; c < b->class_count; c++)
        travel.speed_mps[EMS_LIGHTS][c] = travel.speed_mps[EMS_NORMAL][c] = 1;
    if (def->speed.mark.given) {
        make_speeds(b, &def->speed.lights, travel.speed_mps[EMS_LIGHTS]);
        make_speeds(b, &def->speed.normal, travel.speed_mps[EMS_NORMAL]);
    }
    for (int h = 0; h < 24; h++)
        travel.hour_factor[h] = def->hour_factor.count == 24 ? def->hour_factor.items[h] : 1;
    b->model->travel_input = ems_build_input(b, "travel", 0, def->error.value);
    add_changes(b, &travel);
    add_places(b, &travel);
    if (b->no_memory) return;
    if (travel.kind == EMS_TRAVEL_ROAD) ems_build_road_def(b, &travel.road);
    if (travel.kind == EMS_TRAVEL_MATRIX) ems_build_matrix_def(b, &travel, &travel.matrix);
    if (b->no_memory || b->no_travel || b->diags->errors > 0) return;
    travel.classes = make_raster(b);
    if (!b->no_memory && ems_travel_init(&b->model->travel, &travel, b->arena) != EMS_OK) b->no_memory = true;
    if (!b->no_memory) ems_build_check_access(b);
}
