#include "engine/sim.h"

#include <stdlib.h>
#include <string.h>

#include "engine/fetch.h"
#include "engine/internal.h"

static struct ems_slots lay_out_slots(const struct ems_model *m)
{
    struct ems_slots s = {.end = 0, .timeline = 1};
    s.trace = s.timeline + m->timeline_count;
    s.arrivals = s.trace + 1;
    s.crews = s.arrivals + 4 * m->area_count;
    s.vehicles = s.crews + m->crew_count;
    s.calls = s.vehicles + m->vehicle_count;
    return s;
}

void ems_fail(struct ems_sim *sim, enum ems_status status, const char *rule)
{
    if (sim->status != EMS_OK) return;
    sim->status = status;
    sim->broken_rule = rule;
    sim->may_end = true;
}

void ems_foresee_end(struct ems_sim *sim)
{
    sim->may_end =
        sim->status != EMS_OK || sim->finished || sim->world.s.closing || sim->window_end == EMS_NEVER;
}

void ems_agenda_push(struct ems_sim *sim, enum ems_agenda_kind kind, int32_t id)
{
    struct ems_agenda_item item = {(int32_t)kind, id};
    if (!EMS_PUSH(&sim->world.agenda, item)) ems_fail(sim, EMS_NO_MEMORY, NULL);
}

static enum ems_status begin(struct ems_sim *sim, int64_t replication)
{
    const struct ems_model *m = sim->model;
    sim->status = EMS_OK;
    sim->broken_rule = NULL;
    sim->finished = sim->begun = false;
    ems_arrivals_forget(sim);
    sim->seed = ems_stream_seed(m->seed, (uint64_t)replication);
    sim->window_start = m->clock.warmup;
    sim->window_end = ems_model_window_end(m);
    sim->world.reference = sim->options.reference;
    if (!ems_world_init(&sim->world, m, replication) || !ems_task_draws_forget(sim)) return EMS_NO_MEMORY;
    ems_tallies_clear(sim->tallies, m);
    sim->tallies->replication = replication;
    ems_timeline_begin(sim);
    ems_duty_begin(sim);
    ems_arrivals_begin(sim);
    ems_sampler_begin(sim);
    ems_plan(sim, sim->slots.end, sim->window_end, EMS_PRI_END);
    ems_foresee_end(sim);
    return sim->status;
}

enum ems_status ems_sim_create(const struct ems_model *model, int64_t replication,
                               const struct ems_sim_options *options, struct ems_sim **out)
{
    *out = NULL;
    struct ems_sim *sim = calloc(1, sizeof *sim);
    if (sim == NULL) return EMS_NO_MEMORY;
    sim->model = model;
    if (options != NULL) sim->options = *options;
    sim->slots = lay_out_slots(model);
    sim->view = (struct ems_policy_view){
        .model = model,
        .world = &sim->world,
        .scratch = &sim->scratch,
        .seed = &sim->seed,
        .draw = {.origin = UINT32_MAX, .draw = EMS_DRAW_POLICY},
    };
    sim->is_large = model->vehicle_count >= 500;
    enum ems_status status = ems_tallies_create(model, &sim->tallies);
    if (status == EMS_OK) sim->view.looked_at = &sim->tallies->work[EMS_WORK_CANDIDATES];
    if (status == EMS_OK && !sim->options.skip_coverage) status = ems_sampler_init(sim);
    if (status == EMS_OK && !ems_arrivals_init(sim)) status = EMS_NO_MEMORY;
    if (status == EMS_OK) status = begin(sim, replication);
    if (status != EMS_OK) {
        ems_sim_free(sim);
        return status;
    }
    *out = sim;
    return EMS_OK;
}

enum ems_status ems_sim_restart(struct ems_sim *sim, int64_t replication)
{
    return begin(sim, replication);
}

/* A trace without duration ends when all of it has been played and everybody is home. */
static bool trace_is_over(const struct ems_sim *sim)
{
    const struct ems_world_scalars *s = &sim->world.s;
    return sim->window_end == EMS_NEVER && s->trace_next >= sim->model->trace_count && s->open_calls == 0 &&
           s->away_vehicles == 0;
}

static void end_event(struct ems_sim *sim)
{
    struct ems_world_scalars *s = &sim->world.s;
    sim->may_end = true;
    if (s->closing || s->counted_open == 0) {
        sim->finished = true;
        return;
    }
    s->closing = 1;
    ems_plan(sim, sim->slots.end, sim->window_end + sim->model->clock.drain, EMS_PRI_END);
}

static void play(struct ems_sim *sim, int32_t slot)
{
    const struct ems_slots *s = &sim->slots;
    if (ems_seldom(slot >= s->calls)) {
        ems_call_id call = (slot - s->calls) / EMS_CALL_TIMERS;
        if ((slot - s->calls) % EMS_CALL_TIMERS == EMS_TIMER_LINE)
            ems_call_line_event(sim, call);
        else
            ems_call_request_event(sim, call);
    } else if (ems_mostly(slot >= s->vehicles))
        ems_vehicle_event(sim, slot - s->vehicles);
    else if (slot >= s->crews)
        ems_crew_event(sim, slot - s->crews);
    else if (slot >= s->arrivals)
        ems_arrival_event(sim, slot - s->arrivals);
    else if (slot == s->trace)
        ems_trace_event(sim);
    else if (slot >= s->timeline)
        ems_timeline_event(sim, slot - s->timeline);
    else
        end_event(sim);
}

/* Everything still open gets its end, and the books are checked. */
static enum ems_step finish(struct ems_sim *sim)
{
    ems_sampler_reckon(sim);
    ems_calls_close(sim);
    for (int level = 0; level < EMS_LEVELS; level++) ems_level_close(sim, (enum ems_level)level);
    for (int32_t c = 0; c < sim->model->crew_count; c++) {
        const struct ems_crew_state *crew = &sim->world.crews.items[c];
        if (crew->duty != EMS_DUTY_OFF)
            sim->tallies->crews[c].staffed += ems_in_window(sim, crew->on_since, sim->world.s.now);
    }
    ems_time end = sim->window_end == EMS_NEVER ? sim->world.s.now : sim->window_end;
    sim->tallies->simulated = end - sim->window_start;
    ems_tallies_complete(sim->tallies, sim->model);
    if (sim->tallies->no_memory) ems_fail(sim, EMS_NO_MEMORY, NULL);
    const char *rule = ems_broken_rule(sim);
    if (rule != NULL) ems_fail(sim, EMS_BROKEN, rule);
    return sim->status == EMS_OK ? EMS_FINISHED : EMS_FAILED;
}

/* Observers are attached by now: who is on duty from the start is their first news. */
static void tell_first_duty(struct ems_sim *sim)
{
    sim->begun = true;
    for (ems_crew_id crew = 0; crew < sim->model->crew_count; crew++)
        if (sim->world.crews.items[crew].duty != EMS_DUTY_OFF) ems_tell_crew(sim, EMS_EV_ON_DUTY, crew);
}

static enum ems_step end_now(struct ems_sim *sim)
{
    sim->finished = true;
    return finish(sim);
}

/* After an event that may have been the last. */
static enum ems_step end_or_go_on(struct ems_sim *sim, enum ems_step step)
{
    if (sim->status != EMS_OK) return EMS_FAILED;
    bool all_told = sim->world.s.closing && sim->world.s.counted_open == 0;
    return sim->finished || all_told || trace_is_over(sim) ? end_now(sim) : step;
}

static enum ems_step play_event(struct ems_sim *sim, int32_t slot, ems_time at)
{
    struct ems_world *w = &sim->world;
    enum ems_step step = EMS_STEPPED;
    w->s.now = at;
    sim->tallies->work[EMS_WORK_EVENTS]++;
    if (ems_seldom(sim->is_large)) ems_fetch_ahead(sim);
    play(sim, slot);
    if (ems_seldom(w->agenda.count > 0)) step = ems_agenda_run(sim);
    return ems_seldom(sim->may_end) ? end_or_go_on(sim, step) : step;
}

/* Also takes the decisions that are left over from last time. */
static enum ems_step ready_to_step(struct ems_sim *sim)
{
    if (sim->status != EMS_OK) return EMS_FAILED;
    if (sim->finished) return EMS_FINISHED;
    if (!sim->begun) tell_first_duty(sim);
    enum ems_step step = sim->world.agenda.count > 0 ? ems_agenda_run(sim) : EMS_STEPPED;
    return step == EMS_STEPPED && trace_is_over(sim) ? end_now(sim) : step;
}

/* Later events stay for the next time; without any this is the end. */
static enum ems_step stop_at(struct ems_sim *sim, ems_time until)
{
    return ems_queue_next_time(&sim->world.queue) > until ? EMS_STEPPED : end_now(sim);
}

/* Takes the next sample of dynamic cover if it comes before the next event. It is none itself: it changes
 * nothing that others see. False: later, or nothing happens any more. */
static bool take_sample(struct ems_sim *sim, ems_time until)
{
    struct ems_world_scalars *s = &sim->world.s;
    if (s->next_sample > until || ems_queue_next_time(&sim->world.queue) == EMS_NEVER) return false;
    s->now = s->next_sample;
    sim->tallies->work[EMS_WORK_EVENTS]++;
    ems_sampler_sample(sim);
    return true;
}

static enum ems_step play_until(struct ems_sim *sim, ems_time until, int64_t most)
{
    enum ems_step step = ready_to_step(sim);
    for (; step == EMS_STEPPED && most > 0; most--) {
        ems_time at, sample = sim->world.s.next_sample;
        int32_t slot = ems_queue_pop_until(&sim->world.queue, sample < until ? sample : until, &at);
        if (slot >= 0)
            step = play_event(sim, slot, at);
        else if (!take_sample(sim, until))
            return stop_at(sim, until);
    }
    return step;
}

enum ems_step ems_sim_play(struct ems_sim *sim, ems_time until, int64_t most)
{
    enum ems_step step = play_until(sim, until, most);
    ems_sampler_reckon(sim);
    return step;
}

enum ems_step ems_sim_step(struct ems_sim *sim)
{
    return ems_sim_play(sim, EMS_NEVER, 1);
}

enum ems_step ems_sim_run_until(struct ems_sim *sim, ems_time until)
{
    return ems_sim_play(sim, until, INT64_MAX);
}

enum ems_status ems_sim_status(const struct ems_sim *sim)
{
    return sim->status;
}

const char *ems_sim_broken_rule(const struct ems_sim *sim)
{
    return sim->broken_rule;
}

ems_time ems_sim_now(const struct ems_sim *sim)
{
    return sim->world.s.now;
}

ems_time ems_sim_vehicle_due(const struct ems_sim *sim, ems_vehicle_id vehicle)
{
    return ems_queue_time_of(&sim->world.queue, sim->slots.vehicles + vehicle);
}

ems_time ems_sim_next(struct ems_sim *sim)
{
    ems_time event = ems_queue_next_time(&sim->world.queue), sample = sim->world.s.next_sample;
    return sim->finished ? EMS_NEVER : sample < event ? sample : event;
}

const struct ems_model *ems_sim_model(const struct ems_sim *sim)
{
    return sim->model;
}

const struct ems_world *ems_sim_world(const struct ems_sim *sim)
{
    return &sim->world;
}

const int64_t *ems_sim_work(const struct ems_sim *sim)
{
    return sim->tallies->work;
}

struct ems_tallies *ems_sim_tallies(struct ems_sim *sim)
{
    return sim->tallies;
}

struct ems_question ems_sim_question(const struct ems_sim *sim)
{
    return ems_agenda_question(sim);
}

enum ems_status ems_sim_decide(struct ems_sim *sim, int32_t answer)
{
    return ems_agenda_answer(sim, answer);
}

uint64_t ems_sim_hash(const struct ems_sim *sim)
{
    return ems_world_hash(&sim->world);
}

void ems_sim_free(struct ems_sim *sim)
{
    if (sim == NULL) return;
    ems_tallies_free(sim->tallies, sim->model);
    ems_world_free(&sim->world);
    free(sim->task_draws.items);
    free(sim->sampler.moving.items);
    ems_arena_free(&sim->arena);
    ems_arena_free(&sim->scratch);
    free(sim);
}
