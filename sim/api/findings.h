/* All that a run is reported from, put together: results, coverage, and the standards judged by both. */
#ifndef EMS_API_FINDINGS_H
#define EMS_API_FINDINGS_H

#include "report/report.h"
#include "study/coverage.h"

struct ems_findings {
    struct ems_results *results; /* owned */
    struct ems_coverage coverage;
    struct ems_standards_result standards;
    struct ems_report report; /* of the above: what report/ takes */
    json_t *coverage_json;
    struct ems_arena arena;
};

/* Takes `results` over, whatever it returns; ems_findings_free must follow. The model must outlive it. */
enum ems_status ems_findings_make(const struct ems_model *model, struct ems_results *results,
                                  struct ems_findings *out);
/* A target or clause whose verdict is no. */
bool ems_findings_missed(const struct ems_findings *findings);
bool ems_standards_missed(const struct ems_standards_result *standards);
void ems_findings_free(struct ems_findings *findings);

#endif
