/* What is remembered of the way that a trip takes, so that a position on it costs a look and no search; and
 * of the way that a vehicle was last asked about, since that is the one it may be sent. It follows from the
 * trip alone: an empty one, or one of another trip, costs time and nothing else, so it is no part of any
 * state and need not be saved. Zeroed, it is empty. */
#ifndef EMS_TRAVEL_WAY_H
#define EMS_TRAVEL_WAY_H

#include "road/search.h"
#include "travel/travel.h"

enum { EMS_LEGS_KEPT = 40 };
/* In place of a number of legs: so many that the way is searched for each time; or it follows the arcs to its
 * goal that are kept, or those from its start. */
enum { EMS_LEGS_TOO_MANY = -1, EMS_LEGS_HOMEWARD = -2, EMS_LEGS_OUTWARD = -3 };

/* The parts of a way in the order in which they are driven, without the factor on all roads, `lead` alone
 * excepted. */
struct ems_way_parts {
    ems_time lead, begin, middle, end, stretch; /* middle EMS_NEVER when there is no way */
    int32_t from, to;                           /* nodes of the middle; from -1: along one edge */
    int32_t first_arc, last_arc;                /* edges that `begin` and `end` are parts of, or -1 */
    int16_t ends;                               /* see road.h */
};

/* The latest question how long it would take the vehicle to somewhere, and the answer. */
struct ems_way_asked {
    struct ems_location from, to;
    ems_time at, time;
    int32_t mode;
};

struct ems_trip_way {
    struct ems_way_asked asked;
    struct ems_trip trip; /* whose it is */
    struct ems_way_parts parts;
    int32_t leg_count; /* or one of these */
    /* on the way home: the latest node that was passed, and when; on the way out: how many `legs` are arcs
     * passed on the way back from the goal */
    int32_t passed;
    ems_time passed_after; /* since the first node of the middle */
    struct ems_road_leg legs[EMS_LEGS_KEPT];
};

#endif
