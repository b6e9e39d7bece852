#include "ground.h"

#include "ems120/cover.h"

enum { DENSITY_CELLS = 320, DENSITY_BLUR = 2 };

static void add_area(struct viz_bounds *bounds, const struct ems_scenario *scenario, ems_area_id area)
{
    struct ems_area_info info = ems_area_info(scenario, area);
    if (info.is_circle) {
        double r = info.radius_m;
        viz_bounds_add(bounds, (struct ems_point){info.centre.x_m - r, info.centre.y_m - r});
        viz_bounds_add(bounds, (struct ems_point){info.centre.x_m + r, info.centre.y_m + r});
    }
    for (int32_t ring = 0; ring < info.rings; ring++) {
        int32_t count = 0;
        const struct ems_point *points = ems_area_ring(scenario, area, ring, &count);
        for (int32_t i = 0; i < count; i++) viz_bounds_add(bounds, points[i]);
    }
}

static struct viz_bounds bounds_of(const struct ems_scenario *scenario, const struct ems_scenario_info *info)
{
    struct viz_bounds bounds = viz_bounds_empty();
    for (ems_area_id a = 0; a < info->areas; a++) add_area(&bounds, scenario, a);
    for (int32_t p = 0; p < info->places; p++) viz_bounds_add(&bounds, ems_place_info(scenario, p).at);
    for (ems_station_id s = 0; s < info->stations; s++)
        viz_bounds_add(&bounds, ems_station_info(scenario, s).at);
    for (ems_hospital_id h = 0; h < info->hospitals; h++)
        viz_bounds_add(&bounds, ems_hospital_info(scenario, h).at);
    return bounds;
}

static enum ems_status count_people(struct viz_ground *g)
{
    enum ems_status status = viz_raster_open(&g->density, g->box, DENSITY_CELLS);
    if (status == EMS_BAD_USAGE) return EMS_OK; /* a map without extent */
    if (status != EMS_OK) return status;
    double per_km2 = 1e6 / viz_raster_cell_area_m2(&g->density);
    for (int32_t p = 0; p < g->info.places; p++) {
        struct ems_place_info place = ems_place_info(g->scenario, p);
        int cell = viz_raster_cell(&g->density, place.at);
        if (cell >= 0) g->density.value[cell] += (float)(place.people * per_km2);
    }
    return viz_raster_blur(&g->density, DENSITY_BLUR);
}

enum ems_status viz_ground_open(struct viz_ground *ground, const struct ems_scenario *scenario)
{
    *ground = (struct viz_ground){.scenario = scenario, .info = ems_scenario_info(scenario)};
    ground->bounds = bounds_of(scenario, &ground->info);
    ground->box = ems_scenario_box(scenario);
    enum ems_status status = ems_roads_create(scenario, &ground->roads);
    if (status == EMS_OK) status = count_people(ground);
    if (status != EMS_OK) viz_ground_close(ground);
    return status;
}

void viz_ground_close(struct viz_ground *ground)
{
    ems_roads_free(ground->roads);
    viz_raster_close(&ground->density);
    *ground = (struct viz_ground){0};
}
