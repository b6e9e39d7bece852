/* Quantile intervals by sectioning, by hand and by how often they hold the truth. */
#include "support/check.h"

#include "random/stream.h"
#include "stats/sample.h"
#include "stats/sectioning.h"

static void test_by_hand(void **state)
{
    (void)state;
    const double sections[] = {10, 14, 12, NAN, 16};
    struct ems_figure figure = ems_sectioning_figure(12, 100, sections, 5);
    /* squares 4 + 4 + 0 + 16 = 24 over 4 * 3 */
    check_near(figure.value, 12, 0);
    check_near(figure.error, sqrt(2), 1e-12);
    check_near(figure.high, 12 + 3.182446 * sqrt(2), 1e-5);
    check_near(figure.low, 12 - 3.182446 * sqrt(2), 1e-5);
    check_int(figure.n, 4);
}

static void test_missing(void **state)
{
    (void)state;
    const double sections[] = {10, 14, NAN};
    check_int(ems_sectioning_figure(12, 9, sections, 2).note, EMS_NOTE_TOO_FEW);
    check_nan(ems_sectioning_figure(12, 9, sections, 2).value);
    check_near(ems_sectioning_figure(12, 10, sections, 2).value, 12, 0);
    check_int(ems_sectioning_figure(NAN, 0, sections, 2).note, EMS_NOTE_NO_CASES);
    check_int(ems_sectioning_figure(12, 10, sections, 1).note, EMS_NOTE_ONE_REPLICATION);
    check_nan(ems_sectioning_figure(12, 10, sections, 1).low);
}

static void test_interval_covers_the_truth(void **state)
{
    (void)state;
    enum { STUDIES = 1000, REPLICATIONS = 20, CASES = 300 };
    const double truth = 600 * log(10); /* p90 of an exponential of mean 600 s */
    int covered = 0;
    for (uint32_t study = 0; study < STUDIES; study++) {
        struct ems_stream stream = ems_stream_alone(5, 5, (struct ems_draw_key){.index = study});
        struct ems_sample pooled = {0}, part = {0};
        double sections[REPLICATIONS];
        for (int r = 0; r < REPLICATIONS; r++) {
            ems_sample_clear(&part);
            for (int i = 0; i < CASES; i++)
                check_true(
                    ems_sample_add(&part, ems_time_from_seconds(600 * ems_stream_exponential(&stream))));
            sections[r] = ems_sample_quantile(&part, 0.9);
            check_true(ems_sample_merge(&pooled, &part));
        }
        double value = ems_sample_quantile(&pooled, 0.9);
        struct ems_figure figure =
            ems_sectioning_figure(value, ems_sample_beyond(&pooled, 0.9), sections, REPLICATIONS);
        covered += figure.low <= truth && truth <= figure.high;
        ems_sample_free(&pooled);
        ems_sample_free(&part);
    }
    check_within((double)covered / STUDIES, 0.93, 0.97);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_interval_covers_the_truth),
    };
    return cmocka_run_group_tests_name("stats/sectioning", tests, NULL, NULL);
}
