#include "study/standards.h"

#include <string.h>

#include "base/names.h"
#include "coverage/radius.h"
#include "coverage/time.h"

static const double ERROR = 0.05; /* of each verdict on its own */

EMS_NAME_FUNCTION(ems_clause_unit_name, enum ems_clause_unit, unit, EMS_CLAUSE_UNITS)

struct judge {
    const struct ems_model *model;
    const struct ems_results *results; /* NULL: not simulated */
    struct ems_arena *arena;
};

static void absent(struct ems_clause_result *r, enum ems_text reason)
{
    r->judgement = (struct ems_judgement){.verdict = EMS_VERDICT_NA, .bound = NAN};
    r->found = ems_figure_missing(EMS_NOTE_NO_CASES);
    r->reason = reason;
}

static void computed(struct ems_clause_result *r, double found)
{
    bool met = r->at_most ? found <= r->required : found >= r->required;
    r->found = ems_figure_bare(found, 0, EMS_NOTE_NO_INTERVAL);
    r->judgement = (struct ems_judgement){.verdict = ems_verdict_exact(met), .bound = NAN};
}

static void simulated(struct ems_clause_result *r, const struct ems_figure *found)
{
    r->found = *found;
    r->judgement = ems_judge_at_least(found, r->required, ERROR, true);
    if (r->judgement.verdict == EMS_VERDICT_NA) r->reason = EMS_T_CLAUSE_NO_CASES;
}

static int32_t class_of(const struct ems_model *model, const char *id)
{
    for (int32_t c = 0; c < model->class_count; c++)
        if (strcmp(model->classes[c].id, id) == 0) return c;
    return EMS_NONE;
}

static enum ems_status judge_radius(const struct judge *j, struct ems_clause_result *r)
{
    double people = 0, covered = 0;
    int32_t class_id = class_of(j->model, r->clause->class_id);
    r->radius_m = r->clause->radius_m;
    if (class_id != EMS_NONE) {
        double own_m = j->model->classes[class_id].service_radius_m;
        if (r->clause->local_radius && own_m > 0) r->radius_m = own_m;
        enum ems_status status =
            ems_radius_class(j->model, class_id, r->radius_m, j->arena, &people, &covered);
        if (status != EMS_OK) return status;
    }
    if (people > 0)
        computed(r, covered / people);
    else
        absent(r, EMS_T_CLAUSE_NO_CLASS);
    return EMS_OK;
}

/* Ambulances owned: spares in, non-emergency cars out. */
static int32_t ambulances(const struct ems_model *model, bool negative_pressure)
{
    int32_t count = 0;
    for (int32_t v = 0; v < model->vehicle_count; v++) {
        const struct ems_vehicle_type *type = &model->types[model->vehicles[v].type];
        if (type->emergency && (type->negative_pressure || !negative_pressure)) count++;
    }
    return count;
}

/* Whole people: places share them out in fractions. */
static double population(const struct ems_model *model)
{
    double people = 0;
    for (int32_t a = 0; a < model->area_count; a++) people += model->areas[a].population;
    return rint(people);
}

static void judge_fleet(const struct judge *j, struct ems_clause_result *r)
{
    const double people = population(j->model);
    const int32_t vehicles = ambulances(j->model, false);
    const bool county = r->clause->form == EMS_FLEET_COUNTY;
    r->unit = county ? EMS_UNIT_VEHICLES : EMS_UNIT_PEOPLE_PER_VEHICLE;
    r->at_most = !county;
    r->required = county ? ceil(people / r->clause->people) : r->clause->people;
    if (!(people > 0))
        absent(r, EMS_T_CLAUSE_NO_PEOPLE);
    else if (county)
        computed(r, vehicles);
    else if (vehicles == 0)
        absent(r, EMS_T_CLAUSE_NO_VEHICLES);
    else
        computed(r, people / vehicles);
}

static void judge_negative_pressure(const struct judge *j, struct ems_clause_result *r)
{
    const int32_t all = ambulances(j->model, false), with = ambulances(j->model, true);
    if (all == 0)
        absent(r, EMS_T_CLAUSE_NO_VEHICLES);
    else
        computed(r, (double)with / all);
}

static enum ems_status judge_reach(const struct judge *j, struct ems_clause_result *r)
{
    struct ems_rescue_reach reach;
    enum ems_status status = ems_rescue_reach_compute(j->model, j->arena, &reach);
    if (status != EMS_OK) return status;
    if (reach.bases == 0)
        absent(r, EMS_T_CLAUSE_NO_TEAMS);
    else if (!(reach.people > 0))
        absent(r, EMS_T_CLAUSE_NO_PEOPLE);
    else
        computed(r, reach.reached / reach.people);
    return EMS_OK;
}

static void typed_in(struct ems_clause_result *r)
{
    r->origin = EMS_ORIGIN_INPUT;
    if (r->reason == EMS_T_NONE) r->reason = EMS_T_CLAUSE_TYPED_IN;
}

static void judge_answer(const struct judge *j, struct ems_clause_result *r)
{
    if (!j->model->call_centre.given)
        absent(r, EMS_T_CLAUSE_NO_CALL_CENTRE);
    else if (j->results == NULL)
        absent(r, EMS_T_CLAUSE_NEEDS_RUN);
    else {
        simulated(r, &j->results->service.answered_10s_share);
        /* with a seat for everyone, nobody waits longer than the scenario says */
        if (j->model->call_centre.seats == EMS_UNLIMITED) typed_in(r);
    }
}

static void judge_departure(const struct judge *j, struct ems_clause_result *r)
{
    if (j->results == NULL)
        absent(r, EMS_T_CLAUSE_NEEDS_RUN);
    else
        simulated(r, &j->results->service.departed_180s_share);
    if (j->model->turnout_given) typed_in(r);
}

static void judge_satisfaction(const struct judge *j, struct ems_clause_result *r)
{
    if (j->results == NULL)
        absent(r, EMS_T_CLAUSE_NEEDS_RUN);
    else
        simulated(r, &j->results->service.satisfaction_share);
}

static bool is_arithmetic(enum ems_measure measure)
{
    return measure == EMS_MEASURE_RADIUS_COVER || measure == EMS_MEASURE_TWO_HOUR_REACH ||
           measure == EMS_MEASURE_PEOPLE_PER_VEHICLE || measure == EMS_MEASURE_NEGATIVE_PRESSURE_SHARE;
}

static enum ems_status judge_clause(const struct judge *j, struct ems_clause_result *r)
{
    r->origin = is_arithmetic(r->clause->measure) ? EMS_ORIGIN_COMPUTED : EMS_ORIGIN_SIMULATED;
    r->unit = EMS_UNIT_SHARE;
    r->required = r->clause->share;
    r->radius_m = NAN;
    r->reason = EMS_T_NONE;
    switch (r->clause->measure) {
    case EMS_MEASURE_RADIUS_COVER:
        return judge_radius(j, r);
    case EMS_MEASURE_TWO_HOUR_REACH:
        return judge_reach(j, r);
    case EMS_MEASURE_PEOPLE_PER_VEHICLE:
        judge_fleet(j, r);
        break;
    case EMS_MEASURE_NEGATIVE_PRESSURE_SHARE:
        judge_negative_pressure(j, r);
        break;
    case EMS_MEASURE_ANSWER_10S_SHARE:
        judge_answer(j, r);
        break;
    case EMS_MEASURE_DEPARTURE_3MIN_SHARE:
        judge_departure(j, r);
        break;
    case EMS_MEASURE_CALL_SATISFACTION:
        judge_satisfaction(j, r);
        break;
    case EMS_MEASURE_CRITICAL_CARE_ON_SCENE:
    case EMS_MEASURE_COUNT:
        absent(r, EMS_T_CLAUSE_NOT_SIMULATED);
        break;
    }
    return EMS_OK;
}

enum ems_status ems_standards_judge(const struct ems_model *model, const struct ems_results *results,
                                    struct ems_arena *arena, struct ems_standards_result *out)
{
    const struct judge j = {model, results, arena};
    const int32_t standards = model->standard_files == NULL ? 0 : model->standard_count;
    int32_t count = 0;
    *out = (struct ems_standards_result){0};
    for (int32_t s = 0; s < standards; s++) count += model->standard_files[s]->clause_count;
    struct ems_clause_result *clauses = EMS_NEW_ARRAY(arena, struct ems_clause_result, count);
    if (clauses == NULL) return EMS_NO_MEMORY;
    for (int32_t s = 0; s < standards; s++)
        for (int32_t c = 0; c < model->standard_files[s]->clause_count; c++) {
            struct ems_clause_result *r = &clauses[out->count++];
            r->standard = model->standard_files[s];
            r->clause = &r->standard->clauses[c];
            enum ems_status status = judge_clause(&j, r);
            if (status != EMS_OK) return status;
        }
    out->clauses = clauses;
    return EMS_OK;
}
