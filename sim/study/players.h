/* Threads that play replications of a sweep's points. Where items come from and results go to is the
 * caller's: the same players serve a single process and each process of many. A model is loaded by the first
 * thread that needs it, shared, and freed when no thread is at it any more. Inside study only. */
#ifndef EMS_STUDY_PLAYERS_H
#define EMS_STUDY_PLAYERS_H

#include "study/sweep.h"

struct ems_item {
    int32_t point;
    int64_t replication;
};

/* What came of an item. EMS_BROKEN: `text` is the rule. */
struct ems_played {
    struct ems_item item;
    enum ems_status status;
    double seconds; /* that it took */
    char text[160];
    struct ems_record record; /* EMS_OK */
};

/* Called by several threads at once. */
struct ems_item_source {
    void *self;
    /* Waits for an item, of the point `near` (-1: none) if there is one; false: there is none left. */
    bool (*take)(void *self, int32_t near, struct ems_item *out);
    /* The outcome's record stays the caller's. */
    void (*give)(void *self, const struct ems_played *outcome);
};

struct ems_players {
    struct ems_sweep *sweep;
    struct ems_item_source source;
    int32_t jobs, every_ms;   /* threads; how often `idle` is called, in the thread of the caller */
    void (*idle)(void *self); /* of the source */
};

/* Plays until there is no item left. */
enum ems_status ems_players_run(const struct ems_players *players);

#endif
