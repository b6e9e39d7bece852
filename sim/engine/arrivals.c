/* How calls arise. In each area four unit-rate Poisson processes with their time changed by the rate (Cinlar
 * 1975; Lewis and Shedler 1979 for thinning): request incidents and other calls, each with a second process
 * for what the timeline adds above 100 %. Below 100 % a call of the first process is dropped by its own
 * uniform. So call k of a process is the same call whatever else changes. */
#include <math.h>
#include <string.h>

#include "engine/fetch.h"
#include "engine/internal.h"

enum { BASE_REQUESTS, EXTRA_REQUESTS, BASE_OTHER, EXTRA_OTHER, KINDS };

/* Origins of draws that are not an arrival process. */
static const uint32_t INCIDENT_ORIGIN = 0x80000000u, TRACE_ORIGIN = 0xc0000000u, DAY_ORIGIN = 0xf0000000u;

static double day_factor(struct ems_sim *sim, ems_time at)
{
    if (sim->model->demand.daily_variation == 0) return 1;
    int64_t day = (at + sim->model->clock.start_of_day) / EMS_DAY;
    if (day != sim->factor_day) {
        struct ems_stream stream = ems_stream(
            &sim->seed,
            (struct ems_draw_key){.origin = DAY_ORIGIN, .index = (uint32_t)day, .draw = EMS_DRAW_DAY});
        sim->day_factor = ems_draw_unit_gamma(sim->model->demand.daily_variation, &stream);
        sim->factor_day = day;
    }
    return sim->day_factor;
}

double ems_timeline_demand(const struct ems_sim *sim, int32_t stream, ems_time at)
{
    double factor = 1;
    for (int32_t i = 0; i < sim->model->timeline_count; i++) {
        const struct ems_timeline_entry *e = &sim->model->timeline[i];
        if (at < e->from || at >= e->to || (e->area != EMS_NONE && e->area != stream / KINDS)) continue;
        factor *= stream % KINDS < BASE_OTHER ? e->requests : e->phone_calls;
    }
    return factor;
}

/* When the timeline next changes after `at`. */
static ems_time next_change(const struct ems_sim *sim, ems_time at)
{
    ems_time next = EMS_NEVER;
    for (int32_t i = 0; i < sim->model->timeline_count; i++) {
        const struct ems_timeline_entry *e = &sim->model->timeline[i];
        if (e->from > at && e->from < next) next = e->from;
        if (e->to > at && e->to < next) next = e->to;
    }
    return next;
}

static bool is_extra(int32_t stream)
{
    return stream % 2 == 1;
}

/* Calls per microsecond of this process at `at`. */
static double calls_per_us(struct ems_sim *sim, int32_t stream, ems_time at)
{
    const struct ems_area *area = &sim->model->areas[stream / KINDS];
    double yearly = stream % KINDS < BASE_OTHER ? area->requests_per_year : area->other_calls_per_year;
    double rate =
        yearly / ((double)EMS_DAYS_PER_YEAR * (double)EMS_DAY) * ems_model_demand_factor(sim->model, at);
    if (rate > 0) rate *= day_factor(sim, at);
    if (rate > 0 && is_extra(stream)) rate *= fmax(0, ems_timeline_demand(sim, stream, at) - 1);
    return rate;
}

/* The rate is constant between whole local hours and changes of the timeline, and 0 for ever beyond the
 * horizon. Kept apart: seldom needed, and who asks would save the registers that it needs. */
static __attribute__((noinline)) void find_rate(struct ems_sim *sim, int32_t stream, ems_time from)
{
    struct ems_rate *rate = &sim->processes[stream].rate;
    ems_time start_of_day = sim->model->clock.start_of_day;
    rate->from = from;
    rate->end = EMS_NEVER;
    rate->per_us = 0;
    if (from >= sim->model->demand.hour_count * EMS_HOUR - start_of_day) return;
    rate->end = ((from + start_of_day) / EMS_HOUR + 1) * EMS_HOUR - start_of_day;
    if (is_extra(stream)) {
        ems_time change = next_change(sim, from);
        if (change < rate->end) rate->end = change;
    }
    rate->per_us = calls_per_us(sim, stream, from);
}

static const struct ems_rate *rate_at(struct ems_sim *sim, int32_t stream, ems_time at)
{
    const struct ems_rate *rate = &sim->processes[stream].rate;
    if (at < rate->from || at >= rate->end) find_rate(sim, stream, at);
    return rate;
}

bool ems_arrivals_init(struct ems_sim *sim)
{
    sim->processes = EMS_NEW_ARRAY(&sim->arena, struct ems_process, sim->model->area_count * KINDS);
    return sim->processes != NULL;
}

void ems_arrivals_forget(struct ems_sim *sim)
{
    sim->factor_day = -1;
    memset(sim->processes, 0, (size_t)sim->model->area_count * KINDS * sizeof *sim->processes);
}

/* The moment after `from` at which the process has run through `mass` expected calls; EMS_NEVER beyond the
 * horizon. */
static ems_time run_through(struct ems_sim *sim, int32_t stream, ems_time from, double mass)
{
    for (;;) {
        const struct ems_rate *rate = rate_at(sim, stream, from);
        double piece = rate->per_us * (double)(rate->end - from);
        if (mass < piece) {
            ems_time at = from + lrint(mass / rate->per_us);
            return at < rate->end ? at : rate->end;
        }
        if (rate->end == EMS_NEVER) return EMS_NEVER;
        mass -= piece;
        from = rate->end;
    }
}

/* Names the draws of a call that may not be there yet: its process, and its number there. */
struct arrival {
    uint32_t origin, index;
};

static struct ems_stream arrival_stream(const struct ems_sim *sim, struct arrival arrival, enum ems_draw draw)
{
    return ems_stream(
        &sim->seed,
        (struct ems_draw_key){.origin = arrival.origin, .index = arrival.index, .draw = (uint8_t)draw});
}

static double draw_uniform(const struct ems_sim *sim, struct arrival arrival, enum ems_draw draw)
{
    struct ems_stream stream = arrival_stream(sim, arrival, draw);
    return ems_stream_uniform(&stream);
}

/* Expected calls of the process from the call before to this one. */
static double draw_gap(const struct ems_sim *sim, struct arrival arrival)
{
    struct ems_stream stream = arrival_stream(sim, arrival, EMS_DRAW_ARRIVAL);
    return ems_stream_exponential(&stream);
}

static bool brings_requests(uint32_t origin)
{
    return origin % KINDS < BASE_OTHER;
}

/* All that a call draws as it rings. What need not be drawn after all costs nobody any waiting. */
static void draw_call(struct ems_sim *sim, struct arrival arrival)
{
    struct ems_process *process = &sim->processes[arrival.origin];
    const struct ems_distribution *talk = &sim->model->call_centre.talk;
    bool requests = brings_requests(arrival.origin);
    process->draws = (struct ems_arrival_draws){
        .place = draw_uniform(sim, arrival, EMS_DRAW_PLACE),
        .sort = draw_uniform(sim, arrival, requests ? EMS_DRAW_CONDITION : EMS_DRAW_KIND),
        .gap = draw_gap(sim, (struct arrival){arrival.origin, arrival.index + 1}),
        .index = arrival.index,
        .are_drawn = true,
    };
    ems_fetch_place(sim, (int32_t)arrival.origin);
    if (!requests || !ems_distribution_is_random(talk)) return;
    struct ems_stream stream = arrival_stream(sim, arrival, EMS_DRAW_TALK);
    process->draws.talk = ems_distribution_draw(talk, &stream);
}

bool ems_arrival_talk(const struct ems_sim *sim, const struct ems_call_state *call, ems_time *talk)
{
    bool is_first = call->repeat == 0 && call->redial == 0;
    if (!is_first || call->origin >= (uint32_t)sim->world.arrivals.count) return false;
    const struct ems_arrival_draws *draws = &sim->processes[call->origin].draws;
    *talk = draws->talk;
    return draws->are_drawn && draws->index == call->index;
}

static void plan_next(struct ems_sim *sim, int32_t stream, double gap)
{
    ems_time at = run_through(sim, stream, sim->world.s.now, gap);
    sim->tallies->work[EMS_WORK_DRAWS]++;
    sim->world.arrivals.items[stream].done = at == EMS_NEVER;
    ems_plan(sim, sim->slots.arrivals + stream, at, EMS_PRI_ARRIVAL);
}

static bool process_runs(const struct ems_sim *sim, int32_t stream)
{
    const struct ems_area *area = &sim->model->areas[stream / KINDS];
    double yearly = stream % KINDS < BASE_OTHER ? area->requests_per_year : area->other_calls_per_year;
    if (yearly <= 0 || area->place_count == 0) return false;
    if (!is_extra(stream)) return true;
    for (int32_t i = 0; i < sim->model->timeline_count; i++) {
        const struct ems_timeline_entry *e = &sim->model->timeline[i];
        if ((stream % KINDS < BASE_OTHER ? e->requests : e->phone_calls) > 1) return true;
    }
    return false;
}

void ems_arrivals_begin(struct ems_sim *sim)
{
    for (int32_t stream = 0; stream < sim->world.arrivals.count; stream++) {
        if (process_runs(sim, stream))
            plan_next(sim, stream, draw_gap(sim, (struct arrival){(uint32_t)stream, 0}));
        else
            sim->world.arrivals.items[stream].done = 1;
    }
    if (sim->model->trace_count > 0)
        ems_plan(sim, sim->slots.trace, sim->model->trace[0].arrival, EMS_PRI_ARRIVAL);
}

static bool thinned_out(struct ems_sim *sim, struct arrival arrival)
{
    int32_t stream = (int32_t)arrival.origin;
    if (sim->model->timeline_count == 0 || is_extra(stream)) return false;
    double factor = ems_timeline_demand(sim, stream, sim->world.s.now);
    if (factor >= 1) return false;
    sim->tallies->work[EMS_WORK_DRAWS]++;
    return draw_uniform(sim, arrival, EMS_DRAW_THINNING) >= factor;
}

/* A place of the area by its people: one uniform serves an alias table (Vose 1991). */
static int32_t place_by(const struct ems_model *model, const struct ems_area *area, double uniform)
{
    double u = uniform * area->place_count;
    int32_t column = (int32_t)u;
    const struct ems_demand_place *place = &model->places[area->first_place + column];
    return u - column < place->keep ? area->first_place + column : place->alias;
}

/* Counts all shares instead of stopping at one: no branch that nobody foresees. */
static ems_condition_id condition_by(const struct ems_model *model, double uniform)
{
    ems_condition_id below = 0;
    for (int32_t c = 0; c < model->condition_count - 1; c++)
        below += uniform >= model->conditions[c].cumulative;
    return below;
}

static void become_request(struct ems_sim *sim, struct ems_call_state *call, ems_condition_id condition)
{
    call->kind = EMS_KIND_REQUEST;
    call->condition = condition;
    call->priority = sim->model->conditions[condition].priority;
    call->vehicles = (int16_t)sim->model->conditions[condition].vehicles;
}

static bool join_incident(struct ems_sim *sim, ems_call_id call)
{
    struct ems_world *w = &sim->world;
    int32_t i = w->s.free_incident;
    if (i == EMS_NONE) {
        struct ems_incident_state fresh = {0};
        if (!EMS_PUSH(&w->incidents, fresh)) {
            ems_fail(sim, EMS_NO_MEMORY, NULL);
            return false;
        }
        i = w->incidents.count - 1;
    } else {
        w->s.free_incident = w->incidents.items[i].next_free;
    }
    w->incidents.items[i] = (struct ems_incident_state){.calls = 1, .next_free = EMS_NONE, .in_use = 1};
    w->calls.items[call].incident = i;
    return true;
}

/* Other people may call about the same happening. */
static void draw_duplicates(struct ems_sim *sim, ems_call_id first)
{
    const struct ems_demand *d = &sim->model->demand;
    struct ems_stream draws = ems_call_stream(sim, &sim->world.calls.items[first], EMS_DRAW_DUPLICATES, 0, 0);
    uint32_t count = ems_draw_poisson(d->duplicates_per_request, &draws);
    if (count == 0 || !join_incident(sim, first)) return;
    for (uint32_t i = 1; i <= count && i < 0x8000; i++) {
        ems_call_id id = ems_call_create(sim);
        if (id == EMS_NONE) return;
        struct ems_call_state *call = &sim->world.calls.items[id];
        ems_call_id itself_next = call->next_call;
        *call = sim->world.calls.items[first];
        call->next_call = itself_next;
        call->repeat = (uint16_t)i;
        call->phase = EMS_CALL_PLANNED;
        sim->world.incidents.items[call->incident].calls++;
        struct ems_stream after = ems_call_stream(sim, call, EMS_DRAW_DUPLICATES, (uint16_t)i, 0);
        ems_plan_call(sim, id, EMS_TIMER_LINE,
                      ems_after(sim, ems_distribution_draw(&d->duplicate_after, &after)));
    }
}

static void plan_duplicates(struct ems_sim *sim, ems_call_id first)
{
    if (sim->model->demand.duplicates_per_request > 0) draw_duplicates(sim, first);
}

static void locate(struct ems_sim *sim, struct ems_call_state *call, int32_t place)
{
    const struct ems_model *m = sim->model;
    call->at = (struct ems_location){.at = m->places[place].at,
                                     .place = m->station_count + m->hospital_count + place};
    call->area = m->places[place].area;
    ems_sites_fetch_list(&m->index.stations, call->at.place);
}

static void ring(struct ems_sim *sim, struct arrival arrival)
{
    const struct ems_model *m = sim->model;
    const struct ems_area *area = &m->areas[arrival.origin / KINDS];
    const struct ems_arrival_draws *draws = &sim->processes[arrival.origin].draws;
    ems_call_id id = ems_call_create(sim);
    if (id == EMS_NONE) return;
    struct ems_call_state *call = &sim->world.calls.items[id];
    call->origin = arrival.origin;
    call->index = arrival.index;
    locate(sim, call, place_by(m, area, draws->place));
    sim->tallies->work[EMS_WORK_DRAWS] += 2;
    if (brings_requests(arrival.origin)) {
        become_request(sim, call, condition_by(m, draws->sort));
        plan_duplicates(sim, id);
    } else {
        call->kind = draws->sort < m->demand.hoax_share ? EMS_KIND_HOAX : EMS_KIND_ADVICE;
    }
    ems_call_rings(sim, id);
}

void ems_arrival_event(struct ems_sim *sim, int32_t stream)
{
    uint32_t index = sim->world.arrivals.items[stream].next_index++;
    struct arrival arrival = {(uint32_t)stream, index}, next = {(uint32_t)stream, index + 1};
    const struct ems_arrival_draws *draws = &sim->processes[stream].draws;
    if (ems_seldom(!draws->are_drawn || draws->index != index)) draw_call(sim, arrival);
    plan_next(sim, stream, draws->gap);
    if (!thinned_out(sim, arrival)) ring(sim, arrival);
    if (ems_mostly(!sim->world.reference)) draw_call(sim, next);
}

void ems_incident_event(struct ems_sim *sim, int32_t entry)
{
    const struct ems_timeline_entry *e = &sim->model->timeline[entry];
    ems_call_id id = ems_call_create(sim);
    if (id == EMS_NONE) return;
    struct ems_call_state *call = &sim->world.calls.items[id];
    call->origin = INCIDENT_ORIGIN + (uint32_t)entry;
    call->at = e->incident_at;
    call->area = e->incident_area;
    become_request(sim, call, e->incident_condition);
    call->vehicles = (int16_t)e->incident_vehicles;
    plan_duplicates(sim, id);
    ems_call_rings(sim, id);
}

static ems_condition_id draw_condition(struct ems_sim *sim, struct arrival arrival)
{
    sim->tallies->work[EMS_WORK_DRAWS]++;
    return condition_by(sim->model, draw_uniform(sim, arrival, EMS_DRAW_CONDITION));
}

void ems_trace_event(struct ems_sim *sim)
{
    int32_t number = sim->world.s.trace_next++;
    const struct ems_trace_call *t = &sim->model->trace[number];
    struct arrival arrival = {TRACE_ORIGIN, (uint32_t)number};
    if (number + 1 < sim->model->trace_count)
        ems_plan(sim, sim->slots.trace, sim->model->trace[number + 1].arrival, EMS_PRI_ARRIVAL);
    ems_call_id id = ems_call_create(sim);
    if (id == EMS_NONE) return;
    struct ems_call_state *call = &sim->world.calls.items[id];
    call->origin = arrival.origin;
    call->index = arrival.index;
    call->trace = number;
    call->at = (struct ems_location){.at = t->at, .place = t->place};
    call->area = t->area;
    become_request(sim, call, t->condition != EMS_NONE ? t->condition : draw_condition(sim, arrival));
    if (t->priority > 0) call->priority = t->priority;
    ems_call_rings(sim, id);
}
