/* How much is left to gain: a bound on the share of calls reached in time that any rule of dispatch and
 * relocation could have with these crews and stations, beside what the scenario's own rules reach.
 *
 * After the cover bound of Maxwell, Ni, Tong, Henderson, Hunter and Topaloglu (2014). When a call becomes fit
 * to dispatch, so many crews are free at most: those on duty less the tasks of earlier calls that are still
 * under way even if every crew reached its call in no time (a count without queue, which no rule can be
 * under). Wherever the free ones wait, a call of unknown place is in time with a chance of at most what so
 * many crews can cover (coverage/cover_bound.h). Crews on the road may be anywhere; how many are is taken
 * from the simulation, at a price (Lagrange) that makes the bound least. docs/methods.md says for which rules
 * it holds. */
#ifndef EMS_STUDY_BOUND_H
#define EMS_STUDY_BOUND_H

#include "stats/figure.h"
#include "study/run.h"

struct ems_bound_options {
    const struct ems_target *targets; /* NULL: those of the scenario */
    int32_t target_count;
    int64_t replications; /* 0: as many as the model says */
    int32_t jobs;
    struct ems_run_hooks hooks;
};

struct ems_bound_found {
    struct ems_figure now, bound, left; /* left: bound less now, by pairs */
    double at_stations;                 /* with a crew free at every station at all times */
    struct ems_figure free_crews;       /* at most, when a call of the target becomes fit to dispatch */
    struct ems_figure on_road;          /* crews that may be anywhere then, as simulated */
};

struct ems_bound {
    struct ems_arena arena;
    const struct ems_model *model; /* the scenario's with the targets asked for; in the arena */
    struct ems_bound_found *found; /* by target */
    int64_t replications, asked;
    const char *broken_rule; /* EMS_BROKEN */
    double wall_s;
};

/* Why there is no bound. X(id) */
#define EMS_BOUND_FAULTS(X) \
    X(NONE)                 \
    X(TRACE)                \
    X(NO_DEMAND)            \
    X(AREA_DEMAND)          \
    X(NOBODY)               \
    X(PERSON)

enum ems_bound_fault {
#define EMS_X(id) EMS_BOUND_FAULT_##id,
    EMS_BOUND_FAULTS(EMS_X)
#undef EMS_X
        EMS_BOUND_FAULT_COUNT
};

/* *out is NULL unless EMS_OK or EMS_BROKEN, or EMS_INTERRUPTED with replications that are done.
 * EMS_BAD_USAGE: *fault says why the scenario has no bound. */
enum ems_status ems_bound_run(const struct ems_model *model, const struct ems_bound_options *options,
                              struct ems_bound **out, enum ems_bound_fault *fault);
void ems_bound_free(struct ems_bound *bound);

#endif
