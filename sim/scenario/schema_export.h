/* The schema table for others: as JSON Schema (draft-07) for editors, and as the scenario reference in
 * Markdown. */
#ifndef EMS_SCENARIO_SCHEMA_EXPORT_H
#define EMS_SCENARIO_SCHEMA_EXPORT_H

#include <jansson.h>
#include <stdio.h>

#include "base/status.h"
#include "base/text.h"

/* A new reference in *out. Descriptions are in `lang`. What a schema cannot say is left to the loader:
 * references, sums, upper limits of quantities with units, and what a scenario that extends another must
 * have. */
enum ems_status ems_schema_json(enum ems_lang lang, json_t **out);

/* All keys with units, ranges, defaults and meaning; policies with their parameters. EMS_IO leaves errno. */
enum ems_status ems_schema_write_reference(FILE *out, enum ems_lang lang);

#endif
