/* A sample of durations for quantiles: exact to 1 ms (rounded up, so that a quantile is within a limit
 * exactly when the share within the limit says so) up to EMS_SAMPLE_EXACT values, beyond by a log-linear
 * histogram whose upper bin edge is reported (relative error at most 0.1 %). Merging is exact and independent
 * of order. Durations are held between 0 and 49 days. A zeroed sample is an empty one. */
#ifndef EMS_STATS_SAMPLE_H
#define EMS_STATS_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

/* Bins: one for each of 0..2047 ms, then 1024 for each doubling up to 2^32 ms. */
enum { EMS_SAMPLE_EXACT = 1000000, EMS_SAMPLE_BINS = 2048 + 21 * 1024 };

struct ems_sample {
    uint32_t *values_ms; /* exact: the values, in any order, or sorted when `sorted` */
    uint64_t *bins;      /* histogram: EMS_SAMPLE_BINS counts, NULL while exact */
    int64_t count;
    int32_t capacity; /* of values_ms; 0 with bins */
    bool sorted;
};

/* A duration as a sample holds it. */
uint32_t ems_sample_ms(ems_time duration);
/* False when memory is out; the sample is unchanged then. */
bool ems_sample_add(struct ems_sample *sample, ems_time duration);
/* The same of a duration that is added to several samples. */
bool ems_sample_add_ms(struct ems_sample *sample, uint32_t duration_ms);
bool ems_sample_merge(struct ems_sample *into, const struct ems_sample *from);
/* Gives up exactness now: for the parts of a sample that is a histogram already, so that memory does not grow
 * with the values of many small samples. False when memory is out; the sample is unchanged then. */
bool ems_sample_to_histogram(struct ems_sample *sample);
/* The smallest value with at least `share` (0 < share <= 1) of the sample at or below it, in seconds; NAN
 * when empty. Sorts on first use. */
double ems_sample_quantile(struct ems_sample *sample, double share);
/* Values that rank above the quantile: under 10 the quantile is "too few". */
int64_t ems_sample_beyond(const struct ems_sample *sample, double share);
/* Makes room for exactly these contents, which the caller then writes into values_ms or bins: for reading
 * back what was saved. False when memory is out or the numbers cannot be. */
bool ems_sample_prepare(struct ems_sample *sample, int64_t count, bool histogram, bool sorted);
/* Forgets the values, keeps the memory. */
void ems_sample_clear(struct ems_sample *sample);
void ems_sample_free(struct ems_sample *sample);

#endif
