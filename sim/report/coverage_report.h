/* Reports of coverage: an object for the `coverage` of a run's results, the document of `ems120 coverage
 * --json`, and a page for the terminal. */
#ifndef EMS_REPORT_COVERAGE_REPORT_H
#define EMS_REPORT_COVERAGE_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "study/coverage.h"

/* A new reference; NULL when memory is out. */
json_t *ems_coverage_json(const struct ems_coverage *coverage);
/* The whole document, with its origin and the standards; a new reference. */
enum ems_status ems_coverage_report_json(const struct ems_coverage *coverage, json_t **out);
/* A page of 80 columns. EMS_IO when the stream failed. */
enum ems_status ems_coverage_report_print(const struct ems_coverage *coverage, enum ems_lang lang, FILE *out);
/* Writes coverage.json and coverage.geojson into `folder`, which is made when it is not there (its parent is
 * not). EMS_IO leaves errno; *failed is then the path, the arena's. */
enum ems_status ems_coverage_report_save(const struct ems_coverage *coverage, const char *folder,
                                         struct ems_arena *arena, const char **failed);

#endif
