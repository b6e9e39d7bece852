#include "study/coverage.h"

enum ems_status ems_coverage_compute(const struct ems_model *model, struct ems_arena *arena,
                                     struct ems_coverage *out)
{
    struct ems_surface surface;
    *out = (struct ems_coverage){.model = model};
    enum ems_status status = ems_surface_build(model, EMS_SURFACE_BUDGET, arena, &surface);
    if (status == EMS_OK) status = ems_radius_cover_compute(model, &surface, arena, &out->radius);
    if (status == EMS_OK) status = ems_time_cover_compute(model, EMS_COVER_DAY, &surface, arena, &out->day);
    if (status == EMS_OK)
        status = ems_time_cover_compute(model, EMS_COVER_NIGHT, &surface, arena, &out->night);
    if (status == EMS_OK) status = ems_rescue_reach_compute(model, arena, &out->reach);
    if (status == EMS_OK) status = ems_standards_judge(model, NULL, arena, &out->standards);
    return status;
}
