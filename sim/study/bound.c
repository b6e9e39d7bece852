#include "study/bound.h"

#include <stdlib.h>
#include <string.h>

#include "stats/paired.h"
#include "stats/ratio.h"
#include "study/bound_parts.h"
#include "study/weights.h"

/* ---- may there be a bound? ---- */

static enum ems_bound_fault fault_of(const struct ems_model *model)
{
    double requests = 0;
    if (model->has_trace) return EMS_BOUND_FAULT_TRACE;
    for (int32_t a = 0; a < model->area_count; a++) requests += model->areas[a].requests_per_year;
    if (!(requests > 0)) return EMS_BOUND_FAULT_NO_DEMAND;
    for (int32_t i = 0; i < model->timeline_count; i++)
        if (model->timeline[i].area != EMS_NONE &&
            (model->timeline[i].requests < 1 || model->timeline[i].requests > 1))
            return EMS_BOUND_FAULT_AREA_DEMAND;
    if (model->dispatch.policy->asks_caller || model->destination.policy->asks_caller)
        return EMS_BOUND_FAULT_PERSON;
    return EMS_BOUND_FAULT_NONE;
}

/* ---- preparing ---- */

static enum ems_status take_model(struct ems_bounding *b, const struct ems_model *model)
{
    struct ems_model *own = EMS_NEW(&b->bound->arena, struct ems_model);
    if (own == NULL) return EMS_NO_MEMORY;
    *own = *model;
    if (b->options->targets != NULL) {
        own->targets = b->options->targets;
        own->target_count = b->options->target_count;
    }
    b->model = b->bound->model = own;
    b->bound->found = EMS_NEW_ARRAY(&b->bound->arena, struct ems_bound_found, own->target_count + 1);
    b->weight = EMS_NEW_ARRAY(&b->bound->arena, double, own->place_count + 1);
    return b->bound->arena.failed ? EMS_NO_MEMORY : EMS_OK;
}

/* 1, 0.71, 0.5, ... of a chance; the first is 0. */
static void set_prices(struct ems_bounding *b)
{
    double price = 1;
    for (int32_t k = 1; k < EMS_BOUND_PRICES; k++, price *= 0.70710678118654752) b->price[k] = price;
}

static enum ems_status prepare(struct ems_bounding *b, const struct ems_model *model)
{
    enum ems_status status = take_model(b, model);
    if (status != EMS_OK) return status;
    ems_place_weights(model, b->weight);
    set_prices(b);
    status = ems_bound_prepare_duty(b);
    b->units_most = b->duty.most;
    if (status == EMS_OK) status = ems_bound_prepare_speeds(b);
    if (status == EMS_OK) status = ems_bound_prepare_profiles(b);
    return status == EMS_OK ? ems_bound_prepare_cover(b) : status;
}

/* ---- from rows to figures ---- */

struct columns {
    double *base, *within, *bounded_base, *bounded, *calls, *free_crews, *road;
    double *first, *second; /* pseudo-values */
};

static bool make_columns(struct ems_bounding *b, struct columns *c)
{
    struct ems_arena *arena = &b->bound->arena;
    double **all[] = {&c->base,       &c->within, &c->bounded_base, &c->bounded, &c->calls,
                      &c->free_crews, &c->road,   &c->first,        &c->second};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = EMS_NEW_ARRAY(arena, double, b->row_count + 1);
    return !arena->failed;
}

static const double *row_of(const struct ems_bounding *b, int64_t replication, int32_t target)
{
    return b->row + (replication * b->model->target_count + target) * EMS_BOUND_COLUMNS;
}

/* Every price is a bound: the one that is least over all replications. */
static int32_t best_price(const struct ems_bounding *b, int32_t target)
{
    int32_t best = 0;
    double least = INFINITY;
    for (int32_t k = 0; k < EMS_BOUND_PRICES; k++) {
        double sum = 0;
        for (int64_t r = 0; r < b->row_count; r++) sum += row_of(b, r, target)[EMS_BOUND_VALUE + k];
        if (sum < least) {
            least = sum;
            best = k;
        }
    }
    return best;
}

static struct ems_figure difference(struct columns *c, int64_t count, const struct ems_figure *now,
                                    const struct ems_figure *bound)
{
    struct ems_paired_side first = {.value = now->value, .values = c->first};
    struct ems_paired_side second = {.value = bound->value, .values = c->second};
    first.centre = ems_pseudo_values(c->within, c->base, count, c->first);
    second.centre = ems_pseudo_values(c->bounded, c->bounded_base, count, c->second);
    return ems_paired_compute(&first, &second, count, NULL, 0).difference;
}

static void find(struct ems_bounding *b, int32_t target, struct columns *c)
{
    struct ems_bound_found *found = &b->bound->found[target];
    int32_t price = best_price(b, target);
    int64_t count = b->row_count;
    double ample = 0, cases = 0;
    for (int64_t r = 0; r < count; r++) {
        const double *row = row_of(b, r, target);
        double most =
            row[EMS_BOUND_BASE] + (row[EMS_BOUND_SURE] - (row[EMS_BOUND_BASE] - row[EMS_BOUND_CALLS]));
        c->base[r] = row[EMS_BOUND_BASE];
        c->within[r] = row[EMS_BOUND_WITHIN];
        c->bounded_base[r] = most;
        c->bounded[r] = row[EMS_BOUND_VALUE + price] + row[EMS_BOUND_SURE];
        c->calls[r] = row[EMS_BOUND_CALLS];
        c->free_crews[r] = row[EMS_BOUND_FREE];
        c->road[r] = row[EMS_BOUND_ROAD];
        ample += row[EMS_BOUND_STATIC] + row[EMS_BOUND_SURE];
        cases += most;
    }
    found->now = ems_ratio_figure(c->within, c->base, count, 1);
    found->bound = ems_ratio_figure(c->bounded, c->bounded_base, count, 1);
    found->bound.value = fmin(1, found->bound.value);
    found->free_crews = ems_ratio_figure(c->free_crews, c->calls, count, INFINITY);
    found->on_road = ems_ratio_figure(c->road, c->calls, count, INFINITY);
    found->at_stations = cases > 0 ? ample / cases : NAN;
    found->left = difference(c, count, &found->now, &found->bound);
}

/* ---- the whole ---- */

static enum ems_status simulate(struct ems_bounding *b, const struct ems_model *model)
{
    struct ems_run_options run = ems_run_options_default();
    struct ems_results *results;
    run.replications = b->options->replications > 0 ? b->options->replications : model->replications;
    run.jobs = b->options->jobs;
    run.hooks = b->options->hooks;
    run.sim.skip_coverage = true;
    run.watch = ems_bound_watch(b, run.replications);
    b->bound->asked = run.replications;
    enum ems_status status = ems_study_run(model, &run, &results);
    if (results != NULL) b->bound->broken_rule = results->broken_rule;
    ems_results_free(results);
    return status;
}

static enum ems_status compute(struct ems_bounding *b, const struct ems_model *model,
                               enum ems_bound_fault *fault)
{
    struct columns columns;
    enum ems_status status = prepare(b, model);
    if (status == EMS_OK && b->duty.most == 0) *fault = EMS_BOUND_FAULT_NOBODY;
    if (status == EMS_OK && b->duty.most == 0) return EMS_BAD_USAGE;
    if (status == EMS_OK) status = simulate(b, model);
    b->bound->replications = b->row_count;
    if (status != EMS_OK && (status != EMS_INTERRUPTED || b->row_count == 0)) return status;
    if (!make_columns(b, &columns)) return EMS_NO_MEMORY;
    for (int32_t t = 0; t < b->model->target_count; t++) find(b, t, &columns);
    return status;
}

enum ems_status ems_bound_run(const struct ems_model *model, const struct ems_bound_options *options,
                              struct ems_bound **out, enum ems_bound_fault *fault)
{
    double begun = ems_study_now_s();
    *out = NULL;
    *fault = fault_of(model);
    if (*fault != EMS_BOUND_FAULT_NONE) return EMS_BAD_USAGE;
    struct ems_bound *bound = calloc(1, sizeof *bound);
    if (bound == NULL) return EMS_NO_MEMORY;
    struct ems_bounding b = {.bound = bound, .options = options};
    enum ems_status status = compute(&b, model, fault);
    free(b.row);
    bound->wall_s = ems_study_now_s() - begun;
    bool kept = status == EMS_OK || status == EMS_BROKEN || (status == EMS_INTERRUPTED && b.row_count > 0);
    if (kept)
        *out = bound;
    else
        ems_bound_free(bound);
    return status;
}

void ems_bound_free(struct ems_bound *bound)
{
    if (bound == NULL) return;
    ems_arena_free(&bound->arena);
    free(bound);
}
