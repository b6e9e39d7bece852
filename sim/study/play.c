#include "study/play.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "study/lane.h"

enum { LANES_PER_JOB = 2, JOBS_MOST = 1024, HOOKS_EVERY_MS = 100 };

/* Replications are numbered over all scenarios: of `count` scenarios, number n is replication n / count + 1
 * of scenario n % count. Everything below `lanes` is guarded by `lock` once threads run. */
struct run {
    struct ems_play *play;
    const struct ems_run_options *options;
    _Atomic int64_t end; /* numbers from here on end early: interrupted, or an earlier one failed */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct ems_lane *lanes;
    int32_t lane_count, jobs, working; /* threads asked for, and still at it */
    int64_t total, next, finished;     /* numbers: to play, to be handed out next, played */
    bool open;                         /* `total` may still grow */
    int64_t turn;                      /* the replication that is to be summed up next, from 0 */
    bool merging;                      /* some thread is summing up */
    bool interrupted;
    enum ems_status status; /* of the first number that failed */
    int64_t failed;         /* that number, INT64_MAX for none */
    int error;              /* its errno */
};

static int64_t number_of(const struct run *run, const struct ems_lane *lane)
{
    return (lane->replication - 1) * run->play->count + lane->scenario;
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
    atomic_store_explicit(&run->end, 0, memory_order_relaxed);
    pthread_cond_broadcast(&run->changed);
}

/* After every simulated hour of a lane. */
static enum ems_status between_hours(void *self, struct ems_lane *lane)
{
    struct run *run = self;
    if (run->jobs == 1 && !run->interrupted && !ask_caller(run)) interrupt(run);
    bool stop = number_of(run, lane) >= atomic_load_explicit(&run->end, memory_order_relaxed);
    return stop ? EMS_INTERRUPTED : EMS_OK;
}

/* ---- summing up in order; the lock is held ---- */

static void note_failure(struct run *run, const struct ems_lane *lane, enum ems_status status)
{
    int64_t number = number_of(run, lane);
    int error = errno;
    if (number >= run->failed) return;
    if (run->failed < INT64_MAX) {
        struct ems_results *later = run->play->results[run->play->failed];
        later->failed_replication = 0;
        later->broken_rule[0] = '\0';
    }
    run->failed = number;
    run->status = status;
    run->error = error;
    run->play->failed = lane->scenario;
    struct ems_results *results = run->play->results[lane->scenario];
    results->failed_replication = lane->replication;
    if (number < atomic_load_explicit(&run->end, memory_order_relaxed))
        atomic_store_explicit(&run->end, number, memory_order_relaxed);
    if (status != EMS_BROKEN || lane->sim == NULL) return;
    const char *rule = ems_sim_broken_rule(lane->sim);
    snprintf(results->broken_rule, sizeof results->broken_rule, "%s", rule != NULL ? rule : "");
}

static struct ems_lane *finished_lane(const struct run *run, int64_t number)
{
    for (int32_t i = 0; i < run->lane_count; i++) {
        struct ems_lane *lane = &run->lanes[i];
        if (lane->state == EMS_LANE_DONE && lane->status == EMS_OK && number_of(run, lane) == number)
            return lane;
    }
    return NULL;
}

/* Replication `turn` is finished in all scenarios, and none before it failed. */
static bool turn_has_come(const struct run *run)
{
    int64_t first = run->turn * run->play->count;
    for (int32_t s = 0; s < run->play->count; s++)
        if (first + s >= run->failed || finished_lane(run, first + s) == NULL) return false;
    return true;
}

static enum ems_status sum_up(struct run *run, struct ems_lane *lane)
{
    const struct ems_run_watch *watch = &run->options->watch;
    enum ems_status status = EMS_OK;
    if (lane->watched) status = watch->join(watch->self, lane->watcher);
    if (status != EMS_OK) return status;
    return ems_summary_merge(run->play->summaries[lane->scenario], lane->row, ems_sim_tallies(lane->sim));
}

static void take_turn(struct run *run)
{
    int64_t first = run->turn * run->play->count;
    for (int32_t s = 0; s < run->play->count; s++) {
        struct ems_lane *lane = finished_lane(run, first + s);
        pthread_mutex_unlock(&run->lock);
        enum ems_status status = sum_up(run, lane);
        pthread_mutex_lock(&run->lock);
        lane->state = EMS_LANE_FREE;
        if (status != EMS_OK) note_failure(run, lane, status);
    }
    run->turn++;
    pthread_cond_broadcast(&run->changed);
}

/* No draw of the inputs is left with less than its replications. */
static int64_t whole_groups(const struct ems_play *play, int64_t replications)
{
    return play->options->input_uncertainty ? replications + replications % EMS_RUN_INNER : replications;
}

/* When all are summed up: are they enough? */
static void look_whether_enough(struct run *run)
{
    struct ems_play *play = run->play;
    if (!run->open || run->turn < play->total) return;
    int64_t next = whole_groups(play, play->next(play->self, play->most));
    run->open = next > play->total && next < play->most;
    if (next > play->total) play->total = next;
    run->total = play->total * play->count;
}

/* Sums up all whose turn has come, unless another thread is at it. */
static void sum_up_ready(struct run *run)
{
    if (run->merging) return;
    run->merging = true;
    while (turn_has_come(run)) take_turn(run);
    look_whether_enough(run);
    run->merging = false;
}

/* ---- threads ---- */

static struct ems_lane *free_lane(const struct run *run, struct ems_lane *preferred, int32_t scenario)
{
    if (preferred != NULL && preferred->state == EMS_LANE_FREE && preferred->scenario == scenario)
        return preferred;
    for (int32_t i = 0; i < run->lane_count; i++)
        if (run->lanes[i].state == EMS_LANE_FREE && run->lanes[i].scenario == scenario) return &run->lanes[i];
    return NULL;
}

/* Nothing is left to play, now or later. */
static bool is_over(const struct run *run)
{
    if (run->next >= atomic_load_explicit(&run->end, memory_order_relaxed)) return true;
    return run->next >= run->total && !run->open;
}

/* Waits for a free lane and a replication to play on it; NULL when there is none left. */
static struct ems_lane *next_lane(struct run *run, struct ems_lane *preferred)
{
    int32_t count = run->play->count;
    for (;;) {
        if (is_over(run)) return NULL;
        struct ems_lane *lane =
            run->next < run->total ? free_lane(run, preferred, (int32_t)(run->next % count)) : NULL;
        if (lane != NULL) {
            lane->state = EMS_LANE_PLAYING;
            lane->replication = run->next++ / count + 1;
            return lane;
        }
        pthread_cond_wait(&run->changed, &run->lock);
    }
}

static void end_replication(struct run *run, struct ems_lane *lane, enum ems_status status)
{
    lane->state = EMS_LANE_DONE;
    lane->status = status;
    if (status == EMS_OK)
        run->finished++;
    else if (status != EMS_INTERRUPTED)
        note_failure(run, lane, status);
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
        enum ems_status status = ems_lane_play(lane);
        pthread_mutex_lock(&run->lock);
        end_replication(run, lane, status);
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

void ems_play_plan(struct ems_play *play)
{
    const struct ems_run_options *options = play->options;
    play->total = options->replications > 0 ? options->replications : play->models[0]->replications;
    play->most = play->total;
    if (options->precision_count > 0) {
        play->most = options->max_replications > 0 ? options->max_replications : EMS_PRECISION_MOST;
        if (play->total < EMS_PRECISION_FIRST) play->total = EMS_PRECISION_FIRST;
        if (play->total > play->most) play->total = play->most;
    }
    play->total = whole_groups(play, play->total);
    play->most = whole_groups(play, play->most);
}

static int32_t jobs_of(const struct run *run)
{
    const struct ems_run_options *options = run->options;
    int32_t jobs = options->jobs > 0 ? options->jobs : ems_study_processors();
    int64_t most = run->play->most * run->play->count;
    if (options->hooks.decide != NULL || options->sim.observer_count > 0) jobs = 1;
    if (jobs > JOBS_MOST) jobs = JOBS_MOST;
    return jobs > most ? (int32_t)most : jobs;
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

/* So many for each scenario that nobody waits while one that came out of order waits for its turn. */
static int32_t lanes_of_each(const struct run *run)
{
    int32_t scenarios = run->play->count, all = run->jobs * LANES_PER_JOB;
    int32_t each = (all + scenarios - 1) / scenarios;
    if (run->jobs == 1) return 1;
    if (each < LANES_PER_JOB) each = LANES_PER_JOB;
    return each > run->play->most ? (int32_t)run->play->most : each;
}

static enum ems_status make_lanes(struct run *run)
{
    const struct ems_play *play = run->play;
    int32_t count = lanes_of_each(run) * play->count;
    run->lanes = calloc((size_t)count, sizeof *run->lanes);
    if (run->lanes == NULL) return EMS_NO_MEMORY;
    for (; run->lane_count < count; run->lane_count++) {
        struct ems_lane *lane = &run->lanes[run->lane_count];
        int32_t s = lane->scenario = run->lane_count % play->count;
        enum ems_status status = ems_lane_init(lane, play->models[s], run->options, play->summaries[s]);
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

enum ems_status ems_play_all(struct ems_play *play)
{
    struct run run = {.play = play, .options = play->options, .end = INT64_MAX, .failed = INT64_MAX};
    run.total = play->total * play->count;
    run.turn = play->begun;
    run.next = run.finished = play->begun * play->count;
    run.open = play->next != NULL && play->total < play->most;
    run.jobs = jobs_of(&run);
    if (!init_lock(&run)) return EMS_NO_MEMORY;
    enum ems_status status = make_lanes(&run);
    if (status == EMS_OK) status = play_all(&run);
    int error = errno;
    free_lanes(&run);
    pthread_cond_destroy(&run.changed);
    pthread_mutex_destroy(&run.lock);
    errno = error;
    return status;
}
