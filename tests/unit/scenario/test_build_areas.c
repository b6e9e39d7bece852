#include "built.h"

/* A square of 4 km with a square hole of 2 km in it, an island of 1 km in the hole, and a square of its own.
 */
static const char shapes[] = "{\"type\": \"FeatureCollection\", \"features\": [\n"
                             "{\"type\": \"Feature\", \"properties\": {\"code\": 220281, \"name\": "
                             "\"holed\", \"kind\": \"land\", \"open\": true},\n"
                             " \"geometry\": {\"type\": \"MultiPolygon\", \"coordinates\": [\n"
                             "  [[[-2000,-2000],[2000,-2000],[2000,2000],[-2000,2000],[-2000,-2000]],\n"
                             "   [[-1000,-1000],[-1000,1000],[1000,1000],[1000,-1000],[-1000,-1000]]],\n"
                             "  [[[-500,-500],[500,-500],[500,500],[-500,500],[-500,-500]]]]}},\n"
                             "{\"type\": \"Feature\", \"properties\": {\"code\": 7, \"name\": \"far\", "
                             "\"kind\": \"land\", \"open\": false},\n"
                             " \"geometry\": {\"type\": \"Polygon\", \"coordinates\":\n"
                             "  [[[9000,0],[10000,0],[10000,1000],[9000,1000],[9000,0]]]}},\n"
                             "{\"type\": \"Feature\", \"properties\": {\"name\": \"post\"}, \"geometry\": "
                             "{\"type\": \"Point\", \"coordinates\": [0, 0]}}\n"
                             "]}\n";

static double area_km2(const char *match)
{
    struct built built = {0};
    char text[2000];
    snprintf(
        text, sizeof text,
        BUILT_HEAD
        "areas:\n  - {id: land, class: rural, population: 100, geojson: {file: shapes.geojson, match: %s}}\n"
        "  - {id: all, class: rural, population: 0, circle: {centre: [0, 0], radius: 20 km}}\n" BUILT_DEMAND
            BUILT_TRAVEL BUILT_STATIONS,
        match);
    built_file(&built, "shapes.geojson", shapes);
    built_load(&built, text);
    double area = built.model->areas[0].area_m2 / 1e6;
    built_free(&built);
    built_remove(&built, (const char *const[]){"shapes.geojson"}, 1);
    return area;
}

static void features_are_matched_by_their_properties(void **state)
{
    (void)state;
    check_near(area_km2("{name: holed}"), 16 - 4 + 1, 1e-9);
    check_near(area_km2("{name: far}"), 1, 1e-9);
    check_near(area_km2("{code: '220281'}"), 13, 1e-9);
    check_near(area_km2("{code: '7.0'}"), 1, 1e-9);
    check_near(area_km2("{open: 'false'}"), 1, 1e-9);
    check_near(area_km2("{kind: land}"), 14, 1e-9); /* both features together */
    check_near(area_km2("{kind: land, name: far}"), 1, 1e-9);
}

static void holes_are_no_part(void **state)
{
    (void)state;
    struct built built = {0};
    built_file(&built, "shapes.geojson", shapes);
    built_load(
        &built, BUILT_HEAD
        "areas:\n"
        "  - {id: holed, class: rural, population: 100, geojson: {file: shapes.geojson, match: {name: "
        "holed}}}\n"
        "  - {id: far, class: urban, population: 5, geojson: {file: shapes.geojson, match: {name: far}}}\n"
        "lattice: 250 m\n" BUILT_DEMAND BUILT_TRAVEL BUILT_STATIONS);
    const struct ems_model *m = built.model;
    check_int(m->areas[0].place_count, 13 * 16); /* 16 of a lattice of 250 m on each square kilometre */
    check_int(m->areas[1].place_count, 16);
    for (int32_t i = 0; i < m->areas[0].place_count; i++) {
        struct ems_position at = ems_unproject(&m->projection, m->places[i].at);
        double reach = fmax(fabs(at.x), fabs(at.y));
        check_true(reach < 500 || (reach > 1000 && reach < 2000));
    }
    check_int(m->stations[0].area, 0);  /* on the island */
    check_int(m->origin.file_count, 2); /* read once */
    built_free(&built);
    built_remove(&built, (const char *const[]){"shapes.geojson"}, 1);
}

#define IN(system, x0, y0)                                                                        \
    "ems120: 1\nclock: {start: 2025-03-03T00:00+08:00, duration: 7 d}\ncoordinates: " system "\n" \
    "areas: [{id: town, class: urban, population: 10, circle: {centre: [" x0 ", " y0              \
    "], radius: 5 km}}]\n" BUILT_DEMAND BUILT_TRAVEL "stations: [{id: s, at: [" x0 ", " y0        \
    "], vehicles: {ambulance: 1}}, "                                                              \
    "{id: t, at: [127.40, 43.724], vehicles: {ambulance: 1}}]\nhospitals: [{id: h, at: [127.35, 43.73]}]\n"

static double distance_of_stations(const char *text)
{
    struct built built = {0};
    built_load(&built, text);
    double d = ems_point_distance(built.model->stations[0].at.at, built.model->stations[1].at.at);
    built_free(&built);
    return d;
}

/* 0.056 degrees of longitude at 43.724 N are 4512 m; the Chinese systems shift both ends nearly alike. */
static void systems_keep_distances(void **state)
{
    (void)state;
    double wgs = distance_of_stations(IN("wgs84", "127.344", "43.724"));
    double gcj = distance_of_stations(IN("gcj02", "127.344", "43.724"));
    double bd = distance_of_stations(IN("bd09", "127.344", "43.724"));
    check_near(wgs, 0.056 * 111320 * cos(43.724 * 3.14159265358979 / 180) * 1.0017, 10);
    check_true(gcj != wgs && bd != wgs);
    check_relative(gcj, wgs, 0.005);
    check_relative(bd, wgs, 0.01);
}

static void positions_come_back_in_their_own_system(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, IN("gcj02", "127.344", "43.724"));
    const struct ems_model *m = built.model;
    struct ems_position own = ems_unproject(&m->projection, m->stations[1].at.at);
    struct ems_position wgs = ems_unproject_wgs84(&m->projection, m->stations[1].at.at);
    check_near(own.x, 127.40, 2e-8);
    check_near(own.y, 43.724, 2e-8);
    check_within(hypot((wgs.x - own.x) * 80000, (wgs.y - own.y) * 111000), 300, 900); /* the offset, metres */
    built_free(&built);
}

/* A file in WGS-84 and a scenario in GCJ-02 meet where they should. */
static void geojson_is_in_wgs84(void **state)
{
    (void)state;
    const char *const systems[] = {"wgs84", "gcj02", "bd09"};
    for (int i = 0; i < 3; i++) {
        struct built built = {0};
        char text[2000];
        built_file(&built, "square.json",
                   "{\"type\": \"Feature\", \"properties\": {}, \"geometry\": {\"type\": \"Polygon\", "
                   "\"coordinates\": "
                   "[[[127.3,43.7],[127.4,43.7],[127.4,43.8],[127.3,43.8],[127.3,43.7]]]}}");
        built_file(
            &built, "people.json",
            "{\"type\": \"Feature\", \"properties\": {\"people\": 5}, \"geometry\": {\"type\": \"Point\", "
            "\"coordinates\": [127.31, 43.79]}}");
        snprintf(text, sizeof text,
                 "ems120: 1\nclock: {start: 2025-03-03T00:00+08:00, duration: 7 d}\ncoordinates: %s\n"
                 "areas: [{id: town, class: urban, population: 10, geojson: {file: square.json}}]\n"
                 "population: {file: people.json}\n" BUILT_DEMAND BUILT_TRAVEL
                 "stations: [{id: s, at: [127.35, 43.75], vehicles: {ambulance: 1}}]\n"
                 "hospitals: [{id: h, at: [127.35, 43.73]}]\n",
                 systems[i]);
        built_load(&built, text);
        const struct ems_model *m = built.model;
        struct ems_position corner =
            ems_unproject_wgs84(&m->projection, m->areas[0].shape.rings[0].points[0]);
        struct ems_position person = ems_unproject_wgs84(&m->projection, m->places[0].at);
        check_near(corner.x, 127.3, 2e-8);
        check_near(corner.y, 43.7, 2e-8);
        check_near(person.x, 127.31, 2e-8);
        check_near(person.y, 43.79, 2e-8);
        built_free(&built);
        built_remove(&built, (const char *const[]){"square.json", "people.json"}, 2);
    }
}

static void classes_come_in_the_order_of_the_areas(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, BUILT_HEAD
               "areas:\n"
               "  - {id: a, class: rural, population: 10, circle: {centre: [0, 0], radius: 5 km}}\n"
               "  - {id: b, class: urban, population: 10, circle: {centre: [0, 0], radius: 3 km}}\n"
               "  - {id: c, class: rural, population: 10, circle: {centre: [9000, 0], radius: 3 km}}\n"
               "service_radius: {urban: 5 km, rural: 10 km, remote: 30 km, outside: 1 km}\n" BUILT_DEMAND
                   BUILT_TRAVEL BUILT_STATIONS);
    const struct ems_model *m = built.model;
    const char *const ids[] = {"rural", "urban", "remote", "outside"};
    const double radii[] = {10000, 5000, 30000, 1000};
    check_int(m->class_count, 4);
    for (int c = 0; c < 4; c++) {
        check_text(m->classes[c].id, ids[c]);
        check_near(m->classes[c].service_radius_m, radii[c], 0);
    }
    check_int(m->areas[2].class_id, 0);
    check_int(m->areas[1].class_id, 1);
    /* a class that no area has is likely a slip */
    check_int(built.diags.count, 1);
    check_int(built.diags.items[0].message, EMS_T_CLASS_UNUSED);
    check_text(built.diags.items[0].args[0], "remote");
    built_free(&built);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(features_are_matched_by_their_properties),
                                       cmocka_unit_test(holes_are_no_part),
                                       cmocka_unit_test(geojson_is_in_wgs84),
                                       cmocka_unit_test(systems_keep_distances),
                                       cmocka_unit_test(positions_come_back_in_their_own_system),
                                       cmocka_unit_test(classes_come_in_the_order_of_the_areas)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
