/* What happened into tallies, by the definitions of docs/methods.md. */
#include "engine/internal.h"

static const ems_time ANSWER_TARGET = 10 * EMS_SECOND, DEPARTURE_TARGET = 180 * EMS_SECOND;

static void mean_add(struct ems_mean_tally *mean, ems_time value)
{
    mean->sum += value;
    mean->count++;
}

/* Levels ------------------------------------------------------------------------------------------------ */

/* So many requests waited for a vehicle in [since, until). */
static void add_waiting_to_windows(struct ems_sim *sim, int64_t waiting, ems_time since, ems_time until)
{
    ems_time from, to;
    for (int32_t w = 0; w < sim->model->window_count; w++)
        for (int s = 0; s < EMS_STRETCH_COUNT; s++) {
            ems_model_stretch(sim->model, w, (enum ems_stretch)s, &from, &to);
            if (from < since) from = since;
            if (to > until) to = until;
            if (from < to) sim->tallies->by_window[w].waiting[s] += waiting * (to - from);
        }
}

void ems_level_close(struct ems_sim *sim, enum ems_level level)
{
    struct ems_level_state *l = &sim->world.s.levels[level];
    ems_time now = sim->world.s.now;
    if (l->value > 0) {
        sim->tallies->levels.sums[level] += l->value * ems_in_window(sim, l->since, now);
        if (level == EMS_LEVEL_WAITING) add_waiting_to_windows(sim, l->value, l->since, now);
    }
    l->since = now;
}

void ems_level_add(struct ems_sim *sim, enum ems_level level, int64_t change)
{
    ems_level_close(sim, level);
    struct ems_level_state *l = &sim->world.s.levels[level];
    l->value += change;
    if (level == EMS_LEVEL_WAITING && l->value > sim->tallies->levels.waiting_max &&
        ems_is_counted(sim, sim->world.s.now))
        sim->tallies->levels.waiting_max = l->value;
}

/* Requests by group -------------------------------------------------------------------------------------- */

/* What a call adds to each of its groups. Only the first threshold is counted here: ems_tallies_complete sums
 * over thresholds once, at the end. */
struct addition {
    const struct ems_call_state *call;
    struct ems_response response;
    uint32_t response_ms;
    int32_t within; /* first threshold that it was reached within, EMS_NONE */
    int32_t left;   /* first threshold that had not passed when it was cancelled, EMS_NONE */
    bool binned;    /* all requests together are a histogram: each group becomes one, memory stops growing */
};

/* The first threshold that is not below a duration; EMS_NONE when all are. Counted, for where a search would
 * end cannot be foreseen. */
static int32_t first_threshold(const struct ems_model *m, ems_time duration)
{
    int32_t below = 0;
    for (int32_t i = 0; i < m->threshold_count; i++) below += m->thresholds[i] < duration;
    return below < m->threshold_count ? below : EMS_NONE;
}

static bool was_cancelled(const struct ems_call_state *c)
{
    return c->outcome == EMS_OUT_CANCELLED || c->outcome == EMS_OUT_CANCELLED_EN_ROUTE;
}

static void complete_addition(const struct ems_sim *sim, struct addition *a)
{
    const struct ems_call_state *c = a->call;
    a->within = a->left = EMS_NONE;
    if (was_cancelled(c)) a->left = first_threshold(sim->model, c->cancelled - c->rang + 1);
    if (!c->reached) return;
    a->response_ms = ems_sample_ms(a->response.total);
    a->within = first_threshold(sim->model, a->response.total);
    a->binned = sim->tallies->reached > EMS_SAMPLE_EXACT;
}

static void group_add(struct ems_tallies *t, struct ems_group_tally *g, const struct addition *a)
{
    const struct ems_call_state *c = a->call;
    g->requests++;
    g->ordered += c->first_ordered != EMS_NEVER;
    g->waited += c->queued;
    if (ems_seldom(a->left != EMS_NONE)) g->within_base[a->left]++;
    if (ems_seldom(!c->reached)) return;
    g->reached++;
    if (ems_mostly(a->within != EMS_NONE)) g->within[a->within]++;
    g->response_sum += a->response.total;
    for (int p = 0; p < EMS_RESPONSE_PARTS; p++) g->parts[p] += a->response.parts[p];
    if (!ems_sample_add_ms(&g->response, a->response_ms)) t->no_memory = true;
    if (ems_seldom(a->binned) && !ems_sample_to_histogram(&g->response)) t->no_memory = true;
}

static bool target_is_about(const struct ems_model *m, const struct ems_target *target,
                            const struct ems_call_state *c)
{
    if (target->priority != 0 && target->priority != c->priority) return false;
    if (target->area != EMS_NONE && target->area != c->area) return false;
    return target->class_id == EMS_NONE ||
           (c->area != EMS_NONE && m->areas[c->area].class_id == target->class_id);
}

static void add_to_targets(struct ems_sim *sim, const struct addition *a)
{
    const struct ems_model *m = sim->model;
    const struct ems_call_state *c = a->call;
    for (int32_t i = 0; i < m->target_count; i++) {
        const struct ems_target *target = &m->targets[i];
        struct ems_target_tally *t = &sim->tallies->by_target[i];
        if (!target_is_about(m, target, c)) continue;
        t->requests++;
        t->within += c->reached && a->response.total <= target->within;
        t->within_base += !was_cancelled(c) || c->cancelled - c->rang >= target->within;
    }
}

/* The groups of a request. All of them and those of a class are sums of these: ems_tallies_complete adds them
 * up. */
struct groups {
    struct ems_group_tally *items[3 + EMS_WINDOWS_MAX * EMS_STRETCH_COUNT];
    int32_t count;
};

static void list_windows(struct ems_sim *sim, ems_time rang, struct groups *out)
{
    ems_time from, to;
    for (int32_t w = 0; w < sim->model->window_count; w++)
        for (int s = 0; s < EMS_STRETCH_COUNT; s++) {
            ems_model_stretch(sim->model, w, (enum ems_stretch)s, &from, &to);
            if (rang >= from && rang < to) out->items[out->count++] = &sim->tallies->by_window[w].groups[s];
        }
}

static void add_to_groups(struct ems_sim *sim, const struct addition *a)
{
    const struct ems_model *m = sim->model;
    const struct ems_call_state *c = a->call;
    struct ems_tallies *t = sim->tallies;
    struct groups groups;
    groups.items[0] = &t->by_priority[c->priority - 1];
    groups.items[1] = &t->by_hour[ems_model_time_of_day(m, c->rang) / EMS_HOUR];
    groups.items[2] = &t->by_area[c->area == EMS_NONE ? m->area_count : c->area];
    groups.count = 3;
    list_windows(sim, c->rang, &groups);
    for (int32_t i = 0; i < groups.count; i++) group_add(t, groups.items[i], a);
}

/* Calls -------------------------------------------------------------------------------------------------- */

/* Picked up within 10.0 s; callers who hung up within 10 s are left out. */
static void tally_answer(struct ems_tallies *t, const struct ems_call_state *c, ems_time answer)
{
    bool early = c->outcome == EMS_OUT_ABANDONED && c->cancelled - c->rang <= ANSWER_TARGET;
    t->answer_base += !early;
    if (c->answered == EMS_NEVER) return;
    t->answered++;
    t->answered_10s += answer <= ANSWER_TARGET;
    mean_add(&t->parts[EMS_PART_ANSWER], answer);
}

static void tally_request(struct ems_sim *sim, struct addition *a)
{
    const struct ems_call_state *c = a->call;
    struct ems_tallies *t = sim->tallies;
    bool ordered = c->first_ordered != EMS_NEVER;
    t->requests++;
    t->ordered += ordered;
    t->reached += c->reached;
    t->satisfied += ordered;
    t->satisfaction_base += c->outcome != EMS_OUT_CANCELLED;
    for (int p = EMS_PART_PROCESS; p <= EMS_PART_BUMPED; p++) mean_add(&t->parts[p], a->response.parts[p]);
    complete_addition(sim, a);
    add_to_groups(sim, a);
    add_to_targets(sim, a);
    if (c->reached)
        mean_add(&t->station_response[sim->model->vehicles[c->vehicle].station], a->response.total);
}

void ems_tally_call(struct ems_sim *sim, const struct ems_call_state *c)
{
    if (!c->counted) return;
    struct addition a = {.call = c, .response = ems_call_response(sim, c)};
    sim->tallies->received++;
    sim->tallies->outcomes[c->outcome]++;
    tally_answer(sim->tallies, c, a.response.parts[EMS_PART_ANSWER]);
    if (ems_mostly(c->ready != EMS_NEVER)) tally_request(sim, &a);
}

/* Orders ------------------------------------------------------------------------------------------------- */

/* An order as far as it has come. */
struct order {
    const struct ems_task_state *task;
    enum ems_order_end end;
    bool counted, is_empty;
    ems_time free; /* EMS_NEVER while it is open */
};

/* Crews at a station that roll within three minutes of the order. */
static void tally_departure(struct ems_tallies *t, const struct order *o)
{
    const struct ems_task_state *task = o->task;
    bool taken_back = (o->end == EMS_ORDER_CANCELLED || o->end == EMS_ORDER_REASSIGNED) &&
                      o->free - task->ordered <= DEPARTURE_TARGET;
    if (!task->from_station) {
        t->ordered_on_road++;
        return;
    }
    bool still_in_turnout = o->end == EMS_ORDER_OPEN && task->departed == EMS_NEVER;
    if (taken_back || still_in_turnout) return;
    t->departure_base++;
    t->departed_180s += task->departed != EMS_NEVER && task->departed - task->ordered <= DEPARTURE_TARGET;
}

/* Waits for a bay and handovers are counted by hospital: ems_tallies_complete adds those up. */
static void tally_parts(struct ems_tallies *t, const struct order *o)
{
    const struct ems_task_state *task = o->task;
    if (task->departed == EMS_NEVER) return; /* one after the other, as far as it came */
    if (task->from_station) mean_add(&t->parts[EMS_PART_TURNOUT], task->departed - task->ordered);
    if (task->on_scene == EMS_NEVER) return;
    mean_add(&t->parts[EMS_PART_TRAVEL], task->on_scene - task->departed);
    ems_time left = task->left_scene != EMS_NEVER ? task->left_scene : o->free;
    if (left == EMS_NEVER) return;
    mean_add(&t->parts[o->is_empty ? EMS_PART_EMPTY_SCENE : EMS_PART_SCENE], left - task->on_scene);
    if (task->at_hospital == EMS_NEVER) return;
    mean_add(&t->parts[EMS_PART_TRANSPORT], task->at_hospital - task->left_scene);
    if (task->accepted == EMS_NEVER || o->free == EMS_NEVER) return;
    mean_add(&t->parts[EMS_PART_CLEANING], o->free - task->accepted);
}

static void tally_hospital(struct ems_sim *sim, const struct order *o)
{
    const struct ems_task_state *task = o->task;
    struct ems_hospital_tally *h = &sim->tallies->hospitals[task->hospital];
    bool accepted = task->accepted != EMS_NEVER;
    h->arrivals += o->counted;
    if (task->bay == EMS_NEVER) return;
    h->occupied += ems_in_window(sim, task->bay, accepted ? task->accepted : sim->world.s.now);
    if (!o->counted) return;
    mean_add(&h->bay_wait, task->bay - task->at_hospital);
    if (accepted) mean_add(&h->handover, task->accepted - task->bay);
}

void ems_tally_trip(struct ems_sim *sim, const struct ems_task_state *task, enum ems_order_end end)
{
    const ems_time now = sim->world.s.now;
    const struct order o = {.task = task,
                            .end = end,
                            .counted = ems_is_counted(sim, task->ordered),
                            .is_empty = sim->world.calls.items[task->call].is_empty != 0,
                            .free = end == EMS_ORDER_OPEN ? EMS_NEVER : now};
    struct ems_tallies *t = sim->tallies;
    struct ems_vehicle_tally *vehicle = &t->vehicles[task->vehicle];
    struct ems_crew_tally *crew = &t->crews[sim->world.vehicles.items[task->vehicle].crew];
    ems_time busy = ems_in_window(sim, task->ordered, now);
    vehicle->busy += busy;
    crew->busy += busy;
    if (task->at_hospital != EMS_NEVER) tally_hospital(sim, &o);
    if (!o.counted) return;
    vehicle->orders++;
    crew->orders++;
    vehicle->transports += task->at_hospital != EMS_NEVER;
    crew->transports += task->at_hospital != EMS_NEVER;
    tally_departure(t, &o);
    tally_parts(t, &o);
}
