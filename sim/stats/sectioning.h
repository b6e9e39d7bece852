/* Intervals for quantiles by sectioning over replications: the value is the quantile of all replications
 * pooled, its error sqrt(sum (q_r - q)^2 / (R (R - 1))) with q_r the quantile of replication r (Asmussen and
 * Glynn, Stochastic Simulation, ch. III.5; Nakayama 2014). */
#ifndef EMS_STATS_SECTIONING_H
#define EMS_STATS_SECTIONING_H

#include "stats/figure.h"

enum { EMS_BEYOND_LEAST = 10 }; /* fewer values than these beyond a quantile say too little about it */

/* `pooled` is the quantile of all values, `beyond` how many rank above it; `sections` those of the
 * replications, NAN for one without values, which is left out. */
struct ems_figure ems_sectioning_figure(double pooled, int64_t beyond, const double *sections, int64_t count);

#endif
