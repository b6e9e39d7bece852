/* From a request to an order: tasks (one for each required vehicle), the list of waiting ones, what the
 * caller does meanwhile (gives up, cancels), and the agenda of decisions that the policies take before time
 * goes on. */

#include "engine/internal.h"

static struct ems_call_state *call_of(struct ems_sim *sim, ems_task_id task)
{
    return &sim->world.calls.items[sim->world.tasks.items[task].call];
}

static ems_task_id create_task(struct ems_sim *sim, ems_call_id call, int32_t role)
{
    struct ems_world *w = &sim->world;
    ems_task_id id = w->s.free_task;
    if (id == EMS_NONE) {
        if (!EMS_RESERVE(&w->tasks, (int64_t)w->tasks.count + 1) || !ems_task_draws_reserve(sim)) {
            ems_fail(sim, EMS_NO_MEMORY, NULL);
            return EMS_NONE;
        }
        id = w->tasks.count++;
    } else {
        w->s.free_task = w->tasks.items[id].next;
    }
    struct ems_task_state *t = &w->tasks.items[id]; /* a free place is zeroed */
    t->call = call;
    t->role = role;
    t->in_use = 1;
    t->vehicle = t->hospital = t->next = t->previous = EMS_NONE;
    t->next_of_call = w->calls.items[call].first_task;
    w->calls.items[call].first_task = id;
    t->waits_since = sim->world.s.now;
    t->ordered = t->departed = t->on_scene = t->left_scene = EMS_NEVER;
    t->at_hospital = t->bay = t->accepted = EMS_NEVER;
    ems_task_draw_ahead(sim, id);
    return id;
}

/* The waiting list of a priority is in order of becoming fit to dispatch, then of ringing. */
static bool waits_before(const struct ems_world *w, ems_task_id a, ems_task_id b)
{
    const struct ems_call_state *ca = &w->calls.items[w->tasks.items[a].call];
    const struct ems_call_state *cb = &w->calls.items[w->tasks.items[b].call];
    if (ca->ready != cb->ready) return ca->ready < cb->ready;
    if (ca->serial != cb->serial) return ca->serial < cb->serial;
    return w->tasks.items[a].role < w->tasks.items[b].role;
}

static void waiting_insert(struct ems_sim *sim, ems_task_id task)
{
    struct ems_world *w = &sim->world;
    struct ems_waiting_state *list = &w->s.waiting[call_of(sim, task)->priority - 1];
    ems_task_id after = list->last; /* nearly always the newest */
    while (after != EMS_NONE && waits_before(w, task, after)) after = w->tasks.items[after].previous;
    struct ems_task_state *t = &w->tasks.items[task];
    t->previous = after;
    t->next = after == EMS_NONE ? list->first : w->tasks.items[after].next;
    if (t->previous == EMS_NONE)
        list->first = task;
    else
        w->tasks.items[t->previous].next = task;
    if (t->next == EMS_NONE)
        list->last = task;
    else
        w->tasks.items[t->next].previous = task;
    t->waiting = 1;
    w->s.tasks_waiting++;
    ems_level_add(sim, EMS_LEVEL_WAITING, 1);
}

static void stop_waiting(struct ems_sim *sim, ems_task_id task)
{
    struct ems_world *w = &sim->world;
    struct ems_task_state *t = &w->tasks.items[task];
    struct ems_waiting_state *list = &w->s.waiting[call_of(sim, task)->priority - 1];
    if (t->previous == EMS_NONE)
        list->first = t->next;
    else
        w->tasks.items[t->previous].next = t->next;
    if (t->next == EMS_NONE)
        list->last = t->previous;
    else
        w->tasks.items[t->next].previous = t->previous;
    t->next = t->previous = EMS_NONE;
    t->waiting = 0;
    w->s.tasks_waiting--;
    ems_level_add(sim, EMS_LEVEL_WAITING, -1);
}

static inline void waiting_remove(struct ems_sim *sim, ems_task_id task)
{
    if (sim->world.tasks.items[task].waiting) stop_waiting(sim, task);
}

/* The request's next moment: the caller cancels, or gives up waiting for a vehicle. */
static __attribute__((noinline)) void plan_leaving(struct ems_sim *sim, ems_call_id call)
{
    const struct ems_call_state *c = &sim->world.calls.items[call];
    bool unassigned = c->tasks_assigned == 0 && c->arrivals == 0;
    ems_time next = c->reached || c->arrivals > 0 ? EMS_NEVER : c->cancels;
    if (unassigned && c->patience_ends < next) next = c->patience_ends;
    ems_plan_call(sim, call, EMS_TIMER_REQUEST, next);
}

static inline void plan_caller(struct ems_sim *sim, ems_call_id call)
{
    if (ems_caller_may_leave(&sim->world.calls.items[call])) plan_leaving(sim, call);
}

static void draw_cancelling(struct ems_sim *sim, struct ems_call_state *c)
{
    double chance = sim->model->conditions[c->condition].cancel;
    if (chance == 0) return;
    struct ems_stream stream = ems_call_stream(sim, c, EMS_DRAW_CANCEL, 0, 0);
    if (ems_stream_uniform(&stream) < chance)
        c->cancels = ems_after(sim, ems_distribution_draw(&sim->model->demand.cancel_after, &stream));
}

static void draw_emptiness(struct ems_sim *sim, struct ems_call_state *c)
{
    double chance = sim->model->conditions[c->condition].empty;
    bool fixed = c->trace != EMS_NONE && sim->model->trace[c->trace].transport != EMS_NONE;
    if (chance == 0 || fixed) return;
    struct ems_stream stream = ems_call_stream(sim, c, EMS_DRAW_EMPTY, 0, 0);
    c->is_empty = ems_stream_uniform(&stream) < chance;
}

/* Relatives ask where the vehicle is, dispatchers ask for the way: seats are held, nothing else. */
static void plan_call_backs(struct ems_sim *sim, ems_call_id call)
{
    const struct ems_demand *d = &sim->model->demand;
    if (d->call_backs_per_request == 0 || !sim->model->call_centre.given) return;
    struct ems_stream stream = ems_call_stream(sim, &sim->world.calls.items[call], EMS_DRAW_CALL_BACKS, 0, 0);
    uint32_t count = ems_draw_poisson(d->call_backs_per_request, &stream);
    for (uint32_t i = 0; i < count && i < 0x7fff; i++) {
        ems_call_id id = ems_call_create(sim);
        if (id == EMS_NONE) return;
        const struct ems_call_state *about = &sim->world.calls.items[call];
        struct ems_call_state *back = &sim->world.calls.items[id];
        back->origin = about->origin;
        back->index = about->index;
        back->repeat = (uint16_t)(0x8000 + i);
        back->kind = EMS_KIND_CALL_BACK;
        back->area = about->area;
        struct ems_stream after = ems_call_stream(sim, back, EMS_DRAW_CALL_BACKS, back->repeat, 0);
        ems_plan_call(sim, id, EMS_TIMER_LINE,
                      ems_after(sim, ems_distribution_draw(&d->call_back_after, &after)));
    }
}

void ems_request_begins(struct ems_sim *sim, ems_call_id call)
{
    plan_call_backs(sim, call);
    struct ems_call_state *c = &sim->world.calls.items[call];
    draw_cancelling(sim, c);
    draw_emptiness(sim, c);
    plan_caller(sim, call);
    for (int32_t role = 0; role < c->vehicles; role++) {
        ems_task_id task = create_task(sim, call, role);
        if (task == EMS_NONE) return;
        c->tasks_open++;
        ems_agenda_push(sim, EMS_AGENDA_TASK, task);
    }
}

/* Patience counts from the moment that nobody is on the way. */
static void begin_patience(struct ems_sim *sim, ems_call_id call, uint8_t attempt)
{
    struct ems_call_state *c = &sim->world.calls.items[call];
    const struct ems_distribution *patience = &sim->model->rules.vehicle_patience;
    if (patience->kind == EMS_DIST_NEVER || c->tasks_assigned > 0 || c->arrivals > 0) return;
    struct ems_stream stream = ems_call_stream(sim, c, EMS_DRAW_VEHICLE_PATIENCE, 0, attempt);
    c->patience_ends = ems_after(sim, ems_distribution_draw(patience, &stream));
    plan_caller(sim, call);
}

static bool reachable(const struct ems_sim *sim, ems_task_id task)
{
    const struct ems_model *m = sim->model;
    const struct ems_call_state *c = &sim->world.calls.items[sim->world.tasks.items[task].call];
    for (int32_t s = 0; s < m->station_count; s++)
        if (ems_travel_time(&m->travel, &m->stations[s].at, &c->at, EMS_LIGHTS, sim->world.s.now) !=
            EMS_NEVER)
            return true;
    return false;
}

/* No vehicle now. */
static void hold(struct ems_sim *sim, ems_task_id task)
{
    struct ems_task_state *t = &sim->world.tasks.items[task];
    struct ems_call_state *c = call_of(sim, task);
    if (t->waiting) return;
    if (!reachable(sim, task)) {
        ems_task_ends(sim, task, EMS_OUT_UNREACHABLE);
        return;
    }
    if (sim->world.s.tasks_waiting >= sim->model->rules.waiting_room) {
        ems_tell(sim, EMS_EV_UNSERVED, t->call, EMS_NONE, EMS_NONE);
        ems_task_ends(sim, task, EMS_OUT_UNSERVED);
        return;
    }
    c->queued = 1;
    t->waits_since = sim->world.s.now;
    waiting_insert(sim, task);
    ems_tell(sim, EMS_EV_HELD, t->call, EMS_NONE, EMS_NONE);
    begin_patience(sim, t->call, ems_task_attempt(t));
}

/* The outcome of a call is that of the vehicle that did most for it. */
static int8_t better_outcome(int8_t a, enum ems_outcome b)
{
    static const int8_t rank[EMS_OUTCOME_COUNT] = {
        [EMS_OUT_UNREACHABLE] = 1,        [EMS_OUT_UNSERVED] = 2, [EMS_OUT_CANCELLED] = 3,
        [EMS_OUT_CANCELLED_EN_ROUTE] = 4, [EMS_OUT_EMPTY] = 5,    [EMS_OUT_TREATED] = 6,
        [EMS_OUT_TRANSPORTED] = 7};
    return a == EMS_NONE || rank[b] > rank[a] ? (int8_t)b : a;
}

/* Member by member, for the same reason as a call's record (phone.c). */
static void zero_task(struct ems_task_state *t)
{
    t->call = t->role = t->vehicle = t->hospital = t->next_of_call = t->next = t->previous = t->attempt = 0;
    t->waiting = t->at_scene = t->from_station = t->transported = t->in_use = 0;
    t->waits_since = t->bumped = t->ordered = t->departed = t->on_scene = t->left_scene = 0;
    t->at_hospital = t->bay = t->accepted = 0;
    t->to_scene_m = t->to_hospital_m = 0;
}

static void unlink_task(struct ems_sim *sim, ems_task_id task)
{
    struct ems_world *w = &sim->world;
    struct ems_call_state *c = call_of(sim, task);
    ems_task_id *link = &c->first_task;
    while (ems_seldom(*link != task)) link = &w->tasks.items[*link].next_of_call;
    *link = w->tasks.items[task].next_of_call;
    zero_task(&w->tasks.items[task]);
    w->tasks.items[task].next = w->s.free_task;
    w->s.free_task = task;
}

/* What the vehicle that stopped the clock did becomes the call's. */
static void copy_clock(const struct ems_sim *sim, struct ems_call_state *c, const struct ems_task_state *t)
{
    c->left_scene = t->left_scene;
    c->at_hospital = t->at_hospital;
    c->bay = t->bay;
    c->accepted = t->accepted;
    c->hospital = t->hospital;
    c->free = sim->world.s.now;
}

void ems_task_ends(struct ems_sim *sim, ems_task_id task, enum ems_outcome outcome)
{
    struct ems_task_state *t = &sim->world.tasks.items[task];
    ems_call_id call = t->call;
    struct ems_call_state *c = &sim->world.calls.items[call];
    waiting_remove(sim, task);
    if (c->clock_task == task) copy_clock(sim, c, t);
    c->outcome = better_outcome(c->outcome, outcome);
    c->tasks_open--;
    unlink_task(sim, task);
    ems_call_settle(sim, call);
}

/* Ends all tasks of a call that nobody has reached. */
static void end_all_tasks(struct ems_sim *sim, ems_call_id call, enum ems_outcome outcome)
{
    struct ems_call_state *c = &sim->world.calls.items[call];
    while (c->tasks_open > 0) {
        ems_task_id task = c->first_task;
        ems_vehicle_id vehicle = sim->world.tasks.items[task].vehicle;
        bool last = c->tasks_open == 1;
        if (vehicle != EMS_NONE) {
            ems_trip_tell(sim, task, EMS_ORDER_CANCELLED);
            ems_vehicle_release(sim, vehicle);
            c = &sim->world.calls.items[call];
            c->tasks_assigned--;
        }
        ems_task_ends(sim, task, outcome);
        if (last) return; /* the call may be gone */
    }
}

void ems_call_request_event(struct ems_sim *sim, ems_call_id call)
{
    struct ems_call_state *c = &sim->world.calls.items[call];
    ems_time now = sim->world.s.now;
    if (c->cancels <= now) {
        c->cancelled = now;
        ems_tell(sim, EMS_EV_CANCELLED, call, EMS_NONE, EMS_NONE);
        end_all_tasks(sim, call,
                      c->first_ordered == EMS_NEVER ? EMS_OUT_CANCELLED : EMS_OUT_CANCELLED_EN_ROUTE);
    } else {
        c->gave_up = 1;
        ems_tell(sim, EMS_EV_UNSERVED, call, EMS_NONE, EMS_NONE);
        end_all_tasks(sim, call, EMS_OUT_UNSERVED);
    }
}

static void order(struct ems_sim *sim, ems_task_id task, ems_vehicle_id vehicle)
{
    waiting_remove(sim, task);
    ems_vehicle_order(sim, vehicle, task);
    plan_caller(sim, sim->world.tasks.items[task].call);
}

/* Decisions ---------------------------------------------------------------------------------------------- */

void ems_offer_vehicle(struct ems_sim *sim, ems_vehicle_id vehicle)
{
    if (sim->world.s.tasks_waiting > 0) ems_agenda_push(sim, EMS_AGENDA_AVAILABLE, vehicle);
}

void ems_offer_station(struct ems_sim *sim, ems_station_id station)
{
    const struct ems_station *s = &sim->model->stations[station];
    if (sim->world.s.tasks_waiting == 0 || sim->world.stations.items[station].ready == 0) return;
    for (int32_t v = s->first_vehicle; v < s->first_vehicle + s->vehicle_count; v++)
        if (ems_bit(sim->world.idle_vehicles.items, v)) ems_agenda_push(sim, EMS_AGENDA_AVAILABLE, v);
}

/* Still to be decided: the world may have changed since the item was put down. */
static bool is_open(const struct ems_sim *sim, struct ems_agenda_item item)
{
    const struct ems_world *w = &sim->world;
    if (item.kind == EMS_AGENDA_AVAILABLE)
        return w->s.tasks_waiting > 0 && ems_vehicle_dispatchable(sim->model, w, item.id);
    const struct ems_task_state *t = &w->tasks.items[item.id];
    if (item.kind == EMS_AGENDA_TASK) return t->in_use && t->vehicle == EMS_NONE && !t->waiting;
    return t->in_use && t->at_scene;
}

static const struct ems_policy_choice *choice_for(const struct ems_sim *sim, int32_t kind)
{
    return kind == EMS_AGENDA_DESTINATION ? &sim->model->destination : &sim->model->dispatch;
}

static int32_t answer_of(const struct ems_policy *policy, struct ems_policy_view *view,
                         struct ems_agenda_item item)
{
    switch ((enum ems_agenda_kind)item.kind) {
    case EMS_AGENDA_TASK:
        return policy->dispatch(view, item.id);
    case EMS_AGENDA_AVAILABLE:
        return policy->next_task(view, item.id);
    case EMS_AGENDA_DESTINATION:
        return policy->destination(view, item.id);
    }
    return EMS_NONE;
}

static int32_t ask_policy(struct ems_sim *sim, struct ems_agenda_item item)
{
    const struct ems_policy_choice *choice = choice_for(sim, item.kind);
    sim->tallies->work[EMS_WORK_DECISIONS]++;
    int32_t answer = answer_of(choice->policy, ems_view_for(sim, choice), item);
    ems_arena_reset(&sim->scratch);
    return answer;
}

bool ems_sim_advice(const struct ems_sim *sim, const struct ems_policy_choice *choice, int32_t *answer)
{
    if (!sim->world.s.asked || choice->policy->asks_caller) return false;
    struct ems_agenda_item item = sim->world.agenda.items[sim->world.s.agenda_next];
    struct ems_arena scratch = {0};
    int64_t looked_at = 0;
    struct ems_policy_view view = sim->view;
    view.params = choice->params;
    view.draw.index = (uint32_t)sim->world.s.decisions;
    view.scratch = &scratch;
    view.looked_at = &looked_at;
    *answer = answer_of(choice->policy, &view, item);
    ems_arena_free(&scratch);
    return true;
}

static void tell_decision(const struct ems_sim *sim, struct ems_agenda_item item, int32_t answer)
{
    struct ems_decision d = {
        .role = EMS_ROLE_DISPATCH, .task = item.id, .vehicle = EMS_NONE, .answer = answer};
    if (item.kind == EMS_AGENDA_DESTINATION) d.role = EMS_ROLE_DESTINATION;
    if (item.kind == EMS_AGENDA_TASK) d.vehicle = answer;
    if (item.kind == EMS_AGENDA_AVAILABLE) {
        d.of_vehicle = true;
        d.vehicle = item.id;
        d.task = answer;
    }
    sim->options.decided(sim->options.decided_self, sim, &d);
}

static void apply(struct ems_sim *sim, struct ems_agenda_item item, int32_t answer)
{
    if (ems_seldom(sim->options.decided != NULL)) tell_decision(sim, item, answer);
    sim->world.s.decisions++;
    switch ((enum ems_agenda_kind)item.kind) {
    case EMS_AGENDA_TASK:
        if (answer == EMS_NONE)
            hold(sim, item.id);
        else
            order(sim, item.id, answer);
        break;
    case EMS_AGENDA_AVAILABLE:
        if (answer != EMS_NONE) order(sim, answer, item.id);
        break;
    case EMS_AGENDA_DESTINATION:
        ems_transport_begins(sim, item.id, answer);
        break;
    }
}

enum ems_step ems_agenda_run(struct ems_sim *sim)
{
    struct ems_world *w = &sim->world;
    while (w->s.agenda_next < w->agenda.count && sim->status == EMS_OK) {
        struct ems_agenda_item item = w->agenda.items[w->s.agenda_next];
        if (ems_mostly(is_open(sim, item))) {
            if (ems_seldom(choice_for(sim, item.kind)->policy->asks_caller)) {
                w->s.asked = 1;
                return EMS_NEEDS_DECISION;
            }
            w->s.agenda_next++;
            apply(sim, item, ask_policy(sim, item));
        } else {
            w->s.agenda_next++;
        }
    }
    w->agenda.count = w->s.agenda_next = 0;
    return EMS_STEPPED;
}

struct ems_question ems_agenda_question(const struct ems_sim *sim)
{
    struct ems_question q = {.role = EMS_ROLE_DISPATCH, .task = EMS_NONE, .vehicle = EMS_NONE};
    if (!sim->world.s.asked) return q;
    struct ems_agenda_item item = sim->world.agenda.items[sim->world.s.agenda_next];
    if (item.kind == EMS_AGENDA_AVAILABLE)
        q.vehicle = item.id;
    else
        q.task = item.id;
    if (item.kind == EMS_AGENDA_DESTINATION) q.role = EMS_ROLE_DESTINATION;
    return q;
}

static bool may_send(const struct ems_sim *sim, ems_vehicle_id vehicle, ems_task_id task)
{
    const struct ems_world *w = &sim->world;
    if (vehicle < 0 || vehicle >= sim->model->vehicle_count) return false;
    if (!ems_vehicle_suits(sim->model, w, vehicle, task)) return false;
    int32_t priority = w->calls.items[w->tasks.items[task].call].priority;
    return ems_vehicle_dispatchable(sim->model, w, vehicle) ||
           ems_vehicle_reassignable(sim->model, w, vehicle, priority);
}

static bool may_take(const struct ems_sim *sim, struct ems_agenda_item item, int32_t answer)
{
    const struct ems_world *w = &sim->world;
    if (item.kind == EMS_AGENDA_TASK) return answer == EMS_NONE || may_send(sim, answer, item.id);
    if (item.kind == EMS_AGENDA_DESTINATION) return answer >= 0 && answer < sim->model->hospital_count;
    if (answer == EMS_NONE) return true;
    return answer >= 0 && answer < w->tasks.count && w->tasks.items[answer].in_use &&
           w->tasks.items[answer].waiting && may_send(sim, item.id, answer);
}

enum ems_status ems_agenda_answer(struct ems_sim *sim, int32_t answer)
{
    struct ems_world *w = &sim->world;
    if (!w->s.asked) return EMS_BAD_USAGE;
    struct ems_agenda_item item = w->agenda.items[w->s.agenda_next];
    if (!may_take(sim, item, answer)) return EMS_BAD_USAGE;
    w->s.asked = 0;
    w->s.agenda_next++;
    sim->tallies->work[EMS_WORK_DECISIONS]++;
    apply(sim, item, answer);
    return sim->status;
}
