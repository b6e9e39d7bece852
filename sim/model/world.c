#include "model/world.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static bool allocate(struct ems_world *w, const struct ems_model *m)
{
    int32_t lists = m->index.way_lists + 1; /* and that of those elsewhere */
    if (!EMS_RESERVE(&w->vehicles, m->vehicle_count) || !EMS_RESERVE(&w->crews, m->crew_count) ||
        !EMS_RESERVE(&w->stations, m->station_count) || !EMS_RESERVE(&w->hospitals, m->hospital_count) ||
        !EMS_RESERVE(&w->arrivals, 4 * (int64_t)m->area_count) ||
        !EMS_RESERVE(&w->idle_vehicles, m->vehicle_count / 64 + 1) ||
        !EMS_RESERVE(&w->homeward, m->vehicle_count / 64 + 1) ||
        !EMS_RESERVE(&w->ready_stations, m->station_count / 64 + 1) ||
        !EMS_RESERVE(&w->moving_lists, lists) || !EMS_RESERVE(&w->moving_units, m->vehicle_count))
        return false;
    int32_t ways = m->travel.def.kind == EMS_TRAVEL_ROAD ? m->vehicle_count : 0;
    if (!EMS_RESERVE(&w->ways, ways)) return false;
    w->ways.count = ways;
    w->vehicles.count = m->vehicle_count;
    w->crews.count = m->crew_count;
    w->stations.count = m->station_count;
    w->hospitals.count = m->hospital_count;
    w->arrivals.count = 4 * m->area_count;
    w->idle_vehicles.count = w->homeward.count = m->vehicle_count / 64 + 1;
    w->ready_stations.count = m->station_count / 64 + 1;
    w->moving_lists.count = lists;
    return true;
}

/* Forgets all contents, keeps the memory. */
static void clear(struct ems_world *w)
{
#define EMS_X(type, name, is_state)                                                               \
    if (w->name.items != NULL) memset(w->name.items, 0, (size_t)w->name.capacity * sizeof(type)); \
    w->name.count = 0;
    EMS_WORLD_ARRAYS(EMS_X)
#undef EMS_X
    ems_queue_clear(&w->queue, w->reference);
    memset(&w->s, 0, sizeof w->s);
}

static void place_vehicles(struct ems_world *w, const struct ems_model *m)
{
    for (int32_t v = 0; v < m->vehicle_count; v++) {
        const struct ems_vehicle *vehicle = &m->vehicles[v];
        bool in_service = !vehicle->spare && m->types[vehicle->type].emergency;
        w->vehicles.items[v] = (struct ems_vehicle_state){
            .trip = {.from = m->stations[vehicle->station].at, .to = m->stations[vehicle->station].at},
            .status = in_service ? EMS_V_IDLE : EMS_V_SPARE,
            .station = vehicle->station,
            .crew = EMS_NONE,
            .task = EMS_NONE,
            .moving = EMS_NONE,
            .serves = m->types[vehicle->type].serves,
        };
        ems_bit_put(w->idle_vehicles.items, v, in_service);
    }
}

bool ems_world_init(struct ems_world *world, const struct ems_model *model, int64_t replication)
{
    clear(world);
    if (!allocate(world, model)) return false;
    struct ems_world_scalars *s = &world->s;
    s->replication = replication;
    s->free_call = s->first_calling = s->last_calling = s->first_call_back = s->last_call_back = EMS_NONE;
    s->free_task = s->free_incident = s->free_moving = EMS_NONE;
    for (int p = 0; p < EMS_PRIORITIES; p++) s->waiting[p] = (struct ems_waiting_state){EMS_NONE, EMS_NONE};
    for (int32_t l = 0; l < world->moving_lists.count; l++) world->moving_lists.items[l] = EMS_NONE;
    place_vehicles(world, model);
    for (int32_t c = 0; c < model->crew_count; c++)
        world->crews.items[c] = (struct ems_crew_state){
            .vehicle = EMS_NONE, .next_idle = EMS_NONE, .previous_idle = EMS_NONE, .shift_end = EMS_NEVER};
    for (int32_t st = 0; st < model->station_count; st++)
        world->stations.items[st] = (struct ems_station_state){.first_idle = EMS_NONE, .last_idle = EMS_NONE};
    for (int32_t h = 0; h < model->hospital_count; h++)
        world->hospitals.items[h] =
            (struct ems_hospital_state){.first_waiting = EMS_NONE, .last_waiting = EMS_NONE};
    return true;
}

void ems_world_free(struct ems_world *world)
{
#define EMS_X(type, name, is_state) free(world->name.items);
    EMS_WORLD_ARRAYS(EMS_X)
#undef EMS_X
    free(world->ways.items);
    ems_queue_free(&world->queue);
    memset(world, 0, sizeof *world);
}

uint64_t ems_world_hash(const struct ems_world *world)
{
    uint64_t hash = XXH3_64bits_withSeed(&world->s, sizeof world->s, ems_queue_hash(&world->queue));
#define EMS_X(type, name, is_state)          \
    if ((is_state) && world->name.count > 0) \
        hash = XXH3_64bits_withSeed(world->name.items, (size_t)world->name.count * sizeof(type), hash);
    EMS_WORLD_ARRAYS(EMS_X)
#undef EMS_X
    return hash;
}

struct ems_location ems_vehicle_location(const struct ems_model *model, const struct ems_world *world,
                                         ems_vehicle_id vehicle)
{
    const struct ems_vehicle_state *v = &world->vehicles.items[vehicle];
    bool moving =
        v->status == EMS_V_EN_ROUTE || v->status == EMS_V_TRANSPORTING || v->status == EMS_V_RETURNING;
    if (!moving) return v->trip.to;
    return ems_trip_location(&model->travel, &v->trip, world->s.now, ems_world_way(world, vehicle));
}

bool ems_vehicle_dispatchable(const struct ems_model *model, const struct ems_world *world,
                              ems_vehicle_id vehicle)
{
    const struct ems_vehicle_state *v = &world->vehicles.items[vehicle];
    (void)model;
    if (v->status == EMS_V_IDLE) return world->stations.items[v->station].idle_crews > 0;
    return v->status == EMS_V_RETURNING && world->crews.items[v->crew].duty == EMS_DUTY_ON;
}

bool ems_vehicle_reassignable(const struct ems_model *model, const struct ems_world *world,
                              ems_vehicle_id vehicle, int32_t priority)
{
    const struct ems_vehicle_state *v = &world->vehicles.items[vehicle];
    if (v->status != EMS_V_TURNOUT && v->status != EMS_V_EN_ROUTE) return false;
    int32_t of = world->calls.items[world->tasks.items[v->task].call].priority;
    return (model->rules.reassign[of - 1] >> (priority - 1) & 1) != 0;
}

bool ems_vehicle_suits(const struct ems_model *model, const struct ems_world *world, ems_vehicle_id vehicle,
                       ems_task_id task)
{
    const struct ems_call_state *call = &world->calls.items[world->tasks.items[task].call];
    uint32_t need = ems_need_bit(model->conditions[call->condition].need);
    return (world->vehicles.items[vehicle].serves & need) != 0;
}

/* The first vehicle at or after `from` that stands at its station; `end` when there is none. */
static int32_t next_idle(const uint64_t *bits, int32_t from, int32_t end)
{
    while (from < end) {
        uint64_t word = bits[from >> 6] >> (from & 63);
        if (ems_mostly(word != 0)) {
            int32_t found = from + __builtin_ctzll(word);
            return found < end ? found : end;
        }
        from = (from | 63) + 1;
    }
    return end;
}

ems_vehicle_id ems_station_vehicle(const struct ems_model *model, const struct ems_world *world,
                                   ems_station_id station, uint32_t need_bit)
{
    const struct ems_station *s = &model->stations[station];
    int32_t end = s->first_vehicle + s->vehicle_count;
    for (int32_t v = s->first_vehicle; (v = next_idle(world->idle_vehicles.items, v, end)) < end; v++)
        if (ems_mostly((world->vehicles.items[v].serves & need_bit) != 0)) return v;
    return EMS_NONE;
}

/* Needs that the vehicles standing at a station answer; stops when nothing more can come. */
static uint32_t needs_answered(const struct ems_model *model, const struct ems_world *world,
                               ems_station_id station)
{
    const struct ems_station *s = &model->stations[station];
    int32_t end = s->first_vehicle + s->vehicle_count;
    uint32_t needs = 0;
    for (int32_t v = s->first_vehicle;
         needs != model->index.needs && (v = next_idle(world->idle_vehicles.items, v, end)) < end; v++)
        needs |= world->vehicles.items[v].serves;
    return needs;
}

void ems_station_refresh(const struct ems_model *model, struct ems_world *world, ems_station_id station)
{
    struct ems_station_state *s = &world->stations.items[station];
    s->ready = s->idle_crews > 0 ? needs_answered(model, world, station) : 0;
    ems_bit_put(world->ready_stations.items, station, s->ready != 0);
}
