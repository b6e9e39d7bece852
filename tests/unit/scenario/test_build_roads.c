/* Roads and tables of times from a scenario: a grid of 5 x 5 crossings 1 km apart with ids by row and column
 * (00 to 44, the middle is 22), the middle row and column primary. Residential streets are driven at 30 km/h
 * with lights and 25 without, primary ones at 60 and 45 (the default speeds by class). */
#include "built.h"

#include "travel/road.h"

#define ROADS "tests/unit/scenario/roads/"
#define NETWORK "network: {nodes: " ROADS "nodes.csv, edges: " ROADS "edges.csv, undirected: true}"
#define LAND                                                                                                \
    BUILT_HEAD "areas:\n"                                                                                   \
               "  - {id: town, class: urban, population: 1600, circle: {centre: [0, 0], radius: 1300 m}}\n" \
               "  - {id: land, class: rural, population: 900, circle: {centre: [0, 0], radius: 6 "          \
               "km}}\n" BUILT_DEMAND
#define SITES                                                        \
    "stations:\n"                                                    \
    "  - {id: centre, node: \"22\", vehicles: {ambulance: 2}}\n"     \
    "  - {id: corner, at: [2000, 2030], vehicles: {ambulance: 1}}\n" \
    "hospitals:\n"                                                   \
    "  - {id: people, at: [-2060, 0]}\n"

static ems_time drive(const struct ems_model *m, int32_t station, int32_t hospital, enum ems_mode mode,
                      ems_time at)
{
    return ems_travel_time(&m->travel, &m->stations[station].at, &m->hospitals[hospital].at, mode, at);
}

/* Seconds that lights take, from the network's own speeds. */
static double street_s(const struct ems_model *m, const char *road_class, enum ems_mode mode)
{
    const struct ems_network *n = m->travel.def.road.network;
    for (int32_t a = 0; a < n->arc_count; a++)
        if (strcmp(n->class_name[n->arc_class[a]], road_class) == 0)
            return ems_time_seconds(n->time_us[mode][a]);
    return NAN;
}

static void a_network_from_tables(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, LAND SITES "travel:\n  model: road\n  " NETWORK "\n  snap: node\n");
    const struct ems_model *m = built.model;
    const struct ems_network *n = m->travel.def.road.network;
    check_int(n->node_count, 25);
    check_int(n->arc_count, 80);
    check_true(!m->travel.def.road.snap_to_edge);
    check_near(m->travel.def.road.off_road_mps[EMS_LIGHTS], 20 / 3.6, 1e-12); /* as when not given */
    check_near(m->travel.def.road.off_road_mps[EMS_NORMAL], 15 / 3.6, 1e-12);
    double primary_s = street_s(m, "primary", EMS_LIGHTS), other_s = street_s(m, "residential", EMS_LIGHTS);
    check_true(primary_s < other_s);
    /* from the middle along the primary road to 20 */
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_LIGHTS, 0)), 2 * primary_s + 60 / (20 / 3.6), 1e-5);
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_NORMAL, 0)),
               2 * street_s(m, "primary", EMS_NORMAL) + 60 / (15 / 3.6), 1e-5);
    /* from the corner: two streets to the primary, four along it */
    check_near(ems_time_seconds(drive(m, 1, 0, EMS_LIGHTS, 0)),
               30 / (20 / 3.6) + 2 * other_s + 4 * primary_s + 60 / (20 / 3.6), 1e-5);
    check_near(ems_travel_access_m(&m->travel, 0), 0, 0);
    check_near(ems_travel_access_m(&m->travel, 1), 30, 1e-6);
    built_free(&built);
}

static void off_road_and_factors(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(
        &built, LAND SITES
        "travel:\n  model: road\n  " NETWORK "\n"
        "  off_road: {lights: 36 km/h, normal: 18 km/h}\n"
        "  hour_factor: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5]\n"
        "  road_factors:\n"
        "    - {roads: [primary], areas: [urban],\n"
        "       hour_factor: [1, 1, 1, 1, 1, 1, 1, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}\n"
        "    - hour_factor: [1, 1, 1, 1, 1, 1, 1, 1, 1.25, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
        "timeline:\n"
        "  - {at: day 2 00:00, for: 6 h, speed: 80 %}\n"
        "  - {at: day 3 00:00, for: 6 h, roads: {classes: [primary], speed: 50 %}}\n"
        "  - {at: day 4 00:00, for: 6 h, roads: {circle: {centre: [-1500, 0], radius: 10 m}, speed: 0 %}}\n"
        "  - {at: day 5 00:00, for: 6 h, roads: {polygon: [[-1600, -9], [-1400, -9], [-1400, 9]], speed: 0 "
        "%}}\n"
        "  - {at: day 6 00:00, for: 6 h, roads: {classes: [residential], speed: 0 %}}\n");
    const struct ems_model *m = built.model;
    double s = street_s(m, "primary", EMS_LIGHTS), other_s = street_s(m, "residential", EMS_LIGHTS);
    const ems_time day = EMS_DAY;
    check_true(m->travel.def.road.snap_to_edge);
    check_int(m->travel.def.road.change_count, 4);
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_LIGHTS, 0)), 2 * s + 6, 1e-5);
    /* the first kilometre lies in town */
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_LIGHTS, 7 * EMS_HOUR)), 3 * s + 6, 1e-5);
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_LIGHTS, 8 * EMS_HOUR)), 2 * s / 1.25 + 6, 1e-5);
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_LIGHTS, 23 * EMS_HOUR)), 4 * s + 12, 1e-5);
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_LIGHTS, day)), (2 * s + 6) / 0.8, 1e-5);
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_LIGHTS, 2 * day)), 4 * s + 6, 1e-5);
    /* round the closed kilometre: over three streets of the next row */
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_LIGHTS, 3 * day)), s + 3 * other_s + 6, 1e-5);
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_LIGHTS, 4 * day)), s + 3 * other_s + 6, 1e-5);
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_LIGHTS, 4 * day + 6 * EMS_HOUR)), 2 * s + 6, 1e-5);
    check_int(drive(m, 1, 0, EMS_LIGHTS, 5 * day), EMS_NEVER); /* the corner has residential streets only */
    check_near(ems_time_seconds(drive(m, 0, 0, EMS_LIGHTS, 5 * day)), 2 * s + 6, 1e-5);
    check_int(built.diags.count, 0);
    built_free(&built);
}

static void people_far_from_roads_are_warned_of(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, BUILT_HEAD
               "areas:\n"
               "  - {id: land, class: rural, population: 900, circle: {centre: [0, 0], radius: 40 km}}\n"
               "lattice: 4 km\n" BUILT_DEMAND SITES "travel:\n  model: road\n  " NETWORK "\n");
    check_int(built.diags.errors, 0);
    check_int(built.diags.count, 1);
    check_int(built.diags.items[0].message, EMS_T_PEOPLE_FAR_FROM_ROAD);
    built_free(&built);
}

#define MATRIX "travel: {model: matrix, nodes: " ROADS "matrix-nodes.csv, times: "

static void a_table_of_times(void **state)
{
    (void)state;
    struct built one = {0}, two = {0};
    built_load(&one, LAND "stations:\n"
                          "  - {id: west, node: a, vehicles: {ambulance: 1}}\n"
                          "  - {id: centre, at: [30, 30], vehicles: {ambulance: 1}}\n"
                          "hospitals: [{id: people, at: [999, 5]}, {id: second, node: b}]\n" MATRIX
                          "{lights: " ROADS "times.csv, normal_speed: 80 %}}\n");
    const struct ems_model *m = one.model;
    check_int(drive(m, 0, 0, EMS_LIGHTS, 0), 130 * EMS_SECOND); /* a to c */
    check_int(drive(m, 0, 0, EMS_NORMAL, 0), 130 * EMS_SECOND / 8 * 10);
    check_int(drive(m, 0, 1, EMS_LIGHTS, 0), 60 * EMS_SECOND);
    check_int(drive(m, 1, 0, EMS_LIGHTS, 0), 60 * EMS_SECOND);
    check_int(drive(m, 1, 1, EMS_LIGHTS, 0), 0);
    check_int(ems_travel_time(&m->travel, &m->hospitals[1].at, &m->stations[0].at, EMS_LIGHTS, 0),
              70 * EMS_SECOND);
    built_free(&one);

    built_file(&two, "nodes.csv", "node,x_m,y_m\n7,-1000,0\n08,0,0\nx,1000,0\n");
    built_file(&two, "times.csv", "whatever,x,7,08\n08,5,6,0\nx,0,8,9\n7,4,0,2.5\n"); /* in any order */
    built_file(&two, "slow.csv", ",7,08,x\n7,0,,1\n08,2,0,3\nx,4,5,0\n");
    built_load(&two, LAND
               "stations: [{id: west, node: \"7\", vehicles: {ambulance: 1}}]\n"
               "hospitals: [{id: people, node: \"08\"}, {id: east, node: x}]\n"
               "travel: {model: matrix, nodes: nodes.csv, times: {lights: times.csv, normal: slow.csv}}\n");
    m = two.model;
    check_int(drive(m, 0, 0, EMS_LIGHTS, 0), 2500000);
    check_int(drive(m, 0, 1, EMS_LIGHTS, 0), 4 * EMS_SECOND);
    check_int(drive(m, 0, 0, EMS_NORMAL, 0), EMS_NEVER); /* an empty cell */
    check_int(drive(m, 0, 1, EMS_NORMAL, 0), 1 * EMS_SECOND);
    built_free(&two);
    built_remove(&two, (const char *const[]){"nodes.csv", "times.csv", "slow.csv"}, 3);
}

/* A prepared network is the same as its tables. */
static void a_prepared_network(void **state)
{
    (void)state;
    struct built tables = {0}, file = {0};
    char path[96];
    built_load(&tables, LAND SITES "travel:\n  model: road\n  " NETWORK "\n");
    built_file(&file, "city.roads", "");
    snprintf(path, sizeof path, "%s/city.roads", file.folder);
    check_ok(ems_network_write(tables.model->travel.def.road.network, path));
    built_load(&file, LAND SITES "travel: {model: road, network: city.roads}\n");
    check_int(file.model->travel.def.road.network->hash, tables.model->travel.def.road.network->hash);
    for (int32_t s = 0; s < 2; s++)
        check_int(drive(file.model, s, 0, EMS_NORMAL, 0), drive(tables.model, s, 0, EMS_NORMAL, 0));
    built_free(&tables);
    built_free(&file);
    built_remove(&file, (const char *const[]){"city.roads"}, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_from_tables),
        cmocka_unit_test(off_road_and_factors),
        cmocka_unit_test(people_far_from_roads_are_warned_of),
        cmocka_unit_test(a_table_of_times),
        cmocka_unit_test(a_prepared_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
