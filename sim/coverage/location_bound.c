#include "coverage/location_bound.h"

#include <math.h>
#include <string.h>

#include "coverage/location_search.h"
#include "coverage/location_select.h"

enum {
    PATIENCE = 25,    /* steps without progress before they become shorter */
    PLANS_EVERY = 40, /* steps between plans made of the relaxation */
    PLAN_PASSES = 200,
    FIX_EVERY = 100
};
#define STEP_LEAST 1e-5

enum ems_status ems_incumbent_init(struct ems_incumbent *incumbent, const struct ems_program *program,
                                   struct ems_arena *arena)
{
    *incumbent = (struct ems_incumbent){.bound = INT64_MAX, .enough = INT64_MAX};
    incumbent->units = EMS_NEW_ARRAY(arena, int32_t, program->column_count);
    return incumbent->units != NULL ? EMS_OK : EMS_NO_MEMORY;
}

bool ems_incumbent_offer(struct ems_incumbent *incumbent, const struct ems_program_state *state)
{
    if (!ems_program_state_feasible(state)) return false;
    int64_t value = state->value;
    if (incumbent->evaluate != NULL && !incumbent->evaluate(incumbent->self, state, &value)) return false;
    if (incumbent->found && value <= incumbent->value) return false;
    memcpy(incumbent->units, state->units, (size_t)state->program->column_count * sizeof *incumbent->units);
    incumbent->found = true;
    incumbent->value = value;
    return true;
}

int64_t ems_bound_integer(double bound)
{
    double safe = floor(bound + 1e-10 * fabs(bound) + 1e-6);
    return safe >= 9e18 ? INT64_MAX : safe <= -9e18 ? INT64_MIN : (int64_t)safe;
}

bool ems_incumbent_proven(const struct ems_incumbent *incumbent)
{
    if (incumbent->enough != INT64_MAX &&
        (incumbent->bound < incumbent->enough || (incumbent->found && incumbent->value >= incumbent->enough)))
        return true;
    return incumbent->found && incumbent->bound <= incumbent->value;
}

/* The relaxation at one set of prices. */
struct relaxation {
    const struct ems_program *program;
    double *price, *also_price; /* by row */
    double *group_price;        /* by group */
    double budget_price;
    int32_t *counted, *also_counted; /* by row: what the relaxation lets it count */
    double *given, *also_given;      /* by row: what the units give */
    double *group_sum;
    struct ems_selection selection;
    double value, rest;
};

static enum ems_status relaxation_init(struct relaxation *x, const struct ems_program *program,
                                       struct ems_arena *arena)
{
    *x = (struct relaxation){.program = program};
    int32_t rows = program->row_count;
    x->price = EMS_NEW_ARRAY(arena, double, rows);
    x->also_price = EMS_NEW_ARRAY(arena, double, rows);
    x->given = EMS_NEW_ARRAY(arena, double, rows);
    x->also_given = EMS_NEW_ARRAY(arena, double, rows);
    x->counted = EMS_NEW_ARRAY(arena, int32_t, rows);
    x->also_counted = EMS_NEW_ARRAY(arena, int32_t, rows);
    x->group_price = EMS_NEW_ARRAY(arena, double, program->group_count);
    x->group_sum = EMS_NEW_ARRAY(arena, double, program->group_count);
    if (!x->price || !x->also_price || !x->given || !x->also_given || !x->counted || !x->also_counted ||
        !x->group_price || !x->group_sum)
        return EMS_NO_MEMORY;
    return ems_selection_init(&x->selection, program, arena);
}

static double mean_cost_of_entry(const struct ems_program *program)
{
    double cost = 0;
    for (int32_t c = 0; c < program->column_count; c++) cost += (double)program->columns[c].cost;
    int32_t entries = program->entry_first[program->column_count];
    return entries > 0 ? cost / entries : 0;
}

static void start_prices(struct relaxation *x)
{
    const struct ems_program *program = x->program;
    double cost = mean_cost_of_entry(program);
    for (int32_t r = 0; r < program->row_count; r++) {
        const struct ems_program_row *row = &program->rows[r];
        if (row->kind == EMS_ROW_MUST) x->price[r] = cost;
        if (row->kind != EMS_ROW_GAIN) continue;
        x->price[r] = (double)program->gains[row->gain + row->levels] / row->levels / 2;
        if (row->also_count >= 0) x->also_price[r] = x->price[r] /= 2;
    }
}

static void score_columns(struct relaxation *x)
{
    const struct ems_program *program = x->program;
    for (int32_t c = 0; c < program->column_count; c++) {
        const struct ems_program_column *column = &program->columns[c];
        double score = -(double)column->cost - x->budget_price * (double)column->price;
        for (int32_t e = program->entry_first[c]; e < program->entry_first[c + 1]; e++) {
            const struct ems_program_entry *entry = &program->entries[e];
            score += entry->amount * x->price[entry->row];
            if (entry->also != 0) score += entry->also * x->also_price[entry->row];
        }
        x->selection.score[c] = score;
    }
}

/* The most that a row can make of its price, and how often it counts itself covered then. */
static double count_gain(struct relaxation *x, int32_t r)
{
    const struct ems_program_row *row = &x->program->rows[r];
    const int64_t *gains = x->program->gains + row->gain;
    double best = 0;
    x->counted[r] = 0;
    for (int32_t n = 1; n <= row->levels; n++) {
        double value = (double)gains[n] - x->price[r] * n - x->also_price[r];
        if (value <= best) continue;
        best = value;
        x->counted[r] = n;
    }
    x->also_counted[r] = row->also_count >= 0 && x->counted[r] > 0;
    return best;
}

static double count_row(struct relaxation *x, int32_t r)
{
    const struct ems_program_row *row = &x->program->rows[r];
    if (row->kind == EMS_ROW_GAIN) return count_gain(x, r);
    x->counted[r] = 1;
    if (row->kind == EMS_ROW_MUST) return -x->price[r];
    double value = x->group_price[row->group] * (double)row->weight - x->price[r];
    x->counted[r] = value > 0;
    if (value <= 0) return 0;
    x->group_sum[row->group] += (double)row->weight;
    return value;
}

static void relax(struct relaxation *x)
{
    const struct ems_program *program = x->program;
    x->rest = program->budget != INT64_MAX ? x->budget_price * (double)program->budget : 0;
    memset(x->group_sum, 0, (size_t)program->group_count * sizeof *x->group_sum);
    for (int32_t r = 0; r < program->row_count; r++) x->rest += count_row(x, r);
    for (int32_t g = 0; g < program->group_count; g++)
        x->rest -= x->group_price[g] * (double)program->group_need[g];
    score_columns(x);
    ems_selection_take(&x->selection);
    x->value = x->rest + x->selection.total;
}

static void sum_given(struct relaxation *x)
{
    const struct ems_program *program = x->program;
    memset(x->given, 0, (size_t)program->row_count * sizeof *x->given);
    memset(x->also_given, 0, (size_t)program->row_count * sizeof *x->also_given);
    for (int32_t c = 0; c < program->column_count; c++) {
        int32_t units = x->selection.units[c];
        for (int32_t e = program->entry_first[c]; units > 0 && e < program->entry_first[c + 1]; e++) {
            const struct ems_program_entry *entry = &program->entries[e];
            x->given[entry->row] += units * entry->amount;
            x->also_given[entry->row] += units * entry->also;
        }
    }
}

static double spare_budget(const struct relaxation *x)
{
    const struct ems_program *program = x->program;
    if (program->budget == INT64_MAX) return 0;
    double spare = (double)program->budget;
    for (int32_t c = 0; c < program->column_count; c++)
        spare -= (double)x->selection.units[c] * (double)program->columns[c].price;
    return spare;
}

/* A price moves by what is given beyond what is counted; prices are not below 0. Those of weights and money
 * are of another size than those of rows and have steps of their own. */
static void move(double *price, double surplus, double length)
{
    *price -= length * surplus;
    if (*price < 0) *price = 0;
}

static void step(struct relaxation *x, double towards, double share)
{
    const struct ems_program *program = x->program;
    double norm = 0, spare = spare_budget(x), above = x->value - towards;
    sum_given(x);
    for (int32_t r = 0; r < program->row_count; r++) {
        double surplus = x->given[r] - x->counted[r], also = x->also_given[r] - x->also_counted[r];
        norm += surplus * surplus;
        if (program->rows[r].also_count >= 0) norm += also * also;
    }
    for (int32_t g = 0; g < program->group_count; g++)
        if (program->group_need[g] > 0) {
            double surplus =
                (x->group_sum[g] - (double)program->group_need[g]) / (double)program->group_need[g];
            double unit = (double)program->row_count * surplus * surplus;
            if (unit > 0)
                move(&x->group_price[g], surplus, share * above / unit / (double)program->group_need[g]);
        }
    if (spare != 0) {
        double part = spare / (1 + (double)program->budget);
        move(&x->budget_price, part, share * above / (part * part) / (1 + (double)program->budget) / 10);
    }
    if (norm <= 0) return;
    double length = share * above / norm;
    for (int32_t r = 0; r < program->row_count; r++) {
        move(&x->price[r], x->given[r] - x->counted[r], length);
        if (program->rows[r].also_count >= 0)
            move(&x->also_price[r], x->also_given[r] - x->also_counted[r], length);
    }
}

/* A plan from what the relaxation takes: units beyond the budget or the tier's limit are left out. */
static void make_plan(const struct relaxation *x, struct ems_program_state *state,
                      struct ems_incumbent *incumbent)
{
    ems_program_state_set(state, NULL);
    ems_search_fill_existing(state);
    for (int32_t i = 0; i < x->program->column_count; i++) {
        int32_t c = x->selection.order[i];
        while (state->units[c] < x->selection.units[c] && ems_program_may_add(state, c))
            ems_program_state_add(state, c, 1);
    }
    ems_search_greedy(state);
    ems_search_interchange(state, PLAN_PASSES);
    ems_incumbent_offer(incumbent, state);
}

/* Steps go towards the best plan, or a little below where there is none yet. */
static double aim(const struct relaxation *x, const struct ems_incumbent *incumbent)
{
    if (incumbent->found) return (double)incumbent->value;
    return x->value - 0.02 * fabs(x->value) - 1;
}

/* A relaxation below this holds no better plan. */
static double least_better(int64_t value)
{
    return (double)value + 1 - 1e-10 * fabs((double)value) - 1e-6;
}

static bool better_bound(struct ems_incumbent *incumbent, double value, double *best)
{
    if (value >= *best) return false;
    bool much = value < *best - 1e-4 * fabs(*best) - 1e-9;
    *best = value;
    int64_t bound = ems_bound_integer(value);
    if (bound < incumbent->bound) incumbent->bound = bound;
    return much;
}

enum ems_status ems_bound_relax(struct ems_program *program, const struct ems_location_options *options,
                                struct ems_program_state *state, struct ems_arena *arena,
                                struct ems_incumbent *incumbent)
{
    struct relaxation x;
    enum ems_status status = relaxation_init(&x, program, arena);
    if (status != EMS_OK) return status;
    double best = INFINITY, share = 1;
    int32_t idle = 0;
    start_prices(&x);
    for (int32_t i = 0; i < options->iterations && share > STEP_LEAST; i++) {
        if (options->interrupted != NULL && options->interrupted(options->self)) {
            incumbent->interrupted = true;
            return EMS_INTERRUPTED;
        }
        relax(&x);
        incumbent->iterations++;
        idle = better_bound(incumbent, x.value, &best) ? 0 : idle + 1;
        if (i % PLANS_EVERY == PLANS_EVERY / 2) make_plan(&x, state, incumbent);
        if (ems_incumbent_proven(incumbent)) return EMS_OK;
        if (incumbent->found && i % FIX_EVERY == FIX_EVERY - 1)
            ems_selection_fix(&x.selection, program, x.rest, least_better(incumbent->value));
        if (idle >= PATIENCE) {
            share /= 2;
            idle = 0;
        }
        step(&x, aim(&x, incumbent), share);
    }
    return EMS_OK;
}
