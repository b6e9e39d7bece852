/* A JSON document as text of the caller's, to be freed with free(). */
#ifndef EMS_API_JSON_TEXT_H
#define EMS_API_JSON_TEXT_H

#include <jansson.h>

#include "base/status.h"

enum ems_status ems_json_to_text(const json_t *document, char **out);

#endif
