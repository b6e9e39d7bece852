/* ems_sample against sorting and counting. */
#include "support/check.h"

#include "random/stream.h"
#include "stats/sample.h"

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The definition, word for word: the smallest value with at least that share at or below it. */
static double quantile_by_counting(const double *sorted, int64_t count, int per_mille)
{
    for (int64_t i = 0; i < count; i++)
        if ((i + 1) * 1000 >= count * per_mille) return sorted[i];
    return sorted[count - 1];
}

static ems_time some_duration(struct ems_stream *stream)
{
    return ems_time_from_seconds(300 * ems_stream_exponential(stream) * ems_stream_exponential(stream));
}

static struct ems_stream stream_of(uint32_t index)
{
    return ems_stream_alone(120, 1, (struct ems_draw_key){.index = index});
}

static void test_empty(void **state)
{
    (void)state;
    struct ems_sample sample = {0};
    check_nan(ems_sample_quantile(&sample, 0.5));
    check_int(ems_sample_beyond(&sample, 0.5), 0);
    ems_sample_free(&sample);
}

static void test_small_by_hand(void **state)
{
    (void)state;
    struct ems_sample sample = {0};
    const int seconds[] = {30, 10, 20, 50, 40, 60, 80, 70, 100, 90};
    for (int i = 0; i < 10; i++) check_true(ems_sample_add(&sample, seconds[i] * EMS_SECOND));
    check_near(ems_sample_quantile(&sample, 0.5), 50, 0);
    check_near(ems_sample_quantile(&sample, 0.9), 90, 0); /* 9 of 10 are at or below 90 */
    check_near(ems_sample_quantile(&sample, 0.91), 100, 0);
    check_near(ems_sample_quantile(&sample, 0.1), 10, 0);
    check_near(ems_sample_quantile(&sample, 1), 100, 0);
    check_int(ems_sample_beyond(&sample, 0.9), 1);
    check_int(ems_sample_beyond(&sample, 0.5), 5);
    ems_sample_free(&sample);
}

static void test_holds_durations_in_range_and_rounds_up(void **state)
{
    (void)state;
    struct ems_sample sample = {0};
    check_true(ems_sample_add(&sample, -5 * EMS_SECOND));
    check_near(ems_sample_quantile(&sample, 1), 0, 0);
    check_true(ems_sample_add(&sample, 600 * EMS_SECOND + 1)); /* later than 10 min, so not within 10 min */
    check_near(ems_sample_quantile(&sample, 1), 600.001, 1e-9);
    check_true(ems_sample_add(&sample, 100 * EMS_DAY));
    check_near(ems_sample_quantile(&sample, 1), 4294967.295, 1e-6);
    ems_sample_free(&sample);
}

static void test_against_sorting(void **state)
{
    (void)state;
    enum { SIZE = 5000 };
    double *values = calloc(SIZE, sizeof *values);
    const int per_mille[] = {1, 100, 500, 900, 950, 990, 999, 1000};
    for (int count = 1; count <= SIZE; count = count * 3 + 1) {
        struct ems_stream stream = stream_of((uint32_t)count);
        struct ems_sample sample = {0};
        for (int i = 0; i < count; i++) {
            ems_time duration = some_duration(&stream);
            values[i] = ceil((double)duration / 1000) / 1000;
            check_true(ems_sample_add(&sample, duration));
        }
        qsort(values, (size_t)count, sizeof *values, compare);
        for (size_t q = 0; q < sizeof per_mille / sizeof *per_mille; q++) {
            double expected = quantile_by_counting(values, count, per_mille[q]);
            check_near(ems_sample_quantile(&sample, per_mille[q] / 1000.0), expected, 1e-9);
        }
        ems_sample_free(&sample);
    }
    free(values);
}

/* One duration in several samples is made a number once; below, at and beyond the switch to bins. */
static void test_a_duration_as_a_number(void **state)
{
    (void)state;
    const int64_t before[] = {0, 255, 256, EMS_SAMPLE_EXACT - 1, EMS_SAMPLE_EXACT};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        struct ems_sample one = {0}, other = {0};
        struct ems_stream stream = stream_of((uint32_t)i);
        for (int64_t k = 0; k <= before[i]; k++) {
            ems_time duration = some_duration(&stream);
            check_true(ems_sample_add(&one, duration));
            check_true(ems_sample_add_ms(&other, (uint32_t)((duration + 999) / 1000)));
        }
        check_int(one.count, other.count);
        check_true((one.bins != NULL) == (other.bins != NULL) &&
                   (one.bins != NULL) == (one.count > EMS_SAMPLE_EXACT));
        for (double share = 0.1; share < 1; share += 0.1)
            check_near(ems_sample_quantile(&one, share), ems_sample_quantile(&other, share), 0);
        ems_sample_free(&one);
        ems_sample_free(&other);
    }
}

static void fill(struct ems_sample *sample, uint32_t index, int64_t count)
{
    struct ems_stream stream = stream_of(index);
    for (int64_t i = 0; i < count; i++) check_true(ems_sample_add(sample, some_duration(&stream)));
}

static void test_merge_in_any_order(void **state)
{
    (void)state;
    /* the first four make a million, exact still; the orders pass the switch to bins at different moments */
    const int64_t sizes[] = {10, 700000, 1, 299989, 400000};
    const int orders[3][5] = {{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {1, 4, 0, 2, 3}};
    for (int parts = 2; parts <= 5; parts++) {
        double first[3] = {0};
        for (int o = 0; o < 3; o++) {
            struct ems_sample pooled = {0}, part = {0};
            for (int p = 0; p < 5; p++) {
                if (orders[o][p] >= parts) continue;
                ems_sample_clear(&part);
                fill(&part, (uint32_t)orders[o][p], sizes[orders[o][p]]);
                check_true(ems_sample_merge(&pooled, &part));
            }
            const double shares[3] = {0.5, 0.9, 1};
            for (int q = 0; q < 3; q++) {
                double value = ems_sample_quantile(&pooled, shares[q]);
                if (o == 0) first[q] = value;
                check_near(value, first[q], 0);
            }
            check_true((pooled.bins != NULL) == (parts == 5));
            ems_sample_free(&pooled);
            ems_sample_free(&part);
        }
    }
}

/* Largest relative error of the binned sample's quantiles, and whether one lies below the truth. */
static double worst_error(const double *sorted, int64_t count, struct ems_sample *binned, double bin_scale)
{
    double worst = 0;
    for (int per_mille = 1; per_mille <= 1000; per_mille += 9) {
        double truth = quantile_by_counting(sorted, count, per_mille);
        double found = ems_sample_quantile(binned, per_mille / 1000.0) * bin_scale;
        if (truth > 0) worst = fmax(worst, fabs(found - truth) / truth);
        if (found < truth - 1e-9) worst = INFINITY;
    }
    return worst;
}

static void test_switch_to_bins_is_near_and_never_below(void **state)
{
    (void)state;
    enum { SIZE = EMS_SAMPLE_EXACT + 1000 };
    double *values = calloc(SIZE, sizeof *values);
    struct ems_sample sample = {0};
    struct ems_stream stream = stream_of(7);
    for (int i = 0; i < SIZE; i++) {
        ems_time duration = some_duration(&stream);
        values[i] = ceil((double)duration / 1000) / 1000;
        check_true(ems_sample_add(&sample, duration));
        if (i + 1 == EMS_SAMPLE_EXACT) check_true(sample.bins == NULL);
    }
    check_true(sample.bins != NULL);
    check_int(sample.count, SIZE);
    qsort(values, SIZE, sizeof *values, compare);
    double worst = worst_error(values, SIZE, &sample, 1);
    check_within(worst, 0, 0.001);
    /* the same check must fail for a scale that is off by 0.2 %, up or down */
    check_true(worst_error(values, SIZE, &sample, 1.002) > 0.001);
    check_true(worst_error(values, SIZE, &sample, 0.998) > 0.001);
    free(values);
    ems_sample_free(&sample);
}

static void test_every_bin_holds_its_value(void **state)
{
    (void)state;
    /* one value a million times over: the quantile is its bin's upper edge */
    for (uint64_t ms = 1; ms <= UINT32_MAX; ms = ms * 3 + 1) {
        struct ems_sample sample = {.bins = calloc(EMS_SAMPLE_BINS, sizeof(uint64_t))};
        check_true(ems_sample_add(&sample, (ems_time)ms * EMS_MILLISECOND));
        double found = ems_sample_quantile(&sample, 0.5) * 1000;
        check_within(found, (double)ms - 1e-6, (double)ms * 1.001 + 1e-6);
        ems_sample_free(&sample);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_small_by_hand),
        cmocka_unit_test(test_holds_durations_in_range_and_rounds_up),
        cmocka_unit_test(test_against_sorting),
        cmocka_unit_test(test_a_duration_as_a_number),
        cmocka_unit_test(test_merge_in_any_order),
        cmocka_unit_test(test_switch_to_bins_is_near_and_never_below),
        cmocka_unit_test(test_every_bin_holds_its_value),
    };
    return cmocka_run_group_tests_name("stats/sample", tests, NULL, NULL);
}
