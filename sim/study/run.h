/* Runs the replications of a study, several at a time, and sums them up in replication order. The results are
 * the same bytes for every run of one model, whatever the number of threads; only `wall_s` differs.
 *
 *   struct ems_run_options options = ems_run_options_default();
 *   status = ems_study_run(model, &options, &results);   results may be partial, see below
 *   ems_results_free(results);
 *
 * Each thread plays whole replications, handed out in their order. A finished one waits until those before it
 * are summed up; at most two for each thread are held at once, so memory does not grow with replications. */
#ifndef EMS_STUDY_RUN_H
#define EMS_STUDY_RUN_H

#include "engine/sim.h"
#include "study/precision.h"
#include "study/results.h"

/* What the caller may do while a study runs; always called in the thread that called ems_study_run: after
 * every simulated hour with one job, else ten times a second. Any function may be NULL. */
struct ems_run_hooks {
    void *self;
    /* True ends the study. */
    bool (*interrupted)(void *self);
    /* `done` replications of `total`, and how much of those under way, in replications. */
    void (*progress)(void *self, int64_t done, int64_t total, double under_way);
    /* The policy `human` asks: answer with ems_sim_decide. Without it such a scenario is EMS_BAD_USAGE, with
     * it the study has one job. */
    enum ems_status (*decide)(void *self, struct ems_sim *sim);
};

/* Who watches the first `replications` of them. Each lane has a watcher of its own, which sees one
 * replication after another, all in one thread at a time; what it took down of each is joined in replication
 * order. A status other than EMS_OK ends the study. No function may be NULL when `replications` is not 0. */
struct ems_run_watch {
    int64_t replications;
    void *self;
    enum ems_status (*open)(void *self, void **watcher);
    struct ems_observer (*observer)(void *watcher); /* gets all facts */
    enum ems_status (*begin)(void *watcher, struct ems_sim *sim, int64_t replication);
    enum ems_status (*hour)(void *watcher, struct ems_sim *sim); /* has gone on by about an hour */
    /* The replication that it saw last is finished, and its turn has come: one call at a time. */
    enum ems_status (*join)(void *self, void *watcher);
    void (*close)(void *self, void *watcher);
};

enum { EMS_RUN_INNER = 2 }; /* replications that share a draw of the inputs */

struct ems_run_options {
    int64_t replications;     /* 0: as many as the model says */
    struct ems_warmup warmup; /* how the model's warm-up was found, for the results */
    /* Wishes that the study goes on for until they are met (study/precision.h): it then has at least 20
     * replications, and at most `max_replications` (0: 1,000). Borrowed, texts too, while results are used.
     */
    const struct ems_precision *precisions;
    int32_t precision_count;
    int64_t max_replications;
    /* Replications 2 k - 1 and 2 k meet inputs drawn anew for the k-th time (model/inputs.h), and figures
     * hold what is not known of them (stats/input.h). A number of replications that is odd is raised by one.
     */
    bool input_uncertainty;
    int32_t jobs;               /* threads; 0: as many as there are processors */
    struct ems_sim_options sim; /* its observers watch every replication: the study then has one job */
    struct ems_run_hooks hooks;
    struct ems_run_watch watch;
};

/* As many replications as the model says, on all processors, watched by nobody. */
struct ems_run_options ems_run_options_default(void);

/* Replications are numbered from 1. *out is NULL only for EMS_NO_MEMORY at the very start; else it has all
 * that is finished, and `failed_replication` and `broken_rule` when one failed (the first in order; those
 * before it are in the results). EMS_INTERRUPTED: the caller asked to stop;
 * what is there then are the first replications, the same as of a study that asked for so many. */
enum ems_status ems_study_run(const struct ems_model *model, const struct ems_run_options *options,
                              struct ems_results **out);

/* Processors that this process may use, at least 1. */
int32_t ems_study_processors(void);
/* Seconds that go on whatever the clock on the wall does. */
double ems_study_now_s(void);

#endif
