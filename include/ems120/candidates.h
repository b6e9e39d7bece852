/* Why this one? Who could have been sent to a request, or where its patient could have been taken, at the
 * moment of the decision, in order of what a dispatcher would look at: expected arrival. */
#ifndef EMS120_CANDIDATES_H
#define EMS120_CANDIDATES_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/ids.h"
#include "ems120/point.h"
#include "ems120/states.h"
#include "ems120/status.h"
#include "ems120/time.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_sim;
struct ems_playback;

/* Why a vehicle may not be sent, or a hospital not be chosen; NO_BAR: it may. */
enum ems_bar {
    EMS_BAR_NONE,
    EMS_BAR_TYPE,       /* not of a type that answers the need */
    EMS_BAR_CREW,       /* stands at its station, and no crew is free for it */
    EMS_BAR_OFF_DUTY,   /* returning, and its crew takes no more orders */
    EMS_BAR_BUSY,       /* with a patient, at a hospital or cleaning */
    EMS_BAR_PRIORITY,   /* on its way to a call that need not yield */
    EMS_BAR_SPARE,      /* never sent */
    EMS_BAR_NO_WAY,     /* cannot get there */
    EMS_BAR_CAPABILITY, /* the hospital lacks what the patient needs */
    EMS_BAR_CLOSED,     /* the hospital takes nobody now */
    EMS_BARS
};

struct ems_vehicle_candidate {
    ems_vehicle_id vehicle;
    enum ems_vehicle_status status;
    enum ems_bar bar;
    ems_task_id takes_from;   /* the task that it would be taken from, EMS_NONE */
    ems_time turnout, travel; /* expected; EMS_NEVER when there is no way or it is not free to start */
    ems_time expected;        /* from the decision to halting at the scene: turnout + travel */
    double distance_m;        /* in a straight line */
    bool chosen;
};

struct ems_hospital_candidate {
    ems_hospital_id hospital;
    enum ems_bar bar;
    ems_time travel;         /* expected; EMS_NEVER: no way */
    int32_t bays, bays_busy; /* bays -1: without limit */
    bool closed, chosen;
};

/* Of a task that is open at the moment of the simulation: those that may be sent first, by expected arrival,
 * then by number; then the others likewise. Writes at most `room` and returns how many there are (all
 * vehicles, all hospitals); -1 when there is no such task. `chosen` marks the task's own vehicle or hospital,
 * if any. O(vehicles x a search). */
int32_t ems_sim_vehicle_candidates(const struct ems_sim *sim, ems_task_id task,
                                   struct ems_vehicle_candidate *out, int32_t room);
int32_t ems_sim_hospital_candidates(const struct ems_sim *sim, ems_task_id task,
                                    struct ems_hospital_candidate *out, int32_t room);

/* The decision that led to an order in the past. */
struct ems_explanation {
    ems_time at;
    enum ems_policy_role role;
    bool of_vehicle; /* a vehicle became available and took the task; else the request asked for a vehicle */
    uint64_t call;
    struct ems_vehicle_candidate *vehicles;   /* DISPATCH */
    struct ems_hospital_candidate *hospitals; /* DESTINATION */
    int32_t count;
};
/* How the vehicle of journal trip `number` came to be sent (role DISPATCH), or its hospital to be chosen
 * (DESTINATION). Plays up to that moment in a simulation of its own: what is shown does not change.
 * EMS_BAD_USAGE: no such trip, no hospital, or it cannot be found again. Free with ems_explanation_free. */
enum ems_status ems_playback_explain(struct ems_playback *playback, int64_t trip, enum ems_policy_role role,
                                     struct ems_explanation *out);
/* The same for the order that a call is under right now and that is not a trip yet: `task` of the simulation
 * shown. */
enum ems_status ems_playback_explain_task(struct ems_playback *playback, ems_task_id task,
                                          enum ems_policy_role role, struct ems_explanation *out);
void ems_explanation_free(struct ems_explanation *explanation);

#ifdef __cplusplus
}
#endif
#endif
