/* A table of times between nodes. A place stands at the node nearest to it. A vehicle under way is on the
 * straight line between the ends of its trip, by the share of time gone, and goes on from the node nearest to
 * that point (the first of several). */
#ifndef EMS_TRAVEL_MATRIX_H
#define EMS_TRAVEL_MATRIX_H

#include "travel/travel.h"

/* The node nearest to a point. O(nodes). */
int32_t ems_matrix_node(const struct ems_matrix_def *matrix, struct ems_point at);
ems_time ems_matrix_time(const struct ems_travel *travel, const struct ems_location *from,
                         const struct ems_location *to, enum ems_mode mode);
struct ems_location ems_matrix_spot(const struct ems_travel *travel, const struct ems_trip *trip,
                                    double share_of_time);

#endif
