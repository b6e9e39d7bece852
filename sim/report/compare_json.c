#include "base/json.h"
#include "report/compare_report.h"
#include "report/document.h"

static void put(struct ems_document *doc, json_t *object, const char *key, json_t *value)
{
    ems_document_put(doc, object, key, value);
}

static json_t *scenario_json(struct ems_document *doc, const struct ems_compare_report *report, int32_t s)
{
    const struct ems_model *model = report->comparisons->models[s];
    json_t *object = json_object();
    put(doc, object, "label", ems_json_text(report->labels[s]));
    put(doc, object, "changes", ems_json_text(report->changes[s]));
    put(doc, object, "id", ems_json_text(model->scenario_id));
    put(doc, object, "name", ems_document_name(doc, &model->name));
    put(doc, object, "hash", ems_json_text(model->origin.scenario_hash));
    put(doc, object, "seed", ems_json_integer((int64_t)model->seed));
    put(doc, object, "replications", ems_json_integer(report->comparisons->results[s]->replications));
    return object;
}

static json_t *unpaired_json(struct ems_document *doc, const struct ems_figure *unpaired)
{
    json_t *object = json_object();
    put(doc, object, "low", ems_json_real(unpaired->low));
    put(doc, object, "high", ems_json_real(unpaired->high));
    return object;
}

static json_t *item_json(struct ems_document *doc, const struct ems_compared *item)
{
    json_t *object = json_object();
    put(doc, object, "unit", ems_json_text(ems_metric_unit_name(item->of.metric.unit)));
    ems_document_figure(doc, object, "first", &item->first);
    ems_document_figure(doc, object, "second", &item->second);
    ems_document_figure(doc, object, "difference", &item->paired.difference);
    put(doc, object, "unpaired", unpaired_json(doc, &item->paired.unpaired));
    put(doc, object, "variance_ratio", ems_json_real(item->paired.variance_ratio));
    put(doc, object, "variance_ratio_most", ems_json_real(item->paired.variance_ratio_most));
    put(doc, object, "verdict", ems_json_text(item->judged ? ems_change_name(item->change) : NULL));
    return object;
}

/* The object that a metric belongs into: `within` shares stand under their limits. */
static void put_item(struct ems_document *doc, json_t *group, const struct ems_model *model,
                     const struct ems_compared *item)
{
    char key[64];
    if (item->threshold == EMS_NONE)
        snprintf(key, sizeof key, "%s", item->of.metric.key);
    else
        snprintf(key, sizeof key, "within_%lld_s",
                 (long long)(model->thresholds[item->threshold] / EMS_SECOND));
    put(doc, group, key, item_json(doc, item));
}

static const char *group_key(const struct ems_model *model, const struct ems_compared *item, char *number,
                             size_t size)
{
    switch (item->of.group) {
    case EMS_GROUP_PRIORITY:
        snprintf(number, size, "%d", item->of.index + 1);
        return number;
    case EMS_GROUP_CLASS:
        return model->classes[item->of.index].id;
    case EMS_GROUP_AREA:
        return item->of.index < model->area_count ? model->areas[item->of.index].id : "(outside)";
    case EMS_GROUP_TARGET:
        return model->targets[item->of.index].id;
    case EMS_GROUP_WHOLE:
    case EMS_GROUP_ALL:
    case EMS_GROUP_HOUR:
        break;
    }
    return "";
}

/* A table of groups: id -> metric -> difference. */
static json_t *groups_json(struct ems_document *doc, const struct ems_model *model,
                           const struct ems_comparison *with, enum ems_metric_group group)
{
    json_t *object = json_object(), *current = NULL;
    int32_t last = -1;
    char number[16];
    for (int32_t i = 0; i < with->count; i++) {
        const struct ems_compared *item = &with->items[i];
        if (item->of.group != group) continue;
        if (item->of.index != last) {
            current = json_object();
            put(doc, object, group_key(model, item, number, sizeof number), current);
            last = item->of.index;
        }
        put_item(doc, current, model, item);
    }
    return object;
}

static json_t *overall_json(struct ems_document *doc, const struct ems_model *model,
                            const struct ems_comparison *with)
{
    json_t *object = json_object();
    for (int32_t i = 0; i < with->count; i++) {
        enum ems_metric_group group = with->items[i].of.group;
        if (group == EMS_GROUP_ALL || group == EMS_GROUP_WHOLE) put_item(doc, object, model, &with->items[i]);
    }
    return object;
}

static json_t *people_json(struct ems_document *doc, const struct ems_gains *people)
{
    json_t *object = json_object();
    put(doc, object, "better", ems_json_real(people->better));
    put(doc, object, "worse", ems_json_real(people->worse));
    put(doc, object, "unclear", ems_json_real(people->unclear));
    put(doc, object, "no_effect", ems_json_real(people->no_effect));
    put(doc, object, "no_cases", ems_json_real(people->no_cases));
    return object;
}

static json_t *comparison_json(struct ems_document *doc, const struct ems_compare_report *report, int32_t s)
{
    const struct ems_model *model = report->comparisons->models[0];
    const struct ems_comparison *with = &report->comparisons->with[s];
    json_t *object = json_object();
    put(doc, object, "first", ems_json_text(report->labels[0]));
    put(doc, object, "second", ems_json_text(report->labels[s]));
    put(doc, object, "overall", overall_json(doc, model, with));
    put(doc, object, "targets", groups_json(doc, model, with, EMS_GROUP_TARGET));
    put(doc, object, "by_priority", groups_json(doc, model, with, EMS_GROUP_PRIORITY));
    put(doc, object, "by_class", groups_json(doc, model, with, EMS_GROUP_CLASS));
    put(doc, object, "by_area", groups_json(doc, model, with, EMS_GROUP_AREA));
    put(doc, object, "people", people_json(doc, &with->people));
    return object;
}

static json_t *ranking_json(struct ems_document *doc, const struct ems_compare_report *report)
{
    const struct ems_comparisons *all = report->comparisons;
    json_t *array = json_array();
    for (int32_t i = 0; i < all->count; i++) {
        const struct ems_ranked *ranked = &all->ranking[i];
        json_t *object = json_object();
        put(doc, object, "scenario", ems_json_text(report->labels[ranked->scenario]));
        ems_document_figure(doc, object, "mean", &all->results[ranked->scenario]->all.mean_s);
        put(doc, object, "may_be_best", json_boolean(ranked->may_be_best));
        put(doc, object, "behind_most", ems_json_real(ranked->behind_most));
        ems_document_append(doc, array, object);
    }
    return array;
}

static json_t *families_json(struct ems_document *doc, const struct ems_comparisons *all)
{
    json_t *object = json_object();
    put(doc, object, "method", json_string("bonferroni"));
    put(doc, object, "error", ems_json_real(EMS_COMPARE_ERROR));
    put(doc, object, "overall", ems_json_integer(all->family[EMS_GROUP_ALL]));
    put(doc, object, "targets", ems_json_integer(all->family[EMS_GROUP_TARGET]));
    put(doc, object, "by_priority", ems_json_integer(all->family[EMS_GROUP_PRIORITY]));
    put(doc, object, "by_class", ems_json_integer(all->family[EMS_GROUP_CLASS]));
    put(doc, object, "by_area", ems_json_integer(all->family[EMS_GROUP_AREA]));
    return object;
}

enum ems_status ems_compare_json(const struct ems_compare_report *report, json_t **out)
{
    const struct ems_comparisons *all = report->comparisons;
    struct ems_document doc = {.results = all->results[0]};
    json_t *root = json_object(), *scenarios = json_array(), *comparisons = json_array();
    json_t *timing = json_object();
    put(&doc, root, "format", ems_json_integer(EMS_REPORT_FORMAT));
    put(&doc, root, "version", ems_json_text(EMS_VERSION));
    for (int32_t s = 0; s < all->count; s++)
        ems_document_append(&doc, scenarios, scenario_json(&doc, report, s));
    put(&doc, root, "scenarios", scenarios);
    put(&doc, root, "replications", ems_json_integer(all->results[0]->replications));
    put(&doc, root, "replications_asked", ems_json_integer(all->results[0]->asked));
    if (all->inner > 0)
        put(&doc, root, "input_uncertainty", ems_document_inputs(&doc, all->models[0], all->inner));
    if (all->precision_count > 0)
        put(&doc, root, "precision", ems_document_precision(&doc, all->precisions, all->precision_count));
    put(&doc, root, "common_random_numbers", json_boolean(all->same_seed));
    put(&doc, root, "family", families_json(&doc, all));
    for (int32_t s = 1; s < all->count; s++)
        ems_document_append(&doc, comparisons, comparison_json(&doc, report, s));
    put(&doc, root, "comparisons", comparisons);
    put(&doc, root, "ranking", ranking_json(&doc, report));
    put(&doc, timing, "wall_s", ems_json_real(all->wall_s));
    put(&doc, root, "timing", timing);
    *out = doc.failed ? NULL : root;
    if (doc.failed) json_decref(root);
    return doc.failed ? EMS_NO_MEMORY : EMS_OK;
}
