/* What siting found: one JSON document, one page for a terminal, one map. Nothing here computes. */
#ifndef EMS_REPORT_SITE_REPORT_H
#define EMS_REPORT_SITE_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "base/status.h"
#include "base/text.h"
#include "report/table.h"
#include "report/words.h"
#include "study/site.h"

/* The document of `site --json`, a new reference; fields are listed in docs/results.md. */
enum ems_status ems_site_json(const struct ems_site *site, json_t **out);
/* A page of 80 columns. EMS_IO when the stream failed. */
enum ems_status ems_site_print(const struct ems_site *site, enum ems_lang lang, FILE *out);
/* New, moved and closed stations of every plan; of the best one the places that gain or lose cover, and the
 * areas with what it changes there: GeoJSON in WGS-84, a new reference. */
enum ems_status ems_site_geojson(const struct ems_site *site, json_t **out);

/* The plan that came out best: of the last round, else the model's. */
const struct ems_site_plan *ems_site_best(const struct ems_site *site);
/* Its number in the last round (the comparison's), 0 without simulation. */
int32_t ems_site_best_shown(const struct ems_site *site);
/* A value of the model in the unit that people read: a share of requests, seconds, or a number of stations.
 */
double ems_site_said(const struct ems_site *site, double objective);
enum ems_saying ems_site_saying(const struct ems_site *site);

#endif
