/* Each distribution against its own formulas: mean, standard deviation, and Kolmogorov-Smirnov against GSL's
 * (or an elementary) distribution function. Seeds are fixed; the mean must fail for values 3 % longer, the
 * shape for 5 %. */
#include "support/check.h"

#include <gsl/gsl_cdf.h>

#include "random/distribution.h"

enum { COUNT = 100000 };

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void draw(const struct ems_distribution *distribution, double *values)
{
    struct ems_stream_seed seed = ems_stream_seed(120, 1);
    for (uint32_t i = 0; i < COUNT; i++) { /* a stream for each draw, as the engine does */
        struct ems_stream stream =
            ems_stream(&seed, (struct ems_draw_key){.index = i, .draw = EMS_DRAW_SCENE});
        values[i] = ems_time_seconds(ems_distribution_draw(distribution, &stream));
    }
    qsort(values, COUNT, sizeof *values, compare);
}

typedef double cdf_function(const struct ems_distribution *distribution, double x);

/* sqrt(n) times the largest distance between the two distribution functions; a true sample passes 1.95 with a
 * chance of 0.1 %. */
static double ks(const double *values, const struct ems_distribution *distribution, cdf_function *cdf,
                 double scale)
{
    double worst = 0;
    for (int i = 0; i < COUNT; i++) {
        double p = cdf(distribution, values[i] * scale);
        worst = fmax(worst, fmax((i + 1.0) / COUNT - p, p - (double)i / COUNT));
    }
    return worst * sqrt(COUNT);
}

static double exponential_cdf(const struct ems_distribution *d, double x)
{
    return gsl_cdf_exponential_P(x, d->a);
}

static double uniform_cdf(const struct ems_distribution *d, double x)
{
    return fmin(1, fmax(0, (x - d->a) / (d->b - d->a)));
}

static double triangular_cdf(const struct ems_distribution *d, double x)
{
    if (x <= d->a) return 0;
    if (x >= d->c) return 1;
    if (x <= d->b) return (x - d->a) * (x - d->a) / ((d->c - d->a) * (d->b - d->a));
    return 1 - (d->c - x) * (d->c - x) / ((d->c - d->a) * (d->c - d->b));
}

static double gamma_cdf(const struct ems_distribution *d, double x)
{
    return gsl_cdf_gamma_P(x, d->a, d->b);
}

static double lognormal_cdf(const struct ems_distribution *d, double x)
{
    return x <= d->c ? 0 : gsl_cdf_lognormal_P(x - d->c, d->a, d->b);
}

static double weibull_cdf(const struct ems_distribution *d, double x)
{
    return gsl_cdf_weibull_P(x, d->a, d->b);
}

struct shape {
    struct ems_distribution distribution;
    double mean_s, sd_s;
    cdf_function *cdf;
};

static double mean_of(const double *values)
{
    double sum = 0;
    for (int i = 0; i < COUNT; i++) sum += values[i];
    return sum / COUNT;
}

static double sd_of(const double *values)
{
    double mean = mean_of(values), squares = 0;
    for (int i = 0; i < COUNT; i++) squares += (values[i] - mean) * (values[i] - mean);
    return sqrt(squares / (COUNT - 1));
}

static void check_shape(const struct shape *shape, double *values)
{
    double error = shape->sd_s / sqrt(COUNT);
    draw(&shape->distribution, values);
    check_near(shape->distribution.mean_s, shape->mean_s, 1e-9 * shape->mean_s);
    check_near(mean_of(values), shape->mean_s, 3.5 * error);
    check_relative(sd_of(values), shape->sd_s, 0.03);
    check_true(ks(values, &shape->distribution, shape->cdf, 1) < 1.95);
    check_true(ks(values, &shape->distribution, shape->cdf, 1.05) > 1.95);
    check_true(fabs(mean_of(values) * 1.03 - shape->mean_s) > 3.5 * error);
}

static void test_shapes(void **state)
{
    (void)state;
    struct ems_distribution uniform = ems_distribution_exponential(1), triangular = uniform;
    uniform.kind = EMS_DIST_UNIFORM, uniform.a = 100, uniform.b = 400, uniform.mean_s = 250;
    triangular.kind = EMS_DIST_TRIANGULAR, triangular.a = 60, triangular.b = 90, triangular.c = 240;
    triangular.mean_s = 130;
    /* mode at either end */
    struct ems_distribution falling = triangular, rising = triangular;
    falling.b = 60, falling.mean_s = 120;
    rising.b = 240, rising.mean_s = 180;
    const struct shape shapes[] = {
        {ems_distribution_exponential(120), 120, 120, exponential_cdf},
        {uniform, 250, 300 / sqrt(12), uniform_cdf},
        {triangular, 130, sqrt((60 * 60 + 90 * 90 + 240 * 240 - 60 * 90 - 60 * 240 - 90 * 240) / 18.0),
         triangular_cdf},
        {falling, 120, 180 / sqrt(18), triangular_cdf},
        {rising, 180, 180 / sqrt(18), triangular_cdf},
        {ems_distribution_gamma(900, 450), 900, 450, gamma_cdf},
        {ems_distribution_gamma(75, 100), 75, 100, gamma_cdf},
        {ems_distribution_lognormal(75, 30), 75, 30, lognormal_cdf},
        {ems_distribution_lognormal(900, 600), 900, 600, lognormal_cdf},
        {ems_distribution_weibull(600, 200), 600, 200, weibull_cdf},
        {ems_distribution_weibull(600, 800), 600, 800, weibull_cdf},
    };
    double *values = calloc(COUNT, sizeof *values);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) check_shape(&shapes[i], values);
    free(values);
}

static void test_empirical(void **state)
{
    (void)state;
    static const double seconds[] = {10, 20, 30}, cumulative[] = {0.2, 0.7, 1};
    struct ems_distribution distribution = ems_distribution_constant(21);
    distribution.kind = EMS_DIST_EMPIRICAL, distribution.a = 1;
    distribution.values_s = seconds, distribution.cumulative = cumulative, distribution.count = 3;
    double *values = calloc(COUNT, sizeof *values);
    draw(&distribution, values);
    const double expected[] = {0.2, 0.5, 0.3};
    for (int v = 0; v < 3; v++) {
        int found = 0;
        for (int i = 0; i < COUNT; i++) found += values[i] == seconds[v];
        double share = (double)found / COUNT, error = sqrt(expected[v] * (1 - expected[v]) / COUNT);
        check_near(share, expected[v], 3.5 * error);
        check_true(fabs(share - expected[v] * 1.05) > 3.5 * error);
    }
    free(values);
}

static void test_constant_never_and_zero_spread(void **state)
{
    (void)state;
    struct ems_stream stream = ems_stream_alone(1, 1, (struct ems_draw_key){0});
    struct ems_distribution constant = ems_distribution_constant(75.0000004),
                            never = ems_distribution_never();
    check_int(ems_distribution_draw(&constant, &stream), 75 * EMS_SECOND); /* whole microseconds */
    check_true(ems_distribution_draw(&never, &stream) == EMS_NEVER);
    check_true(ems_distribution_mean(&never) == EMS_NEVER);
    check_int(ems_distribution_gamma(60, 0).kind, EMS_DIST_CONSTANT);
    check_int(ems_distribution_lognormal(60, 0).kind, EMS_DIST_CONSTANT);
    check_int(ems_distribution_weibull(60, 0).kind, EMS_DIST_CONSTANT);
    check_int(ems_distribution_mean(&constant), 75 * EMS_SECOND);
}

static void test_bounds_hold_values(void **state)
{
    (void)state;
    struct ems_distribution distribution = ems_distribution_exponential(100);
    distribution.min_s = 50, distribution.max_s = 150;
    double *values = calloc(COUNT, sizeof *values);
    draw(&distribution, values);
    check_near(values[0], 50, 0);
    check_near(values[COUNT - 1], 150, 0);
    int low = 0, high = 0;
    for (int i = 0; i < COUNT; i++) {
        low += values[i] == 50;
        high += values[i] == 150;
    }
    check_near((double)low / COUNT, 1 - exp(-0.5), 0.006);
    check_near((double)high / COUNT, exp(-1.5), 0.006);
    free(values);
}

static void test_unit_factors(void **state)
{
    (void)state;
    double gamma = 0, gamma_squares = 0, lognormal = 0, lognormal_squares = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        struct ems_stream stream = ems_stream_alone(2, 2, (struct ems_draw_key){.index = i});
        double g = ems_draw_unit_gamma(0.3, &stream), l = ems_draw_unit_lognormal(0.25, &stream);
        gamma += g;
        gamma_squares += g * g;
        lognormal += l;
        lognormal_squares += l * l;
    }
    check_near(gamma / COUNT, 1, 3.5 * 0.3 / sqrt(COUNT));
    check_near(lognormal / COUNT, 1, 3.5 * 0.25 / sqrt(COUNT));
    check_relative(sqrt(gamma_squares / COUNT - 1), 0.3, 0.02);
    check_relative(sqrt(lognormal_squares / COUNT - 1), 0.25, 0.02);
    struct ems_stream stream = ems_stream_alone(2, 2, (struct ems_draw_key){0});
    check_near(ems_draw_unit_gamma(0, &stream), 1, 0);
    check_near(ems_draw_unit_lognormal(0, &stream), 1, 0);
}

static void test_poisson(void **state)
{
    (void)state;
    const double mean = 2.5;
    int counts[12] = {0};
    double sum = 0, chi = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        struct ems_stream stream = ems_stream_alone(3, 3, (struct ems_draw_key){.index = i});
        uint32_t n = ems_draw_poisson(mean, &stream);
        sum += n;
        counts[n < 11 ? n : 11]++;
    }
    check_near(sum / COUNT, mean, 3.5 * sqrt(mean / COUNT));
    double p = exp(-mean), rest = 1;
    for (int n = 0; n < 12; n++, p *= mean / n) {
        double expected = COUNT * (n < 11 ? p : rest);
        chi += (counts[n] - expected) * (counts[n] - expected) / expected;
        rest -= p;
    }
    check_true(gsl_cdf_chisq_Q(chi, 11) > 0.001);
    struct ems_stream stream = ems_stream_alone(3, 3, (struct ems_draw_key){0});
    check_int(ems_draw_poisson(0, &stream), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_empirical),
        cmocka_unit_test(test_constant_never_and_zero_spread),
        cmocka_unit_test(test_bounds_hold_values),
        cmocka_unit_test(test_unit_factors),
        cmocka_unit_test(test_poisson),
    };
    return cmocka_run_group_tests_name("random/distribution", tests, NULL, NULL);
}
