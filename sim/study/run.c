#include "study/run.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "study/lane.h"

enum { LANES_PER_JOB = 2, JOBS_MOST = 1024, HOOKS_EVERY_MS = 100 };

struct ems_run_options ems_run_options_default(void)
{
    return (struct ems_run_options){0};
}

int32_t ems_study_processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    int count = CPU_COUNT(&set);
    return count < 1 ? 1 : count;
}

/* Everything below `lanes` is guarded by `lock` once threads run. */
struct run {
    const struct ems_model *model;
    const struct ems_run_options *options;
    struct ems_summary *summary;
    struct ems_results *results;
    _Atomic int64_t last; /* replications beyond this one end early: interrupted, or an earlier one failed */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct ems_lane *lanes;
    int32_t lane_count, jobs, working; /* threads asked for, and still at it */
    int64_t total, next, finished;     /* replications: to play, to be handed out next, played */
    int64_t most;                      /* that `total` may grow to */
    bool open;                         /* `total` may still grow */
    int64_t turn;                      /* the replication that is to be summed up next */
    bool merging;                      /* some thread is summing up */
    bool interrupted;
    enum ems_status status; /* of the first replication, in order, that failed */
    int error;              /* its errno */
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- what the caller is told and asked ---- */

static double share_under_way(const struct run *run)
{
    double share = 0;
    for (int32_t i = 0; i < run->lane_count; i++)
        if (run->lanes[i].state == EMS_LANE_PLAYING) share += ems_lane_share(&run->lanes[i]);
    return share;
}

/* Tells progress and asks whether to go on; `run->lock` is not held. */
static bool ask_caller(struct run *run)
{
    const struct ems_run_hooks *hooks = &run->options->hooks;
    pthread_mutex_lock(&run->lock);
    int64_t finished = run->finished, total = run->total;
    double under_way = share_under_way(run);
    pthread_mutex_unlock(&run->lock);
    if (hooks->interrupted != NULL && hooks->interrupted(hooks->self)) return false;
    if (hooks->progress != NULL) hooks->progress(hooks->self, finished, total, under_way);
    return true;
}

static void interrupt(struct run *run)
{
    run->interrupted = true;
    atomic_store_explicit(&run->last, 0, memory_order_relaxed);
    pthread_cond_broadcast(&run->changed);
}

/* After every simulated hour of a lane. */
static enum ems_status between_hours(void *self, struct ems_lane *lane)
{
    struct run *run = self;
    if (run->jobs == 1 && !run->interrupted && !ask_caller(run)) interrupt(run);
    bool stop = lane->replication > atomic_load_explicit(&run->last, memory_order_relaxed);
    return stop ? EMS_INTERRUPTED : EMS_OK;
}

/* ---- summing up in order; the lock is held ---- */

static void note_failure(struct run *run, const struct ems_lane *lane, enum ems_status status)
{
    struct ems_results *results = run->results;
    int error = errno;
    if (results->failed_replication > 0 && results->failed_replication <= lane->replication) return;
    run->status = status;
    run->error = error;
    results->failed_replication = lane->replication;
    int64_t last = atomic_load_explicit(&run->last, memory_order_relaxed);
    if (lane->replication - 1 < last)
        atomic_store_explicit(&run->last, lane->replication - 1, memory_order_relaxed);
    if (status != EMS_BROKEN || lane->sim == NULL) return;
    const char *rule = ems_sim_broken_rule(lane->sim);
    snprintf(results->broken_rule, sizeof results->broken_rule, "%s", rule != NULL ? rule : "");
}

static struct ems_lane *finished_lane(const struct run *run, int64_t replication)
{
    for (int32_t i = 0; i < run->lane_count; i++) {
        struct ems_lane *lane = &run->lanes[i];
        if (lane->state == EMS_LANE_DONE && lane->replication == replication && lane->status == EMS_OK)
            return lane;
    }
    return NULL;
}

static enum ems_status sum_up(struct run *run, struct ems_lane *lane)
{
    const struct ems_run_watch *watch = &run->options->watch;
    enum ems_status status = EMS_OK;
    if (lane->watched) status = watch->join(watch->self, lane->watcher);
    if (status == EMS_OK) status = ems_summary_merge(run->summary, lane->row, ems_sim_tallies(lane->sim));
    return status;
}

static void take_turn(struct run *run, struct ems_lane *lane)
{
    pthread_mutex_unlock(&run->lock);
    enum ems_status status = sum_up(run, lane);
    pthread_mutex_lock(&run->lock);
    lane->state = EMS_LANE_FREE;
    if (status != EMS_OK) note_failure(run, lane, status);
    run->turn = lane->replication + 1;
    pthread_cond_broadcast(&run->changed);
}

static bool may_be_summed(const struct run *run, int64_t replication)
{
    return run->results->failed_replication == 0 || replication < run->results->failed_replication;
}

/* When all are summed up: are the figures as precise as they were wanted? */
static void look_at_precision(struct run *run)
{
    const struct ems_run_options *options = run->options;
    if (!run->open || run->turn <= run->total) return;
    ems_summary_finish(run->summary, run->results);
    int64_t next = ems_precision_next(options->precisions, options->precision_count, run->results, run->most);
    run->open = next > run->total && next < run->most;
    run->total = next;
}

/* Sums up all whose turn has come, unless another thread is at it. */
static void sum_up_ready(struct run *run)
{
    struct ems_lane *lane;
    if (run->merging) return;
    run->merging = true;
    while (may_be_summed(run, run->turn) && (lane = finished_lane(run, run->turn)) != NULL)
        take_turn(run, lane);
    look_at_precision(run);
    run->merging = false;
}

/* ---- threads ---- */

static struct ems_lane *free_lane(const struct run *run, struct ems_lane *preferred)
{
    if (preferred != NULL && preferred->state == EMS_LANE_FREE) return preferred;
    for (int32_t i = 0; i < run->lane_count; i++)
        if (run->lanes[i].state == EMS_LANE_FREE) return &run->lanes[i];
    return NULL;
}

/* Nothing is left to play, now or later. */
static bool is_over(const struct run *run)
{
    if (run->next > atomic_load_explicit(&run->last, memory_order_relaxed)) return true;
    return run->next > run->total && !run->open;
}

/* Waits for a free lane and a replication to play on it; NULL when there is none left. */
static struct ems_lane *next_lane(struct run *run, struct ems_lane *preferred)
{
    for (;;) {
        if (is_over(run)) return NULL;
        struct ems_lane *lane = run->next <= run->total ? free_lane(run, preferred) : NULL;
        if (lane != NULL) {
            lane->state = EMS_LANE_PLAYING;
            lane->replication = run->next++;
            return lane;
        }
        pthread_cond_wait(&run->changed, &run->lock);
    }
}

static void end_replication(struct run *run, struct ems_lane *lane)
{
    lane->state = EMS_LANE_DONE;
    if (lane->status == EMS_OK)
        run->finished++;
    else if (lane->status != EMS_INTERRUPTED)
        note_failure(run, lane, lane->status);
    sum_up_ready(run);
    pthread_cond_broadcast(&run->changed);
}

static void *work(void *self)
{
    struct run *run = self;
    struct ems_lane *lane = NULL;
    pthread_mutex_lock(&run->lock);
    while ((lane = next_lane(run, lane)) != NULL) {
        pthread_mutex_unlock(&run->lock);
        lane->status = ems_lane_play(lane);
        pthread_mutex_lock(&run->lock);
        end_replication(run, lane);
    }
    run->working--;
    pthread_cond_broadcast(&run->changed);
    pthread_mutex_unlock(&run->lock);
    return NULL;
}

static void wait_a_moment(struct run *run)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += HOOKS_EVERY_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    int late = 0;
    while (run->working > 0 && late == 0) late = pthread_cond_timedwait(&run->changed, &run->lock, &until);
}

/* Speaks with the caller while the threads play. */
static void watch_threads(struct run *run)
{
    pthread_mutex_lock(&run->lock);
    while (run->working > 0) {
        wait_a_moment(run);
        pthread_mutex_unlock(&run->lock);
        bool go_on = ask_caller(run);
        pthread_mutex_lock(&run->lock);
        if (!go_on && !run->interrupted) interrupt(run);
    }
    pthread_mutex_unlock(&run->lock);
}

/* Plays everything in `jobs` threads, or in as many as the system gives. */
static enum ems_status play_in_threads(struct run *run)
{
    pthread_t *threads = calloc((size_t)run->jobs, sizeof *threads);
    int32_t count = 0;
    if (threads == NULL) return EMS_NO_MEMORY;
    pthread_mutex_lock(&run->lock);
    for (; count < run->jobs && pthread_create(&threads[count], NULL, work, run) == 0; count++)
        run->working++;
    pthread_mutex_unlock(&run->lock);
    if (count > 0) watch_threads(run);
    for (int32_t i = 0; i < count; i++) pthread_join(threads[i], NULL);
    free(threads);
    return count > 0 ? EMS_OK : EMS_NO_MEMORY;
}

static enum ems_status play_all(struct run *run)
{
    enum ems_status status = EMS_OK;
    if (run->jobs > 1)
        status = play_in_threads(run);
    else
        work(run);
    if (status != EMS_OK) return status;
    errno = run->error;
    if (run->status != EMS_OK) return run->status;
    if (run->interrupted) return EMS_INTERRUPTED;
    ask_caller(run); /* all is done: quick studies tell it here alone */
    return EMS_OK;
}

/* ---- beginning and end ---- */

static void plan_precision(struct run *run)
{
    const struct ems_run_options *options = run->options;
    run->most = run->total;
    if (options->precision_count == 0) return;
    run->most = options->max_replications > 0 ? options->max_replications : EMS_PRECISION_MOST;
    if (run->total < EMS_PRECISION_FIRST) run->total = EMS_PRECISION_FIRST;
    if (run->total > run->most) run->total = run->most;
    run->open = run->total < run->most;
}

static int32_t jobs_of(const struct run *run)
{
    const struct ems_run_options *options = run->options;
    int32_t jobs = options->jobs > 0 ? options->jobs : ems_study_processors();
    if (options->hooks.decide != NULL || options->sim.observer_count > 0) jobs = 1;
    if (jobs > JOBS_MOST) jobs = JOBS_MOST;
    return jobs > run->most ? (int32_t)run->most : jobs;
}

static bool init_lock(struct run *run)
{
    pthread_condattr_t attributes;
    if (pthread_mutex_init(&run->lock, NULL) != 0) return false;
    bool done = pthread_condattr_init(&attributes) == 0;
    if (done) {
        done = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
               pthread_cond_init(&run->changed, &attributes) == 0;
        pthread_condattr_destroy(&attributes);
    }
    if (!done) pthread_mutex_destroy(&run->lock);
    return done;
}

static enum ems_status make_lanes(struct run *run)
{
    int32_t count = run->jobs == 1 ? 1 : run->jobs * LANES_PER_JOB;
    if (count > run->most) count = (int32_t)run->most;
    run->lanes = calloc((size_t)count, sizeof *run->lanes);
    if (run->lanes == NULL) return EMS_NO_MEMORY;
    for (; run->lane_count < count; run->lane_count++) {
        struct ems_lane *lane = &run->lanes[run->lane_count];
        enum ems_status status = ems_lane_init(lane, run->model, run->options, run->summary);
        lane->hour = between_hours;
        lane->self = run;
        if (status == EMS_OK) continue;
        run->lane_count++;
        return status;
    }
    return EMS_OK;
}

static void free_lanes(struct run *run)
{
    for (int32_t i = 0; i < run->lane_count; i++) ems_lane_free(&run->lanes[i]);
    free(run->lanes);
}

enum ems_status ems_study_run(const struct ems_model *model, const struct ems_run_options *options,
                              struct ems_results **out)
{
    struct ems_summary *summary = NULL;
    enum ems_status status = ems_study_run_keeping(model, options, out, &summary);
    int error = errno;
    ems_summary_free(summary);
    errno = error;
    return status;
}

enum ems_status ems_study_run_keeping(const struct ems_model *model, const struct ems_run_options *options,
                                      struct ems_results **out, struct ems_summary **summary)
{
    double begun = now_s();
    int error = 0;
    struct run run = {.model = model, .options = options, .next = 1, .turn = 1, .last = INT64_MAX};
    run.total = options->replications > 0 ? options->replications : model->replications;
    plan_precision(&run);
    run.jobs = jobs_of(&run);
    *out = NULL;
    *summary = NULL;
    if (!init_lock(&run)) return EMS_NO_MEMORY;
    enum ems_status status = ems_summary_create(model, &run.summary);
    if (status != EMS_OK) goto end;
    run.results = ems_results_create(model);
    status = run.results != NULL ? make_lanes(&run) : EMS_NO_MEMORY;
    if (status == EMS_OK) status = play_all(&run);
    error = errno;
    if (run.results != NULL) {
        run.results->asked = run.total;
        run.results->warmup = options->warmup;
        ems_summary_finish(run.summary, run.results);
        ems_precision_report(options->precisions, options->precision_count, run.results);
        run.results->wall_s = now_s() - begun;
    }
    *out = run.results;
    if (run.results != NULL) *summary = run.summary;
end:
    free_lanes(&run);
    if (run.results == NULL) ems_summary_free(run.summary);
    pthread_cond_destroy(&run.changed);
    pthread_mutex_destroy(&run.lock);
    if (status == EMS_IO) errno = error;
    return status;
}
