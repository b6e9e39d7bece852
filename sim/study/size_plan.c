/* Plans of crews by station and shift, and models made from them. */
#include <string.h>

#include "model/policy.h"
#include "scenario/definition.h"
#include "study/size_parts.h"

/* ---- patterns ---- */

static double hours_a_week(const struct ems_size_pattern *p)
{
    ems_time length = p->to > p->from ? p->to - p->from : p->to - p->from + EMS_DAY;
    return (double)length / (double)EMS_HOUR * __builtin_popcount(p->weekdays);
}

static int32_t pattern_number(struct ems_size *size, struct ems_size_pattern pattern)
{
    for (int32_t i = 0; i < size->pattern_count; i++) {
        const struct ems_size_pattern *known = &size->patterns[i];
        if (known->weekdays == pattern.weekdays && known->from == pattern.from && known->to == pattern.to)
            return i;
    }
    if (size->pattern_count == EMS_SIZE_PATTERNS) return 0; /* taken as all hours */
    pattern.hours = hours_a_week(&pattern);
    size->patterns[size->pattern_count] = pattern;
    return size->pattern_count++;
}

static void fill_hours(struct ems_sizing *s, int32_t number)
{
    const struct ems_size_pattern *p = &s->size->patterns[number];
    ems_time length = p->to > p->from ? p->to - p->from : p->to - p->from + EMS_DAY;
    for (int32_t day = 0; day < 7; day++) {
        if (!(p->weekdays >> day & 1)) continue;
        for (int32_t h = 0; h < 48; h++) { /* by the middle of each hour */
            ems_time at = h * EMS_HOUR + EMS_HOUR / 2;
            if (at >= p->from && at < p->from + length)
                s->pattern_on[number][(day * 24 + h) % EMS_HOURS_OF_WEEK] = true;
        }
    }
}

static void find_patterns(struct ems_sizing *s)
{
    const struct ems_model *model = &s->base;
    pattern_number(s->size, (struct ems_size_pattern){.weekdays = 127});
    for (int32_t c = 0; c < model->crew_count; c++)
        for (int32_t i = 0; i < model->crews[c].shift_count; i++) {
            const struct ems_shift *shift = &model->crews[c].shifts[i];
            pattern_number(s->size, (struct ems_size_pattern){shift->weekdays, shift->from, shift->to, 0});
        }
    for (int32_t i = 0; i < s->size->pattern_count; i++) fill_hours(s, i);
}

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

static enum ems_status grow_demand(struct ems_sizing *s)
{
    struct ems_size_growth *growth = &s->size->growth;
    growth->people_factor = growth->request_factor = 1;
    for (int32_t y = s->base.clock.start.year; growth->year > 0 && y < growth->year; y++) {
        growth->people_factor *= 1 + growth->people;
        growth->request_factor *= (1 + growth->people) * (1 + growth->requests);
    }
    struct ems_area *areas = EMS_NEW_ARRAY(&s->size->arena, struct ems_area, s->base.area_count);
    if (areas == NULL) return EMS_NO_MEMORY;
    for (int32_t a = 0; a < s->base.area_count; a++) {
        areas[a] = s->base.areas[a];
        areas[a].requests_per_year *= growth->request_factor;
        areas[a].other_calls_per_year *= growth->request_factor;
    }
    s->base.areas = areas;
    s->base.demand.requests_per_year *= growth->request_factor;
    s->base.demand.phone_calls_per_year *= growth->request_factor;
    return EMS_OK;
}

enum ems_status ems_sizing_prepare(struct ems_sizing *s)
{
    const struct ems_size_options *options = s->options;
    s->base = *ems_scenario_model(s->scenario);
    if (options->target_count > 0) {
        s->base.targets = options->targets;
        s->base.target_count = options->target_count;
    }
    if (s->base.has_trace || s->base.target_count == 0 || s->base.target_count > EMS_SIZE_TARGETS)
        return EMS_BAD_USAGE;
    for (int32_t t = 0; t < s->base.target_count; t++)
        if (!add_threshold(&s->base, s->base.targets[t].within)) return EMS_BAD_USAGE;
    s->size->growth = options->growth;
    enum ems_status status = grow_demand(s);
    if (status != EMS_OK) return status;
    find_patterns(s);
    s->stations = s->base.station_count;
    s->cells = s->stations * s->size->pattern_count;
    s->duty = EMS_NEW_ARRAY(&s->size->arena, int32_t, EMS_HOURS_OF_WEEK * s->stations);
    struct ems_model *kept = EMS_NEW(&s->size->arena, struct ems_model);
    if (s->duty == NULL || kept == NULL) return EMS_NO_MEMORY;
    *kept = s->base;
    s->size->base = kept;
    s->size->most_crews = options->max_crews > 0        ? options->max_crews
                          : 4 * s->base.crew_count < 40 ? 40
                                                        : 4 * s->base.crew_count;
    return EMS_OK;
}

/* ---- plans ---- */

struct ems_size_plan ems_size_plan_new(struct ems_sizing *s)
{
    return (struct ems_size_plan){.crews = EMS_NEW_ARRAY(&s->size->arena, int32_t, s->cells)};
}

void ems_size_plan_copy(const struct ems_sizing *s, struct ems_size_plan *to,
                        const struct ems_size_plan *from)
{
    memcpy(to->crews, from->crews, (size_t)s->cells * sizeof *to->crews);
    to->hours = from->hours;
    to->count = from->count;
}

void ems_size_plan_change(const struct ems_sizing *s, struct ems_size_plan *plan, int32_t cell, int32_t by)
{
    plan->crews[cell] += by;
    plan->count += by;
    plan->hours += by * s->size->patterns[cell % s->size->pattern_count].hours;
}

bool ems_size_plan_same(const struct ems_sizing *s, const struct ems_size_plan *a,
                        const struct ems_size_plan *b)
{
    return memcmp(a->crews, b->crews, (size_t)s->cells * sizeof *a->crews) == 0;
}

enum ems_status ems_size_plan_of_model(struct ems_sizing *s, struct ems_size_plan *out)
{
    const struct ems_model *model = &s->base;
    *out = ems_size_plan_new(s);
    if (out->crews == NULL) return EMS_NO_MEMORY;
    for (int32_t c = 0; c < model->crew_count; c++) {
        const struct ems_crew *crew = &model->crews[c];
        struct ems_size_pattern pattern = {.weekdays = 127};
        if (crew->shift_count > 0)
            pattern =
                (struct ems_size_pattern){crew->shifts->weekdays, crew->shifts->from, crew->shifts->to, 0};
        int32_t number = pattern_number(s->size, pattern);
        ems_size_plan_change(s, out, crew->station * s->size->pattern_count + number, 1);
    }
    return EMS_OK;
}

int32_t ems_size_plan_most(const struct ems_sizing *s, const struct ems_size_plan *plan, int32_t station)
{
    int32_t most = 0, patterns = s->size->pattern_count;
    for (int32_t h = 0; h < EMS_HOURS_OF_WEEK; h++) {
        int32_t on = 0;
        for (int32_t p = 0; p < patterns; p++)
            on += s->pattern_on[p][h] ? plan->crews[station * patterns + p] : 0;
        if (on > most) most = on;
    }
    return most;
}

/* ---- models ---- */

int32_t ems_size_added_type(const struct ems_model *model)
{
    int32_t best = 0;
    for (int32_t t = 1; t < model->type_count; t++) {
        const struct ems_vehicle_type *type = &model->types[t];
        if (!type->emergency) continue;
        if (!model->types[best].emergency ||
            __builtin_popcount(type->serves) > __builtin_popcount(model->types[best].serves))
            best = t;
    }
    return best;
}

struct making {
    struct ems_sizing *s;
    const struct ems_size_plan *plan;
    struct ems_arena *arena;
    struct ems_station *stations;
    struct ems_vehicle *vehicles;
    struct ems_crew *crews;
    struct ems_shift *shifts; /* of the patterns */
    int32_t vehicle_count, crew_count;
};

static bool can_go(const struct ems_model *model, const struct ems_vehicle *vehicle)
{
    return !vehicle->spare && model->types[vehicle->type].emergency;
}

/* Vehicles of a station that can be sent. */
static int32_t vehicles_of(const struct ems_model *model, int32_t station)
{
    const struct ems_station *of = &model->stations[station];
    int32_t count = 0;
    for (int32_t v = of->first_vehicle; v < of->first_vehicle + of->vehicle_count; v++)
        count += can_go(model, &model->vehicles[v]);
    return count;
}

/* As a scenario with so many more of that type would have them: counted ones stand by type, listed ones last.
 */
static void add_vehicles(struct making *m, int32_t station, int32_t more)
{
    const struct ems_model *model = &m->s->base;
    const struct ems_station *from = &model->stations[station];
    const struct ems_def_station *def = &ems_scenario_definition(m->s->scenario)->stations.items[station];
    bool counted = def->vehicles.list.count == 0;
    int32_t type = ems_size_added_type(model), last = from->vehicle_count, number = 0;
    m->stations[station].first_vehicle = m->vehicle_count;
    for (int32_t v = 0; v < from->vehicle_count && counted; v++)
        if (model->vehicles[from->first_vehicle + v].type == type) last = v + 1;
    for (int32_t v = 0; v < from->vehicle_count; v++)
        number += model->vehicles[from->first_vehicle + v].type == type;
    for (int32_t v = 0; v < last; v++)
        m->vehicles[m->vehicle_count++] = model->vehicles[from->first_vehicle + v];
    for (int32_t i = 0; i < more; i++)
        m->vehicles[m->vehicle_count++] = (struct ems_vehicle){
            .station = station,
            .type = type,
            .id = ems_arena_format(m->arena, "%s-%s-%d", from->id, model->types[type].id, number + i + 1)};
    for (int32_t v = last; v < from->vehicle_count; v++)
        m->vehicles[m->vehicle_count++] = model->vehicles[from->first_vehicle + v];
    m->stations[station].vehicle_count = m->vehicle_count - m->stations[station].first_vehicle;
}

static void add_crews(struct making *m, int32_t station)
{
    int32_t patterns = m->s->size->pattern_count;
    m->stations[station].first_crew = m->crew_count;
    for (int32_t p = 0; p < patterns; p++)
        for (int32_t i = 0; i < m->plan->crews[station * patterns + p]; i++) {
            struct ems_crew *crew = &m->crews[m->crew_count++];
            *crew = (struct ems_crew){.station = station, .shift_count = p > 0};
            if (p > 0) crew->shifts = &m->shifts[p];
            crew->id = ems_arena_format(m->arena, "%s-crew-%d", m->stations[station].id,
                                        m->crew_count - m->stations[station].first_crew);
        }
    m->stations[station].crew_count = m->crew_count - m->stations[station].first_crew;
    m->stations[station].crews_given = true;
}

enum ems_status ems_size_plan_model(struct ems_sizing *s, const struct ems_size_plan *plan,
                                    struct ems_arena *arena, struct ems_model *out)
{
    const struct ems_model *base = &s->base;
    struct making m = {.s = s, .plan = plan, .arena = arena};
    m.stations = EMS_NEW_ARRAY(arena, struct ems_station, base->station_count);
    m.vehicles = EMS_NEW_ARRAY(arena, struct ems_vehicle, base->vehicle_count + plan->count);
    m.crews = EMS_NEW_ARRAY(arena, struct ems_crew, plan->count + 1);
    m.shifts = EMS_NEW_ARRAY(arena, struct ems_shift, s->size->pattern_count);
    struct ems_vehicle_type *types = EMS_NEW_ARRAY(arena, struct ems_vehicle_type, base->type_count);
    if (arena->failed) return EMS_NO_MEMORY;
    for (int32_t p = 0; p < s->size->pattern_count; p++)
        m.shifts[p] = (struct ems_shift){s->size->patterns[p].weekdays, s->size->patterns[p].from,
                                         s->size->patterns[p].to};
    for (int32_t i = 0; i < base->station_count; i++) {
        int32_t more = ems_size_plan_most(s, plan, i) - vehicles_of(base, i);
        m.stations[i] = base->stations[i];
        add_vehicles(&m, i, more > 0 ? more : 0);
        add_crews(&m, i);
    }
    memcpy(types, base->types, (size_t)base->type_count * sizeof *types);
    types[ems_size_added_type(base)].owned += m.vehicle_count - base->vehicle_count;
    *out = *base;
    out->stations = m.stations;
    out->vehicles = m.vehicles;
    out->vehicle_count = m.vehicle_count;
    out->crews = m.crews;
    out->crew_count = m.crew_count;
    out->types = types;
    if (arena->failed) return EMS_NO_MEMORY;
    return ems_model_index(out, arena);
}
