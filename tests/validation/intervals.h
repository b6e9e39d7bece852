/* Do 95 % intervals hold in 95 % of studies? Thousands of studies of a queue whose mean wait, share in time
 * and 90 % point are known, each with seeds of its own, as users run them: with a fixed number of
 * replications, and with replications added until the figures are as precise as wanted. */
#ifndef EMS_TESTS_INTERVALS_H
#define EMS_TESTS_INTERVALS_H

#include <stdint.h>

/* Prints a table; counts figures whose intervals hold too rarely, mutants not caught, and studies that
 * failed. */
int32_t check_intervals(const char *folder, uint64_t seed);

#endif
