/* The least driving time from any of several places to any point, for maps with many points: over a road
 * network one search from all the places at once, over a matrix one look at each node. The times are those of
 * ems_travel_time to the microsecond. */
#ifndef EMS_TRAVEL_REACH_H
#define EMS_TRAVEL_REACH_H

#include "travel/road.h"

/* The models that it serves; the others need no search. */
bool ems_reach_serves(const struct ems_travel *travel);

struct ems_reach {
    const struct ems_travel *travel; /* borrowed */
    enum ems_mode mode;
    int32_t conditions;
    double factor;
    const struct ems_joint *starts; /* on roads */
    int32_t start_count;
    const ems_time *times; /* by node, without the factor on all roads; the starts' stretches in */
};

/* `from`: numbers of fixed places, left at `at`. Lives in `arena`. EMS_NO_MEMORY. */
enum ems_status ems_reach_build(const struct ems_travel *travel, const int32_t *from, int32_t count,
                                enum ems_mode mode, ems_time at, struct ems_arena *arena,
                                struct ems_reach *out);
/* EMS_NEVER when there is no way. O(starts) and a search for the nearest road. */
ems_time ems_reach_time(const struct ems_reach *reach, struct ems_point at);

#endif
