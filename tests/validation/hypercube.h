/* The hypercube queueing model (Larson 1974) of three units, solved exactly: a Markov chain over which units
 * are busy. Groups of calls have fixed orders of preference; a call goes to the first free unit in its
 * group's order. When all are busy it is lost, or waits first come first served (equal service rates only).
 */
#ifndef EMS_TESTS_HYPERCUBE_H
#define EMS_TESTS_HYPERCUBE_H

#include <stdbool.h>

enum { HYPERCUBE_UNITS = 3, HYPERCUBE_GROUPS = 4, HYPERCUBE_STATES = 1 << HYPERCUBE_UNITS };

struct hypercube {
    double rate[HYPERCUBE_GROUPS];                /* calls per unit of time */
    int order[HYPERCUBE_GROUPS][HYPERCUBE_UNITS]; /* units, from 0 */
    double service_rate[HYPERCUBE_UNITS];
    bool lost;
};

struct hypercube_figures {
    double workload[HYPERCUBE_UNITS];
    double all_busy;                                      /* P(an arrival finds all busy) */
    double dispatches[HYPERCUBE_GROUPS][HYPERCUBE_UNITS]; /* shares of all dispatches */
    double first_preference;      /* share of dispatches to the first unit of the order */
    double mean_queue, mean_wait; /* 0 when lost */
};

/* Larson and Odoni's example (Urban Operations Research, 5.4-5.5). */
struct hypercube hypercube_example(bool lost);
struct hypercube_figures hypercube_solve(const struct hypercube *model);

#endif
