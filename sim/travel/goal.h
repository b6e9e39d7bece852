/* One goal asked about from many places: what the ways there share is found out once. */
#ifndef EMS_TRAVEL_GOAL_H
#define EMS_TRAVEL_GOAL_H

#include "road/search.h"
#include "travel/way.h"

/* Large: make it on the stack and aim it (nothing else is initialised). `to` is borrowed. */
struct ems_travel_goal {
    const struct ems_travel *travel;
    const struct ems_location *to;
    enum ems_mode mode;
    ems_time at;
    struct ems_road_label label;
};
void ems_travel_aim(struct ems_travel_goal *goal, const struct ems_travel *travel,
                    const struct ems_location *to, enum ems_mode mode, ems_time at);
/* EMS_NEVER may be told for what takes longer than `most`. The answer is put down in `way`, unless it is
 * NULL: the trip that is then planned is found the sooner. */
ems_time ems_travel_time_to(struct ems_travel_goal *goal, const struct ems_location *from, ems_time most,
                            struct ems_trip_way *way);
/* It takes no less, by roads; found without a search. */
ems_time ems_travel_least_to(const struct ems_travel_goal *goal, const struct ems_location *from);

#endif
