/* The inside of a training hour: training.c plays it, training_score.c writes down how it went. */
#ifndef EMS_API_TRAINING_H
#define EMS_API_TRAINING_H

#include "ems120/training.h"
#include "model/model.h"

struct ems_training {
    struct ems_training_def def; /* without its texts */
    struct ems_scenario *asking, *reference;
    struct ems_playback *playback, *reference_playback;
    ems_time from, until;
    struct ems_training_decision *decisions;
    int32_t decision_count, decision_capacity;
    struct ems_training_call *calls; /* as last scored */
    int32_t call_count, call_capacity;
};

#endif
