#include "study/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "study/summary.h"

struct ems_run_options ems_run_options_default(void)
{
    return (struct ems_run_options){0};
}

struct run {
    const struct ems_model *model;
    const struct ems_run_options *options;
    struct ems_summary *summary;
    struct ems_results *results;
    struct ems_sim *sim;
    int64_t replication, total;
    bool watched;                   /* the simulation was made with the watch's observer */
    struct ems_observer *observers; /* those of the options, then the watch's */
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Makes the simulation ready for run->replication, anew when it is watched no longer. */
static enum ems_status prepare(struct run *run)
{
    bool watched = run->replication <= run->options->watch.replications;
    if (run->sim != NULL && watched == run->watched) return ems_sim_restart(run->sim, run->replication);
    ems_sim_free(run->sim);
    run->sim = NULL;
    run->watched = watched;
    struct ems_sim_options options = run->options->sim;
    options.observers = run->observers;
    options.observer_count += watched;
    return ems_sim_create(run->model, run->replication, &options, &run->sim);
}

static bool list_observers(struct run *run)
{
    const struct ems_sim_options *sim = &run->options->sim;
    run->observers = calloc((size_t)sim->observer_count + 1, sizeof *run->observers);
    if (run->observers == NULL) return false;
    for (int32_t i = 0; i < sim->observer_count; i++) run->observers[i] = sim->observers[i];
    run->observers[sim->observer_count] = run->options->watch.observer;
    return true;
}

static void tell_progress(const struct run *run, double share)
{
    const struct ems_run_hooks *hooks = &run->options->hooks;
    if (hooks->progress != NULL) hooks->progress(hooks->self, run->replication - 1, run->total, share);
}

/* How much of the replication is gone by: of the time until counting ends, the rest being short. */
static double share_done(const struct run *run)
{
    const struct ems_model *model = run->model;
    ems_time end = ems_model_window_end(model);
    if (end == EMS_NEVER) end = model->trace_count > 0 ? model->trace[model->trace_count - 1].arrival : 0;
    ems_time now = ems_sim_now(run->sim);
    return now >= end || end <= 0 ? 1 : (double)now / (double)end;
}

/* After every simulated hour. */
static enum ems_status between_hours(struct run *run)
{
    const struct ems_run_hooks *hooks = &run->options->hooks;
    const struct ems_run_watch *watch = &run->options->watch;
    if (hooks->interrupted != NULL && hooks->interrupted(hooks->self)) return EMS_INTERRUPTED;
    tell_progress(run, share_done(run));
    return run->watched && watch->hour != NULL ? watch->hour(watch->self, run->sim) : EMS_OK;
}

static enum ems_status decide(struct run *run)
{
    const struct ems_run_hooks *hooks = &run->options->hooks;
    return hooks->decide != NULL ? hooks->decide(hooks->self, run->sim) : EMS_BAD_USAGE;
}

static enum ems_status play(struct run *run)
{
    ems_time until = ems_sim_now(run->sim) + EMS_HOUR;
    for (;;) {
        enum ems_status status = EMS_OK;
        switch (ems_sim_run_until(run->sim, until)) {
        case EMS_STEPPED:
            status = between_hours(run);
            until += EMS_HOUR;
            break;
        case EMS_NEEDS_DECISION:
            status = decide(run);
            break;
        case EMS_FINISHED:
            return EMS_OK;
        case EMS_FAILED:
            return ems_sim_status(run->sim);
        }
        if (status != EMS_OK) return status;
    }
}

static enum ems_status one_replication(struct run *run)
{
    const struct ems_run_watch *watch = &run->options->watch;
    enum ems_status status = prepare(run);
    if (status == EMS_OK && run->watched && watch->begin != NULL)
        status = watch->begin(watch->self, run->sim, run->replication);
    if (status == EMS_OK) status = play(run);
    if (status == EMS_OK && run->watched && watch->end != NULL) status = watch->end(watch->self, run->sim);
    if (status == EMS_OK) status = ems_summary_add(run->summary, ems_sim_tallies(run->sim));
    return status;
}

static void note_failure(struct run *run, enum ems_status status)
{
    run->results->failed_replication = run->replication;
    if (status != EMS_BROKEN || run->sim == NULL) return;
    const char *rule = ems_sim_broken_rule(run->sim);
    snprintf(run->results->broken_rule, sizeof run->results->broken_rule, "%s", rule != NULL ? rule : "");
}

/* Plays all replications, or as many as go well. */
static enum ems_status play_all(struct run *run)
{
    for (run->replication = 1; run->replication <= run->total; run->replication++) {
        tell_progress(run, 0);
        enum ems_status status = one_replication(run);
        if (status != EMS_OK) return status;
    }
    return EMS_OK;
}

enum ems_status ems_study_run(const struct ems_model *model, const struct ems_run_options *options,
                              struct ems_results **out)
{
    double begun = now_s();
    struct run run = {.model = model, .options = options};
    run.total = options->replications > 0 ? options->replications : model->replications;
    enum ems_status status = EMS_NO_MEMORY;
    *out = run.results = ems_results_create(model);
    if (run.results == NULL || !list_observers(&run) || ems_summary_create(model, &run.summary) != EMS_OK) {
        ems_results_free(run.results);
        *out = NULL;
        goto end;
    }
    status = play_all(&run);
    run.results->asked = run.total;
    if (status != EMS_OK && status != EMS_INTERRUPTED) note_failure(&run, status);
    ems_summary_finish(run.summary, run.results);
    run.results->wall_s = now_s() - begun;
end:
    ems_sim_free(run.sim);
    ems_summary_free(run.summary);
    free(run.observers);
    return status;
}
