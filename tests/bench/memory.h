/* Peak memory of a process that plays the bench city. */
#ifndef EMS_TESTS_MEMORY_H
#define EMS_TESTS_MEMORY_H

#include <stdint.h>

/* Peak resident size in kilobytes of a child process that plays so many calls; 0 when it fails. */
long bench_peak_kb(int32_t vehicles, double calls);

#endif
