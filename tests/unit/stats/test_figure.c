/* Quantiles of Student's t against printed tables, and the interval made from them. */
#include "support/check.h"

#include "stats/figure.h"

static void test_student_quantiles(void **state)
{
    (void)state;
    /* Abramowitz and Stegun, table 26.10 */
    const struct {
        double share;
        int64_t degrees;
        double expected;
    } table[] = {{0.975, 1, 12.706}, {0.975, 4, 2.776}, {0.975, 19, 2.093}, {0.975, 29, 2.045},
                 {0.95, 1, 6.314},   {0.95, 4, 2.132},  {0.95, 19, 1.729},  {0.95, 120, 1.658},
                 {0.995, 10, 3.169}, {0.9, 5, 1.476}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        check_near(ems_student_quantile(table[i].share, table[i].degrees), table[i].expected, 0.0006);
        /* one degree of freedom more would be seen, but for the largest */
        if (table[i].degrees < 30)
            check_true(fabs(ems_student_quantile(table[i].share, table[i].degrees + 1) - table[i].expected) >
                       0.0006);
    }
}

static void test_interval_is_held_in_range(void **state)
{
    (void)state;
    struct ems_figure figure = ems_figure_make(0.98, 0.02, 5, 0, 1);
    check_near(figure.low, 0.98 - 2.776445 * 0.02, 1e-6);
    check_near(figure.high, 1, 0);
    check_near(figure.level, 0.95, 0);
    check_near(figure.error, 0.02, 0); /* verdicts use the error, not the held bounds */
    check_int(figure.n, 5);
}

static void test_missing(void **state)
{
    (void)state;
    struct ems_figure figure = ems_figure_missing(EMS_NOTE_TOO_FEW);
    check_nan(figure.value);
    check_nan(figure.low);
    check_text(ems_figure_note_name(figure.note), "too_few");
    check_text(ems_figure_note_name(EMS_NOTE_NONE), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_student_quantiles),
        cmocka_unit_test(test_interval_is_held_in_range),
        cmocka_unit_test(test_missing),
    };
    return cmocka_run_group_tests_name("stats/figure", tests, NULL, NULL);
}
