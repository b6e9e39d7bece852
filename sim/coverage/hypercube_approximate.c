/* Larson's approximation (1975) and Jarvis' (1985): each unit is busy a share of time that follows from the
 * others' by a fixed point. The chance that a group's first k units are busy and the next one is free is the
 * product of their workloads and the next one's idleness, corrected by the factor Q(k), which makes it exact
 * for units that are chosen at random in M/M/N. Larson has one mean service for all calls; Jarvis takes it by
 * group and unit. With equal service both solve the same equations.
 *
 * Where all units wait for one line, calls that find all busy are taken by whoever ends first: work that is
 * spread evenly. A group whose order leaves units out is blocked when its own units are busy; with a queue it
 * waits for those (that line is taken to be served like M/M/n of its n units). */
#include "coverage/hypercube_parts.h"

#include <math.h>
#include <string.h>

#include "ems120/ids.h"

enum { ROUNDS_MOST = 2000 };
#define CHANGE_LEAST 1e-10
#define BUSY_MOST 0.9999

struct mean_field {
    const struct ems_hypercube *cube;
    bool one_service;
    double mean_service;            /* over all served calls */
    double offered;                 /* work that calls bring, in units busy */
    double all_busy;                /* chance that a call finds all units busy */
    double *q;                      /* width: correction factors */
    double *level, *chance;         /* units + 1: of M/M/N, and scratch */
    double *busy, *direct, *queued; /* by unit: workload; V of Jarvis; work from the line */
    double *sent;                   /* groups x width: chance that this unit serves a call of the group */
    double *blocked;
};

static double service_of(const struct mean_field *f, int64_t at)
{
    if (f->one_service) return f->mean_service;
    return f->cube->service != NULL ? f->cube->service[at] : 1 / f->cube->service_rate[f->cube->order[at]];
}

/* Probabilities of M/M/N, with a line or without, and how busy its servers are. False: nothing is steady. */
static bool fill_levels(struct mean_field *f, double *busy)
{
    int32_t n = f->cube->units;
    double sum = 0, term = 1;
    if (!f->cube->loss && f->offered >= n) return false;
    for (int32_t k = 0; k <= n; k++) {
        f->level[k] = term;
        sum += term;
        term *= f->offered / (k + 1);
        if (sum > 1e250) { /* scale down before it overflows */
            for (int32_t i = 0; i <= k; i++) f->level[i] /= sum;
            term /= sum;
            sum = 1;
        }
    }
    double load = f->offered / n;
    double tail = f->cube->loss ? 0 : f->level[n] * load / (1 - load);
    sum += tail;
    for (int32_t k = 0; k <= n; k++) f->level[k] /= sum;
    f->all_busy = f->level[n] + tail / sum;
    *busy = f->cube->loss ? load * (1 - f->level[n]) : load;
    return true;
}

/* Q(k) for orders' k-th unit from 0: the chance, in M/M/N, that k units drawn are busy and the next is free,
 * over the product of as many workloads and an idleness. */
static void fill_factors(struct mean_field *f, double busy)
{
    int32_t n = f->cube->units;
    for (int32_t b = 0; b <= n; b++) f->chance[b] = f->level[b];
    double product = 1;
    for (int32_t k = 0; k < f->cube->width; k++) {
        double sum = 0;
        for (int32_t b = 0; b < n && k < n; b++) sum += f->chance[b] * (n - b) / (n - k);
        f->q[k] = product > 1e-280 ? sum / (product * (1 - busy)) : 0;
        for (int32_t b = 0; b <= n && k < n; b++) f->chance[b] *= b > k ? (double)(b - k) / (n - k) : 0;
        product *= busy;
    }
}

/* Chances of a group's units by the present workloads, so that they sum up to 1 or to what is not blocked. */
static void share_group(struct mean_field *f, int32_t group)
{
    const struct ems_hypercube *cube = f->cube;
    int32_t length = ems_hypercube_length(cube, group);
    int64_t first = (int64_t)group * cube->width;
    double all_before = 1, sum = 0;
    for (int32_t k = 0; k < length; k++) {
        double busy = f->busy[cube->order[first + k]];
        f->sent[first + k] = f->q[k] * all_before * (1 - busy);
        sum += f->sent[first + k];
        all_before *= busy;
    }
    double blocked = length == cube->units ? f->all_busy : fmin(1, fmax(0, 1 - sum));
    if (length == 0) blocked = 1;
    f->blocked[group] = blocked;
    for (int32_t k = 0; k < length && sum > 0; k++) f->sent[first + k] *= (1 - blocked) / sum;
}

/* The work that the group brings to its units: directly (per unit of idleness), and from the line. */
static void load_units(struct mean_field *f, int32_t group)
{
    const struct ems_hypercube *cube = f->cube;
    int32_t length = ems_hypercube_length(cube, group);
    for (int32_t k = 0; k < length; k++) {
        int64_t at = (int64_t)group * cube->width + k;
        int32_t unit = cube->order[at];
        double work = cube->rate[group] * service_of(f, at);
        f->direct[unit] += work * f->sent[at] / (1 - f->busy[unit]);
        if (!cube->loss) f->queued[unit] += work * f->blocked[group] / length;
    }
}

/* One round: chances by workloads, workloads by chances. Returns the largest change. */
static double go_round(struct mean_field *f)
{
    const struct ems_hypercube *cube = f->cube;
    double change = 0;
    memset(f->direct, 0, (size_t)cube->units * sizeof *f->direct);
    memset(f->queued, 0, (size_t)cube->units * sizeof *f->queued);
    for (int32_t g = 0; g < cube->groups; g++) {
        if (cube->rate[g] <= 0) continue;
        share_group(f, g);
        load_units(f, g);
    }
    for (int32_t u = 0; u < cube->units; u++) {
        double busy = fmin(BUSY_MOST, (f->direct[u] + f->queued[u]) / (1 + f->direct[u]));
        change = fmax(change, fabs(busy - f->busy[u]));
        f->busy[u] = busy;
    }
    return change;
}

/* What a served call takes on the mean, by who serves it now. */
static void average_service(struct mean_field *f)
{
    const struct ems_hypercube *cube = f->cube;
    double work = 0, served = 0;
    for (int32_t g = 0; g < cube->groups; g++) {
        int32_t length = ems_hypercube_length(cube, g);
        for (int32_t k = 0; k < length; k++) {
            int64_t at = (int64_t)g * cube->width + k;
            double share = f->sent[at] + (cube->loss ? 0 : f->blocked[g] / length);
            work += cube->rate[g] * share * service_of(f, at);
            served += cube->rate[g] * share;
        }
    }
    if (served > 0) f->mean_service = work / served;
    f->offered = ems_hypercube_total_rate(cube) * f->mean_service;
}

/* Before anything is known: every call is served by its first unit. */
static void begin(struct mean_field *f)
{
    const struct ems_hypercube *cube = f->cube;
    if (f->one_service) {
        double sum = 0;
        for (int32_t u = 0; u < cube->units; u++) sum += cube->service_rate[u];
        f->mean_service = cube->units / sum;
    }
    for (int32_t g = 0; g < cube->groups; g++) f->sent[(int64_t)g * cube->width] = 1;
    average_service(f);
    double busy = fmin(f->offered / cube->units, 0.9);
    for (int32_t u = 0; u < cube->units; u++) f->busy[u] = busy;
}

static enum ems_status iterate(struct mean_field *f, int32_t *rounds)
{
    double busy = 0;
    begin(f);
    for (*rounds = 0; *rounds < ROUNDS_MOST; ++*rounds) {
        if (!fill_levels(f, &busy)) return EMS_INFEASIBLE;
        fill_factors(f, busy);
        double change = go_round(f);
        if (!f->one_service) average_service(f);
        if (change < CHANGE_LEAST) break;
    }
    return EMS_OK;
}

static void report(struct mean_field *f, struct ems_hypercube_work *work, struct ems_hypercube_result *out)
{
    const struct ems_hypercube *cube = f->cube;
    double total = ems_hypercube_total_rate(cube), served = 0;
    for (int32_t u = 0; u < cube->units; u++) work->workload[u] = f->busy[u];
    for (int32_t g = 0; g < cube->groups; g++) {
        int32_t length = ems_hypercube_length(cube, g);
        for (int32_t k = 0; k < length; k++) {
            int64_t at = (int64_t)g * cube->width + k;
            work->sent[at] = cube->rate[g] * (f->sent[at] + (cube->loss ? 0 : f->blocked[g] / length));
            served += work->sent[at];
        }
        work->blocked[g] = f->blocked[g];
        double left = length > 0 ? length * (1 - fmin(f->offered / cube->units, BUSY_MOST)) : 0;
        if (!cube->loss && total > 0 && left > 0)
            out->mean_wait += cube->rate[g] / total * f->blocked[g] * f->mean_service / left;
    }
    for (int64_t i = 0; i < (int64_t)cube->groups * cube->width && served > 0; i++) work->sent[i] /= served;
    out->all_busy = f->all_busy;
    out->mean_queue = out->mean_wait * total;
}

enum ems_status ems_hypercube_approximate(const struct ems_hypercube *cube, bool one_service,
                                          struct ems_arena *arena, struct ems_hypercube_work *work,
                                          struct ems_hypercube_result *out)
{
    struct mean_field f = {.cube = cube, .one_service = one_service, .blocked = work->blocked};
    f.q = EMS_NEW_ARRAY(arena, double, cube->width);
    f.level = EMS_NEW_ARRAY(arena, double, cube->units + 1);
    f.chance = EMS_NEW_ARRAY(arena, double, cube->units + 1);
    f.busy = EMS_NEW_ARRAY(arena, double, cube->units);
    f.direct = EMS_NEW_ARRAY(arena, double, cube->units);
    f.queued = EMS_NEW_ARRAY(arena, double, cube->units);
    f.sent = EMS_NEW_ARRAY(arena, double, (int64_t)cube->groups * cube->width);
    if (arena->failed) return EMS_NO_MEMORY;
    enum ems_status status = iterate(&f, &out->sweeps);
    if (status == EMS_OK) report(&f, work, out);
    return status;
}
