/* All replications of a scenario and what they show, as the JSON document that `ems120 run --json` prints
 * (docs/results.md lists its keys). */
#ifndef EMS120_STUDY_H
#define EMS120_STUDY_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_scenario;

struct ems_study_def {
    int64_t replications; /* 0: as many as the scenario says */
    /* Wishes such as "p90 2 %" or "mean 5 s": replications are added until each of these figures is known so
     * well (half width of its interval), but to `max_replications` (0: 1,000) at most; docs/methods.md tells
     * the rule and the names. At most 16. */
    const char *const *precision;
    int32_t precision_count;
    int64_t max_replications;
    int32_t jobs; /* threads that play them; 0: as many as there are processors. The results are the same */
    /* Called in the caller's own thread, after every simulated hour with one job, else ten times a second;
     * may be NULL. `self` is passed to them. */
    void *self;
    bool (*interrupted)(void *self); /* true ends the study */
    /* `done` replications of `total`, and how much of those under way, in replications */
    void (*progress)(void *self, int64_t done, int64_t total, double under_way);
};

/* As many replications as the scenario says, on all processors, without asking or telling anyone. */
struct ems_study_def ems_study_def_default(void);

/* EMS_BAD_USAGE: a negative number, or a wish that is not understood. *json is the document (free with
 * free()), NULL unless EMS_OK or EMS_INTERRUPTED; when interrupted it is about the replications that were
 * finished. */
enum ems_status ems_study_json(const struct ems_scenario *scenario, const struct ems_study_def *def,
                               char **json);

#ifdef __cplusplus
}
#endif
#endif
