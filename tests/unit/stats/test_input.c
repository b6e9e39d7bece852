/* Intervals that hold what inputs are not known: by hand, and that they hold as often as they say. */
#include "support/check.h"

#include "random/stream.h"
#include "stats/input.h"

static void by_hand(void **state)
{
    (void)state;
    /* groups 10 12 | 16 18 | 25 21: means 11 17 23, B = 36; within 2 2 8 over 3 groups of 2: W = 4 / 2 = 2 */
    const double values[] = {10, 12, 16, 18, 25, 21};
    struct ems_figure figure = ems_figure_make(17, 1, 6, 0, INFINITY);
    figure.cases = 99;
    figure.source = 7;
    ems_input_widen(&figure, values, 6, 2, 0, 30);
    double spread = sqrt(36.0 * 36 + 2 * 2 * 2 / 3.0), input = fmin(36, 34 + spread / 2);
    check_near(input, 36, 0); /* the bound on it */
    check_near(figure.error, sqrt(36 + 12), 1e-12);
    check_near(figure.input_share, 1 - 2.0 / 3 / 48, 1e-12);
    check_near(figure.lasting_share, 34.0 / 48, 1e-12);
    check_int(figure.n, 3);
    check_near(figure.low, 0, 0); /* held in the range: 17 - 4.30 * 6.93 is below */
    check_near(figure.high, 30, 0);
    check_near(figure.cases, 99, 0);
    check_int(figure.source, 7);
}

/* Where simulation makes nearly all of it. */
static void little_of_inputs(void **state)
{
    (void)state;
    /* means 3 5 3 5: B = 4/3; within 2 in each group of (2, 4), (4, 6): W = 2 / 2 = 1 */
    const double values[] = {2, 4, 4, 6, 2, 4, 4, 6};
    struct ems_figure figure = ems_figure_make(4, 1, 8, 0, INFINITY);
    ems_input_widen(&figure, values, 8, 2, 0, INFINITY);
    double b = 4.0 / 3, w = 1, spread = sqrt(2 * b * b / 3 + 2 * w * w / 4), input = b - w + spread / 2;
    check_true(input < b);
    check_near(figure.error, sqrt(input + b / 4), 1e-12);
    check_near(figure.lasting_share, (b - w) / (input + b / 4), 1e-12);
}

static void what_is_missing(void **state)
{
    (void)state;
    double values[] = {10, 12, NAN, 18, 25, 21, 40};
    struct ems_figure figure = ems_figure_make(17, 1, 6, 0, INFINITY), same = figure;
    ems_input_widen(&figure, values, 7, 2, -INFINITY, INFINITY); /* groups 1 and 3 */
    const double complete[] = {10, 12, 25, 21};
    ems_input_widen(&same, complete, 4, 2, -INFINITY, INFINITY);
    check_int(figure.n, 2);
    check_near(figure.error, same.error, 1e-12);
    ems_input_widen(&figure, values, 3, 2, 0, INFINITY); /* one group */
    check_true(isnan(figure.low));
    check_int(figure.note, EMS_NOTE_ONE_REPLICATION);
    check_near(figure.value, 17, 0);
    struct ems_figure none = ems_figure_missing(EMS_NOTE_NO_CASES);
    ems_input_widen(&none, values, 6, 2, 0, INFINITY);
    check_int(none.note, EMS_NOTE_NO_CASES);
}

static void agreeing_values_have_no_width(void **state)
{
    (void)state;
    const double values[] = {5, 5, 5, 5};
    struct ems_figure figure = ems_figure_make(5, 0, 4, 0, INFINITY);
    ems_input_widen(&figure, values, 4, 2, 0, INFINITY);
    check_near(figure.high - figure.low, 0, 0);
    check_near(figure.input_share, 0, 0);
}

static double normal(struct ems_stream *stream)
{
    double radius = sqrt(2 * ems_stream_exponential(stream));
    return radius * cos(2 * 3.14159265358979323846 * ems_stream_uniform(stream));
}

/* How often an interval holds the truth, 0, when the fitted input is off by `input` and a replication by
 * `simulation`; `naive` counts those of simulation error alone. */
static double holds(int groups, double input, double simulation, double *naive)
{
    enum { TRIALS = 3000 };
    int held = 0, held_naive = 0;
    for (uint32_t t = 0; t < TRIALS; t++) {
        struct ems_stream stream = ems_stream_alone(11, (uint64_t)groups, (struct ems_draw_key){.index = t});
        double values[100], fitted = input * normal(&stream), sum = 0;
        for (int g = 0; g < groups; g++) {
            double drawn = fitted + input * normal(&stream);
            for (int i = 0; i < 2; i++) sum += values[2 * g + i] = drawn + simulation * normal(&stream);
        }
        struct ems_figure figure = {.value = sum / (2 * groups)};
        ems_input_widen(&figure, values, 2 * groups, 2, -INFINITY, INFINITY);
        held += figure.low <= 0 && figure.high >= 0;
        double alone = figure.error * sqrt(1 - figure.input_share);
        held_naive += fabs(figure.value) <= ems_student_quantile(0.975, groups - 1) * alone;
    }
    *naive = (double)held_naive / TRIALS;
    return (double)held / TRIALS;
}

static void intervals_hold(void **state)
{
    (void)state;
    static const struct {
        int groups;
        double input, simulation;
    } cases[] = {{5, 1, 1},    {10, 0, 1},   {10, 0.2, 1}, {10, 0.5, 1},  {10, 1, 1},  {10, 1, 0.2},
                 {20, 0.3, 1}, {20, 0.5, 1}, {20, 1, 1},   {20, 1, 0.01}, {50, 0.5, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double naive, share = holds(cases[i].groups, cases[i].input, cases[i].simulation, &naive);
        check_true(share > 0.935); /* 95 % less 3.8 standard errors of 3,000 trials */
        if (cases[i].input >= cases[i].simulation) check_true(naive < 0.80);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),         cmocka_unit_test(little_of_inputs),
        cmocka_unit_test(what_is_missing), cmocka_unit_test(agreeing_values_have_no_width),
        cmocka_unit_test(intervals_hold),
    };
    return cmocka_run_group_tests_name("stats/input", tests, NULL, NULL);
}
