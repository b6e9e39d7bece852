/* A sample of durations as few bytes, for a database: the sorted values, or the bins of a histogram, each as
 * its distance from the one before, seven bits a byte. Reading takes any bytes and refuses those that are no
 * sample. */
#ifndef EMS_STUDY_SAMPLE_BYTES_H
#define EMS_STUDY_SAMPLE_BYTES_H

#include <stddef.h>

#include "base/status.h"
#include "stats/sample.h"

/* *out is the caller's to free; the sample is sorted already (ems_sample_quantile does that). */
enum ems_status ems_sample_bytes_write(const struct ems_sample *sample, unsigned char **out, size_t *count);
/* Adds what was written to `into`. EMS_BAD_INPUT: the bytes are none of a sample. */
enum ems_status ems_sample_bytes_merge(const unsigned char *bytes, size_t count, struct ems_sample *into);

#endif
