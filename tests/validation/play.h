/* Plays a case, or a mutant of it, through the scenario loader and the engine as users run them, and measures
 * the wanted figures in every replication. */
#ifndef EMS_TESTS_PLAY_H
#define EMS_TESTS_PLAY_H

#include "validation/case.h"

enum { OCCUPANCY_MAX = 256 };

struct played {
    /* figure f of replication r: numerator[f * replications + r], likewise the denominator */
    double *numerator, *denominator;
    int64_t occupancy[OCCUPANCY_MAX]; /* moments at which so many vehicles were busy */
    int64_t calls;                    /* phone calls counted, all replications together */
    char failure[512];                /* empty when it played */
};

/* `folder` holds the scenarios; `effort` multiplies the number of calls. Thread-safe. */
void play(const struct validation_case *c, const struct variant *variant, const char *folder, uint64_t seed,
          double effort, struct played *out);
void played_free(struct played *played);

#endif
