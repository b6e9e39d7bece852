/* Travel between places: one interface over several models. A model is immutable after ems_travel_init and
 * may be shared by threads. Times are expected driving times for a mode at a moment; a trip that is really
 * driven takes its expected time multiplied by a drawn factor (`variation`), and position follows by the
 * share of time gone.
 *
 *   straight  speed by class of area, integrated along the straight line over a raster (travel/straight.c)
 *   constant  one time for every trip
 *   road      shortest ways over a road network, joined by a straight stretch (travel/road.c)
 *   matrix    a table of times between nodes; places stand at the nearest of them (travel/matrix.c)
 *
 * Factors by hour and by timeline are taken at departure and hold for the trip. */
#ifndef EMS_TRAVEL_TRAVEL_H
#define EMS_TRAVEL_TRAVEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/time.h"
#include "geo/raster.h"
#include "geo/shape.h"
#include "road/network.h"

enum ems_travel_kind { EMS_TRAVEL_STRAIGHT, EMS_TRAVEL_CONSTANT, EMS_TRAVEL_ROAD, EMS_TRAVEL_MATRIX };

enum { EMS_CLASSES_MAX = 16 }; /* classes of area in a scenario, "outside" included */

/* What `place` of a location may be besides the number of a fixed place. */
enum {
    EMS_NOWHERE_FIXED = -1, /* a point of its own */
    EMS_UNDER_WAY = -2,     /* it goes on from `node`, which it reaches after `lead` */
    EMS_ON_STRETCH = -3     /* likewise, but `lead` is off the road, in time at normal speed */
};

/* Where something is. `place` numbers the fixed places of the scenario: stations, hospitals, demand places,
 * calls of the trace. */
struct ems_location {
    struct ems_point at;
    int32_t place;
    int32_t node;  /* under way: of the road network or the matrix; else 0 */
    ems_time lead; /* under way; else 0 */
};

/* A slower or faster stretch of time from the timeline. */
struct ems_speed_change {
    ems_time from, to;
    double factor; /* on speed */
};

/* Factors on the speed of some roads: of these classes of road (bits of the network's classes) in these
 * classes of area (bits). The factors of several that fit multiply. */
struct ems_road_factor {
    uint64_t roads;
    uint32_t areas;
    double by_hour[24];
};
/* The same for a stretch of time and a part of the map; factor 0 closes the roads. */
struct ems_road_change {
    ems_time from, to;
    uint64_t roads;
    const struct ems_shape *within; /* NULL: everywhere. A road is in it with its middle */
    double factor;
};
struct ems_road_def {
    const struct ems_network *network;
    struct ems_projection projection;
    bool snap_to_edge;              /* places join the nearest point of an edge, not the nearest node */
    double off_road_mps[EMS_MODES]; /* on the straight stretch between a place and the road */
    const struct ems_road_factor *factors;
    int32_t factor_count;
    const struct ems_road_change *changes;
    int32_t change_count;
};

struct ems_matrix_def {
    int32_t node_count;
    const struct ems_point *node_at;
    const ems_time *time[EMS_MODES]; /* node_count rows (from) of node_count (to); EMS_NEVER: no way */
    const int32_t *node_of;          /* the node of each fixed place */
};

struct ems_travel_def {
    enum ems_travel_kind kind;
    double detour;                                /* road length over straight line, >= 1 */
    double variation;                             /* sd of the factor drawn for each trip, 0 for none */
    double speed_mps[EMS_MODES][EMS_CLASSES_MAX]; /* by class; `class_count` entries */
    int32_t class_count;
    bool use_law; /* square-root/linear law (Kolesar 1975) instead of speeds */
    double acceleration_mps2, cruise_mps;
    ems_time constant[EMS_MODES];
    double hour_factor[24]; /* on speed, by local hour of departure */
    ems_time start_of_day;  /* local time of day at time 0 */
    const struct ems_speed_change *changes;
    int32_t change_count;
    struct ems_raster classes;         /* class of area at each point */
    const struct ems_point *places;    /* all fixed places */
    int32_t place_count, source_count; /* the first source_count (stations, hospitals) get tables */
    struct ems_road_def road;
    struct ems_matrix_def matrix;
};

struct ems_road_travel; /* travel/road.h */

struct ems_travel {
    struct ems_travel_def def;
    bool uniform[EMS_MODES]; /* one speed everywhere */
    bool plain[EMS_MODES];   /* besides, straight ways and no law: distance by speed, at any moment */
    double even_s_a_metre[EMS_MODES]; /* of the straight line, where there is one speed; detour included */
    double fastest_mps[EMS_MODES];    /* over the straight line, detour and all factors included: a bound */
    const ems_time *table[EMS_MODES]; /* base times, place_count rows of source_count; NULL when not kept */
    double fastest_factor;            /* the largest factor on speed that occurs */
    bool timeless;                    /* no factor by hour or timeline on all roads alike */
    bool changeless;                  /* the timeline's changes are left out of account */
    const struct ems_road_travel *road;
};

/* Keeps what `def` points to. Tables between sources and places are built when they take at most 64 MB. */
enum ems_status ems_travel_init(struct ems_travel *travel, const struct ems_travel_def *def,
                                struct ems_arena *arena);

/* Expected driving time when leaving at `at`. EMS_NEVER when there is no way. `to` is not under way. */
ems_time ems_travel_time(const struct ems_travel *travel, const struct ems_location *from,
                         const struct ems_location *to, enum ems_mode mode, ems_time at);
/* A lower bound on ems_travel_time at any moment for that straight-line distance: for pruned searches. */
ems_time ems_travel_bound(const struct ems_travel *travel, double distance_m, enum ems_mode mode);
/* The other way round: no place farther than this, in a straight line, is reached within `time` at any
 * moment. */
double ems_travel_reach_m(const struct ems_travel *travel, ems_time time, enum ems_mode mode);
/* Factor on speed in force at `at`: hour of the day and timeline. */
double ems_travel_speed_factor(const struct ems_travel *travel, ems_time at);
/* Makes all trips faster by a factor. Of a copy only: a model that simulations share does not change. */
void ems_travel_hasten(struct ems_travel *travel, double factor);
/* Straight-line distance from a fixed place to where it joins the road or the matrix; 0 in other models. */
double ems_travel_access_m(const struct ems_travel *travel, int32_t place);

/* A trip under way. */
struct ems_trip {
    struct ems_location from, to;
    ems_time depart, arrive;
    ems_time expected; /* what arrive - depart was expected to be */
    double length_m;
    int32_t mode;
    int16_t as_if_open; /* no way but over closed roads was left */
    int16_t ends;       /* by road: which end of its edge each place is left and reached over; see road.h */
};

/* What is remembered of a vehicle's way (travel/way.h): read and filled by whoever has it at hand, NULL for
 * nothing. It makes answers come sooner and changes none. */
struct ems_trip_way;
/* Fills in expected time and length of the trip from its ends, mode and departure, which are given. Where
 * closed roads leave no way, as_if_open says whether the trip may take them. False when there is no
 * way. */
bool ems_trip_plan(const struct ems_travel *travel, struct ems_trip *trip, bool as_if_open,
                   struct ems_trip_way *way);
/* Where a vehicle on this trip is at `at` (held at the ends outside [depart, arrive]). */
struct ems_point ems_trip_position(const struct ems_travel *travel, const struct ems_trip *trip, ems_time at);
/* The same as a place to go on from. */
struct ems_location ems_trip_location(const struct ems_travel *travel, const struct ems_trip *trip,
                                      ems_time at, struct ems_trip_way *way);
/* A lower bound on the time from there to a place in `mode`, found without looking at the way. */
ems_time ems_trip_bound(const struct ems_travel *travel, const struct ems_trip *trip, ems_time at,
                        const struct ems_location *to, enum ems_mode mode);
/* Ends the trip where the vehicle is at `at`: length_m becomes what has been driven until then. What was
 * expected stays. */
void ems_trip_stop(const struct ems_travel *travel, struct ems_trip *trip, ems_time at,
                   struct ems_trip_way *way);

#endif
