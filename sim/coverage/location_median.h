/* p-median and its bound: each point is served by the nearest open site. Greedy addition, interchange with
 * the nearest two sites kept (Whitaker 1983), and the Lagrangian relaxation of the assignment with
 * subgradient steps (Cornuejols, Fisher and Nemhauser 1977); what is left goes to the exact solver.
 * Side constraints on cover are the programme's. */
#ifndef EMS_COVERAGE_LOCATION_MEDIAN_H
#define EMS_COVERAGE_LOCATION_MEDIAN_H

#include "coverage/location_bound.h"
#include "coverage/location_exact.h"

/* The programme's value is minus the sum of weight x cost. */
struct ems_median {
    const struct ems_program *program;
    struct ems_exact_service service;
};

enum ems_status ems_median_init(struct ems_median *median, const struct ems_location_problem *problem,
                                const struct ems_program *program, struct ems_arena *arena);
/* Minus the sum over points to the nearest open site, for ems_incumbent (self is the median). */
bool ems_median_evaluate(void *self, const struct ems_program_state *state, int64_t *value);
/* Bound and plans; fixes columns of the programme, which is the median's. */
enum ems_status ems_median_relax(const struct ems_median *median, struct ems_program *program,
                                 const struct ems_location_options *options, struct ems_program_state *state,
                                 struct ems_arena *arena, struct ems_incumbent *incumbent);

#endif
