/* What a study found: every figure of `run --json` and of the terminal summary, made from the tallies of all
 * replications by study/summary.h. Definitions are those of docs/methods.md. Counts are means per
 * replication; times are in seconds, distances in metres, shares 0..1. Names and definitions are borrowed
 * from the model, which must outlive the results. */
#ifndef EMS_STUDY_RESULTS_H
#define EMS_STUDY_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/tallies.h"
#include "model/model.h"
#include "stats/figure.h"
#include "stats/verdict.h"

/* Requests of a group: all, or those of one priority, class, area or hour of ringing. */
struct ems_group_result {
    struct ems_figure requests, ordered, reached;
    /* response time over requests reached; `from_answer` and `from_order` start later */
    struct ems_figure mean_s, p50_s, p90_s, p95_s, max_s, from_answer_s, from_order_s;
    struct ems_figure within[EMS_THRESHOLDS_MAX];  /* model->thresholds */
    struct ems_figure parts_s[EMS_RESPONSE_PARTS]; /* mean over requests reached: they add up to mean_s */
    struct ems_figure queued_share;                /* requests that ever waited for a vehicle */
};

struct ems_call_figures {
    struct ems_figure received, outcomes[EMS_OUTCOME_COUNT], answered, requests, ordered, reached;
};

/* The measures that standards ask for, and what goes with them. */
struct ems_service_figures {
    struct ems_figure answered_10s_share, departed_180s_share, satisfaction_share, lost_share, queued_share;
    struct ems_figure ordered_on_road_share; /* orders to crews already on the road */
};

struct ems_vehicle_result {
    struct ems_figure orders, transports, distance_m;
    struct ems_figure busy_share; /* of the window, staffed or not */
};

/* Of one crew, of a station's crews, or of all. */
struct ems_crew_result {
    struct ems_figure orders, transports, staffed_h;
    struct ems_figure utilisation, unit_hour_utilisation; /* a share of time; transports per staffed hour */
    struct ems_figure overtime_s;                         /* mean over crew-shifts that ended in the window */
};

struct ems_station_result {
    struct ems_crew_result crews;
    struct ems_figure reached, response_s; /* requests whose clock its vehicles stopped */
};

struct ems_hospital_result {
    struct ems_figure arrivals, bay_wait_s, handover_s;
    struct ems_figure bays_occupied;   /* mean number */
    struct ems_figure occupancy_share; /* of its bays; missing when unlimited */
};

struct ems_level_figures {
    struct ems_figure waiting, waiting_max; /* requests waiting for a vehicle: mean over time, largest */
    struct ems_figure seats_busy, seats_share, callers_waiting;
    struct ems_figure cover_share, cover_share_hour[24]; /* dynamic cover: people */
};

/* Before, during and after a window of the timeline. */
struct ems_window_result {
    struct ems_group_result groups[EMS_STRETCH_COUNT];
    struct ems_figure per_day[EMS_STRETCH_COUNT]; /* requests */
    struct ems_figure waiting[EMS_STRETCH_COUNT]; /* requests waiting for a vehicle: mean over time */
};

struct ems_target_result {
    struct ems_figure requests, found;
    struct ems_judgement judgement;
    enum ems_origin_kind origin;
};

enum { EMS_PRECISION_WISHES = 16 };

/* A precision that was asked for (study/precision.h). */
struct ems_precision_result {
    const char *asked;         /* as it was written */
    double wanted, half_width; /* of the interval, in the metric's unit; NAN without interval */
    bool reached;
};

/* A warm-up that a study found (study/warmup.h). */
struct ems_warmup {
    ems_time warmup; /* half of the duration when there is no steady state */
    bool steady;
    ems_time batch; /* length of one */
    int32_t batches, pilots;
};

/* How the figures were come by. X(id, name in files) */
#define EMS_METHODS(X)          \
    X(SIMULATION, "simulation") \
    X(HYPERCUBE, "hypercube") /* computed, no replication: study/analytic.h */

enum ems_method {
#define EMS_X(id, name) EMS_METHOD_##id,
    EMS_METHODS(EMS_X)
#undef EMS_X
        EMS_METHOD_COUNT
};

const char *ems_method_name(enum ems_method method);

/* What the hypercube says of itself; means over requests. */
struct ems_hypercube_summary {
    bool exact; /* else at least one hour by Jarvis' approximation */
    int32_t units_most, periods;
    double first_preference, all_busy, lost;
};

/* Does the timeline do anything that the hypercube model leaves out? */
bool ems_hypercube_lacks_timeline(const struct ems_model *model);
/* So many calls wait that the model is not to be trusted. */
bool ems_hypercube_is_busy(const struct ems_hypercube_summary *summary);

struct ems_results {
    const struct ems_model *model;
    enum ems_method method;
    struct ems_hypercube_summary hypercube; /* HYPERCUBE */

    int64_t asked;        /* replications asked for */
    int64_t replications; /* finished, and in the figures */
    int32_t inner;        /* above 0: so many of them share a draw of the inputs; intervals hold them */
    ems_time simulated;   /* window lengths, all replications together */
    int64_t work[EMS_WORK_COUNT]; /* all replications together */
    double wall_s;                /* the only number that differs between two runs */

    struct ems_call_figures calls;
    struct ems_service_figures service;
    struct ems_figure parts_s[EMS_PART_COUNT]; /* each over its own cases */
    struct ems_group_result all;
    struct ems_group_result by_priority[EMS_PRIORITIES];
    struct ems_group_result by_hour[24];
    struct ems_group_result *by_class;   /* model->class_count */
    struct ems_group_result *by_area;    /* model->area_count, then one for calls outside all areas */
    struct ems_target_result *targets;   /* model->target_count */
    struct ems_window_result *by_window; /* model->window_count */
    double target_error; /* chance of a wrong verdict on one target: 5 % shared among them (Bonferroni) */

    struct ems_vehicle_result *vehicles;
    struct ems_crew_result *crews;
    struct ems_crew_result fleet; /* all crews */
    struct ems_figure distance_m; /* all vehicles */
    struct ems_station_result *stations;
    struct ems_hospital_result *hospitals;
    struct ems_level_figures levels;

    struct ems_precision_result precisions[EMS_PRECISION_WISHES];
    int32_t precision_count;

    struct ems_warmup warmup; /* pilots 0: the scenario says its warm-up */

    /* a failed run: the replication, and the broken rule of EMS_BROKEN */
    int64_t failed_replication;
    char broken_rule[160];
};

/* Room for the model's entities, figures zeroed; NULL when memory is out. */
struct ems_results *ems_results_create(const struct ems_model *model);
void ems_results_free(struct ems_results *results);

/* More than 1 % of the requests are open when the drain has passed: waiting grows without end. */
bool ems_results_overloaded(const struct ems_results *results);
/* A group that is worth a line: it had requests. */
bool ems_group_used(const struct ems_group_result *group);

#endif
