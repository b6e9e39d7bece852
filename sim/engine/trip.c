/* A vehicle's way: turnout, to the scene, on scene, to hospital, a bay, handover, cleaning, home; and being
 * sent elsewhere in between. */
#include "engine/internal.h"

static struct ems_vehicle_state *vehicle_at(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    return &sim->world.vehicles.items[vehicle];
}

static struct ems_task_state *task_of(struct ems_sim *sim, const struct ems_vehicle_state *v)
{
    return &sim->world.tasks.items[v->task];
}

static struct ems_call_state *call_of(struct ems_sim *sim, const struct ems_task_state *t)
{
    return &sim->world.calls.items[t->call];
}

static const struct ems_trace_call *trace_of(const struct ems_sim *sim, const struct ems_call_state *c)
{
    return ems_mostly(c->trace == EMS_NONE) ? NULL : &sim->model->trace[c->trace];
}

/* The leg that ends now was really driven, all of it. */
static void leg_ends(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    if (!ems_is_counted(sim, sim->world.s.now)) return;
    sim->tallies->vehicles[vehicle].distance_mm += lrint(vehicle_at(sim, vehicle)->trip.length_m * 1000);
}

/* Ends the leg where the vehicle is now. */
static void stop(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_trip *trip = &vehicle_at(sim, vehicle)->trip;
    ems_trip_stop(&sim->model->travel, trip, sim->world.s.now, ems_world_way(&sim->world, vehicle));
    leg_ends(sim, vehicle);
}

/* The time really driven: what was expected, multiplied by the trip's own factor, which `draw` names. Apart,
 * so that to drive without variation saves no registers. */
static __attribute__((noinline)) ems_time varied(struct ems_sim *sim, const struct ems_task_state *t,
                                                 enum ems_draw draw, ems_time expected)
{
    uint8_t attempt = draw == EMS_DRAW_TO_SCENE ? ems_task_attempt(t) : 0;
    struct ems_stream stream =
        ems_call_stream(sim, &sim->world.calls.items[t->call], draw, (uint16_t)t->role, attempt);
    double factor = ems_draw_unit_lognormal(sim->model->travel.def.variation, &stream);
    return ems_time_from_seconds((double)expected / 1e6 * factor);
}

/* Starts to drive now, for a task, from where the vehicle stands. */
static void drive(struct ems_sim *sim, ems_vehicle_id vehicle, const struct ems_task_state *t,
                  enum ems_draw draw, const struct ems_location *to, enum ems_mode mode)
{
    struct ems_trip *trip = &vehicle_at(sim, vehicle)->trip;
    trip->from = trip->to;
    trip->to = *to;
    trip->depart = sim->world.s.now;
    trip->mode = (int32_t)mode;
    /* whoever is on a task goes, though roads have been closed since it was ordered */
    if (ems_seldom(!ems_trip_plan(&sim->model->travel, trip, true, ems_world_way(&sim->world, vehicle)))) {
        ems_fail(sim, EMS_BROKEN, "a vehicle drives only where there is a way");
        return;
    }
    bool varies = sim->model->travel.def.variation != 0;
    trip->arrive = trip->depart + (varies ? varied(sim, t, draw, trip->expected) : trip->expected);
    ems_plan_vehicle(sim, vehicle, trip->arrive);
}

static void go_to_scene(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    struct ems_task_state *t = task_of(sim, v);
    const struct ems_call_state *c = call_of(sim, t);
    t->departed = sim->world.s.now;
    v->status = EMS_V_EN_ROUTE;
    ems_tell(sim, EMS_EV_DEPARTED, t->call, vehicle, EMS_NONE);
    drive(sim, vehicle, t, EMS_DRAW_TO_SCENE, &c->at, ems_model_mode(sim->model, c->priority));
    t->to_scene_m = v->trip.length_m;
    if (sim->model->index.any_reassign) ems_nearby_enter(sim->model, &sim->world, vehicle);
}

static void turn_out(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    v->status = EMS_V_TURNOUT;
    v->trip.depart = sim->world.s.now;
    v->trip.arrive = sim->world.s.now + ems_turnout_time(sim, v->task);
    if (sim->model->index.any_reassign) ems_nearby_enter(sim->model, &sim->world, vehicle);
    ems_plan_vehicle(sim, vehicle, v->trip.arrive);
}

/* The vehicle's present call loses it, and is chosen for again at this moment. */
static void bump(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    ems_task_id task = vehicle_at(sim, vehicle)->task;
    struct ems_task_state *t = &sim->world.tasks.items[task];
    struct ems_call_state *c = call_of(sim, t);
    ems_tell(sim, EMS_EV_REASSIGNED, t->call, vehicle, EMS_NONE);
    ems_trip_tell(sim, task, EMS_ORDER_REASSIGNED);
    t->bumped += sim->world.s.now - t->ordered;
    t->vehicle = EMS_NONE;
    t->ordered = t->departed = EMS_NEVER;
    t->from_station = 0;
    t->to_scene_m = 0;
    c->reassignments++;
    c->tasks_assigned--;
    ems_agenda_push(sim, EMS_AGENDA_TASK, task);
}

static void leave_station(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    v->crew = ems_crew_leaves(sim, v->station, vehicle);
    ems_bit_put(sim->world.idle_vehicles.items, vehicle, false);
    ems_station_refresh(sim->model, &sim->world, v->station);
    sim->world.s.away_vehicles++;
}

static void attach(struct ems_sim *sim, ems_vehicle_id vehicle, ems_task_id task, bool from_station)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    struct ems_task_state *t = &sim->world.tasks.items[task];
    struct ems_call_state *c = call_of(sim, t);
    v->task = task;
    t->ordered = sim->world.s.now;
    t->vehicle = vehicle;
    t->from_station = from_station;
    t->attempt++;
    c->tasks_assigned++;
    if (c->first_ordered == EMS_NEVER) c->first_ordered = sim->world.s.now;
    ems_tell(sim, EMS_EV_ORDERED, t->call, vehicle, EMS_NONE);
}

void ems_vehicle_order(struct ems_sim *sim, ems_vehicle_id vehicle, ems_task_id task)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    int32_t status = v->status;
    if (status == EMS_V_TURNOUT || status == EMS_V_EN_ROUTE) bump(sim, vehicle);
    if (status == EMS_V_TURNOUT) { /* the crew goes on getting ready */
        attach(sim, vehicle, task, true);
    } else if (status == EMS_V_IDLE) {
        leave_station(sim, vehicle);
        attach(sim, vehicle, task, true);
        turn_out(sim, vehicle);
    } else {
        stop(sim, vehicle);
        ems_nearby_leave(&sim->world, vehicle);
        attach(sim, vehicle, task, false);
        go_to_scene(sim, vehicle);
    }
}

static ems_station_id relocate(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    const struct ems_policy_choice *choice = &sim->model->relocation;
    return choice->policy->relocate(ems_view_for(sim, choice), vehicle);
}

/* Drives home from where it stands, and may be sent elsewhere on the way. */
static void go_home(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    const struct ems_task_state *after = task_of(sim, v);
    v->task = EMS_NONE;
    v->status = EMS_V_RETURNING;
    v->station = relocate(sim, vehicle);
    ems_tell(sim, EMS_EV_RETURNING, EMS_NONE, vehicle, EMS_NONE);
    drive(sim, vehicle, after, EMS_DRAW_HOME, &sim->model->index.stations.at[v->station], EMS_NORMAL);
    ems_nearby_enter(sim->model, &sim->world, vehicle);
    ems_offer_vehicle(sim, vehicle);
}

static void stand_at_station(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    ems_crew_id crew = v->crew;
    v->status = EMS_V_IDLE;
    v->task = EMS_NONE;
    ems_tell(sim, EMS_EV_AT_STATION, EMS_NONE, vehicle, EMS_NONE);
    v->crew = EMS_NONE;
    ems_bit_put(sim->world.idle_vehicles.items, vehicle, true);
    sim->world.s.away_vehicles--;
    ems_crew_returns(sim, crew);
}

void ems_vehicle_release(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    ems_nearby_leave(&sim->world, vehicle);
    if (v->status == EMS_V_TURNOUT) {
        ems_plan_vehicle(sim, vehicle, EMS_NEVER);
        stand_at_station(sim, vehicle);
        return;
    }
    stop(sim, vehicle);
    go_home(sim, vehicle);
}

/* The task is done: the vehicle is free where it stands. */
static void finish_task(struct ems_sim *sim, ems_vehicle_id vehicle, enum ems_outcome outcome)
{
    ems_task_id task = vehicle_at(sim, vehicle)->task;
    ems_trip_tell(sim, task, EMS_ORDER_DONE);
    ems_tell(sim, EMS_EV_FREE, sim->world.tasks.items[task].call, vehicle, EMS_NONE);
    go_home(sim, vehicle);
    ems_task_ends(sim, task, outcome);
}

static void stop_clock(struct ems_call_state *c, ems_task_id task, const struct ems_task_state *t)
{
    c->reached = 1;
    c->clock_task = task;
    c->vehicle = t->vehicle;
    c->from_station = t->from_station;
    c->ordered = t->ordered;
    c->departed = t->departed;
    c->on_scene = t->on_scene;
    c->bumped = t->bumped;
}

static void arrive_at_scene(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    struct ems_task_state *t = task_of(sim, v);
    struct ems_call_state *c = call_of(sim, t);
    leg_ends(sim, vehicle);
    ems_nearby_leave(&sim->world, vehicle);
    v->status = EMS_V_ON_SCENE;
    t->on_scene = sim->world.s.now;
    c->arrivals++;
    ems_sites_fetch_list(&sim->model->index.hospitals, v->trip.to.place);
    ems_unplan_request(sim, t->call);
    int32_t required = sim->model->conditions[c->condition].full_response ? c->vehicles : 1;
    if (c->arrivals == required) stop_clock(c, v->task, t);
    ems_tell(sim, EMS_EV_ON_SCENE, t->call, vehicle, EMS_NONE);
    ems_plan_vehicle(sim, vehicle, sim->world.s.now + ems_scene_time(sim, v->task));
}

static void leave_scene(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    ems_task_id task = vehicle_at(sim, vehicle)->task;
    struct ems_task_state *t = &sim->world.tasks.items[task];
    const struct ems_call_state *c = call_of(sim, t);
    const struct ems_trace_call *trace = trace_of(sim, c);
    if (c->is_empty)
        finish_task(sim, vehicle, EMS_OUT_EMPTY);
    else if (!ems_is_transported(sim, task))
        finish_task(sim, vehicle, EMS_OUT_TREATED);
    else if (trace != NULL && trace->hospital != EMS_NONE)
        ems_transport_begins(sim, task, trace->hospital);
    else {
        t->at_scene = 1;
        ems_agenda_push(sim, EMS_AGENDA_DESTINATION, task);
    }
}

void ems_transport_begins(struct ems_sim *sim, ems_task_id task, ems_hospital_id hospital)
{
    struct ems_task_state *t = &sim->world.tasks.items[task];
    ems_vehicle_id vehicle = t->vehicle;
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    t->at_scene = 0;
    if (hospital == EMS_NONE) { /* none is capable: treated on scene */
        finish_task(sim, vehicle, EMS_OUT_TREATED);
        return;
    }
    t->transported = 1;
    t->hospital = hospital;
    t->left_scene = sim->world.s.now;
    v->status = EMS_V_TRANSPORTING;
    ems_tell(sim, EMS_EV_LEFT_SCENE, t->call, vehicle, hospital);
    drive(sim, vehicle, t, EMS_DRAW_TO_HOSPITAL, &sim->model->index.hospitals.at[hospital],
          ems_model_mode_with_patient(sim->model, call_of(sim, t)->priority));
    t->to_hospital_m = v->trip.length_m;
}

static void begin_handover(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    struct ems_task_state *t = task_of(sim, v);
    sim->world.hospitals.items[t->hospital].bays_busy++;
    v->status = EMS_V_HANDOVER;
    t->bay = sim->world.s.now;
    ems_tell(sim, EMS_EV_BAY, t->call, vehicle, t->hospital);
    ems_plan_vehicle(sim, vehicle, sim->world.s.now + ems_handover_time(sim, v->task));
}

/* Bays are given in order of arrival. */
static void wait_for_bay(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    struct ems_task_state *t = task_of(sim, v);
    struct ems_hospital_state *h = &sim->world.hospitals.items[t->hospital];
    v->status = EMS_V_BAY_WAIT;
    t->next = EMS_NONE;
    t->previous = h->last_waiting;
    if (h->last_waiting == EMS_NONE)
        h->first_waiting = v->task;
    else
        sim->world.tasks.items[h->last_waiting].next = v->task;
    h->last_waiting = v->task;
}

static void give_bay_on(struct ems_sim *sim, ems_hospital_id hospital)
{
    struct ems_hospital_state *h = &sim->world.hospitals.items[hospital];
    ems_task_id task = h->first_waiting;
    h->bays_busy--;
    if (ems_mostly(task == EMS_NONE)) return;
    struct ems_task_state *t = &sim->world.tasks.items[task];
    h->first_waiting = t->next;
    if (t->next == EMS_NONE)
        h->last_waiting = EMS_NONE;
    else
        sim->world.tasks.items[t->next].previous = EMS_NONE;
    t->next = t->previous = EMS_NONE;
    begin_handover(sim, t->vehicle);
}

static void arrive_at_hospital(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    struct ems_task_state *t = task_of(sim, v);
    leg_ends(sim, vehicle);
    t->at_hospital = sim->world.s.now;
    ems_tell(sim, EMS_EV_AT_HOSPITAL, t->call, vehicle, t->hospital);
    if (sim->world.hospitals.items[t->hospital].bays_busy < sim->model->hospitals[t->hospital].bays)
        begin_handover(sim, vehicle);
    else
        wait_for_bay(sim, vehicle);
}

static void hand_over(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    struct ems_task_state *t = task_of(sim, v);
    t->accepted = sim->world.s.now;
    ems_tell(sim, EMS_EV_ACCEPTED, t->call, vehicle, t->hospital);
    give_bay_on(sim, t->hospital);
    v->status = EMS_V_CLEANING;
    ems_time cleaning = ems_cleaning_time(sim, v->task);
    if (cleaning > 0)
        ems_plan_vehicle(sim, vehicle, sim->world.s.now + cleaning);
    else
        finish_task(sim, vehicle, EMS_OUT_TRANSPORTED);
}

static void arrive_home(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    leg_ends(sim, vehicle);
    ems_nearby_leave(&sim->world, vehicle);
    stand_at_station(sim, vehicle);
}

void ems_vehicle_event(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = vehicle_at(sim, vehicle);
    switch ((enum ems_vehicle_status)v->status) {
    case EMS_V_TURNOUT:
        ems_nearby_leave(&sim->world, vehicle);
        go_to_scene(sim, vehicle);
        break;
    case EMS_V_EN_ROUTE:
        arrive_at_scene(sim, vehicle);
        break;
    case EMS_V_ON_SCENE:
        leave_scene(sim, vehicle);
        break;
    case EMS_V_TRANSPORTING:
        arrive_at_hospital(sim, vehicle);
        break;
    case EMS_V_HANDOVER:
        hand_over(sim, vehicle);
        break;
    case EMS_V_CLEANING:
        finish_task(sim, vehicle, EMS_OUT_TRANSPORTED);
        break;
    case EMS_V_RETURNING:
        arrive_home(sim, vehicle);
        break;
    case EMS_V_IDLE:
    case EMS_V_BAY_WAIT:
    case EMS_V_SPARE:
    case EMS_V_STATUSES:
        ems_fail(sim, EMS_BROKEN, "a vehicle that stands still has no event");
        break;
    }
}
