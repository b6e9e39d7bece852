/* What a scenario says, resolved and checked: immutable while simulations run, shared by all of them. Made by
 * scenario/build.h; everything it points to lives in its arena. Names are ids as in the file; numbers index
 * the arrays here. Times are microseconds since clock.start; shares are 0..1. */
#ifndef EMS_MODEL_MODEL_H
#define EMS_MODEL_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "base/time.h"
#include "geo/coordinate.h"
#include "geo/shape.h"
#include "model/ids.h"
#include "model/sites.h"
#include "random/distribution.h"
#include "travel/travel.h"

enum {
    EMS_PRIORITIES = 9,         /* 1 is the most urgent; index priority - 1 */
    EMS_VEHICLE_TYPES_MAX = 31, /* needs are bits of a 32-bit mask */
    EMS_CAPABILITIES_MAX = 64,
    EMS_THRESHOLDS_MAX = 16,
    EMS_WINDOWS_MAX = 32,
    EMS_UNLIMITED = INT32_MAX
};

struct ems_clock {
    struct ems_datetime start;
    int64_t start_day;     /* days since 1970 of the local date of clock.start: day 1 of the timeline */
    ems_time start_of_day; /* local time of day at time 0 */
    ems_time warmup, duration, drain; /* duration EMS_NEVER: a trace runs until all is idle */
    bool warmup_auto; /* a study finds the warm-up; until then it is the longest that may be found */
};

struct ems_area {
    const char *id;
    struct ems_name name;
    int32_t class_id;      /* model->classes */
    bool population_given; /* typed in, not summed from points */
    double population;     /* residents of the places in it */
    double area_m2;
    struct ems_shape shape;
    int32_t first_place, place_count; /* of model->places */
    double requests_per_year,
        other_calls_per_year; /* at factor 1: request incidents; advice and hoax calls */
};

/* A demand place: a population point or a lattice point. Sorted by area. Fixed-place number: station_count +
 * hospital_count + index. */
struct ems_demand_place {
    struct ems_point at;
    /* alias table over the places of its area (Vose 1991): stay with this probability, else go to alias */
    double keep;
    int32_t alias; /* number in model->places */
    ems_area_id area;
    double people;
};

struct ems_class {
    const char *id;
    double service_radius_m; /* 0 when the scenario gives none */
    double population;
};

struct ems_condition {
    const char *id;
    struct ems_name name;
    double share, cumulative;
    int32_t priority;            /* 1..9 */
    ems_vehicle_type_id need;    /* EMS_NONE: any */
    int32_t vehicles;            /* sent to it */
    bool full_response;          /* the clock stops with the last vehicle, not the first */
    int32_t hospital_capability; /* model->capabilities, EMS_NONE: any hospital */
    double transport, empty;     /* chance of transport among the not empty; of nobody to treat */
    double cancel;               /* chance that the caller cancels, if it still can */
    struct ems_distribution scene, empty_scene, handover;
};

struct ems_vehicle_type {
    const char *id;
    struct ems_name name;
    uint32_t serves; /* bit t: answers a need of type t; its own bit is set */
    bool negative_pressure;
    bool emergency; /* false: a non-emergency car, outside the fleet clauses and never dispatched */
    int32_t owned;  /* vehicles of it, spares in */
};

struct ems_vehicle {
    const char *id;
    ems_vehicle_type_id type;
    ems_station_id station;
    bool spare; /* owned, never sent */
};

/* Daily duty: on the weekdays of the mask (bit 0 Monday) from `from` until `to` (time of day; to <= from
 * means the next day). */
struct ems_shift {
    uint32_t weekdays;
    ems_time from, to;
};

struct ems_crew {
    const char *id;
    ems_station_id station;
    const struct ems_shift *shifts; /* sorted, not overlapping; shift_count 0: on duty at all hours */
    int32_t shift_count;
};

struct ems_station {
    const char *id;
    struct ems_name name;
    const char *tier;         /* "" when not given */
    struct ems_location at;   /* fixed place = its number */
    ems_hospital_id hospital; /* the hospital it belongs to, or EMS_NONE */
    ems_area_id area;         /* EMS_NONE outside every area */
    int32_t first_vehicle, vehicle_count, first_crew,
        crew_count;   /* vehicles and crews are sorted by station */
    bool crews_given; /* false: one crew for each vehicle, at all hours */
    bool rescue_base; /* a two-hour rescue team starts here */
};

struct ems_hospital {
    const char *id;
    struct ems_name name;
    struct ems_location at; /* fixed place = station_count + its number */
    uint64_t provides;      /* bits of model->capabilities */
    int32_t bays;           /* EMS_UNLIMITED when not given */
    bool has_handover;      /* own handover time instead of the condition's */
    struct ems_distribution handover;
};

/* How often calls come. hourly[h] is the factor of hour h counted from local midnight of day 1: hour x
 * weekday x month x holiday, each rescaled to mean 1 over the year. */
struct ems_demand {
    const double *hourly;
    int32_t hour_count;
    double daily_variation;        /* cv of the gamma factor of a day */
    double hoax_share;             /* of the other calls; the rest want advice */
    double duplicates_per_request; /* Poisson mean */
    struct ems_distribution duplicate_after;
    double call_backs_per_request; /* Poisson mean */
    struct ems_distribution call_back_after, call_back_talk;
    struct ems_distribution cancel_after;           /* from fit to dispatch */
    double requests_per_year, phone_calls_per_year; /* expected totals, duplicates in the latter */
    const struct ems_input *input; /* of rate, shares of conditions and chances; NULL: known exactly */
    bool rates_are_phone_calls;    /* the scenario gave phone calls, requests follow */
};

/* One call of a trace; what is EMS_NEVER, NAN or EMS_NONE is drawn. Sorted by arrival. */
struct ems_trace_call {
    const char *id; /* as in the column `call` */
    ems_time arrival, dispatch_delay, turnout, scene, handover;
    struct ems_point at;
    ems_area_id area;
    int32_t priority, transport; /* transport 0 or 1, EMS_NONE drawn */
    ems_condition_id condition;
    ems_hospital_id hospital;
    int32_t place; /* fixed-place number of its location; the trace's places follow the others */
};

struct ems_call_centre {
    bool given;           /* false: every call is answered at once and fit to dispatch at once */
    int32_t lines, seats; /* EMS_UNLIMITED */
    struct ems_distribution pick_up, talk, process, patience, redial_after, advice_talk, hoax_talk,
        duplicate_talk;
    bool process_is_talk;
    double redial;
};

struct ems_durations {
    struct ems_distribution turnout_day, turnout_night, cleaning;
    ems_time night_from, night_to; /* time of day; equal: no night */
};

/* One row of the timeline, active in [from, to). */
struct ems_timeline_entry {
    ems_time from, to;
    double requests, phone_calls;    /* factors on request incidents and on other calls; 1 none */
    double crew_absence;             /* share of crews that do not turn up */
    ems_area_id area;                /* demand only there; EMS_NONE everywhere */
    ems_hospital_id hospital_closed; /* EMS_NONE */
    bool has_incident;
    struct ems_location incident_at;
    ems_area_id incident_area;
    ems_condition_id incident_condition;
    int32_t incident_vehicles;
};

/* A stretch of time in which the timeline changes something; entries of one stretch make one. */
struct ems_window {
    ems_time from, to; /* to EMS_NEVER: to the end */
};

/* Before, during, after a window: as long before and after as during. X(id, name in files) */
#define EMS_STRETCHES(X) \
    X(BEFORE, "before")  \
    X(DURING, "during")  \
    X(AFTER, "after")

enum ems_stretch {
#define EMS_X(id, name) EMS_STRETCH_##id,
    EMS_STRETCHES(EMS_X)
#undef EMS_X
        EMS_STRETCH_COUNT
};

struct ems_target {
    const char *id;
    int32_t priority; /* 0: all */
    int32_t class_id; /* EMS_NONE: all */
    ems_area_id area; /* EMS_NONE: all */
    ems_time within;
    double share;
};

/* A policy and its parameters, by role; see model/policy.h. */
struct ems_policy;
struct ems_policy_choice {
    const struct ems_policy *policy;
    const void *params; /* the policy's own struct, made from its descriptors */
};

struct ems_dispatch_rules {
    /* may a vehicle be taken from a call of priority p (row, 1-based index - 1) for one of priority q (bit q
     * - 1) */
    uint32_t reassign[EMS_PRIORITIES];
    int32_t waiting_room; /* calls that may wait for a vehicle; EMS_UNLIMITED */
    struct ems_distribution vehicle_patience;
    int32_t lights_to_priority;         /* to calls of lesser priority crews drive without lights */
    int32_t patient_lights_to_priority; /* the same on the way to hospital; 0: never with lights */
};

/* A grid for the ways of vehicles that are not longer than its cells are wide, each level's wider than those
 * of the one before; has no points. See model/nearby.h. */
enum { EMS_WAY_LEVELS = 6 };
struct ems_way_level {
    struct ems_grid grid;
    int32_t first_list; /* of its cells */
};

/* Searches over fixed points; made by ems_model_index. */
struct ems_model_index {
    struct ems_sites stations, hospitals;
    struct ems_way_level ways[EMS_WAY_LEVELS];
    int32_t way_levels, way_lists; /* in use; way_lists: the cells of all */
    bool any_reassign;             /* some call may be taken a vehicle from */
    uint32_t needs;                /* that some type answers */
};

struct ems_standard;

struct ems_model {
    struct ems_arena *arena;
    struct ems_name name, description;
    const char *scenario_id; /* file or folder name */
    uint64_t seed;
    int32_t replications;
    struct ems_clock clock;
    struct ems_projection projection;

    const struct ems_class *classes;
    int32_t class_count;
    const struct ems_area *areas;
    int32_t area_count;
    const struct ems_demand_place *places;
    int32_t place_count;
    const char *const *capabilities;
    int32_t capability_count;
    const struct ems_condition *conditions;
    int32_t condition_count;
    const struct ems_vehicle_type *types;
    int32_t type_count;
    const struct ems_station *stations;
    int32_t station_count;
    const struct ems_vehicle *vehicles;
    int32_t vehicle_count;
    const struct ems_crew *crews;
    int32_t crew_count;
    const struct ems_hospital *hospitals;
    int32_t hospital_count;
    const struct ems_timeline_entry *timeline;
    int32_t timeline_count;
    const struct ems_window *windows; /* at most EMS_WINDOWS_MAX, in order of the timeline */
    int32_t window_count;
    const struct ems_trace_call *trace;
    int32_t trace_count;
    bool has_trace;
    const struct ems_target *targets;
    int32_t target_count;
    const char *const *standards;
    int32_t standard_count; /* ids */
    const struct ems_standard *const
        *standard_files; /* one for each; scenario/standards.h; NULL when not loaded */

    struct ems_demand demand;
    struct ems_call_centre call_centre;
    struct ems_durations durations;
    bool turnout_given; /* turnout typed in: a departure share proves nothing about real crews */
    ems_time wind_down; /* before a shift's end: no new orders */
    ems_time rescue_mobilisation;
    struct ems_dispatch_rules rules;
    struct ems_policy_choice dispatch, destination, relocation;
    struct ems_travel travel;
    const struct ems_input *travel_input; /* of all speeds; NULL: known exactly */
    struct ems_model_index index;

    /* response thresholds reported as `within`, ascending: 5, 8, 10, 12, 15, 20, 30 min and those of the
     * targets */
    ems_time thresholds[EMS_THRESHOLDS_MAX];
    int32_t threshold_count;

    /* dispatch preference of areas: station numbers, EMS_NONE-terminated rows; NULL when not given */
    const ems_station_id *const *preference;

    struct ems_origin {
        const char *scenario_hash; /* of the resolved scenario, hex */
        const struct ems_input_file {
            const char *path, *hash;
        } * files; /* every file read */
        int32_t file_count;
    } origin;
};

enum { EMS_DAYS_PER_YEAR = 365 };    /* of an annual rate */
enum { EMS_WARMUP_DAYS_LEAST = 10 }; /* of counting, for a warm-up to be found */

/* Fills model->index from stations, hospitals and rules: the last step of building a model. */
enum ems_status ems_model_index(struct ems_model *model, struct ems_arena *arena);
/* How a crew drives to a call of this priority. */
enum ems_mode ems_model_mode(const struct ems_model *model, int32_t priority);
/* How it drives a patient of this priority to hospital. */
enum ems_mode ems_model_mode_with_patient(const struct ems_model *model, int32_t priority);
/* Local time of day, and whether it is night by durations.night_*. */
ems_time ems_model_time_of_day(const struct ems_model *model, ems_time at);
bool ems_model_is_night(const struct ems_model *model, ems_time at);
/* The turnout distribution in force at `at`. */
const struct ems_distribution *ems_model_turnout(const struct ems_model *model, ems_time at);
/* Factor of the profile at `at` (0 beyond the horizon). */
double ems_model_demand_factor(const struct ems_model *model, ems_time at);
/* The smallest area that contains the point (ties: file order); EMS_NONE when none does. O(areas). */
ems_area_id ems_model_area_at(const struct ems_model *model, struct ems_point point);
/* Bit of a need in station and vehicle masks: the type's bit, or bit 31 for any. */
uint32_t ems_need_bit(ems_vehicle_type_id need);
/* The part of a window's stretch in which calls are counted; empty (from >= to) when there is none. */
void ems_model_stretch(const struct ems_model *model, int32_t window, enum ems_stretch stretch,
                       ems_time *from, ems_time *to);
const char *ems_stretch_name(enum ems_stretch stretch);
/* When counting of phone calls begins and ends; the end is EMS_NEVER for a trace without duration. */
ems_time ems_model_window_end(const struct ems_model *model);

#endif
