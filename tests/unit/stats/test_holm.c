/* Holm's adjustment against a worked example and its defining procedure. */
#include "support/check.h"

#include "stats/holm.h"

static void test_worked_example(void **state)
{
    (void)state;
    /* R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") */
    const double p[] = {0.01, 0.04, 0.03, 0.005}, expected[] = {0.03, 0.06, 0.06, 0.02};
    double adjusted[4];
    ems_holm_adjust(p, 4, adjusted);
    for (int i = 0; i < 4; i++) check_near(adjusted[i], expected[i], 1e-12);
}

static void test_ties_and_bounds(void **state)
{
    (void)state;
    const double p[] = {0.4, 0.4, 0.9}, expected[] = {1, 1, 1};
    double adjusted[3];
    ems_holm_adjust(p, 3, adjusted);
    for (int i = 0; i < 3; i++) check_near(adjusted[i], expected[i], 1e-12);
    const double tied[] = {0.02, 0.02};
    ems_holm_adjust(tied, 2, adjusted);
    check_near(adjusted[0], 0.04, 1e-12);
    check_near(adjusted[1], 0.04, 1e-12);
    ems_holm_adjust(tied, 1, adjusted);
    check_near(adjusted[0], 0.02, 1e-12);
}

/* Step down through the sorted p-values: compare the i-th smallest with alpha / (m - i), stop at the first
 * failure. */
static void test_agrees_with_stepping_down(void **state)
{
    (void)state;
    const double p[] = {0.001, 0.008, 0.012, 0.021, 0.06}; /* sorted */
    for (double alpha = 0.0005; alpha < 0.2; alpha *= 1.3) {
        double adjusted[5];
        ems_holm_adjust(p, 5, adjusted);
        int going = 1;
        for (int i = 0; i < 5; i++) {
            going = going && p[i] <= alpha / (5 - i);
            check_true((adjusted[i] <= alpha) == going);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_example),
        cmocka_unit_test(test_ties_and_bounds),
        cmocka_unit_test(test_agrees_with_stepping_down),
    };
    return cmocka_run_group_tests_name("stats/holm", tests, NULL, NULL);
}
