/* Plays the replications of a scenario, or of several side by side, on threads, and sums them up in
 * replication order. Replication r of every scenario is played before r + 1 of any is handed out, and summed
 * up once it is finished for all: whenever playing ends, all have the same first replications. Inside study
 * only. */
#ifndef EMS_STUDY_PLAY_H
#define EMS_STUDY_PLAY_H

#include "study/run.h"
#include "study/summary.h"

struct ems_play {
    const struct ems_model *const *models;
    int32_t count; /* of models */
    const struct ems_run_options *options;
    struct ems_summary *const *summaries; /* one for each model, as the results */
    struct ems_results *const *results;   /* what failed is noted in them */
    int64_t begun;                        /* so many are in the summaries from an earlier call */
    int64_t total;                        /* replications of each model; `next` raises it up to `most` */
    int64_t most;
    /* Asked when all `total` are summed up: how many there shall be; not more than there are: that is enough.
     * NULL: nobody is asked. One call at a time, in any thread. */
    int64_t (*next)(void *self, int64_t most);
    void *self;
    int32_t failed; /* the model that failed, when one did */
};

/* Fills in `total` and `most` from the options: what is said there, or by the first model. */
void ems_play_plan(struct ems_play *play);
/* EMS_INTERRUPTED when the caller's hook said so; what is summed up stays. With EMS_IO errno is set. */
enum ems_status ems_play_all(struct ems_play *play);

#endif
