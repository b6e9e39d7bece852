#include "coverage/cover.h"

int32_t ems_cover_class(const struct ems_model *model, ems_area_id area)
{
    return area == EMS_NONE ? EMS_NONE : model->areas[area].class_id;
}

double ems_cover_radius_m(const struct ems_model *model, ems_area_id area)
{
    int32_t class_id = ems_cover_class(model, area);
    return class_id == EMS_NONE ? 0 : model->classes[class_id].service_radius_m;
}

static bool has_crew(const struct ems_model *model, const struct ems_station *station)
{
    if (!station->crews_given) return true; /* one crew for each vehicle, at all hours */
    for (int32_t c = station->first_crew; c < station->first_crew + station->crew_count; c++) {
        const struct ems_crew *crew = &model->crews[c];
        if (crew->shift_count == 0) return true;
        for (int32_t i = 0; i < crew->shift_count; i++)
            if (crew->shifts[i].weekdays != 0) return true;
    }
    return false;
}

bool ems_cover_station_counts(const struct ems_model *model, ems_station_id id)
{
    const struct ems_station *station = &model->stations[id];
    if (!has_crew(model, station)) return false;
    for (int32_t v = station->first_vehicle; v < station->first_vehicle + station->vehicle_count; v++)
        if (!model->vehicles[v].spare && model->types[model->vehicles[v].type].emergency) return true;
    return false;
}
