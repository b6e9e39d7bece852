/* How a crew drives. */
#ifndef EMS_ROAD_MODE_H
#define EMS_ROAD_MODE_H

enum ems_mode { EMS_LIGHTS, EMS_NORMAL, EMS_MODES }; /* blue lights; with the traffic */

#endif
