/* Hands out what a sweep is missing, and puts what comes back into the database: for the process that owns
 * it. Points are taken in their order, a few at a time. Items that other processes have claimed are left to
 * them until all else is done, and looked at again. Any thread may ask. Inside study only. */
#ifndef EMS_STUDY_ISSUE_H
#define EMS_STUDY_ISSUE_H

#include <pthread.h>

#include "study/players.h"

/* A point of which items are handed out. */
struct ems_open_point {
    int32_t point;
    int64_t *missing, count, next;
    bool warm; /* somebody has its model */
};

struct ems_issue {
    struct ems_sweep *sweep;
    struct ems_database *database;
    struct ems_sweep_trouble *trouble;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    EMS_ARRAY(struct ems_open_point) open;
    int32_t next_point;
    bool *deferred; /* points with items that others have */
    int32_t deferred_count;
    int64_t flying; /* items handed out and not back */
    enum ems_status status;
    double renewed_s, looked_s; /* when claims were renewed, deferred points looked at */
};

enum ems_issued { EMS_ISSUED, EMS_ISSUE_WAIT, EMS_ISSUE_END };

/* ems_issue_free after EMS_OK. */
enum ems_status ems_issue_init(struct ems_issue *issue, struct ems_sweep *sweep,
                               struct ems_database *database, struct ems_sweep_trouble *trouble);
/* An item, or that one may come back later, or that all is done. */
enum ems_issued ems_issue_try(struct ems_issue *issue, int32_t near, struct ems_item *out);
/* The same, waiting: as study/players.h wants them. `self` is the issue. */
bool ems_issue_take(void *self, int32_t near, struct ems_item *out);
void ems_issue_give(void *self, const struct ems_played *outcome);
/* To be called now and then: keeps claims alive, tells the caller of the sweep and hears from it. */
void ems_issue_tend(struct ems_issue *issue);
/* Nothing is under way. */
bool ems_issue_idle(struct ems_issue *issue);
void ems_issue_free(struct ems_issue *issue);

#endif
