/* One simulation of a scenario, stepped event by event and looked at in between. A simulation is a value of
 * its own: any number may run beside each other. The same scenario, replication and answers give the same
 * states.
 *
 *     struct ems_sim_def def = ems_sim_def_default();
 *     if (ems_sim_open(scenario, &def, &sim) != EMS_OK) ...
 *     enum ems_step step;
 *     while ((step = ems_sim_run_until(sim, ems_sim_now(sim) + EMS_MINUTE)) == EMS_STEPPED) draw(sim);
 *     ems_sim_free(sim);
 */
#ifndef EMS120_SIM_H
#define EMS120_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ems120/facts.h"
#include "ems120/ids.h"
#include "ems120/point.h"
#include "ems120/states.h"
#include "ems120/status.h"
#include "ems120/time.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_scenario;
struct ems_sim;

struct ems_sim_def {
    int64_t replication;                  /* from 1: which of the scenario's streams of chance */
    const struct ems_observer *observers; /* told all that happens; borrowed until the simulation is freed */
    int32_t observer_count;
    bool reference; /* the slow twin: plain searches, same results */
};

/* The first replication, observed by nobody. */
struct ems_sim_def ems_sim_def_default(void);

/* *out is NULL unless EMS_OK. The scenario must outlive it. */
enum ems_status ems_sim_open(const struct ems_scenario *scenario, const struct ems_sim_def *def,
                             struct ems_sim **out);
void ems_sim_free(struct ems_sim *sim); /* NULL is fine */

/* ---- time ---- */

/* Plays the next event. */
enum ems_step ems_sim_step(struct ems_sim *sim);
/* Plays until finished, a decision is needed, a failure, or the next event is later than `until`. */
enum ems_step ems_sim_run_until(struct ems_sim *sim, ems_time until);
/* Why a step failed; with EMS_BROKEN, which conservation check. */
enum ems_status ems_sim_status(const struct ems_sim *sim);
const char *ems_sim_broken_rule(const struct ems_sim *sim);
ems_time ems_sim_now(const struct ems_sim *sim);

/* ---- decisions of the policy `human` ---- */

struct ems_question ems_sim_question(const struct ems_sim *sim);
/* `answer`: vehicle, task, hospital or station by the question; EMS_NONE holds (dispatch) or takes the
 * default. EMS_BAD_USAGE when the answer is not permitted or nothing was asked; the question stands then. */
enum ems_status ems_sim_decide(struct ems_sim *sim, int32_t answer);

/* ---- what is where ---- */

struct ems_vehicle_view {
    enum ems_vehicle_status status;
    struct ems_point at, from, to; /* where it is, and the ends of its present way */
    ems_time depart, arrive;       /* of its present way; EMS_NEVER when it stands */
    ems_time due;                  /* when its status ends as planned; EMS_NEVER when nothing is */
    ems_station_id station;        /* where it stands or is bound for when it has no task */
    ems_crew_id crew;              /* aboard; EMS_NONE at the station */
    ems_task_id task;              /* EMS_NONE without one */
};

/* A vehicle wanted for a request. */
struct ems_task_view {
    uint64_t call; /* serial number of the phone call */
    struct ems_point at;
    ems_area_id area;
    ems_condition_id condition;
    int32_t priority;
    int32_t role;           /* 0 for the first vehicle of the call */
    ems_vehicle_id vehicle; /* EMS_NONE while it waits */
    ems_hospital_id hospital;
    bool waiting;
    ems_time waits_since; /* while waiting */
};

struct ems_station_view {
    int32_t idle_crews; /* that may be sent */
};

struct ems_hospital_view {
    int32_t bays_busy;
    bool closed;
};

struct ems_centre_view {
    int32_t lines_busy, seats_busy;
    int32_t tasks_waiting; /* for a vehicle */
    uint64_t calls;        /* rung so far */
};

struct ems_vehicle_view ems_sim_vehicle(const struct ems_sim *sim, ems_vehicle_id vehicle);
/* The same at a moment after the last event, and before the next one, so that vehicles move smoothly. */
struct ems_vehicle_view ems_sim_vehicle_at(const struct ems_sim *sim, ems_vehicle_id vehicle, ems_time when);
struct ems_station_view ems_sim_station(const struct ems_sim *sim, ems_station_id station);
struct ems_hospital_view ems_sim_hospital(const struct ems_sim *sim, ems_hospital_id hospital);
struct ems_centre_view ems_sim_centre(const struct ems_sim *sim);
/* Numbers of tasks run from 0; those in use are not always next to each other. */
int32_t ems_sim_task_limit(const struct ems_sim *sim);
/* False when no such task is open. */
bool ems_sim_task(const struct ems_sim *sim, ems_task_id task, struct ems_task_view *out);

/* Calls that have rung and have no final state, in no order; numbers run from 0 to below the limit. False:
 * that place is empty. The fact is filled as far as the call has come; its outcome is EMS_OUT_UNFINISHED. */
int32_t ems_sim_call_limit(const struct ems_sim *sim);
bool ems_sim_open_call(const struct ems_sim *sim, int32_t index, struct ems_call_fact *out);

/* ---- states as bytes ---- */

/* A hash of the whole state, the same for equal states on any machine. */
uint64_t ems_sim_hash(const struct ems_sim *sim);
/* The state as bytes (free with free()). Restoring them into a simulation of the same scenario and
 * replication goes on exactly as the first one did. EMS_BAD_INPUT when they are not such bytes. */
enum ems_status ems_sim_snapshot(const struct ems_sim *sim, unsigned char **bytes, size_t *size);
enum ems_status ems_sim_restore(struct ems_sim *sim, const unsigned char *bytes, size_t size);

#ifdef __cplusplus
}
#endif
#endif
