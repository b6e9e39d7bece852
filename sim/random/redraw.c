#include "random/redraw.h"

#include <gsl/gsl_sf_gamma.h>
#include <string.h>

#include "base/hash.h"

enum { CASES_MOST = 1000 };

struct ems_input ems_input_named(const char *path)
{
    return (struct ems_input){.path = path, .key = (uint32_t)ems_hash64(path, strlen(path))};
}

/* Everything takes `factor` times as long. */
static struct ems_distribution stretched(struct ems_distribution d, double factor)
{
    d.mean_s *= factor;
    switch (d.kind) {
    case EMS_DIST_GAMMA:
        d.b *= factor;
        break;
    case EMS_DIST_LOGNORMAL:
        d.a += log(factor);
        d.c *= factor;
        break;
    case EMS_DIST_UNIFORM:
    case EMS_DIST_TRIANGULAR:
        d.b *= factor;
        d.c *= factor;
        d.a *= factor;
        break;
    case EMS_DIST_CONSTANT:
    case EMS_DIST_EXPONENTIAL:
    case EMS_DIST_WEIBULL:
    case EMS_DIST_EMPIRICAL:
        d.a *= factor;
        break;
    case EMS_DIST_NEVER:
        break;
    }
    return d;
}

/* Standard deviation of the shapes that are fitted by it; 0 of the others. */
static double spread_of(const struct ems_distribution *d)
{
    switch (d->kind) {
    case EMS_DIST_GAMMA:
        return sqrt(d->a) * d->b;
    case EMS_DIST_LOGNORMAL:
        return d->c == 0 ? d->mean_s * sqrt(expm1(d->b * d->b)) : 0;
    case EMS_DIST_WEIBULL:
        return d->mean_s * sqrt(expm1(gsl_sf_lngamma(1 + 2 / d->b) - 2 * gsl_sf_lngamma(1 + 1 / d->b)));
    case EMS_DIST_CONSTANT:
    case EMS_DIST_UNIFORM:
    case EMS_DIST_TRIANGULAR:
    case EMS_DIST_EXPONENTIAL:
    case EMS_DIST_EMPIRICAL:
    case EMS_DIST_NEVER:
        break;
    }
    return 0;
}

/* In whole microseconds, one at least. */
static double rounded_s(double seconds)
{
    return fmax(rint(seconds * 1e6), 1) / 1e6;
}

/* Mean and standard deviation of the values that `cases` would show. */
static void observe(const struct ems_distribution *d, double cases, struct ems_stream *stream, double *mean_s,
                    double *sd_s)
{
    struct ems_distribution unbounded = *d;
    int32_t count = cases < CASES_MOST ? (int32_t)cases : CASES_MOST;
    double n = count, centre = d->mean_s, sum = 0, squares = 0, sd = spread_of(d);
    unbounded.min_s = 0;
    unbounded.max_s = INFINITY;
    for (int32_t i = 0; i < count; i++) {
        double off = ems_time_seconds(ems_distribution_draw(&unbounded, stream)) - centre;
        sum += off;
        squares += off * off;
    }
    double shrink = sqrt(n / cases), seen = sqrt(fmax(0, squares - sum * sum / n) / (n - 1));
    *mean_s = rounded_s(centre + sum / n * shrink);
    *sd_s = rounded_s(sd + (seen - sd) * shrink);
}

static struct ems_distribution refitted(const struct ems_distribution *d, double mean_s, double sd_s)
{
    if (spread_of(d) == 0) return stretched(*d, mean_s / d->mean_s);
    if (d->kind == EMS_DIST_GAMMA) return ems_distribution_gamma(mean_s, sd_s);
    if (d->kind == EMS_DIST_WEIBULL) return ems_distribution_weibull(mean_s, sd_s);
    return ems_distribution_lognormal(mean_s, sd_s);
}

struct ems_distribution ems_distribution_redraw(const struct ems_distribution *distribution,
                                                struct ems_stream *stream)
{
    struct ems_distribution out = *distribution;
    const struct ems_input *input = distribution->input;
    double mean_s, sd_s;
    if (input == NULL || !(out.mean_s > 0) || out.kind == EMS_DIST_NEVER) return out;
    if (input->error > 0) out = stretched(out, ems_draw_unit_lognormal(input->error, stream));
    if (input->observed >= 2) {
        observe(&out, input->observed, stream, &mean_s, &sd_s);
        out = refitted(&out, mean_s, sd_s);
    }
    out.min_s = distribution->min_s;
    out.max_s = distribution->max_s;
    out.input = input;
    return out;
}

double ems_chance_redraw(double share, double cases, struct ems_stream *stream)
{
    if (!(share > 0 && share < 1 && cases > 0)) return share;
    double hits = share * ems_draw_unit_gamma(1 / sqrt(share * cases), stream);
    double misses = (1 - share) * ems_draw_unit_gamma(1 / sqrt((1 - share) * cases), stream);
    return hits + misses > 0 ? hits / (hits + misses) : share;
}
