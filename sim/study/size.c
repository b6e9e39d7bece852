#include "study/size_parts.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/standards.h"
#include "stats/paired.h"

enum { ROUNDS = 12, DESCENTS = 40, NEAR = 8, ATTEMPTS = 6, CERTIFY_MOST = 4, AMPLE_CREWS = 5 };
#define NEAR_LACK 0.015   /* of all targets together: such plans are worth a simulation */
#define FAR_LACK 0.05     /* plans that lack more are ruled out unseen */
#define INDIFFERENCE 0.01 /* one point */
#define FAMILY_ERROR 0.05

struct ems_size_options ems_size_options_default(void)
{
    return (struct ems_size_options){0};
}

static int64_t search_replications(const struct ems_sizing *s)
{
    return s->options->replications > 0 ? s->options->replications : 10;
}

static bool stopped(const struct ems_sizing *s)
{
    const struct ems_run_hooks *hooks = &s->options->hooks;
    return hooks->interrupted != NULL && hooks->interrupted(hooks->self);
}

/* Phases of the work, for whoever watches. */
static void tell(const struct ems_sizing *s, int64_t done)
{
    enum { PHASES = 6 };
    const struct ems_run_hooks *hooks = &s->options->hooks;
    if (hooks->progress != NULL) hooks->progress(hooks->self, done, PHASES, 0);
}

/* ---- one plan simulated ---- */

static enum ems_status try_plan(struct ems_sizing *s, const struct ems_size_plan *plan,
                                struct ems_size_trial *trial)
{
    struct ems_size_plan kept = ems_size_plan_new(s);
    if (kept.crews == NULL) return EMS_NO_MEMORY;
    ems_size_plan_copy(s, &kept, plan);
    return ems_size_simulate(s, &kept, 1, s->size->search_seed, search_replications(s), trial, NULL);
}

/* What the hypercube says beside what was simulated: it is right at this plan then. */
static enum ems_status correct_guide(struct ems_sizing *s, const struct ems_size_trial *trial)
{
    double shares[EMS_SIZE_TARGETS];
    memset(s->offset, 0, sizeof s->offset);
    enum ems_status status = ems_size_guess(s, &trial->plan, shares);
    for (int32_t t = 0; t < s->base.target_count && status == EMS_OK; t++)
        if (!isnan(trial->found[t].value))
            s->offset[t] = rint((trial->found[t].value - shares[t]) * 1e9) / 1e9;
    return status;
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
        ems_size_plan_change(s, &plan, i * size->pattern_count, each);
    enum ems_status status = try_plan(s, &plan, &size->ample);
    for (int32_t t = 0; t < s->base.target_count && status == EMS_OK; t++) {
        struct ems_judgement judged =
            ems_judge_at_least(&size->ample.found[t], s->base.targets[t].share, size->target_error, true);
        size->judgement[t] = judged;
        size->beyond[t] = judged.verdict == EMS_VERDICT_NO;
        beyond = beyond || size->beyond[t];
    }
    if (status != EMS_OK || !beyond) return status;
    size->plan = size->ample;
    return EMS_INFEASIBLE;
}

/* ---- the search ---- */

/* Grows and shrinks by the guide until its plan holds in simulation. The guide is corrected by every plan
 * that does not. EMS_INFEASIBLE: the best is in `trial`. */
static enum ems_status first_plan(struct ems_sizing *s, struct ems_size_trial *trial)
{
    struct ems_size_plan plan = ems_size_plan_new(s);
    enum ems_status status = plan.crews == NULL ? EMS_NO_MEMORY : EMS_OK;
    for (int round = 0; round < ROUNDS && status == EMS_OK; round++) {
        status = ems_size_grow(s, &plan, NULL, 0, NULL);
        if (status == EMS_OK) status = ems_size_shrink(s, &plan);
        if (status != EMS_OK && status != EMS_INFEASIBLE) return status;
        bool best = status == EMS_INFEASIBLE;
        status = try_plan(s, &plan, trial);
        if (status != EMS_OK) return status;
        if (ems_size_met(s, trial)) return EMS_OK;
        if (best) return EMS_INFEASIBLE;
        status = correct_guide(s, trial); /* next time it grows on from there */
    }
    return status == EMS_OK ? EMS_INFEASIBLE : status;
}

/* The first of the trials that meets all with the fewest hours; -1 when none does. */
static int32_t cheapest_met(const struct ems_sizing *s, const struct ems_size_trial *trials, int32_t count)
{
    int32_t best = -1;
    for (int32_t i = 0; i < count; i++)
        if (ems_size_met(s, &trials[i]) && (best < 0 || trials[i].plan.hours < trials[best].plan.hours))
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
        if (plan->crews[cell] == 0 || plan->count == 1) continue;
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
    enum ems_status status =
        ems_size_simulate(s, plans, count, s->size->search_seed, search_replications(s), trials, NULL);
    int32_t best = status == EMS_OK ? cheapest_met(s, trials, count) : -1;
    *found = best >= 0;
    if (*found) *trial = trials[best];
    return status;
}

/* By simulation: removals, then the cheaper exchanges that the guide thinks nearly enough. */
static enum ems_status descend(struct ems_sizing *s, struct ems_size_trial *trial)
{
    enum ems_status status = EMS_OK;
    for (int i = 0; i < DESCENTS && status == EMS_OK; i++) {
        struct ems_size_plan *fewer, near[NEAR];
        int32_t count = 0;
        bool found = false;
        if (stopped(s)) return EMS_INTERRUPTED;
        status = correct_guide(s, trial);
        if (status == EMS_OK) status = all_removals(s, &trial->plan, &fewer, &count);
        if (status == EMS_OK) status = step_down(s, trial, fewer, count, &found);
        if (status != EMS_OK || found) continue;
        status = ems_size_cheaper(s, &trial->plan, NEAR_LACK, near, NEAR, &count);
        if (status == EMS_OK && count > 0) status = step_down(s, trial, near, count, &found);
        if (!found) break;
    }
    return status;
}

/* ---- selection among plans of the same cost ---- */

static void means_over_targets(const struct ems_sizing *s, const double *values, int64_t count, double *out)
{
    int32_t targets = s->base.target_count;
    for (int64_t r = 0; r < count; r++) {
        out[r] = 0;
        for (int32_t t = 0; t < targets; t++) out[r] += values[r * targets + t] / targets;
    }
}

/* All plans are simulated again with more replications each time: the same first ones, and more. */
static enum ems_status look(struct ems_sizing *s, const struct ems_selection_def *def, int64_t count)
{
    struct ems_size *size = s->size;
    int32_t plans = size->alternative_count, targets = s->base.target_count, best;
    struct ems_size_plan list[EMS_SIZE_ALTERNATIVES];
    const double *rows[EMS_SIZE_ALTERNATIVES];
    double *values = EMS_NEW_ARRAY(&s->scratch, double, plans *count *targets);
    double *means = EMS_NEW_ARRAY(&s->scratch, double, plans *count);
    if (values == NULL || means == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < plans; i++) list[i] = size->alternatives[i].plan;
    enum ems_status status =
        ems_size_simulate(s, list, plans, size->search_seed, count, size->alternatives, values);
    if (status != EMS_OK) return status;
    for (int32_t i = 0; i < plans; i++) {
        means_over_targets(s, values + i * count * targets, count, means + i * count);
        rows[i] = means + i * count;
        if (!ems_size_met(s, &size->alternatives[i])) size->alive[i] = false;
    }
    size->alternatives_left = ems_selection_look(def, rows, plans, count, size->alive, &best);
    size->selection_replications = count;
    if (best <= 0) return EMS_OK;
    struct ems_size_trial first = size->alternatives[0]; /* the best stands first */
    bool alive = size->alive[0];
    size->alternatives[0] = size->alternatives[best];
    size->alternatives[best] = first;
    size->alive[0] = size->alive[best];
    size->alive[best] = alive;
    return EMS_OK;
}

static enum ems_status select_plan(struct ems_sizing *s, struct ems_size_trial *trial)
{
    struct ems_size *size = s->size;
    struct ems_size_plan moved[EMS_SIZE_ALTERNATIVES - 1];
    int32_t count = 0;
    struct ems_selection_def def = {
        .sure = 0.95, .indifference = INDIFFERENCE, .first = search_replications(s)};
    enum ems_status status =
        ems_size_moved(s, &trial->plan, NEAR_LACK, moved, EMS_SIZE_ALTERNATIVES - 1, &count);
    if (status != EMS_OK) return status;
    size->alternatives[0] = *trial;
    for (int32_t i = 0; i < count; i++) size->alternatives[i + 1] = (struct ems_size_trial){.plan = moved[i]};
    size->alternative_count = count + 1;
    for (int32_t i = 0; i <= count; i++) size->alive[i] = true;
    size->alternatives_left = count + 1;
    if (def.first < 2 || count == 0) {
        size->alternatives_left = 1;
        return EMS_OK;
    }
    for (int64_t n = def.first; n <= 8 * def.first && size->alternatives_left > 1 && status == EMS_OK;
         n *= 2) {
        ems_arena_reset(&s->scratch);
        status = look(s, &def, n);
    }
    if (status == EMS_OK) *trial = size->alternatives[0];
    return status;
}

/* ---- the certificate ---- */

static bool judge(struct ems_sizing *s, bool *undecided)
{
    struct ems_size *size = s->size;
    bool met = true;
    *undecided = false;
    for (int32_t t = 0; t < s->base.target_count; t++) {
        size->judgement[t] =
            ems_judge_at_least(&size->plan.found[t], s->base.targets[t].share, size->target_error, true);
        met = met &&
              (size->judgement[t].verdict == EMS_VERDICT_YES || size->judgement[t].verdict == EMS_VERDICT_NA);
        *undecided = *undecided || size->judgement[t].verdict == EMS_VERDICT_UNDECIDED;
    }
    return met;
}

static enum ems_status certify(struct ems_sizing *s, const struct ems_size_plan *plan)
{
    struct ems_size *size = s->size;
    int64_t first = s->options->certify > 0 ? s->options->certify : 200;
    bool undecided = true;
    for (int64_t n = first; n <= CERTIFY_MOST * first && undecided; n *= 2) {
        enum ems_status status = ems_size_simulate(s, plan, 1, size->certificate_seed, n, &size->plan, NULL);
        if (status != EMS_OK) return status;
        size->certificate_replications = n;
        size->certified = judge(s, &undecided);
    }
    return EMS_OK;
}

/* Next time the search aims higher where the certificate was refused. */
static void aim_higher(struct ems_sizing *s)
{
    const struct ems_size *size = s->size;
    for (int32_t t = 0; t < s->base.target_count; t++) {
        if (size->judgement[t].verdict == EMS_VERDICT_YES || size->judgement[t].verdict == EMS_VERDICT_NA)
            continue;
        double short_of = s->base.targets[t].share - size->judgement[t].bound;
        if (isnan(short_of)) short_of = s->base.targets[t].share - size->plan.found[t].value;
        s->wanted[t] = rint(fmin(1, s->wanted[t] + fmax(short_of, 0.001)) * 1e9) / 1e9;
    }
}

static enum ems_status search_and_certify(struct ems_sizing *s)
{
    struct ems_size *size = s->size;
    struct ems_size_trial trial = {0};
    enum ems_status status = EMS_OK;
    for (int attempt = 0; attempt < ATTEMPTS && status == EMS_OK && !size->certified; attempt++) {
        tell(s, 0);
        status = first_plan(s, &trial);
        if (status == EMS_INFEASIBLE) {
            size->plan = trial;
            bool undecided;
            judge(s, &undecided);
            return status;
        }
        tell(s, 1);
        if (status == EMS_OK) status = descend(s, &trial);
        tell(s, 2);
        if (status == EMS_OK) status = select_plan(s, &trial);
        tell(s, 3);
        if (status == EMS_OK) status = certify(s, &trial.plan);
        if (status == EMS_OK && !size->certified) aim_higher(s);
    }
    size->feasible = status == EMS_OK && size->certified;
    return status == EMS_OK && !size->certified ? EMS_INFEASIBLE : status;
}

/* ---- what else a planner asks ---- */

static enum ems_status list_steps(struct ems_sizing *s, struct ems_size_plan *plans)
{
    struct ems_size *size = s->size;
    int32_t patterns = size->pattern_count;
    size->steps = EMS_NEW_ARRAY(&size->arena, struct ems_size_step, 2 * s->stations);
    if (size->steps == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < s->stations; i++) {
        int32_t longest = EMS_NONE;
        for (int32_t p = 0; p < patterns; p++)
            if (size->plan.plan.crews[i * patterns + p] > 0 &&
                (longest == EMS_NONE || size->patterns[p].hours > size->patterns[longest].hours))
                longest = p;
        for (int32_t more = 1; more >= 0; more--) {
            int32_t pattern = more ? 0 : longest;
            if (pattern == EMS_NONE || (!more && size->plan.plan.count == 1)) continue;
            struct ems_size_plan *plan = &plans[1 + size->step_count];
            *plan = ems_size_plan_new(s);
            if (plan->crews == NULL) return EMS_NO_MEMORY;
            ems_size_plan_copy(s, plan, &size->plan.plan);
            ems_size_plan_change(s, plan, i * patterns + pattern, more ? 1 : -1);
            size->steps[size->step_count++] = (struct ems_size_step){
                .station = i, .more = more != 0, .hours = plan->hours - size->plan.plan.hours};
        }
    }
    return EMS_OK;
}

static void compare_step(struct ems_sizing *s, const struct ems_size_trial *trials, const double *values,
                         int64_t count, int32_t number, double *a, double *b)
{
    int32_t targets = s->base.target_count;
    for (int32_t t = 0; t < targets; t++) {
        double centre[2] = {0, 0};
        for (int64_t r = 0; r < count; r++) {
            a[r] = values[r * targets + t];
            b[r] = values[((number + 1) * count + r) * targets + t];
            centre[0] += a[r] / (double)count;
            centre[1] += b[r] / (double)count;
        }
        struct ems_paired_side first = {trials[0].found[t].value, centre[0], a};
        struct ems_paired_side second = {trials[number + 1].found[t].value, centre[1], b};
        s->size->steps[number].difference[t] = ems_paired_compute(&first, &second, count, NULL, 0).difference;
    }
}

/* One more and one fewer at each station, by pairs with the plan. */
static enum ems_status compute_steps(struct ems_sizing *s)
{
    int64_t count = search_replications(s);
    struct ems_size_plan *plans = EMS_NEW_ARRAY(&s->size->arena, struct ems_size_plan, 2 * s->stations + 1);
    struct ems_size_trial *trials =
        EMS_NEW_ARRAY(&s->size->arena, struct ems_size_trial, 2 * s->stations + 1);
    if (plans == NULL || trials == NULL) return EMS_NO_MEMORY;
    plans[0] = s->size->plan.plan;
    enum ems_status status = list_steps(s, plans);
    if (status != EMS_OK) return status;
    int32_t all = s->size->step_count + 1;
    ems_arena_reset(&s->scratch);
    double *values = EMS_NEW_ARRAY(&s->scratch, double, all *count * s->base.target_count);
    double *a = EMS_NEW_ARRAY(&s->scratch, double, count), *b = EMS_NEW_ARRAY(&s->scratch, double, count);
    if (s->scratch.failed) return EMS_NO_MEMORY;
    status = ems_size_simulate(s, plans, all, s->size->search_seed, count, trials, values);
    for (int32_t i = 0; i < s->size->step_count && status == EMS_OK; i++)
        compare_step(s, trials, values, count, i, a, b);
    return status;
}

/* The way up by the guide, simulated at some of its plans, the found plan last. */
static enum ems_status compute_curve(struct ems_sizing *s)
{
    enum { PATH = 400 };
    struct ems_size *size = s->size;
    struct ems_size_plan *path = EMS_NEW_ARRAY(&size->arena, struct ems_size_plan, PATH),
                         chosen[EMS_SIZE_CURVE];
    struct ems_size_plan plan = ems_size_plan_new(s);
    int32_t count = 0, last = 0, points = 0;
    if (path == NULL || plan.crews == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_size_grow(s, &plan, path, PATH, &count);
    if (status != EMS_OK && status != EMS_INFEASIBLE) return status;
    while (last < count && path[last].hours < size->plan.plan.hours) last++;
    int32_t wanted = last < EMS_SIZE_CURVE / 2 ? last : EMS_SIZE_CURVE / 2;
    for (int32_t i = 0; i < wanted; i++) chosen[points++] = path[i * last / wanted];
    chosen[points++] = size->plan.plan;
    status =
        ems_size_simulate(s, chosen, points, size->search_seed, search_replications(s), size->curve, NULL);
    if (status == EMS_OK) size->curve_count = points;
    return status;
}

/* Vehicles that the scenario's standards ask for, people grown as they are. */
static void judge_fleet(struct ems_sizing *s, const struct ems_model *model)
{
    struct ems_size *size = s->size;
    double people = 0, share = 0;
    for (int32_t a = 0; a < model->area_count; a++) people += model->areas[a].population;
    people = rint(people * size->growth.people_factor);
    for (int32_t t = 0; t < model->type_count; t++) {
        if (!model->types[t].emergency) continue;
        size->vehicles_owned += model->types[t].owned;
        if (model->types[t].negative_pressure) size->negative_owned += model->types[t].owned;
    }
    for (int32_t i = 0; i < model->standard_count && model->standard_files != NULL; i++)
        for (int32_t c = 0; model->standard_files[i] != NULL && c < model->standard_files[i]->clause_count;
             c++) {
            const struct ems_clause *clause = &model->standard_files[i]->clauses[c];
            if (clause->measure == EMS_MEASURE_PEOPLE_PER_VEHICLE)
                size->vehicles_required =
                    (int32_t)fmax(size->vehicles_required, ceil(people / clause->people));
            if (clause->measure == EMS_MEASURE_NEGATIVE_PRESSURE_SHARE) share = fmax(share, clause->share);
        }
    int32_t fleet =
        size->vehicles_owned > size->vehicles_required ? size->vehicles_owned : size->vehicles_required;
    size->negative_required = (int32_t)ceil(share * fleet - 1e-9);
}

static enum ems_status count_vehicles(struct ems_sizing *s)
{
    struct ems_arena arena = {0};
    struct ems_model model;
    s->size->vehicles = EMS_NEW_ARRAY(&s->size->arena, int32_t, s->stations * s->base.type_count);
    enum ems_status status = s->size->vehicles == NULL
                                 ? EMS_NO_MEMORY
                                 : ems_size_plan_model(s, &s->size->plan.plan, &arena, &model);
    for (int32_t v = 0; status == EMS_OK && v < model.vehicle_count; v++)
        s->size->vehicles[model.vehicles[v].station * model.type_count + model.vehicles[v].type]++;
    if (status == EMS_OK) judge_fleet(s, &model);
    ems_arena_free(&arena);
    return status;
}

/* ---- the whole ---- */

static enum ems_status work(struct ems_sizing *s)
{
    struct ems_size *size = s->size;
    struct ems_size_plan now;
    enum ems_status status = ems_sizing_prepare(s);
    if (status == EMS_OK) status = ems_size_plan_of_model(s, &now);
    if (status == EMS_OK) status = ems_analytic_create(&s->base, &s->analytic);
    if (status != EMS_OK) return status;
    ems_analytic_hurry(s->analytic);
    size->search_seed = s->base.seed;
    size->certificate_seed =
        (s->base.seed ^ UINT64_C(0x5ee0ceef1ca7e000)) & INT64_MAX; /* no seed that anybody types in */
    size->target_error = FAMILY_ERROR / s->base.target_count;
    for (int32_t t = 0; t < s->base.target_count; t++) s->wanted[t] = s->base.targets[t].share;
    status = try_plan(s, &now, &size->now);
    if (status == EMS_OK) status = correct_guide(s, &size->now);
    if (status == EMS_OK) status = try_ample(s);
    enum ems_status found = status == EMS_OK ? search_and_certify(s) : status;
    if (found != EMS_OK && found != EMS_INFEASIBLE) return found;
    tell(s, 4);
    status = count_vehicles(s);
    if (status == EMS_OK && size->feasible) status = compute_steps(s);
    tell(s, 5);
    if (status == EMS_OK && size->feasible) status = compute_curve(s);
    return status == EMS_OK ? found : status;
}

enum ems_status ems_size_run(const struct ems_scenario *scenario, const struct ems_size_options *options,
                             struct ems_size **out)
{
    double begun = ems_study_now_s();
    *out = calloc(1, sizeof **out);
    if (*out == NULL) return EMS_NO_MEMORY;
    struct ems_sizing s = {.size = *out, .options = options, .scenario = scenario};
    enum ems_status status = work(&s);
    ems_analytic_free(s.analytic);
    ems_arena_free(&s.scratch);
    (*out)->wall_s = ems_study_now_s() - begun;
    return status;
}

void ems_size_free(struct ems_size *size)
{
    if (size == NULL) return;
    ems_arena_free(&size->arena);
    free(size);
}
