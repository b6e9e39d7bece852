/* Driving times from one point, which need not be a fixed place, to many fixed places: for places that
 * somebody thinks of building at. Over a road network one search from the point reaches them all. The times
 * are those of ems_travel_time to the microsecond. */
#ifndef EMS_TRAVEL_SPREAD_H
#define EMS_TRAVEL_SPREAD_H

#include "travel/travel.h"

/* `to` are locations of fixed places; times[i] is that to to[i], EMS_NEVER where there is no way. `scratch`
 * may be reset afterwards. EMS_NO_MEMORY. */
enum ems_status ems_spread_times(const struct ems_travel *travel, struct ems_point from,
                                 const struct ems_location *to, int32_t count, enum ems_mode mode,
                                 ems_time at, struct ems_arena *scratch, ems_time *times);
/* Straight-line distance from any point to where it would join the road or the matrix; 0 in other models. */
double ems_spread_access_m(const struct ems_travel *travel, struct ems_point at);

#endif
