/* What a vehicle is doing, in words. */
#ifndef EMS_VIZ_STATUSES_H
#define EMS_VIZ_STATUSES_H

#include "texts.h"
#include "ems120/states.h"

enum viz_text viz_status_text(enum ems_vehicle_status status);

#endif
