/* Finds the warm-up of a scenario that says `warmup: auto`, by MSER-5 (White 1997; White, Cobb and Spratt
 * 2000).
 *
 * Ten pilot replications are played from empty, without warm-up. The series is the mean response of requests
 * by the day on which they rang, over all pilots together; a request that nobody reached counts with the time
 * until its end. Days hold the daily cycle. Where weekdays differ and there are at least 50 weeks, weeks are
 * taken instead. Five neighbours make a batch (with under 50 of them, each is one). The warm-up is the number
 * of batches d, of k, whose removal leaves the least squares / (k - d)^2. When that is more than half of
 * them, or more than 1 % of the requests are still open after the drain, there is no steady state: waiting
 * grows or changes to the end. */
#ifndef EMS_STUDY_WARMUP_H
#define EMS_STUDY_WARMUP_H

#include "study/run.h"

enum { EMS_WARMUP_PILOTS = 10 };

/* For models whose clock.warmup_auto is set. `jobs` and `hooks` of the options count. */
enum ems_status ems_warmup_find(const struct ems_model *model, const struct ems_run_options *options,
                                struct ems_warmup *out);
/* The number of first values to leave out, up to `count` - 5 of them; O(count). */
int32_t ems_mser(const double *values, int32_t count);

#endif
