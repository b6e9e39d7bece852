#include "policy/policies.h"

const struct ems_policy ems_policy_human_dispatch = {
    .name = "human",
    .role = EMS_ROLE_DISPATCH,
    .summary = EMS_T_POLICY_HUMAN,
    .text = EMS_T_POLICY_HUMAN_TEXT,
    .asks_caller = true,
};

const struct ems_policy ems_policy_human_destination = {
    .name = "human",
    .role = EMS_ROLE_DESTINATION,
    .summary = EMS_T_POLICY_HUMAN,
    .text = EMS_T_POLICY_HUMAN_TEXT,
    .asks_caller = true,
};
