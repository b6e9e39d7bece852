/* What a run is reported from, and the reports of it: one JSON document and one page for a terminal. Nothing
 * here computes; missing figures are null in JSON and "-" on the page. */
#ifndef EMS_REPORT_REPORT_H
#define EMS_REPORT_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "base/status.h"
#include "base/text.h"
#include "coverage/radius.h"
#include "study/results.h"
#include "study/standards.h"

/* Version of the JSON document and of the tables: it grows when a field changes its meaning or goes. */
enum { EMS_REPORT_FORMAT = 1 };

/* All borrowed. */
struct ems_report {
    const struct ems_results *results;
    const struct ems_standards_result *standards; /* NULL when not judged */
    const struct ems_radius_cover *radius;        /* NULL when not computed */
    const json_t *coverage;                       /* the object under `coverage`; NULL: null */
};

/* The document of `run --json` and summary.json, a new reference; fields are listed in docs/results.md.
 */
enum ems_status ems_report_json(const struct ems_report *report, json_t **out);
/* The array under `standards`, a new reference; NULL when memory is out. */
json_t *ems_report_standards_json(const struct ems_standards_result *standards);
/* {value, low, high, level, n} and, where something is missing, `note`: a new reference, or NULL. */
json_t *ems_report_figure_json(const struct ems_figure *figure);

/* A page of 80 columns. EMS_IO when the stream failed. */
enum ems_status ems_report_terminal(const struct ems_report *report, enum ems_lang lang, FILE *out);
/* The table of clauses alone, as on that page; false when memory was out. */
bool ems_report_standards_table(const struct ems_standards_result *standards, enum ems_lang lang, FILE *out);

#endif
