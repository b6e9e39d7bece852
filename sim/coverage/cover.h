/* What the measures of coverage share: whose radius holds where, and which stations count. */
#ifndef EMS_COVERAGE_COVER_H
#define EMS_COVERAGE_COVER_H

#include <stdbool.h>

#include "model/model.h"

/* The class of an area, EMS_NONE for EMS_NONE. */
int32_t ems_cover_class(const struct ems_model *model, ems_area_id area);
/* The service radius of the area's class; 0 when it has none or the area is EMS_NONE. */
double ems_cover_radius_m(const struct ems_model *model, ems_area_id area);
/* Crewed at some hour of the week, with an ambulance that may be sent. O(crews and vehicles of it). */
bool ems_cover_station_counts(const struct ems_model *model, ems_station_id station);

#endif
