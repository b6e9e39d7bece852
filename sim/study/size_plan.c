/* Plans of crews by station and shift, and models made from them. */
#include <string.h>

#include "model/policy.h"
#include "scenario/definition.h"
#include "study/size_parts.h"

/* ---- patterns ---- */

static double hours_a_day(const struct ems_size_pattern *p)
{
    ems_time length = p->to > p->from ? p->to - p->from : p->to - p->from + EMS_DAY;
    return (double)length / (double)EMS_HOUR;
}

/* By the middle of each hour. */
static void fill_hours(struct ems_sizing *s, int32_t number)
{
    const struct ems_size_pattern *p = &s->size->patterns[number];
    ems_time length = p->to > p->from ? p->to - p->from : p->to - p->from + EMS_DAY;
    memset(s->pattern_on[number], 0, sizeof s->pattern_on[number]);
    for (int32_t day = 0; day < 7; day++) {
        if (!(p->weekdays >> day & 1)) continue;
        for (int32_t h = 0; h < 48; h++) {
            ems_time at = h * EMS_HOUR + EMS_HOUR / 2;
            if (at >= p->from && at < p->from + length)
                s->pattern_on[number][(day * 24 + h) % EMS_HOURS_OF_WEEK] = true;
        }
    }
}

int32_t ems_size_pattern_number(struct ems_sizing *s, struct ems_size_pattern pattern)
{
    struct ems_size *size = s->size;
    double days = __builtin_popcount(pattern.weekdays), hours = hours_a_day(&pattern);
    if (pattern.from == pattern.to && pattern.weekdays == 127) pattern.from = pattern.to = 0;
    for (int32_t i = 0; i < size->pattern_count; i++) {
        const struct ems_size_pattern *known = &size->patterns[i];
        if (known->weekdays == pattern.weekdays && known->from == pattern.from && known->to == pattern.to)
            return i;
    }
    if (size->pattern_count == EMS_SIZE_PATTERNS) return EMS_NONE;
    pattern.hours = hours * days;
    pattern.paid = (hours > size->shifts.break_h ? hours - size->shifts.break_h : hours) * days;
    size->patterns[size->pattern_count] = pattern;
    fill_hours(s, size->pattern_count);
    return size->pattern_count++;
}

void ems_size_pattern_forget(struct ems_sizing *s, int32_t count)
{
    s->size->pattern_count = count;
}

void ems_size_find_patterns(struct ems_sizing *s)
{
    const struct ems_model *model = s->base;
    ems_size_pattern_number(s, (struct ems_size_pattern){.weekdays = 127});
    s->allowed[0] = true;
    for (int32_t c = 0; c < model->crew_count; c++)
        for (int32_t i = 0; i < model->crews[c].shift_count; i++) {
            const struct ems_shift *shift = &model->crews[c].shifts[i];
            int32_t number = ems_size_pattern_number(
                s, (struct ems_size_pattern){shift->weekdays, shift->from, shift->to, 0, 0});
            if (number != EMS_NONE) s->allowed[number] = true;
        }
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
    to->paid = from->paid;
    to->count = from->count;
}

void ems_size_plan_change(const struct ems_sizing *s, struct ems_size_plan *plan, int32_t cell, int32_t by)
{
    plan->crews[cell] += by;
    plan->count += by;
    plan->hours += by * s->size->patterns[cell % EMS_SIZE_PATTERNS].hours;
    plan->paid += by * s->size->patterns[cell % EMS_SIZE_PATTERNS].paid;
}

/* A crew with several shifts counts by its first one; all of them are played where the scenario is. */
enum ems_status ems_size_plan_of_model(struct ems_sizing *s, struct ems_size_plan *out)
{
    const struct ems_model *model = s->base;
    *out = ems_size_plan_new(s);
    if (out->crews == NULL) return EMS_NO_MEMORY;
    for (int32_t c = 0; c < model->crew_count; c++) {
        const struct ems_crew *crew = &model->crews[c];
        struct ems_size_pattern pattern = {.weekdays = 127};
        if (crew->shift_count > 0)
            pattern =
                (struct ems_size_pattern){crew->shifts->weekdays, crew->shifts->from, crew->shifts->to, 0, 0};
        int32_t number = ems_size_pattern_number(s, pattern);
        if (number == EMS_NONE) number = 0;
        ems_size_plan_change(s, out, crew->station * EMS_SIZE_PATTERNS + number, 1);
    }
    return EMS_OK;
}

int32_t ems_size_plan_on(const struct ems_sizing *s, const struct ems_size_plan *plan, int32_t station,
                         int32_t hour)
{
    const int32_t *crews = plan->crews + station * EMS_SIZE_PATTERNS;
    int32_t on = 0;
    for (int32_t p = 0; p < s->size->pattern_count; p++) on += s->pattern_on[p][hour] ? crews[p] : 0;
    return on;
}

int32_t ems_size_plan_most(const struct ems_sizing *s, const struct ems_size_plan *plan, int32_t station)
{
    int32_t most = 0;
    for (int32_t h = 0; h < EMS_HOURS_OF_WEEK; h++) {
        int32_t on = ems_size_plan_on(s, plan, station, h);
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

int32_t ems_size_plan_lacking(const struct ems_sizing *s, const struct ems_size_plan *plan, int32_t station)
{
    int32_t lacking = ems_size_plan_most(s, plan, station) - vehicles_of(s->base, station);
    for (int32_t t = 0; t < s->base->type_count; t++)
        if (s->base->types[t].emergency) lacking -= s->extra[station * s->base->type_count + t];
    return lacking > 0 ? lacking : 0;
}

/* Making a model: new stations, vehicles and crews in place of the world's. */
struct making {
    struct ems_sizing *s;
    const struct ems_sizing_world *world;
    const struct ems_size_plan *plan;
    struct ems_arena *arena;
    struct ems_station *stations;
    struct ems_vehicle *vehicles;
    struct ems_crew *crews;
    struct ems_shift *shifts; /* of the patterns */
    struct ems_vehicle_type *types;
    int32_t vehicle_count, crew_count;
};

/* As a scenario with so many more of that type would have them: counted ones stand by type, listed ones last.
 */
static void add_of_type(struct making *m, int32_t station, int32_t type, int32_t more)
{
    const struct ems_model *model = &m->world->base;
    const struct ems_def_station *def = &ems_scenario_definition(m->world->scenario)->stations.items[station];
    int32_t first = m->stations[station].first_vehicle, last = m->vehicle_count, number = 0;
    for (int32_t v = first; v < m->vehicle_count; v++) {
        if (m->vehicles[v].type != type) continue;
        number++;
        if (def->vehicles.list.count == 0) last = v + 1;
    }
    memmove(&m->vehicles[last + more], &m->vehicles[last],
            (size_t)(m->vehicle_count - last) * sizeof *m->vehicles);
    for (int32_t i = 0; i < more; i++)
        m->vehicles[last + i] =
            (struct ems_vehicle){.station = station,
                                 .type = type,
                                 .id = ems_arena_format(m->arena, "%s-%s-%d", m->stations[station].id,
                                                        model->types[type].id, number + i + 1)};
    m->vehicle_count += more;
    m->types[type].owned += more;
}

static void add_vehicles(struct making *m, int32_t station)
{
    const struct ems_model *model = &m->world->base;
    const struct ems_station *from = &model->stations[station];
    int32_t best = ems_size_added_type(model), lacking = ems_size_plan_lacking(m->s, m->plan, station);
    m->stations[station].first_vehicle = m->vehicle_count;
    for (int32_t v = 0; v < from->vehicle_count; v++)
        m->vehicles[m->vehicle_count++] = model->vehicles[from->first_vehicle + v];
    for (int32_t t = 0; t < model->type_count; t++) {
        int32_t more = m->s->extra[station * model->type_count + t] + (t == best ? lacking : 0);
        if (more > 0) add_of_type(m, station, t, more);
    }
    m->stations[station].vehicle_count = m->vehicle_count - m->stations[station].first_vehicle;
}

static void add_crews(struct making *m, int32_t station)
{
    m->stations[station].first_crew = m->crew_count;
    for (int32_t p = 0; p < m->s->size->pattern_count; p++)
        for (int32_t i = 0; i < m->plan->crews[station * EMS_SIZE_PATTERNS + p]; i++) {
            struct ems_crew *crew = &m->crews[m->crew_count++];
            *crew = (struct ems_crew){.station = station, .shift_count = p > 0};
            if (p > 0) crew->shifts = &m->shifts[p];
            crew->id = ems_arena_format(m->arena, "%s-crew-%d", m->stations[station].id,
                                        m->crew_count - m->stations[station].first_crew);
        }
    m->stations[station].crew_count = m->crew_count - m->stations[station].first_crew;
    m->stations[station].crews_given = true;
}

static bool make_tables(struct making *m, struct ems_arena *arena)
{
    const struct ems_sizing *s = m->s;
    const struct ems_model *base = &m->world->base;
    int32_t more = m->plan->count;
    for (int32_t i = 0; i < s->stations * base->type_count; i++) more += s->extra[i];
    m->stations = EMS_NEW_ARRAY(arena, struct ems_station, base->station_count);
    m->vehicles = EMS_NEW_ARRAY(arena, struct ems_vehicle, base->vehicle_count + more);
    m->crews = EMS_NEW_ARRAY(arena, struct ems_crew, m->plan->count + 1);
    m->shifts = EMS_NEW_ARRAY(arena, struct ems_shift, EMS_SIZE_PATTERNS);
    m->types = EMS_NEW_ARRAY(arena, struct ems_vehicle_type, base->type_count);
    return !arena->failed;
}

enum ems_status ems_size_plan_model(struct ems_sizing *s, int32_t world, const struct ems_size_plan *plan,
                                    struct ems_arena *arena, struct ems_model *out)
{
    const struct ems_model *base = &s->worlds[world].base;
    struct making m = {.s = s, .world = &s->worlds[world], .plan = plan, .arena = arena};
    if (!make_tables(&m, arena)) return EMS_NO_MEMORY;
    for (int32_t p = 0; p < s->size->pattern_count; p++)
        m.shifts[p] = (struct ems_shift){s->size->patterns[p].weekdays, s->size->patterns[p].from,
                                         s->size->patterns[p].to};
    memcpy(m.types, base->types, (size_t)base->type_count * sizeof *m.types);
    for (int32_t i = 0; i < base->station_count; i++) {
        m.stations[i] = base->stations[i];
        add_vehicles(&m, i);
        add_crews(&m, i);
    }
    *out = *base;
    out->stations = m.stations;
    out->vehicles = m.vehicles;
    out->vehicle_count = m.vehicle_count;
    out->crews = m.crews;
    out->crew_count = m.crew_count;
    out->types = m.types;
    return arena->failed ? EMS_NO_MEMORY : EMS_OK; /* the index is of sites, and they stay */
}
