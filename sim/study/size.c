#include "study/size_parts.h"

#include <stdlib.h>

enum { ATTEMPTS = 6, LOOKS = 3, AMPLE_CREWS = 5 };
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
    enum ems_status status = ems_size_try(s, &plan, &size->ample);
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

/* ---- the certificate ---- */

/* The verdict over scenarios: all must hold where the worst counts. */
static struct ems_judgement judge_worlds(struct ems_sizing *s, int32_t target)
{
    struct ems_size *size = s->size;
    double share = s->base->targets[target].share;
    bool worst = size->judge == EMS_SIZE_WORST;
    double error = size->target_error;
    struct ems_judgement all = {.verdict = EMS_VERDICT_NA, .bound = NAN};
    for (int32_t k = 0; k < size->world_count; k++) {
        struct ems_judgement one = ems_judge_at_least(&size->found_in[k][target], share, error, true);
        size->judgement_in[k][target] = one;
        bool weaker = all.verdict == EMS_VERDICT_NA || one.verdict == EMS_VERDICT_NO ||
                      (one.verdict == EMS_VERDICT_UNDECIDED && all.verdict == EMS_VERDICT_YES) ||
                      (one.verdict == all.verdict && one.bound < all.bound);
        if (one.verdict != EMS_VERDICT_NA && weaker) all = one;
    }
    return worst ? all : ems_judge_at_least(&size->plan.found[target], share, error, true);
}

static bool judge(struct ems_sizing *s, bool *undecided)
{
    struct ems_size *size = s->size;
    bool met = true;
    *undecided = false;
    for (int32_t t = 0; t < s->base->target_count; t++) {
        size->judgement[t] = judge_worlds(s, t);
        met = met &&
              (size->judgement[t].verdict == EMS_VERDICT_YES || size->judgement[t].verdict == EMS_VERDICT_NA);
        *undecided = *undecided || size->judgement[t].verdict == EMS_VERDICT_UNDECIDED;
    }
    return met;
}

/* Each attempt has a seed of its own and half the error of the one before; its looks, the targets and the
 * scenarios of which the worst counts share that: all certificates that could be given together are wrong
 * with a chance of at most FAMILY_ERROR. */
static void begin_certificate(struct ems_sizing *s, int attempt)
{
    struct ems_size *size = s->size;
    int32_t parts = LOOKS * s->base->target_count;
    if (size->judge == EMS_SIZE_WORST) parts *= size->world_count;
    size->target_error = FAMILY_ERROR / parts / (double)(2 << attempt);
    /* no seed that anybody types in */
    size->certificate_seed = (s->base->seed ^ (UINT64_C(0x5ee0ceef1ca7e000) + (uint64_t)attempt)) & INT64_MAX;
}

/* More replications can decide: what is undecided is on the right side, and near enough. *needed are those
 * that it takes. */
static bool worth_more(const struct ems_sizing *s, int64_t most, int64_t *needed)
{
    const struct ems_size *size = s->size;
    *needed = 0;
    for (int32_t t = 0; t < s->base->target_count; t++) {
        const struct ems_judgement *judged = &size->judgement[t];
        if (judged->verdict == EMS_VERDICT_NO) return false;
        if (judged->verdict != EMS_VERDICT_UNDECIDED) continue;
        if (size->plan.found[t].value < s->base->targets[t].share || judged->replications_needed > most)
            return false;
        if (judged->replications_needed > *needed) *needed = judged->replications_needed;
    }
    return true;
}

static enum ems_status certify(struct ems_sizing *s, const struct ems_size_plan *plan, int attempt)
{
    struct ems_size *size = s->size;
    const int64_t first = s->options->certify > 0 ? s->options->certify : 200;
    const int64_t most = first << (LOOKS - 1);
    int64_t n = first;
    bool undecided = true;
    begin_certificate(s, attempt);
    for (; undecided && n <= most; n *= 2) {
        struct ems_size_detail detail = {0};
        enum ems_status status =
            ems_size_simulate(s, plan, 1, size->certificate_seed, n, &size->plan, NULL, &detail);
        if (status != EMS_OK) return status;
        for (int32_t k = 0; k < size->world_count; k++)
            for (int32_t t = 0; t < s->base->target_count; t++) size->found_in[k][t] = detail.found[k][t];
        size->clauses = detail.clauses;
        size->certificate_replications = n;
        size->certified = judge(s, &undecided);
        int64_t needed = 0;
        if (undecided && !worth_more(s, most, &needed)) break;
        if (needed > 2 * n && 4 * n <= most) n *= 2; /* a look that would hardly decide is left out */
    }
    return EMS_OK;
}

/* Next time the search aims higher where the certificate was refused. */
static void aim_higher(struct ems_sizing *s)
{
    const struct ems_size *size = s->size;
    for (int32_t t = 0; t < s->base->target_count; t++) {
        if (size->judgement[t].verdict == EMS_VERDICT_YES || size->judgement[t].verdict == EMS_VERDICT_NA)
            continue;
        double short_of = s->base->targets[t].share - size->judgement[t].bound;
        if (isnan(short_of)) short_of = s->base->targets[t].share - size->plan.found[t].value;
        s->wanted[t] = rint(fmin(1, s->wanted[t] + fmax(short_of, 0.001)) * 1e9) / 1e9;
    }
}

/* The best that was found, where nothing holds: judged by the replications of the search. */
static void keep_best(struct ems_sizing *s, const struct ems_size_trial *trial)
{
    struct ems_size *size = s->size;
    size->plan = *trial;
    for (int32_t t = 0; t < s->base->target_count; t++)
        size->judgement[t] =
            ems_judge_at_least(&trial->found[t], s->base->targets[t].share, size->target_error, true);
}

/* Every attempt begins without the vehicles and shifts of the one before. */
static void begin_attempt(struct ems_sizing *s, int32_t patterns)
{
    for (int32_t i = 0; i < s->stations * s->base->type_count; i++) s->extra[i] = 0;
    ems_size_pattern_forget(s, patterns);
    if (s->size->shifts.count > 0) s->allowed[0] = true;
}

static enum ems_status attempt_once(struct ems_sizing *s, int attempt)
{
    struct ems_size_trial trial = s->clock;
    enum ems_status status = EMS_OK;
    bool shifts = s->size->shifts.count > 0;
    tell(s, 0);
    if (attempt == 0 || !shifts || !ems_size_met(s, &trial)) {
        status = ems_size_search(s, &trial);
        if (status == EMS_INFEASIBLE) keep_best(s, &trial);
        tell(s, 1);
        if (status == EMS_OK) status = ems_size_descend(s, &trial);
    }
    s->clock = trial;
    if (status == EMS_OK && shifts) status = ems_size_lay_shifts(s, &trial);
    tell(s, 2);
    if (status == EMS_OK) status = ems_size_select(s, &trial);
    if (status == EMS_OK) status = ems_size_choose_vehicles(s, &trial);
    tell(s, 3);
    return status == EMS_OK ? certify(s, &trial.plan, attempt) : status;
}

static enum ems_status search_and_certify(struct ems_sizing *s)
{
    struct ems_size *size = s->size;
    enum ems_status status = EMS_OK;
    int32_t patterns = size->pattern_count;
    for (int attempt = 0; attempt < ATTEMPTS && status == EMS_OK && !size->certified; attempt++) {
        begin_attempt(s, patterns);
        status = attempt_once(s, attempt);
        if (status == EMS_OK && !size->certified) aim_higher(s);
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
    if (status == EMS_OK) status = ems_size_try(s, &now, &size->now);
    if (status == EMS_OK) status = ems_size_correct_guide(s, &size->now);
    return status == EMS_OK ? try_ample(s) : status;
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
