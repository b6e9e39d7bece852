/* From nothing to the cheapest plan that holds by the replications of the search. */
#include "study/size_parts.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 12, DESCENTS = 40, NEAR = 8 };
#define NEAR_LACK 0.015 /* of all targets together: such plans are worth a simulation */
#define FAR_LACK 0.05   /* plans that lack more are ruled out unseen */

/* What the hypercube says beside what was simulated: it is right at this plan then. */
enum ems_status ems_size_correct_guide(struct ems_sizing *s, const struct ems_size_trial *trial)
{
    double shares[EMS_SIZE_TARGETS];
    memset(s->offset, 0, sizeof s->offset);
    enum ems_status status = ems_size_guess(s, &trial->plan, shares);
    for (int32_t t = 0; t < s->base->target_count && status == EMS_OK; t++)
        if (!isnan(trial->found[t].value))
            s->offset[t] = rint((trial->found[t].value - shares[t]) * 1e9) / 1e9;
    return status;
}

/* Halves the way between a plan that does not hold (or the way's beginning) and one that does. */
static enum ems_status halve(struct ems_sizing *s, const struct ems_size_way *way, int32_t fails,
                             int32_t holds, struct ems_size_trial *trial)
{
    enum ems_status status = EMS_OK;
    while (abs(fails - holds) > 1 && status == EMS_OK) {
        struct ems_size_trial tried;
        int32_t middle = (fails + holds) / 2;
        status = ems_size_screen(s, &way->plans[middle], 1, &tried);
        bool met = status == EMS_OK && ems_size_met(s, &tried);
        *(met ? &holds : &fails) = middle;
        if (met) *trial = tried;
    }
    return status;
}

/* Up by the guide, which is corrected by every plan that does not hold, to one that does; EMS_INFEASIBLE: the
 * best is in `trial`. Then back to the first on the way that holds. */
static enum ems_status go_up(struct ems_sizing *s, struct ems_size_plan *plan, struct ems_size_way *way,
                             struct ems_size_trial *trial)
{
    for (int round = 0; round < ROUNDS; round++) {
        way->count = 0;
        enum ems_status grown = ems_size_grow(s, plan, way);
        if (grown != EMS_OK && grown != EMS_INFEASIBLE) return grown;
        enum ems_status status = ems_size_try(s, plan, trial);
        if (status == EMS_OK && ems_size_met(s, trial)) return halve(s, way, -1, way->count - 1, trial);
        if (status != EMS_OK || grown == EMS_INFEASIBLE) return status == EMS_OK ? EMS_INFEASIBLE : status;
        status = ems_size_correct_guide(s, trial); /* next time it grows on from there */
        if (status != EMS_OK) return status;
    }
    return EMS_INFEASIBLE;
}

/* Down by the guide, right at the plan, to the last on the way that holds; again from there. */
static enum ems_status go_down(struct ems_sizing *s, struct ems_size_plan *plan, struct ems_size_way *way,
                               struct ems_size_trial *trial)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct ems_size_trial tried;
        enum ems_status status = ems_size_correct_guide(s, trial);
        way->count = 1;
        way->plans[0] = trial->plan;
        ems_size_plan_copy(s, plan, &trial->plan);
        if (status == EMS_OK) status = ems_size_shrink(s, plan, way);
        if (status != EMS_OK || way->count == 1) return status;
        status = ems_size_screen(s, &way->plans[way->count - 1], 1, &tried);
        if (status != EMS_OK) return status;
        double paid = trial->plan.paid;
        if (ems_size_met(s, &tried))
            *trial = tried;
        else
            status = halve(s, way, way->count - 1, 0, trial);
        if (status != EMS_OK || trial->plan.paid >= paid) return status;
    }
    return EMS_OK;
}

enum ems_status ems_size_search(struct ems_sizing *s, const struct ems_size_plan *from,
                                struct ems_size_trial *trial)
{
    struct ems_size_plan plan = ems_size_plan_new(s);
    struct ems_size_way *way = EMS_NEW(&s->size->arena, struct ems_size_way);
    if (plan.crews == NULL || way == NULL) return EMS_NO_MEMORY;
    if (from != NULL) ems_size_plan_copy(s, &plan, from);
    for (int32_t i = 0; i < s->stations && from == NULL; i++)
        if (s->floor[i] > 0) ems_size_plan_change(s, &plan, i * EMS_SIZE_PATTERNS, s->floor[i]);
    enum ems_status status = go_up(s, &plan, way, trial);
    if (status == EMS_INFEASIBLE && ems_size_met(s, &s->size->ample)) { /* the guide is wrong: from above */
        *trial = s->size->ample;
        status = EMS_OK;
    }
    return status == EMS_OK ? go_down(s, &plan, way, trial) : status;
}

/* The mean of the targets' shares. */
static double service(const struct ems_sizing *s, const struct ems_size_trial *trial)
{
    double sum = 0;
    for (int32_t t = 0; t < s->base->target_count; t++)
        if (!isnan(trial->found[t].value)) sum += trial->found[t].value;
    return rint(sum / s->base->target_count * 1e9) / 1e9;
}

int32_t ems_size_cheapest(const struct ems_sizing *s, const struct ems_size_trial *trials, int32_t count)
{
    int32_t best = EMS_NONE;
    for (int32_t i = 0; i < count; i++) {
        if (!ems_size_met(s, &trials[i])) continue;
        double paid = trials[i].plan.paid, least = best != EMS_NONE ? trials[best].plan.paid : INFINITY;
        if (paid < least || (paid <= least && service(s, &trials[i]) > service(s, &trials[best]))) best = i;
    }
    return best;
}

/* Every plan with one crew fewer that the guide, right at this plan, does not rule out by far. */
static enum ems_status all_removals(struct ems_sizing *s, const struct ems_size_plan *plan,
                                    struct ems_size_plan **out, int32_t *count)
{
    *count = 0;
    *out = EMS_NEW_ARRAY(&s->size->arena, struct ems_size_plan, s->cells);
    if (*out == NULL) return EMS_NO_MEMORY;
    for (int32_t cell = 0; cell < s->cells; cell++) {
        if (!ems_size_may_drop(s, plan, cell)) continue;
        struct ems_size_plan *fewer = &(*out)[(*count)++];
        *fewer = ems_size_plan_new(s);
        if (fewer->crews == NULL) return EMS_NO_MEMORY;
        ems_size_plan_copy(s, fewer, plan);
        ems_size_plan_change(s, fewer, cell, -1);
        double shares[EMS_SIZE_TARGETS];
        enum ems_status status = ems_size_guess(s, fewer, shares);
        if (status != EMS_OK) return status;
        if (ems_size_lack(s, shares) > FAR_LACK) --*count;
    }
    return EMS_OK;
}

static enum ems_status step_down(struct ems_sizing *s, struct ems_size_trial *trial,
                                 const struct ems_size_plan *plans, int32_t count, bool *found)
{
    struct ems_size_trial *trials = EMS_NEW_ARRAY(&s->size->arena, struct ems_size_trial, count + 1);
    if (trials == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_size_screen(s, plans, count, trials);
    int32_t best = status == EMS_OK ? ems_size_cheapest(s, trials, count) : EMS_NONE;
    *found = best != EMS_NONE;
    if (*found) *trial = trials[best];
    return status;
}

/* By simulation: removals, then the cheaper exchanges that the guide thinks nearly enough. */
enum ems_status ems_size_descend(struct ems_sizing *s, struct ems_size_trial *trial)
{
    enum ems_status status = EMS_OK;
    for (int i = 0; i < DESCENTS && status == EMS_OK; i++) {
        struct ems_size_plan *fewer, near[NEAR];
        int32_t count = 0;
        bool found = false;
        if (ems_size_stopped(s)) return EMS_INTERRUPTED;
        status = ems_size_correct_guide(s, trial);
        if (status == EMS_OK) status = all_removals(s, &trial->plan, &fewer, &count);
        if (status == EMS_OK) status = step_down(s, trial, fewer, count, &found);
        if (status != EMS_OK || found) continue;
        status = ems_size_cheaper(s, &trial->plan, NEAR_LACK, near, NEAR, &count);
        if (status == EMS_OK && count > 0) status = step_down(s, trial, near, count, &found);
        if (!found) break;
    }
    return status;
}
