/* Scenarios side by side: one JSON document, one page for a terminal, one map. Nothing here computes. */
#ifndef EMS_REPORT_COMPARE_REPORT_H
#define EMS_REPORT_COMPARE_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "base/status.h"
#include "base/text.h"
#include "study/compare.h"

/* `labels` are short names, such as A and B; `changes` says by what a scenario is another one than its file,
 * NULL for those that are not. */
struct ems_compare_report {
    const struct ems_comparisons *comparisons;
    const char *const *labels;
    const char *const *changes;
};

/* The document of `compare --json`, a new reference; fields are listed in docs/results.md. */
enum ems_status ems_compare_json(const struct ems_compare_report *report, json_t **out);
/* A page of 80 columns. EMS_IO when the stream failed. */
enum ems_status ems_compare_print(const struct ems_compare_report *report, enum ems_lang lang, FILE *out);
/* Areas of the first scenario with what each of the others changes there: GeoJSON as in report/geojson.h, a
 * new reference. */
enum ems_status ems_compare_geojson(const struct ems_compare_report *report, json_t **out);

#endif
