/* Stations, their vehicles and hospitals from tables. */
#include "built.h"

#define ROADS "tests/unit/scenario/roads/"
#define LAND BUILT_HEAD BUILT_AREAS BUILT_DEMAND
#define TYPES "vehicle_types: [{id: als, serves: [bls]}, {id: bls}]\n"
#define HOSPITAL "hospitals: [{id: people, at: [500, 0]}]\n"

static void tables_of_stations_vehicles_and_hospitals(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, LAND BUILT_TRAVEL TYPES "stations: {file: " ROADS "stations.csv, vehicles: " ROADS
                                               "vehicles.csv}\n"
                                               "hospitals: {file: " ROADS "hospitals.csv}\n");
    const struct ems_model *m = built.model;
    check_int(m->station_count, 2);
    check_text(m->stations[0].id, "centre");
    check_text(m->stations[0].name.by_lang[EMS_LANG_EN], "Centre");
    check_text(m->stations[0].name.by_lang[EMS_LANG_ZH], "急救中心");
    check_text(m->stations[0].tier, "county");
    check_text(m->stations[1].tier, "");
    check_near(m->stations[1].at.at.y_m - m->stations[0].at.at.y_m, 2000, 1e-9);
    check_int(m->vehicle_count, 3);
    check_text(m->vehicles[0].id, "c1");
    check_text(m->vehicles[1].id, "c2");
    check_text(m->vehicles[2].id, "n1");
    check_int(m->vehicles[1].station, 0);
    check_int(m->vehicles[2].station, 1);
    check_int(m->vehicles[0].type, 0);
    check_int(m->vehicles[1].type, 1);
    check_int(m->hospital_count, 2);
    check_text(m->hospitals[1].id, "second");
    check_int(m->hospitals[0].bays, 3);
    check_true(m->hospitals[1].bays == EMS_UNLIMITED);
    built_free(&built);
}

static void columns_by_other_names(void **state)
{
    (void)state;
    struct built built = {0};
    built_file(&built, "s.csv", "post,east,north,label\ns1,-300,0,First\ns2,300,0,\n");
    built_file(&built, "v.csv", "post,car\ns2,v1\ns1,v2\ns2,v3\n");
    built_file(&built, "h.csv", "id,x_m,y_m\nh1,0,0\n");
    built_load(&built, LAND BUILT_TRAVEL
               "stations: {file: s.csv, vehicles: v.csv, type: ambulance,\n"
               "  columns: {id: post, station: post, vehicle: car, x_m: east, y_m: north, name: label}}\n"
               "hospitals: {file: h.csv}\n");
    const struct ems_model *m = built.model;
    check_int(m->station_count, 2);
    check_text(m->stations[0].name.by_lang[EMS_LANG_EN], "First");
    check_near(m->stations[1].at.at.x_m - m->stations[0].at.at.x_m, 600, 1e-9);
    check_int(m->vehicle_count, 3); /* in the order of the stations */
    check_text(m->vehicles[0].id, "v2");
    check_text(m->vehicles[1].id, "v1");
    check_text(m->vehicles[2].id, "v3");
    check_text(m->hospitals[0].id, "h1");
    built_free(&built);
    built_remove(&built, (const char *const[]){"s.csv", "v.csv", "h.csv"}, 3);
}

/* One table for both: each vehicle has a station of its own, at a node. */
static void vehicles_with_their_own_bases(void **state)
{
    (void)state;
    struct built built = {0};
    built_file(&built, "v.csv", "vehicle,base\n0,23\n1,21\n");
    built_file(&built, "h.csv", "hospital,node\n9,22\n");
    char text[2000], roads[300];
    check_true(getcwd(roads, sizeof roads) != NULL);
    snprintf(text, sizeof text,
             LAND
             "stations: {file: v.csv, vehicles: v.csv, type: ambulance, columns: {station: vehicle, node: "
             "base}}\nhospitals: {file: h.csv}\ntravel:\n  model: road\n"
             "  network: {nodes: %s/" ROADS "nodes.csv, edges: %s/" ROADS "edges.csv, undirected: true}\n",
             roads, roads);
    built_load(&built, text);
    const struct ems_model *m = built.model;
    check_int(m->station_count, 2);
    check_int(m->vehicle_count, 2);
    check_text(m->stations[1].id, "1");
    check_text(m->vehicles[1].id, "1");
    check_int(m->vehicles[1].station, 1);
    check_near(m->stations[0].at.at.x_m - m->hospitals[0].at.at.x_m, 1000, 1e-9);
    check_near(m->stations[1].at.at.x_m - m->hospitals[0].at.at.x_m, -1000, 1e-9);
    built_free(&built);
    built_remove(&built, (const char *const[]){"v.csv", "h.csv"}, 2);
}

/* Words of a cell stand between spaces or semicolons. */
static void hospital_words(void **state)
{
    (void)state;
    struct built built = {0};
    built_file(&built, "h.csv",
               "hospital,x_m,y_m,provides,bays\nh1,0,0,cath stroke,\nh2,10,0,stroke;cath,2\n");
    built_load(&built, BUILT_HEAD BUILT_AREAS BUILT_TRAVEL
               "demand:\n  requests_per_day: 5\n  conditions:\n"
               "    - {id: heart, share: 50 %, priority: 1, hospital: cath}\n"
               "    - {id: brain, share: 50 %, priority: 1, hospital: stroke}\n"
               "stations: [{id: centre, at: [0, 0], vehicles: {ambulance: 2}}]\n"
               "hospitals: {file: h.csv}\n");
    const struct ems_model *m = built.model;
    check_int(m->hospital_count, 2);
    check_int(built.diags.errors, 0);
    check_int(m->hospitals[0].provides, m->hospitals[1].provides); /* the same two, in another order */
    check_true(m->hospitals[0].provides != 0);
    built_free(&built);
    built_remove(&built, (const char *const[]){"h.csv"}, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_of_stations_vehicles_and_hospitals),
        cmocka_unit_test(columns_by_other_names),
        cmocka_unit_test(vehicles_with_their_own_bases),
        cmocka_unit_test(hospital_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
