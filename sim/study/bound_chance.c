/* The chance that a crew which is sent at once halts in time: pick-up, processing, turnout and the factor of
 * the drive added up. All is counted on a lattice, every time rounded down, so the chance comes out a little
 * too good (by under 3 s), never too bad. Seats of the call centre are taken to be free. */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "study/bound_parts.h"

enum { PARTS = 4 }; /* of a second, while times are added */

static double triangular(const struct ems_distribution *d, double x)
{
    double width = d->c - d->a;
    if (width <= 0 || x >= d->c) return x >= d->a;
    if (x <= d->a) return 0;
    if (x < d->b) return (x - d->a) * (x - d->a) / (width * (d->b - d->a));
    return 1 - (d->c - x) * (d->c - x) / (width * (d->c - d->b));
}

static double empirical(const struct ems_distribution *d, double x)
{
    double sum = 0;
    for (int32_t i = 0; i < d->count; i++)
        if (d->values_s[i] * d->a <= x) sum += d->cumulative[i] - (i > 0 ? d->cumulative[i - 1] : 0);
    return sum;
}

static double unbounded(const struct ems_distribution *d, double x)
{
    switch (d->kind) {
    case EMS_DIST_CONSTANT:
        return x >= d->a;
    case EMS_DIST_UNIFORM:
        return d->b > d->a ? fmin(1, fmax(0, (x - d->a) / (d->b - d->a))) : x >= d->a;
    case EMS_DIST_TRIANGULAR:
        return triangular(d, x);
    case EMS_DIST_EXPONENTIAL:
        return x > 0 ? -expm1(-x / d->a) : 0;
    case EMS_DIST_GAMMA:
        return x > 0 ? gsl_cdf_gamma_P(x, d->a, d->b) : 0;
    case EMS_DIST_LOGNORMAL:
        if (x <= d->c) return 0;
        return d->b > 0 ? gsl_cdf_ugaussian_P((log(x - d->c) - d->a) / d->b) : log(x - d->c) >= d->a;
    case EMS_DIST_WEIBULL:
        return x > 0 ? gsl_cdf_weibull_P(x, d->a, d->b) : 0;
    case EMS_DIST_EMPIRICAL:
        return empirical(d, x);
    case EMS_DIST_NEVER:
        break;
    }
    return 0;
}

/* Chance of at most x seconds. */
static double cumulative(const struct ems_distribution *d, double x)
{
    if (x < d->min_s) return 0;
    return x >= d->max_s ? 1 : unbounded(d, x);
}

/* law := law + a time of this distribution, within `count` parts of a second. */
static void add(const struct ems_distribution *d, double *law, double *sum, double *mass, int32_t count)
{
    for (int32_t k = 0; k < count; k++) {
        double before = k > 0 ? cumulative(d, (double)k / PARTS) : 0;
        mass[k] = cumulative(d, (double)(k + 1) / PARTS) - before;
        sum[k] = 0;
    }
    for (int32_t j = 0; j < count; j++)
        for (int32_t k = 0; mass[j] > 0 && k < count - j; k++) sum[j + k] += mass[j] * law[k];
    for (int32_t k = 0; k < count; k++) law[k] = sum[k];
}

/* Chance that a drive of so many expected seconds takes at most `left`. */
static double drive(double sigma, double least, double left, double expected)
{
    if (expected <= 0) return left >= 0;
    if (left <= 0) return 0;
    if (sigma <= 0) return expected <= left;
    if (left < least * expected) return 1e-9;
    return gsl_cdf_ugaussian_P(log(left / expected) / sigma + sigma / 2); /* lognormal with mean 1 */
}

static double power(double base, int32_t exponent)
{
    double value = 1;
    for (int32_t i = 0; i < exponent; i++) value *= base;
    return value;
}

static int32_t millionths(const struct ems_bound_profile *profile, double chance)
{
    chance = power(1 - power(1 - fmin(1, chance), profile->tries), profile->whole);
    return (int32_t)fmin(EMS_COVER_CHANCE, ceil(chance * EMS_COVER_CHANCE - 1e-4));
}

/* What passes before the wheels turn: mass by whole seconds. */
static void lay_law(const struct ems_bounding *b, enum ems_bound_turnout turnout, double *law, double *sum,
                    double *mass, int32_t count)
{
    const struct ems_model *model = b->model;
    const struct ems_call_centre *centre = &model->call_centre;
    law[0] = 1;
    if (centre->given) {
        add(&centre->pick_up, law, sum, mass, count);
        add(centre->process_is_talk ? &centre->talk : &centre->process, law, sum, mass, count);
    }
    if (turnout == EMS_BOUND_BY_DAY) add(&model->durations.turnout_day, law, sum, mass, count);
    if (turnout == EMS_BOUND_BY_NIGHT) add(&model->durations.turnout_night, law, sum, mass, count);
    for (int32_t k = 0; k < count; k++) {
        double part = law[k];
        law[k] = 0;
        law[k / PARTS] += part;
    }
}

enum ems_status ems_bound_chances(const struct ems_bounding *b, ems_time within,
                                  enum ems_bound_turnout turnout, const struct ems_bound_profile *profile,
                                  struct ems_arena *arena, struct ems_bound_chances *out)
{
    double variation = b->model->travel.def.variation, sigma = sqrt(log1p(variation * variation));
    double least = exp(-6.5 * sigma - sigma * sigma / 2); /* factors below it come once in 10^10 times */
    int32_t limit = (int32_t)(within / EMS_SECOND), count = (limit + 1) * PARTS;
    int32_t room = variation > 0 ? 8 * (limit + 1) : limit + 2;
    double *law = EMS_NEW_ARRAY(arena, double, count), *sum = EMS_NEW_ARRAY(arena, double, count);
    double *mass = EMS_NEW_ARRAY(arena, double, count);
    out->count = 0;
    out->chance = EMS_NEW_ARRAY(arena, int32_t, room);
    if (arena->failed) return EMS_NO_MEMORY;
    lay_law(b, turnout, law, sum, mass, count);
    for (int32_t t = 0; t < room; t++) {
        double chance = 0;
        for (int32_t k = 0; k <= limit; k++)
            if (law[k] > 0)
                chance += law[k] * drive(sigma, least, (double)within / (double)EMS_SECOND - k, t);
        out->chance[t] = millionths(profile, chance);
        if (out->chance[t] <= 0) break;
        out->count = t + 1;
    }
    return EMS_OK;
}
