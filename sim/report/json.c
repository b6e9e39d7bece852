#include "base/json.h"

#include "report/report.h"

/* The document being made: a failed allocation anywhere is kept, and told at the end. */
struct doc {
    const struct ems_results *results;
    bool failed;
};

static void put(struct doc *doc, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) doc->failed = true;
}

static void append(struct doc *doc, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) doc->failed = true;
}

json_t *ems_report_figure_json(const struct ems_figure *figure)
{
    struct doc doc = {0};
    json_t *object = json_object();
    put(&doc, object, "value", ems_json_real(figure->value));
    put(&doc, object, "low", ems_json_real(figure->low));
    put(&doc, object, "high", ems_json_real(figure->high));
    put(&doc, object, "level", ems_json_real(isnan(figure->low) ? NAN : figure->level));
    put(&doc, object, "n", ems_json_integer(figure->n));
    if (figure->note != EMS_NOTE_NONE)
        put(&doc, object, "note", ems_json_text(ems_figure_note_name(figure->note)));
    if (!doc.failed) return object;
    json_decref(object);
    return NULL;
}

static void figure(struct doc *doc, json_t *object, const char *key, const struct ems_figure *value)
{
    put(doc, object, key, ems_report_figure_json(value));
}

static json_t *name_json(struct doc *doc, const struct ems_name *name)
{
    json_t *object = json_object();
    put(doc, object, "en", ems_json_text(name->by_lang[EMS_LANG_EN]));
    put(doc, object, "zh", ems_json_text(name->by_lang[EMS_LANG_ZH]));
    return object;
}

static json_t *scenario_json(struct doc *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *object = json_object();
    put(doc, object, "id", ems_json_text(model->scenario_id));
    put(doc, object, "name", name_json(doc, &model->name));
    put(doc, object, "hash", ems_json_text(model->origin.scenario_hash));
    return object;
}

static json_t *inputs_json(struct doc *doc)
{
    const struct ems_origin *origin = &doc->results->model->origin;
    json_t *array = json_array();
    for (int32_t i = 0; i < origin->file_count; i++) {
        json_t *object = json_object();
        put(doc, object, "path", ems_json_text(origin->files[i].path));
        put(doc, object, "hash", ems_json_text(origin->files[i].hash));
        append(doc, array, object);
    }
    return array;
}

static json_t *work_json(struct doc *doc)
{
    static const char *const names[] = {
#define EMS_X(id, name) name,
        EMS_WORK(EMS_X)
#undef EMS_X
    };
    json_t *object = json_object();
    for (int32_t w = 0; w < EMS_WORK_COUNT; w++)
        put(doc, object, names[w], ems_json_integer(doc->results->work[w]));
    return object;
}

static void put_origin(struct doc *doc, json_t *root)
{
    const struct ems_results *results = doc->results;
    json_t *timing = json_object();
    put(doc, root, "format", ems_json_integer(EMS_REPORT_FORMAT));
    put(doc, root, "version", ems_json_text(EMS_VERSION));
    put(doc, root, "scenario", scenario_json(doc));
    put(doc, root, "inputs", inputs_json(doc));
    put(doc, root, "seed", ems_json_integer((int64_t)results->model->seed));
    put(doc, root, "replications", ems_json_integer(results->replications));
    put(doc, root, "replications_asked", ems_json_integer(results->asked));
    put(doc, root, "simulated_s", ems_json_seconds(results->simulated));
    put(doc, root, "events", ems_json_integer(results->work[EMS_WORK_EVENTS]));
    put(doc, root, "work", work_json(doc));
    put(doc, timing, "wall_s", ems_json_real(results->wall_s));
    put(doc, root, "timing", timing);
}

static json_t *calls_json(struct doc *doc)
{
    const struct ems_call_figures *calls = &doc->results->calls;
    json_t *object = json_object();
    figure(doc, object, "received", &calls->received);
    for (int32_t o = 0; o < EMS_OUTCOME_COUNT; o++)
        figure(doc, object, ems_outcome_name((enum ems_outcome)o), &calls->outcomes[o]);
    figure(doc, object, "answered", &calls->answered);
    figure(doc, object, "requests", &calls->requests);
    figure(doc, object, "ordered", &calls->ordered);
    figure(doc, object, "reached", &calls->reached);
    return object;
}

static json_t *response_json(struct doc *doc, const struct ems_group_result *group)
{
    const struct ems_model *model = doc->results->model;
    json_t *object = json_object(), *within = json_array();
    figure(doc, object, "mean", &group->mean_s);
    figure(doc, object, "p50", &group->p50_s);
    figure(doc, object, "p90", &group->p90_s);
    figure(doc, object, "p95", &group->p95_s);
    figure(doc, object, "max", &group->max_s);
    for (int32_t t = 0; t < model->threshold_count; t++) {
        json_t *entry = json_object();
        put(doc, entry, "within_s", ems_json_seconds(model->thresholds[t]));
        figure(doc, entry, "share", &group->within[t]);
        append(doc, within, entry);
    }
    put(doc, object, "within", within);
    figure(doc, object, "mean_from_answer", &group->from_answer_s);
    figure(doc, object, "mean_from_order", &group->from_order_s);
    return object;
}

/* Means over the requests reached: they add up to the mean response time. */
static json_t *response_parts_json(struct doc *doc, const struct ems_group_result *group)
{
    json_t *parts = json_object();
    for (int32_t p = 0; p < EMS_RESPONSE_PARTS; p++)
        figure(doc, parts, ems_part_name((enum ems_part)p), &group->parts_s[p]);
    return parts;
}

static json_t *group_json(struct doc *doc, const struct ems_group_result *group, const struct ems_name *name)
{
    json_t *object = json_object();
    if (name != NULL) put(doc, object, "name", name_json(doc, name));
    figure(doc, object, "requests", &group->requests);
    figure(doc, object, "ordered", &group->ordered);
    figure(doc, object, "reached", &group->reached);
    figure(doc, object, "queued_share", &group->queued_share);
    put(doc, object, "response_s", response_json(doc, group));
    put(doc, object, "parts_s", response_parts_json(doc, group));
    return object;
}

static json_t *numbered_groups_json(struct doc *doc, const struct ems_group_result *groups, int32_t count,
                                    int32_t first, bool used_only)
{
    json_t *object = json_object();
    for (int32_t i = 0; i < count; i++) {
        char key[16];
        if (used_only && !ems_group_used(&groups[i])) continue;
        snprintf(key, sizeof key, "%d", i + first);
        put(doc, object, key, group_json(doc, &groups[i], NULL));
    }
    return object;
}

/* Not for the class of what lies outside all areas, which is there for travel alone. */
static bool has_areas(const struct ems_model *model, int32_t class_id)
{
    for (int32_t i = 0; i < model->area_count; i++)
        if (model->areas[i].class_id == class_id) return true;
    return false;
}

static json_t *classes_json(struct doc *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *object = json_object();
    for (int32_t i = 0; i < model->class_count; i++)
        if (has_areas(model, i) || ems_group_used(&doc->results->by_class[i]))
            put(doc, object, model->classes[i].id, group_json(doc, &doc->results->by_class[i], NULL));
    return object;
}

static json_t *areas_json(struct doc *doc)
{
    const struct ems_model *model = doc->results->model;
    const struct ems_group_result *groups = doc->results->by_area;
    json_t *object = json_object();
    for (int32_t i = 0; i < model->area_count; i++)
        put(doc, object, model->areas[i].id, group_json(doc, &groups[i], &model->areas[i].name));
    if (ems_group_used(&groups[model->area_count]))
        put(doc, object, "(outside)", group_json(doc, &groups[model->area_count], NULL));
    return object;
}

static json_t *parts_json(struct doc *doc)
{
    json_t *object = json_object();
    for (int32_t p = 0; p < EMS_PART_COUNT; p++)
        figure(doc, object, ems_part_name((enum ems_part)p), &doc->results->parts_s[p]);
    return object;
}

static json_t *service_json(struct doc *doc)
{
    const struct ems_service_figures *service = &doc->results->service;
    json_t *object = json_object();
    figure(doc, object, "answered_10s_share", &service->answered_10s_share);
    figure(doc, object, "departed_180s_share", &service->departed_180s_share);
    figure(doc, object, "satisfaction_share", &service->satisfaction_share);
    figure(doc, object, "lost_share", &service->lost_share);
    figure(doc, object, "queued_share", &service->queued_share);
    figure(doc, object, "ordered_on_road_share", &service->ordered_on_road_share);
    return object;
}

static void put_judgement(struct doc *doc, json_t *object, const struct ems_judgement *judgement,
                          enum ems_origin_kind origin)
{
    put(doc, object, "verdict", ems_json_text(ems_verdict_name(judgement->verdict)));
    put(doc, object, "bound", ems_json_real(judgement->bound));
    put(doc, object, "replications_needed",
        judgement->replications_needed > 0 ? ems_json_integer(judgement->replications_needed) : json_null());
    put(doc, object, "origin", ems_json_text(ems_origin_name(origin)));
}

static json_t *targets_json(struct doc *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *array = json_array();
    for (int32_t i = 0; i < model->target_count; i++) {
        const struct ems_target *target = &model->targets[i];
        const struct ems_target_result *result = &doc->results->targets[i];
        json_t *object = json_object();
        put(doc, object, "id", ems_json_text(target->id));
        put(doc, object, "priority", target->priority > 0 ? ems_json_integer(target->priority) : json_null());
        put(doc, object, "class",
            ems_json_text(target->class_id == EMS_NONE ? NULL : model->classes[target->class_id].id));
        put(doc, object, "area",
            ems_json_text(target->area == EMS_NONE ? NULL : model->areas[target->area].id));
        put(doc, object, "within_s", ems_json_seconds(target->within));
        put(doc, object, "required", ems_json_real(target->share));
        figure(doc, object, "requests", &result->requests);
        figure(doc, object, "found", &result->found);
        put_judgement(doc, object, &result->judgement, result->origin);
        put(doc, object, "error", ems_json_real(doc->results->target_error));
        append(doc, array, object);
    }
    return array;
}

json_t *ems_report_standards_json(const struct ems_standards_result *standards)
{
    struct doc doc = {0};
    json_t *array = json_array();
    for (int32_t i = 0; standards != NULL && i < standards->count; i++) {
        const struct ems_clause_result *result = &standards->clauses[i];
        json_t *object = json_object();
        put(&doc, object, "id", ems_json_text(result->standard->id));
        put(&doc, object, "clause", ems_json_text(result->clause->id));
        put(&doc, object, "measure", ems_json_text(ems_measure_name(result->clause->measure)));
        put(&doc, object, "text", name_json(&doc, &result->clause->text));
        put(&doc, object, "unit", ems_json_text(ems_clause_unit_name(result->unit)));
        put(&doc, object, "at_most", json_boolean(result->at_most));
        put(&doc, object, "required", ems_json_real(result->required));
        figure(&doc, object, "found", &result->found);
        put_judgement(&doc, object, &result->judgement, result->origin);
        put(&doc, object, "reason",
            ems_json_text(result->reason == EMS_T_NONE ? NULL : ems_text(result->reason, EMS_LANG_EN)));
        put(&doc, object, "note", name_json(&doc, &result->clause->note));
        put(&doc, object, "source", ems_json_text(result->clause->source));
        put(&doc, object, "secondary_source", json_boolean(result->clause->secondary));
        append(&doc, array, object);
    }
    if (!doc.failed && array != NULL) return array;
    json_decref(array);
    return NULL;
}

static json_t *vehicles_json(struct doc *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *array = json_array();
    for (int32_t v = 0; v < model->vehicle_count; v++) {
        const struct ems_vehicle *vehicle = &model->vehicles[v];
        const struct ems_vehicle_result *result = &doc->results->vehicles[v];
        json_t *object = json_object();
        put(doc, object, "id", ems_json_text(vehicle->id));
        put(doc, object, "type", ems_json_text(model->types[vehicle->type].id));
        put(doc, object, "station", ems_json_text(model->stations[vehicle->station].id));
        put(doc, object, "spare", json_boolean(vehicle->spare));
        figure(doc, object, "orders", &result->orders);
        figure(doc, object, "transports", &result->transports);
        figure(doc, object, "distance_m", &result->distance_m);
        figure(doc, object, "busy_share", &result->busy_share);
        append(doc, array, object);
    }
    return array;
}

static void put_crew(struct doc *doc, json_t *object, const struct ems_crew_result *result)
{
    figure(doc, object, "orders", &result->orders);
    figure(doc, object, "transports", &result->transports);
    figure(doc, object, "staffed_h", &result->staffed_h);
    figure(doc, object, "utilisation", &result->utilisation);
    figure(doc, object, "unit_hour_utilisation", &result->unit_hour_utilisation);
    figure(doc, object, "overtime_s", &result->overtime_s);
}

static json_t *crews_json(struct doc *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *array = json_array();
    for (int32_t c = 0; c < model->crew_count; c++) {
        json_t *object = json_object();
        put(doc, object, "id", ems_json_text(model->crews[c].id));
        put(doc, object, "station", ems_json_text(model->stations[model->crews[c].station].id));
        put_crew(doc, object, &doc->results->crews[c]);
        append(doc, array, object);
    }
    return array;
}

static json_t *fleet_json(struct doc *doc)
{
    json_t *object = json_object();
    put(doc, object, "vehicles", ems_json_integer(doc->results->model->vehicle_count));
    put(doc, object, "crews", ems_json_integer(doc->results->model->crew_count));
    put_crew(doc, object, &doc->results->fleet);
    figure(doc, object, "distance_m", &doc->results->distance_m);
    return object;
}

static json_t *stations_json(struct doc *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *array = json_array();
    for (int32_t s = 0; s < model->station_count; s++) {
        const struct ems_station_result *result = &doc->results->stations[s];
        json_t *object = json_object();
        put(doc, object, "id", ems_json_text(model->stations[s].id));
        put(doc, object, "name", name_json(doc, &model->stations[s].name));
        put(doc, object, "vehicles", ems_json_integer(model->stations[s].vehicle_count));
        put(doc, object, "crews", ems_json_integer(model->stations[s].crew_count));
        put_crew(doc, object, &result->crews);
        figure(doc, object, "reached", &result->reached);
        figure(doc, object, "response_s", &result->response_s);
        append(doc, array, object);
    }
    return array;
}

static json_t *hospitals_json(struct doc *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *array = json_array();
    for (int32_t h = 0; h < model->hospital_count; h++) {
        const struct ems_hospital *hospital = &model->hospitals[h];
        const struct ems_hospital_result *result = &doc->results->hospitals[h];
        json_t *object = json_object();
        put(doc, object, "id", ems_json_text(hospital->id));
        put(doc, object, "name", name_json(doc, &hospital->name));
        put(doc, object, "bays",
            hospital->bays == EMS_UNLIMITED ? json_null() : ems_json_integer(hospital->bays));
        figure(doc, object, "arrivals", &result->arrivals);
        figure(doc, object, "bay_wait_s", &result->bay_wait_s);
        figure(doc, object, "handover_s", &result->handover_s);
        figure(doc, object, "bays_occupied", &result->bays_occupied);
        figure(doc, object, "occupancy_share", &result->occupancy_share);
        append(doc, array, object);
    }
    return array;
}

static json_t *levels_json(struct doc *doc)
{
    const struct ems_level_figures *levels = &doc->results->levels;
    json_t *object = json_object(), *hours = json_array();
    figure(doc, object, "waiting", &levels->waiting);
    figure(doc, object, "waiting_max", &levels->waiting_max);
    figure(doc, object, "seats_busy", &levels->seats_busy);
    figure(doc, object, "seats_share", &levels->seats_share);
    figure(doc, object, "callers_waiting", &levels->callers_waiting);
    figure(doc, object, "dynamic_cover_share", &levels->cover_share);
    for (int32_t h = 0; h < 24; h++) append(doc, hours, ems_report_figure_json(&levels->cover_share_hour[h]));
    put(doc, object, "dynamic_cover_share_by_hour", hours);
    return object;
}

static void put_found(struct doc *doc, json_t *root)
{
    const struct ems_results *results = doc->results;
    put(doc, root, "calls", calls_json(doc));
    put(doc, root, "response_s", response_json(doc, &results->all));
    put(doc, root, "response_parts_s", response_parts_json(doc, &results->all));
    put(doc, root, "parts_s", parts_json(doc));
    put(doc, root, "by_priority", numbered_groups_json(doc, results->by_priority, EMS_PRIORITIES, 1, true));
    put(doc, root, "by_class", classes_json(doc));
    put(doc, root, "by_area", areas_json(doc));
    put(doc, root, "by_hour", numbered_groups_json(doc, results->by_hour, 24, 0, false));
    put(doc, root, "service", service_json(doc));
    put(doc, root, "targets", targets_json(doc));
}

static void put_entities(struct doc *doc, json_t *root)
{
    put(doc, root, "fleet", fleet_json(doc));
    put(doc, root, "vehicles", vehicles_json(doc));
    put(doc, root, "crews", crews_json(doc));
    put(doc, root, "stations", stations_json(doc));
    put(doc, root, "hospitals", hospitals_json(doc));
    put(doc, root, "levels", levels_json(doc));
}

enum ems_status ems_report_json(const struct ems_report *report, json_t **out)
{
    struct doc doc = {.results = report->results};
    json_t *root = json_object();
    put_origin(&doc, root);
    put_found(&doc, root);
    put(&doc, root, "standards", ems_report_standards_json(report->standards));
    put(&doc, root, "coverage", report->coverage != NULL ? json_deep_copy(report->coverage) : json_null());
    put_entities(&doc, root);
    if (doc.failed || root == NULL) {
        json_decref(root);
        return EMS_NO_MEMORY;
    }
    *out = root;
    return EMS_OK;
}
