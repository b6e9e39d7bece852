/* A bound for sites with capacities: each point pays a price for being served, and a site takes the points
 * that pay most beyond their cost until it is full, the last one in part (Lagrangian relaxation of the
 * assignment; Sridharan 1995). Prices move by subgradient steps. The sites that it chooses are tried as plans
 * on the way. */
#include <math.h>
#include <stdlib.h>

#include "coverage/location_capacity.h"
#include "coverage/location_select.h"

enum { PATIENCE = 20, PLANS_EVERY = 40, STEPS_MOST = 400 };
#define STEP_LEAST 1e-4
#define WORK_MOST 2e9 /* points x sites x steps */

/* A point that pays for being served by a site. */
struct payer {
    double gain; /* of one unit of weight */
    int32_t point;
};

struct pricing {
    const struct ems_capacities *k;
    double *cost;  /* [column * points + point], of one unit; INFINITY: may not */
    double *price; /* by point, for all of its weight */
    double *share; /* by point: how much of it is served */
    struct payer *payers;
    struct ems_selection selection;
    double value; /* a bound on the cost from below */
};

static enum ems_status pricing_init(struct pricing *x, const struct ems_capacities *k,
                                    struct ems_arena *arena)
{
    int64_t points = k->service.point_count, columns = k->program->column_count;
    *x = (struct pricing){.k = k};
    x->cost = EMS_NEW_ARRAY(arena, double, points *columns);
    x->price = EMS_NEW_ARRAY(arena, double, points);
    x->share = EMS_NEW_ARRAY(arena, double, points);
    x->payers = EMS_NEW_ARRAY(arena, struct payer, points);
    if (!x->cost || !x->price || !x->share || !x->payers) return EMS_NO_MEMORY;
    for (int64_t c = 0; c < columns; c++)
        for (int64_t i = 0; i < points; i++) {
            int64_t cost = k->service.cost[i * columns + c];
            x->cost[c * points + i] = cost == INT64_MAX ? INFINITY : (double)cost;
        }
    return ems_selection_init(&x->selection, k->program, arena);
}

/* A little more than the nearest site of the plan costs. */
static void start_prices(struct pricing *x, const int32_t *units)
{
    int32_t points = x->k->service.point_count;
    double unserved = (double)x->k->service.unserved;
    for (int32_t i = 0; i < points; i++) {
        double nearest = unserved;
        for (int32_t c = 0; c < x->k->program->column_count; c++)
            if (units[c] > 0) nearest = fmin(nearest, x->cost[(int64_t)c * points + i]);
        double price = nearest > 0 ? fmin(unserved, 1.3 * nearest) : unserved / 2;
        x->price[i] = price * (double)x->k->service.weight[i];
    }
}

static int by_gain(const void *a, const void *b)
{
    const struct payer *x = a, *y = b;
    if (x->gain != y->gain) return x->gain > y->gain ? -1 : 1;
    return (x->point > y->point) - (x->point < y->point);
}

/* Who pays more than it costs to serve them there; *weight is theirs together. */
static int32_t list_payers(struct pricing *x, int32_t column, int64_t *weight)
{
    const struct ems_exact_service *service = &x->k->service;
    const double *cost = x->cost + (int64_t)column * service->point_count;
    int32_t count = 0;
    *weight = 0;
    for (int32_t i = 0; i < service->point_count; i++) {
        double gain = x->price[i] / (double)service->weight[i] - cost[i];
        if (gain <= 0) continue;
        x->payers[count++] = (struct payer){gain, i};
        *weight += service->weight[i];
    }
    return count;
}

/* What a site gains; with `serving` the shares of its points are counted. */
static double fill_site(struct pricing *x, int32_t column, bool serving)
{
    int64_t all, room = x->k->service.capacity[column];
    int32_t count = list_payers(x, column, &all);
    double gained = 0;
    if (room == EMS_LOCATION_ANY) room = all;
    if (all > room) qsort(x->payers, (size_t)count, sizeof *x->payers, by_gain);
    for (int32_t n = 0; n < count && room > 0; n++) {
        int64_t weight = x->k->service.weight[x->payers[n].point], amount = weight < room ? weight : room;
        gained += (double)amount * x->payers[n].gain;
        room -= amount;
        if (serving) x->share[x->payers[n].point] += (double)amount / (double)weight;
    }
    return gained;
}

static void relax(struct pricing *x)
{
    double prices = 0;
    for (int32_t i = 0; i < x->k->service.point_count; i++) {
        prices += x->price[i];
        x->share[i] = 0;
    }
    for (int32_t c = 0; c < x->k->program->column_count; c++)
        x->selection.score[c] = x->k->program->columns[c].most > 0 ? fill_site(x, c, false) : 0;
    ems_selection_take(&x->selection);
    x->value = prices - x->selection.total;
    for (int32_t c = 0; c < x->k->program->column_count; c++)
        if (x->selection.units[c] > 0) fill_site(x, c, true);
}

static void step(struct pricing *x, double towards, double part)
{
    double norm = 0;
    int32_t points = x->k->service.point_count;
    for (int32_t i = 0; i < points; i++) norm += (1 - x->share[i]) * (1 - x->share[i]);
    if (norm <= 0) return;
    double length = part * (towards - x->value) / norm;
    for (int32_t i = 0; i < points; i++) {
        double most = (double)x->k->service.weight[i] * (double)x->k->service.unserved;
        x->price[i] = fmin(fmax(x->price[i] + length * (1 - x->share[i]), 0), most);
    }
}

static void offer_plan(const struct pricing *x, struct ems_location_work *work)
{
    struct ems_program_state *state = &work->state;
    ems_program_state_set(state, NULL);
    for (int32_t i = 0; i < x->k->program->column_count; i++) {
        int32_t c = x->selection.order[i];
        if (x->selection.units[c] > state->units[c] && ems_program_may_add(state, c))
            ems_program_state_add(state, c, 1);
    }
    ems_incumbent_offer(&work->incumbent, state);
}

static bool keep_bound(struct ems_incumbent *incumbent, int64_t total, double value, double *best)
{
    if (value <= *best) return false;
    bool much = value > *best + 1e-5 * fabs(*best);
    int64_t bound = ems_bound_integer((double)total - value);
    *best = value;
    if (bound < incumbent->bound) incumbent->bound = bound;
    return much;
}

enum ems_status ems_capacities_bound(struct ems_location_work *work, const struct ems_capacities *capacities)
{
    struct pricing x;
    struct ems_incumbent *incumbent = &work->incumbent;
    const struct ems_location_options *options = work->options;
    enum ems_status status = pricing_init(&x, capacities, work->arena);
    if (status != EMS_OK || !incumbent->found) return status;
    double best = -INFINITY, part = 1,
           size = (double)capacities->service.point_count * capacities->program->column_count;
    int32_t idle = 0, most = options->iterations < STEPS_MOST ? options->iterations : STEPS_MOST;
    start_prices(&x, incumbent->units);
    for (int32_t i = 0; i < most && i * size < WORK_MOST && part > STEP_LEAST; i++) {
        if (options->interrupted != NULL && options->interrupted(options->self)) return EMS_INTERRUPTED;
        relax(&x);
        incumbent->iterations++;
        idle = keep_bound(incumbent, capacities->total, x.value, &best) ? 0 : idle + 1;
        if (i % PLANS_EVERY == PLANS_EVERY - 1) offer_plan(&x, work);
        if (ems_incumbent_proven(incumbent)) return EMS_OK;
        if (idle >= PATIENCE) {
            part /= 2;
            idle = 0;
        }
        step(&x, (double)capacities->total - (double)incumbent->value, part);
    }
    return EMS_OK;
}
