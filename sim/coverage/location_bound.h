/* A bound on the best value of a programme by Lagrangian relaxation: each row may count a cover that the
 * sites do not give, at a price, and the prices are moved against what they let through (subgradient steps
 * after Held, Wolfe and Crowder 1974). On the way the units that the relaxation takes are made into plans.
 * At the end sites that no better plan can have, or lack, are fixed. */
#ifndef EMS_COVERAGE_LOCATION_BOUND_H
#define EMS_COVERAGE_LOCATION_BOUND_H

#include "coverage/location_program.h"

/* The best plan so far and what is known of the best possible one, both as values (more is better). */
struct ems_incumbent {
    int32_t *units; /* by column */
    bool found;
    int64_t value, bound;
    int64_t enough; /* a value of which no better one is wanted, and below which none is; INT64_MAX: none */
    /* What a feasible plan is worth, where that is not the state's value: false when it is none after all. */
    bool (*evaluate)(void *self, const struct ems_program_state *state, int64_t *value);
    void *self;
    int32_t iterations, nodes;
    bool interrupted;
};

enum ems_status ems_incumbent_init(struct ems_incumbent *incumbent, const struct ems_program *program,
                                   struct ems_arena *arena);
/* Keeps the state's plan when it is feasible and better. */
bool ems_incumbent_offer(struct ems_incumbent *incumbent, const struct ems_program_state *state);
/* A bound in doubles as one of integers: rounding is allowed for. */
int64_t ems_bound_integer(double bound);
/* No better plan is possible, or wanted. */
bool ems_incumbent_proven(const struct ems_incumbent *incumbent);

/* `state` is scratch. Fixes columns of `program`. */
enum ems_status ems_bound_relax(struct ems_program *program, const struct ems_location_options *options,
                                struct ems_program_state *state, struct ems_arena *arena,
                                struct ems_incumbent *incumbent);

#endif
