/* One of the scenarios that plans are judged over, loaded once for each plan of a round. Inside site_*.c
 * only. Free it with ems_site_cast_free unless its scenarios are kept elsewhere. */
#ifndef EMS_STUDY_SITE_CAST_H
#define EMS_STUDY_SITE_CAST_H

#include "study/site.h"

struct ems_site_cast {
    struct ems_scenario *scenarios[EMS_COMPARED_MOST]; /* [0] as it is, then the plans */
    const struct ems_model *models[EMS_COMPARED_MOST];
    int32_t count;
};

/* Scenario `k` (0: the one asked about) with these plans, in several threads: making the tables of a road
 * network takes a second. What it warns of is told once. A warm-up that is left open is found for the
 * scenario as it is, and its plans take the same. Nothing is left to free unless EMS_OK. */
enum ems_status ems_site_cast_load(struct ems_site *site, int32_t k, const int32_t *plans, int32_t count,
                                   struct ems_diags *diags, struct ems_site_cast *out);
void ems_site_cast_free(struct ems_site_cast *cast);

#endif
