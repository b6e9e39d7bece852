/* A JSON document under way: what its sections share. Inside report only; see report.h for whole documents.
 */
#ifndef EMS_REPORT_DOCUMENT_H
#define EMS_REPORT_DOCUMENT_H

#include "base/json.h"
#include "report/report.h"

/* A failed allocation anywhere is kept, and told at the end. */
struct ems_document {
    const struct ems_results *results;
    bool failed;
};

/* Take `value` over; NULL is a failed allocation. */
void ems_document_put(struct ems_document *doc, json_t *object, const char *key, json_t *value);
void ems_document_append(struct ems_document *doc, json_t *array, json_t *value);
void ems_document_figure(struct ems_document *doc, json_t *object, const char *key,
                         const struct ems_figure *value);
/* What is not known exactly, and how often it was drawn anew: document_inputs.c. */
json_t *ems_document_inputs(struct ems_document *doc, const struct ems_model *model, int32_t inner);
struct ems_precision_result;
json_t *ems_document_precision(struct ems_document *doc, const struct ems_precision_result *precisions,
                               int32_t count);
json_t *ems_document_name(struct ems_document *doc, const struct ems_name *name);

/* Fleet, vehicles, crews, stations, hospitals, levels: document_entities.c. */
void ems_document_entities(struct ems_document *doc, json_t *root);

#endif
