/* Simulations of plans, several side by side so that they meet the same calls. */
#include "study/size_parts.h"

#include <stdlib.h>
#include <string.h>

#include "study/play.h"

enum { AT_ONCE = 4 }; /* plans in memory together */

struct batch {
    struct ems_sizing *s;
    int32_t count;
    struct ems_model models[AT_ONCE];
    const struct ems_model *list[AT_ONCE];
    struct ems_summary *summaries[AT_ONCE];
    struct ems_results *results[AT_ONCE];
    struct ems_arena arena;
};

static enum ems_status prepare(struct batch *b, const struct ems_size_plan *plans, uint64_t seed)
{
    for (int32_t i = 0; i < b->count; i++) {
        enum ems_status status = ems_size_plan_model(b->s, &plans[i], &b->arena, &b->models[i]);
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

static enum ems_status play(struct batch *b, int64_t replications)
{
    struct ems_run_options options = ems_run_options_default();
    options.replications = replications;
    options.jobs = b->s->options->jobs;
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

static void take_values(const struct batch *b, int32_t i, int64_t replications, double *out, double *scratch)
{
    int32_t targets = b->s->base.target_count;
    for (int32_t t = 0; t < targets; t++) {
        double centre;
        if (!ems_summary_values(b->summaries[i], &b->results[i]->targets[t].found, scratch, &centre))
            for (int64_t r = 0; r < replications; r++) scratch[r] = NAN;
        for (int64_t r = 0; r < replications; r++) out[r * targets + t] = scratch[r];
    }
}

static enum ems_status read_results(struct batch *b, const struct ems_size_plan *plans, int64_t replications,
                                    struct ems_size_trial *trials, double *values)
{
    double *scratch = EMS_NEW_ARRAY(&b->arena, double, replications + 1);
    if (scratch == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < b->count; i++) {
        ems_summary_finish(b->summaries[i], b->results[i]);
        trials[i].plan = plans[i];
        trials[i].mean_s = b->results[i]->all.mean_s;
        for (int32_t t = 0; t < b->s->base.target_count; t++)
            trials[i].found[t] = b->results[i]->targets[t].found;
        if (values != NULL)
            take_values(b, i, replications, values + i * replications * b->s->base.target_count, scratch);
    }
    return EMS_OK;
}

enum ems_status ems_size_simulate(struct ems_sizing *s, const struct ems_size_plan *plans, int32_t count,
                                  uint64_t seed, int64_t replications, struct ems_size_trial *trials,
                                  double *values)
{
    enum ems_status status = EMS_OK;
    for (int32_t done = 0; done < count && status == EMS_OK; done += AT_ONCE) {
        struct batch b = {.s = s, .count = count - done < AT_ONCE ? count - done : AT_ONCE};
        double *part = values == NULL ? NULL : values + done * replications * s->base.target_count;
        status = prepare(&b, plans + done, seed);
        if (status == EMS_OK) status = play(&b, replications);
        if (status == EMS_OK) status = read_results(&b, plans + done, replications, trials + done, part);
        for (int32_t i = 0; i < b.count; i++) {
            ems_summary_free(b.summaries[i]);
            ems_results_free(b.results[i]);
        }
        ems_arena_free(&b.arena);
        s->size->plans_simulated += b.count;
        s->size->replications += b.count * replications;
    }
    return status;
}

bool ems_size_met(const struct ems_sizing *s, const struct ems_size_trial *trial)
{
    for (int32_t t = 0; t < s->base.target_count; t++)
        if (!isnan(trial->found[t].value) && trial->found[t].value < s->wanted[t]) return false;
    return true;
}
