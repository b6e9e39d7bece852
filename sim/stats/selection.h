/* Which of several systems is the best, by simulation with common random numbers: the fully sequential
 * procedure KN of Kim and Nelson (2001). Systems are dropped while they are behind by more than chance can
 * explain. When one is left it is the best one with a chance of at least `sure`, provided that the best is
 * better than the others by `indifference` or more; else it is within that of the best with the same chance.
 * Looking more seldom than after each value keeps the guarantee. */
#ifndef EMS_STATS_SELECTION_H
#define EMS_STATS_SELECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

struct ems_selection_def {
    double sure;         /* 0.95 */
    double indifference; /* above 0; smaller differences do not matter */
    int64_t first;       /* values that variances are estimated from, at least 2 */
};

/* `values[system]` are `count` values each, more is better; value r of all systems goes together. `alive`
 * says which are still in the race, all true at first, and is updated. Returns how many are left; *out is the
 * best of those by mean so far. O(systems^2 * count). */
int32_t ems_selection_look(const struct ems_selection_def *def, const double *const *values, int32_t systems,
                           int64_t count, bool *alive, int32_t *best);
/* After so many values at the latest one is left: the largest of all pairs. */
int64_t ems_selection_most(const struct ems_selection_def *def, const double *const *values, int32_t systems);

#endif
