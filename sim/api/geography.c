#include "ems120/scenario.h"

#include "model/model.h"
#include "scenario/load.h"

static struct ems_lon_lat lon_lat(struct ems_position position)
{
    return (struct ems_lon_lat){position.x, position.y};
}

struct ems_lon_lat ems_scenario_lon_lat(const struct ems_scenario *scenario, struct ems_point point)
{
    return lon_lat(ems_unproject(&ems_scenario_model(scenario)->projection, point));
}

struct ems_lon_lat ems_scenario_wgs84(const struct ems_scenario *scenario, struct ems_point point)
{
    return lon_lat(ems_unproject_wgs84(&ems_scenario_model(scenario)->projection, point));
}

struct ems_point ems_scenario_point(const struct ems_scenario *scenario, struct ems_lon_lat position)
{
    return ems_project(&ems_scenario_model(scenario)->projection,
                       (struct ems_position){position.lon, position.lat});
}

struct ems_point ems_scenario_point_wgs84(const struct ems_scenario *scenario, struct ems_lon_lat position)
{
    const struct ems_projection *projection = &ems_scenario_model(scenario)->projection;
    struct ems_position at = {position.lon, position.lat};
    return ems_project(projection, ems_from_wgs84(projection->coordinates, at));
}

ems_area_id ems_scenario_area_at(const struct ems_scenario *scenario, struct ems_point point)
{
    return ems_model_area_at(ems_scenario_model(scenario), point);
}

ems_time ems_scenario_drive(const struct ems_scenario *scenario, struct ems_point from, struct ems_point to,
                            bool lights, ems_time at)
{
    struct ems_location a = {.at = from, .place = EMS_NOWHERE_FIXED},
                        b = {.at = to, .place = EMS_NOWHERE_FIXED};
    return ems_travel_time(&ems_scenario_model(scenario)->travel, &a, &b, lights ? EMS_LIGHTS : EMS_NORMAL,
                           at);
}
