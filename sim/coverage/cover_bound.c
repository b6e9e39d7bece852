#include "coverage/cover_bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 120, PATIENCE = 8 };
#define SLACK 1e-9

struct bounding {
    const struct ems_cover_bound_problem *problem;
    struct ems_cover_bound *out;
    double *worth; /* of links: weight times chance */
    double *price, *best_price, *score, *sum_fixed, *sum_loose;
    int32_t *slope; /* of the relaxation, by point: 1 less the chosen sites that pay for it */
    int32_t *sorted, *natural;
    bool *chosen;
    double *reached; /* by point, of a plan: the best chance so far times its weight */
    double all;      /* weight */
};

static void plan_levels(const struct ems_cover_bound_problem *p, struct ems_cover_bound *out)
{
    int32_t level = 0;
    while (level < p->loose_most && out->level_count < EMS_COVER_LEVELS - 1) {
        out->level[out->level_count++] = level;
        level = level < 4 ? level + 1 : level + level / 2;
    }
    out->level[out->level_count++] = INT32_MAX;
}

/* ---- scores and what they bound ---- */

struct sorting {
    const double *score;
};

static int compare_scores(const void *x, const void *y, void *self)
{
    const struct sorting *s = self;
    const int32_t *a = x, *b = y;
    double first = s->score[*a], second = s->score[*b];
    if (first > second || second > first) return first > second ? -1 : 1;
    return (*a > *b) - (*a < *b);
}

static void sort_kind(struct bounding *b, int32_t from, int32_t to, double *sums)
{
    struct sorting sorting = {b->score};
    for (int32_t s = from; s < to; s++) b->sorted[s] = s;
    qsort_r(b->sorted + from, (size_t)(to - from), sizeof *b->sorted, compare_scores, &sorting);
    sums[0] = 0;
    for (int32_t s = from; s < to; s++) sums[s - from + 1] = sums[s - from] + b->score[b->sorted[s]];
}

/* Of the n best sites of both kinds so many are loose. */
static void count_natural(struct bounding *b)
{
    const struct ems_cover_bound_problem *p = b->problem;
    int32_t fixed = 0, loose = p->fixed_count;
    for (int32_t n = 1; n <= p->units_most; n++) {
        bool one_left = loose < p->site_count;
        if (fixed < p->fixed_count && (!one_left || b->score[b->sorted[fixed]] >= b->score[b->sorted[loose]]))
            fixed++;
        else
            loose += one_left;
        b->natural[n] = loose - p->fixed_count;
    }
}

static double score_sites(struct bounding *b)
{
    const struct ems_cover_bound_problem *p = b->problem;
    double prices = 0;
    for (int32_t i = 0; i < p->point_count; i++) prices += b->price[i];
    for (int32_t s = 0; s < p->site_count; s++) {
        double score = 0;
        for (int64_t l = p->first[s]; l < p->first[s + 1]; l++) {
            double gain = b->worth[l] - b->price[p->point[l]];
            if (gain > 0) score += gain;
        }
        b->score[s] = score;
    }
    sort_kind(b, 0, p->fixed_count, b->sum_fixed);
    sort_kind(b, p->fixed_count, p->site_count, b->sum_loose);
    count_natural(b);
    return prices;
}

/* How many loose sites the best choice of n units has, at most y of them loose. */
static int32_t loose_of(const struct bounding *b, int32_t n, int32_t y)
{
    int32_t most = b->problem->extra ? b->problem->site_count - b->problem->fixed_count : b->natural[n];
    return y < most ? y : most;
}

static int32_t fixed_of(const struct bounding *b, int32_t n, int32_t loose)
{
    int32_t fixed = b->problem->extra ? n : n - loose;
    return fixed < b->problem->fixed_count ? fixed : b->problem->fixed_count;
}

static double bound_of(const struct bounding *b, double prices, int32_t n, int32_t y)
{
    int32_t loose = loose_of(b, n, y);
    return prices + b->sum_fixed[fixed_of(b, n, loose)] + b->sum_loose[loose];
}

static void keep_bounds(struct bounding *b, double prices)
{
    struct ems_cover_bound *out = b->out;
    for (int32_t n = 0; n <= b->problem->units_most; n++)
        for (int32_t l = 0; l < out->level_count; l++) {
            double bound = bound_of(b, prices, n, out->level[l]);
            double *kept = &out->value[n * out->level_count + l];
            if (bound < *kept) *kept = bound;
        }
}

/* ---- subgradient steps ---- */

static double steepness(struct bounding *b, int32_t n, int32_t y)
{
    const struct ems_cover_bound_problem *p = b->problem;
    int32_t loose = loose_of(b, n, y), fixed = fixed_of(b, n, loose);
    double sum = 0;
    for (int32_t i = 0; i < p->point_count; i++) b->slope[i] = 1;
    for (int32_t k = 0; k < fixed + loose; k++) {
        int32_t s = b->sorted[k < fixed ? k : p->fixed_count + k - fixed];
        for (int64_t l = p->first[s]; l < p->first[s + 1]; l++)
            if (b->worth[l] > b->price[p->point[l]]) b->slope[p->point[l]]--;
    }
    for (int32_t i = 0; i < p->point_count; i++) {
        if (b->slope[i] > 0 && b->price[i] <= 0) b->slope[i] = 0;
        sum += (double)b->slope[i] * (double)b->slope[i];
    }
    return sum;
}

/* What a greedy plan of n and y units reaches: what the bound may come down to. */
static double plan_value(struct bounding *b, int32_t n, int32_t y)
{
    const struct ems_cover_bound_problem *p = b->problem;
    double value = 0;
    int32_t loose = 0, total = p->extra ? n + y : n;
    memset(b->reached, 0, (size_t)p->point_count * sizeof *b->reached);
    memset(b->chosen, 0, (size_t)p->site_count * sizeof *b->chosen);
    for (int32_t u = 0; u < total; u++) {
        int32_t best = -1;
        double most = 0;
        for (int32_t s = 0; s < p->site_count; s++) {
            bool full = s >= p->fixed_count ? loose >= y : u - loose >= (p->extra ? n : total);
            double gain = 0;
            if (b->chosen[s] || full) continue;
            for (int64_t l = p->first[s]; l < p->first[s + 1]; l++)
                gain += fmax(0, b->worth[l] - b->reached[p->point[l]]);
            if (gain > most) {
                most = gain;
                best = s;
            }
        }
        if (best < 0) break;
        b->chosen[best] = true;
        loose += best >= p->fixed_count;
        value += most;
        for (int64_t l = p->first[best]; l < p->first[best + 1]; l++)
            b->reached[p->point[l]] = fmax(b->reached[p->point[l]], b->worth[l]);
    }
    return value;
}

static bool interrupted(const struct bounding *b)
{
    return b->problem->interrupted != NULL && b->problem->interrupted(b->problem->self);
}

/* Prices for one (n, y), from those of the last one on. */
static enum ems_status descend(struct bounding *b, int32_t n, int32_t y)
{
    const struct ems_cover_bound_problem *p = b->problem;
    size_t size = (size_t)p->point_count * sizeof *b->price;
    double goal = plan_value(b, n, y), best = INFINITY, pace = 1;
    int stale = 0;
    for (int step = 0; step < STEPS; step++) {
        if (interrupted(b)) return EMS_INTERRUPTED;
        double prices = score_sites(b), bound = bound_of(b, prices, n, y);
        if (bound < best) {
            keep_bounds(b, prices);
            stale = bound < best - 1e-6 * b->all ? 0 : stale + 1;
            best = bound;
            memcpy(b->best_price, b->price, size);
        } else if (++stale > PATIENCE) {
            pace /= 2;
            stale = 0;
            memcpy(b->price, b->best_price, size);
            (void)score_sites(b);
            bound = best;
        }
        double steep = steepness(b, n, y);
        if (best - goal < 1e-5 * b->all || steep <= 0 || pace < 0.01) break;
        double length = pace * (bound - goal) / steep;
        for (int32_t i = 0; i < p->point_count; i++)
            b->price[i] = fmax(0, b->price[i] - length * (double)b->slope[i]);
    }
    memcpy(b->price, b->best_price, size);
    return EMS_OK;
}

/* ---- the whole ---- */

static bool allocate(struct bounding *b, struct ems_arena *scratch, struct ems_arena *arena)
{
    const struct ems_cover_bound_problem *p = b->problem;
    int64_t points = p->point_count + 1, sites = p->site_count + 1;
    b->worth = EMS_NEW_ARRAY(scratch, double, p->first[p->site_count] + 1);
    b->price = EMS_NEW_ARRAY(scratch, double, points);
    b->best_price = EMS_NEW_ARRAY(scratch, double, points);
    b->reached = EMS_NEW_ARRAY(scratch, double, points);
    b->slope = EMS_NEW_ARRAY(scratch, int32_t, points);
    b->score = EMS_NEW_ARRAY(scratch, double, sites);
    b->sum_fixed = EMS_NEW_ARRAY(scratch, double, sites);
    b->sum_loose = EMS_NEW_ARRAY(scratch, double, sites);
    b->sorted = EMS_NEW_ARRAY(scratch, int32_t, sites);
    b->chosen = EMS_NEW_ARRAY(scratch, bool, sites);
    b->natural = EMS_NEW_ARRAY(scratch, int32_t, p->units_most + 1);
    b->out->value = EMS_NEW_ARRAY(arena, double, (int64_t)(p->units_most + 1) * b->out->level_count);
    return !scratch->failed && b->out->value != NULL;
}

/* Two bounds at once: nobody pays, every site counts for itself; and every point pays the best that it can
 * have, at which no site has a score. */
static void begin_prices(struct bounding *b)
{
    const struct ems_cover_bound_problem *p = b->problem;
    for (int64_t l = 0; l < p->first[p->site_count]; l++)
        b->worth[l] = p->weight[p->point[l]] * (double)p->chance[l] / EMS_COVER_CHANCE;
    keep_bounds(b, score_sites(b));
    for (int64_t l = 0; l < p->first[p->site_count]; l++)
        b->price[p->point[l]] = fmax(b->price[p->point[l]], b->worth[l]);
    for (int32_t i = 0; i < p->point_count; i++) b->all += p->weight[i];
    keep_bounds(b, score_sites(b));
}

/* Bounds are true for fewer units too: more units never bound less. */
static void straighten(struct bounding *b)
{
    struct ems_cover_bound *out = b->out;
    int32_t levels = out->level_count;
    for (int32_t n = b->problem->units_most; n >= 0; n--)
        for (int32_t l = levels - 1; l >= 0; l--) {
            double *value = &out->value[n * levels + l];
            if (n < b->problem->units_most) *value = fmin(*value, out->value[(n + 1) * levels + l]);
            if (l + 1 < levels) *value = fmin(*value, out->value[n * levels + l + 1]);
        }
    for (int32_t i = 0; i < (b->problem->units_most + 1) * levels; i++)
        out->value[i] = fmin(out->value[i] + SLACK * b->all, b->all);
}

enum ems_status ems_cover_bound_solve(const struct ems_cover_bound_problem *problem, struct ems_arena *arena,
                                      struct ems_cover_bound *out)
{
    struct ems_arena scratch = {0};
    struct bounding b = {.problem = problem, .out = out};
    *out = (struct ems_cover_bound){0};
    plan_levels(problem, out);
    enum ems_status status = allocate(&b, &scratch, arena) ? EMS_OK : EMS_NO_MEMORY;
    if (status == EMS_OK) {
        for (int32_t i = 0; i < (problem->units_most + 1) * out->level_count; i++) out->value[i] = INFINITY;
        begin_prices(&b);
    }
    for (int32_t n = problem->units_most; n >= !problem->extra && status == EMS_OK;
         n = n <= 3 ? n - 1 : n * 3 / 4)
        for (int32_t y = 0; y <= 1 && y <= problem->loose_most && status == EMS_OK; y++)
            status = descend(&b, n, y);
    if (status == EMS_OK) straighten(&b);
    ems_arena_free(&scratch);
    return status;
}
