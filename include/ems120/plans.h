/* Plans that `ems120 site --out` or `ems120 size --out` left in a folder: which stations they open, close,
 * move or staff anew, what was found out about each, where the candidates were.
 *
 *     if (ems_path_is_plans(folder) && ems_plans_open(folder, messages, &plans) == EMS_OK) ...
 *     struct ems_plan_info best = ems_plan_info(plans, 0);       best.path is a scenario of its own
 *     ems_plans_free(plans);
 *
 * Plans are numbered from 0, best first. Texts belong to the plans. Numbers that are not known are NAN. What
 * a plan changes follows from the two scenarios (ems_station_changes), whatever they were made by. */
#ifndef EMS120_PLANS_H
#define EMS120_PLANS_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/ids.h"
#include "ems120/messages.h"
#include "ems120/scenario.h"
#include "ems120/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_plans;

/* Whether the folder has a site.json or a size.json. */
bool ems_path_is_plans(const char *path);
/* EMS_BAD_INPUT: messages say what is wrong. *out is NULL unless EMS_OK. */
enum ems_status ems_plans_open(const char *folder, struct ems_messages *messages, struct ems_plans **out);
void ems_plans_free(struct ems_plans *plans); /* NULL is fine */

/* With its interval of 95 %. */
struct ems_plan_figure {
    double value, low, high;
};

struct ems_plans_info {
    bool is_size; /* of `size`: one plan, judged by targets; else of `site` */
    int64_t replications;
    double people, people_covered;     /* as it is now; covered by the measure of the location model */
    struct ems_plan_figure response_s; /* as it is now */
    int32_t plans, candidates, targets;
};
struct ems_plans_info ems_plans_info(const struct ems_plans *plans);
/* Longitude and latitude in WGS-84: ems_scenario_point_wgs84 puts them on a map. */
struct ems_lon_lat ems_plans_candidate(const struct ems_plans *plans, int32_t index);

struct ems_plan_target { /* of `size` */
    const char *id;
    double required;
    struct ems_plan_figure now, found;
    const char *verdict; /* yes, no, undecided; "" */
};
struct ems_plan_target ems_plans_target(const struct ems_plans *plans, int32_t index);

struct ems_plan_info {
    const char *label; /* B, C, ...; "" when there is none */
    const char *path;  /* of its scenario */
    double people_covered, people_gain, people_lose;
    struct ems_plan_figure response_s, difference_s; /* mean response; from now */
    int32_t verdict;                                 /* 1 better, -1 worse, 0 not told apart */
    bool may_be_best;
    int32_t areas, places;
};
struct ems_plan_info ems_plan_info(const struct ems_plans *plans, int32_t plan);

struct ems_plan_area { /* mean response, simulated */
    const char *id;
    double people;
    struct ems_plan_figure now_s, then_s, difference_s;
    int32_t verdict;
};
struct ems_plan_area ems_plan_area(const struct ems_plans *plans, int32_t plan, int32_t index);

struct ems_plan_place { /* where people come into reach, or drop out of it */
    struct ems_lon_lat at;
    double people;
    bool gains;
};
struct ems_plan_place ems_plan_place(const struct ems_plans *plans, int32_t plan, int32_t index);

/* ---- what a plan does ---- */

enum ems_station_change_kind {
    EMS_STATION_OPENED,
    EMS_STATION_CLOSED,
    EMS_STATION_MOVED,
    EMS_STATION_STAFFED
};
struct ems_station_change {
    enum ems_station_change_kind kind;
    ems_station_id before, after; /* EMS_NONE where it is in one scenario only */
};
/* Stations by id, those of the first scenario in order, then the new ones. One that has vehicles and crews in
 * one scenario only is opened or closed; one that stands more than a metre away is moved; staffed: other
 * numbers of vehicles or crews, or other hours of these. Returns how many there are; the first `room` are
 * written. */
int32_t ems_station_changes(const struct ems_scenario *first, const struct ems_scenario *second,
                            struct ems_station_change *out, int32_t room);
/* Time on duty in a week, of all crews of a station together. */
ems_time ems_station_duty_in_week(const struct ems_scenario *scenario, ems_station_id station);
/* The file that a scenario extends; NULL when it extends none. */
const char *ems_scenario_extends(const struct ems_scenario *scenario);

#ifdef __cplusplus
}
#endif
#endif
