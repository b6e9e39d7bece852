/* Plans counted under a model, without a search: a given one, and those that differ from it in one site. */
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "coverage/location_capacity.h"
#include "coverage/location_median.h"
#include "coverage/location_program.h"

struct valuation {
    const struct ems_location_problem *problem;
    const struct ems_location_options *options;
    struct ems_arena arena;
    struct ems_program program;
    struct ems_program_state state;
    struct ems_median median;
    struct ems_capacities capacities;
    bool has_capacities;
};

static enum ems_status valuation_init(struct valuation *v, const struct ems_location_problem *problem,
                                      const struct ems_location_options *options)
{
    *v = (struct valuation){.problem = problem, .options = options};
    enum ems_status status = ems_program_build(problem, options, false, &v->arena, &v->program);
    if (status == EMS_OK) status = ems_program_state_init(&v->state, &v->program, &v->arena);
    v->has_capacities = ems_capacities_given(problem);
    if (status == EMS_OK && v->has_capacities)
        return ems_capacities_init(&v->capacities, problem, options, &v->program, &v->arena);
    if (status == EMS_OK && options->model == EMS_LOCATION_MEDIAN)
        status = ems_median_init(&v->median, problem, &v->program, &v->arena);
    return status;
}

/* Minus the largest distance to an open site; false when a point has none. */
static bool centre_value(const struct valuation *v, int64_t *value)
{
    const struct ems_location_problem *p = v->problem;
    int64_t most = 0;
    for (int32_t i = 0; i < p->point_count; i++) {
        int64_t nearest = EMS_NEVER;
        for (int32_t c = 0; c < v->program.column_count; c++) {
            int64_t reach = p->reach[(int64_t)i * p->site_count + v->program.columns[c].site];
            if (v->state.units[c] > 0 && reach < nearest) nearest = reach;
        }
        if (p->weight[i] > 0 && nearest > most) most = nearest;
    }
    *value = -most;
    return most != EMS_NEVER;
}

static bool value_of_state(struct valuation *v, int64_t *value)
{
    if (!ems_program_state_feasible(&v->state)) return false;
    if (v->has_capacities) return ems_capacities_evaluate(&v->capacities, &v->state, value);
    if (v->options->model == EMS_LOCATION_MEDIAN) return ems_median_evaluate(&v->median, &v->state, value);
    if (v->options->model == EMS_LOCATION_CENTRE) return centre_value(v, value);
    *value = v->state.value;
    return true;
}

/* Units by site as units by column; false when a site takes no such number. */
static bool set_units(struct valuation *v, const int32_t *units)
{
    bool tiers = v->options->model == EMS_LOCATION_HIERARCHICAL;
    int64_t asked = 0, set = 0;
    int32_t *by_column = EMS_NEW_ARRAY(&v->arena, int32_t, v->program.column_count);
    if (by_column == NULL) return false;
    for (int32_t c = 0; c < v->program.column_count; c++) {
        const struct ems_program_column *column = &v->program.columns[c];
        int32_t wanted = units[column->site];
        if (tiers) wanted = wanted == (column->upper ? 2 : 1);
        if (wanted < column->least || wanted > column->most) return false;
        by_column[c] = wanted;
        set += tiers ? wanted * (column->upper ? 2 : 1) : wanted;
    }
    for (int32_t s = 0; s < v->problem->site_count; s++) asked += units[s];
    ems_program_state_set(&v->state, by_column);
    return asked == set;
}

bool ems_location_value(const struct ems_location_problem *problem,
                        const struct ems_location_options *options, const int32_t *units, int64_t *value)
{
    struct valuation v;
    bool counted =
        valuation_init(&v, problem, options) == EMS_OK && set_units(&v, units) && value_of_state(&v, value);
    ems_arena_free(&v.arena);
    return counted;
}

/* ---- neighbours ---- */

struct neighbour {
    int64_t value;
    int32_t out, in; /* columns; out -1: nothing goes */
};

/* The best so far, best first; of equals the first found. */
struct pool {
    struct neighbour *items;
    int32_t count, most;
};

static void pool_offer(struct pool *pool, struct neighbour one)
{
    int32_t at = pool->count;
    if (at == pool->most && (at == 0 || one.value <= pool->items[at - 1].value)) return;
    if (at < pool->most)
        pool->count++;
    else
        at--;
    for (; at > 0 && one.value > pool->items[at - 1].value; at--) pool->items[at] = pool->items[at - 1];
    pool->items[at] = one;
}

static void try_additions(struct valuation *v, int32_t out, struct pool *pool)
{
    for (int32_t c = 0; c < v->program.column_count; c++) {
        struct neighbour one = {0, out, c};
        if (c == out || v->state.units[c] > 0 || !ems_program_may_add(&v->state, c)) continue;
        ems_program_state_add(&v->state, c, 1);
        if (value_of_state(v, &one.value)) pool_offer(pool, one);
        ems_program_state_add(&v->state, c, -1);
    }
}

static void try_all(struct valuation *v, struct pool *pool)
{
    try_additions(v, -1, pool);
    for (int32_t out = 0; out < v->program.column_count; out++) {
        if (v->state.units[out] <= v->program.columns[out].least) continue;
        ems_program_state_add(&v->state, out, -1);
        try_additions(v, out, pool);
        ems_program_state_add(&v->state, out, 1);
    }
}

static void write_units(const struct valuation *v, const int32_t *units, const struct neighbour *one,
                        int32_t *row)
{
    bool tiers = v->options->model == EMS_LOCATION_HIERARCHICAL;
    memcpy(row, units, (size_t)v->problem->site_count * sizeof *row);
    if (one->out >= 0)
        row[v->program.columns[one->out].site] -= tiers ? row[v->program.columns[one->out].site] : 1;
    const struct ems_program_column *in = &v->program.columns[one->in];
    row[in->site] = tiers ? (in->upper ? 2 : 1) : row[in->site] + 1;
}

enum ems_status ems_location_neighbours(const struct ems_location_problem *problem,
                                        const struct ems_location_options *options,
                                        const struct ems_location_plan *plan, int32_t most, int32_t *units,
                                        int32_t *count)
{
    struct valuation v;
    enum ems_status status = valuation_init(&v, problem, options);
    struct pool pool = {EMS_NEW_ARRAY(&v.arena, struct neighbour, most + 1), 0, most};
    *count = 0;
    if (status == EMS_OK && pool.items == NULL) status = EMS_NO_MEMORY;
    if (status == EMS_OK && set_units(&v, plan->units)) try_all(&v, &pool);
    for (int32_t i = 0; i < pool.count; i++)
        write_units(&v, plan->units, &pool.items[i], &units[(int64_t)i * problem->site_count]);
    *count = pool.count;
    ems_arena_free(&v.arena);
    return status;
}
