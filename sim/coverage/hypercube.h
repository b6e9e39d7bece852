/* The hypercube queueing model (Larson 1974): units that are busy or free, groups of calls with fixed orders
 * of preference, Poisson calls, exponential service. A call goes to the first free unit of its group's order;
 * when none is free it waits, first come first served, or is lost.
 *
 *   exact        all 2^n states, up to 18 units (hypercube_exact.c)
 *   Larson       1975: mean-field workloads with correction factors; one mean service for all
 *   Jarvis       1985: the same with service times by group and unit (hypercube_approximate.c)
 *
 * The caller owns the definition; results live in the arena given. Times are in the unit that rates are the
 * inverse of. */
#ifndef EMS_COVERAGE_HYPERCUBE_H
#define EMS_COVERAGE_HYPERCUBE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

enum { EMS_HYPERCUBE_EXACT_UNITS = 18 };

enum ems_hypercube_method { EMS_HYPERCUBE_EXACT, EMS_HYPERCUBE_LARSON, EMS_HYPERCUBE_JARVIS };

struct ems_hypercube {
    int32_t units, groups, width; /* width: the longest order */
    const double *rate;           /* by group: calls in a unit of time, not negative */
    const int32_t *order; /* groups x width: units, no unit twice; EMS_NONE ends an order that is shorter.
                             Units that an order leaves out never serve the group */
    const double *service_rate; /* by unit, above 0. EXACT and LARSON */
    const double *service;      /* groups x width: mean service of that unit for the group. JARVIS */
    bool loss;                  /* calls that find nobody are lost; else they wait */
};

struct ems_hypercube_result {
    const double *workload;  /* by unit: share of time busy */
    const double *sent;      /* groups x width: share of all served calls that this unit serves */
    const double *blocked;   /* by group: chance that a call finds none of its units free */
    double all_busy;         /* chance that all units are busy */
    double lost;             /* share of all calls */
    double first_preference; /* share of served calls that their first unit serves */
    double mean_queue;       /* calls waiting, mean over time */
    double mean_wait;        /* of all calls, zeros in */
    int32_t sweeps;          /* over all states, or over all groups */
};

/* EMS_BAD_USAGE: more units than the exact method takes, or the exact method with a queue and an order that
 * leaves a unit out (such calls have lines of their own, which the states do not tell; the approximations
 * take it). EMS_INFEASIBLE: more work than the units can do, with a queue; nothing is steady then. */
enum ems_status ems_hypercube_solve(const struct ems_hypercube *cube, enum ems_hypercube_method method,
                                    struct ems_arena *arena, struct ems_hypercube_result *out);

#endif
