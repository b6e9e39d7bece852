/* Vehicle types, vehicles and crews. Vehicles and crews are sorted by station. */
#include <stdlib.h>
#include <string.h>

#include "scenario/build_parts.h"

enum { FLEET_MAX = 1000000 }; /* vehicles, and crews, of a scenario */

static uint32_t serves_of(struct ems_build *b, int32_t number)
{
    const struct ems_def_vehicle_type *def = &b->def->vehicle_types.items[number];
    uint32_t mask = (uint32_t)1 << number;
    if (def->emergency.value) mask |= ems_need_bit(EMS_NONE);
    for (int32_t i = 0; i < def->serves.count; i++) {
        int32_t t = ems_build_refer(b, EMS_KIND_TYPE, &def->serves.items[i]);
        if (t != EMS_NONE) mask |= (uint32_t)1 << t;
    }
    return mask;
}

void ems_build_types(struct ems_build *b)
{
    int32_t count = b->def->vehicle_types.count;
    struct ems_vehicle_type *types = EMS_BUILD_ARRAY(b, struct ems_vehicle_type, count);
    struct ems_names *names = &b->names[EMS_KIND_TYPE];
    names->items = EMS_BUILD_ARRAY(b, const char *, count);
    if (b->no_memory) return;
    for (int32_t t = 0; t < count; t++)
        names->items[names->count++] = b->def->vehicle_types.items[t].id.value;
    for (int32_t t = 0; t < count; t++) {
        const struct ems_def_vehicle_type *def = &b->def->vehicle_types.items[t];
        types[t] = (struct ems_vehicle_type){.id = def->id.value,
                                             .name = def->name.value,
                                             .serves = serves_of(b, t),
                                             .negative_pressure = def->negative_pressure.value,
                                             .emergency = def->emergency.value};
    }
    b->model->types = b->types = types;
    b->model->type_count = count;
}

/* Vehicles of all stations; `ids` says where each id stands. */
struct fleet {
    struct ems_vehicle *vehicles;
    struct ems_def_text *ids;
    int32_t count;
};

static int64_t vehicles_of(const struct ems_def_station *station)
{
    int64_t count = station->vehicles.list.count;
    for (int32_t i = 0; i < station->vehicles.counts.count; i++)
        count += station->vehicles.counts.items[i].value.value;
    return count;
}

static int64_t crews_of(const struct ems_def_station *station, int32_t dispatchable)
{
    const struct ems_def_crews *crews = &station->crews;
    int64_t count = 0;
    if (!crews->mark.given) return dispatchable;
    if (crews->shifts.count == 0) return crews->count.value;
    for (int32_t i = 0; i < crews->shifts.count; i++) count += crews->shifts.items[i].count.value;
    return count;
}

static void add_vehicle(struct ems_build *b, struct fleet *fleet, struct ems_vehicle vehicle,
                        const struct ems_def_mark *mark)
{
    fleet->ids[fleet->count] = (struct ems_def_text){*mark, vehicle.id};
    if (vehicle.type == EMS_NONE) vehicle.type = 0; /* told already */
    b->types[vehicle.type].owned++;
    fleet->vehicles[fleet->count++] = vehicle;
}

static void add_counted(struct ems_build *b, struct fleet *fleet, int32_t station)
{
    const struct ems_def_station *def = &b->def->stations.items[station];
    for (int32_t i = 0; i < def->vehicles.counts.count; i++) {
        const struct ems_def_integer_of *entry = &def->vehicles.counts.items[i];
        struct ems_vehicle vehicle = {.station = station};
        vehicle.type = ems_build_refer(b, EMS_KIND_TYPE, &entry->key);
        for (int64_t k = 1; k <= entry->value.value; k++) {
            vehicle.id = ems_arena_format(b->arena, "%s-%s-%d", def->id.value, entry->key.value, (int)k);
            if (vehicle.id == NULL)
                b->no_memory = true;
            else
                add_vehicle(b, fleet, vehicle, &entry->key.mark);
        }
    }
}

static void add_listed(struct ems_build *b, struct fleet *fleet, int32_t station)
{
    const struct ems_def_station *def = &b->def->stations.items[station];
    for (int32_t i = 0; i < def->vehicles.list.count; i++) {
        const struct ems_def_vehicle *entry = &def->vehicles.list.items[i];
        struct ems_vehicle vehicle = {.id = entry->id.value, .station = station, .spare = entry->spare.value};
        vehicle.type = ems_build_refer(b, EMS_KIND_TYPE, &entry->type);
        add_vehicle(b, fleet, vehicle, &entry->id.mark);
    }
}

static bool can_be_sent(const struct ems_build *b, const struct ems_vehicle *vehicle)
{
    return !vehicle->spare && b->types[vehicle->type].emergency;
}

/* Vehicles of a station that can be sent. */
static int32_t dispatchable_of(const struct ems_build *b, int32_t station)
{
    const struct ems_station *s = &b->stations[station];
    int32_t count = 0;
    for (int32_t v = s->first_vehicle; v < s->first_vehicle + s->vehicle_count; v++)
        count += can_be_sent(b, &b->model->vehicles[v]);
    return count;
}

static bool fits(struct ems_build *b, int64_t count, enum ems_text message)
{
    if (count <= FLEET_MAX) return true;
    const char *have = ems_build_number(b, (double)count), *most = ems_build_number(b, FLEET_MAX);
    ems_build_error(b, &b->def->stations.mark, message, EMS_ARGS(have, most));
    return false;
}

static void make_vehicles(struct ems_build *b)
{
    int64_t total = 0;
    for (int32_t s = 0; s < b->def->stations.count; s++) total += vehicles_of(&b->def->stations.items[s]);
    if (!fits(b, total, EMS_T_TOO_MANY_VEHICLES)) return;
    struct fleet fleet = {EMS_BUILD_ARRAY(b, struct ems_vehicle, total),
                          EMS_BUILD_SCRATCH(b, struct ems_def_text, total), 0};
    if (b->no_memory) return;
    for (int32_t s = 0; s < b->def->stations.count && !b->no_memory; s++) {
        b->stations[s].first_vehicle = fleet.count;
        add_counted(b, &fleet, s);
        add_listed(b, &fleet, s);
        b->stations[s].vehicle_count = fleet.count - b->stations[s].first_vehicle;
    }
    ems_build_unique(b, fleet.ids, fleet.count);
    b->model->vehicles = fleet.vehicles;
    b->model->vehicle_count = fleet.count;
}

/* Crews that begin or end at a moment of the week. */
struct change {
    ems_time at;
    int64_t crews;
};

static int by_time(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return (x->crews > y->crews) - (x->crews < y->crews); /* those who leave, first */
}

/* The changes of a shift on one weekday; one that lasts into the next Monday is on at the week's beginning
 * too. */
static int32_t add_changes(struct change *out, const struct ems_def_shift *shift, int32_t day)
{
    ems_time from = day * EMS_DAY + shift->from.value % EMS_DAY, length = shift->to.value - shift->from.value;
    ems_time end = from + (length > 0 ? length : length + EMS_DAY);
    int64_t crews = shift->count.value;
    out[0] = (struct change){from, crews};
    out[1] = (struct change){end < 7 * EMS_DAY ? end : end - 7 * EMS_DAY, -crews};
    if (end < 7 * EMS_DAY) return 2;
    out[2] = (struct change){0, crews};
    return 3;
}

/* The most crews on duty at once in a week. */
static int64_t most_on_duty(struct ems_build *b, const struct ems_def_crews *crews)
{
    struct change *changes = EMS_BUILD_SCRATCH(b, struct change, (size_t)crews->shifts.count * 21);
    int32_t count = 0;
    int64_t sum = 0, most = 0;
    for (int32_t i = 0; changes != NULL && i < crews->shifts.count; i++)
        for (int32_t day = 0; day < 7; day++)
            if (crews->shifts.items[i].days.weekdays >> day & 1)
                count += add_changes(changes + count, &crews->shifts.items[i], day);
    if (changes != NULL) qsort(changes, (size_t)count, sizeof *changes, by_time);
    for (int32_t i = 0; i < count; i++) {
        sum += changes[i].crews;
        if (sum > most) most = sum;
    }
    return most;
}

static void check_crews(struct ems_build *b, const struct ems_def_station *def, int32_t dispatchable)
{
    int64_t most = def->crews.shifts.count > 0 ? most_on_duty(b, &def->crews) : def->crews.count.value;
    if (!def->crews.mark.given || most <= dispatchable) return;
    const char *crews = ems_build_number(b, (double)most), *vehicles = ems_build_number(b, dispatchable);
    struct ems_diag *d =
        ems_build_error(b, &def->crews.mark, EMS_T_MORE_CREWS, EMS_ARGS(def->id.value, crews, vehicles));
    ems_diag_hint(b->diags, d, EMS_T_HINT_CREWS, NULL);
}

static const struct ems_shift *make_shift(struct ems_build *b, const struct ems_def_shift *def)
{
    struct ems_shift *shift = EMS_BUILD_ARRAY(b, struct ems_shift, 1);
    if (shift != NULL)
        *shift = (struct ems_shift){def->days.weekdays, def->from.value % EMS_DAY, def->to.value % EMS_DAY};
    return shift;
}

/* `count` crews with the same shift, NULL for all hours. */
static void add_crews(struct ems_build *b, struct ems_crew *crews, int32_t station, int64_t count,
                      const struct ems_shift *shift)
{
    struct ems_station *s = &b->stations[station];
    for (int64_t k = 0; k < count && !b->no_memory; k++) {
        struct ems_crew *crew = &crews[s->first_crew + s->crew_count++];
        *crew = (struct ems_crew){.station = station, .shifts = shift, .shift_count = shift != NULL};
        crew->id = ems_arena_format(b->arena, "%s-crew-%d", s->id, (int)s->crew_count);
        if (crew->id == NULL) b->no_memory = true;
    }
}

static void make_station_crews(struct ems_build *b, struct ems_crew *crews, int32_t station,
                               int32_t dispatchable)
{
    const struct ems_def_crews *def = &b->def->stations.items[station].crews;
    if (def->shifts.count == 0) {
        add_crews(b, crews, station, def->mark.given ? def->count.value : dispatchable, NULL);
        return;
    }
    for (int32_t i = 0; i < def->shifts.count && !b->no_memory; i++) {
        const struct ems_def_shift *shift = &def->shifts.items[i];
        bool always = shift->days.weekdays == 127 && shift->from.value % EMS_DAY == shift->to.value % EMS_DAY;
        add_crews(b, crews, station, shift->count.value, always ? NULL : make_shift(b, shift));
    }
}

static void make_crews(struct ems_build *b)
{
    int32_t stations = b->def->stations.count, *dispatchable = EMS_BUILD_SCRATCH(b, int32_t, stations);
    int64_t total = 0;
    if (dispatchable == NULL) return;
    for (int32_t s = 0; s < stations; s++) {
        dispatchable[s] = dispatchable_of(b, s);
        total += crews_of(&b->def->stations.items[s], dispatchable[s]);
        check_crews(b, &b->def->stations.items[s], dispatchable[s]);
    }
    if (!fits(b, total, EMS_T_TOO_MANY_CREWS)) return;
    struct ems_crew *crews = EMS_BUILD_ARRAY(b, struct ems_crew, total);
    int32_t count = 0;
    for (int32_t s = 0; s < stations && crews != NULL; s++) {
        b->stations[s].first_crew = count;
        make_station_crews(b, crews, s, dispatchable[s]);
        count += b->stations[s].crew_count;
    }
    b->model->crews = crews;
    b->model->crew_count = count;
}

static void check_fleet(struct ems_build *b)
{
    const struct ems_model *m = b->model;
    bool any = false;
    for (int32_t v = 0; v < m->vehicle_count; v++) {
        const struct ems_vehicle *vehicle = &m->vehicles[v];
        if (!can_be_sent(b, vehicle)) continue;
        any = true;
        if (b->stations[vehicle->station].crew_count > 0) b->served |= b->types[vehicle->type].serves;
    }
    if (!any)
        ems_build_error(b, &b->def->stations.mark, EMS_T_NO_VEHICLES, NULL);
    else if (m->crew_count == 0)
        ems_build_error(b, &b->def->stations.mark, EMS_T_NO_CREWS, NULL);
}

void ems_build_fleet(struct ems_build *b)
{
    int32_t before = b->diags->errors;
    make_vehicles(b);
    if (b->no_memory) return;
    make_crews(b);
    b->fleet_is_good = b->diags->errors == before;
    if (b->fleet_is_good && !b->no_memory) check_fleet(b);
}
