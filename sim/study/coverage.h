/* All that `ems120 coverage` tells of a scenario, without simulation: radius and time cover, reach of rescue
 * teams, and the clauses of the standards that are arithmetic. Lives in the arena it is computed in. */
#ifndef EMS_STUDY_COVERAGE_H
#define EMS_STUDY_COVERAGE_H

#include "coverage/radius.h"
#include "coverage/time.h"
#include "study/standards.h"

struct ems_coverage {
    const struct ems_model *model;
    struct ems_radius_cover radius;
    struct ems_time_cover day, night;
    struct ems_rescue_reach reach;
    struct ems_standards_result standards; /* judged without a run */
};

enum ems_status ems_coverage_compute(const struct ems_model *model, struct ems_arena *arena,
                                     struct ems_coverage *out);

#endif
