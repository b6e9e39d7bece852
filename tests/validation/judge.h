/* Judges what was played: each figure beside theory, with the error that the replications show. */
#ifndef EMS_TESTS_JUDGE_H
#define EMS_TESTS_JUDGE_H

#include "validation/play.h"

/* One family of tests: the chance that any of them raises a false alarm. */
#define FAMILY_ERROR 0.001

struct judgement {
    double expected, found;
    double error; /* standard error of `found`; NAN for exact figures and shapes */
    int64_t degrees;
    double p_value; /* NAN for an exact figure */
    bool exact_ok;  /* an exact figure lies within its tolerance */
};

struct judgement judge(const struct validation_case *c, int32_t figure, const struct played *played);
/* Half the width of the interval at which one of `tests` figures is refused (Bonferroni). */
double judge_half_width(const struct judgement *j, int32_t tests);
/* Whether theory is refused when `tests` figures share the family error. */
bool judge_refuses(const struct judgement *j, int32_t tests);
/* P-value of Kolmogorov's test that the values are uniform on (0, 1); sorts them. */
double judge_uniform(double *values, int32_t count);

#endif
