/* What the parts of study/analytic.h share. Inside study only. */
#ifndef EMS_STUDY_ANALYTIC_PARTS_H
#define EMS_STUDY_ANALYTIC_PARTS_H

#include "study/analytic.h"

enum {
    EMS_ANALYTIC_RANKS = 32, /* stations nearest to a place that are looked at */
    EMS_ANALYTIC_KEY = 6,    /* of those, how many make places alike where there are many stations */
    EMS_ANALYTIC_BINS = 331, /* of travel time */
    EMS_ANALYTIC_SURGES = 8, /* levels of demand by the timeline that are told apart */
    EMS_ANALYTIC_PRE = 32    /* points that stand for the time before the wheels turn */
};

/* Conditions that ask for the same vehicles in the same way. */
struct ems_analytic_kind {
    ems_vehicle_type_id need;
    enum ems_mode mode;
    double share, share_of[EMS_PRIORITIES]; /* of all requests */
    double orders;                          /* vehicles sent, on the mean */
};

/* Requests of a kind from places that have the same stations in the same order. */
struct ems_analytic_group {
    int32_t kind, place;                 /* a place of it */
    double requests_per_year;            /* at demand factor 1 */
    double fixed_s, drive_s;             /* from arrival at the scene to the end, and what of it is driving */
    double travel_s[EMS_ANALYTIC_RANKS]; /* to the scene, mean */
};

/* An hour of the day with these crews at a level of the timeline's demand, and how often it comes in the
 * window. */
struct ems_analytic_period {
    int32_t hour, surge; /* surge: one of the levels */
    bool night;
    double factor, hours, speed; /* demand: mean; speed: over that of the tables */
    const int32_t *crews;        /* by station */
};

/* Requests of the window by expected travel time, and those that had to wait. */
struct ems_analytic_histogram {
    double mass[2][EMS_ANALYTIC_BINS]; /* by day, by night */
    double waits;
    double travel_s[2], served[2]; /* sums of the above, exact */
};

struct ems_analytic_station {
    double busy_h, staffed_h, served, response_s; /* sums over the window */
};

struct ems_analytic {
    const struct ems_model *model;
    struct ems_arena arena, scratch;
    struct ems_travel travel; /* the model's without the timeline */
    ems_time reference;       /* that tables of travel times are for */
    int32_t ranks;

    struct ems_analytic_kind *kinds;
    int32_t kind_count;
    int32_t *kind_of;                                     /* by condition */
    double *weight;                                       /* by place: requests a year */
    int32_t *station[EMS_MODES];                          /* places x ranks: nearest first, EMS_NONE ends */
    double *travel_s[EMS_MODES];                          /* likewise */
    int32_t *class_of[EMS_MODES], class_count[EMS_MODES]; /* of places alike */
    struct ems_analytic_group *groups;
    int32_t group_count, *first_group; /* by kind */
    int32_t *serving;                  /* kinds x stations: vehicles that answer the kind */

    int32_t *duty; /* of the last evaluation */
    struct ems_analytic_period *periods;
    int32_t period_count;
    double surge[EMS_ANALYTIC_SURGES]; /* factors of demand; as many as were met */
    int32_t surge_count;

    double pre_s[2][EMS_ANALYTIC_PRE], pre_mean_s[2]; /* ringing to wheels, by day and by night */
    double answer_s, process_s, turnout_s[2];

    struct ems_analytic_histogram *by_area; /* (areas + 1) x priorities */
    struct ems_analytic_histogram by_hour[24];
    struct ems_analytic_station *stations;
    double requests, lost, first_preference, all_busy, wait_s, queue_h; /* sums over the window */
    double window_h;
    int32_t units_most;
    bool exact; /* all periods were solved exactly */
    bool hurry; /* see ems_analytic_hurry */

    /* chances of a response in time that were asked for, by limit */
    double limits_s[EMS_THRESHOLDS_MAX];
    double (*limit_chances)[2][EMS_ANALYTIC_BINS];
    int32_t limit_count;
};

/* Places, kinds and groups. */
enum ems_status ems_analytic_prepare(struct ems_analytic *a);
enum ems_status ems_analytic_plan_periods(struct ems_analytic *a, const int32_t *duty);
/* Fills pre_s and means. */
enum ems_status ems_analytic_prepare_response(struct ems_analytic *a);
/* Solves one period and adds it to the sums. EMS_INFEASIBLE: more work than crews; it was taken as a loss
 * system. */
enum ems_status ems_analytic_solve_period(struct ems_analytic *a, const struct ems_analytic_period *period,
                                          double *load);

/* Adds `requests` with this expected travel time. */
void ems_analytic_add(struct ems_analytic_histogram *h, bool night, double travel_s, double requests);
void ems_analytic_merge(struct ems_analytic_histogram *into, const struct ems_analytic_histogram *from);
/* Chance of a response within `limit_s`, by bins of travel time. */
void ems_analytic_chances(const struct ems_analytic *a, bool night, double limit_s,
                          double out[EMS_ANALYTIC_BINS]);

#endif
