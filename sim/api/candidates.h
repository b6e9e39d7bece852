/* Candidates of a decision, for those who ask inside the library. */
#ifndef EMS_API_CANDIDATES_H
#define EMS_API_CANDIDATES_H

#include "ems120/candidates.h"
#include "engine/sim.h"

/* Expected time until the vehicle could halt at the task's scene; EMS_NEVER when it may not be sent. */
ems_time ems_candidate_expected(const struct ems_sim *sim, ems_task_id task, ems_vehicle_id vehicle);
/* The same for driving to a hospital from there. */
ems_time ems_candidate_drive(const struct ems_sim *sim, ems_task_id task, ems_hospital_id hospital);

#endif
