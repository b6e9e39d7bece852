/* A simulation: one replication of a scenario, stepped event by event. A value of its own: any number may run
 * beside each other on one model.
 *
 *   ems_sim_create(model, replication, options, &sim);
 *   while ((result = ems_sim_step(sim)) == EMS_STEPPED) {}
 *   if (result == EMS_FINISHED) use ems_sim_tallies(sim);
 *   ems_sim_free(sim);
 */
#ifndef EMS_ENGINE_SIM_H
#define EMS_ENGINE_SIM_H

#include "base/status.h"
#include "ems120/states.h"
#include "engine/facts.h"
#include "engine/tallies.h"
#include "model/model.h"
#include "model/policy.h"
#include "model/world.h"

struct ems_sim;
struct ems_decision;

struct ems_sim_options {
    const struct ems_observer *observers; /* besides the tallies; borrowed */
    int32_t observer_count;
    bool reference; /* the slow twin: linear scans and a sorted list instead of indexes and heap; same results
                     */
    bool skip_coverage; /* no sampling of dynamic cover */
    /* Told what a policy (or the caller) has decided, before it is done; NULL: nobody asks. */
    void (*decided)(void *decided_self, const struct ems_sim *sim, const struct ems_decision *decision);
    void *decided_self;
};

/* A decision on a task. `of_vehicle`: a vehicle became available and was asked for its task, not the other
 * way round. `answer`: vehicle, hospital or task, EMS_NONE to hold. */
struct ems_decision {
    enum ems_policy_role role;
    ems_task_id task;
    ems_vehicle_id vehicle;
    bool of_vehicle;
    int32_t answer;
};

enum ems_status ems_sim_create(const struct ems_model *model, int64_t replication,
                               const struct ems_sim_options *options, struct ems_sim **out);
/* Starts another replication with the memory of this one. */
enum ems_status ems_sim_restart(struct ems_sim *sim, int64_t replication);
enum ems_step ems_sim_step(struct ems_sim *sim);
/* Steps until finished, a decision is needed, a failure, or the next event is later than `until`. */
enum ems_step ems_sim_run_until(struct ems_sim *sim, ems_time until);
/* The same, of at most so many events. */
enum ems_step ems_sim_play(struct ems_sim *sim, ems_time until, int64_t most);
enum ems_status ems_sim_status(const struct ems_sim *sim);
const char *
ems_sim_broken_rule(const struct ems_sim *sim); /* which conservation check failed, for EMS_BROKEN */
ems_time ems_sim_now(const struct ems_sim *sim);
ems_time ems_sim_next(struct ems_sim *sim); /* of the next event; EMS_NEVER when there is none */
const struct ems_world *ems_sim_world(const struct ems_sim *sim);
const struct ems_model *ems_sim_model(const struct ems_sim *sim);
const int64_t *
ems_sim_work(const struct ems_sim *sim); /* EMS_WORK_COUNT numbers; zero when restored without */
/* Complete once finished. */
struct ems_tallies *ems_sim_tallies(struct ems_sim *sim);
void ems_sim_free(struct ems_sim *sim);

/* A call that has rung and has no final state yet, as far as it has come; false when that place in the pool
 * holds none. */
bool ems_sim_call_open(const struct ems_sim *sim, ems_call_id call, struct ems_call_fact *out);
/* When the vehicle's present status ends; EMS_NEVER when nothing is planned. */
ems_time ems_sim_vehicle_due(const struct ems_sim *sim, ems_vehicle_id vehicle);

/* What a policy would answer to the question at hand; nothing changes. False: nothing is asked. */
bool ems_sim_advice(const struct ems_sim *sim, const struct ems_policy_choice *choice, int32_t *answer);

/* Decisions of the policy `human`. */
struct ems_question ems_sim_question(const struct ems_sim *sim);
/* `answer`: vehicle, task, hospital or station by the question; EMS_NONE holds (dispatch) or takes the
 * default. EMS_BAD_USAGE when the answer is not permitted or nothing was asked; the question stands then. */
enum ems_status ems_sim_decide(struct ems_sim *sim, int32_t answer);

/* A hash of the whole state, the same for equal states on any machine. */
uint64_t ems_sim_hash(const struct ems_sim *sim);
/* The state as bytes (free with free()); restoring them into a simulation of the same model and replication
 * goes on exactly as the first one did, tallies included. EMS_BAD_INPUT when they are not such bytes. */
enum ems_status ems_sim_snapshot(const struct ems_sim *sim, unsigned char **bytes, size_t *size);
enum ems_status ems_sim_restore(struct ems_sim *sim, const unsigned char *bytes, size_t size);

#endif
