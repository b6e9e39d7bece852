#include "stats/selection.h"

#include <math.h>

/* h^2 of the procedure with c = 1. */
static double h_squared(const struct ems_selection_def *def, int32_t systems)
{
    double n = (double)(def->first - 1), alpha = 1 - def->sure;
    double eta = 0.5 * (exp(-2 / n * log(2 * alpha / (systems - 1))) - 1);
    return 2 * eta * n;
}

static double mean_of(const double *values, int64_t count)
{
    double sum = 0;
    for (int64_t r = 0; r < count; r++) sum += values[r];
    return sum / (double)count;
}

/* Variance of the differences of the first values. */
static double variance(const struct ems_selection_def *def, const double *a, const double *b)
{
    double mean = mean_of(a, def->first) - mean_of(b, def->first), sum = 0;
    for (int64_t r = 0; r < def->first; r++) {
        double off = a[r] - b[r] - mean;
        sum += off * off;
    }
    return sum / (double)(def->first - 1);
}

/* How far one may be behind another after `count` values. */
static double allowed(const struct ems_selection_def *def, double h2, const double *a, const double *b,
                      int64_t count)
{
    double d = def->indifference;
    double room = h2 * variance(def, a, b) / (d * d) - (double)count;
    return room > 0 ? d / (2 * (double)count) * room : 0;
}

static int32_t best_alive(const double *const *values, int32_t systems, int64_t count, const bool *alive)
{
    int32_t best = -1;
    for (int32_t i = 0; i < systems; i++)
        if (alive[i] && (best < 0 || mean_of(values[i], count) > mean_of(values[best], count))) best = i;
    return best;
}

int32_t ems_selection_look(const struct ems_selection_def *def, const double *const *values, int32_t systems,
                           int64_t count, bool *alive, int32_t *best)
{
    int32_t left = 0;
    if (systems > 1 && count >= def->first) {
        double h2 = h_squared(def, systems);
        bool stays[64] = {false};
        for (int32_t i = 0; i < systems && i < 64; i++) {
            stays[i] = alive[i];
            for (int32_t j = 0; j < systems && stays[i]; j++) {
                if (i == j || !alive[j]) continue;
                double ahead = mean_of(values[j], count) - mean_of(values[i], count);
                double room = allowed(def, h2, values[i], values[j], count);
                if (ahead > room || (ahead >= room && room <= 0 && j < i)) stays[i] = false;
            }
        }
        for (int32_t i = 0; i < systems && i < 64; i++) alive[i] = stays[i];
    }
    for (int32_t i = 0; i < systems; i++) left += alive[i];
    *best = best_alive(values, systems, count, alive);
    return left;
}

int64_t ems_selection_most(const struct ems_selection_def *def, const double *const *values, int32_t systems)
{
    double most = 0, d = def->indifference;
    if (systems < 2) return def->first;
    for (int32_t i = 0; i < systems; i++)
        for (int32_t j = i + 1; j < systems; j++)
            most = fmax(most, h_squared(def, systems) * variance(def, values[i], values[j]) / (d * d));
    return (int64_t)floor(most) + 1 > def->first ? (int64_t)floor(most) + 1 : def->first;
}
