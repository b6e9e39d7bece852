/* What the parts of study/size.h share. Inside study only. */
#ifndef EMS_STUDY_SIZE_PARTS_H
#define EMS_STUDY_SIZE_PARTS_H

#include "study/analytic.h"
#include "study/size.h"

struct ems_sizing {
    struct ems_size *size;
    const struct ems_size_options *options;
    const struct ems_scenario *scenario;
    struct ems_model base; /* with targets and growth */
    struct ems_analytic *analytic;
    int32_t stations, cells; /* cells: stations x patterns */
    int32_t *duty;           /* scratch: hours of a week x stations */
    bool pattern_on[EMS_SIZE_PATTERNS][EMS_HOURS_OF_WEEK];
    double offset[EMS_SIZE_TARGETS]; /* simulated less computed, as last seen */
    double wanted[EMS_SIZE_TARGETS]; /* shares that the search goes for */
    struct ems_arena scratch;
};

/* ---- size_plan.c ---- */
enum ems_status ems_sizing_prepare(struct ems_sizing *s);
struct ems_size_plan ems_size_plan_new(struct ems_sizing *s);
void ems_size_plan_copy(const struct ems_sizing *s, struct ems_size_plan *to,
                        const struct ems_size_plan *from);
/* Adds `by` crews to a cell. */
void ems_size_plan_change(const struct ems_sizing *s, struct ems_size_plan *plan, int32_t cell, int32_t by);
bool ems_size_plan_same(const struct ems_sizing *s, const struct ems_size_plan *a,
                        const struct ems_size_plan *b);
/* The scenario as it stands, as a plan. */
enum ems_status ems_size_plan_of_model(struct ems_sizing *s, struct ems_size_plan *out);
/* Most crews on duty at once. */
int32_t ems_size_plan_most(const struct ems_sizing *s, const struct ems_size_plan *plan, int32_t station);
/* A model with the plan's crews, and vehicles added where crews have none. */
enum ems_status ems_size_plan_model(struct ems_sizing *s, const struct ems_size_plan *plan,
                                    struct ems_arena *arena, struct ems_model *out);
/* The type of vehicles that are added: it answers most needs. */
int32_t ems_size_added_type(const struct ems_model *model);

/* ---- size_guide.c ---- */
/* Shares in time as the hypercube computes them, with `offset` added. */
enum ems_status ems_size_guess(struct ems_sizing *s, const struct ems_size_plan *plan, double *shares);
/* What is lacking of `wanted`, summed over targets; 0 when all are met. */
double ems_size_lack(const struct ems_sizing *s, const double *shares);
/* From nothing up: adds where it helps most; keeps the way in `path` (most entries) when not NULL.
 * EMS_INFEASIBLE at the most crews; `plan` is then the best. */
enum ems_status ems_size_grow(struct ems_sizing *s, struct ems_size_plan *plan, struct ems_size_plan *path,
                              int32_t most, int32_t *path_count);
/* Takes away, shortens and exchanges while all targets stay met. */
enum ems_status ems_size_shrink(struct ems_sizing *s, struct ems_size_plan *plan);
/* Cheaper plans near `plan` that lack at most `lack`, the best first. */
enum ems_status ems_size_cheaper(struct ems_sizing *s, const struct ems_size_plan *plan, double lack,
                                 struct ems_size_plan *out, int32_t most, int32_t *count);
/* Plans of the same cost: one crew at another station. */
enum ems_status ems_size_moved(struct ems_sizing *s, const struct ems_size_plan *plan, double lack,
                               struct ems_size_plan *out, int32_t most, int32_t *count);

/* Two crews whose shifts make up a day become one at all hours. */
void ems_size_fold(const struct ems_sizing *s, struct ems_size_plan *plan);

/* ---- size_trials.c ---- */
/* Simulates plans side by side; `values` (plans x replications x targets), NULL: not wanted. */
enum ems_status ems_size_simulate(struct ems_sizing *s, const struct ems_size_plan *plans, int32_t count,
                                  uint64_t seed, int64_t replications, struct ems_size_trial *trials,
                                  double *values);
bool ems_size_met(const struct ems_sizing *s, const struct ems_size_trial *trial);

#endif
