/* Wishes for precision: how they are read, how many replications they ask for, and what becomes of the
 * interval. */
#include "support/check.h"

#include "study/precision.h"
#include "support/small_study.h"

static enum ems_status read(const struct small_study *study, const char *text, struct ems_precision *out)
{
    struct ems_diags diags = {0};
    enum ems_status status = ems_precision_parse(&study->model, text, &diags, out);
    check_int(diags.errors, status != EMS_OK);
    ems_diags_free(&diags);
    return status;
}

static void wishes_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *key;
        enum ems_metric_group group;
        int32_t index;
        bool relative;
        double width;
    } good[] = {
        {"p90 2 %", "p90", EMS_GROUP_ALL, 0, true, 0.02},
        {"  p90   2% ", "p90", EMS_GROUP_ALL, 0, true, 0.02},
        {"mean 5 s", "mean", EMS_GROUP_ALL, 0, false, 5},
        {"response_s.mean 0.5 min", "mean", EMS_GROUP_ALL, 0, false, 30},
        {"within 10 min 0.5 points", "within", EMS_GROUP_ALL, 0, false, 0.005},
        {"by_priority.2.p50 1 %", "p50", EMS_GROUP_PRIORITY, 1, true, 0.01},
        {"by_hour.0.mean 1 %", "mean", EMS_GROUP_HOUR, 0, true, 0.01},
        {"by_class.urban.within 10 min 1 point", "within", EMS_GROUP_CLASS, 0, false, 0.01},
        {"by_area.(outside).requests 2", "requests", EMS_GROUP_AREA, 3, false, 2},
        {"service.lost_share 0.1 points", "service.lost_share", EMS_GROUP_WHOLE, 0, false, 0.001},
        {"fleet.distance_m 3 km", "fleet.distance_m", EMS_GROUP_WHOLE, 0, false, 3000},
        {"share 2 %", "found", EMS_GROUP_TARGET, 0, true, 0.02},
    };
    struct small_study study;
    small_study_init(&study);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct ems_precision wish;
        check_ok(read(&study, good[i].text, &wish));
        check_text(wish.metric.metric.key, good[i].key);
        check_int(wish.metric.group, good[i].group);
        check_int(wish.metric.index, good[i].index);
        check_int(wish.relative, good[i].relative);
        check_near(wish.width, good[i].width, 1e-12);
    }
}

static void bad_wishes_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "p90",
        "2 %",
        "p90 %",
        "p90 0 %",
        "p90 -1 %",
        "p90 1.2.3 %",
        "p90 2 points",
        "mean 5",
        "mean 5 km",
        "within 10 min",
        "within 11 min 1 %",
        "within 1 %",
        "max 1 %",
        "levels.waiting_max 1",
        "by_priority.0.mean 1 %",
        "by_priority.10.mean 1 %",
        "by_priority..mean 1 %",
        "by_hour.24.mean 1 %",
        "by_class.nowhere.mean 1 %",
        "by_area.nowhere.mean 1 %",
        "by_priority.1.service.lost_share 1 %",
        "response_s.requests.mean 1 %",
        "targets.nothing 1 %",
        "lost_share 1 %",
        "mean 99999999999999999999999999999999999999999999999999 furlongsfurlongsfurlongs",
    };
    struct small_study study;
    small_study_init(&study);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct ems_precision wish;
        check_int(read(&study, bad[i], &wish), EMS_BAD_USAGE);
    }
}

static struct ems_results *with(const struct small_study *study, int64_t n, double value, double half)
{
    struct ems_results *results = ems_results_create(&study->model);
    assert_non_null(results);
    results->replications = n;
    double error = half / ems_student_quantile(0.975, n - 1);
    results->all.mean_s = ems_figure_make(value, error, n, 0, INFINITY);
    return results;
}

static void check_next(const struct small_study *study, const char *wish_text, int64_t n, double half,
                       int64_t expected)
{
    struct ems_precision wish;
    check_ok(read(study, wish_text, &wish));
    struct ems_results *results = with(study, n, 600, half);
    check_int(ems_precision_next(&wish, 1, results, 1000), expected);
    ems_results_free(results);
}

static void the_rule(void **state)
{
    (void)state;
    struct small_study study;
    small_study_init(&study);
    check_next(&study, "mean 2 %", 20, 11.99, 20);  /* 12 s are wanted */
    check_next(&study, "mean 12 s", 20, 12.01, 25); /* a quarter more at least */
    check_next(&study, "mean 12 s", 21, 12.01, 27); /* rounded up */
    check_next(&study, "mean 12 s", 20, 18, 45);    /* 20 x 1.5^2 */
    check_next(&study, "mean 12 s", 20, 120, 80);   /* four times as many at most */
    check_next(&study, "mean 12 s", 900, 18, 1000); /* all there may be */
    check_next(&study, "mean 12 s", 1000, 18, 1000);
    check_next(&study, "p90 2 %", 20, 1, 80); /* no such figure yet */
}

static void the_worst_of_several_wishes_decides(void **state)
{
    (void)state;
    struct small_study study;
    small_study_init(&study);
    struct ems_precision wishes[2];
    check_ok(read(&study, "mean 12 s", &wishes[0]));
    check_ok(read(&study, "p50 12 s", &wishes[1]));
    struct ems_results *results = with(&study, 20, 600, 6);
    results->all.p50_s = ems_figure_make(500, 18 / ems_student_quantile(0.975, 19), 20, 0, INFINITY);
    check_int(ems_precision_next(wishes, 2, results, 1000), 45);
    check_int(ems_precision_next(wishes, 1, results, 1000), 20);
    ems_results_free(results);
}

static void intervals_are_as_wide_as_asked(void **state)
{
    (void)state;
    static const struct {
        double half, shown;
        bool reached;
    } cases[] = {{11, 12, true}, {12, 12, true}, {9.6, 12, true}, {8, 10, true}, {15, 15, false}};
    struct small_study study;
    small_study_init(&study);
    struct ems_precision wish;
    check_ok(read(&study, "mean 12 s", &wish));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ems_results *results = with(&study, 30, 600, cases[i].half);
        ems_precision_report(&wish, 1, results);
        check_near(results->all.mean_s.low, 600 - cases[i].shown, 1e-9);
        check_near(results->all.mean_s.high, 600 + cases[i].shown, 1e-9);
        check_int(results->precision_count, 1);
        check_int(results->precisions[0].reached, cases[i].reached);
        check_near(results->precisions[0].half_width, cases[i].half, 1e-9);
        ems_results_free(results);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wishes_are_read),
        cmocka_unit_test(bad_wishes_are_refused),
        cmocka_unit_test(the_rule),
        cmocka_unit_test(the_worst_of_several_wishes_decides),
        cmocka_unit_test(intervals_are_as_wide_as_asked),
    };
    return cmocka_run_group_tests_name("study/precision", tests, NULL, NULL);
}
