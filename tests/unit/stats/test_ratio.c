/* Ratios and means over replications against the jackknife written out by pseudo-values, and against
 * formulas. */
#include "support/check.h"

#include "random/stream.h"
#include "stats/ratio.h"

enum { MOST = 40 };

struct series {
    double numerators[MOST], denominators[MOST];
    int64_t count;
};

static struct series make_series(uint32_t index, int64_t count)
{
    struct ems_stream stream = ems_stream_alone(7, 7, (struct ems_draw_key){.index = index});
    struct series series = {.count = count};
    for (int64_t r = 0; r < count; r++) {
        series.denominators[r] = floor(5 + 50 * ems_stream_uniform(&stream));
        series.numerators[r] = floor(series.denominators[r] * ems_stream_uniform(&stream));
    }
    return series;
}

static double ratio_without(const struct series *series, int64_t left_out)
{
    double numerator = 0, denominator = 0;
    for (int64_t r = 0; r < series->count; r++) {
        if (r == left_out) continue;
        numerator += series->numerators[r];
        denominator += series->denominators[r];
    }
    return numerator / denominator;
}

/* The variance of the mean of the pseudo-values R theta - (R - 1) theta_(-r). */
static double error_by_pseudo_values(const struct series *series)
{
    double n = (double)series->count, pseudo[MOST], mean = 0, squares = 0;
    for (int64_t r = 0; r < series->count; r++) {
        pseudo[r] = n * ratio_without(series, -1) - (n - 1) * ratio_without(series, r);
        mean += pseudo[r] / n;
    }
    for (int64_t r = 0; r < series->count; r++) squares += (pseudo[r] - mean) * (pseudo[r] - mean);
    return sqrt(squares / (n * (n - 1)));
}

static void test_against_pseudo_values(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 50; i++) {
        struct series series = make_series(i, 2 + i % 30);
        struct ems_figure figure = ems_ratio_figure(series.numerators, series.denominators, series.count, 1);
        double error = error_by_pseudo_values(&series);
        check_relative(figure.value, ratio_without(&series, -1), 1e-12);
        check_relative(figure.error, error, 1e-9);
        double half = ems_student_quantile(0.975, series.count - 1) * error;
        check_near(figure.low, fmax(0, figure.value - half), 1e-9);
        check_near(figure.high, fmin(1, figure.value + half), 1e-9);
        check_int(figure.n, series.count);
        /* the twin: n in place of n - 1 */
        check_true(fabs(figure.error * (double)(series.count - 1) / (double)series.count - error) >
                   1e-9 * error);
    }
}

static void test_equal_denominators_give_the_plain_mean(void **state)
{
    (void)state;
    const double numerators[] = {10, 12, 9, 13, 11}, ones[] = {1, 1, 1, 1, 1};
    struct ems_figure figure = ems_ratio_figure(numerators, ones, 5, INFINITY);
    struct ems_figure mean = ems_mean_figure(numerators, 5);
    check_near(mean.value, 11, 1e-12);
    check_near(mean.error, sqrt(10.0 / 20), 1e-12); /* sum of squares 10, R (R - 1) = 20 */
    check_near(figure.value, mean.value, 1e-12);
    check_near(figure.error, mean.error, 1e-12);
    check_near(mean.high, 11 + 2.776445 * sqrt(0.5), 1e-5);
}

static void test_replications_without_cases(void **state)
{
    (void)state;
    const double numerators[] = {3, 0, 5, 4}, denominators[] = {6, 0, 8, 9};
    const double kept_numerators[] = {3, 5, 4}, kept_denominators[] = {6, 8, 9};
    struct ems_figure figure = ems_ratio_figure(numerators, denominators, 4, 1);
    struct ems_figure kept = ems_ratio_figure(kept_numerators, kept_denominators, 3, 1);
    check_near(figure.value, 12.0 / 23, 1e-12);
    check_near(figure.error, kept.error, 1e-12);
    check_int(figure.n, 3);
    check_near(figure.cases, 23, 0);
}

static void test_missing_intervals(void **state)
{
    (void)state;
    const double numerators[] = {3, 0}, denominators[] = {6, 0};
    struct ems_figure one = ems_ratio_figure(numerators, denominators, 2, 1);
    check_near(one.value, 0.5, 0);
    check_nan(one.low);
    check_int(one.note, EMS_NOTE_ONE_REPLICATION);
    struct ems_figure none = ems_ratio_figure(denominators + 1, denominators + 1, 1, 1);
    check_nan(none.value);
    check_int(none.note, EMS_NOTE_NO_CASES);
    check_int(ems_mean_figure(numerators, 1).note, EMS_NOTE_ONE_REPLICATION);
    check_int(ems_mean_figure(numerators, 0).note, EMS_NOTE_NO_CASES);
}

/* The 95 % interval holds the truth in about 95 % of repeated studies: independent replications of correlated
 * cases (each replication has its own rate), where a binomial interval over cases would hold it far less
 * often. */
static void test_interval_covers_the_truth(void **state)
{
    (void)state;
    enum { STUDIES = 4000, REPLICATIONS = 20 };
    int covered = 0, binomial = 0;
    for (uint32_t study = 0; study < STUDIES; study++) {
        struct ems_stream stream = ems_stream_alone(9, 9, (struct ems_draw_key){.index = study});
        double numerators[REPLICATIONS], denominators[REPLICATIONS], cases = 0;
        for (int r = 0; r < REPLICATIONS; r++) {
            denominators[r] = 200;
            cases += denominators[r];
            double rate = 0.7 + 0.2 * ems_stream_uniform(&stream); /* mean 0.8 */
            numerators[r] = 0;
            for (int i = 0; i < 200; i++) numerators[r] += ems_stream_uniform(&stream) < rate;
        }
        struct ems_figure figure = ems_ratio_figure(numerators, denominators, REPLICATIONS, 1);
        covered += figure.low <= 0.8 && 0.8 <= figure.high;
        double half = 1.96 * sqrt(figure.value * (1 - figure.value) / cases);
        binomial += fabs(figure.value - 0.8) <= half;
    }
    check_within((double)covered / STUDIES, 0.94, 0.96);
    check_true((double)binomial / STUDIES < 0.94);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_pseudo_values),
        cmocka_unit_test(test_equal_denominators_give_the_plain_mean),
        cmocka_unit_test(test_replications_without_cases),
        cmocka_unit_test(test_missing_intervals),
        cmocka_unit_test(test_interval_covers_the_truth),
    };
    return cmocka_run_group_tests_name("stats/ratio", tests, NULL, NULL);
}
