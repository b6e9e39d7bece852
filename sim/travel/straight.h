/* Straight lines with a detour factor: speed by class of area over a raster, or the square-root/linear law.
 */
#ifndef EMS_TRAVEL_STRAIGHT_H
#define EMS_TRAVEL_STRAIGHT_H

#include "travel/travel.h"

/* Fills in speed bounds and the tables between sources and places, which are kept when they take at most
 * 64 MB. */
enum ems_status ems_straight_init(struct ems_travel *travel, struct ems_arena *arena);
/* Time at speed factor 1; symmetric in its ends. The first is for one speed everywhere. */
static inline ems_time ems_straight_even_time(const struct ems_travel *travel, double distance_m,
                                              enum ems_mode mode)
{
    return ems_time_from_seconds(distance_m * travel->even_s_a_metre[mode]);
}
ems_time ems_straight_time(const struct ems_travel *travel, const struct ems_location *from,
                           const struct ems_location *to, enum ems_mode mode);
/* Seconds at the fastest that can be, and the distance in metres that can be done in so many seconds. */
double ems_straight_bound_s(const struct ems_travel *travel, double distance_m, enum ems_mode mode);
double ems_straight_reach_m(const struct ems_travel *travel, double seconds, enum ems_mode mode);
struct ems_point ems_straight_position(const struct ems_travel *travel, const struct ems_trip *trip,
                                       double share_of_time);

#endif
