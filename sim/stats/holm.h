/* Several tests that share one chance of a false alarm (Holm 1979). */
#ifndef EMS_STATS_HOLM_H
#define EMS_STATS_HOLM_H

#include <stdint.h>

/* The smallest family error at which each hypothesis is rejected (adjusted p-values, at most 1): reject those
 * at or below the family's error. O(count^3): for some dozens of tests. */
void ems_holm_adjust(const double *p_values, int32_t count, double *adjusted);

#endif
