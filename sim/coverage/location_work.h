/* One problem being solved: what the solvers of the models share. */
#ifndef EMS_COVERAGE_LOCATION_WORK_H
#define EMS_COVERAGE_LOCATION_WORK_H

#include "coverage/location_bound.h"
#include "coverage/location_exact.h"

struct ems_location_work {
    const struct ems_location_problem *problem;
    const struct ems_location_options *options;
    struct ems_arena *arena;
    struct ems_location_plan *plan;
    struct ems_program program;
    struct ems_program_state state;
    struct ems_incumbent incumbent;
};

/* Greedy, interchange, bound and exact search of the programme; `service` for the exact part, or NULL.
 * EMS_INFEASIBLE: proven. */
enum ems_status ems_location_solve_program(struct ems_location_work *work);
/* What is left after a bound is known goes to the exact solver. */
enum ems_status ems_location_finish(struct ems_location_work *work, const struct ems_exact_service *service);
/* p-centre: the value is minus the largest distance. */
enum ems_status ems_location_solve_centre(struct ems_location_work *work);

#endif
