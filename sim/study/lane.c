#include "study/lane.h"

#include <stdlib.h>

static bool list_observers(struct ems_lane *lane)
{
    const struct ems_sim_options *sim = &lane->options->sim;
    lane->observers = calloc((size_t)sim->observer_count + 1, sizeof *lane->observers);
    if (lane->observers == NULL) return false;
    for (int32_t i = 0; i < sim->observer_count; i++) lane->observers[i] = sim->observers[i];
    return true;
}

static enum ems_status open_watcher(struct ems_lane *lane)
{
    const struct ems_run_watch *watch = &lane->options->watch;
    if (watch->replications == 0) return EMS_OK;
    enum ems_status status = watch->open(watch->self, &lane->watcher);
    if (status == EMS_OK) lane->observers[lane->options->sim.observer_count] = watch->observer(lane->watcher);
    return status;
}

enum ems_status ems_lane_init(struct ems_lane *lane, const struct ems_model *model,
                              const struct ems_run_options *options, const struct ems_summary *summary)
{
    lane->model = model;
    lane->options = options;
    lane->summary = summary;
    lane->row = calloc((size_t)ems_summary_columns(summary), sizeof *lane->row);
    if (lane->row == NULL || !list_observers(lane)) return EMS_NO_MEMORY;
    return open_watcher(lane);
}

void ems_lane_free(struct ems_lane *lane)
{
    if (lane->watcher != NULL) lane->options->watch.close(lane->options->watch.self, lane->watcher);
    ems_sim_free(lane->sim);
    ems_arena_free(&lane->arena);
    free(lane->observers);
    free(lane->row);
}

/* What the next replication is played on; a simulation with other inputs is of no more use. */
static enum ems_status choose_model(struct ems_lane *lane, const struct ems_model **out)
{
    int64_t draw = (lane->replication - 1) / EMS_RUN_INNER + 1;
    *out = lane->model;
    if (!lane->options->input_uncertainty) return EMS_OK;
    *out = &lane->own;
    if (lane->drawn == draw) return EMS_OK;
    ems_sim_free(lane->sim);
    lane->sim = NULL;
    ems_arena_free(&lane->arena);
    lane->arena = (struct ems_arena){0};
    lane->drawn = draw;
    return ems_model_redraw(lane->model, draw, &lane->arena, &lane->own);
}

/* Makes the simulation ready, anew when it is watched no longer. */
static enum ems_status prepare(struct ems_lane *lane)
{
    const struct ems_model *model;
    enum ems_status status = choose_model(lane, &model);
    if (status != EMS_OK) return status;
    bool watched = lane->replication <= lane->options->watch.replications;
    atomic_store_explicit(&lane->now, 0, memory_order_relaxed);
    if (lane->sim != NULL && watched == lane->watched) return ems_sim_restart(lane->sim, lane->replication);
    ems_sim_free(lane->sim);
    lane->sim = NULL;
    lane->watched = watched;
    struct ems_sim_options options = lane->options->sim;
    options.observers = lane->observers;
    options.observer_count += watched;
    return ems_sim_create(model, lane->replication, &options, &lane->sim);
}

double ems_lane_share(const struct ems_lane *lane)
{
    const struct ems_model *model = lane->model;
    ems_time end = ems_model_window_end(model);
    if (end == EMS_NEVER) end = model->trace_count > 0 ? model->trace[model->trace_count - 1].arrival : 0;
    ems_time now = atomic_load_explicit(&lane->now, memory_order_relaxed);
    return now >= end || end <= 0 ? 1 : (double)now / (double)end;
}

static enum ems_status between_hours(struct ems_lane *lane)
{
    const struct ems_run_watch *watch = &lane->options->watch;
    atomic_store_explicit(&lane->now, ems_sim_now(lane->sim), memory_order_relaxed);
    enum ems_status status = lane->hour(lane->self, lane);
    if (status != EMS_OK || !lane->watched) return status;
    return watch->hour(lane->watcher, lane->sim);
}

static enum ems_status decide(struct ems_lane *lane)
{
    const struct ems_run_hooks *hooks = &lane->options->hooks;
    return hooks->decide != NULL ? hooks->decide(hooks->self, lane->sim) : EMS_BAD_USAGE;
}

static enum ems_status play(struct ems_lane *lane)
{
    ems_time until = ems_sim_now(lane->sim) + EMS_HOUR;
    for (;;) {
        enum ems_status status = EMS_OK;
        switch (ems_sim_run_until(lane->sim, until)) {
        case EMS_STEPPED:
            status = between_hours(lane);
            until += EMS_HOUR;
            break;
        case EMS_NEEDS_DECISION:
            status = decide(lane);
            break;
        case EMS_FINISHED:
            return EMS_OK;
        case EMS_FAILED:
            return ems_sim_status(lane->sim);
        }
        if (status != EMS_OK) return status;
    }
}

enum ems_status ems_lane_play(struct ems_lane *lane)
{
    const struct ems_run_watch *watch = &lane->options->watch;
    enum ems_status status = prepare(lane);
    if (status == EMS_OK && lane->watched) status = watch->begin(lane->watcher, lane->sim, lane->replication);
    if (status == EMS_OK) status = play(lane);
    if (status == EMS_OK)
        status = ems_summary_take_down(lane->summary, ems_sim_tallies(lane->sim), lane->row);
    return status;
}
