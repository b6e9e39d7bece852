#include "validation/hypercube.h"

#include <math.h>
#include <string.h>

enum { UNITS = HYPERCUBE_UNITS, GROUPS = HYPERCUBE_GROUPS, STATES = HYPERCUBE_STATES, ALL = STATES - 1 };

struct hypercube hypercube_example(bool lost)
{
    return (struct hypercube){
        .rate = {0.50, 0.25, 0.35, 0.40},
        .order = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {2, 0, 1}},
        .service_rate = {1, 1, 1},
        .lost = lost,
    };
}

/* The first free unit in the group's order when the units of the mask `busy` are busy; -1 when all are. */
static int unit_sent(const struct hypercube *model, int group, int busy)
{
    for (int i = 0; i < UNITS; i++)
        if (!(busy >> model->order[group][i] & 1)) return model->order[group][i];
    return -1;
}

static void add_rate(double balance[STATES][STATES + 1], int from, int to, double rate)
{
    balance[to][from] += rate;
    balance[from][from] -= rate;
}

/* Row s: flow into state s = 0; the last row is replaced by "probabilities add up to 1". */
static void fill(const struct hypercube *model, double balance[STATES][STATES + 1])
{
    memset(balance, 0, sizeof(double) * STATES * (STATES + 1));
    for (int s = 0; s < STATES; s++) {
        for (int g = 0; g < GROUPS && s != ALL; g++)
            add_rate(balance, s, s | 1 << unit_sent(model, g, s), model->rate[g]);
        for (int u = 0; u < UNITS; u++)
            if (s >> u & 1) add_rate(balance, s, s & ~(1 << u), model->service_rate[u]);
    }
    for (int s = 0; s <= STATES; s++) balance[ALL][s] = 1;
}

/* Gauss-Jordan elimination with row pivots; the solution is left in the last column. */
static void eliminate(double m[STATES][STATES + 1])
{
    for (int c = 0; c < STATES; c++) {
        int pivot = c;
        for (int r = c + 1; r < STATES; r++)
            if (fabs(m[r][c]) > fabs(m[pivot][c])) pivot = r;
        for (int k = 0; k <= STATES; k++) {
            double keep = m[c][k];
            m[c][k] = m[pivot][k];
            m[pivot][k] = keep;
        }
        for (int r = 0; r < STATES; r++) {
            double factor = r == c ? 0 : m[r][c] / m[c][c];
            for (int k = c; k <= STATES && factor != 0; k++) m[r][k] -= factor * m[c][k];
        }
    }
    for (int r = 0; r < STATES; r++) m[r][STATES] /= m[r][r];
}

struct hypercube_figures hypercube_solve(const struct hypercube *model)
{
    double m[STATES][STATES + 1], total = 0, p[STATES];
    struct hypercube_figures out = {0};
    fill(model, m);
    eliminate(m);
    for (int g = 0; g < GROUPS; g++) total += model->rate[g];
    /* A queue behind the state "all busy" is a birth-death tail: it only scales the other states down. */
    double load = total / (UNITS * model->service_rate[0]);
    double tail = model->lost ? 0 : m[ALL][STATES] * load / (1 - load);
    for (int s = 0; s < STATES; s++) p[s] = m[s][STATES] / (1 + tail);
    tail /= 1 + tail;
    out.all_busy = p[ALL] + tail;
    double sent = model->lost ? 1 - out.all_busy : 1;
    for (int s = 0; s < STATES; s++)
        for (int u = 0; u < UNITS; u++) out.workload[u] += s >> u & 1 ? p[s] : 0;
    for (int u = 0; u < UNITS; u++) out.workload[u] += tail;
    for (int g = 0; g < GROUPS; g++) {
        for (int s = 0; s < ALL; s++) {
            int unit = unit_sent(model, g, s);
            out.dispatches[g][unit] += model->rate[g] / total * p[s] / sent;
        }
        for (int u = 0; u < UNITS && !model->lost; u++) /* whichever unit is free first */
            out.dispatches[g][u] += model->rate[g] / total * out.all_busy / UNITS;
        out.first_preference += out.dispatches[g][model->order[g][0]];
    }
    if (!model->lost) out.mean_queue = out.all_busy * load / (1 - load);
    out.mean_wait = out.mean_queue / total;
    return out;
}
