/* Distributions of durations, as a scenario writes them. A drawn duration is rounded to a microsecond at once
 * and is never negative. Values outside [min, max] are held at the bound (so a bound moves the mean a little:
 * `mean` below is that of the distribution before bounds unless it is `constant`). */
#ifndef EMS_RANDOM_DISTRIBUTION_H
#define EMS_RANDOM_DISTRIBUTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "random/stream.h"

enum ems_distribution_kind {
    EMS_DIST_CONSTANT,    /* a */
    EMS_DIST_UNIFORM,     /* a low, b high */
    EMS_DIST_TRIANGULAR,  /* a low, b mode, c high */
    EMS_DIST_EXPONENTIAL, /* a mean */
    EMS_DIST_GAMMA,       /* a shape, b scale */
    EMS_DIST_LOGNORMAL,   /* exp(a + b Z) + c: a log-seconds, b sigma, c shift in seconds */
    EMS_DIST_WEIBULL,     /* a scale, b shape */
    EMS_DIST_EMPIRICAL,   /* one of `values` by `cumulative`, times a */
    EMS_DIST_NEVER        /* no such moment: EMS_NEVER */
};

/* How well something that a scenario says is known; see random/redraw.h. */
struct ems_input {
    const char *path; /* of it, in the scenario */
    double observed;  /* cases that it was measured or counted from; 0: not said */
    double error;     /* relative standard error; 0: none is said */
    uint32_t key;     /* names its draws: from the path */
};

struct ems_distribution {
    enum ems_distribution_kind kind;
    double a, b, c;           /* seconds or pure numbers, by kind */
    double min_s, max_s;      /* bounds in seconds; 0 and INFINITY when not given */
    double mean_s;            /* expected value, bounds ignored; INFINITY for NEVER */
    const double *values_s;   /* EMPIRICAL: count values, borrowed from the scenario's arena */
    const double *cumulative; /* EMPIRICAL: up to and including each; the last is 1 */
    int32_t count;
    const struct ems_input *input; /* NULL: taken to be known exactly */
};

/* Makers from mean and standard deviation in seconds; mean > 0, sd >= 0 (sd 0 gives a constant). */
struct ems_distribution ems_distribution_constant(double seconds);
struct ems_distribution ems_distribution_never(void);
struct ems_distribution ems_distribution_exponential(double mean_s);
struct ems_distribution ems_distribution_gamma(double mean_s, double sd_s);
struct ems_distribution ems_distribution_lognormal(double mean_s, double sd_s);
struct ems_distribution ems_distribution_weibull(double mean_s, double sd_s);

/* Without it the mean is what would be drawn. */
static inline bool ems_distribution_is_random(const struct ems_distribution *distribution)
{
    return distribution->kind != EMS_DIST_CONSTANT && distribution->kind != EMS_DIST_NEVER;
}
ems_time ems_distribution_draw(const struct ems_distribution *distribution, struct ems_stream *stream);
/* The mean as a time: what a policy expects. */
ems_time ems_distribution_mean(const struct ems_distribution *distribution);

/* Gamma with mean 1 and coefficient of variation `cv`; 1 when cv is 0. Rounded to 1e-9. */
double ems_draw_unit_gamma(double cv, struct ems_stream *stream);
/* Lognormal with mean 1 and standard deviation `sd`; 1 when sd is 0. Rounded to 1e-9. */
double ems_draw_unit_lognormal(double sd, struct ems_stream *stream);
/* Poisson with the given mean, below 1000. */
uint32_t ems_draw_poisson(double mean, struct ems_stream *stream);

#endif
