#include "report/document.h"

static json_t *scenario_json(struct ems_document *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *object = json_object();
    ems_document_put(doc, object, "id", ems_json_text(model->scenario_id));
    ems_document_put(doc, object, "name", ems_document_name(doc, &model->name));
    ems_document_put(doc, object, "hash", ems_json_text(model->origin.scenario_hash));
    return object;
}

static json_t *inputs_json(struct ems_document *doc)
{
    const struct ems_origin *origin = &doc->results->model->origin;
    json_t *array = json_array();
    for (int32_t i = 0; i < origin->file_count; i++) {
        json_t *object = json_object();
        ems_document_put(doc, object, "path", ems_json_text(origin->files[i].path));
        ems_document_put(doc, object, "hash", ems_json_text(origin->files[i].hash));
        ems_document_append(doc, array, object);
    }
    return array;
}

static json_t *work_json(struct ems_document *doc)
{
    static const char *const names[] = {
#define EMS_X(id, name) name,
        EMS_WORK(EMS_X)
#undef EMS_X
    };
    json_t *object = json_object();
    for (int32_t w = 0; w < EMS_WORK_COUNT; w++)
        ems_document_put(doc, object, names[w], ems_json_integer(doc->results->work[w]));
    return object;
}

static json_t *warmup_json(struct ems_document *doc)
{
    const struct ems_warmup *warmup = &doc->results->warmup;
    json_t *object = json_object();
    ems_document_put(doc, object, "warmup_s", ems_json_seconds(warmup->warmup));
    ems_document_put(doc, object, "steady_state", json_boolean(warmup->steady));
    ems_document_put(doc, object, "batch_s", ems_json_seconds(warmup->batch));
    ems_document_put(doc, object, "batches", ems_json_integer(warmup->batches));
    ems_document_put(doc, object, "pilot_replications", ems_json_integer(warmup->pilots));
    return object;
}

static json_t *hypercube_json(struct ems_document *doc)
{
    const struct ems_hypercube_summary *cube = &doc->results->hypercube;
    json_t *object = json_object();
    ems_document_put(doc, object, "exact", json_boolean(cube->exact));
    ems_document_put(doc, object, "units_most", ems_json_integer(cube->units_most));
    ems_document_put(doc, object, "periods", ems_json_integer(cube->periods));
    ems_document_put(doc, object, "first_preference_share", ems_json_real(cube->first_preference));
    ems_document_put(doc, object, "all_busy_share", ems_json_real(cube->all_busy));
    ems_document_put(doc, object, "lost_share", ems_json_real(cube->lost));
    ems_document_put(doc, object, "timeline_left_out",
                     json_boolean(ems_hypercube_lacks_timeline(doc->results->model)));
    ems_document_put(doc, object, "too_busy", json_boolean(ems_hypercube_is_busy(cube)));
    return object;
}

static void put_origin(struct ems_document *doc, json_t *root)
{
    const struct ems_results *results = doc->results;
    json_t *timing = json_object();
    ems_document_put(doc, root, "format", ems_json_integer(EMS_REPORT_FORMAT));
    ems_document_put(doc, root, "version", ems_json_text(EMS_VERSION));
    ems_document_put(doc, root, "scenario", scenario_json(doc));
    ems_document_put(doc, root, "inputs", inputs_json(doc));
    ems_document_put(doc, root, "seed", ems_json_integer((int64_t)results->model->seed));
    ems_document_put(doc, root, "method", ems_json_text(ems_method_name(results->method)));
    if (results->method == EMS_METHOD_HYPERCUBE)
        ems_document_put(doc, root, "hypercube", hypercube_json(doc));
    ems_document_put(doc, root, "replications", ems_json_integer(results->replications));
    ems_document_put(doc, root, "replications_asked", ems_json_integer(results->asked));
    if (results->warmup.pilots > 0) ems_document_put(doc, root, "warmup", warmup_json(doc));
    if (results->inner > 0)
        ems_document_put(doc, root, "input_uncertainty",
                         ems_document_inputs(doc, results->model, results->inner));
    if (results->precision_count > 0)
        ems_document_put(doc, root, "precision",
                         ems_document_precision(doc, results->precisions, results->precision_count));
    ems_document_put(doc, root, "simulated_s", ems_json_seconds(results->simulated));
    ems_document_put(doc, root, "events", ems_json_integer(results->work[EMS_WORK_EVENTS]));
    ems_document_put(doc, root, "work", work_json(doc));
    ems_document_put(doc, timing, "wall_s", ems_json_real(results->wall_s));
    ems_document_put(doc, root, "timing", timing);
}

static json_t *calls_json(struct ems_document *doc)
{
    const struct ems_call_figures *calls = &doc->results->calls;
    json_t *object = json_object();
    ems_document_figure(doc, object, "received", &calls->received);
    for (int32_t o = 0; o < EMS_OUTCOME_COUNT; o++)
        ems_document_figure(doc, object, ems_outcome_name((enum ems_outcome)o), &calls->outcomes[o]);
    ems_document_figure(doc, object, "answered", &calls->answered);
    ems_document_figure(doc, object, "requests", &calls->requests);
    ems_document_figure(doc, object, "ordered", &calls->ordered);
    ems_document_figure(doc, object, "reached", &calls->reached);
    return object;
}

static json_t *response_json(struct ems_document *doc, const struct ems_group_result *group)
{
    const struct ems_model *model = doc->results->model;
    json_t *object = json_object(), *within = json_array();
    ems_document_figure(doc, object, "mean", &group->mean_s);
    ems_document_figure(doc, object, "p50", &group->p50_s);
    ems_document_figure(doc, object, "p90", &group->p90_s);
    ems_document_figure(doc, object, "p95", &group->p95_s);
    ems_document_figure(doc, object, "max", &group->max_s);
    for (int32_t t = 0; t < model->threshold_count; t++) {
        json_t *entry = json_object();
        ems_document_put(doc, entry, "within_s", ems_json_seconds(model->thresholds[t]));
        ems_document_figure(doc, entry, "share", &group->within[t]);
        ems_document_append(doc, within, entry);
    }
    ems_document_put(doc, object, "within", within);
    ems_document_figure(doc, object, "mean_from_answer", &group->from_answer_s);
    ems_document_figure(doc, object, "mean_from_order", &group->from_order_s);
    return object;
}

/* Means over the requests reached: they add up to the mean response time. */
static json_t *response_parts_json(struct ems_document *doc, const struct ems_group_result *group)
{
    json_t *parts = json_object();
    for (int32_t p = 0; p < EMS_RESPONSE_PARTS; p++)
        ems_document_figure(doc, parts, ems_part_name((enum ems_part)p), &group->parts_s[p]);
    return parts;
}

static json_t *group_json(struct ems_document *doc, const struct ems_group_result *group,
                          const struct ems_name *name)
{
    json_t *object = json_object();
    if (name != NULL) ems_document_put(doc, object, "name", ems_document_name(doc, name));
    ems_document_figure(doc, object, "requests", &group->requests);
    ems_document_figure(doc, object, "ordered", &group->ordered);
    ems_document_figure(doc, object, "reached", &group->reached);
    ems_document_figure(doc, object, "queued_share", &group->queued_share);
    ems_document_put(doc, object, "response_s", response_json(doc, group));
    ems_document_put(doc, object, "parts_s", response_parts_json(doc, group));
    return object;
}

static json_t *numbered_groups_json(struct ems_document *doc, const struct ems_group_result *groups,
                                    int32_t count, int32_t first, bool used_only)
{
    json_t *object = json_object();
    for (int32_t i = 0; i < count; i++) {
        char key[16];
        if (used_only && !ems_group_used(&groups[i])) continue;
        snprintf(key, sizeof key, "%d", i + first);
        ems_document_put(doc, object, key, group_json(doc, &groups[i], NULL));
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

static json_t *classes_json(struct ems_document *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *object = json_object();
    for (int32_t i = 0; i < model->class_count; i++)
        if (has_areas(model, i) || ems_group_used(&doc->results->by_class[i]))
            ems_document_put(doc, object, model->classes[i].id,
                             group_json(doc, &doc->results->by_class[i], NULL));
    return object;
}

static json_t *areas_json(struct ems_document *doc)
{
    const struct ems_model *model = doc->results->model;
    const struct ems_group_result *groups = doc->results->by_area;
    json_t *object = json_object();
    for (int32_t i = 0; i < model->area_count; i++)
        ems_document_put(doc, object, model->areas[i].id, group_json(doc, &groups[i], &model->areas[i].name));
    if (ems_group_used(&groups[model->area_count]))
        ems_document_put(doc, object, "(outside)", group_json(doc, &groups[model->area_count], NULL));
    return object;
}

static json_t *parts_json(struct ems_document *doc)
{
    json_t *object = json_object();
    for (int32_t p = 0; p < EMS_PART_COUNT; p++)
        ems_document_figure(doc, object, ems_part_name((enum ems_part)p), &doc->results->parts_s[p]);
    return object;
}

static json_t *service_json(struct ems_document *doc)
{
    const struct ems_service_figures *service = &doc->results->service;
    json_t *object = json_object();
    ems_document_figure(doc, object, "answered_10s_share", &service->answered_10s_share);
    ems_document_figure(doc, object, "departed_180s_share", &service->departed_180s_share);
    ems_document_figure(doc, object, "satisfaction_share", &service->satisfaction_share);
    ems_document_figure(doc, object, "lost_share", &service->lost_share);
    ems_document_figure(doc, object, "queued_share", &service->queued_share);
    ems_document_figure(doc, object, "ordered_on_road_share", &service->ordered_on_road_share);
    return object;
}

static void put_judgement(struct ems_document *doc, json_t *object, const struct ems_judgement *judgement,
                          enum ems_origin_kind origin)
{
    ems_document_put(doc, object, "verdict", ems_json_text(ems_verdict_name(judgement->verdict)));
    ems_document_put(doc, object, "bound", ems_json_real(judgement->bound));
    ems_document_put(doc, object, "replications_needed",
                     judgement->replications_needed > 0 ? ems_json_integer(judgement->replications_needed)
                                                        : json_null());
    ems_document_put(doc, object, "origin", ems_json_text(ems_origin_name(origin)));
}

static json_t *targets_json(struct ems_document *doc)
{
    const struct ems_model *model = doc->results->model;
    json_t *array = json_array();
    for (int32_t i = 0; i < model->target_count; i++) {
        const struct ems_target *target = &model->targets[i];
        const struct ems_target_result *result = &doc->results->targets[i];
        json_t *object = json_object();
        ems_document_put(doc, object, "id", ems_json_text(target->id));
        ems_document_put(doc, object, "priority",
                         target->priority > 0 ? ems_json_integer(target->priority) : json_null());
        ems_document_put(
            doc, object, "class",
            ems_json_text(target->class_id == EMS_NONE ? NULL : model->classes[target->class_id].id));
        ems_document_put(doc, object, "area",
                         ems_json_text(target->area == EMS_NONE ? NULL : model->areas[target->area].id));
        ems_document_put(doc, object, "within_s", ems_json_seconds(target->within));
        ems_document_put(doc, object, "required", ems_json_real(target->share));
        ems_document_figure(doc, object, "requests", &result->requests);
        ems_document_figure(doc, object, "found", &result->found);
        put_judgement(doc, object, &result->judgement, result->origin);
        ems_document_put(doc, object, "error", ems_json_real(doc->results->target_error));
        ems_document_append(doc, array, object);
    }
    return array;
}

json_t *ems_report_standards_json(const struct ems_standards_result *standards)
{
    struct ems_document doc = {0};
    json_t *array = json_array();
    for (int32_t i = 0; standards != NULL && i < standards->count; i++) {
        const struct ems_clause_result *result = &standards->clauses[i];
        json_t *object = json_object();
        ems_document_put(&doc, object, "id", ems_json_text(result->standard->id));
        ems_document_put(&doc, object, "clause", ems_json_text(result->clause->id));
        ems_document_put(&doc, object, "measure", ems_json_text(ems_measure_name(result->clause->measure)));
        ems_document_put(&doc, object, "text", ems_document_name(&doc, &result->clause->text));
        ems_document_put(&doc, object, "unit", ems_json_text(ems_clause_unit_name(result->unit)));
        ems_document_put(&doc, object, "at_most", json_boolean(result->at_most));
        ems_document_put(&doc, object, "required", ems_json_real(result->required));
        ems_document_figure(&doc, object, "found", &result->found);
        put_judgement(&doc, object, &result->judgement, result->origin);
        ems_document_put(
            &doc, object, "reason",
            ems_json_text(result->reason == EMS_T_NONE ? NULL : ems_text(result->reason, EMS_LANG_EN)));
        ems_document_put(&doc, object, "note", ems_document_name(&doc, &result->clause->note));
        ems_document_put(&doc, object, "source", ems_json_text(result->clause->source));
        ems_document_put(&doc, object, "secondary_source", json_boolean(result->clause->secondary));
        ems_document_append(&doc, array, object);
    }
    if (!doc.failed && array != NULL) return array;
    json_decref(array);
    return NULL;
}

static json_t *window_json(struct ems_document *doc, int32_t number)
{
    const struct ems_window *window = &doc->results->model->windows[number];
    const struct ems_window_result *result = &doc->results->by_window[number];
    json_t *object = json_object();
    ems_document_put(doc, object, "from_s", ems_json_seconds(window->from));
    ems_document_put(doc, object, "to_s",
                     window->to == EMS_NEVER ? json_null() : ems_json_seconds(window->to));
    for (int s = 0; s < EMS_STRETCH_COUNT; s++) {
        json_t *stretch = group_json(doc, &result->groups[s], NULL);
        ems_document_figure(doc, stretch, "requests_per_day", &result->per_day[s]);
        ems_document_figure(doc, stretch, "waiting", &result->waiting[s]);
        ems_document_put(doc, object, ems_stretch_name((enum ems_stretch)s), stretch);
    }
    return object;
}

static json_t *windows_json(struct ems_document *doc)
{
    json_t *array = json_array();
    for (int32_t w = 0; w < doc->results->model->window_count; w++)
        ems_document_append(doc, array, window_json(doc, w));
    return array;
}

static void put_found(struct ems_document *doc, json_t *root)
{
    const struct ems_results *results = doc->results;
    ems_document_put(doc, root, "calls", calls_json(doc));
    ems_document_put(doc, root, "response_s", response_json(doc, &results->all));
    ems_document_put(doc, root, "response_parts_s", response_parts_json(doc, &results->all));
    ems_document_put(doc, root, "parts_s", parts_json(doc));
    ems_document_put(doc, root, "by_priority",
                     numbered_groups_json(doc, results->by_priority, EMS_PRIORITIES, 1, true));
    ems_document_put(doc, root, "by_class", classes_json(doc));
    ems_document_put(doc, root, "by_area", areas_json(doc));
    ems_document_put(doc, root, "by_hour", numbered_groups_json(doc, results->by_hour, 24, 0, false));
    bool simulated = results->method == EMS_METHOD_SIMULATION;
    ems_document_put(doc, root, "by_window", simulated ? windows_json(doc) : json_null());
    ems_document_put(doc, root, "overloaded",
                     simulated ? json_boolean(ems_results_overloaded(results)) : json_null());
    ems_document_put(doc, root, "service", service_json(doc));
    ems_document_put(doc, root, "targets", targets_json(doc));
}

enum ems_status ems_report_json(const struct ems_report *report, json_t **out)
{
    struct ems_document doc = {.results = report->results};
    json_t *root = json_object();
    put_origin(&doc, root);
    put_found(&doc, root);
    ems_document_put(&doc, root, "standards", ems_report_standards_json(report->standards));
    ems_document_put(&doc, root, "coverage",
                     report->coverage != NULL ? json_deep_copy(report->coverage) : json_null());
    ems_document_entities(&doc, root);
    if (doc.failed || root == NULL) {
        json_decref(root);
        return EMS_NO_MEMORY;
    }
    *out = root;
    return EMS_OK;
}
