#include "report/document.h"

void ems_document_put(struct ems_document *doc, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) doc->failed = true;
}

void ems_document_append(struct ems_document *doc, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) doc->failed = true;
}

json_t *ems_report_figure_json(const struct ems_figure *figure)
{
    struct ems_document doc = {0};
    json_t *object = json_object();
    ems_document_put(&doc, object, "value", ems_json_real(figure->value));
    ems_document_put(&doc, object, "low", ems_json_real(figure->low));
    ems_document_put(&doc, object, "high", ems_json_real(figure->high));
    ems_document_put(&doc, object, "level", ems_json_real(isnan(figure->low) ? NAN : figure->level));
    ems_document_put(&doc, object, "n", ems_json_integer(figure->n));
    if (figure->input_share > 0)
        ems_document_put(&doc, object, "input_share", ems_json_real(figure->input_share));
    if (figure->note != EMS_NOTE_NONE)
        ems_document_put(&doc, object, "note", ems_json_text(ems_figure_note_name(figure->note)));
    if (!doc.failed) return object;
    json_decref(object);
    return NULL;
}

void ems_document_figure(struct ems_document *doc, json_t *object, const char *key,
                         const struct ems_figure *value)
{
    ems_document_put(doc, object, key, ems_report_figure_json(value));
}

json_t *ems_document_name(struct ems_document *doc, const struct ems_name *name)
{
    json_t *object = json_object();
    ems_document_put(doc, object, "en", ems_json_text(name->by_lang[EMS_LANG_EN]));
    ems_document_put(doc, object, "zh", ems_json_text(name->by_lang[EMS_LANG_ZH]));
    return object;
}

json_t *ems_document_precision(struct ems_document *doc, const struct ems_precision_result *precisions,
                               int32_t count)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < count; i++) {
        json_t *object = json_object();
        ems_document_put(doc, object, "asked", ems_json_text(precisions[i].asked));
        ems_document_put(doc, object, "wanted", ems_json_real(precisions[i].wanted));
        ems_document_put(doc, object, "half_width", ems_json_real(precisions[i].half_width));
        ems_document_put(doc, object, "reached", json_boolean(precisions[i].reached));
        ems_document_append(doc, array, object);
    }
    return array;
}
