/* From nothing to the cheapest plan that holds by the replications of the search. */
#include "study/size_parts.h"

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

/* Grows and shrinks by the guide until its plan holds in simulation. The guide is corrected by every plan
 * that does not. EMS_INFEASIBLE: the best is in `trial`. */
enum ems_status ems_size_search(struct ems_sizing *s, struct ems_size_trial *trial)
{
    struct ems_size_plan plan = ems_size_plan_new(s);
    enum ems_status status = plan.crews == NULL ? EMS_NO_MEMORY : EMS_OK;
    for (int32_t i = 0; i < s->stations && status == EMS_OK; i++)
        if (s->floor[i] > 0) ems_size_plan_change(s, &plan, i * EMS_SIZE_PATTERNS, s->floor[i]);
    for (int round = 0; round < ROUNDS && status == EMS_OK; round++) {
        status = ems_size_grow(s, &plan, NULL, 0, NULL);
        if (status == EMS_OK) status = ems_size_shrink(s, &plan);
        if (status != EMS_OK && status != EMS_INFEASIBLE) return status;
        bool best = status == EMS_INFEASIBLE;
        status = ems_size_try(s, &plan, trial);
        if (status != EMS_OK) return status;
        if (ems_size_met(s, trial)) return EMS_OK;
        if (best) return EMS_INFEASIBLE;
        status = ems_size_correct_guide(s, trial); /* next time it grows on from there */
    }
    return status == EMS_OK ? EMS_INFEASIBLE : status;
}

/* The first of the trials that meets all and is paid the fewest hours; -1 when none does. */
int32_t ems_size_cheapest(const struct ems_sizing *s, const struct ems_size_trial *trials, int32_t count)
{
    int32_t best = -1;
    for (int32_t i = 0; i < count; i++)
        if (ems_size_met(s, &trials[i]) && (best < 0 || trials[i].plan.paid < trials[best].plan.paid))
            best = i;
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
    enum ems_status status = ems_size_simulate(s, plans, count, s->size->search_seed,
                                               ems_size_search_replications(s), trials, NULL, NULL);
    int32_t best = status == EMS_OK ? ems_size_cheapest(s, trials, count) : -1;
    *found = best >= 0;
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
