#include "study/weights.h"

void ems_place_weights(const struct ems_model *model, double *weight)
{
    for (int32_t p = 0; p < model->place_count; p++) {
        const struct ems_demand_place *place = &model->places[p];
        if (place->area == EMS_NONE) continue;
        const struct ems_area *area = &model->areas[place->area];
        double each = area->requests_per_year / area->place_count;
        weight[p] += each * place->keep;
        if (place->alias != p) weight[place->alias] += each * (1 - place->keep);
    }
}
