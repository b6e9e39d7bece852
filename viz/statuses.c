#include "statuses.h"

enum viz_text viz_status_text(enum ems_vehicle_status status)
{
    static const enum viz_text texts[EMS_V_STATUSES] = {[EMS_V_IDLE] = VIZ_T_V_IDLE,
                                                        [EMS_V_TURNOUT] = VIZ_T_V_TURNOUT,
                                                        [EMS_V_EN_ROUTE] = VIZ_T_V_EN_ROUTE,
                                                        [EMS_V_ON_SCENE] = VIZ_T_V_ON_SCENE,
                                                        [EMS_V_TRANSPORTING] = VIZ_T_V_TRANSPORTING,
                                                        [EMS_V_BAY_WAIT] = VIZ_T_V_BAY_WAIT,
                                                        [EMS_V_HANDOVER] = VIZ_T_V_HANDOVER,
                                                        [EMS_V_CLEANING] = VIZ_T_V_CLEANING,
                                                        [EMS_V_RETURNING] = VIZ_T_V_RETURNING,
                                                        [EMS_V_SPARE] = VIZ_T_V_SPARE};
    return texts[status];
}
