#include "validation/judge.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "stats/ratio.h"
#include "validation/theory.h"

/* Chi-square test of the numbers busy against the Poisson distribution: neighbouring numbers are pooled until
 * 20 moments are expected in each bin. Moments are far enough apart to be taken as independent. */
static double poisson_p_value(const int64_t *seen, double mean)
{
    double total = 0, statistic = 0, expected = 0, found = 0, left = 1;
    int bins = 0;
    for (int n = 0; n < OCCUPANCY_MAX; n++) total += (double)seen[n];
    for (int n = 0; n < OCCUPANCY_MAX; n++) {
        double p = theory_poisson(mean, n);
        expected += p * total;
        found += (double)seen[n];
        left -= p;
        if (expected < 20 || left * total < 20) continue;
        statistic += (found - expected) * (found - expected) / expected;
        expected = found = 0;
        bins++;
    }
    expected += left > 0 ? left * total : 0;
    if (expected > 0) statistic += (found - expected) * (found - expected) / expected;
    return gsl_cdf_chisq_Q(statistic, bins);
}

struct judgement judge(const struct validation_case *c, int32_t figure, const struct played *played)
{
    const struct figure_wanted *wanted = &c->figures[figure];
    int64_t first = (int64_t)figure * c->replications;
    struct ems_figure f =
        ems_ratio_figure(played->numerator + first, played->denominator + first, c->replications, INFINITY);
    struct judgement j = {.expected = wanted->expected, .found = f.value, .error = f.error, .p_value = NAN};
    j.degrees = f.n - 1;
    j.exact_ok = true;
    if (wanted->tolerance > 0) {
        j.error = NAN;
        j.exact_ok = fabs(f.value - wanted->expected) <= wanted->tolerance;
    } else if (wanted->measure == MEASURE_SHAPE) {
        j.error = NAN;
        j.p_value = poisson_p_value(played->occupancy, wanted->expected);
    } else if (!(f.error > 0) || j.degrees < 1) {
        j.p_value = f.value == wanted->expected ? 1 : 0;
    } else {
        j.p_value = 2 * gsl_cdf_tdist_Q(fabs(f.value - wanted->expected) / f.error, (double)j.degrees);
    }
    return j;
}

double judge_half_width(const struct judgement *j, int32_t tests)
{
    return j->error * gsl_cdf_tdist_Qinv(FAMILY_ERROR / 2 / tests, (double)j->degrees);
}

bool judge_refuses(const struct judgement *j, int32_t tests)
{
    if (isnan(j->p_value)) return !j->exact_ok;
    return !(j->p_value * tests > FAMILY_ERROR);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov's distribution with Stephens' correction for finite samples (1970). */
double judge_uniform(double *values, int32_t count)
{
    double distance = 0, sum = 0, root = sqrt(count);
    qsort(values, (size_t)count, sizeof *values, ascending);
    for (int32_t i = 0; i < count; i++) {
        distance = fmax(distance, fabs(values[i] - (double)i / count));
        distance = fmax(distance, fabs(values[i] - (i + 1.0) / count));
    }
    double x = (root + 0.12 + 0.11 / root) * distance;
    for (int k = 1; k <= 100; k++) sum += (k % 2 ? 2 : -2) * exp(-2.0 * k * k * x * x);
    return x < 0.2 ? 1 : fmin(fmax(sum, 0), 1);
}
