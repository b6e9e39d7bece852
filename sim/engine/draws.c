/* What a task draws on its way: turnout, scene, whether there is a patient to transport, handover, cleaning.
 * A draw is named by its key, so it is the same whenever it is made. Rounds of a generator and a logarithm
 * wait for each other; made at its moment, the event would wait for them, and all later ones for its time. So
 * a task draws everything as it begins, side by side (arrivals.c does the same for calls). What is kept
 * follows from the world and is no part of the state. A run that remembers nothing draws at the moment. */
#include <string.h>

#include "engine/internal.h"

static const struct ems_task_state *task_at(const struct ems_sim *sim, ems_task_id task)
{
    return &sim->world.tasks.items[task];
}

static const struct ems_call_state *call_of(const struct ems_sim *sim, ems_task_id task)
{
    return &sim->world.calls.items[task_at(sim, task)->call];
}

static const struct ems_trace_call *trace_of(const struct ems_sim *sim, ems_task_id task)
{
    const struct ems_call_state *c = call_of(sim, task);
    return ems_mostly(c->trace == EMS_NONE) ? NULL : &sim->model->trace[c->trace];
}

static const struct ems_condition *condition_of(const struct ems_sim *sim, ems_task_id task)
{
    return &sim->model->conditions[call_of(sim, task)->condition];
}

static const struct ems_distribution *scene_of(const struct ems_sim *sim, ems_task_id task)
{
    const struct ems_condition *condition = condition_of(sim, task);
    return call_of(sim, task)->is_empty ? &condition->empty_scene : &condition->scene;
}

static const struct ems_distribution *handover_of(const struct ems_sim *sim, ems_task_id task)
{
    const struct ems_hospital *hospital = &sim->model->hospitals[task_at(sim, task)->hospital];
    return hospital->has_handover ? &hospital->handover : &condition_of(sim, task)->handover;
}

static struct ems_draw_key key_of(const struct ems_sim *sim, ems_task_id task, enum ems_draw draw)
{
    return ems_call_key(call_of(sim, task), draw, (uint16_t)task_at(sim, task)->role, 0);
}

/* By enum ems_task_time. */
static const uint8_t names[EMS_TASK_TIMES] = {EMS_DRAW_TURNOUT, EMS_DRAW_SCENE, EMS_DRAW_HANDOVER,
                                              EMS_DRAW_CLEANING};

void ems_task_draw_ahead(struct ems_sim *sim, ems_task_id task)
{
    if (sim->world.reference) return;
    struct ems_task_draws *draws = &sim->task_draws.items[task];
    const struct ems_distribution *const from[EMS_TASK_TIMES] = {
        ems_model_turnout(sim->model, sim->world.s.now), scene_of(sim, task),
        &condition_of(sim, task)->handover, &sim->model->durations.cleaning};
    struct ems_draw_key key = key_of(sim, task, EMS_DRAW_TRANSPORT);
    struct ems_stream streams[EMS_TASK_TIMES], transport = ems_stream(&sim->seed, key);
    for (int i = 0; i < EMS_TASK_TIMES; i++) {
        key.draw = names[i];
        key.attempt = i == EMS_TASK_TURNOUT;
        if (ems_mostly(ems_distribution_is_random(from[i]))) streams[i] = ems_stream(&sim->seed, key);
    }
    for (int i = 0; i < EMS_TASK_TIMES; i++) {
        draws->from[i] = from[i];
        if (ems_mostly(ems_distribution_is_random(from[i])))
            draws->times[i] = ems_distribution_draw(from[i], &streams[i]);
    }
    draws->transport = ems_stream_uniform(&transport);
}

/* Drawn now where another distribution holds by now (turnout, a hospital's own handover), and for the turnout
 * of a later order. */
static ems_time draw_time(struct ems_sim *sim, ems_task_id task, enum ems_task_time time, uint8_t attempt,
                          const struct ems_distribution *from)
{
    if (ems_seldom(!ems_distribution_is_random(from))) return ems_distribution_mean(from);
    const struct ems_task_draws *draws = &sim->task_draws.items[task];
    sim->tallies->work[EMS_WORK_DRAWS]++;
    if (ems_mostly(draws->from[time] == from && attempt <= 1)) return draws->times[time];
    struct ems_draw_key key = key_of(sim, task, names[time]);
    key.attempt = attempt;
    struct ems_stream stream = ems_stream(&sim->seed, key);
    return ems_distribution_draw(from, &stream);
}

/* Of orders beyond the last number that a name has, all are the same. */
uint8_t ems_task_attempt(const struct ems_task_state *task)
{
    return task->attempt > UINT8_MAX ? UINT8_MAX : (uint8_t)task->attempt;
}

ems_time ems_turnout_time(struct ems_sim *sim, ems_task_id task)
{
    const struct ems_trace_call *trace = trace_of(sim, task);
    if (trace != NULL && trace->turnout != EMS_NEVER) return trace->turnout;
    return draw_time(sim, task, EMS_TASK_TURNOUT, ems_task_attempt(task_at(sim, task)),
                     ems_model_turnout(sim->model, sim->world.s.now));
}

ems_time ems_scene_time(struct ems_sim *sim, ems_task_id task)
{
    const struct ems_trace_call *trace = trace_of(sim, task);
    if (trace != NULL && trace->scene != EMS_NEVER) return trace->scene;
    return draw_time(sim, task, EMS_TASK_SCENE, 0, scene_of(sim, task));
}

bool ems_is_transported(struct ems_sim *sim, ems_task_id task)
{
    const struct ems_trace_call *trace = trace_of(sim, task);
    double chance = condition_of(sim, task)->transport;
    if (trace != NULL && trace->transport != EMS_NONE) return trace->transport == 1;
    if (chance == 0 || chance == 1) return chance == 1;
    const struct ems_task_draws *draws = &sim->task_draws.items[task];
    sim->tallies->work[EMS_WORK_DRAWS]++;
    if (draws->from[EMS_TASK_SCENE] != NULL) return draws->transport < chance;
    struct ems_stream stream = ems_stream(&sim->seed, key_of(sim, task, EMS_DRAW_TRANSPORT));
    return ems_stream_uniform(&stream) < chance;
}

ems_time ems_handover_time(struct ems_sim *sim, ems_task_id task)
{
    const struct ems_trace_call *trace = trace_of(sim, task);
    if (trace != NULL && trace->handover != EMS_NEVER) return trace->handover;
    return draw_time(sim, task, EMS_TASK_HANDOVER, 0, handover_of(sim, task));
}

ems_time ems_cleaning_time(struct ems_sim *sim, ems_task_id task)
{
    return draw_time(sim, task, EMS_TASK_CLEANING, 0, &sim->model->durations.cleaning);
}

bool ems_task_draws_reserve(struct ems_sim *sim)
{
    return EMS_RESERVE(&sim->task_draws, sim->world.tasks.capacity);
}

bool ems_task_draws_forget(struct ems_sim *sim)
{
    size_t used = (size_t)sim->task_draws.capacity * sizeof *sim->task_draws.items;
    if (used > 0) memset(sim->task_draws.items, 0, used);
    return ems_task_draws_reserve(sim);
}
