/* Diagnostics, spoken: as lines for a person (file:line:column: error: path: message, then the hint) or as
 * the JSON document {"diagnostics": [...]} for a program. */
#ifndef EMS_CLI_DIAGNOSTICS_H
#define EMS_CLI_DIAGNOSTICS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/diag.h"

/* Errors, and warnings too when asked for. Bytes that would move a terminal's cursor are shown as '?'. */
void ems_diagnostics_print(FILE *out, const struct ems_diags *diags, enum ems_lang lang, bool warnings);
/* A list of {severity, file, line, column, path, message, hint}; what is unknown is null. NULL when memory is
 * out. */
json_t *ems_diagnostics_json(const struct ems_diags *diags, enum ems_lang lang);

#endif
