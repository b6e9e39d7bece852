/* Intervals that hold what inputs are not known, besides simulation error. Replications come in groups: those
 * of a group share one draw of the inputs. The variance between groups less that within them is what inputs
 * do (one-way analysis of variance; Cheng and Holland 1997; Barton, Nelson and Xie 2014). A figure's error is
 * the square root of
 *
 *     V + B / K,   V = min(B, max(0, B - W) + S / 2)
 *
 * with K groups, B the variance of their means, W that of a mean by simulation alone, estimated within
 * groups, and S the standard error of B - W. V, the variance that inputs make, does not shrink with more
 * replications. Half of S is added because B - W is often too small, or below 0, where inputs do little:
 * without it a 95 % interval holds in as few as 80 % of trials, with it in 94 to 100 % (tests/validation).
 * Degrees of freedom: K - 1. */
#ifndef EMS_STATS_INPUT_H
#define EMS_STATS_INPUT_H

#include <stdbool.h>

#include "stats/figure.h"

/* Gives the figure that error and its interval, held in [least, most]. `values` stand for its replications
 * (stats/paired.h), `size` neighbours for a group; groups with a value missing (NAN) are left out, as is an
 * incomplete one at the end. figure->input_share becomes 1 - W / (K error^2), and
 * figure->lasting_share max(0, B - W) / error^2. Without two groups there is no interval. */
void ems_input_widen(struct ems_figure *figure, const double *values, int64_t count, int32_t size,
                     double least, double most);

#endif
