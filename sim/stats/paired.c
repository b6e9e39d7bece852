#include "stats/paired.h"

#include <stdlib.h>

/* Sums of squares about the centres: of each side, and of the differences. */
struct squares {
    double first, second, difference;
    int64_t n;
};

static void add_squares(struct squares *sum, const struct ems_paired_side *a, const struct ems_paired_side *b,
                        int64_t r)
{
    double x = a->values[r] - a->centre, y = b->values[r] - b->centre;
    if (isnan(x) || isnan(y)) return;
    sum->first += x * x;
    sum->second += y * y;
    sum->difference += (y - x) * (y - x);
    sum->n++;
}

static double ratio_of(const struct squares *sum)
{
    double unpaired = sum->first + sum->second;
    return unpaired > 0 ? sum->difference / unpaired : NAN;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The ratio of a resample, its means taken out. */
static double resampled_ratio(const struct ems_paired_side *a, const struct ems_paired_side *b, int64_t count,
                              const int32_t *rows)
{
    struct squares sum = {0};
    double x = 0, y = 0;
    for (int64_t i = 0; i < count; i++) {
        int32_t r = rows[i];
        if (isnan(a->values[r]) || isnan(b->values[r])) continue;
        x += a->values[r] - a->centre;
        y += b->values[r] - b->centre;
        add_squares(&sum, a, b, r);
    }
    if (sum.n < 2) return NAN;
    double n = (double)sum.n;
    sum.first -= x * x / n;
    sum.second -= y * y / n;
    sum.difference -= (y - x) * (y - x) / n;
    return ratio_of(&sum);
}

static double bootstrap_bound(const struct ems_paired_side *a, const struct ems_paired_side *b, int64_t count,
                              const int32_t *resamples, int32_t resample_count)
{
    double *ratios = resample_count > 0 ? malloc((size_t)resample_count * sizeof *ratios) : NULL;
    int32_t n = 0;
    if (ratios == NULL) return NAN;
    for (int32_t i = 0; i < resample_count; i++) {
        double ratio = resampled_ratio(a, b, count, resamples + (int64_t)i * count);
        if (!isnan(ratio)) ratios[n++] = ratio;
    }
    qsort(ratios, (size_t)n, sizeof *ratios, compare);
    double bound = n > 0 ? ratios[(int32_t)ceil(0.95 * n) - 1] : NAN;
    free(ratios);
    return bound;
}

/* Interval of a difference that may have either sign. */
static struct ems_figure with_interval(double value, double error, double degrees, int64_t n)
{
    struct ems_figure figure = {.value = value, .level = EMS_LEVEL, .error = error, .n = n};
    double half = ems_student_quantile_at((1 + EMS_LEVEL) / 2, degrees) * error;
    figure.low = value - half;
    figure.high = value + half;
    return figure;
}

/* Welch-Satterthwaite for two samples of one size. */
static double welch_degrees(const struct squares *sum)
{
    double a = sum->first, b = sum->second, n = (double)sum->n;
    return (n - 1) * (a + b) * (a + b) / (a * a + b * b);
}

struct ems_paired ems_paired_compute(const struct ems_paired_side *first,
                                     const struct ems_paired_side *second, int64_t count,
                                     const int32_t *resamples, int32_t resample_count)
{
    struct squares sum = {0};
    double value = second->value - first->value;
    for (int64_t r = 0; r < count; r++) add_squares(&sum, first, second, r);
    struct ems_paired out = {.variance_ratio = NAN, .variance_ratio_most = NAN};
    out.difference = out.unpaired =
        ems_figure_bare(value, sum.n, isnan(value) ? EMS_NOTE_NO_CASES : EMS_NOTE_ONE_REPLICATION);
    if (isnan(value) || sum.n < 2) return out;
    double n = (double)sum.n, scale = n * (n - 1);
    out.no_effect = value == 0 && sum.difference == 0;
    if (out.no_effect)
        out.difference = ems_figure_bare(value, sum.n, EMS_NOTE_NO_INTERVAL);
    else
        out.difference = with_interval(value, sqrt(sum.difference / scale), n - 1, sum.n);
    if (!(sum.first + sum.second > 0)) return out;
    out.unpaired = with_interval(value, sqrt((sum.first + sum.second) / scale), welch_degrees(&sum), sum.n);
    out.variance_ratio = ratio_of(&sum);
    out.variance_ratio_most = bootstrap_bound(first, second, count, resamples, resample_count);
    return out;
}

double ems_pseudo_values(const double *numerators, const double *denominators, int64_t count, double *out)
{
    double numerator = 0, denominator = 0, n = 0, mean = 0;
    for (int64_t r = 0; r < count; r++) {
        numerator += numerators[r];
        denominator += denominators[r];
        n += denominators[r] > 0;
    }
    for (int64_t r = 0; r < count; r++) {
        bool counts = denominators[r] > 0 && n >= 2;
        double rest = denominator - denominators[r];
        double without = rest != 0 ? (numerator - numerators[r]) / rest : (double)NAN;
        out[r] = counts ? n * (numerator / denominator) - (n - 1) * without : NAN;
        if (counts) mean += out[r] / n;
    }
    return n >= 2 ? mean : NAN;
}
