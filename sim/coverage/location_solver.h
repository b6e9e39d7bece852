/* Another solver, run as a program on an MPS file in a folder of its own that is removed afterwards. What it
 * answers is not believed: the plan is counted again, and an answer that is no plan, or worse than one that
 * is known, is a trouble. cbc and highs are spoken to in their own ways, other names as cbc. */
#ifndef EMS_COVERAGE_LOCATION_SOLVER_H
#define EMS_COVERAGE_LOCATION_SOLVER_H

#include <glpk.h>

#include "coverage/location_bound.h"

/* The plan goes into `incumbent`; its bound is the plan's value when the solver says that it is the best.
 * EMS_IO with plan->trouble (EMS_LOCATION_TROUBLE_NONE: errno says why a file could not be written). */
enum ems_status ems_solver_run(glp_prob *problem, const struct ems_location_options *options,
                               struct ems_program_state *state, struct ems_arena *arena,
                               struct ems_incumbent *incumbent, struct ems_location_plan *plan);

/* What a solution file says. */
struct ems_solver_answer {
    bool read, best, infeasible, timed_out;
    int32_t found; /* sites named */
};
/* Reads cbc's and highs' solution files: units of x0, x1, ... into `units`, those not named are 0. A value
 * that is not whole within 1e-5 makes `read` false. */
struct ems_solver_answer ems_solver_parse(const char *text, int32_t column_count, int32_t *units);

#endif
