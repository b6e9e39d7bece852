/* The most demand that so many units can cover, wherever they stand: one bound for every number of units at
 * once. Each point has a chance of being reached in time from each site; a point counts with the best of the
 * sites that are open. Sites are fixed (a unit can wait there) or loose (a unit on the road may be there).
 *
 * With n units in all, at most y of them at loose sites (or n at fixed sites and y more at loose ones,
 * `extra`), the value is at most
 *
 *     sum of prices + the n best scores of sites,   score(s) = sum over points of max(0, w p(s) - price)
 *
 * for any prices of the points (Lagrangian relaxation of the p-median problem; Cornuejols, Fisher and
 * Nemhauser 1977). Prices are moved by subgradient steps for a few (n, y); each set of prices bounds all of
 * them, and the least is kept. The problem is borrowed; the answer lives in the arena given. */
#ifndef EMS_COVERAGE_COVER_BOUND_H
#define EMS_COVERAGE_COVER_BOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

enum { EMS_COVER_CHANCE = 1000000, EMS_COVER_LEVELS = 40 };

/* Sites in rows: site s reaches point[i] with chance[i] millionths, first[s] <= i < first[s + 1]. */
struct ems_cover_bound_problem {
    int32_t point_count, site_count, fixed_count; /* fixed sites come first */
    const double *weight;                         /* of points, 0 or more */
    const int64_t *first;
    const int32_t *point, *chance;
    int32_t units_most; /* n runs from 0 to this */
    int32_t loose_most; /* y runs from 0 to this */
    bool extra;
    bool (*interrupted)(void *self); /* may be NULL */
    void *self;
};

/* value[n * level_count + l] holds for y up to level[l]; the last level is any number of loose units. Never
 * less for more units of either kind. */
struct ems_cover_bound {
    int32_t level_count, level[EMS_COVER_LEVELS];
    double *value;
};

/* Rounded up by 1e-9 of all weight. EMS_INTERRUPTED, EMS_NO_MEMORY. */
enum ems_status ems_cover_bound_solve(const struct ems_cover_bound_problem *problem, struct ems_arena *arena,
                                      struct ems_cover_bound *out);

#endif
