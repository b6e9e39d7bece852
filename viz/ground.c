#include "ground.h"

#include <math.h>
#include <stdlib.h>

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

/* Metres to the nearest station other than `self`. O(stations). */
static double gap_at(const struct viz_ground *g, struct ems_point at, ems_station_id self)
{
    double least = HUGE_VAL;
    for (ems_station_id s = 0; s < g->info.stations; s++) {
        struct ems_point other = ems_station_info(g->scenario, s).at;
        if (s != self) least = fmin(least, hypot(other.x_m - at.x_m, other.y_m - at.y_m));
    }
    return least;
}

static enum ems_status measure_gaps(struct viz_ground *g)
{
    g->station_gap_m = calloc((size_t)g->info.stations + 1, sizeof *g->station_gap_m);
    g->hospital_gap_m = calloc((size_t)g->info.hospitals + 1, sizeof *g->hospital_gap_m);
    if (g->station_gap_m == NULL || g->hospital_gap_m == NULL) return EMS_NO_MEMORY;
    for (ems_station_id s = 0; s < g->info.stations; s++)
        g->station_gap_m[s] = gap_at(g, ems_station_info(g->scenario, s).at, s);
    for (ems_hospital_id h = 0; h < g->info.hospitals; h++)
        g->hospital_gap_m[h] = gap_at(g, ems_hospital_info(g->scenario, h).at, EMS_NONE);
    return EMS_OK;
}

enum ems_status viz_ground_open(struct viz_ground *ground, const struct ems_scenario *scenario)
{
    *ground = (struct viz_ground){.scenario = scenario, .info = ems_scenario_info(scenario)};
    ground->bounds = bounds_of(scenario, &ground->info);
    ground->box = ems_scenario_box(scenario);
    enum ems_status status = ems_roads_create(scenario, &ground->roads);
    if (status == EMS_OK) status = count_people(ground);
    if (status == EMS_OK) status = measure_gaps(ground);
    if (status != EMS_OK) viz_ground_close(ground);
    return status;
}

void viz_ground_close(struct viz_ground *ground)
{
    ems_roads_free(ground->roads);
    viz_raster_close(&ground->density);
    free(ground->station_gap_m);
    free(ground->hospital_gap_m);
    *ground = (struct viz_ground){0};
}
