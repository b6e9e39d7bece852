/* Travel between places: one interface over several models. A model is immutable after ems_travel_init and
 * may be shared by threads. Times are expected driving times for a mode at a moment; a trip that is really
 * driven takes its expected time multiplied by a drawn factor (`variation`), and position follows by the
 * share of time gone.
 *
 * Speed by class of area is integrated along the straight line over a raster; the factor by hour and by
 * timeline is taken at departure and holds for the trip. */
#ifndef EMS_TRAVEL_TRAVEL_H
#define EMS_TRAVEL_TRAVEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/time.h"
#include "geo/point.h"
#include "geo/raster.h"
#include "road/mode.h"

enum ems_travel_kind { EMS_TRAVEL_STRAIGHT, EMS_TRAVEL_CONSTANT };

enum { EMS_CLASSES_MAX = 16 }; /* classes of area in a scenario, "outside" included */

/* Where something is. `place` numbers the fixed places of the scenario (stations, then hospitals, then demand
 * places), EMS_NOWHERE_FIXED when it is none of them, such as a vehicle on its way. */
enum { EMS_NOWHERE_FIXED = -1 };
struct ems_location {
    struct ems_point at;
    int32_t place;
    int32_t reserved; /* zero: keeps the world free of padding */
};

/* A slower or faster stretch of time from the timeline. */
struct ems_speed_change {
    ems_time from, to;
    double factor; /* on speed */
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
};

struct ems_travel {
    struct ems_travel_def def;
    bool uniform[EMS_MODES];          /* one speed everywhere */
    double fastest_mps[EMS_MODES];    /* over the straight line, detour and all factors included: a bound */
    const ems_time *table[EMS_MODES]; /* base times, place_count rows of source_count; NULL when not kept */
    double fastest_factor;            /* the largest factor on speed that occurs */
    bool timeless;                    /* no factor by hour or timeline */
};

/* Keeps what `def` points to. Tables between sources and places are built when they take at most 64 MB. */
enum ems_status ems_travel_init(struct ems_travel *travel, const struct ems_travel_def *def,
                                struct ems_arena *arena);

/* Expected driving time when leaving at `at`; symmetric in its ends. EMS_NEVER when there is no way. */
ems_time ems_travel_time(const struct ems_travel *travel, const struct ems_location *from,
                         const struct ems_location *to, enum ems_mode mode, ems_time at);
/* A lower bound on ems_travel_time at any moment for that straight-line distance: for pruned searches. */
ems_time ems_travel_bound(const struct ems_travel *travel, double distance_m, enum ems_mode mode);
/* The other way round: no place farther than this, in a straight line, is reached within `time` at any
 * moment. */
double ems_travel_reach_m(const struct ems_travel *travel, ems_time time, enum ems_mode mode);
/* Factor on speed in force at `at`: hour of the day and timeline. */
double ems_travel_speed_factor(const struct ems_travel *travel, ems_time at);
/* Driven length in metres. */
double ems_travel_length_m(const struct ems_travel *travel, struct ems_point from, struct ems_point to);

/* A trip under way. */
struct ems_trip {
    struct ems_location from, to;
    ems_time depart, arrive;
    double length_m;
    int32_t mode, reserved;
};

/* Where a vehicle on this trip is at `at` (held at the ends outside [depart, arrive]). */
struct ems_point ems_trip_position(const struct ems_travel *travel, const struct ems_trip *trip, ems_time at);

#endif
