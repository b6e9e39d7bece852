/* One replication's numbers: what happened, added up as integers, so that merging and order never change a
 * digit. study turns the tallies of many replications into figures with intervals. */
#ifndef EMS_ENGINE_TALLIES_H
#define EMS_ENGINE_TALLIES_H

#include "base/status.h"
#include "engine/facts.h"
#include "model/world.h"
#include "stats/sample.h"

/* The parts of a call's way. The first six add up to the response time. X(id, name in files) */
#define EMS_PARTS(X)          \
    X(ANSWER, "answer")       \
    X(PROCESS, "process")     \
    X(QUEUE, "queue")         \
    X(BUMPED, "bumped")       \
    X(TURNOUT, "turnout")     \
    X(TRAVEL, "travel")       \
    X(SCENE, "scene")         \
    X(TRANSPORT, "transport") \
    X(BAY_WAIT, "bay_wait")   \
    X(HANDOVER, "handover")   \
    X(CLEANING, "cleaning")   \
    X(EMPTY_SCENE, "empty_scene")

enum ems_part {
#define EMS_X(id, name) EMS_PART_##id,
    EMS_PARTS(EMS_X)
#undef EMS_X
        EMS_PART_COUNT
};
enum { EMS_RESPONSE_PARTS = EMS_PART_TRAVEL + 1 };

const char *ems_part_name(enum ems_part part);

/* Requests of a group: all of them, one priority, class, area, or hour of the day of ringing. */
struct ems_group_tally {
    int64_t requests; /* counted phone calls that became requests */
    int64_t ordered, reached;
    int64_t waited;                          /* requests that ever waited for a vehicle */
    ems_time response_sum;                   /* over reached */
    ems_time parts[EMS_RESPONSE_PARTS];      /* over reached; they add up to response_sum exactly */
    struct ems_sample response;              /* of the reached */
    int64_t within[EMS_THRESHOLDS_MAX];      /* reached within threshold i */
    int64_t within_base[EMS_THRESHOLDS_MAX]; /* requests less those cancelled before threshold i had passed */
};

/* Requests that a target is about. */
struct ems_target_tally {
    int64_t requests;
    int64_t within;      /* reached within the target's limit */
    int64_t within_base; /* requests less those cancelled before the limit had passed */
};

/* A mean of times: sum over count. */
struct ems_mean_tally {
    ems_time sum;
    int64_t count;
};

struct ems_vehicle_tally {
    int64_t orders, transports;
    ems_time busy;       /* order -> free, inside the window */
    int64_t distance_mm; /* driven, all legs that ended inside the window */
};

struct ems_crew_tally {
    int64_t orders, transports;
    ems_time busy;    /* order -> free, inside the window */
    ems_time staffed; /* on duty inside the window, overtime included */
    int64_t shifts;   /* crew-shifts that ended in the window */
    ems_time overtime;
};

struct ems_hospital_tally {
    int64_t arrivals;
    struct ems_mean_tally bay_wait, handover;
    ems_time occupied; /* bays x time, inside the window */
};

/* Values over the window, as time integrals in value x microseconds, or sampled every 10 minutes. */
struct ems_level_tally {
    ems_time sums[EMS_LEVELS];
    int64_t waiting_max;
    int64_t cover_samples;
    double cover_people_sum; /* dynamic cover by radius: people reachable, summed over samples */
    double cover_people_hour[24];
    int64_t cover_samples_hour[24];
};

/* Requests that rang before, during and after a window of the timeline. */
struct ems_window_tally {
    struct ems_group_tally groups[EMS_STRETCH_COUNT];
    ems_time waiting[EMS_STRETCH_COUNT]; /* as in ems_level_tally */
};

/* Work done: exact, compared in tests. X(id, name) */
#define EMS_WORK(X)             \
    X(EVENTS, "events")         \
    X(DECISIONS, "decisions")   \
    X(CANDIDATES, "candidates") \
    X(DRAWS, "draws")

enum ems_work {
#define EMS_X(id, name) EMS_WORK_##id,
    EMS_WORK(EMS_X)
#undef EMS_X
        EMS_WORK_COUNT
};

struct ems_tallies {
    int64_t replication;
    ems_time simulated;                  /* length of the window, or of the trace until idle */
    int64_t received;                    /* counted phone calls */
    int64_t outcomes[EMS_OUTCOME_COUNT]; /* of counted calls; they sum to received */
    int64_t answered, requests, ordered, reached;

    /* answer: a call that waits joins the queue for a seat and is picked up */
    int64_t answered_10s,
        answer_base; /* picked up within 10.0 s; phone calls less those abandoned within 10 s */
    /* turnout: orders to crews at a station; rolling within 180 s; orders cancelled within 180 s left out */
    int64_t departed_180s, departure_base, ordered_on_road;
    /* call satisfaction */
    int64_t satisfied, satisfaction_base;

    struct ems_mean_tally parts[EMS_PART_COUNT]; /* each with its own denominator (docs/methods.md) */

    struct ems_group_tally all;
    struct ems_group_tally by_priority[EMS_PRIORITIES];
    struct ems_group_tally by_hour[24];
    struct ems_group_tally *by_class;   /* model->class_count */
    struct ems_group_tally *by_area;    /* model->area_count, then one for calls outside all areas */
    struct ems_target_tally *by_target; /* model->target_count */

    struct ems_window_tally *by_window; /* model->window_count */

    struct ems_vehicle_tally *vehicles;
    struct ems_crew_tally *crews;
    struct ems_mean_tally *station_response; /* by station of the vehicle that stopped the clock */
    struct ems_hospital_tally *hospitals;
    struct ems_level_tally levels;
    int64_t work[EMS_WORK_COUNT];
    bool no_memory;
};

enum ems_status ems_tallies_create(const struct ems_model *model, struct ems_tallies **out);
/* Empties them for the next replication; keeps memory. */
void ems_tallies_clear(struct ems_tallies *tallies, const struct ems_model *model);
/* Sums up, once, when the replication is over. Until then `all`, `by_class` and the parts that hospitals
 * count are empty, and `within` and `within_base` count requests by the first threshold that they fall under.
 * Sets no_memory. */
void ems_tallies_complete(struct ems_tallies *tallies, const struct ems_model *model);
void ems_tallies_free(struct ems_tallies *tallies, const struct ems_model *model);

#endif
