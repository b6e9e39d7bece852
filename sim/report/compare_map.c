#include <string.h>

#include "base/json.h"
#include "report/compare_report.h"
#include "report/document.h"
#include "report/geojson_shape.h"

static void put(struct ems_document *doc, json_t *object, const char *key, json_t *value)
{
    ems_document_put(doc, object, key, value);
}

static void put_difference(struct ems_document *doc, json_t *properties, const struct ems_compared *item)
{
    const struct ems_figure *difference = &item->paired.difference;
    put(doc, properties, "response_mean_first_s", ems_json_real(item->first.value));
    put(doc, properties, "response_mean_second_s", ems_json_real(item->second.value));
    put(doc, properties, "difference_s", ems_json_real(difference->value));
    put(doc, properties, "difference_low_s", ems_json_real(difference->low));
    put(doc, properties, "difference_high_s", ems_json_real(difference->high));
    put(doc, properties, "verdict", ems_json_text(item->judged ? ems_change_name(item->change) : NULL));
}

static json_t *area_json(struct ems_document *doc, const struct ems_compare_report *report, int32_t s,
                         const struct ems_compared *item)
{
    const struct ems_model *model = report->comparisons->models[0];
    const struct ems_area *area = &model->areas[item->of.index];
    json_t *feature = json_object(), *properties = json_object();
    put(doc, properties, "kind", json_string("area"));
    put(doc, properties, "id", ems_json_text(area->id));
    put(doc, properties, "name_en", ems_json_text(area->name.by_lang[EMS_LANG_EN]));
    put(doc, properties, "name_zh", ems_json_text(area->name.by_lang[EMS_LANG_ZH]));
    put(doc, properties, "class", ems_json_text(model->classes[area->class_id].id));
    put(doc, properties, "population", ems_json_real(area->population));
    put(doc, properties, "first", ems_json_text(report->labels[0]));
    put(doc, properties, "second", ems_json_text(report->labels[s]));
    put_difference(doc, properties, item);
    put(doc, feature, "type", json_string("Feature"));
    put(doc, feature, "geometry", ems_geojson_shape(&model->projection, &area->shape));
    put(doc, feature, "properties", properties);
    return feature;
}

enum ems_status ems_compare_geojson(const struct ems_compare_report *report, json_t **out)
{
    const struct ems_comparisons *all = report->comparisons;
    struct ems_document doc = {0};
    json_t *root = json_object(), *features = json_array();
    put(&doc, root, "type", json_string("FeatureCollection"));
    put(&doc, root, "features", features);
    for (int32_t s = 1; s < all->count; s++)
        for (int32_t i = 0; i < all->with[s].count && !doc.failed; i++) {
            const struct ems_compared *item = &all->with[s].items[i];
            bool shown = item->of.group == EMS_GROUP_AREA && item->of.index < all->models[0]->area_count &&
                         strcmp(item->of.metric.key, "mean") == 0;
            if (shown) ems_document_append(&doc, features, area_json(&doc, report, s, item));
        }
    *out = doc.failed ? NULL : root;
    if (doc.failed) json_decref(root);
    return doc.failed ? EMS_NO_MEMORY : EMS_OK;
}
