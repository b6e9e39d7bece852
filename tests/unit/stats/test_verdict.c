/* Verdicts: each side of the one-sided bound, and the number of replications that decides. */
#include "support/check.h"

#include "random/stream.h"
#include "stats/ratio.h"
#include "stats/verdict.h"

static struct ems_figure figure_of(double value, double error, int64_t n)
{
    struct ems_figure figure = ems_figure_make(value, error, n, 0, 1);
    figure.cases = 10000;
    return figure;
}

static void test_each_side_of_the_bound(void **state)
{
    (void)state;
    /* one-sided t at 19 degrees is 1.7291: the bound reaches 0.017291 for an error of 0.01 */
    const struct {
        double value;
        enum ems_verdict verdict;
    } cases[] = {{0.9174, EMS_VERDICT_YES},
                 {0.9172, EMS_VERDICT_UNDECIDED},
                 {0.9, EMS_VERDICT_UNDECIDED},
                 {0.8828, EMS_VERDICT_UNDECIDED},
                 {0.8826, EMS_VERDICT_NO}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ems_figure found = figure_of(cases[i].value, 0.01, 20);
        check_int(ems_judge_at_least(&found, 0.9, 0.05, true).verdict, cases[i].verdict);
    }
}

static void test_sharing_the_error_asks_for_more(void **state)
{
    (void)state;
    struct ems_figure found = figure_of(0.9174, 0.01, 20);
    check_int(ems_judge_at_least(&found, 0.9, 0.05, true).verdict, EMS_VERDICT_YES);
    check_int(ems_judge_at_least(&found, 0.9, 0.05 / 4, true).verdict, EMS_VERDICT_UNDECIDED);
    check_near(ems_judge_at_least(&found, 0.9, 0.05, true).bound, 0.9174 - 0.0172913, 1e-6);
}

static void test_replications_that_decide(void **state)
{
    (void)state;
    struct ems_figure found = figure_of(0.91, 0.01, 20);
    int64_t needed = ems_judge_at_least(&found, 0.9, 0.05, true).replications_needed;
    double spread = 0.01 * sqrt(20);
    check_true(needed > 20);
    check_true(ems_student_quantile(0.95, needed - 1) * spread / sqrt((double)needed) <= 0.01);
    check_true(ems_student_quantile(0.95, needed - 2) * spread / sqrt((double)needed - 1) > 0.01);
    /* nothing decides a figure on the line */
    found = figure_of(0.9, 0.01, 20);
    check_int(ems_judge_at_least(&found, 0.9, 0.05, true).replications_needed, 0);
}

static void test_without_interval_or_value(void **state)
{
    (void)state;
    struct ems_figure one = ems_figure_bare(0.99, 1, EMS_NOTE_ONE_REPLICATION);
    check_int(ems_judge_at_least(&one, 0.9, 0.05, true).verdict, EMS_VERDICT_UNDECIDED);
    struct ems_figure none = ems_figure_missing(EMS_NOTE_NO_CASES);
    check_int(ems_judge_at_least(&none, 0.9, 0.05, true).verdict, EMS_VERDICT_NA);
}

static void test_no_spread_needs_enough_cases(void **state)
{
    (void)state;
    const double all[] = {7, 8, 7, 6}, few[] = {7, 8, 7, 6};
    struct ems_figure found = ems_ratio_figure(all, few, 4, 1); /* 28 of 28 */
    check_near(found.error, 0, 0);
    check_int(ems_judge_at_least(&found, 0.9, 0.05, true).verdict, EMS_VERDICT_UNDECIDED);
    found.cases = 30; /* 0.9^30 = 4.2 % */
    check_int(ems_judge_at_least(&found, 0.9, 0.05, true).verdict, EMS_VERDICT_YES);
    check_int(ems_judge_at_least(&found, 0.9, 0.05, false).verdict, EMS_VERDICT_YES);
    const double nothing[] = {0, 0, 0, 0};
    found = ems_ratio_figure(nothing, few, 4, 1);
    check_int(ems_judge_at_least(&found, 0.9, 0.05, true).verdict, EMS_VERDICT_NO);
}

/* A true share just under the requirement is called met in at most 5 % of studies. */
static void test_false_alarms(void **state)
{
    (void)state;
    enum { STUDIES = 4000, REPLICATIONS = 20, CASES = 300 };
    int yes = 0, no = 0;
    for (uint32_t study = 0; study < STUDIES; study++) {
        struct ems_stream stream = ems_stream_alone(3, 3, (struct ems_draw_key){.index = study});
        double numerators[REPLICATIONS], denominators[REPLICATIONS];
        for (int r = 0; r < REPLICATIONS; r++) {
            denominators[r] = CASES;
            numerators[r] = 0;
            for (int i = 0; i < CASES; i++) numerators[r] += ems_stream_uniform(&stream) < 0.9;
        }
        struct ems_figure found = ems_ratio_figure(numerators, denominators, REPLICATIONS, 1);
        enum ems_verdict verdict = ems_judge_at_least(&found, 0.9, 0.05, true).verdict;
        yes += verdict == EMS_VERDICT_YES;
        no += verdict == EMS_VERDICT_NO;
    }
    check_within((double)yes / STUDIES, 0.035, 0.065);
    check_within((double)no / STUDIES, 0.035, 0.065);
}

static void test_names(void **state)
{
    (void)state;
    check_text(ems_verdict_name(EMS_VERDICT_NA), "n/a");
    check_text(ems_verdict_name(EMS_VERDICT_UNDECIDED), "undecided");
    check_text(ems_origin_name(EMS_ORIGIN_INPUT), "input");
    check_int(ems_verdict_exact(true), EMS_VERDICT_YES);
    check_int(ems_verdict_exact(false), EMS_VERDICT_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_side_of_the_bound),
        cmocka_unit_test(test_sharing_the_error_asks_for_more),
        cmocka_unit_test(test_replications_that_decide),
        cmocka_unit_test(test_without_interval_or_value),
        cmocka_unit_test(test_no_spread_needs_enough_cases),
        cmocka_unit_test(test_false_alarms),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests_name("stats/verdict", tests, NULL, NULL);
}
