/* Inputs drawn anew: how far they scatter about what they were, against the theory of samples. */
#include "random/redraw.h"

#include "support/check.h"

enum { DRAWS = 4000 };

struct moments {
    double mean, sd;
};

/* Of the means (or standard deviations over means) of distributions drawn anew. */
static struct moments scatter(const struct ems_distribution *distribution, bool of_spread)
{
    double sum = 0, squares = 0;
    for (uint32_t i = 0; i < DRAWS; i++) {
        struct ems_stream stream = ems_stream_alone(5, 1, (struct ems_draw_key){.index = i});
        struct ems_distribution drawn = ems_distribution_redraw(distribution, &stream);
        double value = drawn.mean_s;
        if (of_spread) value = sqrt(expm1(drawn.b * drawn.b)) * drawn.mean_s; /* of a lognormal */
        sum += value;
        squares += value * value;
    }
    double mean = sum / DRAWS;
    return (struct moments){mean, sqrt(squares / DRAWS - mean * mean)};
}

static void means_scatter_as_those_of_samples(void **state)
{
    (void)state;
    struct ems_distribution shapes[] = {
        ems_distribution_exponential(100),   ems_distribution_gamma(100, 50),
        ems_distribution_lognormal(100, 50), ems_distribution_weibull(100, 50),
        ems_distribution_exponential(100),   ems_distribution_exponential(100),
    };
    static const double sd[] = {100, 50, 50, 50, 300 / 3.4641016151377544, 28.722813232690143};
    static const double seconds[] = {60, 100, 140}, cumulative[] = {0.25, 0.75, 1};
    shapes[4].kind = EMS_DIST_UNIFORM, shapes[4].a = 0, shapes[4].b = 300, shapes[4].mean_s = 150;
    shapes[5].kind = EMS_DIST_EMPIRICAL, shapes[5].a = 1, shapes[5].values_s = seconds;
    shapes[5].cumulative = cumulative, shapes[5].count = 3, shapes[5].mean_s = 100;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        static const double observed[] = {25, 400, 100000};
        double spread = i == 5 ? sqrt(0.25 * 1600 * 2) : sd[i];
        for (int n = 0; n < 3; n++) {
            struct ems_input input = {.observed = observed[n], .key = 1};
            shapes[i].input = &input;
            struct moments found = scatter(&shapes[i], false);
            double expected = spread / sqrt(observed[n]);
            check_near(found.mean, shapes[i].mean_s, 4 * expected / sqrt(DRAWS));
            check_relative(found.sd, expected, 0.05);
        }
    }
}

static void spread_is_fitted_too(void **state)
{
    (void)state;
    /* standard error of a standard deviation: sqrt((k - 1) / 4 N) times it, k the kurtosis */
    struct ems_input input = {.observed = 500, .key = 1};
    struct ems_distribution lognormal = ems_distribution_lognormal(100, 30);
    lognormal.input = &input;
    double w = 1.09, kurtosis = w * w * w * w + 2 * w * w * w + 3 * w * w - 3;
    struct moments found = scatter(&lognormal, true);
    check_near(found.mean, 30, 0.3);
    check_relative(found.sd, 30 * sqrt((kurtosis - 1) / (4 * input.observed)), 0.08);
}

static void an_error_is_a_factor(void **state)
{
    (void)state;
    struct ems_input input = {.error = 0.2, .key = 1};
    struct ems_distribution shapes[] = {ems_distribution_constant(100), ems_distribution_gamma(100, 40),
                                        ems_distribution_lognormal(100, 40),
                                        ems_distribution_weibull(100, 40)};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        shapes[i].input = &input;
        struct moments found = scatter(&shapes[i], false);
        check_near(found.mean, 100, 4 * 20 / sqrt(DRAWS));
        check_relative(found.sd, 20.0, 0.05);
        /* what is drawn from it goes along */
        struct ems_stream stream = ems_stream_alone(5, 1, (struct ems_draw_key){.index = 3}), again = stream,
                          other = stream;
        struct ems_distribution drawn = ems_distribution_redraw(&shapes[i], &stream);
        double before = ems_time_seconds(ems_distribution_draw(&shapes[i], &again)),
               after = ems_time_seconds(ems_distribution_draw(&drawn, &other));
        check_relative(after, before * drawn.mean_s / 100, 1e-6);
    }
}

static void what_is_exact_or_bounded_stays(void **state)
{
    (void)state;
    struct ems_input input = {.observed = 30, .key = 1};
    struct ems_stream stream = ems_stream_alone(5, 1, (struct ems_draw_key){0});
    struct ems_distribution exact = ems_distribution_exponential(100), never = ems_distribution_never();
    check_near(ems_distribution_redraw(&exact, &stream).mean_s, 100, 0);
    never.input = &input;
    check_int(ems_distribution_redraw(&never, &stream).kind, EMS_DIST_NEVER);
    exact.input = &input, exact.min_s = 90, exact.max_s = 95;
    struct ems_distribution drawn = ems_distribution_redraw(&exact, &stream);
    check_near(drawn.min_s, 90, 0);
    check_near(drawn.max_s, 95, 0);
    check_true(fabs(drawn.mean_s - 100) > 1e-6 && drawn.mean_s > 30); /* bounds hold values, not the fit */
    assert_ptr_equal(drawn.input, &input);
}

static void chances_scatter_as_shares_of_samples(void **state)
{
    (void)state;
    double sum = 0, squares = 0;
    for (uint32_t i = 0; i < DRAWS; i++) {
        struct ems_stream stream = ems_stream_alone(6, 1, (struct ems_draw_key){.index = i});
        double drawn = ems_chance_redraw(0.3, 200, &stream);
        check_true(drawn > 0 && drawn < 1);
        sum += drawn;
        squares += drawn * drawn;
    }
    double mean = sum / DRAWS, sd = sqrt(squares / DRAWS - mean * mean), expected = sqrt(0.3 * 0.7 / 201);
    check_near(mean, 0.3, 4 * expected / sqrt(DRAWS));
    check_relative(sd, expected, 0.05);
    struct ems_stream stream = ems_stream_alone(6, 1, (struct ems_draw_key){0});
    check_near(ems_chance_redraw(0, 200, &stream), 0, 0);
    check_near(ems_chance_redraw(1, 200, &stream), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_scatter_as_those_of_samples),
        cmocka_unit_test(spread_is_fitted_too),
        cmocka_unit_test(an_error_is_a_factor),
        cmocka_unit_test(what_is_exact_or_bounded_stays),
        cmocka_unit_test(chances_scatter_as_shares_of_samples),
    };
    return cmocka_run_group_tests_name("random/redraw", tests, NULL, NULL);
}
