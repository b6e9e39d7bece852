#include "report/document.h"
#include "report/report.h"
#include "report/size_report.h"

static void put_days(struct ems_document *doc, json_t *object, uint32_t weekdays)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    json_t *days = json_array();
    for (int d = 0; d < 7; d++)
        if (weekdays >> d & 1) ems_document_append(doc, days, ems_json_text(names[d]));
    ems_document_put(doc, object, "days", days);
}

static json_t *pattern_json(struct ems_document *doc, const struct ems_size_pattern *pattern, int32_t crews)
{
    char from[8], to[8];
    json_t *object = json_object();
    snprintf(from, sizeof from, "%02d:%02d", (int)(pattern->from / EMS_HOUR % 24),
             (int)(pattern->from / EMS_MINUTE % 60));
    snprintf(to, sizeof to, "%02d:%02d", (int)(pattern->to / EMS_HOUR % 24),
             (int)(pattern->to / EMS_MINUTE % 60));
    ems_document_put(doc, object, "count", ems_json_integer(crews));
    ems_document_put(doc, object, "from", ems_json_text(from));
    ems_document_put(doc, object, "to", ems_json_text(to));
    put_days(doc, object, pattern->weekdays);
    ems_document_put(doc, object, "hours_a_week", ems_json_real(pattern->hours));
    ems_document_put(doc, object, "paid_hours_a_week", ems_json_real(pattern->paid));
    return object;
}

static void put_needed(struct ems_document *doc, json_t *object, const int32_t *needed)
{
    json_t *hours = json_array();
    for (int32_t h = 0; h < EMS_SIZE_HOURS; h++) ems_document_append(doc, hours, ems_json_integer(needed[h]));
    ems_document_put(doc, object, "needed_by_hour_of_week", hours);
}

static json_t *stations_json(struct ems_document *doc, const struct ems_size *size,
                             const struct ems_size_plan *plan, bool vehicles)
{
    const struct ems_model *model = size->base;
    json_t *array = json_array();
    for (int32_t s = 0; s < model->station_count; s++) {
        json_t *object = json_object(), *crews = json_array(), *types = json_object();
        ems_document_put(doc, object, "id", ems_json_text(model->stations[s].id));
        for (int32_t p = 0; p < size->pattern_count; p++) {
            int32_t count = plan->crews[s * EMS_SIZE_PATTERNS + p];
            if (count > 0) ems_document_append(doc, crews, pattern_json(doc, &size->patterns[p], count));
        }
        ems_document_put(doc, object, "crews", crews);
        for (int32_t t = 0; vehicles && t < model->type_count; t++)
            ems_document_put(doc, types, model->types[t].id,
                             ems_json_integer(size->vehicles[s * model->type_count + t]));
        ems_document_put(doc, object, "vehicles", types);
        if (vehicles && size->needed != NULL) put_needed(doc, object, size->needed + s * EMS_SIZE_HOURS);
        ems_document_append(doc, array, object);
    }
    return array;
}

static json_t *trial_json(struct ems_document *doc, const struct ems_size *size,
                          const struct ems_size_trial *trial)
{
    json_t *object = json_object(), *found = json_array();
    ems_document_put(doc, object, "crews", ems_json_integer(trial->plan.count));
    ems_document_put(doc, object, "crew_hours_a_week", ems_json_real(trial->plan.hours));
    ems_document_put(doc, object, "paid_hours_a_week", ems_json_real(trial->plan.paid));
    ems_document_put(doc, object, "mean_crews_on_duty", ems_json_real(trial->plan.hours / EMS_SIZE_HOURS));
    for (int32_t t = 0; t < size->base->target_count; t++)
        ems_document_append(doc, found, ems_report_figure_json(&trial->found[t]));
    ems_document_put(doc, object, "found", found);
    ems_document_figure(doc, object, "mean_response_s", &trial->mean_s);
    return object;
}

static json_t *targets_json(struct ems_document *doc, const struct ems_size *size)
{
    const struct ems_model *model = size->base;
    json_t *array = json_array();
    for (int32_t t = 0; t < model->target_count; t++) {
        const struct ems_target *target = &model->targets[t];
        json_t *object = json_object();
        ems_document_put(doc, object, "id", ems_json_text(target->id));
        ems_document_put(doc, object, "within_s", ems_json_seconds(target->within));
        ems_document_put(doc, object, "required", ems_json_real(target->share));
        ems_document_figure(doc, object, "found", &size->plan.found[t]);
        ems_document_figure(doc, object, "now", &size->now.found[t]);
        ems_document_figure(doc, object, "with_ample_crews", &size->ample.found[t]);
        ems_document_put(doc, object, "verdict", ems_json_text(ems_verdict_name(size->judgement[t].verdict)));
        ems_document_put(doc, object, "bound", ems_json_real(size->judgement[t].bound));
        ems_document_put(doc, object, "beyond_these_stations", json_boolean(size->beyond[t]));
        ems_document_append(doc, array, object);
    }
    return array;
}

static json_t *steps_json(struct ems_document *doc, const struct ems_size *size)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < size->step_count; i++) {
        const struct ems_size_step *step = &size->steps[i];
        json_t *object = json_object(), *differences = json_array();
        ems_document_put(doc, object, "station", ems_json_text(size->base->stations[step->station].id));
        ems_document_put(doc, object, "crews", ems_json_integer(step->more ? 1 : -1));
        ems_document_put(doc, object, "crew_hours_a_week", ems_json_real(step->hours));
        for (int32_t t = 0; t < size->base->target_count; t++)
            ems_document_append(doc, differences, ems_report_figure_json(&step->difference[t]));
        ems_document_put(doc, object, "difference", differences);
        ems_document_append(doc, array, object);
    }
    return array;
}

static json_t *selection_json(struct ems_document *doc, const struct ems_size *size)
{
    json_t *object = json_object(), *array = json_array();
    for (int32_t i = 0; i < size->alternative_count; i++) {
        json_t *plan = trial_json(doc, size, &size->alternatives[i]);
        ems_document_put(doc, plan, "may_be_best", json_boolean(size->alive[i]));
        ems_document_put(doc, plan, "stations", stations_json(doc, size, &size->alternatives[i].plan, false));
        ems_document_append(doc, array, plan);
    }
    ems_document_put(doc, object, "procedure", ems_json_text("KN"));
    ems_document_put(doc, object, "indifference", ems_json_real(0.01));
    ems_document_put(doc, object, "probability", ems_json_real(0.95));
    ems_document_put(doc, object, "decided", json_boolean(size->alternatives_left <= 1));
    ems_document_put(doc, object, "replications", ems_json_integer(size->selection_replications));
    ems_document_put(doc, object, "plans", array);
    return object;
}

static void put_cost(struct ems_document *doc, json_t *root, const struct ems_size_report *report)
{
    json_t *object = json_object();
    const struct ems_size *size = report->size;
    double persons = ems_size_persons(report, &size->plan.plan);
    ems_document_put(doc, object, "persons_per_24h_crew", ems_json_real(report->persons));
    ems_document_put(doc, object, "persons", ems_json_real(persons));
    ems_document_put(doc, object, "price_per_person_year",
                     report->price > 0 ? ems_json_real(report->price) : json_null());
    ems_document_put(doc, object, "cost_per_year",
                     report->price > 0 ? ems_json_real(persons * report->price) : json_null());
    ems_document_put(doc, object, "vehicles_to_buy",
                     isnan(size->vehicle_cost) ? json_null() : ems_json_real(size->vehicle_cost));
    ems_document_put(doc, root, "cost", object);
}

static void put_growth(struct ems_document *doc, json_t *root, const struct ems_size_growth *growth)
{
    json_t *object = growth->year > 0 ? json_object() : json_null();
    if (growth->year > 0) {
        ems_document_put(doc, object, "to_year", ems_json_integer(growth->year));
        ems_document_put(doc, object, "people_factor", ems_json_real(growth->people_factor));
        ems_document_put(doc, object, "ageing_factor", ems_json_real(growth->ageing_factor));
        ems_document_put(doc, object, "request_factor", ems_json_real(growth->request_factor));
    }
    ems_document_put(doc, root, "growth", object);
}

static void put_clauses(struct ems_document *doc, json_t *root, const struct ems_size *size)
{
    json_t *object = json_object();
    ems_document_put(doc, object, "owned", ems_json_integer(size->vehicles_owned));
    ems_document_put(doc, object, "negative_pressure_owned", ems_json_integer(size->negative_owned));
    json_t *added = json_object();
    for (int32_t t = 0; t < size->base->type_count; t++)
        ems_document_put(doc, added, size->base->types[t].id, ems_json_integer(size->added[t]));
    ems_document_put(doc, object, "to_buy", added);
    ems_document_put(doc, object, "required_by_standards", ems_json_integer(size->vehicles_required));
    ems_document_put(doc, object, "negative_pressure_required", ems_json_integer(size->negative_required));
    ems_document_put(doc, root, "vehicles", object);
}

static void put_shifts(struct ems_document *doc, json_t *root, const struct ems_size *size)
{
    const struct ems_size_shifts *shifts = &size->shifts;
    json_t *object = shifts->count > 0 ? json_object() : json_null(), *lengths = json_array();
    for (int32_t i = 0; i < shifts->count; i++)
        ems_document_append(doc, lengths, ems_json_integer(shifts->lengths[i].hours));
    if (shifts->count > 0) {
        ems_document_put(doc, object, "lengths_h", json_incref(lengths));
        ems_document_put(doc, object, "break_h", ems_json_real(shifts->break_h));
        ems_document_put(doc, object, "paid_hours_of_a_person_week", ems_json_real(shifts->week_hours));
        ems_document_put(doc, object, "cover_proven_cheapest", json_boolean(size->cover_proven));
        ems_document_put(doc, object, "paid_hours_without_shifts", ems_json_real(size->without_shifts_h));
    }
    json_decref(lengths);
    ems_document_put(doc, root, "shifts", object);
}

static json_t *worlds_json(struct ems_document *doc, const struct ems_size *size)
{
    json_t *array = json_array();
    for (int32_t k = 0; k < size->world_count; k++) {
        json_t *object = json_object(), *targets = json_array();
        ems_document_put(doc, object, "scenario", ems_json_text(size->worlds[k]->scenario_id));
        ems_document_put(doc, object, "scenario_hash", ems_json_text(size->worlds[k]->origin.scenario_hash));
        ems_document_put(doc, object, "weight", ems_json_real(size->weights[k]));
        ems_document_put(doc, object, "replications", ems_json_integer(size->replications_in[k]));
        for (int32_t t = 0; t < size->base->target_count; t++) {
            json_t *one = json_object();
            const struct ems_judgement *judged = &size->judgement_in[k][t];
            ems_document_figure(doc, one, "found", &size->found_in[k][t]);
            ems_document_put(doc, one, "verdict", ems_json_text(ems_verdict_name(judged->verdict)));
            ems_document_append(doc, targets, one);
        }
        ems_document_put(doc, object, "targets", targets);
        ems_document_append(doc, array, object);
    }
    return array;
}

static void put_scenarios(struct ems_document *doc, json_t *root, const struct ems_size *size)
{
    ems_document_put(doc, root, "judge", ems_json_text(size->judge == EMS_SIZE_MEAN ? "mean" : "worst"));
    ems_document_put(doc, root, "scenarios",
                     size->feasible && size->world_count > 1 ? worlds_json(doc, size) : json_array());
    ems_document_put(doc, root, "standards", ems_report_standards_json(&size->clauses));
    ems_document_put(doc, root, "standards_met", json_boolean(size->clauses_met));
}

enum ems_status ems_size_json(const struct ems_size_report *report, json_t **out)
{
    const struct ems_size *size = report->size;
    struct ems_document doc = {0};
    json_t *root = json_object(), *curve = json_array(), *work = json_object();
    ems_document_put(&doc, root, "format", ems_json_integer(EMS_REPORT_FORMAT));
    ems_document_put(&doc, root, "version", ems_json_text(EMS_VERSION));
    ems_document_put(&doc, root, "scenario", ems_json_text(size->base->scenario_id));
    ems_document_put(&doc, root, "scenario_hash", ems_json_text(size->base->origin.scenario_hash));
    ems_document_put(&doc, root, "feasible", json_boolean(size->feasible));
    ems_document_put(&doc, root, "targets", targets_json(&doc, size));
    ems_document_put(&doc, root, "plan", trial_json(&doc, size, &size->plan));
    ems_document_put(&doc, root, "stations", stations_json(&doc, size, &size->plan.plan, true));
    ems_document_put(&doc, root, "now", trial_json(&doc, size, &size->now));
    json_t *certificate = json_object();
    ems_document_put(&doc, certificate, "replications", ems_json_integer(size->certificate_replications));
    ems_document_put(&doc, certificate, "confidence", ems_json_real(0.95));
    ems_document_put(&doc, certificate, "error_of_a_target", ems_json_real(size->target_error));
    ems_document_put(&doc, certificate, "seed", ems_json_integer((int64_t)size->certificate_seed));
    ems_document_put(&doc, certificate, "met", json_boolean(size->certified));
    ems_document_put(&doc, root, "certificate", certificate);
    put_clauses(&doc, root, size);
    put_cost(&doc, root, report);
    put_growth(&doc, root, &size->growth);
    put_shifts(&doc, root, size);
    put_scenarios(&doc, root, size);
    ems_document_put(&doc, root, "selection", selection_json(&doc, size));
    ems_document_put(&doc, root, "marginal", steps_json(&doc, size));
    for (int32_t i = 0; i < size->curve_count; i++)
        ems_document_append(&doc, curve, trial_json(&doc, size, &size->curve[i]));
    ems_document_put(&doc, root, "curve", curve);
    ems_document_put(&doc, work, "plans_computed", ems_json_integer(size->plans_computed));
    ems_document_put(&doc, work, "plans_simulated", ems_json_integer(size->plans_simulated));
    ems_document_put(&doc, work, "replications", ems_json_integer(size->replications));
    ems_document_put(&doc, root, "work", work);
    json_t *timing = json_object();
    ems_document_put(&doc, timing, "wall_s", ems_json_real(size->wall_s));
    ems_document_put(&doc, root, "timing", timing);
    if (doc.failed) {
        json_decref(root);
        return EMS_NO_MEMORY;
    }
    *out = root;
    return EMS_OK;
}
