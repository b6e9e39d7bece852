#include "report/bound_report.h"
#include "report/document.h"

static json_t *target_json(struct ems_document *doc, const struct ems_bound *bound, int32_t t)
{
    const struct ems_model *model = bound->model;
    const struct ems_target *target = &model->targets[t];
    const struct ems_bound_found *found = &bound->found[t];
    json_t *object = json_object();
    ems_document_put(doc, object, "id", ems_json_text(target->id));
    ems_document_put(doc, object, "priority",
                     target->priority > 0 ? ems_json_integer(target->priority) : json_null());
    ems_document_put(doc, object, "class",
                     target->class_id != EMS_NONE ? ems_json_text(model->classes[target->class_id].id)
                                                  : json_null());
    ems_document_put(doc, object, "area",
                     target->area != EMS_NONE ? ems_json_text(model->areas[target->area].id) : json_null());
    ems_document_put(doc, object, "within_s", ems_json_seconds(target->within));
    ems_document_put(doc, object, "required", ems_json_real(target->share));
    ems_document_figure(doc, object, "now", &found->now);
    ems_document_figure(doc, object, "bound", &found->bound);
    ems_document_figure(doc, object, "left", &found->left);
    ems_document_put(doc, object, "beyond_any_rule", json_boolean(ems_bound_is_beyond(bound, t)));
    ems_document_put(doc, object, "with_all_stations_free", ems_json_real(found->at_stations));
    ems_document_figure(doc, object, "free_crews", &found->free_crews);
    ems_document_figure(doc, object, "crews_on_road", &found->on_road);
    return object;
}

enum ems_status ems_bound_json(const struct ems_bound *bound, json_t **out)
{
    const struct ems_model *model = bound->model;
    struct ems_document doc = {0};
    json_t *root = json_object(), *targets = json_array(), *timing = json_object();
    ems_document_put(&doc, root, "format", ems_json_integer(EMS_REPORT_FORMAT));
    ems_document_put(&doc, root, "version", ems_json_text(EMS_VERSION));
    ems_document_put(&doc, root, "scenario", ems_json_text(model->scenario_id));
    ems_document_put(&doc, root, "scenario_hash", ems_json_text(model->origin.scenario_hash));
    ems_document_put(&doc, root, "seed", ems_json_integer((int64_t)model->seed));
    ems_document_put(&doc, root, "replications", ems_json_integer(bound->replications));
    for (int32_t t = 0; t < model->target_count; t++)
        ems_document_append(&doc, targets, target_json(&doc, bound, t));
    ems_document_put(&doc, root, "targets", targets);
    ems_document_put(&doc, timing, "wall_s", ems_json_real(bound->wall_s));
    ems_document_put(&doc, root, "timing", timing);
    if (doc.failed) {
        json_decref(root);
        return EMS_NO_MEMORY;
    }
    *out = root;
    return EMS_OK;
}
