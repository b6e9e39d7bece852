/* Threads that all do one piece of work until it is done, while the caller looks after things. Inside study
 * only. */
#ifndef EMS_STUDY_THREADS_H
#define EMS_STUDY_THREADS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

/* Calls work(self, number) in `jobs` threads, numbered from 0, or in as many as the system gives, and
 * meanwhile idle(self) every so many milliseconds in this one, once more after the last has ended.
 * EMS_NO_MEMORY when there are no threads to have. */
enum ems_status ems_threads_run(int32_t jobs, int32_t every_ms, void (*work)(void *self, int32_t number),
                                void (*idle)(void *self), void *self);

/* Seconds of a clock that only goes forward. */
double ems_threads_now_s(void);

#endif
