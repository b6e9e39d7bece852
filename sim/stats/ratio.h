/* Means and shares over replications: the ratio of sums, its error by the jackknife over replications
 * (Quenouille 1956, Tukey 1958; for ratios Law, Simulation Modeling and Analysis, ch. 9). A mean per
 * replication is the ratio whose denominators are 1. Sums go in replication order, so that they never change
 * a digit. */
#ifndef EMS_STATS_RATIO_H
#define EMS_STATS_RATIO_H

#include "stats/figure.h"

/* sum of numerators / sum of denominators; `count` replications. Replications without cases (denominator 0)
 * count in the sums and not in the interval. The interval is held in [0, most]. O(count). */
struct ems_figure ems_ratio_figure(const double *numerators, const double *denominators, int64_t count,
                                   double most);
/* The mean of `values`; O(count). */
struct ems_figure ems_mean_figure(const double *values, int64_t count);

#endif
