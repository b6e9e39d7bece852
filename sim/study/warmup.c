#include "study/warmup.h"

#include <math.h>
#include <stdlib.h>

enum { BATCHES_LEFT = 5, PER_BATCH = 5 };
static const double UNFINISHED_MOST = 0.01;

/* What pilots found, by day (or week) of ringing: of one replication, or of all. */
struct series {
    ems_time day;
    int32_t days;
    struct ems_mean_tally *sums;
    int64_t requests, unfinished; /* still open at the very end */
};

int32_t ems_mser(const double *values, int32_t count)
{
    double sum = 0, squares = 0, least = INFINITY;
    int32_t best = 0;
    for (int32_t d = count - 1; d >= 0; d--) {
        double n = count - d, value = values[d] - values[count - 1]; /* small, so that squares lose nothing */
        sum += value;
        squares += value * value;
        double spread = fmax(0, squares - sum * sum / n) / (n * n);
        if (n < BATCHES_LEFT || spread > least) continue;
        least = spread;
        best = d;
    }
    return best;
}

/* ---- pilots ---- */

static void note(void *self, const struct ems_call_fact *fact)
{
    struct series *series = self;
    if (!fact->counted || !fact->is_request || fact->rang < 0) return;
    int64_t day = fact->rang / series->day;
    if (day >= series->days) return;
    ems_time time = fact->response;
    if (time == EMS_NEVER) time = fact->cancelled != EMS_NEVER ? fact->cancelled - fact->rang : EMS_NEVER;
    if (time == EMS_NEVER) time = series->days * series->day - fact->rang;
    series->requests++;
    series->unfinished += fact->outcome == EMS_OUT_UNFINISHED;
    series->sums[day].sum += time;
    series->sums[day].count++;
}

static enum ems_status open(void *self, void **watcher)
{
    const struct series *all = self;
    struct series *one = *watcher = calloc(1, sizeof *one);
    if (one == NULL) return EMS_NO_MEMORY;
    *one = *all;
    one->sums = calloc((size_t)all->days, sizeof *all->sums);
    if (one->sums != NULL) return EMS_OK;
    free(one);
    *watcher = NULL;
    return EMS_NO_MEMORY;
}

static struct ems_observer observe(void *watcher)
{
    return (struct ems_observer){.self = watcher, .call = note};
}

static enum ems_status begin(void *watcher, struct ems_sim *sim, int64_t replication)
{
    struct series *series = watcher;
    (void)sim, (void)replication;
    series->requests = series->unfinished = 0;
    for (int32_t i = 0; i < series->days; i++) series->sums[i] = (struct ems_mean_tally){0};
    return EMS_OK;
}

static enum ems_status hour(void *watcher, struct ems_sim *sim)
{
    (void)watcher, (void)sim;
    return EMS_OK;
}

static enum ems_status join(void *self, void *watcher)
{
    struct series *all = self;
    const struct series *one = watcher;
    all->requests += one->requests;
    all->unfinished += one->unfinished;
    for (int32_t i = 0; i < all->days; i++) {
        all->sums[i].sum += one->sums[i].sum;
        all->sums[i].count += one->sums[i].count;
    }
    return EMS_OK;
}

static void close(void *self, void *watcher)
{
    struct series *one = watcher;
    (void)self;
    free(one->sums);
    free(one);
}

/* ---- the series ---- */

/* Demand of the first seven days is not the same every day. */
static bool weekdays_differ(const struct ems_model *model)
{
    double first = 0;
    for (int32_t day = 0; day < 7; day++) {
        double sum = 0;
        for (int32_t h = 0; h < 24; h++)
            sum += ems_model_demand_factor(model, day * EMS_DAY - model->clock.start_of_day + h * EMS_HOUR +
                                                      EMS_DAY);
        if (day == 0) first = sum;
        if (fabs(sum - first) > 1e-9 * first) return true;
    }
    return false;
}

static struct series plan(const struct ems_model *model)
{
    int64_t days = model->clock.duration / EMS_DAY;
    bool weeks = days >= 50 * 7 && weekdays_differ(model);
    struct series series = {.day = weeks ? 7 * EMS_DAY : EMS_DAY};
    int64_t count = model->clock.duration / series.day;
    series.days = count > 1000000 ? 1000000 : (int32_t)count;
    return series;
}

/* Means of batches, in place over `values`; days without a request repeat the one before. */
static int32_t batch_means(const struct series *series, int32_t per_batch, double *values)
{
    int32_t batches = series->days / per_batch;
    for (int32_t b = 0; b < batches; b++) {
        double sum = 0, n = 0;
        for (int32_t i = b * per_batch; i < (b + 1) * per_batch; i++) {
            if (series->sums[i].count == 0) continue;
            sum += (double)series->sums[i].sum / (double)series->sums[i].count;
            n++;
        }
        values[b] = n > 0 ? sum / n : b > 0 ? values[b - 1] : 0;
    }
    return batches;
}

static enum ems_status judge(const struct series *series, const struct ems_model *model,
                             struct ems_warmup *out)
{
    int32_t per_batch = series->days >= 50 ? PER_BATCH : 1;
    double *values = calloc((size_t)series->days, sizeof *values);
    if (values == NULL) return EMS_NO_MEMORY;
    out->batch = per_batch * series->day;
    out->batches = batch_means(series, per_batch, values);
    int32_t left_out = ems_mser(values, out->batches);
    bool piled_up = (double)series->unfinished > UNFINISHED_MOST * (double)series->requests;
    out->steady = 2 * left_out <= out->batches && !piled_up;
    out->warmup = out->steady ? left_out * out->batch : model->clock.duration / 2;
    free(values);
    return EMS_OK;
}

enum ems_status ems_warmup_find(const struct ems_model *model, const struct ems_run_options *options,
                                struct ems_warmup *out)
{
    struct series series = plan(model);
    struct ems_model pilot = *model; /* counts from the very beginning */
    struct ems_run_options own = ems_run_options_default();
    struct ems_results *results = NULL;
    pilot.clock.warmup = 0;
    own.jobs = options->jobs;
    own.replications = EMS_WARMUP_PILOTS;
    own.hooks = options->hooks;
    own.sim.skip_coverage = true;
    own.watch = (struct ems_run_watch){.replications = EMS_WARMUP_PILOTS,
                                       .self = &series,
                                       .open = open,
                                       .observer = observe,
                                       .begin = begin,
                                       .hour = hour,
                                       .join = join,
                                       .close = close};
    *out = (struct ems_warmup){.warmup = model->clock.warmup, .pilots = EMS_WARMUP_PILOTS};
    series.sums = calloc((size_t)series.days, sizeof *series.sums);
    if (series.sums == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_study_run(&pilot, &own, &results);
    if (status == EMS_OK) status = judge(&series, model, out);
    ems_results_free(results);
    free(series.sums);
    return status;
}
