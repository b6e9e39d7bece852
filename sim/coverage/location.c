#include "coverage/location.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "coverage/location_capacity.h"
#include "coverage/location_enumerate.h"
#include "coverage/location_median.h"
#include "coverage/location_search.h"
#include "coverage/location_work.h"

enum { ITERATIONS = 1200, NODES = 2000, PASSES = 1000 };
#define PROVEN_GAP 1e-7
#define PRODUCT_MOST (INT64_C(1) << 62)

static const char *const names[] = {
#define EMS_X(id, name) name,
    EMS_LOCATION_MODELS(EMS_X)
#undef EMS_X
};

const char *ems_location_model_name(enum ems_location_model model)
{
    return names[model];
}

bool ems_location_model_named(const char *name, enum ems_location_model *out)
{
    for (int m = 0; m < EMS_LOCATION_MODEL_COUNT; m++) {
        if (strcmp(names[m], name) != 0) continue;
        *out = (enum ems_location_model)m;
        return true;
    }
    return false;
}

struct ems_location_problem ems_location_problem_default(void)
{
    return (struct ems_location_problem){.new_most = EMS_LOCATION_NO_LIMIT,
                                         .closed_most = EMS_LOCATION_NO_LIMIT,
                                         .budget = EMS_LOCATION_ANY,
                                         .units = EMS_LOCATION_NO_LIMIT};
}

struct ems_location_site ems_location_site_default(void)
{
    return (struct ems_location_site){.most = 1, .strength = 1, .cost = 1, .capacity = EMS_LOCATION_ANY};
}

struct ems_location_options ems_location_options_default(enum ems_location_model model)
{
    return (struct ems_location_options){.model = model,
                                         .busy = 0.3,
                                         .reliability = 0.95,
                                         .near_share = 0.9,
                                         .iterations = ITERATIONS,
                                         .nodes = NODES};
}

/* ---- does it make sense? ---- */

static int64_t largest_reach(const struct ems_location_problem *p)
{
    int64_t most = 1;
    for (int64_t i = 0; i < (int64_t)p->point_count * p->site_count; i++)
        if (p->reach[i] != EMS_NEVER && p->reach[i] > most) most = p->reach[i];
    return most;
}

static enum ems_location_fault check_sizes(const struct ems_location_work *work)
{
    const struct ems_location_problem *p = work->problem;
    int64_t factor = work->options->model == EMS_LOCATION_MEXCLP ? 1000000 : 1, total = 0;
    if (work->options->model == EMS_LOCATION_MEDIAN) {
        factor = largest_reach(p);
        if (factor > PRODUCT_MOST / 2) return EMS_LOCATION_FAULT_TOO_LARGE;
        factor *= 2;
    }
    for (int32_t i = 0; i < p->point_count; i++) {
        if (p->weight[i] < 0 || p->weight[i] > PRODUCT_MOST / factor - total)
            return EMS_LOCATION_FAULT_TOO_LARGE;
        total += p->weight[i];
    }
    return total > 0 ? EMS_LOCATION_FAULT_NONE : EMS_LOCATION_FAULT_NO_DEMAND;
}

static enum ems_location_fault check_units(const struct ems_location_work *work)
{
    const struct ems_location_problem *p = work->problem;
    bool many = ems_location_takes_units(work->options->model);
    int64_t least = 0, most = 0;
    for (int32_t s = 0; s < p->site_count; s++) {
        const struct ems_location_site *site = &p->sites[s];
        if (site->least < 0 || site->least > site->most) return EMS_LOCATION_FAULT_OPTIONS;
        least += many || site->least < 1 ? site->least : 1;
        most += many || site->most < 1 ? site->most : 1;
    }
    if (most == 0) return EMS_LOCATION_FAULT_NO_SITES;
    if (p->units == EMS_LOCATION_NO_LIMIT)
        return work->options->model == EMS_LOCATION_LSCP || p->new_most != EMS_LOCATION_NO_LIMIT ||
                       p->budget != EMS_LOCATION_ANY
                   ? EMS_LOCATION_FAULT_NONE
                   : EMS_LOCATION_FAULT_OPTIONS;
    if (p->units > most) return EMS_LOCATION_FAULT_TOO_MANY_UNITS;
    return p->units < least || p->units < 1 ? EMS_LOCATION_FAULT_TOO_FEW_UNITS : EMS_LOCATION_FAULT_NONE;
}

static enum ems_location_fault check_options(const struct ems_location_options *o)
{
    bool busy = o->model == EMS_LOCATION_MEXCLP || o->model == EMS_LOCATION_MALP;
    if (busy && !(o->busy >= 0 && o->busy < 1)) return EMS_LOCATION_FAULT_OPTIONS;
    bool reliable = o->model == EMS_LOCATION_MALP || o->model == EMS_LOCATION_MALP2;
    if (reliable && !(o->reliability > 0 && o->reliability < 1)) return EMS_LOCATION_FAULT_OPTIONS;
    if (o->model == EMS_LOCATION_DSM && !(o->near_share >= 0 && o->near_share <= 1))
        return EMS_LOCATION_FAULT_OPTIONS;
    return EMS_LOCATION_FAULT_NONE;
}

static enum ems_location_fault check_load(const struct ems_location_work *work)
{
    const struct ems_location_problem *p = work->problem;
    if (work->options->model != EMS_LOCATION_MALP2) return EMS_LOCATION_FAULT_NONE;
    if (p->load == NULL) return EMS_LOCATION_FAULT_OPTIONS;
    for (int32_t i = 0; i < p->point_count; i++)
        if (!(p->load[i] >= 0 && isfinite(p->load[i]))) return EMS_LOCATION_FAULT_OPTIONS;
    return EMS_LOCATION_FAULT_NONE;
}

static enum ems_status check(struct ems_location_work *work)
{
    enum ems_location_fault fault = check_options(work->options);
    if (fault == EMS_LOCATION_FAULT_NONE) fault = check_load(work);
    if (fault == EMS_LOCATION_FAULT_NONE) fault = check_sizes(work);
    if (fault == EMS_LOCATION_FAULT_NONE) fault = check_units(work);
    if (fault == EMS_LOCATION_FAULT_NONE && ems_capacities_given(work->problem) &&
        work->options->model != EMS_LOCATION_MEDIAN && work->options->model != EMS_LOCATION_MCLP)
        fault = EMS_LOCATION_FAULT_CAPACITY;
    work->plan->fault = fault;
    return fault == EMS_LOCATION_FAULT_NONE ? EMS_OK : EMS_BAD_USAGE;
}

/* ---- solving ---- */

static bool asks_another_solver(const struct ems_location_options *options)
{
    return options->solver != NULL && strcmp(options->solver, "glpk") != 0;
}

/* The limits of columns as they were, for a solver that knows nothing of the incumbent. */
static void unfix(struct ems_program *program, const struct ems_program_column *before)
{
    memcpy(program->columns, before, (size_t)program->column_count * sizeof *before);
}

enum ems_status ems_location_finish(struct ems_location_work *work, const struct ems_exact_service *service)
{
    struct ems_incumbent *incumbent = &work->incumbent;
    enum ems_status status = EMS_OK;
    bool another = asks_another_solver(work->options);
    if (another || (!ems_incumbent_proven(incumbent) && work->options->nodes > 0))
        status = ems_exact_solve(&work->program, service, work->options, &work->state, work->arena, incumbent,
                                 work->plan);
    if (status == EMS_OK && incumbent->interrupted) return EMS_INTERRUPTED;
    if (incumbent->found && incumbent->bound < incumbent->value) incumbent->bound = incumbent->value;
    return status;
}

static struct ems_program_column *copy_columns(struct ems_location_work *work)
{
    const struct ems_program *program = &work->program;
    struct ems_program_column *out =
        EMS_NEW_ARRAY(work->arena, struct ems_program_column, program->column_count);
    if (out != NULL) memcpy(out, program->columns, (size_t)program->column_count * sizeof *out);
    return out;
}

enum ems_status ems_location_solve_program(struct ems_location_work *work)
{
    if (work->program.nobody_can) return EMS_INFEASIBLE;
    const struct ems_program_column *before = copy_columns(work);
    if (before == NULL) return EMS_NO_MEMORY;
    if (ems_enumeration_size(&work->program) > 0) {
        ems_enumerate(work->options, &work->state, &work->incumbent);
        if (work->incumbent.interrupted) return EMS_INTERRUPTED;
        return work->incumbent.found ? ems_location_finish(work, NULL) : EMS_INFEASIBLE;
    }
    ems_search_greedy(&work->state);
    ems_search_interchange(&work->state, PASSES);
    ems_incumbent_offer(&work->incumbent, &work->state);
    enum ems_status status =
        ems_bound_relax(&work->program, work->options, &work->state, work->arena, &work->incumbent);
    if (status != EMS_OK) return status;
    if (asks_another_solver(work->options)) unfix(&work->program, before);
    return ems_location_finish(work, NULL);
}

static enum ems_status solve_median(struct ems_location_work *work)
{
    struct ems_median median;
    const struct ems_program_column *before = copy_columns(work);
    enum ems_status status = before != NULL ? EMS_OK : EMS_NO_MEMORY;
    if (status == EMS_OK) status = ems_median_init(&median, work->problem, &work->program, work->arena);
    if (status != EMS_OK) return status;
    work->incumbent.evaluate = ems_median_evaluate;
    work->incumbent.self = &median;
    status =
        ems_median_relax(&median, &work->program, work->options, &work->state, work->arena, &work->incumbent);
    if (status != EMS_OK) return status;
    if (asks_another_solver(work->options)) unfix(&work->program, before);
    return ems_location_finish(work, &median.service);
}

static enum ems_status solve(struct ems_location_work *work)
{
    enum ems_status status =
        ems_program_build(work->problem, work->options, true, work->arena, &work->program);
    if (status == EMS_OK) status = ems_program_state_init(&work->state, &work->program, work->arena);
    if (status == EMS_OK) status = ems_incumbent_init(&work->incumbent, &work->program, work->arena);
    if (status != EMS_OK) return status;
    work->plan->unreached = work->program.uncoverable;
    if (ems_capacities_given(work->problem)) return ems_location_solve_capacitated(work);
    switch (work->options->model) {
    case EMS_LOCATION_MEDIAN:
        return solve_median(work);
    case EMS_LOCATION_CENTRE:
        return ems_location_solve_centre(work);
    default:
        return ems_location_solve_program(work);
    }
}

/* ---- the answer ---- */

static void count_unreached(struct ems_location_work *work)
{
    const struct ems_location_problem *p = work->problem;
    for (int32_t i = 0; i < p->point_count; i++) {
        bool reached = false;
        for (int32_t s = 0; s < p->site_count && !reached; s++)
            reached = work->plan->units[s] > 0 && p->reach[(int64_t)i * p->site_count + s] != EMS_NEVER;
        if (!reached) work->plan->unreached += p->weight[i];
    }
}

static void tell_plan(struct ems_location_work *work)
{
    struct ems_location_plan *plan = work->plan;
    const struct ems_incumbent *found = &work->incumbent;
    for (int32_t c = 0; c < work->program.column_count && found->found; c++) {
        const struct ems_program_column *column = &work->program.columns[c];
        int32_t units = column->upper && found->units[c] > 0 ? 2 : found->units[c];
        if (units > plan->units[column->site]) plan->units[column->site] = units;
    }
    plan->value = found->value;
    plan->value_bound = found->bound;
    plan->objective = (double)found->value / plan->scale;
    plan->bound = (double)found->bound / plan->scale;
    if (plan->minimise) {
        plan->objective = 0 - plan->objective;
        plan->bound = 0 - plan->bound;
    }
    double off = fabs(plan->bound - plan->objective);
    plan->gap = off <= 0 ? 0 : off / fmax(fabs(plan->objective), 1e-300);
    plan->optimal = plan->gap < PROVEN_GAP;
    if (work->options->model == EMS_LOCATION_MEDIAN) count_unreached(work);
}

static void tell_work(struct ems_location_work *work)
{
    struct ems_location_plan *plan = work->plan;
    plan->iterations = work->incumbent.iterations;
    plan->nodes = work->incumbent.nodes;
    plan->points = work->program.row_count;
    for (int32_t c = 0; c < work->program.column_count; c++) plan->sites += work->program.columns[c].most > 0;
}

enum ems_status ems_location_solve(const struct ems_location_problem *problem,
                                   const struct ems_location_options *options, struct ems_location_plan *plan)
{
    struct ems_arena arena = {0};
    *plan = (struct ems_location_plan){.scale = 1};
    struct ems_location_work work = {problem, options, &arena, plan, {0}, {0}, {0}};
    enum ems_status status = check(&work);
    if (status != EMS_OK) return status;
    plan->units = calloc((size_t)problem->site_count, sizeof *plan->units);
    if (plan->units == NULL) return EMS_NO_MEMORY;
    plan->scale = ems_location_scale(problem, options);
    plan->minimise = options->model == EMS_LOCATION_LSCP || options->model == EMS_LOCATION_MEDIAN ||
                     options->model == EMS_LOCATION_CENTRE;
    status = solve(&work);
    tell_work(&work);
    if (status == EMS_INFEASIBLE) plan->optimal = true;
    if (status == EMS_OK && !work.incumbent.found) status = EMS_INFEASIBLE;
    if (status == EMS_OK) tell_plan(&work);
    ems_arena_free(&arena);
    return status;
}

void ems_location_plan_free(struct ems_location_plan *plan)
{
    free(plan->units);
    plan->units = NULL;
}
