/* Where to put stations: candidates, a location model for good plans, simulation of the best of them.
 *
 *   struct ems_site_request request = ems_site_request_default();
 *   request.path = "scenarios/jiaohe"; request.add = 2; ...
 *   status = ems_site_run(&request, &diags, &site);
 *   ems_site_free(site);
 *
 * The plan that the model finds best, those of other models and their neighbours are simulated with common
 * random numbers, with few replications first; then those near the best of them; in the end the model's plan
 * and the best of the others with all replications, beside the scenario as it is. A moved station keeps its
 * id, vehicles and crews; a closed one loses them; a new one gets `crews` vehicles of one type, crewed at all
 * hours.
 *
 * The whole lives until ems_site_free; texts of the request are borrowed until then. */
#ifndef EMS_STUDY_SITE_H
#define EMS_STUDY_SITE_H

#include "coverage/location.h"
#include "scenario/load.h"
#include "study/compare.h"

enum { EMS_SITE_PLANS_MOST = 12, EMS_SITE_ALSO_MOST = 6 };

enum ems_site_source { EMS_SITE_STATIONS, EMS_SITE_NODES, EMS_SITE_GRID, EMS_SITE_FILE };
enum ems_site_judge { EMS_SITE_MEAN, EMS_SITE_WORST };

/* People of a class who must live within its service radius. */
struct ems_site_least {
    const char *class_id;
    double share;
};

/* Another scenario that plans are judged over. */
struct ems_site_also {
    const char *path;
    double weight;
};

struct ems_site_request {
    const char *path;
    struct ems_load_options load;
    int32_t add, close, move, crews;
    int32_t plans;   /* simulated in the end */
    bool model_only; /* no simulation */
    struct ems_location_options location;
    const char *new_type;   /* of a new station's vehicles; NULL: the commonest */
    const char *upper_type; /* hierarchical: a vehicle of this type makes a station one of the upper tier */
    int32_t upper_add;      /* hierarchical: new stations of the upper tier, at most */
    double budget;          /* of the candidates' costs; NAN: none */
    double capacity;        /* requests a year that each vehicle may serve; 0: those that candidates give */
    ems_time within_far;    /* dsm, hierarchical: 0: twice `within` */
    ems_time within;        /* turnout and driving; 0: by class the least of the targets', else 10 min */
    enum ems_site_source source;
    double spacing_m; /* of a grid, or between road nodes; 0: so that there are at most 800 */
    const char *file;
    const char *const *keep; /* stations that stay */
    int32_t keep_count;
    const char *const *forbid; /* where nothing is built: areas, and files of polygons */
    int32_t forbid_count;
    const struct ems_site_least *least;
    int32_t least_count;
    const struct ems_site_also *also;
    int32_t also_count;
    enum ems_site_judge judge;
    struct ems_run_options run;
};
/* One new station, MCLP, road nodes or a grid. */
struct ems_site_request ems_site_request_default(void);

struct ems_site_candidate {
    struct ems_point at;
    const char *id; /* of the station that would be built */
    struct ems_name name;
    ems_area_id area;
    double cost, capacity; /* NAN when not given; requests a year */
};

/* Where a plan comes from. X(id, name) */
#define EMS_SITE_ORIGINS(X)   \
    X(MODEL, "model")         \
    X(OTHER, "other_model")   \
    X(NEIGHBOUR, "neighbour") \
    X(SEARCH, "search")

enum ems_site_origin {
#define EMS_X(id, name) EMS_SITE_FROM_##id,
    EMS_SITE_ORIGINS(EMS_X)
#undef EMS_X
        EMS_SITE_ORIGIN_COUNT
};
const char *ems_site_origin_name(enum ems_site_origin origin);

/* Sites of the location problem are the stations that count, then the candidates. */
struct ems_site_plan {
    int32_t *units; /* by site; hierarchical: 2 in the upper tier */
    double cost;    /* of what it builds, where candidates have costs */
    enum ems_site_origin origin;
    int64_t value;     /* under the model */
    double objective;  /* the same as the model's plan has it */
    const char *label; /* B, C, ... by rank, when simulated in the end; else NULL */
    char *overlay;     /* what it changes, as YAML */
    double screened_s; /* mean response in the first round; NAN */
    /* People by the model's measure (within the limit of a station): who gain that, who lose it. */
    double covered, newly, lost;
    double judged_s; /* over all scenarios; the mean response of the one when there is one */
    double judged_half_s;
    double judged_change_half_s; /* of the difference from now */
};

/* What a plan does to a site: nothing, a new station, a closed one, or a station moved there. */
struct ems_site_change {
    ems_station_id station; /* closed or moved; EMS_NONE for a new one */
    int32_t candidate;      /* built or moved to; -1: closed */
};

struct ems_site {
    const struct ems_site_request *request;
    struct ems_arena arena;
    struct ems_scenario *scenario;
    const struct ems_model *model;
    ems_time at, turnout;
    const ems_station_id *stations; /* that count: the first sites */
    int32_t station_count;
    const struct ems_site_candidate *candidates;
    int32_t candidate_count, left_out; /* left_out: off the map or too far from a road */
    int32_t forbidden;                 /* likewise: where nothing may be built */
    bool has_costs;
    const char *new_type, *upper_type;        /* upper_type: NULL without tiers */
    ems_time warmups[1 + EMS_SITE_ALSO_MOST]; /* by scenario that leaves it open; below 0: not found yet */
    struct ems_location_problem problem;
    const struct ems_location *points;
    const ems_area_id *point_area;
    const double *point_people;
    struct ems_location_plan best; /* of the model, with its bound */
    double uncoverable;            /* people whom no site covers */
    double people, covered_now;
    struct ems_site_plan *plans; /* all that were looked at; the model's is the first */
    int32_t plan_count, plan_capacity, screened;
    /* The last round: [0] as it is, then plans[shown[i - 1]]. */
    struct ems_scenario **loaded; /* of the rounds that are kept */
    int32_t loaded_count;
    int64_t screen_replications;
    int32_t shown[EMS_COMPARED_MOST], shown_count;
    struct ems_comparisons *rounds[1 + EMS_SITE_ALSO_MOST]; /* by scenario */
    int32_t round_count;
    int32_t order[EMS_COMPARED_MOST]; /* of shown plans, best first */
    double now_judged_s;
};

/* EMS_BAD_INPUT and EMS_BAD_USAGE with diagnostics; EMS_INFEASIBLE when no plan meets what is asked; EMS_IO
 * when another solver failed (a diagnostic says how); EMS_INTERRUPTED: what is finished is there. *out is
 * NULL only for EMS_NO_MEMORY and where nothing was found. */
enum ems_status ems_site_run(const struct ems_site_request *request, struct ems_diags *diags,
                             struct ems_site **out);
void ems_site_free(struct ems_site *site);

/* What a plan changes, in the order of sites; `out` has room for as many as there are sites. */
int32_t ems_site_changes(const struct ems_site *site, const struct ems_site_plan *plan,
                         struct ems_site_change *out);

/* By the model's measure: within the limit of a station, with tiers also within the far limit of one of the
 * upper tier. `units` NULL: as it is. */
bool ems_site_covers(const struct ems_site *site, const int32_t *units, int32_t point);
/* Costs and weights of problems are whole numbers: so many to one that people write. */
enum { EMS_SITE_PARTS = 100 };

/* Used by site_*.c alone. */
struct ems_site_ground; /* where nothing may be built */
enum ems_status ems_site_read_forbidden(struct ems_site *site, struct ems_diags *diags,
                                        const struct ems_site_ground **out);
bool ems_site_is_forbidden(const struct ems_site_ground *ground, struct ems_point at, ems_area_id area);
enum ems_status ems_site_find_candidates(struct ems_site *site, struct ems_diags *diags);
enum ems_status ems_site_make_problem(struct ems_site *site, struct ems_diags *diags);
/* Stations that the scenario cannot do without are kept, each with a warning. */
enum ems_status ems_site_keep_named(struct ems_site *site, struct ems_diags *diags);
enum ems_status ems_site_write_overlay(struct ems_site *site, struct ems_site_plan *plan);
void ems_site_count_people(const struct ems_site *site, struct ems_site_plan *plan);
/* Adds a plan unless it is there; its number, -1 when memory is out. */
int32_t ems_site_add_plan(struct ems_site *site, const int32_t *units, enum ems_site_origin origin);
enum ems_status ems_site_simulate(struct ems_site *site, struct ems_diags *diags);

#endif
