/* Shared by the files of engine, and by nobody else: the simulation's own struct and what its processes ask
 * of each other. One file a process: arrivals, phone (the call centre), dispatch, trip (and what it draws),
 * duty (crews), timeline.
 *
 * Every process changes the world through these functions, plans its next event with ems_plan and tells facts
 * with ems_tell. A failed allocation is noted with ems_fail and stops the run at the next step. */
#ifndef EMS_ENGINE_INTERNAL_H
#define EMS_ENGINE_INTERNAL_H

#include "coverage/now.h"
#include "engine/sim.h"
#include "model/nearby.h"

/* Slots of the event queue, by actor; calls have two and come last because they grow. */
struct ems_slots {
    int32_t end, timeline, trace, arrivals, crews, vehicles, calls;
};

/* Order of events at one moment. */
enum ems_event_priority {
    EMS_PRI_TIMELINE,
    EMS_PRI_CREW,
    EMS_PRI_VEHICLE,
    EMS_PRI_CALL,
    EMS_PRI_ARRIVAL,
    EMS_PRI_END
};

/* The two timers of a call: its telephone line; its request (patience for a vehicle, cancelling). */
enum ems_call_timer { EMS_TIMER_LINE, EMS_TIMER_REQUEST, EMS_CALL_TIMERS };

/* What an arrival process brings in [from, end): follows from model and replication. Empty: not known yet. */
struct ems_rate {
    ems_time from, end;
    double per_us;
};

/* What an arrival process draws for one of its calls. */
struct ems_arrival_draws {
    double place, sort; /* uniform: where; what is the matter, or whether anything is */
    double gap;         /* expected calls until the one after */
    ems_time talk;
    uint32_t index; /* of the call */
    bool are_drawn;
};

/* Follows from model and replication: the present rate, and what its next call draws. */
struct ems_process {
    struct ems_rate rate;
    struct ems_arrival_draws draws;
};

/* All that a task draws, once it has; see draws.c. */
enum ems_task_time {
    EMS_TASK_TURNOUT, /* of its first order */
    EMS_TASK_SCENE,
    EMS_TASK_HANDOVER,
    EMS_TASK_CLEANING,
    EMS_TASK_TIMES
};
struct ems_task_draws {
    ems_time times[EMS_TASK_TIMES];
    const struct ems_distribution *from[EMS_TASK_TIMES]; /* NULL: not drawn */
    double transport;                                    /* uniform */
};

/* Samples of dynamic cover that have been taken down: of each the stations that could send somebody, bit by
 * bit, and where vehicles were on their way home. Follows from the world: not part of the state. */
struct ems_cover_sample {
    ems_time at;
    int32_t moving_count;
};
struct ems_sampler {
    struct ems_cover_now covered;
    struct ems_cover_sample *samples;
    int32_t count;
    uint64_t *ready;
    EMS_ARRAY(struct ems_point) moving;
};

struct ems_sim {
    const struct ems_model *model;
    struct ems_sim_options options;
    struct ems_world world;
    struct ems_stream_seed seed;
    struct ems_slots slots;
    struct ems_tallies *tallies;
    struct ems_arena arena, scratch;
    struct ems_policy_view view; /* what policies are shown, but for what differs from question to question */
    struct ems_cover_map cover;
    struct ems_sampler sampler;
    bool has_cover, finished;
    bool may_end;  /* finished or failed, or any event may be the last: looked at after each */
    bool is_large; /* its state does not fit into the caches */
    bool begun;    /* the crews on duty at the start have been told */
    ems_time window_start, window_end; /* of counting; the end EMS_NEVER for a trace without duration */
    int64_t factor_day;                /* the day whose gamma factor is kept in day_factor; -1 none */
    double day_factor;
    struct ems_process *processes; /* of arrival */
    EMS_ARRAY(struct ems_task_draws) task_draws;
    enum ems_status status;
    const char *broken_rule;
};

/* What the chosen policy is shown now. */
static inline struct ems_policy_view *ems_view_for(struct ems_sim *sim,
                                                   const struct ems_policy_choice *choice)
{
    sim->view.params = choice->params;
    sim->view.draw.index = (uint32_t)sim->world.s.decisions;
    return &sim->view;
}

/* sim.c (what is cold: see base/array.h) */
__attribute__((cold)) void ems_fail(struct ems_sim *sim, enum ems_status status, const char *rule);
/* Whether any event of a new or restored state may be its last. */
void ems_foresee_end(struct ems_sim *sim);
static inline void ems_plan(struct ems_sim *sim, int32_t slot, ems_time at, enum ems_event_priority priority)
{
    if (!ems_queue_schedule(&sim->world.queue, slot, at, priority)) ems_fail(sim, EMS_NO_MEMORY, NULL);
}

static inline void ems_plan_vehicle(struct ems_sim *sim, ems_vehicle_id vehicle, ems_time at)
{
    ems_plan(sim, sim->slots.vehicles + vehicle, at, EMS_PRI_VEHICLE);
}

static inline void ems_plan_call(struct ems_sim *sim, ems_call_id call, enum ems_call_timer timer,
                                 ems_time at)
{
    ems_plan(sim, sim->slots.calls + EMS_CALL_TIMERS * call + (int32_t)timer, at, EMS_PRI_CALL);
}

static inline void ems_unplan_call(struct ems_sim *sim, ems_call_id call, enum ems_call_timer timer)
{
    ems_queue_cancel(&sim->world.queue, sim->slots.calls + EMS_CALL_TIMERS * call + (int32_t)timer);
}

/* A caller who neither cancels nor gives up has no timer: most never do. */
static inline bool ems_caller_may_leave(const struct ems_call_state *call)
{
    return ems_seldom(call->cancels != EMS_NEVER || call->patience_ends != EMS_NEVER);
}

static inline void ems_unplan_request(struct ems_sim *sim, ems_call_id call)
{
    if (ems_caller_may_leave(&sim->world.calls.items[call])) ems_unplan_call(sim, call, EMS_TIMER_REQUEST);
}

/* tell.c: to observers */
__attribute__((cold)) void ems_tell_observers(struct ems_sim *sim, enum ems_event kind, ems_call_id call,
                                              ems_vehicle_id vehicle, ems_hospital_id hospital);
static inline void ems_tell(struct ems_sim *sim, enum ems_event kind, ems_call_id call,
                            ems_vehicle_id vehicle, ems_hospital_id hospital)
{
    if (ems_seldom(sim->options.observer_count > 0)) ems_tell_observers(sim, kind, call, vehicle, hospital);
}

void ems_tell_crew(struct ems_sim *sim, enum ems_event kind, ems_crew_id crew);
void ems_agenda_push(struct ems_sim *sim, enum ems_agenda_kind kind, int32_t id);
/* Time after now, held at EMS_NEVER. */
static inline ems_time ems_after(const struct ems_sim *sim, ems_time delay)
{
    return delay == EMS_NEVER ? EMS_NEVER : sim->world.s.now + delay;
}

/* A draw of a call: `role` is the vehicle's number or the call's repeat. */
static inline struct ems_draw_key ems_call_key(const struct ems_call_state *call, enum ems_draw draw,
                                               uint16_t role, uint8_t attempt)
{
    return (struct ems_draw_key){.origin = call->origin,
                                 .index = call->index,
                                 .role = role,
                                 .attempt = attempt,
                                 .draw = (uint8_t)draw};
}

static inline struct ems_stream ems_call_stream(struct ems_sim *sim, const struct ems_call_state *call,
                                                enum ems_draw draw, uint16_t role, uint8_t attempt)
{
    sim->tallies->work[EMS_WORK_DRAWS]++;
    return ems_stream(&sim->seed, ems_call_key(call, draw, role, attempt));
}

/* arrivals.c */
/* Memory for processes; false when there is none. */
bool ems_arrivals_init(struct ems_sim *sim);
void ems_arrivals_begin(struct ems_sim *sim);
/* What is kept of processes belongs to another replication or moment. */
void ems_arrivals_forget(struct ems_sim *sim);
void ems_arrival_event(struct ems_sim *sim, int32_t stream);
void ems_trace_event(struct ems_sim *sim);
/* How long the talk of a request that rings now lasts, when that is drawn already. */
bool ems_arrival_talk(const struct ems_sim *sim, const struct ems_call_state *call, ems_time *talk);
/* A call of the timeline rings now. */
void ems_incident_event(struct ems_sim *sim, int32_t entry);
/* Factor of the timeline on request incidents (kinds 0, 1) or other calls of an area at `at`. */
double ems_timeline_demand(const struct ems_sim *sim, int32_t stream, ems_time at);

/* phone.c */
ems_call_id ems_call_create(struct ems_sim *sim);
void ems_call_rings(struct ems_sim *sim, ems_call_id call);
void ems_call_line_event(struct ems_sim *sim, ems_call_id call);
/* Gives the call its final state once nothing of it is open any more. */
void ems_call_settle(struct ems_sim *sim, ems_call_id call);
/* At the end of the run: what is open is unfinished. */
void ems_calls_close(struct ems_sim *sim);

/* dispatch.c */
void ems_request_begins(struct ems_sim *sim, ems_call_id call);
void ems_call_request_event(struct ems_sim *sim, ems_call_id call);
enum ems_step ems_agenda_run(struct ems_sim *sim);
enum ems_status ems_agenda_answer(struct ems_sim *sim, int32_t answer);
struct ems_question ems_agenda_question(const struct ems_sim *sim);
void ems_task_ends(struct ems_sim *sim, ems_task_id task, enum ems_outcome outcome);
/* The vehicles standing at a station, or one returning, may now take waiting tasks. */
void ems_offer_station(struct ems_sim *sim, ems_station_id station);
void ems_offer_vehicle(struct ems_sim *sim, ems_vehicle_id vehicle);

/* tell.c */
/* How long until the clock of a call stopped, EMS_NEVER when it did not, and the parts of that time. */
struct ems_response {
    ems_time total, parts[EMS_RESPONSE_PARTS];
};
struct ems_response ems_call_response(const struct ems_sim *sim, const struct ems_call_state *call);
/* A call has its final state. */
void ems_call_tell(struct ems_sim *sim, const struct ems_call_state *call);
/* How an order ended, or that it has not. */
enum ems_order_end { EMS_ORDER_DONE, EMS_ORDER_REASSIGNED, EMS_ORDER_CANCELLED, EMS_ORDER_OPEN };
void ems_trip_tell(struct ems_sim *sim, ems_task_id task, enum ems_order_end end);

/* draws.c */
/* How long the parts of a task take that are not driving, and whether there is a patient to transport: from
 * the trace or drawn. */
ems_time ems_turnout_time(struct ems_sim *sim, ems_task_id task);
ems_time ems_scene_time(struct ems_sim *sim, ems_task_id task);
bool ems_is_transported(struct ems_sim *sim, ems_task_id task);
ems_time ems_handover_time(struct ems_sim *sim, ems_task_id task);
ems_time ems_cleaning_time(struct ems_sim *sim, ems_task_id task);
/* The number of its order in the names of draws. */
uint8_t ems_task_attempt(const struct ems_task_state *task);
/* The task begins: draws what the functions above will probably be asked for. */
void ems_task_draw_ahead(struct ems_sim *sim, ems_task_id task);
/* Room for all tasks; false when there is none. */
bool ems_task_draws_reserve(struct ems_sim *sim);
/* The same, and nothing is drawn yet: the world is another one. */
bool ems_task_draws_forget(struct ems_sim *sim);

/* trip.c */
void ems_vehicle_event(struct ems_sim *sim, ems_vehicle_id vehicle);
/* Gives the vehicle a task, taking it from another one when it has it. */
void ems_vehicle_order(struct ems_sim *sim, ems_vehicle_id vehicle, ems_task_id task);
/* Takes the task away: the vehicle goes home or stands at its station again. */
void ems_vehicle_release(struct ems_sim *sim, ems_vehicle_id vehicle);
void ems_transport_begins(struct ems_sim *sim, ems_task_id task, ems_hospital_id hospital);

/* duty.c */
void ems_duty_begin(struct ems_sim *sim);
void ems_crew_event(struct ems_sim *sim, ems_crew_id crew);
void ems_crew_absence(struct ems_sim *sim, int32_t entry, bool begins);
ems_crew_id ems_crew_leaves(struct ems_sim *sim, ems_station_id station, ems_vehicle_id vehicle);
void ems_crew_returns(struct ems_sim *sim, ems_crew_id crew);

/* timeline.c */
void ems_timeline_begin(struct ems_sim *sim);
void ems_timeline_event(struct ems_sim *sim, int32_t entry);

/* sampler.c */
enum ems_status ems_sampler_init(struct ems_sim *sim);
void ems_sampler_begin(struct ems_sim *sim);
/* Takes one down at this moment. */
void ems_sampler_sample(struct ems_sim *sim);
/* Adds what has been taken down to the tallies. */
void ems_sampler_reckon(struct ems_sim *sim);
/* What has been taken down belongs to another replication or moment. */
void ems_sampler_forget(struct ems_sim *sim);

/* tally.c */
void ems_tally_call(struct ems_sim *sim, const struct ems_call_state *call);
void ems_tally_trip(struct ems_sim *sim, const struct ems_task_state *task, enum ems_order_end end);
void ems_level_add(struct ems_sim *sim, enum ems_level level, int64_t change);
/* Adds up to now. */
void ems_level_close(struct ems_sim *sim, enum ems_level level);
/* What begins at this moment is counted. */
static inline bool ems_is_counted(const struct ems_sim *sim, ems_time at)
{
    return ems_mostly(at >= sim->window_start && at < sim->window_end);
}
/* The part of [from, to) inside the window. */
static inline ems_time ems_in_window(const struct ems_sim *sim, ems_time from, ems_time to)
{
    if (from < sim->window_start) from = sim->window_start;
    if (to > sim->window_end) to = sim->window_end;
    return to > from ? to - from : 0;
}

/* conserve.c: what must hold at the end of every run; NULL or the rule that is broken */
const char *ems_broken_rule(const struct ems_sim *sim);

#endif
