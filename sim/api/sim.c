/* Opening and looking at simulations; what the engine itself offers under the same name (ems_sim_step and the
 * like) is not wrapped. */
#include "ems120/sim.h"

#include "engine/sim.h"
#include "scenario/load.h"

struct ems_sim_def ems_sim_def_default(void)
{
    return (struct ems_sim_def){.replication = 1};
}

enum ems_status ems_sim_open(const struct ems_scenario *scenario, const struct ems_sim_def *def,
                             struct ems_sim **out)
{
    struct ems_sim_options options = {
        .observers = def->observers, .observer_count = def->observer_count, .reference = def->reference};
    *out = NULL;
    if (def->replication < 1) return EMS_BAD_USAGE;
    return ems_sim_create(ems_scenario_model(scenario), def->replication, &options, out);
}

static bool is_moving(const struct ems_vehicle_state *v)
{
    return v->status == EMS_V_EN_ROUTE || v->status == EMS_V_TRANSPORTING || v->status == EMS_V_RETURNING;
}

struct ems_vehicle_view ems_sim_vehicle(const struct ems_sim *sim, ems_vehicle_id vehicle)
{
    return ems_sim_vehicle_at(sim, vehicle, ems_sim_now(sim));
}

struct ems_vehicle_view ems_sim_vehicle_at(const struct ems_sim *sim, ems_vehicle_id vehicle, ems_time when)
{
    const struct ems_vehicle_state *v = &ems_sim_world(sim)->vehicles.items[vehicle];
    bool moving = is_moving(v);
    if (when < ems_sim_now(sim)) when = ems_sim_now(sim);
    struct ems_point at =
        moving ? ems_trip_position(&ems_sim_model(sim)->travel, &v->trip, when) : v->trip.to.at;
    return (struct ems_vehicle_view){.status = (enum ems_vehicle_status)v->status,
                                     .at = at,
                                     .from = moving ? v->trip.from.at : at,
                                     .to = v->trip.to.at,
                                     .depart = moving ? v->trip.depart : EMS_NEVER,
                                     .arrive = moving ? v->trip.arrive : EMS_NEVER,
                                     .due = ems_sim_vehicle_due(sim, vehicle),
                                     .station = v->station,
                                     .crew = v->crew,
                                     .task = v->task};
}

struct ems_station_view ems_sim_station(const struct ems_sim *sim, ems_station_id station)
{
    return (struct ems_station_view){ems_sim_world(sim)->stations.items[station].idle_crews};
}

struct ems_hospital_view ems_sim_hospital(const struct ems_sim *sim, ems_hospital_id hospital)
{
    const struct ems_hospital_state *h = &ems_sim_world(sim)->hospitals.items[hospital];
    return (struct ems_hospital_view){.bays_busy = h->bays_busy, .closed = h->closed > 0};
}

struct ems_centre_view ems_sim_centre(const struct ems_sim *sim)
{
    const struct ems_world_scalars *s = &ems_sim_world(sim)->s;
    return (struct ems_centre_view){.lines_busy = s->lines_busy,
                                    .seats_busy = s->seats_busy,
                                    .tasks_waiting = s->tasks_waiting,
                                    .calls = s->calls_rung};
}

int32_t ems_sim_task_limit(const struct ems_sim *sim)
{
    return ems_sim_world(sim)->tasks.count;
}

bool ems_sim_task(const struct ems_sim *sim, ems_task_id task, struct ems_task_view *out)
{
    const struct ems_world *w = ems_sim_world(sim);
    if (task < 0 || task >= w->tasks.count || !w->tasks.items[task].in_use) return false;
    const struct ems_task_state *t = &w->tasks.items[task];
    const struct ems_call_state *c = &w->calls.items[t->call];
    *out = (struct ems_task_view){.call = c->serial,
                                  .at = c->at.at,
                                  .area = c->area,
                                  .condition = c->condition,
                                  .priority = c->priority,
                                  .role = t->role,
                                  .vehicle = t->vehicle,
                                  .hospital = t->hospital,
                                  .waiting = t->waiting != 0,
                                  .waits_since = t->waiting ? t->waits_since : EMS_NEVER};
    return true;
}

int32_t ems_sim_call_limit(const struct ems_sim *sim)
{
    return ems_sim_world(sim)->calls.count;
}

bool ems_sim_open_call(const struct ems_sim *sim, int32_t index, struct ems_call_fact *out)
{
    const struct ems_world *w = ems_sim_world(sim);
    if (!ems_sim_call_open(sim, index, out)) return false;
    if (out->vehicle != EMS_NONE) return true;
    /* nobody has come yet: who is on the way */
    for (ems_task_id t = w->calls.items[index].first_task; t != EMS_NONE;
         t = w->tasks.items[t].next_of_call) {
        const struct ems_task_state *task = &w->tasks.items[t];
        if (task->vehicle == EMS_NONE) continue;
        out->vehicle = task->vehicle;
        out->station = ems_sim_model(sim)->vehicles[task->vehicle].station;
        out->ordered = task->ordered;
        out->departed = task->departed;
        out->on_scene = task->on_scene;
    }
    return true;
}
