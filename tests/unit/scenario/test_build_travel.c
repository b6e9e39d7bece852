#include "built.h"

#define LAND                                                                                      \
    BUILT_HEAD                                                                                    \
    "areas:\n"                                                                                    \
    "  - {id: land, class: rural, population: 900, circle: {centre: [0, 0], radius: 8 km}}\n"     \
    "  - {id: town, class: urban, population: 1600, circle: {centre: [1000, 0], radius: 3 km}}\n" \
    "service_radius: {urban: 5 km, rural: 20 km}\n" BUILT_DEMAND BUILT_STATIONS

static double speed(const struct ems_model *m, enum ems_mode mode, int32_t class_id)
{
    return m->travel.def.speed_mps[mode][class_id] * 3.6;
}

static void outside_is_as_slow_as_the_slowest(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, LAND "travel: {speed: {lights: {urban: 36 km/h, rural: 72 km/h}, "
                            "normal: {urban: 30 km/h, rural: 60 km/h, outside: 45 km/h}}}\n");
    const struct ems_model *m = built.model;
    check_int(m->class_count, 3);
    check_text(m->classes[0].id, "rural"); /* in the order of the areas */
    check_text(m->classes[1].id, "urban");
    check_text(m->classes[2].id, "outside");
    check_near(speed(m, EMS_LIGHTS, 0), 72, 1e-9);
    check_near(speed(m, EMS_LIGHTS, 1), 36, 1e-9);
    check_near(speed(m, EMS_LIGHTS, 2), 36, 1e-9);
    check_near(speed(m, EMS_NORMAL, 2), 45, 1e-9);
    check_near(m->classes[0].service_radius_m, 20000, 0);
    check_near(m->classes[1].service_radius_m, 5000, 0);
    check_near(m->classes[2].service_radius_m, 0, 0);
    check_int(m->travel.def.classes.outside, 2);
    built_free(&built);
}

static void cells_have_the_class_of_the_smallest_area(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, LAND "travel: {speed: {lights: 36 km/h, normal: 18 km/h}, detour: 1.5}\n");
    const struct ems_raster *raster = &built.model->travel.def.classes;
    struct ems_position shift = built.model->projection.origin; /* the plane is moved to the middle */
    int32_t seen[3] = {0};
    for (int32_t r = 0; r < raster->rows; r++) {
        for (int32_t c = 0; c < raster->columns; c++) {
            double x = raster->low.x_m + (c + 0.5) * raster->cell_m + shift.x;
            double y = raster->low.y_m + (r + 0.5) * raster->cell_m + shift.y;
            int expected = hypot(x - 1000, y) <= 3000 ? 1 : hypot(x, y) <= 8000 ? 0 : 2;
            check_int(raster->values[r * raster->columns + c], expected);
            seen[expected]++;
        }
    }
    check_true(seen[0] > 1000 && seen[1] > 1000 && seen[2] > 1000);
    /* the raster covers all areas */
    check_true(raster->low.x_m + shift.x <= -8000 &&
               raster->low.x_m + raster->columns * raster->cell_m + shift.x >= 8000);
    check_true(raster->low.y_m + raster->rows * raster->cell_m + shift.y >= 8000);
    built_free(&built);
}

static void fixed_places_are_stations_hospitals_and_people(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, LAND "travel: {speed: {lights: 36 km/h, normal: 18 km/h}, detour: 1.5}\n");
    const struct ems_model *m = built.model;
    const struct ems_point *places = m->travel.def.places;
    check_int(m->travel.def.source_count, 2);
    check_int(m->travel.def.place_count, 2 + m->place_count);
    check_near(places[0].x_m, m->stations[0].at.at.x_m, 0);
    check_near(places[1].x_m, m->hospitals[0].at.at.x_m, 0);
    for (int32_t i = 0; i < m->place_count; i++) check_near(places[2 + i].x_m, m->places[i].at.x_m, 0);
    check_int(m->stations[0].at.place, 0);
    check_int(m->hospitals[0].at.place, 1);
    /* 500 m, detour 1.5, 10 m/s */
    check_int(ems_travel_time(&m->travel, &m->stations[0].at, &m->hospitals[0].at, EMS_LIGHTS, 0),
              75 * EMS_SECOND);
    built_free(&built);
}

static void other_models_of_travel(void **state)
{
    (void)state;
    struct built constant = {0}, law = {0};
    built_load(&constant,
               LAND "travel: {model: constant, time: {lights: 8 min, normal: 10 min}, variation: 0.3}\n");
    const struct ems_model *m = constant.model;
    check_int(ems_travel_time(&m->travel, &m->stations[0].at, &m->hospitals[0].at, EMS_NORMAL, 0),
              10 * EMS_MINUTE);
    check_near(m->travel.def.variation, 0.3, 1e-12);
    built_free(&constant);
    built_load(&law, LAND "travel: {detour: 1, law: {acceleration: 41 km/h/min, cruise: 100.7 km/h}}\n");
    m = law.model;
    /* 500 m at 41 km/h a minute: 2 sqrt(d / a) */
    double expected_s = 2 * sqrt(500 / (41 / 3.6 / 60));
    check_near(
        ems_time_seconds(ems_travel_time(&m->travel, &m->stations[0].at, &m->hospitals[0].at, EMS_LIGHTS, 0)),
        expected_s, 1e-5);
    built_free(&law);
}

/* A small area stands in one of many cells, and a raster never grows without bound. */
static void rasters_stay_small(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, BUILT_HEAD
               "areas:\n"
               "  - {id: tiny, class: urban, population: 9, circle: {centre: [0, 0], radius: 0.01 m}}\n"
               "  - {id: vast, class: rural, population: 9, circle: {centre: [0, 0], radius: 15000 km}}\n"
               "lattice: 900 km\n" BUILT_DEMAND BUILT_TRAVEL BUILT_STATIONS);
    const struct ems_raster *raster = &built.model->travel.def.classes;
    check_true((int64_t)raster->columns * raster->rows <= 4000000);
    check_near(raster->columns * raster->cell_m, 30e6, 0.1e6);
    check_int(built.model->areas[0].place_count, 1);
    built_free(&built);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outside_is_as_slow_as_the_slowest),
        cmocka_unit_test(cells_have_the_class_of_the_smallest_area),
        cmocka_unit_test(fixed_places_are_stations_hospitals_and_people),
        cmocka_unit_test(other_models_of_travel),
        cmocka_unit_test(rasters_stay_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
