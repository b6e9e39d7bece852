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
    int64_t replications;            /* 0: as many as the scenario says */
    void *self;                      /* passed to the functions below, which may be NULL */
    bool (*interrupted)(void *self); /* true ends the study; asked after every simulated hour */
    void (*progress)(void *self, int64_t done, int64_t total,
                     double share); /* share (0..1) of the next one */
};

/* As many replications as the scenario says, without asking or telling anyone. */
struct ems_study_def ems_study_def_default(void);

/* *json is the document (free with free()), NULL unless EMS_OK or EMS_INTERRUPTED; when interrupted it is
 * about the replications that were finished. */
enum ems_status ems_study_json(const struct ems_scenario *scenario, const struct ems_study_def *def,
                               char **json);

#ifdef __cplusplus
}
#endif
#endif
