/* Vehicles of a plan: their types, those that the clauses of standards ask for, and what they cost. */
#include <string.h>

#include "study/size_parts.h"

/* ---- stations that must have a crew ---- */

/* How many radius clauses a plan meets; -1 when memory is short. */
static int32_t radius_clauses(struct ems_sizing *s, const struct ems_size_plan *plan)
{
    struct ems_arena arena = {0};
    struct ems_model model;
    struct ems_standards_result judged;
    int32_t met = -1;
    if (ems_size_plan_model(s, 0, plan, &arena, &model) == EMS_OK &&
        ems_standards_judge(&model, NULL, &arena, &judged) == EMS_OK) {
        met = 0;
        for (int32_t c = 0; c < judged.count; c++)
            met += judged.clauses[c].clause->measure == EMS_MEASURE_RADIUS_COVER &&
                   judged.clauses[c].judgement.verdict == EMS_VERDICT_YES;
    }
    ems_arena_free(&arena);
    return met;
}

/* From the last station to the first: it may do without crews where as many clauses are met as before. */
enum ems_status ems_size_find_floor(struct ems_sizing *s)
{
    struct ems_size_plan plan = ems_size_plan_new(s);
    if (plan.crews == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < s->stations; i++) ems_size_plan_change(s, &plan, i * EMS_SIZE_PATTERNS, 1);
    int32_t all = radius_clauses(s, &plan);
    for (int32_t i = s->stations - 1; i >= 0 && all > 0; i--) {
        s->floor[i] = 1;
        if (plan.count == 1) break;
        ems_size_plan_change(s, &plan, i * EMS_SIZE_PATTERNS, -1);
        int32_t without = radius_clauses(s, &plan);
        if (without < 0) return EMS_NO_MEMORY;
        if (without == all)
            s->floor[i] = 0;
        else
            ems_size_plan_change(s, &plan, i * EMS_SIZE_PATTERNS, 1);
    }
    return all < 0 ? EMS_NO_MEMORY : EMS_OK;
}

/* ---- types ---- */

/* The type next above `price` that is cheaper than `most`; EMS_NONE when there is none. */
static int32_t next_cheapest(const struct ems_sizing *s, double price, double most)
{
    int32_t best = EMS_NONE;
    const double *prices = s->options->vehicle_price;
    for (int32_t t = 0; t < s->base->type_count; t++)
        if (s->base->types[t].emergency && prices[t] > price && prices[t] < most &&
            (best == EMS_NONE || prices[t] < prices[best]))
            best = t;
    return best;
}

/* One vehicle of a station: the cheapest type with which all targets hold, else the most useful one. */
static enum ems_status choose_type(struct ems_sizing *s, const struct ems_size_plan *plan, int32_t *extra)
{
    int32_t useful = ems_size_added_type(s->base);
    const double *prices = s->options->vehicle_price;
    for (int32_t t = next_cheapest(s, -1, prices[useful]); t != EMS_NONE;
         t = next_cheapest(s, prices[t], prices[useful])) {
        struct ems_size_trial trial;
        extra[t]++;
        enum ems_status status = ems_size_try(s, plan, &trial);
        if (status != EMS_OK || ems_size_met(s, &trial)) return status;
        extra[t]--;
    }
    extra[useful]++;
    return EMS_OK;
}

static enum ems_status choose_types(struct ems_sizing *s, const struct ems_size_plan *plan)
{
    for (int32_t i = 0; i < s->stations; i++)
        while (ems_size_plan_lacking(s, plan, i) > 0) {
            enum ems_status status = choose_type(s, plan, s->extra + i * s->base->type_count);
            if (status != EMS_OK) return status;
        }
    return EMS_OK;
}

/* ---- what standards ask for ---- */

struct fleet {
    int32_t owned, negative;         /* emergency vehicles, spares in; of these with negative pressure */
    int32_t required;                /* vehicles */
    double negative_share;           /* required */
    int32_t cheapest, with_negative; /* types to buy; EMS_NONE: no such type */
};

static int32_t negative_required(const struct fleet *f)
{
    int32_t fleet = f->owned > f->required ? f->owned : f->required;
    return (int32_t)ceil(f->negative_share * fleet - 1e-9);
}

/* By price where there are prices, else by use. */
static int32_t type_to_buy(const struct ems_sizing *s, bool negative)
{
    int32_t best = EMS_NONE;
    const double *prices = s->options->vehicle_price;
    for (int32_t t = 0; t < s->base->type_count; t++) {
        const struct ems_vehicle_type *type = &s->base->types[t];
        if (!type->emergency || (negative && !type->negative_pressure)) continue;
        if (best == EMS_NONE || (prices != NULL ? prices[t] < prices[best]
                                                : __builtin_popcount(type->serves) >
                                                      __builtin_popcount(s->base->types[best].serves)))
            best = t;
    }
    return best;
}

static void read_clauses(const struct ems_sizing *s, struct fleet *f)
{
    const struct ems_model *model = s->base;
    double people = 0;
    for (int32_t a = 0; a < model->area_count; a++) people += model->areas[a].population;
    people = rint(people);
    for (int32_t i = 0; i < model->standard_count && model->standard_files != NULL; i++)
        for (int32_t c = 0; c < model->standard_files[i]->clause_count; c++) {
            const struct ems_clause *clause = &model->standard_files[i]->clauses[c];
            if (clause->measure == EMS_MEASURE_PEOPLE_PER_VEHICLE)
                f->required = (int32_t)fmax(f->required, ceil(people / clause->people));
            if (clause->measure == EMS_MEASURE_NEGATIVE_PRESSURE_SHARE)
                f->negative_share = fmax(f->negative_share, clause->share);
        }
}

static enum ems_status read_fleet(struct ems_sizing *s, const struct ems_size_plan *plan, struct fleet *f)
{
    struct ems_arena arena = {0};
    struct ems_model model;
    enum ems_status status = ems_size_plan_model(s, 0, plan, &arena, &model);
    *f = (struct fleet){.cheapest = type_to_buy(s, false), .with_negative = type_to_buy(s, true)};
    for (int32_t v = 0; status == EMS_OK && v < model.vehicle_count; v++) {
        const struct ems_vehicle_type *type = &model.types[model.vehicles[v].type];
        f->owned += type->emergency;
        f->negative += type->emergency && type->negative_pressure;
    }
    read_clauses(s, f);
    ems_arena_free(&arena);
    return status;
}

/* Vehicles besides the crewed ones go where crews have the fewest to choose from. */
static int32_t place_for(const struct ems_sizing *s, const struct ems_size_plan *plan, const int32_t *bought)
{
    int32_t best = 0;
    double least = INFINITY;
    for (int32_t i = 0; i < s->stations; i++) {
        int32_t most = ems_size_plan_most(s, plan, i);
        if (most == 0) continue;
        double each = (double)(s->base->stations[i].vehicle_count + bought[i]) / most;
        if (each >= least) continue;
        least = each;
        best = i;
    }
    return best;
}

static enum ems_status buy_fleet(struct ems_sizing *s, const struct ems_size_plan *plan)
{
    struct fleet f;
    int32_t types = s->base->type_count;
    int32_t *bought = EMS_NEW_ARRAY(&s->size->arena, int32_t, s->stations);
    if (bought == NULL) return EMS_NO_MEMORY;
    enum ems_status status = read_fleet(s, plan, &f);
    for (int32_t i = 0; i < s->stations; i++) {
        bought[i] = ems_size_plan_lacking(s, plan, i);
        for (int32_t t = 0; t < types; t++) bought[i] += s->extra[i * types + t];
    }
    while (status == EMS_OK) {
        bool negative = f.with_negative != EMS_NONE && f.negative < negative_required(&f);
        int32_t type = negative ? f.with_negative : f.cheapest;
        if ((!negative && f.owned >= f.required) || type == EMS_NONE) break;
        int32_t at = place_for(s, plan, bought);
        s->extra[at * types + type]++;
        bought[at]++;
        f.owned++;
        f.negative += s->base->types[type].negative_pressure;
    }
    return status;
}

/* Types first: what is lacking for crews is fixed before more is bought. */
enum ems_status ems_size_choose_vehicles(struct ems_sizing *s, const struct ems_size_trial *trial)
{
    enum ems_status status = EMS_OK;
    if (s->options->vehicle_price != NULL || s->options->standards)
        for (int32_t i = 0; i < s->stations && s->options->vehicle_price == NULL; i++) {
            int32_t lacking = ems_size_plan_lacking(s, &trial->plan, i);
            s->extra[i * s->base->type_count + ems_size_added_type(s->base)] += lacking;
        }
    if (s->options->vehicle_price != NULL) status = choose_types(s, &trial->plan);
    return status == EMS_OK && s->options->standards ? buy_fleet(s, &trial->plan) : status;
}

enum ems_status ems_size_count_vehicles(struct ems_sizing *s)
{
    struct ems_arena arena = {0};
    struct ems_model model;
    struct ems_size *size = s->size;
    struct fleet f;
    int32_t types = s->base->type_count;
    size->vehicles = EMS_NEW_ARRAY(&size->arena, int32_t, s->stations * types);
    size->added = EMS_NEW_ARRAY(&size->arena, int32_t, types);
    if (size->arena.failed) return EMS_NO_MEMORY;
    enum ems_status status = ems_size_plan_model(s, 0, &size->plan.plan, &arena, &model);
    if (status == EMS_OK) status = read_fleet(s, &size->plan.plan, &f);
    for (int32_t v = 0; status == EMS_OK && v < model.vehicle_count; v++)
        size->vehicles[model.vehicles[v].station * types + model.vehicles[v].type]++;
    size->vehicle_cost = s->options->vehicle_price != NULL ? 0 : NAN;
    for (int32_t t = 0; status == EMS_OK && t < types; t++) {
        for (int32_t i = 0; i < s->stations; i++) size->added[t] += size->vehicles[i * types + t];
        for (int32_t v = 0; v < s->base->vehicle_count; v++) size->added[t] -= s->base->vehicles[v].type == t;
        if (s->options->vehicle_price != NULL)
            size->vehicle_cost += s->options->vehicle_price[t] * size->added[t];
    }
    if (status == EMS_OK) {
        size->vehicles_owned = f.owned;
        size->negative_owned = f.negative;
        size->vehicles_required = f.required;
        size->negative_required = negative_required(&f);
    }
    ems_arena_free(&arena);
    return status;
}
