/* Sites that can serve only so much weight (capacitated mclp and p-median). Points may be split between
 * sites; of a given plan the best service is a flow of least cost. */
#ifndef EMS_COVERAGE_LOCATION_CAPACITY_H
#define EMS_COVERAGE_LOCATION_CAPACITY_H

#include "coverage/location_work.h"

struct ems_capacities {
    const struct ems_program *program;
    struct ems_exact_service service; /* of mclp: cost 0 within reach, 1 for weight that is not covered */
    int64_t total;                    /* weight: what mclp's value is counted from; 0 for p-median */
    int64_t work;                     /* counted over all plans */
    bool no_memory;                   /* a plan could not be counted */
};

bool ems_capacities_given(const struct ems_location_problem *problem);
enum ems_status ems_capacities_init(struct ems_capacities *capacities,
                                    const struct ems_location_problem *problem,
                                    const struct ems_location_options *options,
                                    const struct ems_program *program, struct ems_arena *arena);
/* The value of a plan, for ems_incumbent (self is the capacities). O(points x sites x open sites). */
bool ems_capacities_evaluate(void *self, const struct ems_program_state *state, int64_t *value);
/* Improves the incumbent's bound, and the incumbent where a plan is met on the way
 * (location_capacity_bound.c). */
enum ems_status ems_capacities_bound(struct ems_location_work *work, const struct ems_capacities *capacities);
/* Greedy addition and interchange, the better of two bounds, and exact search. */
enum ems_status ems_location_solve_capacitated(struct ems_location_work *work);

#endif
