#include "stats/ratio.h"

struct sums {
    double numerator, denominator;
    int64_t with_cases;
};

static struct sums add_up(const double *numerators, const double *denominators, int64_t count)
{
    struct sums sums = {0};
    for (int64_t r = 0; r < count; r++) {
        sums.numerator += numerators[r];
        sums.denominator += denominators[r];
        sums.with_cases += denominators[r] > 0;
    }
    return sums;
}

/* The ratio with replication r left out. */
static double without(const struct sums *sums, const double *numerators, const double *denominators,
                      int64_t r)
{
    return (sums->numerator - numerators[r]) / (sums->denominator - denominators[r]);
}

/* The jackknife's standard error, over replications with cases; there are at least two. Values are taken
 * relative to the first, so that replications which agree exactly give exactly 0. */
static double jackknife_error(const struct sums *sums, const double *numerators, const double *denominators,
                              int64_t count)
{
    double n = (double)sums->with_cases, first = NAN, mean = 0, squares = 0;
    for (int64_t r = 0; r < count; r++) {
        if (denominators[r] <= 0) continue;
        if (isnan(first)) first = without(sums, numerators, denominators, r);
        mean += (without(sums, numerators, denominators, r) - first) / n;
    }
    for (int64_t r = 0; r < count; r++) {
        if (denominators[r] <= 0) continue;
        double off = without(sums, numerators, denominators, r) - first - mean;
        squares += off * off;
    }
    return sqrt((n - 1) / n * squares);
}

struct ems_figure ems_ratio_figure(const double *numerators, const double *denominators, int64_t count,
                                   double most)
{
    struct sums sums = add_up(numerators, denominators, count);
    if (sums.with_cases == 0) return ems_figure_missing(EMS_NOTE_NO_CASES);
    double value = sums.numerator / sums.denominator;
    struct ems_figure figure;
    if (sums.with_cases < 2) {
        figure = ems_figure_bare(value, sums.with_cases, EMS_NOTE_ONE_REPLICATION);
    } else {
        double error = jackknife_error(&sums, numerators, denominators, count);
        figure = ems_figure_make(value, error, sums.with_cases, 0, most);
    }
    figure.cases = sums.denominator;
    return figure;
}

struct ems_figure ems_mean_figure(const double *values, int64_t count)
{
    if (count == 0) return ems_figure_missing(EMS_NOTE_NO_CASES);
    double sum = 0, squares = 0, n = (double)count;
    for (int64_t r = 0; r < count; r++) sum += values[r];
    if (count < 2) return ems_figure_bare(sum / n, count, EMS_NOTE_ONE_REPLICATION);
    for (int64_t r = 0; r < count; r++) squares += (values[r] - sum / n) * (values[r] - sum / n);
    return ems_figure_make(sum / n, sqrt(squares / (n * (n - 1))), count, 0, INFINITY);
}
