/* Who could be sent, and where to: every vehicle and hospital with its reason. */
#include "api/candidates.h"

#include <stdlib.h>

#include "model/nearby.h"

/* The request that a decision is about. */
struct question {
    const struct ems_sim *sim;
    const struct ems_model *model;
    const struct ems_world *world;
    const struct ems_call_state *call;
    ems_task_id task;
    enum ems_mode mode;
};

static bool ask(const struct ems_sim *sim, ems_task_id task, struct question *q)
{
    const struct ems_world *w = ems_sim_world(sim);
    if (task < 0 || task >= w->tasks.count || !w->tasks.items[task].in_use) return false;
    *q = (struct question){sim,  ems_sim_model(sim), w, &w->calls.items[w->tasks.items[task].call],
                           task, EMS_LIGHTS};
    q->mode = ems_model_mode(q->model, q->call->priority);
    return true;
}

/* ---- vehicles ---- */

static enum ems_bar vehicle_bar(const struct question *q, ems_vehicle_id vehicle)
{
    const struct ems_vehicle_state *v = &q->world->vehicles.items[vehicle];
    if (v->status == EMS_V_SPARE) return EMS_BAR_SPARE;
    if (!ems_vehicle_suits(q->model, q->world, vehicle, q->task)) return EMS_BAR_TYPE;
    if (ems_vehicle_dispatchable(q->model, q->world, vehicle)) return EMS_BAR_NONE;
    switch ((enum ems_vehicle_status)v->status) {
    case EMS_V_IDLE:
        return EMS_BAR_CREW;
    case EMS_V_RETURNING:
        return EMS_BAR_OFF_DUTY;
    case EMS_V_TURNOUT:
    case EMS_V_EN_ROUTE:
        return ems_vehicle_reassignable(q->model, q->world, vehicle, q->call->priority) ? EMS_BAR_NONE
                                                                                        : EMS_BAR_PRIORITY;
    default:
        return EMS_BAR_BUSY;
    }
}

static ems_time expected_turnout(const struct question *q, const struct ems_vehicle_state *v)
{
    ems_time turnout = ems_distribution_mean(ems_model_turnout(q->model, q->world->s.now));
    if (v->status == EMS_V_IDLE) return turnout;
    if (v->status != EMS_V_TURNOUT) return 0;
    ems_time gone = q->world->s.now - v->trip.depart; /* a turnout is a trip that stands still */
    return gone < turnout ? turnout - gone : 0;
}

static struct ems_vehicle_candidate vehicle_candidate(const struct question *q, ems_vehicle_id vehicle)
{
    const struct ems_vehicle_state *v = &q->world->vehicles.items[vehicle];
    struct ems_location at = ems_vehicle_location(q->model, q->world, vehicle);
    struct ems_vehicle_candidate c = {.vehicle = vehicle,
                                      .status = (enum ems_vehicle_status)v->status,
                                      .bar = vehicle_bar(q, vehicle),
                                      .takes_from = EMS_NONE,
                                      .turnout = EMS_NEVER,
                                      .travel = EMS_NEVER,
                                      .expected = EMS_NEVER,
                                      .distance_m = ems_point_distance(at.at, q->call->at.at),
                                      .chosen = q->world->tasks.items[q->task].vehicle == vehicle};
    if (c.bar == EMS_BAR_BUSY || c.bar == EMS_BAR_SPARE || c.bar == EMS_BAR_OFF_DUTY) return c;
    c.turnout = expected_turnout(q, v);
    c.travel = ems_travel_time(&q->model->travel, &at, &q->call->at, q->mode, q->world->s.now);
    if (c.travel != EMS_NEVER) c.expected = c.turnout + c.travel;
    if (c.bar == EMS_BAR_NONE && c.travel == EMS_NEVER) c.bar = EMS_BAR_NO_WAY;
    if (v->task != q->task) c.takes_from = v->task;
    return c;
}

static int by_expected(const void *a, const void *b)
{
    const struct ems_vehicle_candidate *x = a, *y = b;
    bool x_may = x->bar == EMS_BAR_NONE, y_may = y->bar == EMS_BAR_NONE;
    if (x_may != y_may) return x_may ? -1 : 1;
    if (x->expected != y->expected) return x->expected < y->expected ? -1 : 1;
    return (x->vehicle > y->vehicle) - (x->vehicle < y->vehicle);
}

int32_t ems_sim_vehicle_candidates(const struct ems_sim *sim, ems_task_id task,
                                   struct ems_vehicle_candidate *out, int32_t room)
{
    struct question q;
    if (!ask(sim, task, &q)) return -1;
    int32_t count = q.model->vehicle_count;
    struct ems_vehicle_candidate *all = calloc((size_t)count + 1, sizeof *all);
    if (all == NULL) return -1;
    for (ems_vehicle_id v = 0; v < count; v++) all[v] = vehicle_candidate(&q, v);
    qsort(all, (size_t)count, sizeof *all, by_expected);
    for (int32_t i = 0; i < count && i < room; i++) out[i] = all[i];
    free(all);
    return count;
}

ems_time ems_candidate_expected(const struct ems_sim *sim, ems_task_id task, ems_vehicle_id vehicle)
{
    struct question q;
    if (!ask(sim, task, &q) || vehicle < 0 || vehicle >= q.model->vehicle_count) return EMS_NEVER;
    struct ems_vehicle_candidate c = vehicle_candidate(&q, vehicle);
    return c.bar == EMS_BAR_NONE ? c.expected : EMS_NEVER;
}

/* ---- hospitals ---- */

static ems_time drive_to(const struct question *q, ems_hospital_id hospital)
{
    return ems_travel_time(&q->model->travel, &q->call->at, &q->model->hospitals[hospital].at,
                           ems_model_mode_with_patient(q->model, q->call->priority), q->world->s.now);
}

static struct ems_hospital_candidate hospital_candidate(const struct question *q, ems_hospital_id hospital)
{
    const struct ems_hospital *h = &q->model->hospitals[hospital];
    const struct ems_hospital_state *state = &q->world->hospitals.items[hospital];
    int32_t need = q->model->conditions[q->call->condition].hospital_capability;
    struct ems_hospital_candidate c = {.hospital = hospital,
                                       .travel = drive_to(q, hospital),
                                       .bays = h->bays == EMS_UNLIMITED ? -1 : h->bays,
                                       .bays_busy = state->bays_busy,
                                       .closed = state->closed > 0,
                                       .chosen = q->world->tasks.items[q->task].hospital == hospital};
    if (need != EMS_NONE && (h->provides >> need & 1) == 0)
        c.bar = EMS_BAR_CAPABILITY;
    else if (c.closed)
        c.bar = EMS_BAR_CLOSED;
    else if (c.travel == EMS_NEVER)
        c.bar = EMS_BAR_NO_WAY;
    return c;
}

static int by_drive(const void *a, const void *b)
{
    const struct ems_hospital_candidate *x = a, *y = b;
    bool x_may = x->bar == EMS_BAR_NONE, y_may = y->bar == EMS_BAR_NONE;
    if (x_may != y_may) return x_may ? -1 : 1;
    if (x->travel != y->travel) return x->travel < y->travel ? -1 : 1;
    return (x->hospital > y->hospital) - (x->hospital < y->hospital);
}

int32_t ems_sim_hospital_candidates(const struct ems_sim *sim, ems_task_id task,
                                    struct ems_hospital_candidate *out, int32_t room)
{
    struct question q;
    if (!ask(sim, task, &q)) return -1;
    int32_t count = q.model->hospital_count;
    struct ems_hospital_candidate *all = calloc((size_t)count + 1, sizeof *all);
    if (all == NULL) return -1;
    for (ems_hospital_id h = 0; h < count; h++) all[h] = hospital_candidate(&q, h);
    qsort(all, (size_t)count, sizeof *all, by_drive);
    for (int32_t i = 0; i < count && i < room; i++) out[i] = all[i];
    free(all);
    return count;
}

ems_time ems_candidate_drive(const struct ems_sim *sim, ems_task_id task, ems_hospital_id hospital)
{
    struct question q;
    if (!ask(sim, task, &q) || hospital < 0 || hospital >= q.model->hospital_count) return EMS_NEVER;
    return drive_to(&q, hospital);
}
