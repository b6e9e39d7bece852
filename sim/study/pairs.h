/* The differences between two scenarios whose replications met the same calls, one for each figure of
 * results. What compare.c is made of; inside study only.
 *
 *   ems_pair_init(&pair, replications, bounds);
 *   ems_pair_choose(&pair, first results and summary, second ones);   and again for other two
 *   ems_pair_list(&pair, &comparison);   or ems_pair_compute for one figure
 *   ems_pair_free(&pair); */
#ifndef EMS_STUDY_PAIRS_H
#define EMS_STUDY_PAIRS_H

#include "study/compare.h"
#include "study/summary.h"

/* Two scenarios being compared. */
struct ems_pair {
    struct ems_results *first, *second;
    const struct ems_summary *first_summary, *second_summary;
    int64_t replications; /* of each */
    int32_t inner;        /* above 0: so many share a draw of the inputs */
    double *first_values, *second_values;
    int32_t *resamples; /* for bounds of variance ratios */
    int32_t resample_count;
    bool no_memory;
};

/* False when memory is out; ems_pair_free in any case. Without `bounds` variance ratios have none. */
bool ems_pair_init(struct ems_pair *pair, int64_t replications, bool bounds);
void ems_pair_choose(struct ems_pair *pair, const struct ems_comparisons *all, int32_t first, int32_t second);
/* The difference of two figures, second less first; `bound`: with that of its variance ratio. */
struct ems_paired ems_pair_compute(const struct ems_pair *pair, const struct ems_figure *first,
                                   const struct ems_figure *second, bool bound);
/* All of them: all requests, the whole, targets, then priorities, classes, areas. */
enum ems_status ems_pair_list(struct ems_pair *pair, struct ems_comparison *out);
void ems_pair_free(struct ems_pair *pair);

#endif
