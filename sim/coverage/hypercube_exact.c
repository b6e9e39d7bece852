/* The balance equations of all 2^n sets of busy units, solved by Gauss-Seidel sweeps, up and down in turn,
 * with aggregation after each: the states with k busy units are scaled so that what goes up from them equals
 * what comes down from k + 1 (Larson 1974 uses that the sums of a level are known; this is the same for
 * unequal service rates: Takahashi 1975). A queue is a geometric tail behind the state "all busy". */
#include "coverage/hypercube_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ems120/ids.h"

enum { SWEEPS_MOST = 20000 };
#define CHANGE_LEAST 1e-14

/* The groups' orders as one tree, in order of its walk: a node's subtree is [node + 1, skip). */
struct node {
    int32_t unit, skip;
    double rate; /* of all groups below */
    double mass; /* probability that its unit is the first free one of that order */
};

struct solver {
    const struct ems_hypercube *cube;
    int32_t units, node_count;
    uint32_t states;
    struct node *nodes;
    int32_t *sorted;  /* groups by order */
    int32_t *node_of; /* groups x width */
    double *into;     /* states x units: rate from "all of the state but this unit" */
    double *out;      /* rate out by calls */
    double *down;     /* rate out by ended service */
    double *p;
};

/* ---- the tree of orders ---- */

static int compare_orders(const struct ems_hypercube *cube, int32_t a, int32_t b)
{
    const int32_t *x = cube->order + (int64_t)a * cube->width, *y = cube->order + (int64_t)b * cube->width;
    for (int32_t i = 0; i < cube->width; i++) {
        if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
        if (x[i] == EMS_NONE) break;
    }
    return a < b ? -1 : a > b;
}

/* Shell sort (Ciura's gaps): the order is total, so any method gives the same. */
static void sort_groups(struct solver *s)
{
    static const int32_t gaps[] = {29524, 9841, 3280, 1093, 364, 121, 40, 13, 4, 1};
    for (int32_t g = 0; g < s->cube->groups; g++) s->sorted[g] = g;
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        for (int32_t at = gaps[i]; at < s->cube->groups; at++) {
            int32_t moved = s->sorted[at], to = at;
            for (; to >= gaps[i] && compare_orders(s->cube, moved, s->sorted[to - gaps[i]]) < 0;
                 to -= gaps[i])
                s->sorted[to] = s->sorted[to - gaps[i]];
            s->sorted[to] = moved;
        }
}

/* Adds a group's order behind the one before it, of which it shares the first nodes. */
static void add_order(struct solver *s, int32_t group, int32_t *path, int32_t *depth)
{
    const int32_t *order = s->cube->order + (int64_t)group * s->cube->width;
    int32_t length = ems_hypercube_length(s->cube, group), same = 0;
    while (same < length && same < *depth && s->nodes[path[same]].unit == order[same]) same++;
    for (int32_t d = same; d < *depth; d++) s->nodes[path[d]].skip = s->node_count;
    for (int32_t d = same; d < length; d++) {
        path[d] = s->node_count;
        s->nodes[s->node_count++] = (struct node){.unit = order[d]};
    }
    *depth = length;
    for (int32_t d = 0; d < length; d++) {
        s->nodes[path[d]].rate += s->cube->rate[group];
        s->node_of[(int64_t)group * s->cube->width + d] = path[d];
    }
}

static void build_tree(struct solver *s)
{
    int32_t path[EMS_HYPERCUBE_EXACT_UNITS] = {0}, depth = 0;
    sort_groups(s);
    for (int32_t i = 0; i < s->cube->groups; i++) add_order(s, s->sorted[i], path, &depth);
    for (int32_t d = 0; d < depth; d++) s->nodes[path[d]].skip = s->node_count;
}

/* ---- rates ---- */

static void fill_rates(struct solver *s)
{
    for (uint32_t b = 0; b < s->states; b++) {
        for (int32_t i = 0; i < s->node_count;) {
            const struct node *node = &s->nodes[i];
            bool busy = (b >> node->unit & 1) != 0;
            if (!busy) {
                s->out[b] += node->rate;
                s->into[(uint64_t)(b | 1U << node->unit) * (uint32_t)s->units + (uint32_t)node->unit] +=
                    node->rate;
            }
            i = busy ? i + 1 : node->skip;
        }
        for (int32_t u = 0; u < s->units; u++)
            if (b >> u & 1) s->down[b] += s->cube->service_rate[u];
    }
}

/* ---- sweeps ---- */

static double updated(const struct solver *s, uint32_t state)
{
    const double *into = s->into + (uint64_t)state * (uint32_t)s->units;
    double flow = 0;
    for (int32_t u = 0; u < s->units; u++) {
        uint32_t other = state ^ 1U << u;
        flow += s->p[other] * ((state >> u & 1) != 0 ? into[u] : s->cube->service_rate[u]);
    }
    return flow / (s->out[state] + s->down[state]);
}

/* Returns how much the probabilities have changed together. */
static double sweep(struct solver *s, bool up)
{
    double change = 0;
    for (uint32_t i = 0; i < s->states; i++) {
        uint32_t state = up ? i : s->states - 1 - i;
        double value = updated(s, state);
        change += fabs(value - s->p[state]);
        s->p[state] = value;
    }
    return change;
}

static int32_t level_of(uint32_t state)
{
    return __builtin_popcount(state);
}

/* Scales each level so that flows between levels balance, and all to sum up to 1. */
static void balance_levels(struct solver *s)
{
    double weight[EMS_HYPERCUBE_EXACT_UNITS + 1] = {0}, up[EMS_HYPERCUBE_EXACT_UNITS + 1] = {0},
                                              down[EMS_HYPERCUBE_EXACT_UNITS + 1] = {0},
                                              scale[EMS_HYPERCUBE_EXACT_UNITS + 1] = {0}, level = 1, sum = 0;
    for (uint32_t b = 0; b < s->states; b++) {
        int32_t k = level_of(b);
        weight[k] += s->p[b];
        up[k] += s->p[b] * s->out[b];
        down[k] += s->p[b] * s->down[b];
    }
    for (int32_t k = 0; k <= s->units; k++) {
        if (k > 0)
            level = weight[k] > 0 && weight[k - 1] > 0
                        ? level * (up[k - 1] / weight[k - 1]) / (down[k] / weight[k])
                        : 0;
        scale[k] = weight[k] > 0 ? level / weight[k] : 0;
        sum += level;
    }
    for (uint32_t b = 0; b < s->states; b++) s->p[b] *= scale[level_of(b)] / sum;
}

static int32_t iterate(struct solver *s)
{
    int32_t sweeps = 0;
    for (uint32_t b = 0; b < s->states; b++) s->p[b] = 1;
    balance_levels(s);
    for (double change = 1; change > CHANGE_LEAST && sweeps < SWEEPS_MOST; sweeps++) {
        change = sweep(s, sweeps % 2 == 0);
        balance_levels(s);
    }
    return sweeps;
}

/* ---- results ---- */

static void weigh_nodes(struct solver *s)
{
    for (uint32_t b = 0; b < s->states; b++)
        for (int32_t i = 0; i < s->node_count;) {
            bool busy = (b >> s->nodes[i].unit & 1) != 0;
            if (!busy) s->nodes[i].mass += s->p[b];
            i = busy ? i + 1 : s->nodes[i].skip;
        }
}

/* What a line of waiting calls adds: its probability, and the scale of all that is before it. */
struct tail {
    double share, scale, load, capacity;
};

static struct tail tail_of(const struct solver *s)
{
    struct tail tail = {.scale = 1};
    for (int32_t u = 0; u < s->units; u++) tail.capacity += s->cube->service_rate[u];
    tail.load = ems_hypercube_total_rate(s->cube) / tail.capacity;
    if (s->cube->loss) return tail;
    double waiting = s->p[s->states - 1] * tail.load / (1 - tail.load);
    tail.scale = 1 / (1 + waiting);
    tail.share = waiting * tail.scale;
    return tail;
}

static void share_out(const struct solver *s, const struct tail *tail, double all_busy,
                      struct ems_hypercube_work *work)
{
    const struct ems_hypercube *cube = s->cube;
    double served = 0, total = ems_hypercube_total_rate(cube);
    for (int32_t g = 0; g < cube->groups; g++) {
        double found = 0;
        int32_t length = ems_hypercube_length(cube, g);
        for (int32_t k = 0; k < length; k++) {
            int64_t at = (int64_t)g * cube->width + k;
            double share = s->nodes[s->node_of[at]].mass * tail->scale;
            found += share;
            /* who ends first takes the one who waits longest */
            if (!cube->loss) share += all_busy * cube->service_rate[cube->order[at]] / tail->capacity;
            work->sent[at] = total > 0 ? cube->rate[g] / total * share : 0;
            served += work->sent[at];
        }
        work->blocked[g] = fmax(0, 1 - found);
    }
    for (int64_t i = 0; i < (int64_t)cube->groups * cube->width && served > 0; i++) work->sent[i] /= served;
}

static void report(struct solver *s, struct ems_hypercube_work *work, struct ems_hypercube_result *out)
{
    struct tail tail = tail_of(s);
    out->all_busy = s->p[s->states - 1] * tail.scale + tail.share;
    for (int32_t u = 0; u < s->units; u++) {
        for (uint32_t b = 0; b < s->states; b++)
            if (b >> u & 1) work->workload[u] += s->p[b];
        work->workload[u] = work->workload[u] * tail.scale + tail.share;
    }
    weigh_nodes(s);
    share_out(s, &tail, out->all_busy, work);
    if (s->cube->loss) return;
    out->mean_queue = out->all_busy * tail.load / (1 - tail.load);
    out->mean_wait = out->all_busy / (tail.capacity * (1 - tail.load));
}

static bool allocate(struct solver *s)
{
    size_t cells = (size_t)s->cube->groups * (size_t)s->cube->width;
    s->nodes = calloc(cells + 1, sizeof *s->nodes);
    s->sorted = calloc((size_t)s->cube->groups + 1, sizeof *s->sorted);
    s->node_of = calloc(cells + 1, sizeof *s->node_of);
    s->into = calloc((size_t)s->states * (size_t)s->units, sizeof *s->into);
    s->out = calloc(s->states, sizeof *s->out);
    s->down = calloc(s->states, sizeof *s->down);
    s->p = calloc(s->states, sizeof *s->p);
    return s->nodes && s->sorted && s->node_of && s->into && s->out && s->down && s->p;
}

static void release(struct solver *s)
{
    free(s->nodes);
    free(s->sorted);
    free(s->node_of);
    free(s->into);
    free(s->out);
    free(s->down);
    free(s->p);
}

enum ems_status ems_hypercube_exact(const struct ems_hypercube *cube, struct ems_hypercube_work *work,
                                    struct ems_hypercube_result *out)
{
    struct solver s = {.cube = cube, .units = cube->units, .states = 1U << cube->units};
    double capacity = 0;
    for (int32_t u = 0; u < cube->units; u++) capacity += cube->service_rate[u];
    if (!cube->loss && ems_hypercube_total_rate(cube) >= capacity) return EMS_INFEASIBLE;
    enum ems_status status = allocate(&s) ? EMS_OK : EMS_NO_MEMORY;
    if (status == EMS_OK) {
        build_tree(&s);
        fill_rates(&s);
        out->sweeps = iterate(&s);
        report(&s, work, out);
    }
    release(&s);
    return status;
}
