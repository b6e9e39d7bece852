/* Is a requirement met? Yes or no needs the one-sided bound on the right side; between them the answer is
 * undecided, and how many replications would probably decide is told. */
#ifndef EMS_STATS_VERDICT_H
#define EMS_STATS_VERDICT_H

#include <stdbool.h>

#include "stats/figure.h"

/* X(id, name in files) */
#define EMS_VERDICTS(X)       \
    X(YES, "yes")             \
    X(NO, "no")               \
    X(UNDECIDED, "undecided") \
    X(NA, "n/a")

enum ems_verdict {
#define EMS_X(id, name) EMS_VERDICT_##id,
    EMS_VERDICTS(EMS_X)
#undef EMS_X
        EMS_VERDICT_COUNT
};

/* Where a figure comes from: what was typed in proves nothing. X(id, name in files) */
#define EMS_ORIGINS(X)        \
    X(SIMULATED, "simulated") \
    X(COMPUTED, "computed")   \
    X(INPUT, "input")         \
    X(HYPERCUBE, "hypercube") /* computed by a queueing model in place of a simulation */

enum ems_origin_kind {
#define EMS_X(id, name) EMS_ORIGIN_##id,
    EMS_ORIGINS(EMS_X)
#undef EMS_X
        EMS_ORIGIN_COUNT
};

const char *ems_verdict_name(enum ems_verdict verdict);
const char *ems_origin_name(enum ems_origin_kind origin);

struct ems_judgement {
    enum ems_verdict verdict;
    double bound; /* the one-sided bound on the side that the finding is on; NAN when there is none */
    int64_t replications_needed; /* when undecided: about how many would decide; 0 when none would or it is
                                    unknown */
};

/* At least `required`, each verdict wrong with a chance of at most `error` (0.05, or 0.05 divided among
 * several: Bonferroni). A figure without a value is n/a. When all replications agree exactly, the interval
 * has no width, and a share needs enough cases besides: had it missed the requirement, the chance of seeing
 * no single miss must be under 5 % (rule of three). `share` tells that the figure is a share of `cases`. */
struct ems_judgement ems_judge_at_least(const struct ems_figure *found, double required, double error,
                                        bool share);
/* For figures that are computed and certain. */
enum ems_verdict ems_verdict_exact(bool met);

#endif
