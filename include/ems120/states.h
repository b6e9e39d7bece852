/* What a simulation and its vehicles can be in, and what a person may be asked to decide. */
#ifndef EMS120_STATES_H
#define EMS120_STATES_H

#include "ems120/ids.h"

enum ems_step {
    EMS_STEPPED,        /* one event was played */
    EMS_NEEDS_DECISION, /* policy `human`: look at ems_sim_question, answer with ems_sim_decide, step again */
    EMS_FINISHED,
    EMS_FAILED /* ems_sim_status tells why */
};

enum ems_policy_role { EMS_ROLE_DISPATCH, EMS_ROLE_DESTINATION, EMS_ROLE_RELOCATION, EMS_ROLES };

/* A decision that the policy `human` leaves to the caller. */
struct ems_question {
    enum ems_policy_role role;
    ems_task_id task;       /* DISPATCH of a task, DESTINATION */
    ems_vehicle_id vehicle; /* DISPATCH of a vehicle that became available; RELOCATION */
};

enum ems_vehicle_status {
    EMS_V_IDLE,    /* at its station; may have no crew */
    EMS_V_TURNOUT, /* ordered, crew getting ready at the station */
    EMS_V_EN_ROUTE,
    EMS_V_ON_SCENE,
    EMS_V_TRANSPORTING,
    EMS_V_BAY_WAIT, /* at a hospital whose bays are full */
    EMS_V_HANDOVER,
    EMS_V_CLEANING,
    EMS_V_RETURNING, /* dispatchable if its crew is */
    EMS_V_SPARE,     /* never sent */
    EMS_V_STATUSES
};

#endif
