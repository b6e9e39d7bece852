#include "coverage/location_capacity.h"

#include <string.h>

#include "base/time.h"
#include "coverage/location_median.h"
#include "coverage/location_search.h"

enum { TRIES_MOST = 400 };            /* plans that the search counts */
#define WORK_MOST INT64_C(2000000000) /* steps of counting them */

bool ems_capacities_given(const struct ems_location_problem *problem)
{
    for (int32_t s = 0; s < problem->site_count; s++)
        if (problem->sites[s].capacity != EMS_LOCATION_ANY) return true;
    return false;
}

/* mclp as a matter of service: what is not covered costs 1. */
static enum ems_status init_cover(struct ems_capacities *k, const struct ems_location_problem *problem,
                                  struct ems_arena *arena)
{
    int32_t columns = k->program->column_count, points = 0;
    int64_t *weight = EMS_NEW_ARRAY(arena, int64_t, problem->point_count);
    int64_t *cost = EMS_NEW_ARRAY(arena, int64_t, (int64_t)problem->point_count * columns);
    if (weight == NULL || cost == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < problem->point_count; i++) {
        if (problem->weight[i] == 0) continue;
        int64_t within = problem->within[problem->classes != NULL ? problem->classes[i] : 0];
        const int64_t *reach = problem->reach + (int64_t)i * problem->site_count;
        for (int32_t c = 0; c < columns; c++) {
            int64_t one = reach[k->program->columns[c].site];
            cost[(int64_t)points * columns + c] = one <= within && one != EMS_NEVER ? 0 : INT64_MAX;
        }
        k->total += problem->weight[i];
        weight[points++] = problem->weight[i];
    }
    k->service = (struct ems_exact_service){points, weight, cost, NULL, 1};
    return EMS_OK;
}

enum ems_status ems_capacities_init(struct ems_capacities *capacities,
                                    const struct ems_location_problem *problem,
                                    const struct ems_location_options *options,
                                    const struct ems_program *program, struct ems_arena *arena)
{
    struct ems_median median;
    int64_t *capacity = EMS_NEW_ARRAY(arena, int64_t, program->column_count);
    *capacities = (struct ems_capacities){.program = program};
    if (capacity == NULL) return EMS_NO_MEMORY;
    for (int32_t c = 0; c < program->column_count; c++)
        capacity[c] = problem->sites[program->columns[c].site].capacity;
    enum ems_status status;
    if (options->model == EMS_LOCATION_MEDIAN) {
        status = ems_median_init(&median, problem, program, arena);
        capacities->service = median.service;
    } else {
        status = init_cover(capacities, problem, arena);
    }
    capacities->service.capacity = capacity;
    return status;
}

/* ---- the best service of a plan ----
 * Points are let in one by one; each takes the cheapest way to a site with room, on which points served
 * before may be moved on from site to site (successive shortest paths). The last "site" is to be unserved. */

struct flow {
    const struct ems_exact_service *service;
    int32_t columns, open_count, *open; /* columns of the open sites */
    int64_t *room;                      /* by open site */
    int64_t *served;                    /* [point * (open_count + 1) + site]: weight */
    int64_t *cost;                      /* likewise, of one unit; INT64_MAX: may not */
    int64_t *move_cost;                 /* [from * (open_count + 1) + to]: the cheapest move of a point
                                           served at `from`, of one unit; INT64_MAX: none */
    int32_t *move_point;                /* likewise: the point */
    int64_t *way_cost;                  /* by site: from the new point */
    int32_t *way_from, *way_point;      /* by site: over which one, moving which point; -1: directly */
    int32_t points_in;
    int64_t work; /* counted, for the limit of the search */
};

static bool flow_init(struct flow *f, const struct ems_capacities *k, const int32_t *units,
                      struct ems_arena *arena)
{
    int32_t columns = k->program->column_count, points = k->service.point_count;
    *f = (struct flow){.service = &k->service, .columns = columns};
    f->open = EMS_NEW_ARRAY(arena, int32_t, columns + 1);
    if (f->open == NULL) return false;
    for (int32_t c = 0; c < columns; c++)
        if (units[c] > 0) f->open[f->open_count++] = c;
    int64_t sites = f->open_count + 1;
    f->room = EMS_NEW_ARRAY(arena, int64_t, sites);
    f->served = EMS_NEW_ARRAY(arena, int64_t, points * sites);
    f->cost = EMS_NEW_ARRAY(arena, int64_t, points * sites);
    f->move_cost = EMS_NEW_ARRAY(arena, int64_t, sites * sites);
    f->move_point = EMS_NEW_ARRAY(arena, int32_t, sites * sites);
    f->way_cost = EMS_NEW_ARRAY(arena, int64_t, sites);
    f->way_from = EMS_NEW_ARRAY(arena, int32_t, sites);
    f->way_point = EMS_NEW_ARRAY(arena, int32_t, sites);
    if (arena->failed) return false;
    for (int64_t n = 0; n < sites * sites; n++) f->move_cost[n] = INT64_MAX;
    for (int32_t s = 0; s < sites; s++) {
        bool real = s < f->open_count;
        int64_t capacity = real ? k->service.capacity[f->open[s]] : EMS_LOCATION_ANY;
        f->room[s] = capacity == EMS_LOCATION_ANY ? INT64_MAX : capacity;
        for (int32_t i = 0; i < points; i++)
            f->cost[i * sites + s] =
                real ? k->service.cost[(int64_t)i * columns + f->open[s]] : k->service.unserved;
    }
    return true;
}

/* The point, served at `from`, might move on. */
static void offer_moves(struct flow *f, int32_t point, int32_t from)
{
    int64_t sites = f->open_count + 1;
    const int64_t *cost = f->cost + point * sites;
    f->work += sites;
    for (int32_t to = 0; to < sites; to++) {
        if (to == from || cost[to] == INT64_MAX || cost[to] - cost[from] >= f->move_cost[from * sites + to])
            continue;
        f->move_cost[from * sites + to] = cost[to] - cost[from];
        f->move_point[from * sites + to] = point;
    }
}

/* Some point is no longer served there. */
static void find_moves(struct flow *f, int32_t from)
{
    int64_t sites = f->open_count + 1;
    for (int32_t to = 0; to < sites; to++) f->move_cost[from * sites + to] = INT64_MAX;
    for (int32_t i = 0; i < f->points_in; i++)
        if (f->served[i * sites + from] > 0) offer_moves(f, i, from);
    f->work += f->points_in;
}

/* One more round of looking whether a way over another site is cheaper (Bellman and Ford). */
static bool relax_ways(struct flow *f)
{
    int64_t sites = f->open_count + 1;
    bool better = false;
    f->work += sites * sites;
    for (int32_t from = 0; from < sites; from++) {
        if (f->way_cost[from] == INT64_MAX) continue;
        for (int32_t to = 0; to < sites; to++) {
            int64_t move = f->move_cost[from * sites + to];
            if (move == INT64_MAX || f->way_cost[from] + move >= f->way_cost[to]) continue;
            f->way_cost[to] = f->way_cost[from] + move;
            f->way_from[to] = from;
            f->way_point[to] = f->move_point[from * sites + to];
            better = true;
        }
    }
    return better;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The cheapest way to a site with room, into way_*; the site. A cheapest site with room is the best there is:
 * were a way over others cheaper, points served before would have taken it. */
static int32_t find_way(struct flow *f, int32_t point)
{
    int64_t sites = f->open_count + 1;
    int32_t best = 0;
    for (int32_t s = 0; s < sites; s++) {
        f->way_cost[s] = f->cost[point * sites + s];
        f->way_from[s] = -1;
        if (f->way_cost[s] < f->way_cost[best]) best = s;
    }
    if (f->room[best] > 0) return best;
    while (relax_ways(f)) continue;
    best = -1;
    for (int32_t s = 0; s < sites; s++)
        if (f->room[s] > 0 && f->way_cost[s] != INT64_MAX && (best < 0 || f->way_cost[s] < f->way_cost[best]))
            best = s;
    return best;
}

static void serve(struct flow *f, int32_t point, int32_t site, int64_t amount)
{
    int64_t *served = &f->served[point * ((int64_t)f->open_count + 1) + site];
    bool before = *served > 0;
    *served += amount;
    if (!before) offer_moves(f, point, site);
    if (before && *served == 0) find_moves(f, site);
}

/* Lets in up to `weight` of the point over the cheapest way; returns how much. */
static int64_t let_in(struct flow *f, int32_t point, int64_t weight)
{
    int64_t sites = f->open_count + 1;
    int32_t best = find_way(f, point), s = best;
    int64_t amount = least(weight, f->room[best]);
    for (; f->way_from[s] >= 0; s = f->way_from[s])
        amount = least(amount, f->served[f->way_point[s] * sites + f->way_from[s]]);
    for (s = best; f->way_from[s] >= 0; s = f->way_from[s]) {
        int32_t moving = f->way_point[s];
        serve(f, moving, f->way_from[s], -amount);
        serve(f, moving, s, amount);
    }
    serve(f, point, s, amount);
    if (f->room[best] != INT64_MAX) f->room[best] -= amount;
    return amount;
}

bool ems_capacities_evaluate(void *self, const struct ems_program_state *state, int64_t *value)
{
    struct ems_capacities *k = self;
    struct ems_arena arena = {0};
    struct flow flow;
    bool made = flow_init(&flow, k, state->units, &arena);
    *value = k->total;
    for (int32_t i = 0; made && i < k->service.point_count; i++) {
        flow.points_in = i + 1;
        for (int64_t left = k->service.weight[i]; left > 0;) left -= let_in(&flow, i, left);
    }
    k->work += flow.work;
    int64_t sites = flow.open_count + 1;
    for (int64_t n = 0; made && n < k->service.point_count * sites; n++)
        if (flow.served[n] > 0) *value -= flow.served[n] * flow.cost[n];
    ems_arena_free(&arena);
    if (!made) k->no_memory = true;
    return made;
}

/* ---- search ---- */

static bool may_try(const struct ems_capacities *capacities, int32_t tries)
{
    return tries < TRIES_MOST && capacities->work < WORK_MOST;
}

/* First better swap, a limited number of times: each plan costs a flow. */
static void interchange(struct ems_location_work *work)
{
    struct ems_program_state *state = &work->state;
    const struct ems_program *program = &work->program;
    const struct ems_capacities *k = work->incumbent.self;
    int32_t tries = 0;
    for (bool better = true; better && may_try(k, tries);) {
        better = false;
        for (int32_t out = 0; out < program->column_count && may_try(k, tries); out++) {
            if (!ems_program_may_drop(state, out)) continue;
            ems_program_state_add(state, out, -1);
            for (int32_t in = 0; in < program->column_count && !better && may_try(k, tries); in++) {
                if (in == out || !ems_program_may_add(state, in)) continue;
                ems_program_state_add(state, in, 1);
                tries++;
                better = ems_incumbent_offer(&work->incumbent, state);
                if (!better) ems_program_state_add(state, in, -1);
            }
            if (!better) ems_program_state_add(state, out, 1);
        }
    }
}

/* The plan without capacities is where the search begins, and its bound holds here too. */
static enum ems_status start(struct ems_location_work *work)
{
    struct ems_location_problem free_problem = *work->problem;
    struct ems_location_options options = *work->options;
    struct ems_location_plan plan;
    int32_t *units = EMS_NEW_ARRAY(work->arena, int32_t, work->program.column_count);
    struct ems_location_site *sites =
        EMS_NEW_ARRAY(work->arena, struct ems_location_site, free_problem.site_count);
    if (units == NULL || sites == NULL) return EMS_NO_MEMORY;
    memcpy(sites, free_problem.sites, (size_t)free_problem.site_count * sizeof *sites);
    for (int32_t s = 0; s < free_problem.site_count; s++) sites[s].capacity = EMS_LOCATION_ANY;
    free_problem.sites = sites;
    options.solver = NULL;
    enum ems_status status = ems_location_solve(&free_problem, &options, &plan);
    work->incumbent.iterations += plan.iterations;
    if (status == EMS_OK) {
        for (int32_t c = 0; c < work->program.column_count; c++)
            units[c] = plan.units[work->program.columns[c].site];
        ems_program_state_set(&work->state, units);
        ems_incumbent_offer(&work->incumbent, &work->state);
        work->incumbent.bound = plan.value_bound;
    }
    ems_location_plan_free(&plan);
    return status;
}

enum ems_status ems_location_solve_capacitated(struct ems_location_work *work)
{
    struct ems_capacities capacities;
    enum ems_status status =
        ems_capacities_init(&capacities, work->problem, work->options, &work->program, work->arena);
    if (status != EMS_OK) return status;
    work->incumbent.evaluate = ems_capacities_evaluate;
    work->incumbent.self = &capacities;
    status = start(work);
    if (status != EMS_OK) return status;
    interchange(work);
    if (!ems_incumbent_proven(&work->incumbent)) status = ems_capacities_bound(work, &capacities);
    if (status != EMS_OK) return capacities.no_memory ? EMS_NO_MEMORY : status;
    /* The exact search counts what is not covered. */
    work->incumbent.value -= capacities.total;
    work->incumbent.bound -= capacities.total;
    int64_t total = capacities.total;
    capacities.total = 0;
    status = ems_location_finish(work, &capacities.service);
    work->incumbent.value += total;
    work->incumbent.bound += total;
    return capacities.no_memory ? EMS_NO_MEMORY : status;
}
