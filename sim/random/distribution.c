#include "random/distribution.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

static struct ems_distribution unbounded(enum ems_distribution_kind kind, double a, double b, double mean_s)
{
    return (struct ems_distribution){
        .kind = kind, .a = a, .b = b, .min_s = 0, .max_s = INFINITY, .mean_s = mean_s};
}

struct ems_distribution ems_distribution_constant(double seconds)
{
    return unbounded(EMS_DIST_CONSTANT, seconds, 0, seconds);
}

struct ems_distribution ems_distribution_never(void)
{
    return unbounded(EMS_DIST_NEVER, 0, 0, INFINITY);
}

struct ems_distribution ems_distribution_exponential(double mean_s)
{
    return unbounded(EMS_DIST_EXPONENTIAL, mean_s, 0, mean_s);
}

struct ems_distribution ems_distribution_gamma(double mean_s, double sd_s)
{
    if (sd_s == 0) return ems_distribution_constant(mean_s);
    double shape = (mean_s / sd_s) * (mean_s / sd_s);
    return unbounded(EMS_DIST_GAMMA, shape, mean_s / shape, mean_s);
}

struct ems_distribution ems_distribution_lognormal(double mean_s, double sd_s)
{
    if (sd_s == 0) return ems_distribution_constant(mean_s);
    double ratio = sd_s / mean_s, variance = log1p(ratio * ratio);
    return unbounded(EMS_DIST_LOGNORMAL, log(mean_s) - variance / 2, sqrt(variance), mean_s);
}

/* Coefficient of variation of a Weibull distribution of this shape. */
static double weibull_cv(double shape)
{
    double log_ratio = gsl_sf_lngamma(1 + 2 / shape) - 2 * gsl_sf_lngamma(1 + 1 / shape);
    return sqrt(expm1(log_ratio));
}

struct ems_distribution ems_distribution_weibull(double mean_s, double sd_s)
{
    if (sd_s == 0) return ems_distribution_constant(mean_s);
    double cv = sd_s / mean_s, low = 0.1, high = 200; /* the cv falls with the shape: bisection */
    for (int i = 0; i < 200; i++) {
        double shape = (low + high) / 2;
        if (weibull_cv(shape) > cv)
            low = shape;
        else
            high = shape;
    }
    double shape = (low + high) / 2;
    return unbounded(EMS_DIST_WEIBULL, mean_s / exp(gsl_sf_lngamma(1 + 1 / shape)), shape, mean_s);
}

static double draw_normal(struct ems_stream *stream)
{
    gsl_rng rng = ems_stream_gsl(stream);
    return gsl_ran_gaussian_ziggurat(&rng, 1.0);
}

static double draw_triangular(const struct ems_distribution *d, double u)
{
    double width = d->c - d->a;
    if (width <= 0) return d->a;
    double rising = (d->b - d->a) / width;
    return u < rising ? d->a + sqrt(u * width * (d->b - d->a)) : d->c - sqrt((1 - u) * width * (d->c - d->b));
}

static double draw_empirical(const struct ems_distribution *d, double u)
{
    int32_t low = 0, high = d->count - 1;
    while (low < high) { /* first entry whose cumulative share exceeds u */
        int32_t middle = low + (high - low) / 2;
        if (d->cumulative[middle] > u)
            high = middle;
        else
            low = middle + 1;
    }
    return d->values_s[low] * d->a;
}

static double draw_gamma(double shape, double scale, struct ems_stream *stream)
{
    gsl_rng rng = ems_stream_gsl(stream);
    return gsl_ran_gamma(&rng, shape, scale);
}

static double draw_weibull(double scale, double shape, struct ems_stream *stream)
{
    gsl_rng rng = ems_stream_gsl(stream);
    return gsl_ran_weibull(&rng, scale, shape);
}

/* Apart from the kinds that most durations have, which then save no registers for these. */
static __attribute__((noinline)) double draw_other_seconds(const struct ems_distribution *d,
                                                           struct ems_stream *stream)
{
    switch (d->kind) {
    case EMS_DIST_CONSTANT:
        return d->a;
    case EMS_DIST_UNIFORM:
        return d->a + (d->b - d->a) * ems_stream_uniform(stream);
    case EMS_DIST_TRIANGULAR:
        return draw_triangular(d, ems_stream_uniform(stream));
    case EMS_DIST_GAMMA:
        return draw_gamma(d->a, d->b, stream);
    case EMS_DIST_WEIBULL:
        return draw_weibull(d->a, d->b, stream);
    case EMS_DIST_EMPIRICAL:
        return draw_empirical(d, ems_stream_uniform(stream));
    case EMS_DIST_EXPONENTIAL:
    case EMS_DIST_LOGNORMAL:
    case EMS_DIST_NEVER:
        break;
    }
    return INFINITY;
}

static inline double draw_seconds(const struct ems_distribution *d, struct ems_stream *stream)
{
    if (ems_mostly(d->kind == EMS_DIST_LOGNORMAL)) return exp(d->a + d->b * draw_normal(stream)) + d->c;
    if (d->kind == EMS_DIST_EXPONENTIAL) return d->a * ems_stream_exponential(stream);
    return draw_other_seconds(d, stream);
}

ems_time ems_distribution_draw(const struct ems_distribution *distribution, struct ems_stream *stream)
{
    if (ems_seldom(distribution->kind == EMS_DIST_NEVER)) return EMS_NEVER;
    double seconds = draw_seconds(distribution, stream);
    if (ems_seldom(!(seconds >= distribution->min_s)))
        seconds = distribution->min_s; /* nor what is no number */
    if (ems_seldom(seconds > distribution->max_s)) seconds = distribution->max_s;
    return ems_time_from_seconds(seconds);
}

ems_time ems_distribution_mean(const struct ems_distribution *distribution)
{
    if (distribution->kind == EMS_DIST_NEVER) return EMS_NEVER;
    return ems_time_from_seconds(distribution->mean_s);
}

double ems_draw_unit_gamma(double cv, struct ems_stream *stream)
{
    if (cv <= 0) return 1;
    double shape = 1 / (cv * cv);
    return rint(draw_gamma(shape, 1 / shape, stream) * 1e9) / 1e9;
}

double ems_draw_unit_lognormal(double sd, struct ems_stream *stream)
{
    if (sd <= 0) return 1;
    double variance = log1p(sd * sd);
    return rint(exp(sqrt(variance) * draw_normal(stream) - variance / 2) * 1e9) / 1e9;
}

uint32_t ems_draw_poisson(double mean, struct ems_stream *stream)
{
    if (mean <= 0) return 0;
    uint32_t count = 0; /* arrivals of a unit-rate process before `mean` */
    for (double at = ems_stream_exponential(stream); at < mean; at += ems_stream_exponential(stream)) count++;
    return count;
}
