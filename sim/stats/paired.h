/* The difference of one figure between two systems that were simulated with common random numbers:
 * replication r of one goes with replication r of the other. Each replication stands for itself by one value:
 * its count, the jackknife pseudo-value of a ratio (ratio.h), or its quantile; the interval is by the spread
 * of the differences of these values (Law, Simulation Modeling and Analysis, ch. 10: paired t). Beside it
 * stands the interval as if the two were independent (Welch 1938), and what share of its variance the pairing
 * leaves. */
#ifndef EMS_STATS_PAIRED_H
#define EMS_STATS_PAIRED_H

#include <stdbool.h>

#include "stats/figure.h"

/* One figure of one system. */
struct ems_paired_side {
    double value;         /* the figure: of all replications together */
    double centre;        /* what `values` scatter about */
    const double *values; /* of each replication; NAN: no case in it */
};

struct ems_paired {
    struct ems_figure difference; /* second less first, by pairs */
    struct ems_figure unpaired;   /* the same by Welch */
    bool no_effect;               /* all replications agree exactly: no interval */
    double variance_ratio;        /* variance by pairs over unpaired; NAN when there is none */
    double variance_ratio_most;   /* upper 95 % bound by the bootstrap; NAN when not asked for */
};

/* `resamples` holds `resample_count` rows of `count` numbers of replications, drawn with replacement; 0 rows:
 * no bound. O(count * (1 + resample_count)). */
struct ems_paired ems_paired_compute(const struct ems_paired_side *first,
                                     const struct ems_paired_side *second, int64_t count,
                                     const int32_t *resamples, int32_t resample_count);

/* Pseudo-values of sum of numerators / sum of denominators, whose standard error is the jackknife's.
 * Replications without cases have NAN. Returns their mean; NAN for fewer than two with cases. `out` may be
 * one of the two. */
double ems_pseudo_values(const double *numerators, const double *denominators, int64_t count, double *out);

#endif
