#include "study/site.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

enum { NEIGHBOURS = 6 };

static const struct ems_place_in_file nowhere = {.file = ""};

const char *ems_site_origin_name(enum ems_site_origin origin)
{
    static const char *const names[] = {
#define EMS_X(id, name) name,
        EMS_SITE_ORIGINS(EMS_X)
#undef EMS_X
    };
    return names[origin];
}

struct ems_site_request ems_site_request_default(void)
{
    return (struct ems_site_request){.crews = 1,
                                     .plans = 5,
                                     .source = EMS_SITE_GRID,
                                     .budget = NAN,
                                     .location = ems_location_options_default(EMS_LOCATION_MCLP),
                                     .run = ems_run_options_default()};
}

/* ---- what cannot be solved, in words ---- */

static enum ems_status say(struct ems_diags *diags, enum ems_status status, enum ems_text text,
                           const char *const *args)
{
    ems_diag_error(diags, nowhere, "", text, args);
    return status;
}

static enum ems_status say_fault(const struct ems_site *site, const struct ems_location_plan *plan,
                                 struct ems_diags *diags)
{
    char asked[EMS_NUMBER_SIZE], have[EMS_NUMBER_SIZE];
    ems_number_format(site->problem.units, asked);
    ems_number_format(site->problem.site_count, have);
    switch (plan->fault) {
    case EMS_LOCATION_FAULT_NO_DEMAND:
        return say(diags, EMS_BAD_INPUT, EMS_T_SITE_NO_DEMAND, NULL);
    case EMS_LOCATION_FAULT_NO_SITES:
    case EMS_LOCATION_FAULT_TOO_MANY_UNITS:
        return say(diags, EMS_BAD_USAGE, EMS_T_SITE_TOO_MANY, EMS_ARGS(asked, have));
    case EMS_LOCATION_FAULT_TOO_FEW_UNITS:
        return say(diags, EMS_BAD_USAGE, EMS_T_SITE_TOO_FEW, NULL);
    case EMS_LOCATION_FAULT_TOO_LARGE:
        return say(diags, EMS_BAD_INPUT, EMS_T_SITE_TOO_LARGE, NULL);
    case EMS_LOCATION_FAULT_CAPACITY:
        return say(diags, EMS_BAD_USAGE, EMS_T_SITE_CAPACITY,
                   EMS_ARGS(ems_location_model_name(site->request->location.model)));
    case EMS_LOCATION_FAULT_OPTIONS:
    case EMS_LOCATION_FAULT_NONE:
    case EMS_LOCATION_FAULT_COUNT:
        break;
    }
    return say(diags, EMS_BAD_USAGE, EMS_T_SITE_OPTIONS, NULL);
}

static enum ems_status say_trouble(const struct ems_site *site, const struct ems_location_plan *plan,
                                   struct ems_diags *diags)
{
    const char *solver = site->request->location.solver;
    char detail[EMS_NUMBER_SIZE];
    ems_number_format(plan->trouble_detail < 0 ? -plan->trouble_detail : plan->trouble_detail, detail);
    switch (plan->trouble) {
    case EMS_LOCATION_TROUBLE_ABSENT:
        return say(diags, EMS_IO, EMS_T_SITE_SOLVER_ABSENT, EMS_ARGS(solver));
    case EMS_LOCATION_TROUBLE_DIED:
        return say(diags, EMS_IO,
                   plan->trouble_detail < 0 ? EMS_T_SITE_SOLVER_KILLED : EMS_T_SITE_SOLVER_DIED,
                   EMS_ARGS(solver, detail));
    case EMS_LOCATION_TROUBLE_TIMED_OUT:
        return say(diags, EMS_IO, EMS_T_SITE_SOLVER_SLOW, EMS_ARGS(solver));
    case EMS_LOCATION_TROUBLE_NO_ANSWER:
        return say(diags, EMS_IO, EMS_T_SITE_SOLVER_SILENT, EMS_ARGS(solver));
    case EMS_LOCATION_TROUBLE_WRONG:
        return say(diags, EMS_IO, EMS_T_SITE_SOLVER_WRONG, EMS_ARGS(solver));
    case EMS_LOCATION_TROUBLE_NONE:
    case EMS_LOCATION_TROUBLE_COUNT:
        break;
    }
    return say(diags, EMS_IO, EMS_T_SITE_SOLVER_FILE, EMS_ARGS(strerror(errno)));
}

/* ---- the model ---- */

static enum ems_status solve(const struct ems_site *site, const struct ems_location_problem *problem,
                             enum ems_location_model model, struct ems_diags *diags,
                             struct ems_location_plan *plan)
{
    struct ems_location_options options = site->request->location;
    options.model = model;
    options.interrupted = site->request->run.hooks.interrupted;
    options.self = site->request->run.hooks.self;
    enum ems_status status = ems_location_solve(problem, &options, plan);
    if (status == EMS_BAD_USAGE) return say_fault(site, plan, diags);
    if (status == EMS_IO) return say_trouble(site, plan, diags);
    if (status == EMS_INFEASIBLE) return say(diags, status, EMS_T_SITE_INFEASIBLE, NULL);
    return status;
}

static int32_t count_units(const struct ems_site *site, const int32_t *units)
{
    int32_t count = 0;
    bool tiers = site->upper_type != NULL;
    for (int32_t s = 0; s < site->problem.site_count; s++) count += tiers ? units[s] > 0 : units[s];
    return count;
}

/* Stations that the model has no use for go where they shorten the way most. */
static enum ems_status fill_up(const struct ems_site *site, int32_t *units, struct ems_arena *arena)
{
    struct ems_location_problem problem = site->problem;
    struct ems_location_plan plan;
    struct ems_diags unheard = {0};
    if (problem.units == EMS_LOCATION_NO_LIMIT || count_units(site, units) >= problem.units) return EMS_OK;
    struct ems_location_site *sites = EMS_NEW_ARRAY(arena, struct ems_location_site, problem.site_count);
    if (sites == NULL) return EMS_NO_MEMORY;
    for (int32_t s = 0; s < problem.site_count; s++) {
        sites[s] = problem.sites[s];
        if (units[s] > 0) sites[s].least = 1;
    }
    problem.sites = sites;
    enum ems_status status = solve(site, &problem, EMS_LOCATION_MEDIAN, &unheard, &plan);
    for (int32_t s = 0; status == EMS_OK && s < problem.site_count; s++)
        if (units[s] == 0) units[s] = plan.units[s];
    ems_location_plan_free(&plan);
    ems_diags_free(&unheard);
    return status == EMS_NO_MEMORY || status == EMS_INTERRUPTED ? status : EMS_OK;
}

/* ---- plans ---- */

static bool same_plan(const struct ems_site *site, const int32_t *a, const int32_t *b)
{
    return memcmp(a, b, (size_t)site->problem.site_count * sizeof *a) == 0;
}

int32_t ems_site_add_plan(struct ems_site *site, const int32_t *units, enum ems_site_origin origin)
{
    int32_t sites = site->problem.site_count;
    for (int32_t p = 0; p < site->plan_count; p++)
        if (same_plan(site, site->plans[p].units, units)) return p;
    if (site->plan_count == site->plan_capacity) {
        int32_t capacity = 2 * site->plan_capacity + 16;
        struct ems_site_plan *moved = EMS_NEW_ARRAY(&site->arena, struct ems_site_plan, capacity);
        if (moved == NULL) return -1;
        if (site->plan_count > 0) memcpy(moved, site->plans, (size_t)site->plan_count * sizeof *moved);
        site->plans = moved;
        site->plan_capacity = capacity;
    }
    struct ems_site_plan *plan = &site->plans[site->plan_count];
    *plan = (struct ems_site_plan){.origin = origin,
                                   .screened_s = NAN,
                                   .judged_s = NAN,
                                   .judged_half_s = NAN,
                                   .judged_change_half_s = NAN};
    plan->units = EMS_NEW_ARRAY(&site->arena, int32_t, sites);
    if (plan->units == NULL) return -1;
    memcpy(plan->units, units, (size_t)sites * sizeof *units);
    plan->objective = NAN;
    if (ems_location_value(&site->problem, &site->request->location, units, &plan->value)) {
        plan->objective = (double)plan->value / site->best.scale;
        if (site->best.minimise) plan->objective = 0 - plan->objective;
    }
    ems_site_count_people(site, plan);
    if (ems_site_write_overlay(site, plan) != EMS_OK) return -1;
    return site->plan_count++;
}

/* The plan of another model, where it has one. */
static enum ems_status add_other(struct ems_site *site, enum ems_location_model model)
{
    struct ems_diags unheard = {0};
    struct ems_location_plan plan;
    bool as_many = site->problem.units == EMS_LOCATION_NO_LIMIT && site->problem.budget == EMS_LOCATION_ANY;
    if (model == site->request->location.model || as_many || site->upper_type != NULL) return EMS_OK;
    enum ems_status status = solve(site, &site->problem, model, &unheard, &plan);
    if (status == EMS_OK) status = fill_up(site, plan.units, &site->arena);
    if (status == EMS_OK && ems_site_add_plan(site, plan.units, EMS_SITE_FROM_OTHER) < 0)
        status = EMS_NO_MEMORY;
    ems_location_plan_free(&plan);
    ems_diags_free(&unheard);
    return status == EMS_NO_MEMORY || status == EMS_INTERRUPTED ? status : EMS_OK;
}

/* The problem without capacities: counting a plan with them is slow, and near is near. */
static bool without_capacities(struct ems_site *site, struct ems_location_problem *out)
{
    int32_t count = site->problem.site_count;
    struct ems_location_site *sites = EMS_NEW_ARRAY(&site->arena, struct ems_location_site, count);
    if (sites == NULL) return false;
    memcpy(sites, site->problem.sites, (size_t)count * sizeof *sites);
    for (int32_t s = 0; s < count; s++) sites[s].capacity = EMS_LOCATION_ANY;
    *out = site->problem;
    out->sites = sites;
    return true;
}

static enum ems_status add_neighbours(struct ems_site *site)
{
    int32_t sites = site->problem.site_count, count;
    int32_t *units = EMS_NEW_ARRAY(&site->arena, int32_t, NEIGHBOURS * (int64_t)sites);
    struct ems_location_problem problem;
    if (units == NULL || !without_capacities(site, &problem)) return EMS_NO_MEMORY;
    struct ems_location_plan around = site->best;
    around.units = site->plans[0].units;
    enum ems_status status =
        ems_location_neighbours(&problem, &site->request->location, &around, NEIGHBOURS, units, &count);
    for (int32_t i = 0; i < count && status == EMS_OK; i++)
        if (ems_site_add_plan(site, &units[(int64_t)i * sites], EMS_SITE_FROM_NEIGHBOUR) < 0)
            status = EMS_NO_MEMORY;
    return status;
}

static enum ems_status model_plan(struct ems_site *site, struct ems_diags *diags)
{
    enum ems_status status = solve(site, &site->problem, site->request->location.model, diags, &site->best);
    if (status != EMS_OK) return status;
    status = fill_up(site, site->best.units, &site->arena);
    if (status == EMS_OK && ems_site_add_plan(site, site->best.units, EMS_SITE_FROM_MODEL) < 0)
        status = EMS_NO_MEMORY;
    struct ems_site_plan now = {.units = EMS_NEW_ARRAY(&site->arena, int32_t, site->problem.site_count)};
    if (now.units == NULL) return EMS_NO_MEMORY;
    for (int32_t s = 0; s < site->station_count; s++) now.units[s] = 1 + site->problem.sites[s].upper_tier;
    ems_site_count_people(site, &now);
    site->covered_now = now.covered;
    return status;
}

/* ---- the whole ---- */

/* The type that most crewed vehicles are of; of the upper tier's only where there is no other. */
static const char *commonest_type(const struct ems_model *model, const char *upper)
{
    int32_t counts[EMS_VEHICLE_TYPES_MAX] = {0}, best = 0;
    for (int32_t v = 0; v < model->vehicle_count; v++)
        if (!model->vehicles[v].spare && model->types[model->vehicles[v].type].emergency)
            counts[model->vehicles[v].type] += 2;
    for (int32_t t = 0; t < model->type_count; t++)
        if (upper != NULL && strcmp(model->types[t].id, upper) == 0 && counts[t] > 0) counts[t] = 1;
    for (int32_t t = 1; t < model->type_count; t++)
        if (counts[t] > counts[best]) best = t;
    return model->type_count > 0 ? model->types[best].id : "als";
}

static enum ems_status check_type(const struct ems_site *site, const char *option, const char *id,
                                  struct ems_diags *diags)
{
    for (int32_t t = 0; id != NULL && t < site->model->type_count; t++)
        if (site->model->types[t].emergency && strcmp(site->model->types[t].id, id) == 0) return EMS_OK;
    return id == NULL ? EMS_OK : say(diags, EMS_BAD_USAGE, EMS_T_SITE_NO_TYPE, EMS_ARGS(option, id));
}

static enum ems_status check_tiers(const struct ems_site *site, struct ems_diags *diags)
{
    const struct ems_site_request *r = site->request;
    bool tiers = r->location.model == EMS_LOCATION_HIERARCHICAL;
    if (tiers != (r->upper_type != NULL)) return say(diags, EMS_BAD_USAGE, EMS_T_SITE_TIERS, NULL);
    if (tiers && r->move > 0) return say(diags, EMS_BAD_USAGE, EMS_T_SITE_TIERS_MOVE, NULL);
    return EMS_OK;
}

/* Simulation cannot tell plans apart then. */
static bool nobody_calls(const struct ems_model *model)
{
    double requests = 0;
    for (int32_t a = 0; a < model->area_count; a++) requests += model->areas[a].requests_per_year;
    return !model->has_trace && !(requests > 0);
}

static enum ems_status check(const struct ems_site *site, struct ems_diags *diags)
{
    const struct ems_site_request *r = site->request;
    if (r->add + r->close + r->move == 0 && r->location.model != EMS_LOCATION_LSCP && isnan(r->budget))
        return say(diags, EMS_BAD_USAGE, EMS_T_SITE_NOTHING, NULL);
    if (r->close >= site->model->station_count + r->add && isnan(r->budget))
        return say(diags, EMS_BAD_USAGE, EMS_T_SITE_TOO_FEW, NULL);
    if (site->model->place_count == 0 && !site->model->has_trace)
        return say(diags, EMS_BAD_INPUT, EMS_T_SITE_NO_DEMAND, NULL);
    if (!site->request->model_only && nobody_calls(site->model))
        return say(diags, EMS_BAD_INPUT, EMS_T_BOUND_NO_DEMAND, NULL);
    enum ems_status status = check_tiers(site, diags);
    if (status == EMS_OK && r->upper_type != NULL && strcmp(site->new_type, r->upper_type) == 0)
        status = say(diags, EMS_BAD_USAGE, EMS_T_SITE_TIERS_TYPE, EMS_ARGS(r->upper_type));
    if (status == EMS_OK) status = check_type(site, "type", r->new_type, diags);
    return status == EMS_OK ? check_type(site, "upper", r->upper_type, diags) : status;
}

static enum ems_status run(struct ems_site *site, struct ems_diags *diags)
{
    const struct ems_site_request *request = site->request;
    enum ems_status status = ems_scenario_load(request->path, &request->load, diags, &site->scenario);
    if (status != EMS_OK) return status;
    site->model = ems_scenario_model(site->scenario);
    site->upper_type = request->upper_type;
    site->new_type =
        request->new_type != NULL ? request->new_type : commonest_type(site->model, request->upper_type);
    for (int k = 0; k <= EMS_SITE_ALSO_MOST; k++) site->warmups[k] = -1;
    status = check(site, diags);
    if (status == EMS_OK) status = ems_site_find_candidates(site, diags);
    if (status == EMS_OK) status = ems_site_make_problem(site, diags);
    if (status == EMS_OK) status = ems_site_keep_named(site, diags);
    if (status == EMS_OK) status = model_plan(site, diags);
    if (status != EMS_OK || request->model_only) return status;
    status = add_other(site, EMS_LOCATION_MEDIAN);
    if (status == EMS_OK) status = add_other(site, EMS_LOCATION_MEXCLP);
    if (status == EMS_OK) status = add_neighbours(site);
    return status == EMS_OK ? ems_site_simulate(site, diags) : status;
}

enum ems_status ems_site_run(const struct ems_site_request *request, struct ems_diags *diags,
                             struct ems_site **out)
{
    struct ems_site *site = calloc(1, sizeof *site);
    *out = NULL;
    if (site == NULL) return EMS_NO_MEMORY;
    site->request = request;
    enum ems_status status = run(site, diags);
    bool something = status == EMS_OK || (status == EMS_INTERRUPTED && site->plan_count > 0);
    if (something)
        *out = site;
    else
        ems_site_free(site);
    return status;
}

void ems_site_free(struct ems_site *site)
{
    if (site == NULL) return;
    for (int32_t r = 0; r < 1 + EMS_SITE_ALSO_MOST; r++)
        if (site->rounds[r] != NULL) ems_compare_free(site->rounds[r]);
    ems_location_plan_free(&site->best);
    for (int32_t i = 0; i < site->loaded_count; i++) ems_scenario_free(site->loaded[i]);
    ems_scenario_free(site->scenario);
    ems_arena_free(&site->arena);
    free(site);
}
