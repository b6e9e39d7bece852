#include "api/findings.h"

#include "report/coverage_report.h"

enum ems_status ems_findings_make(const struct ems_model *model, struct ems_results *results,
                                  struct ems_findings *out)
{
    *out = (struct ems_findings){.results = results};
    enum ems_status status = ems_coverage_compute(model, &out->arena, &out->coverage);
    if (status != EMS_OK) return status;
    status = ems_standards_judge(model, results, &out->arena, &out->standards);
    if (status != EMS_OK) return status;
    out->coverage_json = ems_coverage_json(&out->coverage);
    if (out->coverage_json == NULL) return EMS_NO_MEMORY;
    out->report = (struct ems_report){.results = results,
                                      .standards = &out->standards,
                                      .radius = &out->coverage.radius,
                                      .coverage = out->coverage_json};
    return EMS_OK;
}

bool ems_standards_missed(const struct ems_standards_result *standards)
{
    for (int32_t i = 0; i < standards->count; i++) {
        if (standards->clauses[i].judgement.verdict == EMS_VERDICT_NO) return true;
    }
    return false;
}

bool ems_findings_missed(const struct ems_findings *findings)
{
    const struct ems_results *results = findings->results;
    for (int32_t i = 0; i < results->model->target_count; i++) {
        if (results->targets[i].judgement.verdict == EMS_VERDICT_NO) return true;
    }
    return ems_standards_missed(&findings->standards);
}

void ems_findings_free(struct ems_findings *findings)
{
    ems_results_free(findings->results);
    json_decref(findings->coverage_json);
    ems_arena_free(&findings->arena);
    *findings = (struct ems_findings){0};
}
