/* Plans in one scenario, side by side so that they meet the same calls; and what comes of them over several
 * scenarios. */
#include "study/play.h"
#include "study/size_parts.h"

static int32_t figures_of(const struct ems_sizing *s)
{
    return s->base->target_count + 1;
}

/* ---- one scenario ---- */

enum ems_status ems_size_stage_open(struct ems_sizing *s, int32_t world,
                                    const struct ems_size_plan *const *plans, int32_t count, uint64_t seed,
                                    struct ems_size_stage *out)
{
    *out = (struct ems_size_stage){.s = s, .world = world, .count = count};
    for (int32_t i = 0; i < count; i++) {
        enum ems_status status = ems_size_plan_model(s, world, plans[i], &out->arena, &out->models[i]);
        if (status != EMS_OK) return status;
        out->models[i].seed = seed;
        status = ems_summary_create(&out->models[i], &out->summaries[i]);
        if (status != EMS_OK) return status;
        out->results[i] = ems_results_create(&out->models[i]);
        if (out->results[i] == NULL) return EMS_NO_MEMORY;
    }
    return EMS_OK;
}

enum ems_status ems_size_stage_play(struct ems_size_stage *stage, int64_t replications)
{
    struct ems_run_options options = ems_run_options_default();
    const struct ems_size_options *asked = stage->s->options;
    const struct ems_model *models[EMS_SIZE_AT_ONCE];
    options.replications = replications;
    options.jobs = asked->jobs;
    options.sim.skip_coverage = true; /* nothing here asks for dynamic cover */
    options.hooks.interrupted = asked->hooks.interrupted;
    options.hooks.self = asked->hooks.self;
    for (int32_t i = 0; i < stage->count; i++) models[i] = &stage->models[i];
    struct ems_play play = {.models = models,
                            .count = stage->count,
                            .options = &options,
                            .begun = stage->played,
                            .summaries = stage->summaries,
                            .results = stage->results};
    ems_play_plan(&play);
    enum ems_status status = ems_play_all(&play);
    if (status != EMS_OK) return status;
    stage->s->size->replications += stage->count * (replications - stage->played);
    stage->played = replications;
    for (int32_t i = 0; i < stage->count; i++) ems_summary_finish(stage->summaries[i], stage->results[i]);
    return EMS_OK;
}

void ems_size_stage_close(struct ems_size_stage *stage)
{
    for (int32_t i = 0; i < stage->count; i++) {
        ems_summary_free(stage->summaries[i]);
        ems_results_free(stage->results[i]);
    }
    ems_arena_free(&stage->arena);
    stage->count = 0;
}

/* ---- sheets ---- */

enum ems_status ems_size_sheet_begin(const struct ems_sizing *s, int64_t room, bool values,
                                     struct ems_arena *arena, struct ems_size_sheet *out)
{
    out->room = room;
    out->replications = 0;
    out->values = NULL;
    for (int32_t k = 0; k < s->world_count; k++)
        for (int32_t f = 0; f < figures_of(s); f++) out->found[k][f] = ems_figure_missing(EMS_NOTE_NO_CASES);
    if (!values && (s->world_count == 1 || s->size->judge == EMS_SIZE_WORST)) return EMS_OK;
    out->values = EMS_NEW_ARRAY(arena, double, s->world_count *figures_of(s) * room);
    return out->values != NULL ? EMS_OK : EMS_NO_MEMORY;
}

static double *values_of(const struct ems_sizing *s, const struct ems_size_sheet *sheet, int32_t world,
                         int32_t figure)
{
    if (sheet->values == NULL) return NULL;
    return sheet->values + ((int64_t)world * figures_of(s) + figure) * sheet->room;
}

void ems_size_stage_read(const struct ems_size_stage *stage, int32_t plan, struct ems_size_sheet *sheet)
{
    const struct ems_sizing *s = stage->s;
    const struct ems_results *results = stage->results[plan];
    sheet->replications = stage->played;
    for (int32_t f = 0; f < figures_of(s); f++) {
        bool last = f == s->base->target_count;
        const struct ems_figure *figure = last ? &results->all.mean_s : &results->targets[f].found;
        double *values = values_of(s, sheet, stage->world, f), centre;
        sheet->found[stage->world][f] = *figure;
        if (values != NULL && !ems_summary_values(stage->summaries[plan], figure, values, &centre))
            for (int64_t r = 0; r < stage->played; r++) values[r] = NAN;
    }
}

/* The world with the lowest share, or the longest response, of those that were played. */
static int32_t worst_world(const struct ems_sizing *s, const struct ems_size_sheet *sheet, int32_t figure)
{
    double sign = figure == s->base->target_count ? -1 : 1;
    int32_t worst = 0;
    for (int32_t k = 1; k < s->world_count; k++) {
        double value = sheet->found[k][figure].value, least = sheet->found[worst][figure].value;
        if (isnan(least) || sign * value < sign * least) worst = k;
    }
    return worst;
}

/* Mean by weight of the worlds that have such requests: replication by replication, into the first one's
 * values. Calls of one number are the same in all, so that replications go together. */
static struct ems_figure mean_over_worlds(const struct ems_sizing *s, const struct ems_size_sheet *sheet,
                                          int32_t figure)
{
    double *out = values_of(s, sheet, 0, figure), value = 0, weight = 0, cases = 0, sum = 0, squares = 0;
    double n = (double)sheet->replications, most = figure == s->base->target_count ? INFINITY : 1;
    for (int32_t k = 0; k < s->world_count; k++) {
        const struct ems_figure *found = &sheet->found[k][figure];
        double own = s->worlds[k].weight;
        if (isnan(found->value)) continue;
        const double *in = values_of(s, sheet, k, figure);
        for (int64_t r = 0; r < sheet->replications; r++)
            out[r] = weight > 0 ? out[r] + own * in[r] : own * in[r];
        value += own * found->value;
        cases = weight > 0 ? fmin(cases, found->cases) : found->cases;
        weight += own;
    }
    if (weight <= 0) return ems_figure_missing(EMS_NOTE_NO_CASES);
    for (int64_t r = 0; r < sheet->replications; r++) sum += out[r] /= weight;
    for (int64_t r = 0; r < sheet->replications; r++) squares += (out[r] - sum / n) * (out[r] - sum / n);
    if (sheet->replications < 2) return ems_figure_bare(value / weight, 1, EMS_NOTE_ONE_REPLICATION);
    struct ems_figure result =
        ems_figure_make(value / weight, sqrt(squares / (n - 1) / n), sheet->replications, 0, most);
    result.cases = cases;
    return result;
}

struct ems_figure ems_size_sheet_judged(const struct ems_sizing *s, const struct ems_size_sheet *sheet,
                                        int32_t figure, const double **values)
{
    if (s->world_count > 1 && s->size->judge == EMS_SIZE_MEAN) {
        *values = values_of(s, sheet, 0, figure);
        return mean_over_worlds(s, sheet, figure);
    }
    int32_t world = worst_world(s, sheet, figure);
    *values = values_of(s, sheet, world, figure);
    return sheet->found[world][figure];
}
