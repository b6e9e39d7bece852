/* What a task draws next, drawn before its moment (arrivals.c does the same for calls). A draw is named by
 * its key, so it is the same whenever it is made; but the rounds of a generator and a logarithm wait for each
 * other, the event waits for them, and all later events for its time. Made while the event before ends, they
 * cost a processor only idle units. What is kept follows from the world and is no part of the state. A run
 * that remembers nothing draws everything at its moment. */
#include <string.h>

#include "engine/internal.h"

static struct ems_stream task_stream(const struct ems_sim *sim, const struct ems_task_state *t,
                                     enum ems_draw draw, uint8_t attempt)
{
    const struct ems_call_state *c = &sim->world.calls.items[t->call];
    return ems_stream(&sim->seed, ems_call_key(c, draw, (uint16_t)t->role, attempt));
}

/* Whether `of` has been drawn for the task, and what came out; it is used once. */
static bool take(struct ems_sim *sim, ems_task_id task, const void *of, int64_t *drawn)
{
    struct ems_ahead *a = &sim->ahead.items[task];
    sim->tallies->work[EMS_WORK_DRAWS]++;
    if (a->of != of) return false;
    a->of = NULL;
    *drawn = a->drawn;
    return true;
}

static int64_t draw_time(const struct ems_sim *sim, ems_task_id task, enum ems_draw draw, uint8_t attempt,
                         const struct ems_distribution *from)
{
    struct ems_stream stream = task_stream(sim, &sim->world.tasks.items[task], draw, attempt);
    return ems_distribution_draw(from, &stream);
}

static int64_t draw_yes(const struct ems_sim *sim, ems_task_id task, enum ems_draw draw, const double *chance)
{
    struct ems_stream stream = task_stream(sim, &sim->world.tasks.items[task], draw, 0);
    return ems_stream_uniform(&stream) < *chance;
}

ems_time ems_task_time(struct ems_sim *sim, ems_task_id task, enum ems_draw draw, uint8_t attempt,
                       const struct ems_distribution *from)
{
    int64_t drawn;
    if (!ems_distribution_is_random(from)) return ems_distribution_mean(from);
    return take(sim, task, from, &drawn) ? drawn : draw_time(sim, task, draw, attempt, from);
}

bool ems_task_chance(struct ems_sim *sim, ems_task_id task, enum ems_draw draw, const double *chance)
{
    int64_t drawn;
    if (*chance == 0 || *chance == 1) return *chance == 1;
    return (take(sim, task, chance, &drawn) ? drawn : draw_yes(sim, task, draw, chance)) != 0;
}

void ems_time_ahead(struct ems_sim *sim, ems_task_id task, enum ems_draw draw,
                    const struct ems_distribution *from)
{
    bool is_drawn = ems_distribution_is_random(from) && !sim->world.reference;
    sim->ahead.items[task].of = is_drawn ? from : NULL;
    if (is_drawn) sim->ahead.items[task].drawn = draw_time(sim, task, draw, draw == EMS_DRAW_TURNOUT, from);
}

void ems_chance_ahead(struct ems_sim *sim, ems_task_id task, enum ems_draw draw, const double *chance)
{
    bool is_drawn = *chance > 0 && *chance < 1 && !sim->world.reference;
    sim->ahead.items[task].of = is_drawn ? chance : NULL;
    if (is_drawn) sim->ahead.items[task].drawn = draw_yes(sim, task, draw, chance);
}

bool ems_ahead_reserve(struct ems_sim *sim)
{
    return EMS_RESERVE(&sim->ahead, sim->world.tasks.capacity);
}

bool ems_ahead_forget(struct ems_sim *sim)
{
    size_t used = (size_t)sim->ahead.capacity * sizeof *sim->ahead.items;
    if (used > 0) memset(sim->ahead.items, 0, used);
    return ems_ahead_reserve(sim);
}
