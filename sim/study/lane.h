/* A lane on which replications are played one after another: a simulation with its memory, who watches it,
 * and the numbers of the replication that it played last. Several lanes, each in a thread, share nothing but
 * the model. Inside study only. */
#ifndef EMS_STUDY_LANE_H
#define EMS_STUDY_LANE_H

#include <stdatomic.h>

#include "model/inputs.h"
#include "study/run.h"
#include "study/summary.h"

enum ems_lane_state { EMS_LANE_FREE, EMS_LANE_PLAYING, EMS_LANE_DONE };

struct ems_lane {
    const struct ems_model *model;
    const struct ems_run_options *options;
    const struct ems_summary *summary; /* says how numbers are taken down; not changed here */
    struct ems_sim *sim;
    struct ems_arena arena; /* of `own` */
    struct ems_model own;   /* the model with the inputs of draw `drawn` */
    int64_t drawn;
    struct ems_observer *observers; /* those of the options, then the watcher's */
    void *watcher;                  /* NULL without a watch */
    bool watched;                   /* the simulation was made with the watcher's observer */
    double *row;                    /* the numbers of the replication, once it is done */
    int32_t scenario; /* of several that are played side by side; the caller's to keep, as the next two */
    int64_t replication;
    enum ems_lane_state state;
    enum ems_status status; /* how the replication ended */
    _Atomic ems_time now;   /* of the simulation; read from other threads */
    /* asked after every simulated hour; other than EMS_OK ends the replication */
    enum ems_status (*hour)(void *self, struct ems_lane *lane);
    void *self;
};

/* Opens a watcher if there is a watch. The lane must stay where it is; ems_lane_free after any status. */
enum ems_status ems_lane_init(struct ems_lane *lane, const struct ems_model *model,
                              const struct ems_run_options *options, const struct ems_summary *summary);
/* Plays lane->replication to its end and takes its numbers down. */
enum ems_status ems_lane_play(struct ems_lane *lane);
/* How much of the replication is gone by, 0..1; from any thread. */
double ems_lane_share(const struct ems_lane *lane);
void ems_lane_free(struct ems_lane *lane);

#endif
