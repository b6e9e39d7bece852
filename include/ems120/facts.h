/* What happened: the engine tells observers facts, and they turn them into statistics, tables and recordings.
 * Facts are borrowed for the length of the call. */
#ifndef EMS120_FACTS_H
#define EMS120_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/ids.h"
#include "ems120/point.h"
#include "ems120/time.h"

/* The one final state of a phone call (docs/methods.md). X(id, name in files) */
#define EMS_OUTCOMES(X)                         \
    X(BLOCKED, "blocked")                       \
    X(ABANDONED, "abandoned")                   \
    X(ADVISED, "advised")                       \
    X(HOAX, "hoax")                             \
    X(DUPLICATE, "duplicate")                   \
    X(CANCELLED, "cancelled")                   \
    X(UNSERVED, "unserved")                     \
    X(UNREACHABLE, "unreachable")               \
    X(CANCELLED_EN_ROUTE, "cancelled_en_route") \
    X(EMPTY, "empty")                           \
    X(TREATED, "treated")                       \
    X(TRANSPORTED, "transported")               \
    X(UNFINISHED, "unfinished")

enum ems_outcome {
#define EMS_X(id, name) EMS_OUT_##id,
    EMS_OUTCOMES(EMS_X)
#undef EMS_X
        EMS_OUTCOME_COUNT
};

/* What happens to calls, vehicles and crews, for events.csv and run.ems. X(id, name in files) */
#define EMS_EVENTS(X)                                                         \
    X(RING, "ring")                                                           \
    X(BLOCKED, "blocked")                                                     \
    X(ABANDONED, "abandoned")                                                 \
    X(ANSWERED, "answered")                                                   \
    X(READY, "ready")                                                         \
    X(HELD, "held") /* no vehicle now: the task waits */                      \
    X(ORDERED, "ordered")                                                     \
    X(DEPARTED, "departed")                                                   \
    X(REASSIGNED, "reassigned") /* the vehicle is taken from this call */     \
    X(ON_SCENE, "on_scene")                                                   \
    X(LEFT_SCENE, "left_scene")                                               \
    X(AT_HOSPITAL, "at_hospital")                                             \
    X(BAY, "bay") /* a bay obtained */                                        \
    X(ACCEPTED, "accepted")                                                   \
    X(FREE, "free")                                                           \
    X(RETURNING, "returning")                                                 \
    X(AT_STATION, "at_station")                                               \
    X(CANCELLED, "cancelled")                                                 \
    X(UNSERVED, "unserved")                                                   \
    X(ENDED, "ended")     /* the call has its final state */                  \
    X(ON_DUTY, "on_duty") /* a crew; `vehicle` is empty, `crew` in run.ems */ \
    X(OFF_DUTY, "off_duty")

enum ems_event {
#define EMS_X(id, name) EMS_EV_##id,
    EMS_EVENTS(EMS_X)
#undef EMS_X
        EMS_EVENT_COUNT
};

#ifdef __cplusplus
extern "C" {
#endif

/* As it stands in calls.csv, events.csv and summary.json. */
const char *ems_outcome_name(enum ems_outcome outcome);
const char *ems_event_name(enum ems_event event);

#ifdef __cplusplus
}
#endif

struct ems_event_fact {
    ems_time at;
    uint64_t call; /* serial number of the phone call in its replication, from 1; 0 none */
    int32_t kind;  /* enum ems_event */
    ems_vehicle_id vehicle;
    ems_station_id station;
    ems_hospital_id hospital;
    ems_crew_id crew;
    int32_t outcome;  /* of ENDED, else EMS_NONE */
    int32_t trace;    /* the call's number in the trace, EMS_NONE when it is not from one */
    int32_t reserved; /* zero: recordings hold these bytes */
};

/* An order and what became of it, told when it ends (free, cancelled or reassigned). Times EMS_NEVER where it
 * did not happen. */
struct ems_trip_fact {
    uint64_t call;
    int32_t trace; /* the call's number in the trace, EMS_NONE when it is not from one */
    int32_t role;  /* 0 for the first vehicle of the call */
    ems_vehicle_id vehicle;
    ems_crew_id crew;
    ems_station_id station; /* the vehicle's */
    ems_hospital_id hospital;
    int32_t priority;
    ems_area_id area;
    bool from_station; /* the crew was at its station when ordered: turnout counts */
    bool reassigned;   /* taken away by another call */
    bool cancelled;
    bool counted;  /* the order was given inside the window */
    bool is_empty; /* nobody to treat */
    ems_time ordered, departed, on_scene, left_scene, at_hospital, bay, accepted, free;
    double to_scene_m, to_hospital_m;
};

/* A phone call, told when it has its final state. Times EMS_NEVER where it did not happen. */
struct ems_call_fact {
    uint64_t serial;      /* from 1 in order of ringing */
    const char *trace_id; /* id in the trace, or NULL */
    int32_t trace;        /* number in the trace, EMS_NONE */
    int32_t outcome;      /* enum ems_outcome */
    bool counted;         /* rang inside the window */
    bool is_request;
    bool queued;     /* ever waited for a vehicle */
    bool at_station; /* the vehicle that stopped the clock started from its station */
    struct ems_point at;
    ems_area_id area;           /* EMS_NONE outside all */
    ems_condition_id condition; /* EMS_NONE for calls that are no request */
    int32_t priority;           /* 0 for calls that are no request */
    int32_t vehicles;           /* sent for, 0 for calls that are no request */
    int32_t reassignments;      /* times a vehicle was taken from it */
    ems_time rang, answered, ready, first_ordered, cancelled;
    /* of the vehicle that stopped the clock */
    ems_time ordered, departed, on_scene, left_scene, at_hospital, bay, accepted, free;
    ems_time response; /* EMS_NEVER when never reached */
    /* response = answer + process + queue + bumped + turnout + travel, exactly */
    ems_time answer, process, queue, bumped, turnout, travel;
    ems_vehicle_id vehicle;
    ems_station_id station;
    ems_hospital_id hospital;
};

/* Any function may be NULL. */
struct ems_observer {
    void *self;
    void (*event)(void *self, const struct ems_event_fact *fact);
    void (*trip)(void *self, const struct ems_trip_fact *fact);
    void (*call)(void *self, const struct ems_call_fact *fact);
};

#endif
