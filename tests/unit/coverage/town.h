/* A random town as a model: areas of classes with and without radius, demand places, stations with crews.
 * Filled by hand instead of from YAML, so that the tests of coverage need nothing above model. */
#ifndef EMS_TESTS_COVERAGE_TOWN_H
#define EMS_TESTS_COVERAGE_TOWN_H

#include "coverage/near.h"
#include "model/model.h"

enum { TOWN_STATIONS = 40, TOWN_PLACES = 400, TOWN_AREAS = 4, TOWN_CLASSES = 3 };

struct town {
    struct ems_model model;
    struct ems_class classes[TOWN_CLASSES];
    struct ems_area areas[TOWN_AREAS];
    struct ems_demand_place places[TOWN_PLACES];
    struct ems_vehicle_type types[2];
    struct ems_vehicle vehicles[TOWN_STATIONS];
    struct ems_station stations[TOWN_STATIONS];
    struct ems_crew crews[TOWN_STATIONS];
    struct ems_ring rings[TOWN_AREAS];
    struct ems_point corners[TOWN_AREAS][4];
    struct ems_point fixed[TOWN_STATIONS + TOWN_PLACES];
    uint8_t raster[TOWN_AREAS];
    struct ems_arena arena;
};

/* Uniform in [0, 1): splitmix64. */
static inline double town_uniform(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static inline struct ems_point town_point(uint64_t *state, double side_m)
{
    double x = town_uniform(state) * side_m, y = town_uniform(state) * side_m;
    return ems_point_round(x, y);
}

/* Four square areas in a row, side x side each; the last has a class without radius. Stations anywhere. */
static inline void town_fill(struct town *town, uint64_t seed, double side_m)
{
    static const char *const ids[] = {"urban", "rural", "none"};
    static const double radii[] = {3000, 8000, 0};
    memset(town, 0, sizeof *town);
    town->types[0] = (struct ems_vehicle_type){.id = "als", .emergency = true, .serves = 1};
    town->types[1] = (struct ems_vehicle_type){.id = "car"};
    for (int i = 0; i < TOWN_CLASSES; i++)
        town->classes[i] = (struct ems_class){.id = ids[i], .service_radius_m = radii[i]};
    for (int a = 0; a < TOWN_AREAS; a++)
        town->areas[a] = (struct ems_area){.id = ids[a / 2],
                                           .class_id = a == 3 ? 2 : a % 2,
                                           .area_m2 = side_m * side_m,
                                           .first_place = a * TOWN_PLACES / TOWN_AREAS,
                                           .place_count = TOWN_PLACES / TOWN_AREAS};
    for (int p = 0; p < TOWN_PLACES; p++) {
        struct ems_area *area = &town->areas[p * TOWN_AREAS / TOWN_PLACES];
        struct ems_point at = town_point(&seed, side_m);
        at.x_m += side_m * (double)(area - town->areas);
        town->places[p] = (struct ems_demand_place){
            .at = at, .people = floor(1000 * town_uniform(&seed)), .area = (ems_area_id)(area - town->areas)};
        area->population += town->places[p].people;
        town->classes[area->class_id].population += town->places[p].people;
        town->fixed[TOWN_STATIONS + p] = at;
    }
    for (int s = 0; s < TOWN_STATIONS; s++) {
        struct ems_point at = town_point(&seed, side_m);
        at.x_m = ems_point_round(4 * at.x_m, 0).x_m;
        town->fixed[s] = at;
        town->vehicles[s] = (struct ems_vehicle){.id = "v", .station = s};
        town->crews[s] = (struct ems_crew){.id = "c", .station = s};
        town->stations[s] = (struct ems_station){.id = "s",
                                                 .tier = "",
                                                 .at = {.at = at, .place = s},
                                                 .hospital = EMS_NONE,
                                                 .area = (ems_area_id)fmin(at.x_m / side_m, 3),
                                                 .first_vehicle = s,
                                                 .vehicle_count = 1,
                                                 .first_crew = s,
                                                 .crew_count = 1};
    }
    town->model = (struct ems_model){.arena = &town->arena,
                                     .classes = town->classes,
                                     .class_count = TOWN_CLASSES,
                                     .areas = town->areas,
                                     .area_count = TOWN_AREAS,
                                     .places = town->places,
                                     .place_count = TOWN_PLACES,
                                     .types = town->types,
                                     .type_count = 2,
                                     .vehicles = town->vehicles,
                                     .vehicle_count = TOWN_STATIONS,
                                     .stations = town->stations,
                                     .station_count = TOWN_STATIONS,
                                     .crews = town->crews,
                                     .crew_count = TOWN_STATIONS};
}

/* Square areas as polygons, and speeds that differ by area: 36, 54 and 72 km/h over a detour of 1.25. */
static inline void town_roads(struct town *town, double side_m)
{
    struct ems_travel_def def = {.detour = 1.25, .class_count = 3, .places = town->fixed};
    static const uint8_t cells[TOWN_AREAS] = {0, 1, 0, 2};
    memcpy(town->raster, cells, sizeof cells);
    for (int a = 0; a < TOWN_AREAS; a++) {
        const struct ems_point corners[4] = {
            {a * side_m, 0}, {(a + 1) * side_m, 0}, {(a + 1) * side_m, side_m}, {a * side_m, side_m}};
        memcpy(town->corners[a], corners, sizeof corners);
        town->rings[a] = (struct ems_ring){town->corners[a], 4};
        town->areas[a].shape = ems_shape_polygon(&town->rings[a], 1);
    }
    def.classes = (struct ems_raster){
        .cell_m = side_m, .columns = TOWN_AREAS, .rows = 1, .values = town->raster, .outside = 2};
    for (int c = 0; c < 3; c++) def.speed_mps[EMS_LIGHTS][c] = def.speed_mps[EMS_NORMAL][c] = 10 + 5 * c;
    for (int h = 0; h < 24; h++) def.hour_factor[h] = h == 12 ? 0.5 : h == 2 ? 0.8 : 1;
    def.place_count = TOWN_STATIONS + TOWN_PLACES;
    def.source_count = TOWN_STATIONS;
    check_ok(ems_travel_init(&town->model.travel, &def, &town->arena));
    town->model.durations.turnout_day = ems_distribution_constant(90);
    town->model.durations.turnout_night = ems_distribution_constant(150);
    town->model.durations.night_from = 22 * EMS_HOUR;
    town->model.durations.night_to = 6 * EMS_HOUR;
}

/* Distance as the measures compare it: to the millimetre. */
static inline double town_distance(struct ems_point a, struct ems_point b)
{
    return rint(ems_point_distance(a, b) * 1000) / 1000;
}

#endif
