/* The bound on what can be reached: one JSON document, one page for a terminal. Nothing here computes. */
#ifndef EMS_REPORT_BOUND_REPORT_H
#define EMS_REPORT_BOUND_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "base/text.h"
#include "study/bound.h"

/* The document of `bound --json`, a new reference; fields are listed in docs/results.md. */
enum ems_status ems_bound_json(const struct ems_bound *bound, json_t **out);
/* A page of 80 columns. EMS_IO when the stream failed. */
enum ems_status ems_bound_print(const struct ems_bound *bound, enum ems_lang lang, FILE *out);
/* No rule reaches what the target requires: the bound's interval lies below it. */
bool ems_bound_is_beyond(const struct ems_bound *bound, int32_t target);

#endif
