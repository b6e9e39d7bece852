/* What the files of this folder define, for the registry. */
#ifndef EMS_POLICY_POLICIES_H
#define EMS_POLICY_POLICIES_H

#include "model/policy.h"

extern const struct ems_policy ems_policy_nearest, ems_policy_fixed_order, ems_policy_human_dispatch;
extern const struct ems_policy ems_policy_nearest_capable, ems_policy_human_destination;
extern const struct ems_policy ems_policy_home;

#endif
