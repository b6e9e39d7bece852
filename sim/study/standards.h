/* Is a scenario up to the rules that it names? Judges each clause of each standard: from the model where the
 * measure is plain arithmetic (radius, fleet, rescue reach), from the results of a run where it is simulated.
 * Measures are defined in docs/methods.md.
 *
 * A share that was simulated is met or missed when its one-sided 95 % bound is on that side, else undecided.
 * What is computed is exact. A measure that rests on a number typed in (turnout) has the origin `input`: it
 * proves nothing about real crews, and is shown so. What the scenario lacks is n/a, with the reason. */
#ifndef EMS_STUDY_STANDARDS_H
#define EMS_STUDY_STANDARDS_H

#include "base/arena.h"
#include "base/status.h"
#include "scenario/standards.h"
#include "stats/figure.h"
#include "stats/verdict.h"
#include "study/results.h"

/* What `required` and `found` count. X(id, name in files) */
#define EMS_CLAUSE_UNITS(X)                     \
    X(SHARE, "share")                           \
    X(PEOPLE_PER_VEHICLE, "people_per_vehicle") \
    X(VEHICLES, "vehicles")

enum ems_clause_unit {
#define EMS_X(id, name) EMS_UNIT_##id,
    EMS_CLAUSE_UNITS(EMS_X)
#undef EMS_X
        EMS_UNIT_COUNT
};

const char *ems_clause_unit_name(enum ems_clause_unit unit);

struct ems_clause_result {
    const struct ems_standard *standard;
    const struct ems_clause *clause;
    enum ems_clause_unit unit;
    bool at_most; /* found must not be more than required; else not less */
    double required;
    struct ems_figure found; /* without interval when computed; missing value when n/a */
    struct ems_judgement judgement;
    enum ems_origin_kind origin;
    double radius_m;      /* RADIUS_COVER: that was judged by */
    enum ems_text reason; /* why n/a, or what else to know; EMS_T_NONE */
};

struct ems_standards_result {
    const struct ems_clause_result *clauses;
    int32_t count;
};

/* Judges all clauses of model->standard_files. `results` may be NULL: then what needs a simulation is n/a.
 * Everything lives in `arena`. */
enum ems_status ems_standards_judge(const struct ems_model *model, const struct ems_results *results,
                                    struct ems_arena *arena, struct ems_standards_result *out);

#endif
