/* Runs the replications of a study one after another and sums them up. The results are the same bytes for
 * every run of one model; only `wall_s` differs.
 *
 *   struct ems_run_options options = ems_run_options_default();
 *   status = ems_study_run(model, &options, &results);   results may be partial, see below
 *   ems_results_free(results);
 */
#ifndef EMS_STUDY_RUN_H
#define EMS_STUDY_RUN_H

#include "engine/sim.h"
#include "study/results.h"

/* What the caller may do while a study runs. Any function may be NULL. */
struct ems_run_hooks {
    void *self;
    /* True ends the study; asked after every simulated hour. */
    bool (*interrupted)(void *self);
    /* `done` replications of `total`, and the share (0..1) of the next; told after every simulated hour. */
    void (*progress)(void *self, int64_t done, int64_t total, double share);
    /* The policy `human` asks: answer with ems_sim_decide. Without it such a scenario is EMS_BAD_USAGE. */
    enum ems_status (*decide)(void *self, struct ems_sim *sim);
};

/* Who watches the first `replications` of them: gets all facts, and is told when a replication begins, has
 * gone on by about an hour, has ended. A status other than EMS_OK ends the study. Any function may be NULL.
 */
struct ems_run_watch {
    int64_t replications;
    struct ems_observer observer;
    void *self;
    enum ems_status (*begin)(void *self, struct ems_sim *sim, int64_t replication);
    enum ems_status (*hour)(void *self, struct ems_sim *sim);
    enum ems_status (*end)(void *self, struct ems_sim *sim);
};

struct ems_run_options {
    int64_t replications;       /* 0: as many as the model says */
    struct ems_sim_options sim; /* its observers watch every replication */
    struct ems_run_hooks hooks;
    struct ems_run_watch watch;
};

struct ems_run_options ems_run_options_default(void);

/* Replications are numbered from 1. *out is NULL only for EMS_NO_MEMORY at the very start; else it has all
 * that is finished, and `failed_replication` and `broken_rule` when one failed. EMS_INTERRUPTED: the caller
 * asked to stop. */
enum ems_status ems_study_run(const struct ems_model *model, const struct ems_run_options *options,
                              struct ems_results **out);

#endif
