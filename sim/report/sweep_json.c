#include <stdlib.h>

#include "report/document.h"
#include "report/sweep_report.h"
#include "scenario/load.h"

static void put(struct ems_document *doc, json_t *object, const char *key, json_t *value)
{
    ems_document_put(doc, object, key, value);
}

static json_t *factors_json(struct ems_document *doc, const struct ems_experiment *experiment)
{
    json_t *array = json_array();
    for (int32_t f = 0; f < experiment->factor_count; f++) {
        json_t *object = json_object();
        put(doc, object, "path", ems_json_text(experiment->factors[f].path));
        put(doc, object, "label", ems_json_text(experiment->factors[f].label));
        ems_document_append(doc, array, object);
    }
    return array;
}

static json_t *metrics_json(struct ems_document *doc, const struct ems_kept *kept)
{
    json_t *array = json_array();
    for (int32_t m = 0; m < kept->count; m++) {
        json_t *object = json_object();
        put(doc, object, "name", ems_json_text(kept->metrics[m].name));
        put(doc, object, "unit", ems_json_text(ems_metric_unit_name(kept->metrics[m].unit)));
        ems_document_append(doc, array, object);
    }
    return array;
}

static json_t *levels_json(struct ems_document *doc, const struct ems_sweep *sweep, int32_t point)
{
    json_t *object = json_object();
    for (int32_t f = 0; f < sweep->experiment->factor_count; f++)
        put(doc, object, sweep->experiment->factors[f].path, ems_json_text(sweep->items[point].levels[f]));
    return object;
}

static void put_state(struct ems_document *doc, json_t *object, const struct ems_sweep *sweep, int32_t point)
{
    const struct ems_sweep_point *item = &sweep->items[point];
    bool can = item->wrong == NULL;
    int64_t missing = can ? sweep->replications - item->state.done - item->state.failed : 0;
    put(doc, object, "hash", ems_json_text(can ? item->key : NULL));
    put(doc, object, "state", ems_json_text(ems_point_state_name(ems_sweep_point_state(sweep, point))));
    put(doc, object, "replications", ems_json_integer(item->state.done));
    put(doc, object, "failed", ems_json_integer(item->state.failed));
    put(doc, object, "missing", ems_json_integer(missing));
}

static json_t *figures_json(struct ems_document *doc, const struct ems_kept *kept,
                            const struct ems_figure *figures)
{
    json_t *object = json_object();
    for (int32_t m = 0; m < kept->count; m++)
        ems_document_figure(doc, object, kept->metrics[m].name, &figures[m]);
    return object;
}

static enum ems_status points_json(struct ems_document *doc, const struct ems_sweep_report *report,
                                   bool figures, json_t *array)
{
    const struct ems_sweep *sweep = report->sweep;
    struct ems_figure *found = calloc((size_t)sweep->kept.count + 1, sizeof *found);
    enum ems_status status = found != NULL ? EMS_OK : EMS_NO_MEMORY;
    double each_s = ems_sweep_each_s(sweep);
    for (int32_t i = 0; i < sweep->count && status == EMS_OK; i++) {
        json_t *object = json_object();
        put(doc, object, "point", ems_json_integer(i + 1));
        put(doc, object, "levels", levels_json(doc, sweep, i));
        put_state(doc, object, sweep, i);
        if (figures) {
            status = ems_sweep_figures(sweep, report->database, i, found);
            if (status == EMS_OK) put(doc, object, "figures", figures_json(doc, &sweep->kept, found));
        } else {
            put(doc, object, "claimed", ems_json_integer(sweep->items[i].state.claimed));
            put(doc, object, "left_s", ems_json_real(ems_sweep_left_s(report, i, each_s)));
        }
        ems_document_append(doc, array, object);
    }
    free(found);
    return status;
}

static void put_head(struct ems_document *doc, json_t *root, const struct ems_sweep *sweep)
{
    const struct ems_experiment *experiment = sweep->experiment;
    const struct ems_model *model = sweep->base != NULL ? ems_scenario_model(sweep->base) : NULL;
    put(doc, root, "format", ems_json_integer(1));
    put(doc, root, "version", ems_json_text(EMS_VERSION));
    put(doc, root, "study", ems_json_text(experiment->id));
    put(doc, root, "name", ems_document_name(doc, &experiment->name));
    put(doc, root, "scenario", ems_json_text(model != NULL ? model->scenario_id : NULL));
    put(doc, root, "seed", model != NULL ? ems_json_integer((int64_t)model->seed) : json_null());
    put(doc, root, "design", ems_json_text(ems_design_name(experiment->design)));
    put(doc, root, "replications", ems_json_integer(sweep->replications));
    put(doc, root, "factors", factors_json(doc, experiment));
    put(doc, root, "metrics", metrics_json(doc, &sweep->kept));
}

enum ems_status ems_sweep_json(const struct ems_sweep_report *report, bool figures, json_t **out)
{
    struct ems_document doc = {0};
    json_t *root = json_object(), *points = json_array();
    put_head(&doc, root, report->sweep);
    enum ems_status status = points_json(&doc, report, figures, points);
    if (!figures)
        put(&doc, root, "left_s",
            ems_json_real(ems_sweep_left_s(report, -1, ems_sweep_each_s(report->sweep))));
    put(&doc, root, "points", points);
    if (status == EMS_OK && doc.failed) status = EMS_NO_MEMORY;
    *out = status == EMS_OK ? root : NULL;
    if (status != EMS_OK) json_decref(root);
    return status;
}
