/* A training hour: the engine asks, a person answers, and at the end both are compared with what the
 * reference policy did with the very same calls.
 *
 *     struct ems_training_def def = ems_training_def_default();
 *     def.scenario.path = "scenarios/jiaohe";
 *     ems_training_open(&def, messages, &training);
 *     struct ems_playback *playback = ems_training_playback(training);
 *     ... ems_playback_seek() until it returns EMS_NEEDS_DECISION, ems_training_decide() ...
 *     ems_training_score_json(training, &json); */
#ifndef EMS120_TRAINING_H
#define EMS120_TRAINING_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/messages.h"
#include "ems120/playback.h"
#include "ems120/scenario.h"
#include "ems120/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_training;

struct ems_training_def {
    struct ems_scenario_def scenario; /* whatever policies it has: people decide here */
    int64_t replication;
    bool destination;      /* hospitals are chosen by the person, too */
    const char *reference; /* dispatch policy to compare with; NULL: the scenario's own, or `nearest` if that
                              is `human` */
    ems_time from, until;  /* counted: calls that ring in [from, until); until 0: the scenario's end. Until
                              `from`  the reference decides, so that the person takes over a running day */
};
/* The first replication, the whole of it, hospitals by policy. */
struct ems_training_def ems_training_def_default(void);

enum ems_status ems_training_open(const struct ems_training_def *def, struct ems_messages *messages,
                                  struct ems_training **out);
void ems_training_free(struct ems_training *training); /* NULL is fine */
/* What the person plays; owned by the training. Answer with ems_training_decide, not ems_playback_decide. */
struct ems_playback *ems_training_playback(struct ems_training *training);

/* What the reference policy would answer to the question at hand; the simulation does not change.
 * EMS_BAD_USAGE: nothing is asked. */
enum ems_status ems_training_advice(struct ems_training *training, int32_t *answer);
/* Answers, and takes down what was expected of it. */
enum ems_status ems_training_decide(struct ems_training *training, int32_t answer);

/* One decision of the person's. */
struct ems_training_decision {
    ems_time at;
    enum ems_policy_role role;
    uint64_t call;
    ems_vehicle_id vehicle;  /* that became available and was asked about; EMS_NONE: a request was */
    int32_t answer, advice;  /* vehicle, task or hospital by the question; EMS_NONE: held */
    ems_time expected, best; /* expected arrival (or drive to hospital) of answer and advice; EMS_NEVER */
    double covered, covered_best; /* people within 10 minutes of a vehicle that is left, after either */
    double thought_s;             /* set by the caller: ems_training_thought */
};
int32_t ems_training_decisions(const struct ems_training *training);
struct ems_training_decision ems_training_decision(const struct ems_training *training, int32_t index);
/* How long the person took over the last decision, in seconds of the wall. */
void ems_training_thought(struct ems_training *training, double seconds);

/* One call as it went, and as it went for the reference. Times EMS_NEVER where nobody came. */
struct ems_training_call {
    uint64_t call; /* serial of the person's run */
    ems_time rang;
    int32_t priority;
    ems_time response, reference_response;
    bool late, reference_late;
    ems_vehicle_id vehicle, reference_vehicle;
};
struct ems_training_score {
    int64_t calls, reached, late; /* requests that rang in the time counted and have ended */
    int64_t reference_reached, reference_late;
    double mean_s, reference_mean_s;               /* response over those reached in both */
    double covered_share, reference_covered_share; /* people within 10 minutes after each decision, mean */
    int32_t decisions, same_as_reference;
    double points; /* 0 to 100: 50 for the reference's mean response over the person's, 30 for the share
                      reached in time over the reference's, 20 for the people covered over the reference's;
                      each at most whole */
};
/* Plays the reference run as far as the person's has come, on the same calls; calls may be asked for then. */
enum ems_status ems_training_score(struct ems_training *training, struct ems_training_score *out);
int32_t ems_training_calls(const struct ems_training *training);
struct ems_training_call ems_training_call(const struct ems_training *training, int32_t index);
/* Score, calls and decisions as one JSON document (free with free()); and as a page of its own in HTML. The
 * decisions that cost most stand first. */
enum ems_status ems_training_score_json(struct ems_training *training, char **json);
enum ems_status ems_training_score_html(struct ems_training *training, enum ems_lang lang, char **html);

#ifdef __cplusplus
}
#endif
#endif
