#include "validation/intervals.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scenario/load.h"
#include "study/run.h"
#include "validation/theory.h"

enum { TRIALS = 4000, FIGURES = 3, THREADS_MAX = 64, SERVERS = 2 };
static const double LOAD = 1, SERVICE_S = 600, LEAST = 0.941, NARROWED = 0.6;
static const char *const wishes[FIGURES] = {"mean 15 %", "within 5 min 2.5 points", "p90 11 %"};

/* What theory says of the wait, which is the response here: nobody drives. */
static void theory(double expected[FIGURES])
{
    double waits = theory_erlang_c(LOAD, SERVERS), drain = SERVERS - LOAD;
    expected[0] = theory_mean_wait(LOAD, SERVERS) * SERVICE_S;
    expected[1] = theory_wait_within(LOAD, SERVERS, 300 / SERVICE_S);
    expected[2] = log(waits / 0.1) / drain * SERVICE_S; /* P(W > t) = C exp(-(c - a) t) */
}

struct trial {
    double low[FIGURES], high[FIGURES], value[FIGURES];
    int64_t replications;
};

struct trials {
    const struct ems_model *model;
    const struct ems_precision *precisions;
    uint64_t seed;
    struct trial *items;
    atomic_int next, failed;
};

static void play(struct trials *trials, int32_t number)
{
    struct ems_model model = *trials->model; /* with a seed of its own */
    struct ems_run_options options = ems_run_options_default();
    struct ems_results *results = NULL;
    struct trial *trial = &trials->items[number];
    model.seed = trials->seed + (uint64_t)number;
    options.jobs = 1;
    options.replications = 20;
    options.sim.skip_coverage = true;
    options.precisions = trials->precisions;
    options.precision_count = FIGURES;
    if (ems_study_run(&model, &options, &results) != EMS_OK) atomic_fetch_add(&trials->failed, 1);
    for (int f = 0; results != NULL && f < FIGURES; f++) {
        const struct ems_figure *figure = ems_metric_figure(results, &trials->precisions[f].metric);
        trial->low[f] = figure->low;
        trial->high[f] = figure->high;
        trial->value[f] = figure->value;
        trial->replications = results->replications;
    }
    ems_results_free(results);
}

static void *worker(void *self)
{
    struct trials *trials = self;
    for (int i; (i = atomic_fetch_add(&trials->next, 1)) < TRIALS;) play(trials, i);
    return NULL;
}

static void play_all(struct trials *trials)
{
    pthread_t threads[THREADS_MAX];
    int32_t wanted = ems_study_processors(), started = 0;
    if (wanted > THREADS_MAX) wanted = THREADS_MAX;
    while (started < wanted - 1 && pthread_create(&threads[started], NULL, worker, trials) == 0) started++;
    worker(trials);
    for (int32_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
}

/* Share of trials whose interval, narrowed to a part, holds what theory says. */
static double hold(const struct trials *trials, int f, double expected, double part)
{
    int32_t held = 0;
    for (int32_t i = 0; i < TRIALS; i++) {
        const struct trial *t = &trials->items[i];
        double low = t->value[f] - part * (t->value[f] - t->low[f]);
        double high = t->value[f] + part * (t->high[f] - t->value[f]);
        held += low <= expected && expected <= high;
    }
    return (double)held / TRIALS;
}

static double mean_replications(const struct trials *trials)
{
    double sum = 0;
    for (int32_t i = 0; i < TRIALS; i++) sum += (double)trials->items[i].replications;
    return sum / TRIALS;
}

static int32_t report(const struct trials *trials, const double expected[FIGURES])
{
    int32_t refused = 0, caught = 0;
    printf("Intervals: M/M/%d, load %g, %d studies, as many replications as wished for: %.1f on average\n",
           SERVERS, LOAD, TRIALS, mean_replications(trials));
    for (int f = 0; f < FIGURES; f++) {
        double share = hold(trials, f, expected[f], 1);
        bool ok = share >= LEAST;
        refused += !ok;
        caught += hold(trials, f, expected[f], NARROWED) < LEAST;
        printf("  %-34s %10.6f  95 %% intervals hold in %.2f %%, at least %.1f %% wanted  %s\n", wishes[f],
               expected[f], 100 * share, 100 * LEAST, ok ? "ok" : "REFUSED");
    }
    printf("  mutant: %-34s %s\n", "intervals 40 % narrower", caught == FIGURES ? "caught" : "NOT CAUGHT");
    return refused + (caught != FIGURES);
}

int32_t check_intervals(const char *folder, uint64_t seed)
{
    char path[512];
    static const char *const sets[] = {"clock.warmup=12 h", "clock.duration=4 d",
                                       "stations.base.vehicles.ambulance=2"};
    struct ems_load_options options = {.sets = sets, .set_count = 3};
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    struct ems_precision precisions[FIGURES];
    double expected[FIGURES];
    int32_t wrong = 1;
    snprintf(path, sizeof path, "%s/queue.yaml", folder);
    struct trials trials = {.items = calloc(TRIALS, sizeof *trials.items), .seed = seed * TRIALS};
    if (trials.items == NULL) abort();
    if (ems_scenario_load(path, &options, &diags, &scenario) == EMS_OK) {
        trials.model = ems_scenario_model(scenario);
        trials.precisions = precisions;
        for (int f = 0; f < FIGURES; f++)
            if (ems_precision_parse(trials.model, wishes[f], &diags, &precisions[f]) != EMS_OK) abort();
        theory(expected);
        play_all(&trials);
        wrong = report(&trials, expected) + atomic_load(&trials.failed);
    }
    ems_diags_free(&diags);
    ems_scenario_free(scenario);
    free(trials.items);
    return wrong;
}
