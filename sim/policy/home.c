#include "policy/policies.h"

static ems_station_id relocate(struct ems_policy_view *view, ems_vehicle_id vehicle)
{
    return view->model->vehicles[vehicle].station;
}

const struct ems_policy ems_policy_home = {
    .name = "home",
    .role = EMS_ROLE_RELOCATION,
    .summary = EMS_T_POLICY_HOME,
    .text = EMS_T_POLICY_HOME_TEXT,
    .relocate = relocate,
};
