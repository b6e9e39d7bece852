/* Simulations of plans in every scenario that they are judged over; what the search has seen is remembered.
 */
#include <string.h>

#include "study/size_parts.h"

/* A few plans, played in one scenario after the other. */
struct batch {
    struct ems_sizing *s;
    const struct ems_size_plan *plans;
    int32_t count;
    uint64_t seed;
    int64_t replications;
    bool screen; /* one refusal is enough */
    struct ems_size_sheet *sheets;
    struct ems_arena arena;
};

/* ---- where plans lack most ---- */

/* What a plan has above what is wanted, at its least; INFINITY where nothing was played. */
static double margin_in(const struct ems_sizing *s, const struct ems_size_sheet *sheet, int32_t world)
{
    double least = INFINITY;
    for (int32_t t = 0; t < s->base->target_count; t++)
        least = fmin(least, sheet->found[world][t].value - s->wanted[t]);
    return least;
}

static bool refused(const struct ems_sizing *s, const struct ems_size_sheet *sheet)
{
    for (int32_t k = 0; k < s->world_count; k++)
        if (margin_in(s, sheet, k) < 0) return true;
    return false;
}

/* The world in which a plan lacks most is played first from now on; the guide heeds it. */
static void note_critical(struct ems_sizing *s, const struct ems_size_sheet *sheet)
{
    int32_t worst = 0, at = 0;
    for (int32_t k = 1; k < s->world_count; k++)
        if (margin_in(s, sheet, k) < margin_in(s, sheet, worst)) worst = k;
    s->worlds[worst].critical = true;
    while (s->order[at] != worst) at++;
    for (; at > 0; at--) s->order[at] = s->order[at - 1];
    s->order[0] = worst;
}

/* ---- batches ---- */

static enum ems_status play_world(struct batch *b, int32_t world)
{
    const struct ems_size_plan *standing[EMS_SIZE_AT_ONCE];
    int32_t number[EMS_SIZE_AT_ONCE], count = 0;
    for (int32_t i = 0; i < b->count; i++) {
        if (b->screen && refused(b->s, &b->sheets[i])) continue;
        standing[count] = &b->plans[i];
        number[count++] = i;
    }
    if (count == 0) return EMS_OK;
    struct ems_size_stage stage;
    enum ems_status status = ems_size_stage_open(b->s, world, standing, count, b->seed, &stage);
    if (status == EMS_OK) status = ems_size_stage_play(&stage, b->replications);
    for (int32_t i = 0; i < count && status == EMS_OK; i++)
        ems_size_stage_read(&stage, i, &b->sheets[number[i]]);
    ems_size_stage_close(&stage);
    return status;
}

static enum ems_status play_batch(struct batch *b, bool values)
{
    int32_t order[EMS_SIZE_WORLDS];
    enum ems_status status = EMS_OK;
    memcpy(order, b->s->order, sizeof order);
    b->sheets = ems_arena_alloc(&b->arena, (size_t)b->count, sizeof *b->sheets);
    if (b->sheets == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < b->count && status == EMS_OK; i++)
        status = ems_size_sheet_begin(b->s, b->replications, values, &b->arena, &b->sheets[i]);
    for (int32_t k = 0; k < b->s->world_count && status == EMS_OK; k++) status = play_world(b, order[k]);
    for (int32_t i = 0; i < b->count && status == EMS_OK; i++) note_critical(b->s, &b->sheets[i]);
    return status;
}

static void combine(const struct batch *b, struct ems_size_trial *trials, double *values)
{
    int32_t targets = b->s->base->target_count;
    for (int32_t i = 0; i < b->count; i++) {
        const double *of;
        double *out = values == NULL ? NULL : values + i * b->replications * targets;
        trials[i].plan = b->plans[i];
        for (int32_t t = 0; t < targets; t++) {
            trials[i].found[t] = ems_size_sheet_judged(b->s, &b->sheets[i], t, &of);
            for (int64_t r = 0; r < b->replications && out != NULL; r++) out[r * targets + t] = of[r];
        }
        trials[i].mean_s = ems_size_sheet_judged(b->s, &b->sheets[i], targets, &of);
    }
}

static enum ems_status simulate(const struct batch *all, struct ems_size_trial *trials, double *values)
{
    struct ems_sizing *s = all->s;
    enum ems_status status = EMS_OK;
    for (int32_t done = 0; done < all->count && status == EMS_OK; done += EMS_SIZE_AT_ONCE) {
        struct batch b = *all;
        double *part = values == NULL ? NULL : values + done * b.replications * s->base->target_count;
        b.plans += done;
        b.count = all->count - done < EMS_SIZE_AT_ONCE ? all->count - done : EMS_SIZE_AT_ONCE;
        status = play_batch(&b, values != NULL);
        if (status == EMS_OK) combine(&b, trials + done, part);
        ems_arena_free(&b.arena);
        s->size->plans_simulated += b.count;
    }
    return status;
}

enum ems_status ems_size_simulate(struct ems_sizing *s, const struct ems_size_plan *plans, int32_t count,
                                  uint64_t seed, int64_t replications, struct ems_size_trial *trials,
                                  double *values)
{
    struct batch all = {.s = s, .plans = plans, .count = count, .seed = seed, .replications = replications};
    return simulate(&all, trials, values);
}

/* ---- what is known ---- */

static const struct ems_size_trial *find_known(const struct ems_sizing *s, const struct ems_size_plan *plan)
{
    for (int32_t i = 0; i < s->known_count && s->remember; i++)
        if (memcmp(s->known[i].plan.crews, plan->crews, (size_t)s->cells * sizeof *plan->crews) == 0)
            return &s->known[i];
    return NULL;
}

static enum ems_status remember(struct ems_sizing *s, const struct ems_size_trial *trial)
{
    if (!s->remember) return EMS_OK;
    if (s->known_count == s->known_room) {
        int32_t room = 2 * s->known_room + 32;
        struct ems_size_trial *more = EMS_NEW_ARRAY(&s->size->arena, struct ems_size_trial, room);
        if (more == NULL) return EMS_NO_MEMORY;
        if (s->known_count > 0) memcpy(more, s->known, (size_t)s->known_count * sizeof *more);
        s->known = more;
        s->known_room = room;
    }
    struct ems_size_trial *kept = &s->known[s->known_count];
    *kept = *trial;
    kept->plan = ems_size_plan_new(s);
    if (kept->plan.crews == NULL) return EMS_NO_MEMORY;
    ems_size_plan_copy(s, &kept->plan, &trial->plan);
    s->known_count++;
    return EMS_OK;
}

enum ems_status ems_size_screen(struct ems_sizing *s, const struct ems_size_plan *plans, int32_t count,
                                struct ems_size_trial *trials)
{
    struct ems_size_plan *fresh = EMS_NEW_ARRAY(&s->size->arena, struct ems_size_plan, count + 1);
    struct ems_size_trial *found = EMS_NEW_ARRAY(&s->size->arena, struct ems_size_trial, count + 1);
    int32_t left = 0, at = 0;
    if (fresh == NULL || found == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < count; i++)
        if (find_known(s, &plans[i]) == NULL) fresh[left++] = plans[i];
    struct batch all = {.s = s,
                        .plans = fresh,
                        .count = left,
                        .seed = s->size->search_seed,
                        .replications = ems_size_search_replications(s),
                        .screen = s->size->judge == EMS_SIZE_WORST};
    enum ems_status status = simulate(&all, found, NULL);
    for (int32_t i = 0; i < count && status == EMS_OK; i++) {
        const struct ems_size_trial *known = find_known(s, &plans[i]);
        trials[i] = known != NULL ? *known : found[at++];
        trials[i].plan = plans[i];
        if (known == NULL) status = remember(s, &trials[i]);
    }
    return status;
}

enum ems_status ems_size_try(struct ems_sizing *s, const struct ems_size_plan *plan,
                             struct ems_size_trial *trial)
{
    struct ems_size_plan kept = ems_size_plan_new(s);
    if (kept.crews == NULL) return EMS_NO_MEMORY;
    ems_size_plan_copy(s, &kept, plan);
    return ems_size_screen(s, &kept, 1, trial);
}

int64_t ems_size_search_replications(const struct ems_sizing *s)
{
    return s->options->replications > 0 ? s->options->replications : 10;
}

bool ems_size_stopped(const struct ems_sizing *s)
{
    const struct ems_run_hooks *hooks = &s->options->hooks;
    return hooks->interrupted != NULL && hooks->interrupted(hooks->self);
}

bool ems_size_met(const struct ems_sizing *s, const struct ems_size_trial *trial)
{
    for (int32_t t = 0; t < s->base->target_count; t++)
        if (!isnan(trial->found[t].value) && trial->found[t].value < s->wanted[t]) return false;
    return true;
}
