#include "study/size_parts.h"

#include <stdlib.h>
#include <string.h>

enum { ATTEMPTS = 6, AMPLE_CREWS = 5 };
#define FAMILY_ERROR 0.05

struct ems_size_options ems_size_options_default(void)
{
    return (struct ems_size_options){0};
}

/* Phases of the work, for whoever watches. */
static void tell(const struct ems_sizing *s, int64_t done)
{
    enum { PHASES = 6 };
    const struct ems_run_hooks *hooks = &s->options->hooks;
    if (hooks->progress != NULL) hooks->progress(hooks->self, done, PHASES, 0);
}

/* In every scenario, by the replications of the search. */
static enum ems_status try_fully(struct ems_sizing *s, const struct ems_size_plan *plan,
                                 struct ems_size_trial *trial)
{
    return ems_size_simulate(s, plan, 1, s->size->search_seed, ems_size_search_replications(s), trial, NULL);
}

/* Crews in plenty: what no plan at these stations can surpass, but by chance. EMS_INFEASIBLE when a target is
 * missed for sure even so. */
static enum ems_status try_ample(struct ems_sizing *s)
{
    struct ems_size *size = s->size;
    struct ems_size_plan plan = ems_size_plan_new(s);
    int32_t each = size->most_crews / s->stations;
    bool beyond = false;
    if (plan.crews == NULL) return EMS_NO_MEMORY;
    if (each < 1) each = 1;
    if (each > AMPLE_CREWS) each = AMPLE_CREWS;
    for (int32_t i = 0; i < s->stations && plan.count + each <= size->most_crews; i++)
        ems_size_plan_change(s, &plan, i * EMS_SIZE_PATTERNS, each);
    enum ems_status status = try_fully(s, &plan, &size->ample);
    for (int32_t t = 0; t < s->base->target_count && status == EMS_OK; t++) {
        struct ems_judgement judged =
            ems_judge_at_least(&size->ample.found[t], s->base->targets[t].share, size->target_error, true);
        size->judgement[t] = judged;
        size->beyond[t] = judged.verdict == EMS_VERDICT_NO;
        beyond = beyond || size->beyond[t];
    }
    if (status != EMS_OK || !beyond) return status;
    size->plan = size->ample;
    return EMS_INFEASIBLE;
}

/* ---- attempts ---- */

/* Next time the search aims higher where the certificate was refused, so that it does not find `tried` again.
 */
static void aim_higher(struct ems_sizing *s, const struct ems_size_trial *tried)
{
    const struct ems_size *size = s->size;
    for (int32_t t = 0; t < s->base->target_count; t++) {
        if (size->judgement[t].verdict == EMS_VERDICT_YES || size->judgement[t].verdict == EMS_VERDICT_NA)
            continue;
        double short_of = s->base->targets[t].share - size->judgement[t].bound;
        if (isnan(short_of)) short_of = s->base->targets[t].share - size->plan.found[t].value;
        double had = fmax(s->wanted[t], tried->found[t].value);
        s->wanted[t] = rint(fmin(1, had + fmax(short_of, 0.001)) * 1e9) / 1e9;
    }
}

/* The best that was found, where nothing holds: judged by the replications of the search. */
static enum ems_status keep_best(struct ems_sizing *s, const struct ems_size_trial *trial)
{
    struct ems_size *size = s->size;
    enum ems_status status = try_fully(s, &trial->plan, &size->plan);
    for (int32_t t = 0; t < s->base->target_count; t++)
        size->judgement[t] =
            ems_judge_at_least(&size->plan.found[t], s->base->targets[t].share, size->target_error, true);
    return status;
}

/* Every attempt begins without the vehicles and shifts of the one before. */
static void begin_attempt(struct ems_sizing *s, int32_t patterns)
{
    for (int32_t i = 0; i < s->stations * s->base->type_count; i++) s->extra[i] = 0;
    ems_size_pattern_forget(s, patterns);
    for (int32_t p = 0; p < EMS_SIZE_PATTERNS; p++) s->allowed[p] = p < patterns;
    s->remember = true;
}

/* The cheapest plan before shifts: from nothing, or from the plan that was refused. */
static enum ems_status find_plan(struct ems_sizing *s, int attempt, struct ems_size_trial *trial)
{
    const struct ems_size_plan *from = NULL;
    if (attempt > 0) {
        *trial = s->clock;
        from = &s->clock.plan;
        enum ems_status status = ems_size_correct_guide(s, trial);
        if (status != EMS_OK || ems_size_met(s, trial)) return status;
    }
    enum ems_status status = ems_size_search(s, from, trial);
    if (status == EMS_INFEASIBLE) {
        status = keep_best(s, trial);
        return status == EMS_OK ? EMS_INFEASIBLE : status;
    }
    tell(s, 1);
    if (status != EMS_OK) return status;
    const struct ems_size_trial starts[] = {*trial, s->size->now};
    *trial = starts[ems_size_cheapest(s, starts, 2)]; /* never dearer than what is there */
    return ems_size_descend(s, trial);
}

static enum ems_status attempt_once(struct ems_sizing *s, int attempt, struct ems_size_trial *trial)
{
    tell(s, 0);
    enum ems_status status = find_plan(s, attempt, trial);
    s->clock = *trial;
    s->remember = false;
    if (status == EMS_OK && s->size->shifts.count > 0) status = ems_size_lay_shifts(s, trial);
    tell(s, 2);
    if (status == EMS_OK) status = ems_size_select(s, trial);
    if (status == EMS_OK) status = ems_size_choose_vehicles(s, trial);
    tell(s, 3);
    return status == EMS_OK ? ems_size_certify(s, &trial->plan, attempt) : status;
}

static enum ems_status search_and_certify(struct ems_sizing *s)
{
    struct ems_size *size = s->size;
    struct ems_size_trial trial;
    enum ems_status status = EMS_OK;
    int32_t patterns = size->pattern_count;
    for (int attempt = 0; attempt < ATTEMPTS && status == EMS_OK && !size->certified; attempt++) {
        begin_attempt(s, patterns);
        status = attempt_once(s, attempt, &trial);
        if (status == EMS_OK && !size->certified) aim_higher(s, &trial);
    }
    size->feasible = status == EMS_OK && size->certified;
    return status == EMS_OK && !size->certified ? EMS_INFEASIBLE : status;
}

static bool none_missed(const struct ems_standards_result *clauses)
{
    for (int32_t c = 0; c < clauses->count; c++)
        if (clauses->clauses[c].judgement.verdict == EMS_VERDICT_NO) return false;
    return true;
}

/* ---- the whole ---- */

/* The guide errs differently now and with crews in plenty: it begins with what is better for the targets, and
 * is corrected by plans that do not hold. Too much hope costs a few trials, too little a long way back. */
static enum ems_status begin_guide(struct ems_sizing *s)
{
    double now[EMS_SIZE_TARGETS];
    enum ems_status status = ems_size_correct_guide(s, &s->size->now);
    memcpy(now, s->offset, sizeof now);
    if (status == EMS_OK) status = ems_size_correct_guide(s, &s->size->ample);
    for (int32_t t = 0; t < s->base->target_count; t++) s->offset[t] = fmax(s->offset[t], now[t]);
    return status;
}

static enum ems_status begin(struct ems_sizing *s)
{
    struct ems_size *size = s->size;
    struct ems_size_plan now;
    enum ems_status status = ems_sizing_prepare(s);
    if (status == EMS_OK) status = ems_size_plan_of_model(s, &now);
    if (status != EMS_OK) return status;
    size->search_seed = s->base->seed;
    size->target_error = FAMILY_ERROR / s->base->target_count;
    size->clauses_met = true;
    for (int32_t t = 0; t < s->base->target_count; t++) s->wanted[t] = s->base->targets[t].share;
    if (s->options->standards) status = ems_size_find_floor(s);
    if (status == EMS_OK) status = try_fully(s, &now, &size->now);
    if (status == EMS_OK) status = try_ample(s);
    return status == EMS_OK ? begin_guide(s) : status;
}

static enum ems_status work(struct ems_sizing *s)
{
    struct ems_size *size = s->size;
    enum ems_status status = begin(s);
    enum ems_status found = status == EMS_OK ? search_and_certify(s) : status;
    if (found != EMS_OK && found != EMS_INFEASIBLE) return found;
    tell(s, 4);
    size->clauses_met = none_missed(&size->clauses);
    status = ems_size_count_vehicles(s);
    if (status == EMS_OK && size->feasible) status = ems_size_compute_steps(s);
    tell(s, 5);
    if (status == EMS_OK && size->feasible) status = ems_size_compute_curve(s);
    if (status == EMS_OK && found == EMS_OK && !size->clauses_met) found = EMS_INFEASIBLE;
    return status == EMS_OK ? found : status;
}

enum ems_status ems_size_run(const struct ems_scenario *scenario, const struct ems_size_options *options,
                             struct ems_size **out)
{
    double begun = ems_study_now_s();
    *out = calloc(1, sizeof **out);
    if (*out == NULL) return EMS_NO_MEMORY;
    struct ems_sizing *s = EMS_NEW(&(*out)->arena, struct ems_sizing); /* too large for a stack */
    if (s == NULL) return EMS_NO_MEMORY;
    s->size = *out;
    s->options = options;
    s->scenario = scenario;
    enum ems_status status = work(s);
    for (int32_t k = 0; k < EMS_SIZE_WORLDS; k++) ems_analytic_free(s->worlds[k].analytic);
    ems_arena_free(&s->scratch);
    (*out)->wall_s = ems_study_now_s() - begun;
    return status;
}

void ems_size_free(struct ems_size *size)
{
    if (size == NULL) return;
    ems_arena_free(&size->arena);
    free(size);
}
