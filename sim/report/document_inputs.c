#include "model/inputs.h"
#include "report/document.h"

enum { INPUTS_MOST = 1000 }; /* that are listed; more are counted */

static json_t *list_json(struct ems_document *doc, const struct ems_input *const *inputs, int32_t count)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < count; i++) {
        json_t *object = json_object();
        ems_document_put(doc, object, "path", ems_json_text(inputs[i]->path));
        ems_document_put(doc, object, "observed",
                         inputs[i]->observed > 0 ? ems_json_integer((int64_t)inputs[i]->observed)
                                                 : json_null());
        ems_document_put(doc, object, "error", ems_json_real(inputs[i]->error > 0 ? inputs[i]->error : NAN));
        ems_document_append(doc, array, object);
    }
    return array;
}

json_t *ems_document_inputs(struct ems_document *doc, const struct ems_model *model, int32_t inner)
{
    const struct ems_input *inputs[INPUTS_MOST];
    int32_t count = ems_model_list_inputs(model, inputs, INPUTS_MOST);
    json_t *object = json_object();
    ems_document_put(doc, object, "draws", ems_json_integer(doc->results->replications / inner));
    ems_document_put(doc, object, "replications_per_draw", ems_json_integer(inner));
    ems_document_put(doc, object, "inputs",
                     list_json(doc, inputs, count < INPUTS_MOST ? count : INPUTS_MOST));
    return object;
}
