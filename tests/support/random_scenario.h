/* Small random scenarios: any mixture of what a scenario can say that loads without a complaint, small enough
 * to be played event by event. The same numbers give the same text. Demand and supply are drawn apart, so
 * that one can be changed while the other stays. */
#ifndef EMS_TESTS_RANDOM_SCENARIO_H
#define EMS_TESTS_RANDOM_SCENARIO_H

#include <stdbool.h>
#include <stdint.h>

struct random_scenario {
    uint64_t demand, supply; /* seeds of the two halves */
    int32_t demand_percent;  /* timeline factor on all demand; 0: whatever the dice say */
    bool plain_phones;       /* no lines, seats, patience, redials: no call depends on another */
    const char *roads;       /* folder of support/random_roads.h: travel by road or matrix; NULL: neither */
};

/* The YAML text; free() it. Aborts when memory is out. */
char *random_scenario_text(const struct random_scenario *what);

#endif
