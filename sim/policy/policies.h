/* What the files of this folder define, for the registry. */
#ifndef EMS_POLICY_POLICIES_H
#define EMS_POLICY_POLICIES_H

#include "model/policy.h"

extern const struct ems_policy ems_policy_nearest, ems_policy_fixed_order, ems_policy_human_dispatch;
extern const struct ems_policy ems_policy_nearest_capable, ems_policy_human_destination;
extern const struct ems_policy ems_policy_home;

/* The waiting task of highest priority, then the oldest, that the vehicle suits; EMS_NONE. */
ems_task_id ems_first_waiting(const struct ems_policy_view *view, ems_vehicle_id vehicle);

#endif
