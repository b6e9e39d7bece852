/* Entities are named by their number in file order, from 0; EMS_NONE is none. */
#ifndef EMS120_IDS_H
#define EMS120_IDS_H

#include <stdint.h>

enum { EMS_NONE = -1 };

typedef int32_t ems_area_id;
typedef int32_t ems_station_id;
typedef int32_t ems_hospital_id;
typedef int32_t ems_vehicle_id;
typedef int32_t ems_vehicle_type_id;
typedef int32_t ems_crew_id;
typedef int32_t ems_condition_id;
typedef int32_t ems_call_id; /* a place in the pool of calls in the system, used again later */
typedef int32_t ems_task_id; /* likewise */

#endif
