/* What has happened goes into the tallies, and as facts to whoever observes. Without observers no fact is put
 * together. */
#include "engine/internal.h"

static void tell(struct ems_sim *sim, const struct ems_event_fact *fact)
{
    for (int32_t i = 0; i < sim->options.observer_count; i++) {
        const struct ems_observer *o = &sim->options.observers[i];
        if (o->event != NULL) o->event(o->self, fact);
    }
}

void ems_tell_observers(struct ems_sim *sim, enum ems_event kind, ems_call_id call, ems_vehicle_id vehicle,
                        ems_hospital_id hospital)
{
    const struct ems_world *w = &sim->world;
    struct ems_event_fact fact = {
        .at = w->s.now,
        .call = call == EMS_NONE ? 0 : w->calls.items[call].serial,
        .kind = (int32_t)kind,
        .vehicle = vehicle,
        .station = vehicle == EMS_NONE ? EMS_NONE : w->vehicles.items[vehicle].station,
        .hospital = hospital,
        .crew = vehicle == EMS_NONE ? EMS_NONE : w->vehicles.items[vehicle].crew,
        .outcome = kind == EMS_EV_ENDED ? w->calls.items[call].outcome : EMS_NONE,
        .trace = call == EMS_NONE ? EMS_NONE : w->calls.items[call].trace,
    };
    tell(sim, &fact);
}

void ems_tell_crew(struct ems_sim *sim, enum ems_event kind, ems_crew_id crew)
{
    if (sim->options.observer_count == 0 || !sim->begun) return;
    struct ems_event_fact fact = {.at = sim->world.s.now,
                                  .kind = (int32_t)kind,
                                  .vehicle = EMS_NONE,
                                  .station = sim->model->crews[crew].station,
                                  .hospital = EMS_NONE,
                                  .crew = crew,
                                  .outcome = EMS_NONE,
                                  .trace = EMS_NONE};
    tell(sim, &fact);
}

struct ems_response ems_call_response(const struct ems_sim *sim, const struct ems_call_state *c)
{
    struct ems_response r = {.total = EMS_NEVER};
    if (c->answered != EMS_NEVER) r.parts[EMS_PART_ANSWER] = c->answered - c->rang;
    if (c->ready == EMS_NEVER) return r;
    r.parts[EMS_PART_PROCESS] = c->ready - c->answered;
    r.parts[EMS_PART_BUMPED] = c->bumped;
    if (c->reached) {
        r.total = c->on_scene - c->rang;
        r.parts[EMS_PART_QUEUE] = c->ordered - c->ready - c->bumped;
        r.parts[EMS_PART_TURNOUT] = c->departed - c->ordered;
        r.parts[EMS_PART_TRAVEL] = c->on_scene - c->departed;
    } else {
        ems_time until = c->first_ordered != EMS_NEVER ? c->first_ordered : sim->world.s.now;
        r.parts[EMS_PART_QUEUE] = until - c->ready;
    }
    return r;
}

static struct ems_call_fact call_fact(const struct ems_sim *sim, const struct ems_call_state *c)
{
    const struct ems_response response = ems_call_response(sim, c);
    bool request = c->ready != EMS_NEVER;
    return (struct ems_call_fact){
        .serial = c->serial,
        .trace_id = c->trace == EMS_NONE ? NULL : sim->model->trace[c->trace].id,
        .trace = c->trace,
        .outcome = c->outcome,
        .counted = c->counted,
        .is_request = request,
        .queued = c->queued,
        .at_station = c->from_station,
        .at = c->at.at,
        .area = c->area,
        .condition = request ? c->condition : EMS_NONE,
        .priority = request ? c->priority : 0,
        .vehicles = request ? c->vehicles : 0,
        .reassignments = c->reassignments,
        .rang = c->rang,
        .answered = c->answered,
        .ready = c->ready,
        .first_ordered = c->first_ordered,
        .cancelled = c->cancelled,
        .ordered = c->ordered,
        .departed = c->departed,
        .on_scene = c->on_scene,
        .left_scene = c->left_scene,
        .at_hospital = c->at_hospital,
        .bay = c->bay,
        .accepted = c->accepted,
        .free = c->free,
        .response = response.total,
        .answer = response.parts[EMS_PART_ANSWER],
        .process = response.parts[EMS_PART_PROCESS],
        .queue = response.parts[EMS_PART_QUEUE],
        .bumped = response.parts[EMS_PART_BUMPED],
        .turnout = response.parts[EMS_PART_TURNOUT],
        .travel = response.parts[EMS_PART_TRAVEL],
        .vehicle = c->vehicle,
        .station = c->vehicle == EMS_NONE ? EMS_NONE : sim->model->vehicles[c->vehicle].station,
        .hospital = c->hospital,
    };
}

bool ems_sim_call_open(const struct ems_sim *sim, ems_call_id call, struct ems_call_fact *out)
{
    if (call < 0 || call >= sim->world.calls.count) return false;
    const struct ems_call_state *c = &sim->world.calls.items[call];
    if (c->serial == 0 || c->phase == EMS_CALL_FREE || c->phase == EMS_CALL_PLANNED) return false;
    *out = call_fact(sim, c);
    out->outcome = EMS_OUT_UNFINISHED;
    return true;
}

void ems_call_tell(struct ems_sim *sim, const struct ems_call_state *c)
{
    ems_tally_call(sim, c);
    if (ems_mostly(sim->options.observer_count == 0)) return;
    struct ems_call_fact fact = call_fact(sim, c);
    for (int32_t i = 0; i < sim->options.observer_count; i++) {
        const struct ems_observer *o = &sim->options.observers[i];
        if (o->call != NULL) o->call(o->self, &fact);
    }
}

static struct ems_trip_fact trip_fact(const struct ems_sim *sim, const struct ems_task_state *t,
                                      enum ems_order_end end)
{
    const struct ems_call_state *c = &sim->world.calls.items[t->call];
    return (struct ems_trip_fact){
        .call = c->serial,
        .trace = c->trace,
        .role = t->role,
        .vehicle = t->vehicle,
        .crew = sim->world.vehicles.items[t->vehicle].crew,
        .station = sim->model->vehicles[t->vehicle].station,
        .hospital = t->hospital,
        .priority = c->priority,
        .area = c->area,
        .from_station = t->from_station,
        .reassigned = end == EMS_ORDER_REASSIGNED,
        .cancelled = end == EMS_ORDER_CANCELLED,
        .counted = ems_is_counted(sim, t->ordered),
        .is_empty = c->is_empty,
        .ordered = t->ordered,
        .departed = t->departed,
        .on_scene = t->on_scene,
        .left_scene = t->left_scene,
        .at_hospital = t->at_hospital,
        .bay = t->bay,
        .accepted = t->accepted,
        .free = end == EMS_ORDER_OPEN ? EMS_NEVER : sim->world.s.now,
        .to_scene_m = t->to_scene_m,
        .to_hospital_m = t->to_hospital_m,
    };
}

void ems_trip_tell(struct ems_sim *sim, ems_task_id task, enum ems_order_end end)
{
    const struct ems_task_state *t = &sim->world.tasks.items[task];
    ems_tally_trip(sim, t, end);
    if (ems_mostly(sim->options.observer_count == 0)) return;
    struct ems_trip_fact fact = trip_fact(sim, t, end);
    for (int32_t i = 0; i < sim->options.observer_count; i++) {
        const struct ems_observer *o = &sim->options.observers[i];
        if (o->trip != NULL) o->trip(o->self, &fact);
    }
}
