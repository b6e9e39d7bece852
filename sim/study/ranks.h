/* A sweep on several processes: rank 0 owns the database and hands items to the others as they free up, over
 * study/transport.h, while it plays as well; what a rank sends back goes the same way as what a thread does.
 * Every rank has made the same sweep from the same files, which a key that comes with each result shows. */
#ifndef EMS_STUDY_RANKS_H
#define EMS_STUDY_RANKS_H

#include "study/issue.h"
#include "study/transport.h"

/* What rank 0 knows of another. */
struct ems_rank {
    int32_t near;   /* point that it is at, -1: none */
    int64_t wanted; /* items asked for and not sent yet */
};

struct ems_ranks {
    struct ems_transport *transport;
    struct ems_issue *issue;
    struct ems_rank *others; /* by rank */
    bool told_stop;
    double tended_s;
};

/* Rank 0: answers what has come, and tends the issue. `self` is the ranks. */
void ems_ranks_serve(void *self);
/* Rank 0: tells all ranks that it is over, whether they have begun or not. */
void ems_ranks_end(struct ems_transport *transport);
/* Any other rank: plays what it is given until rank 0 says that it is over. `sweep` NULL: it could not be
 * made here, and rank 0 hears of it. */
enum ems_status ems_ranks_work(struct ems_transport *transport, struct ems_sweep *sweep, int32_t jobs);

#endif
