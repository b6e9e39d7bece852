/* What the parts of study/size.h share. Inside study only. */
#ifndef EMS_STUDY_SIZE_PARTS_H
#define EMS_STUDY_SIZE_PARTS_H

#include "study/analytic.h"
#include "study/size.h"

/* A scenario that plans are played in. */
struct ems_sizing_world {
    const struct ems_scenario *scenario;
    struct ems_model base; /* with targets and growth */
    struct ems_analytic *analytic;
    double weight;
    bool critical; /* a plan was the worst in it: the guide heeds it */
};

struct ems_sizing {
    struct ems_size *size;
    const struct ems_size_options *options;
    const struct ems_scenario *scenario;
    struct ems_sizing_world worlds[EMS_SIZE_WORLDS]; /* the first is the scenario itself */
    int32_t world_count;
    int32_t order[EMS_SIZE_WORLDS]; /* of the worlds: where plans lacked most comes first */
    const struct ems_model *base;   /* of the first */
    int32_t stations, cells;        /* cells: stations x EMS_SIZE_PATTERNS */
    int32_t *duty;                  /* scratch: hours of a week x stations */
    int32_t *extra;                 /* stations x types: vehicles that are added in any case */
    int32_t *lacking;               /* scratch: vehicles added by station */
    int32_t *floor;                 /* least crews by station, that a standard's radius asks for */
    bool pattern_on[EMS_SIZE_PATTERNS][EMS_HOURS_OF_WEEK];
    bool allowed[EMS_SIZE_PATTERNS]; /* patterns that may be added */
    double offset[EMS_SIZE_TARGETS]; /* simulated less computed, as last seen */
    double wanted[EMS_SIZE_TARGETS]; /* shares that the search goes for */
    struct ems_size_trial clock;     /* of the last attempt, before shifts were laid out */
    struct ems_size_trial *known;    /* by the replications of the search, without vehicles in `extra` */
    int32_t known_count, known_room;
    bool remember; /* patterns and vehicles are those of `known` */
    struct ems_arena scratch;
};

/* ---- size_prepare.c ---- */
enum ems_status ems_sizing_prepare(struct ems_sizing *s);

/* ---- size_plan.c ---- */
/* All hours, and the shifts of the scenario. */
void ems_size_find_patterns(struct ems_sizing *s);
struct ems_size_plan ems_size_plan_new(struct ems_sizing *s);
void ems_size_plan_copy(const struct ems_sizing *s, struct ems_size_plan *to,
                        const struct ems_size_plan *from);
/* Adds `by` crews to a cell. */
void ems_size_plan_change(const struct ems_sizing *s, struct ems_size_plan *plan, int32_t cell, int32_t by);
/* The scenario as it stands, as a plan. */
enum ems_status ems_size_plan_of_model(struct ems_sizing *s, struct ems_size_plan *out);
/* Crews on duty at an hour of the week. */
int32_t ems_size_plan_on(const struct ems_sizing *s, const struct ems_size_plan *plan, int32_t station,
                         int32_t hour);
/* Most crews on duty at once. */
int32_t ems_size_plan_most(const struct ems_sizing *s, const struct ems_size_plan *plan, int32_t station);
/* Number of a shift, a new one where it is not known yet; EMS_NONE when there are too many. */
int32_t ems_size_pattern_number(struct ems_sizing *s, struct ems_size_pattern pattern);
/* Forgets all patterns from `count` on. */
void ems_size_pattern_forget(struct ems_sizing *s, int32_t count);
/* A world's model with the plan's crews, and vehicles added where crews have none. */
enum ems_status ems_size_plan_model(struct ems_sizing *s, int32_t world, const struct ems_size_plan *plan,
                                    struct ems_arena *arena, struct ems_model *out);
/* Vehicles that a station lacks for the plan's crews, besides those that are added in any case. */
int32_t ems_size_plan_lacking(const struct ems_sizing *s, const struct ems_size_plan *plan, int32_t station);
/* The type of vehicles that are added: it answers most needs. */
int32_t ems_size_added_type(const struct ems_model *model);

/* ---- size_guide.c ---- */
bool ems_size_guided_by(const struct ems_sizing *s, int32_t world);
/* Shares in time as the hypercube computes them, with `offset` added. */
enum ems_status ems_size_guess(struct ems_sizing *s, const struct ems_size_plan *plan, double *shares);
/* What is lacking of `wanted`, summed over targets; 0 when all are met. */
double ems_size_lack(const struct ems_sizing *s, const double *shares);
/* Plans that a search came through. */
enum { EMS_SIZE_WAY = 400 };
struct ems_size_way {
    struct ems_size_plan plans[EMS_SIZE_WAY];
    int32_t count;
};
/* From nothing up: adds where it helps most; the way is added to `way` when not NULL. EMS_INFEASIBLE at the
 * most crews; `plan` is then the best. */
enum ems_status ems_size_grow(struct ems_sizing *s, struct ems_size_plan *plan, struct ems_size_way *way);
/* Takes away, shortens and exchanges while all targets stay met. */
enum ems_status ems_size_shrink(struct ems_sizing *s, struct ems_size_plan *plan, struct ems_size_way *way);
/* Cheaper plans near `plan` that lack at most `lack`, the best first. */
enum ems_status ems_size_cheaper(struct ems_sizing *s, const struct ems_size_plan *plan, double lack,
                                 struct ems_size_plan *out, int32_t most, int32_t *count);
/* Plans of the same cost: one crew at another station. */
enum ems_status ems_size_moved(struct ems_sizing *s, const struct ems_size_plan *plan, double lack,
                               struct ems_size_plan *out, int32_t most, int32_t *count);

bool ems_size_may_drop(const struct ems_sizing *s, const struct ems_size_plan *plan, int32_t cell);
/* Two crews whose shifts make up a day become one at all hours. */
void ems_size_fold(const struct ems_sizing *s, struct ems_size_plan *plan);

/* ---- size_stage.c ---- */
enum { EMS_SIZE_AT_ONCE = 4, EMS_SIZE_FIGURES = EMS_SIZE_TARGETS + 1 }; /* targets and the mean response */

/* A few plans in one world, played on as far as wanted. Must stay where it is. */
struct ems_size_stage {
    struct ems_sizing *s;
    int32_t world, count;
    int64_t played; /* replications of each */
    struct ems_model models[EMS_SIZE_AT_ONCE];
    struct ems_summary *summaries[EMS_SIZE_AT_ONCE];
    struct ems_results *results[EMS_SIZE_AT_ONCE];
    struct ems_arena arena;
};

/* What a plan is in each world: figures, the mean response last, and what they are of each replication. */
struct ems_size_sheet {
    struct ems_figure found[EMS_SIZE_WORLDS][EMS_SIZE_FIGURES]; /* without a value where not played */
    double *values; /* worlds x figures x room; NULL: not wanted, where the worst counts */
    int64_t room, replications;
};

/* ems_size_stage_close after any status. */
enum ems_status ems_size_stage_open(struct ems_sizing *s, int32_t world,
                                    const struct ems_size_plan *const *plans, int32_t count, uint64_t seed,
                                    struct ems_size_stage *out);
/* On, until each plan has so many replications. */
enum ems_status ems_size_stage_play(struct ems_size_stage *stage, int64_t replications);
void ems_size_stage_read(const struct ems_size_stage *stage, int32_t plan, struct ems_size_sheet *sheet);
void ems_size_stage_close(struct ems_size_stage *stage);

/* Nothing is played yet. `room` replications; values only where asked for or needed. */
enum ems_status ems_size_sheet_begin(const struct ems_sizing *s, int64_t room, bool values,
                                     struct ems_arena *arena, struct ems_size_sheet *out);
/* The figure over all worlds; its values are at *values then. */
struct ems_figure ems_size_sheet_judged(const struct ems_sizing *s, const struct ems_size_sheet *sheet,
                                        int32_t figure, const double **values);

/* ---- size_trials.c ---- */
/* Simulates plans side by side in all worlds; `values` (plans x replications x targets), NULL: not wanted. */
enum ems_status ems_size_simulate(struct ems_sizing *s, const struct ems_size_plan *plans, int32_t count,
                                  uint64_t seed, int64_t replications, struct ems_size_trial *trials,
                                  double *values);
/* By the replications of the search. Where the worst world counts, a plan that one refused is not played in
 * the others; plans that were played before are not played again. */
enum ems_status ems_size_screen(struct ems_sizing *s, const struct ems_size_plan *plans, int32_t count,
                                struct ems_size_trial *trials);
bool ems_size_met(const struct ems_sizing *s, const struct ems_size_trial *trial);
/* The same for one plan. */
enum ems_status ems_size_try(struct ems_sizing *s, const struct ems_size_plan *plan,
                             struct ems_size_trial *trial);
int64_t ems_size_search_replications(const struct ems_sizing *s);
bool ems_size_stopped(const struct ems_sizing *s);

/* ---- size_certificate.c ---- */
/* Fresh replications: fills in what `size` has of the plan and its certificate. */
enum ems_status ems_size_certify(struct ems_sizing *s, const struct ems_size_plan *plan, int attempt);

/* ---- size_search.c ---- */
/* From `from` (NULL: nothing) to a plan that holds by the replications of the search. EMS_INFEASIBLE: the
 * best is in `trial`. */
enum ems_status ems_size_search(struct ems_sizing *s, const struct ems_size_plan *from,
                                struct ems_size_trial *trial);
/* From a plan that holds to cheaper ones near it. */
enum ems_status ems_size_descend(struct ems_sizing *s, struct ems_size_trial *trial);
/* Of the trials that meet all the one that is paid the fewest hours, then the one with the most in time;
 * EMS_NONE when none does. */
int32_t ems_size_cheapest(const struct ems_sizing *s, const struct ems_size_trial *trials, int32_t count);
/* What the hypercube says beside what was simulated: it is right at this plan then. */
enum ems_status ems_size_correct_guide(struct ems_sizing *s, const struct ems_size_trial *trial);

/* ---- size_select.c ---- */
/* The best of the plans that cost as much as this one. */
enum ems_status ems_size_select(struct ems_sizing *s, struct ems_size_trial *trial);

/* ---- size_shifts.c ---- */
/* The shifts that are asked for in place of those of `trial`, which holds before and after. */
enum ems_status ems_size_lay_shifts(struct ems_sizing *s, struct ems_size_trial *trial);

/* ---- size_fleet.c ---- */
/* Stations that must have a crew for the radius clauses of the standards. */
enum ems_status ems_size_find_floor(struct ems_sizing *s);
/* Cheaper types of vehicles where the targets allow, and vehicles that the fleet clauses ask for. */
enum ems_status ems_size_choose_vehicles(struct ems_sizing *s, const struct ems_size_trial *trial);
/* Counts the vehicles of the plan and what they cost. */
enum ems_status ems_size_count_vehicles(struct ems_sizing *s);

/* ---- size_after.c ---- */
/* One more and one fewer at each station, by pairs with the plan. */
enum ems_status ems_size_compute_steps(struct ems_sizing *s);
/* The way up by the guide, simulated at some of its plans, the found plan last. */
enum ems_status ems_size_compute_curve(struct ems_sizing *s);

#endif
