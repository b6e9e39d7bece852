/* The call centre: lines, seats, the queue for a seat, patience, redials, call-backs; and how a phone call
 * comes to its one final state. Without a call centre in the scenario every call is answered, and fit to
 * dispatch, as it rings. */
#include <string.h>

#include "engine/fetch.h"
#include "engine/internal.h"

/* As nothing is known of a call. Member by member: gcc clears so large a record at once with an instruction
 * that takes longer to begin than all of this. */
static void become_blank(struct ems_call_state *c)
{
    c->at = (struct ems_location){0};
    c->serial = c->origin = c->index = 0;
    c->repeat = c->redial = 0;
    c->phase = EMS_CALL_PLANNED;
    c->kind = EMS_KIND_REQUEST;
    c->priority = c->reassignments = 0;
    c->vehicles = c->tasks_open = c->tasks_assigned = c->arrivals = 0;
    c->counted = c->queued = c->from_station = c->holds_line = c->holds_seat = 0;
    c->is_empty = c->reached = c->gave_up = 0;
    c->area = c->condition = c->trace = c->incident = c->next_call = c->previous_call = EMS_NONE;
    c->first_task = c->clock_task = c->vehicle = c->hospital = EMS_NONE;
    c->outcome = EMS_NONE;
    c->rang = c->answered = c->ready = c->talk_ends = c->cancels = c->cancelled = EMS_NEVER;
    c->first_ordered = c->patience_ends = c->ordered = c->departed = c->on_scene = EMS_NEVER;
    c->bumped = 0;
    c->left_scene = c->at_hospital = c->bay = c->accepted = c->free = EMS_NEVER;
}

ems_call_id ems_call_create(struct ems_sim *sim)
{
    struct ems_world *w = &sim->world;
    ems_call_id id = w->s.free_call;
    if (id == EMS_NONE) {
        if (!EMS_RESERVE(&w->calls, (int64_t)w->calls.count + 1)) {
            ems_fail(sim, EMS_NO_MEMORY, NULL);
            return EMS_NONE;
        }
        id = w->calls.count++;
    } else {
        w->s.free_call = w->calls.items[id].next_call;
    }
    become_blank(&w->calls.items[id]);
    ems_fetch_event(sim, id);
    return id;
}

static void leave_incident(struct ems_world *w, int32_t incident)
{
    struct ems_incident_state *i = &w->incidents.items[incident];
    if (--i->calls > 0) return;
    *i = (struct ems_incident_state){.next_free = w->s.free_incident};
    w->s.free_incident = incident;
}

static void give_back(struct ems_world *w, ems_call_id id)
{
    struct ems_call_state *c = &w->calls.items[id];
    if (ems_seldom(c->incident != EMS_NONE)) leave_incident(w, c->incident);
    c->phase = EMS_CALL_FREE;
    c->next_call = w->s.free_call;
    w->s.free_call = id;
}

/* The queue for a seat: callers, and call-backs behind all of them. */
static void queue_push(struct ems_world *w, ems_call_id id)
{
    struct ems_call_state *c = &w->calls.items[id];
    bool back = c->kind == EMS_KIND_CALL_BACK;
    ems_call_id *first = back ? &w->s.first_call_back : &w->s.first_calling;
    ems_call_id *last = back ? &w->s.last_call_back : &w->s.last_calling;
    c->next_call = EMS_NONE;
    c->previous_call = *last;
    if (*last == EMS_NONE)
        *first = id;
    else
        w->calls.items[*last].next_call = id;
    *last = id;
}

static void queue_remove(struct ems_world *w, ems_call_id id)
{
    struct ems_call_state *c = &w->calls.items[id];
    bool back = c->kind == EMS_KIND_CALL_BACK;
    ems_call_id *first = back ? &w->s.first_call_back : &w->s.first_calling;
    ems_call_id *last = back ? &w->s.last_call_back : &w->s.last_calling;
    if (c->previous_call == EMS_NONE)
        *first = c->next_call;
    else
        w->calls.items[c->previous_call].next_call = c->next_call;
    if (c->next_call == EMS_NONE)
        *last = c->previous_call;
    else
        w->calls.items[c->next_call].previous_call = c->previous_call;
    c->next_call = c->previous_call = EMS_NONE;
}

/* Draws about the telephone are keyed by the repeat of the incident and the try of the caller. */
static struct ems_stream line_stream(struct ems_sim *sim, const struct ems_call_state *c, enum ems_draw draw)
{
    return ems_call_stream(sim, c, draw, c->repeat, (uint8_t)c->redial);
}

static ems_time line_draw(struct ems_sim *sim, const struct ems_call_state *c, enum ems_draw draw,
                          const struct ems_distribution *distribution)
{
    if (!ems_distribution_is_random(distribution)) return ems_distribution_mean(distribution);
    struct ems_stream stream = line_stream(sim, c, draw);
    return ems_distribution_draw(distribution, &stream);
}

/* Who could not get through calls again, as a new phone call about the same thing. */
static void maybe_redial(struct ems_sim *sim, ems_call_id id)
{
    const struct ems_call_centre *centre = &sim->model->call_centre;
    struct ems_call_state *c = &sim->world.calls.items[id];
    if (centre->redial == 0 || c->redial == UINT8_MAX) return;
    struct ems_stream stream = line_stream(sim, c, EMS_DRAW_REDIAL);
    if (ems_stream_uniform(&stream) >= centre->redial) return;
    ems_time delay = ems_distribution_draw(&centre->redial_after, &stream);
    ems_call_id again = ems_call_create(sim);
    if (again == EMS_NONE) return;
    const struct ems_call_state *before = &sim->world.calls.items[id];
    struct ems_call_state *after = &sim->world.calls.items[again];
    after->origin = before->origin;
    after->index = before->index;
    after->repeat = before->repeat;
    after->redial = (uint16_t)(before->redial + 1);
    after->kind = before->kind;
    after->at = before->at;
    after->area = before->area;
    after->condition = before->condition;
    after->priority = before->priority;
    after->vehicles = before->vehicles;
    after->trace = before->trace;
    after->incident = before->incident;
    if (after->incident != EMS_NONE) sim->world.incidents.items[after->incident].calls++;
    ems_plan_call(sim, again, EMS_TIMER_LINE, ems_after(sim, delay));
}

static void take_seat(struct ems_sim *sim, ems_call_id id);

static void next_in_queue(struct ems_sim *sim)
{
    struct ems_world *w = &sim->world;
    while (w->s.seats_busy < sim->model->call_centre.seats) {
        ems_call_id next = w->s.first_calling != EMS_NONE ? w->s.first_calling : w->s.first_call_back;
        if (next == EMS_NONE) return;
        queue_remove(w, next);
        ems_unplan_call(sim, next, EMS_TIMER_LINE); /* its patience */
        if (w->calls.items[next].kind != EMS_KIND_CALL_BACK) ems_level_add(sim, EMS_LEVEL_CALLS_WAITING, -1);
        take_seat(sim, next);
    }
}

/* Off the telephone: the line and the seat are free again. */
static void hang_up(struct ems_sim *sim, ems_call_id id)
{
    struct ems_world *w = &sim->world;
    struct ems_call_state *c = &w->calls.items[id];
    bool had_seat = c->holds_seat;
    if (c->holds_line) w->s.lines_busy--;
    if (had_seat) {
        w->s.seats_busy--;
        ems_level_add(sim, EMS_LEVEL_TALKING, -1);
    }
    c->holds_line = c->holds_seat = 0;
    c->phase = EMS_CALL_TALKED_OUT;
    if (had_seat) next_in_queue(sim);
}

static void end_with(struct ems_sim *sim, ems_call_id id, enum ems_outcome outcome)
{
    sim->world.calls.items[id].outcome = (int8_t)outcome;
    hang_up(sim, id);
    ems_call_settle(sim, id);
}

static void block(struct ems_sim *sim, ems_call_id id)
{
    ems_tell(sim, EMS_EV_BLOCKED, id, EMS_NONE, EMS_NONE);
    maybe_redial(sim, id);
    end_with(sim, id, EMS_OUT_BLOCKED);
}

static void abandon(struct ems_sim *sim, ems_call_id id)
{
    queue_remove(&sim->world, id);
    ems_level_add(sim, EMS_LEVEL_CALLS_WAITING, -1);
    ems_tell(sim, EMS_EV_ABANDONED, id, EMS_NONE, EMS_NONE);
    sim->world.calls.items[id].cancelled = sim->world.s.now;
    maybe_redial(sim, id);
    end_with(sim, id, EMS_OUT_ABANDONED);
}

/* Fit to dispatch; the talk may go on. */
static void fit_to_dispatch(struct ems_sim *sim, ems_call_id id)
{
    struct ems_call_state *c = &sim->world.calls.items[id];
    c->ready = sim->world.s.now;
    c->phase = EMS_CALL_DISPATCHED;
    ems_tell(sim, EMS_EV_READY, id, EMS_NONE, EMS_NONE);
    ems_time talk_ends = c->talk_ends;
    if (talk_ends > sim->world.s.now) ems_plan_call(sim, id, EMS_TIMER_LINE, talk_ends);
    ems_request_begins(sim, id);
    if (talk_ends <= sim->world.s.now) hang_up(sim, id);
}

static const struct ems_distribution *talk_of(const struct ems_call_centre *centre, enum ems_call_kind kind)
{
    switch (kind) {
    case EMS_KIND_ADVICE:
        return &centre->advice_talk;
    case EMS_KIND_HOAX:
        return &centre->hoax_talk;
    case EMS_KIND_DUPLICATE:
        return &centre->duplicate_talk;
    case EMS_KIND_REQUEST:
    case EMS_KIND_CALL_BACK:
        break;
    }
    return &centre->talk;
}

/* That of a request is mostly drawn already. */
static ems_time talk_time(struct ems_sim *sim, const struct ems_call_state *c)
{
    const struct ems_call_centre *centre = &sim->model->call_centre;
    const struct ems_distribution *from = talk_of(centre, (enum ems_call_kind)c->kind);
    ems_time talk;
    if (from != &centre->talk || !ems_distribution_is_random(from) || !ems_arrival_talk(sim, c, &talk))
        return line_draw(sim, c, EMS_DRAW_TALK, from);
    sim->tallies->work[EMS_WORK_DRAWS]++;
    return talk;
}

/* Only the first answered of several calls about one happening is a request. */
static void recognise_duplicate(struct ems_sim *sim, struct ems_call_state *c)
{
    if (c->kind != EMS_KIND_REQUEST || c->incident == EMS_NONE) return;
    struct ems_incident_state *incident = &sim->world.incidents.items[c->incident];
    if (incident->reported) c->kind = EMS_KIND_DUPLICATE;
    incident->reported = 1;
}

/* Picked up. */
static void answer(struct ems_sim *sim, ems_call_id id)
{
    const struct ems_call_centre *centre = &sim->model->call_centre;
    struct ems_call_state *c = &sim->world.calls.items[id];
    ems_time now = sim->world.s.now, talk = 0, process = 0;
    c->answered = now;
    c->phase = EMS_CALL_TALKING;
    recognise_duplicate(sim, c);
    ems_tell(sim, EMS_EV_ANSWERED, id, EMS_NONE, EMS_NONE);
    if (c->kind == EMS_KIND_CALL_BACK)
        talk = line_draw(sim, c, EMS_DRAW_TALK, &sim->model->demand.call_back_talk);
    else if (centre->given)
        talk = talk_time(sim, c);
    if (c->kind == EMS_KIND_REQUEST && centre->given)
        process = centre->process_is_talk ? talk : line_draw(sim, c, EMS_DRAW_PROCESS, &centre->process);
    c->talk_ends = now + (talk > process ? talk : process);
    bool is_request = c->kind == EMS_KIND_REQUEST;
    ems_time next = is_request ? now + process : c->talk_ends;
    /* with a call centre always as an event of its own: a run of empty talks must not nest */
    if (centre->given || next > now)
        ems_plan_call(sim, id, EMS_TIMER_LINE, next);
    else
        ems_call_line_event(sim, id);
}

static void take_seat(struct ems_sim *sim, ems_call_id id)
{
    struct ems_call_state *c = &sim->world.calls.items[id];
    c->holds_seat = 1;
    sim->world.s.seats_busy++;
    ems_level_add(sim, EMS_LEVEL_TALKING, 1);
    c->phase = EMS_CALL_PICK_UP;
    ems_time pick_up = c->kind == EMS_KIND_CALL_BACK
                           ? 0
                           : line_draw(sim, c, EMS_DRAW_PICK_UP, &sim->model->call_centre.pick_up);
    if (pick_up > 0)
        ems_plan_call(sim, id, EMS_TIMER_LINE, sim->world.s.now + pick_up);
    else
        answer(sim, id);
}

static void seek_seat(struct ems_sim *sim, ems_call_id id)
{
    struct ems_world *w = &sim->world;
    if (ems_mostly(w->s.seats_busy < sim->model->call_centre.seats)) {
        take_seat(sim, id);
        return;
    }
    struct ems_call_state *c = &w->calls.items[id];
    c->phase = EMS_CALL_WAITING;
    queue_push(w, id);
    if (c->kind == EMS_KIND_CALL_BACK) return;
    ems_level_add(sim, EMS_LEVEL_CALLS_WAITING, 1);
    ems_time patience = line_draw(sim, c, EMS_DRAW_PATIENCE, &sim->model->call_centre.patience);
    ems_plan_call(sim, id, EMS_TIMER_LINE, ems_after(sim, patience));
}

/* A trace may say how long it took until the call was fit to dispatch: then it does not pass the call centre.
 */
static bool bypass_by_trace(struct ems_sim *sim, ems_call_id id)
{
    struct ems_call_state *c = &sim->world.calls.items[id];
    if (c->trace == EMS_NONE || sim->model->trace[c->trace].dispatch_delay == EMS_NEVER) return false;
    c->answered = sim->world.s.now;
    c->phase = EMS_CALL_TALKING;
    ems_tell(sim, EMS_EV_ANSWERED, id, EMS_NONE, EMS_NONE);
    c->talk_ends = sim->world.s.now + sim->model->trace[c->trace].dispatch_delay;
    ems_plan_call(sim, id, EMS_TIMER_LINE, c->talk_ends);
    return true;
}

void ems_call_rings(struct ems_sim *sim, ems_call_id call)
{
    struct ems_world *w = &sim->world;
    struct ems_call_state *c = &w->calls.items[call];
    const struct ems_call_centre *centre = &sim->model->call_centre;
    c->rang = w->s.now;
    w->s.open_calls++;
    if (c->kind != EMS_KIND_CALL_BACK) {
        c->serial = ++w->s.calls_rung;
        c->counted = ems_is_counted(sim, c->rang);
        if (c->counted) w->s.counted_open++;
        ems_tell(sim, EMS_EV_RING, call, EMS_NONE, EMS_NONE);
        if (bypass_by_trace(sim, call)) return;
        if (!centre->given) {
            answer(sim, call);
            return;
        }
        if (w->s.lines_busy >= centre->lines) {
            block(sim, call);
            return;
        }
        w->s.lines_busy++;
        c->holds_line = 1;
    }
    seek_seat(sim, call);
}

static enum ems_outcome spoken_outcome(enum ems_call_kind kind)
{
    return kind == EMS_KIND_HOAX        ? EMS_OUT_HOAX
           : kind == EMS_KIND_DUPLICATE ? EMS_OUT_DUPLICATE
                                        : EMS_OUT_ADVISED;
}

void ems_call_line_event(struct ems_sim *sim, ems_call_id call)
{
    struct ems_call_state *c = &sim->world.calls.items[call];
    switch ((enum ems_call_phase)c->phase) {
    case EMS_CALL_PLANNED:
        ems_call_rings(sim, call);
        break;
    case EMS_CALL_WAITING:
        abandon(sim, call);
        break;
    case EMS_CALL_PICK_UP:
        answer(sim, call);
        break;
    case EMS_CALL_TALKING:
        if (c->kind == EMS_KIND_REQUEST)
            fit_to_dispatch(sim, call);
        else
            end_with(sim, call, spoken_outcome((enum ems_call_kind)c->kind));
        break;
    case EMS_CALL_DISPATCHED:
        hang_up(sim, call);
        ems_call_settle(sim, call);
        break;
    case EMS_CALL_FREE:
    case EMS_CALL_TALKED_OUT:
        ems_fail(sim, EMS_BROKEN, "a line event belongs to a call on the line");
        break;
    }
}

void ems_call_settle(struct ems_sim *sim, ems_call_id call)
{
    struct ems_world *w = &sim->world;
    struct ems_call_state *c = &w->calls.items[call];
    if (c->outcome == EMS_NONE || c->tasks_open > 0 || c->phase != EMS_CALL_TALKED_OUT) return;
    ems_unplan_request(sim, call);
    w->s.open_calls--;
    if (c->kind != EMS_KIND_CALL_BACK) {
        if (c->counted) w->s.counted_open--;
        ems_tell(sim, EMS_EV_ENDED, call, c->vehicle, c->hospital);
        ems_call_tell(sim, c);
    }
    give_back(w, call);
}

/* Orders that are still open at the end. */
static void close_orders(struct ems_sim *sim, const struct ems_call_state *c)
{
    for (ems_task_id task = c->first_task; task != EMS_NONE; task = sim->world.tasks.items[task].next_of_call)
        if (sim->world.tasks.items[task].vehicle != EMS_NONE) ems_trip_tell(sim, task, EMS_ORDER_OPEN);
}

void ems_calls_close(struct ems_sim *sim)
{
    struct ems_world *w = &sim->world;
    for (ems_call_id id = 0; id < w->calls.count; id++) {
        struct ems_call_state *c = &w->calls.items[id];
        if (c->phase == EMS_CALL_FREE || c->phase == EMS_CALL_PLANNED || c->kind == EMS_KIND_CALL_BACK)
            continue;
        close_orders(sim, c);
        c->outcome = EMS_OUT_UNFINISHED;
        if (c->counted) w->s.counted_open--;
        ems_call_tell(sim, c);
    }
}
