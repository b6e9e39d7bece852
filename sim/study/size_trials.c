/* Simulations of plans, several side by side so that they meet the same calls; in every scenario that plans
 * are judged over. */
#include "study/size_parts.h"

#include <stdlib.h>
#include <string.h>

#include "study/play.h"

enum { AT_ONCE = 4, FIGURES = EMS_SIZE_TARGETS + 1 }; /* plans in memory together; targets and the mean */

/* A few plans, played in one scenario after the other. */
struct batch {
    struct ems_sizing *s;
    int32_t count, world;
    int64_t replications;
    struct ems_model models[AT_ONCE];
    const struct ems_model *list[AT_ONCE];
    struct ems_summary *summaries[AT_ONCE];
    struct ems_results *results[AT_ONCE];
    struct ems_figure (*found)[AT_ONCE][FIGURES]; /* by world; the mean response comes last */
    double *values;                               /* worlds x plans x figures x replications */
    struct ems_arena arena;
};

static double *values_of(const struct batch *b, int32_t world, int32_t plan, int32_t figure)
{
    int64_t row = ((int64_t)world * AT_ONCE + plan) * (b->s->base->target_count + 1) + figure;
    return b->values + row * b->replications;
}

static enum ems_status prepare(struct batch *b, const struct ems_size_plan *plans, uint64_t seed)
{
    for (int32_t i = 0; i < b->count; i++) {
        enum ems_status status = ems_size_plan_model(b->s, b->world, &plans[i], &b->arena, &b->models[i]);
        if (status != EMS_OK) return status;
        b->models[i].seed = seed;
        b->list[i] = &b->models[i];
        status = ems_summary_create(&b->models[i], &b->summaries[i]);
        if (status != EMS_OK) return status;
        b->results[i] = ems_results_create(&b->models[i]);
        if (b->results[i] == NULL) return EMS_NO_MEMORY;
    }
    return EMS_OK;
}

static enum ems_status play(struct batch *b)
{
    struct ems_run_options options = ems_run_options_default();
    options.replications = b->replications;
    options.jobs = b->s->options->jobs;
    options.sim.skip_coverage = true; /* nothing here asks for dynamic cover */
    options.hooks.interrupted = b->s->options->hooks.interrupted;
    options.hooks.self = b->s->options->hooks.self;
    struct ems_play play = {.models = b->list,
                            .count = b->count,
                            .options = &options,
                            .summaries = b->summaries,
                            .results = b->results};
    ems_play_plan(&play);
    return ems_play_all(&play);
}

static void read_results(struct batch *b)
{
    int32_t targets = b->s->base->target_count;
    for (int32_t i = 0; i < b->count; i++) {
        ems_summary_finish(b->summaries[i], b->results[i]);
        for (int32_t f = 0; f <= targets; f++) {
            const struct ems_figure *figure =
                f == targets ? &b->results[i]->all.mean_s : &b->results[i]->targets[f].found;
            double *values = values_of(b, b->world, i, f), centre;
            b->found[b->world][i][f] = *figure;
            if (!ems_summary_values(b->summaries[i], figure, values, &centre))
                for (int64_t r = 0; r < b->replications; r++) values[r] = NAN;
        }
    }
}

static void let_go(struct batch *b)
{
    for (int32_t i = 0; i < b->count; i++) {
        ems_summary_free(b->summaries[i]);
        ems_results_free(b->results[i]);
        b->summaries[i] = NULL;
        b->results[i] = NULL;
    }
}

/* ---- several scenarios as one ---- */

/* The scenario with the lowest share, or the longest response. */
static int32_t worst_world(const struct batch *b, int32_t plan, int32_t figure)
{
    double sign = figure == b->s->base->target_count ? -1 : 1;
    int32_t worst = 0;
    for (int32_t k = 1; k < b->s->world_count; k++) {
        double value = b->found[k][plan][figure].value, least = b->found[worst][plan][figure].value;
        if (isnan(least) || sign * value < sign * least) worst = k;
    }
    return worst;
}

/* Mean by weight of the scenarios that have such requests: replication by replication, into the first one's
 * values. Calls of one number are the same in all, so that replications go together. */
static struct ems_figure mean_over_worlds(const struct batch *b, int32_t plan, int32_t figure)
{
    double *out = values_of(b, 0, plan, figure), value = 0, weight = 0, cases = 0, sum = 0, squares = 0;
    double n = (double)b->replications, most = figure == b->s->base->target_count ? INFINITY : 1;
    for (int32_t k = 0; k < b->s->world_count; k++) {
        const struct ems_figure *found = &b->found[k][plan][figure];
        double own = b->s->worlds[k].weight;
        if (isnan(found->value)) continue;
        const double *in = values_of(b, k, plan, figure);
        for (int64_t r = 0; r < b->replications; r++)
            out[r] = weight > 0 ? out[r] + own * in[r] : own * in[r];
        value += own * found->value;
        cases = weight > 0 ? fmin(cases, found->cases) : found->cases;
        weight += own;
    }
    if (weight <= 0) return ems_figure_missing(EMS_NOTE_NO_CASES);
    for (int64_t r = 0; r < b->replications; r++) sum += out[r] /= weight;
    for (int64_t r = 0; r < b->replications; r++) squares += (out[r] - sum / n) * (out[r] - sum / n);
    if (b->replications < 2) return ems_figure_bare(value / weight, 1, EMS_NOTE_ONE_REPLICATION);
    struct ems_figure result =
        ems_figure_make(value / weight, sqrt(squares / (n - 1) / n), b->replications, 0, most);
    result.cases = cases;
    return result;
}

/* The figure over all scenarios; its values are at *values then. */
static struct ems_figure over_worlds(const struct batch *b, int32_t plan, int32_t figure,
                                     const double **values)
{
    if (b->s->world_count > 1 && b->s->size->judge == EMS_SIZE_MEAN) {
        *values = values_of(b, 0, plan, figure);
        return mean_over_worlds(b, plan, figure);
    }
    int32_t world = worst_world(b, plan, figure);
    *values = values_of(b, world, plan, figure);
    return b->found[world][plan][figure];
}

static void combine(const struct batch *b, const struct ems_size_plan *plans, struct ems_size_trial *trials,
                    double *values)
{
    int32_t targets = b->s->base->target_count;
    for (int32_t i = 0; i < b->count; i++) {
        const double *of;
        double *out = values == NULL ? NULL : values + i * b->replications * targets;
        trials[i].plan = plans[i];
        for (int32_t t = 0; t < targets; t++) {
            trials[i].found[t] = over_worlds(b, i, t, &of);
            for (int64_t r = 0; r < b->replications && out != NULL; r++) out[r * targets + t] = of[r];
        }
        trials[i].mean_s = over_worlds(b, i, targets, &of);
    }
}

/* By the scenario itself; the clauses stay after the models are gone. */
static enum ems_status take_detail(struct batch *b, struct ems_size_detail *detail)
{
    for (int32_t t = 0; t < b->s->base->target_count; t++)
        detail->found[b->world][t] = b->found[b->world][0][t];
    if (b->world > 0 || !b->s->options->standards) return EMS_OK;
    return ems_standards_judge(&b->models[0], b->results[0], &b->s->size->arena, &detail->clauses);
}

static enum ems_status play_batch(struct batch *b, const struct ems_size_plan *plans, uint64_t seed,
                                  struct ems_size_detail *detail)
{
    struct ems_sizing *s = b->s;
    enum ems_status status = EMS_OK;
    int64_t rows = (int64_t)s->world_count * AT_ONCE * (s->base->target_count + 1);
    b->found = ems_arena_alloc(&b->arena, EMS_SIZE_WORLDS, sizeof *b->found);
    b->values = EMS_NEW_ARRAY(&b->arena, double, rows * b->replications);
    if (b->arena.failed) return EMS_NO_MEMORY;
    for (b->world = 0; b->world < s->world_count && status == EMS_OK; b->world++) {
        status = prepare(b, plans, seed);
        if (status == EMS_OK) status = play(b);
        if (status == EMS_OK) read_results(b);
        if (status == EMS_OK && detail != NULL) status = take_detail(b, detail);
        let_go(b);
        s->size->replications += b->count * b->replications;
    }
    return status;
}

enum ems_status ems_size_simulate(struct ems_sizing *s, const struct ems_size_plan *plans, int32_t count,
                                  uint64_t seed, int64_t replications, struct ems_size_trial *trials,
                                  double *values, struct ems_size_detail *detail)
{
    enum ems_status status = EMS_OK;
    for (int32_t done = 0; done < count && status == EMS_OK; done += AT_ONCE) {
        struct batch b = {
            .s = s, .count = count - done < AT_ONCE ? count - done : AT_ONCE, .replications = replications};
        double *part = values == NULL ? NULL : values + done * replications * s->base->target_count;
        status = play_batch(&b, plans + done, seed, detail);
        if (status == EMS_OK) combine(&b, plans + done, trials + done, part);
        ems_arena_free(&b.arena);
        s->size->plans_simulated += b.count;
    }
    return status;
}

enum ems_status ems_size_try(struct ems_sizing *s, const struct ems_size_plan *plan,
                             struct ems_size_trial *trial)
{
    struct ems_size_plan kept = ems_size_plan_new(s);
    if (kept.crews == NULL) return EMS_NO_MEMORY;
    ems_size_plan_copy(s, &kept, plan);
    return ems_size_simulate(s, &kept, 1, s->size->search_seed, ems_size_search_replications(s), trial, NULL,
                             NULL);
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
