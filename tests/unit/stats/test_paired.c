/* Differences by pairs, against numbers worked out by hand and by brute force. */
#include "support/check.h"

#include "stats/paired.h"
#include "stats/ratio.h"

enum { N = 5 };

static struct ems_paired of(const double *a, const double *b)
{
    double x = 0, y = 0;
    for (int i = 0; i < N; i++) x += a[i] / N, y += b[i] / N;
    struct ems_paired_side first = {x, x, a}, second = {y, y, b};
    return ems_paired_compute(&first, &second, N, NULL, 0);
}

static void by_hand(void **state)
{
    (void)state;
    const double a[N] = {10, 20, 30, 40, 50}, b[N] = {12, 21, 33, 41, 53};
    struct ems_paired found = of(a, b);
    /* differences 2 1 3 1 3: mean 2, variance 1; error sqrt(1 / 5); t(4) = 2.776445 */
    check_near(found.difference.value, 2, 1e-12);
    check_near(found.difference.error, sqrt(0.2), 1e-12);
    check_near(found.difference.low, 2 - 2.7764451051977987 * sqrt(0.2), 1e-9);
    check_near(found.difference.high, 2 + 2.7764451051977987 * sqrt(0.2), 1e-9);
    check_int(found.difference.n, 5);
    /* variances 250 and 261; Welch's degrees (250 + 261)^2 / ((250^2 + 261^2) / 4) = 7.9963 */
    check_near(found.unpaired.error, sqrt((250.0 + 261) / 5), 1e-9);
    check_near(found.unpaired.high - found.unpaired.value,
               ems_student_quantile_at(0.975, 4 * 511.0 * 511 / (250.0 * 250 + 261.0 * 261)) * sqrt(102.2),
               1e-9);
    check_near(found.variance_ratio, 1.0 / 511, 1e-12);
    check_nan(found.variance_ratio_most);
    check_true(!found.no_effect);
}

static void a_difference_has_either_sign(void **state)
{
    (void)state;
    const double a[N] = {1, 2, 3, 4, 5}, b[N] = {5, 4, 3, 2, 2};
    struct ems_paired found = of(a, b);
    check_true(found.difference.low < -2 && found.difference.high > 0);
    check_true(found.variance_ratio > 1); /* they go against each other: pairing loses */
}

static void equal_in_all_replications(void **state)
{
    (void)state;
    const double a[N] = {1, 2, 3, 4, 5}, c[N] = {7, 7, 7, 7, 7};
    struct ems_paired found = of(a, a);
    check_true(found.no_effect);
    check_nan(found.difference.low);
    check_near(found.variance_ratio, 0, 0);
    check_true(found.unpaired.low < 0);
    found = of(c, c);
    check_true(found.no_effect);
    check_nan(found.variance_ratio);
    check_nan(found.unpaired.low);
    const double d[N] = {2, 3, 4, 5, 6}; /* one more in each: sure of it */
    found = of(a, d);
    check_true(!found.no_effect);
    check_near(found.difference.low, 1, 1e-12);
    check_near(found.difference.high, 1, 1e-12);
}

static void replications_without_cases_are_left_out(void **state)
{
    (void)state;
    const double a[N] = {1, NAN, 3, 4, 5}, b[N] = {2, 2, NAN, 5, 7};
    struct ems_paired_side first = {3, 3, a}, second = {4.5, 4.5, b};
    struct ems_paired found = ems_paired_compute(&first, &second, N, NULL, 0);
    check_int(found.difference.n, 3);
    check_near(found.difference.value, 1.5, 1e-12);
    const double none[N] = {NAN, NAN, NAN, NAN, 1};
    second = (struct ems_paired_side){1, 1, none};
    found = ems_paired_compute(&first, &second, N, NULL, 0);
    check_int(found.difference.n, 1);
    check_nan(found.difference.low);
    second.value = NAN;
    found = ems_paired_compute(&first, &second, N, NULL, 0);
    check_int(found.difference.note, EMS_NOTE_NO_CASES);
}

/* The bound is the 95 % point of the ratio over all 5^5 resamples, here given one by one. */
static void bootstrap_bound(void **state)
{
    (void)state;
    enum { ALL = 3125 };
    static int32_t rows[ALL * N];
    const double a[N] = {10, 20, 30, 40, 55}, b[N] = {12, 21, 33, 41, 50};
    double ratios[ALL];
    int count = 0;
    for (int k = 0; k < ALL; k++) {
        double x = 0, y = 0, xx = 0, yy = 0, dd = 0;
        for (int i = 0, rest = k; i < N; i++, rest /= 5) rows[k * N + i] = rest % 5;
        for (int i = 0; i < N; i++) x += a[rows[k * N + i]] / N, y += b[rows[k * N + i]] / N;
        for (int i = 0; i < N; i++) {
            double u = a[rows[k * N + i]] - x, v = b[rows[k * N + i]] - y;
            xx += u * u, yy += v * v, dd += (v - u) * (v - u);
        }
        if (xx + yy > 1e-9) ratios[count++] = dd / (xx + yy);
    }
    struct ems_paired_side first = {31, 31, a}, second = {31.4, 31.4, b};
    struct ems_paired found = ems_paired_compute(&first, &second, N, rows, ALL);
    int below = 0;
    for (int i = 0; i < count; i++) below += ratios[i] <= found.variance_ratio_most + 1e-12;
    check_within((double)below / count, 0.95, 0.97);
    check_true(found.variance_ratio_most > found.variance_ratio);
}

/* The standard error of the mean of pseudo-values is the jackknife's, which ratio.h computes. */
static void pseudo_values_have_the_jackknife_s_error(void **state)
{
    (void)state;
    const double numerators[6] = {10, 12, 9, 0, 20, 15}, denominators[6] = {5, 5, 4, 0, 11, 6};
    double values[6], squares = 0;
    double mean = ems_pseudo_values(numerators, denominators, 6, values);
    check_nan(values[3]);
    for (int i = 0; i < 6; i++)
        if (!isnan(values[i])) squares += (values[i] - mean) * (values[i] - mean);
    struct ems_figure figure = ems_ratio_figure(numerators, denominators, 6, INFINITY);
    check_near(sqrt(squares / (5 * 4)), figure.error, 1e-12);
    check_near(mean, figure.value, 0.05);
    check_nan(ems_pseudo_values(numerators, (const double[]){1, 0, 0, 0, 0, 0}, 6, values));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(a_difference_has_either_sign),
        cmocka_unit_test(equal_in_all_replications),
        cmocka_unit_test(replications_without_cases_are_left_out),
        cmocka_unit_test(bootstrap_bound),
        cmocka_unit_test(pseudo_values_have_the_jackknife_s_error),
    };
    return cmocka_run_group_tests_name("stats/paired", tests, NULL, NULL);
}
