#include "support/check.h"

#include "report/geojson.h"
#include "report/geojson_shape.h"
#include "scenario/load.h"

static const struct ems_point big[] = {{0, 0}, {0, 100}, {100, 100}, {100, 0}};    /* clockwise */
static const struct ems_point hole[] = {{10, 10}, {60, 10}, {60, 60}, {10, 60}};   /* anticlockwise */
static const struct ems_point island[] = {{20, 20}, {30, 20}, {30, 30}, {20, 30}}; /* in the hole */
static const struct ems_point beside[] = {
    {100, 0}, {200, 0}, {200, 100}, {100, 100}}; /* shares an edge with big */

static struct ems_projection plane(void)
{
    return ems_projection_at(EMS_COORD_PLANE, (struct ems_position){0, 0});
}

static double coordinate(const json_t *ring, size_t point, size_t axis)
{
    return json_number_value(json_array_get(json_array_get(ring, point), axis));
}

/* Positive when anticlockwise; checks that the ring is closed. */
static double ring_area(const json_t *ring)
{
    const size_t last = json_array_size(ring) - 1;
    double sum = 0;
    check_near(coordinate(ring, 0, 0), coordinate(ring, last, 0), 0);
    check_near(coordinate(ring, 0, 1), coordinate(ring, last, 1), 0);
    for (size_t i = 0; i < last; i++)
        sum += coordinate(ring, i, 0) * coordinate(ring, i + 1, 1) -
               coordinate(ring, i + 1, 0) * coordinate(ring, i, 1);
    return sum / 2;
}

static void check_type(const json_t *geometry, const char *type)
{
    check_text(json_string_value(json_object_get(geometry, "type")), type);
}

static void rings_find_their_place(void **state)
{
    (void)state;
    const struct ems_ring rings[] = {{island, 4}, {hole, 4}, {big, 4}, {beside, 4}};
    const struct ems_shape shape = ems_shape_polygon(rings, 4);
    const struct ems_projection projection = plane();
    json_t *geometry = ems_geojson_shape(&projection, &shape);
    const json_t *polygons = json_object_get(geometry, "coordinates");
    check_type(geometry, "MultiPolygon");
    check_int(json_array_size(polygons), 3);
    const json_t *first = json_array_get(polygons, 0), *second = json_array_get(polygons, 1);
    check_int(json_array_size(first), 1);
    check_near(ring_area(json_array_get(first, 0)), 100, 1e-9);
    check_int(json_array_size(second), 2);
    check_near(ring_area(json_array_get(second, 0)), 10000, 1e-9);
    check_near(ring_area(json_array_get(second, 1)), -2500, 1e-9);
    check_near(ring_area(json_array_get(json_array_get(polygons, 2), 0)), 10000, 1e-9);
    json_decref(geometry);
}

static void one_outer_ring_is_a_polygon(void **state)
{
    (void)state;
    const struct ems_ring rings[] = {{big, 4}, {hole, 4}};
    const struct ems_shape shape = ems_shape_polygon(rings, 2);
    const struct ems_projection projection = plane();
    json_t *geometry = ems_geojson_shape(&projection, &shape);
    check_type(geometry, "Polygon");
    check_int(json_array_size(json_object_get(geometry, "coordinates")), 2);
    json_decref(geometry);
}

static void circles_are_polygons_of_the_radius(void **state)
{
    (void)state;
    const struct ems_shape shape = ems_shape_circle((struct ems_point){500, -300}, 1000);
    const struct ems_projection projection = plane();
    json_t *geometry = ems_geojson_shape(&projection, &shape);
    check_type(geometry, "Polygon");
    const json_t *ring = json_array_get(json_object_get(geometry, "coordinates"), 0);
    for (size_t i = 0; i < json_array_size(ring); i++)
        check_near(hypot(coordinate(ring, i, 0) - 500, coordinate(ring, i, 1) + 300), 1000, 0.001);
    check_relative(ring_area(ring), 3.14159265358979 * 1e6, 0.002);
    json_decref(geometry);
}

/* GCJ-02 points are some hundred metres from where they are: the map must not keep them. */
static void positions_are_wgs84(void **state)
{
    (void)state;
    const struct ems_position written = {116.404, 39.915};
    const struct ems_projection projection = ems_projection_at(EMS_COORD_GCJ02, written);
    json_t *geometry = ems_geojson_point(&projection, ems_project(&projection, written));
    const json_t *position = json_object_get(geometry, "coordinates");
    const struct ems_position wgs = ems_to_wgs84(EMS_COORD_GCJ02, written);
    check_near(json_number_value(json_array_get(position, 0)), wgs.x, 1e-6);
    check_near(json_number_value(json_array_get(position, 1)), wgs.y, 1e-6);
    check_true(fabs(wgs.x - written.x) > 0.001);
    json_decref(geometry);
}

static int32_t count_kind(const json_t *features, const char *kind)
{
    int32_t count = 0;
    for (size_t i = 0; i < json_array_size(features); i++) {
        const json_t *properties = json_object_get(json_array_get(features, i), "properties");
        count += strcmp(json_string_value(json_object_get(properties, "kind")), kind) == 0;
    }
    return count;
}

/* Isochrones by falling time, each with less ground and fewer people than the one before; outlines
 * anticlockwise, holes clockwise, and their ground what the property says. */
static void check_isochrones(const json_t *features, const struct ems_time_group *all)
{
    int32_t seen = 0;
    double ground = INFINITY, people = INFINITY;
    for (size_t i = 0; i < json_array_size(features); i++) {
        const json_t *feature = json_array_get(features, i);
        const json_t *properties = json_object_get(feature, "properties");
        const json_t *geometry = json_object_get(feature, "geometry");
        if (strcmp(json_string_value(json_object_get(properties, "kind")), "isochrone") != 0) continue;
        const int32_t number = EMS_COVER_TIMES - 1 - seen++;
        check_int(json_integer_value(json_object_get(properties, "minutes")) * EMS_MINUTE,
                  ems_cover_threshold(number));
        check_near(json_number_value(json_object_get(properties, "population")), all->within[number], 1e-6);
        check_true(json_number_value(json_object_get(properties, "surface_km2")) < ground);
        check_true(json_number_value(json_object_get(properties, "population")) <= people);
        ground = json_number_value(json_object_get(properties, "surface_km2"));
        people = json_number_value(json_object_get(properties, "population"));
        check_type(geometry, "MultiPolygon");
        const json_t *polygons = json_object_get(geometry, "coordinates");
        double degrees = 0;
        for (size_t p = 0; p < json_array_size(polygons); p++)
            for (size_t r = 0; r < json_array_size(json_array_get(polygons, p)); r++) {
                double area = ring_area(json_array_get(json_array_get(polygons, p), r));
                check_int(area > 0, r == 0);
                degrees += area;
            }
        /* a square degree at 43.7 N is 111.11 km by 80.6 km */
        check_relative(degrees * 111.11 * 80.6, ground, 0.02);
    }
    check_int(seen, EMS_COVER_TIMES);
}

/* People of the places that the map says are in radius. */
static double people_in_radius(const json_t *features)
{
    double people = 0;
    for (size_t i = 0; i < json_array_size(features); i++) {
        const json_t *properties = json_object_get(json_array_get(features, i), "properties");
        if (json_is_true(json_object_get(properties, "in_radius")))
            people += json_number_value(json_object_get(properties, "population"));
    }
    return people;
}

static void the_map_of_a_county_has_everything(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    struct ems_scenario *scenario;
    struct ems_arena arena = {0};
    struct ems_coverage coverage;
    json_t *map;
    const char *const here[] = {"."};
    const struct ems_load_options options = {.data_folders = here, .data_folder_count = 1};
    check_ok(ems_scenario_load("scenarios/jiaohe", &options, &diags, &scenario));
    const struct ems_model *model = ems_scenario_model(scenario);
    check_ok(ems_coverage_compute(model, &arena, &coverage));
    check_ok(ems_geojson_coverage(&coverage, &map));
    check_type(map, "FeatureCollection");
    const json_t *features = json_object_get(map, "features");
    check_int(count_kind(features, "area"), model->area_count);
    check_int(count_kind(features, "station"), model->station_count);
    check_int(count_kind(features, "radius"), model->station_count);
    check_int(count_kind(features, "hospital"), model->hospital_count);
    check_int(count_kind(features, "place"), model->place_count);
    check_isochrones(features, &coverage.day.all);
    check_near(people_in_radius(features), coverage.radius.all.covered, 0.01);
    json_decref(map);
    ems_arena_free(&arena);
    ems_scenario_free(scenario);
    ems_diags_free(&diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_find_their_place),
        cmocka_unit_test(one_outer_ring_is_a_polygon),
        cmocka_unit_test(circles_are_polygons_of_the_radius),
        cmocka_unit_test(positions_are_wgs84),
        cmocka_unit_test(the_map_of_a_county_has_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
