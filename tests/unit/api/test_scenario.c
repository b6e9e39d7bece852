/* The public view of a scenario, written with the public headers alone: what the file says is what it tells.
 */
#include "support/check.h"

#include <ems120/scenario.h>
#include <ems120/version.h>

#define SCENARIO "tests/unit/api/town.yaml"

static struct ems_scenario *open_town(void)
{
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_scenario *scenario = NULL;
    def.path = SCENARIO;
    check_ok(ems_scenario_open(&def, NULL, &scenario));
    assert_non_null(scenario);
    return scenario;
}

static void the_file_is_told(void **state)
{
    (void)state;
    struct ems_scenario *s = open_town();
    struct ems_scenario_info info = ems_scenario_info(s);
    check_int(info.seed, 9);
    check_int(info.replications, 2);
    check_int(info.duration, 2 * EMS_DAY);
    check_int(info.warmup, EMS_HOUR);
    check_int(info.start_of_day, 6 * EMS_HOUR);
    check_int(info.start_year, 2025);
    check_int(info.areas, 2);
    check_int(info.stations, 2);
    check_int(info.vehicles, 4);
    check_int(info.hospitals, 1);
    check_near(info.population, 30000, 1e-6);
    check_int(strlen(info.hash) > 0, 1);
    check_text(ems_scenario_name(s, EMS_LANG_EN), "Town");
    check_text(ems_scenario_name(s, EMS_LANG_ZH), "镇");
    ems_scenario_free(s);
}

static void parts_are_told(void **state)
{
    (void)state;
    struct ems_scenario *s = open_town();
    struct ems_area_info circle = ems_area_info(s, 0), polygon = ems_area_info(s, 1);
    check_text(circle.id, "centre");
    check_text(circle.class_id, "urban");
    check_true(circle.is_circle);
    check_near(circle.radius_m, 2000, 0);
    check_near(circle.service_radius_m, 5000, 0);
    check_true(!polygon.is_circle);
    check_int(polygon.rings, 1);
    int32_t count = 0;
    const struct ems_point *ring = ems_area_ring(s, 1, 0, &count);
    check_int(count, 4);
    check_near(fabs(ring[0].x_m - ring[1].x_m) + fabs(ring[0].y_m - ring[1].y_m), 20000, 0.001);
    struct ems_station_info north = ems_station_info(s, 1);
    check_text(north.id, "north");
    check_text(ems_station_name(s, 1, EMS_LANG_ZH), "北站");
    check_int(north.vehicles, 1);
    check_text(ems_vehicle_info(s, north.first_vehicle).id, "north-van-1");
    check_int(ems_vehicle_info(s, north.first_vehicle).station, 1);
    check_int(ems_hospital_info(s, 0).bays, 2);
    check_text(ems_condition_info(s, 1).id, "minor");
    check_int(ems_condition_info(s, 1).priority, 3);
    check_true(ems_vehicle_type_info(s, 1).negative_pressure);
    double people = 0;
    for (int32_t i = 0; i < ems_scenario_info(s).places; i++) people += ems_place_info(s, i).people;
    check_near(people, 30000, 1e-6);
    ems_scenario_free(s);
}

static void places_and_ways(void **state)
{
    (void)state;
    struct ems_scenario *s = open_town();
    struct ems_point at = ems_station_info(s, 0).at, far = ems_station_info(s, 1).at;
    struct ems_lon_lat own = ems_scenario_lon_lat(s, far);
    check_near(own.lon, 1000, 0.001);
    check_near(own.lat, 6000, 0.001);
    struct ems_point back = ems_scenario_point(s, own);
    check_near(back.x_m, far.x_m, 0.001);
    check_int(ems_scenario_area_at(s, at), 0);
    check_int(ems_scenario_area_at(s, far), 1);
    check_int(ems_scenario_area_at(s, ems_scenario_point(s, (struct ems_lon_lat){90000, 0})), EMS_NONE);
    /* sqrt(1000^2 + 6000^2) m times 1.5 at 36 km/h = 10 m/s */
    check_near((double)ems_scenario_drive(s, at, far, true, 0) / 1e6, sqrt(37e6) * 1.5 / 10, 1e-4);
    check_near((double)ems_scenario_drive(s, at, far, false, 0) / 1e6, sqrt(37e6) * 1.5 / 5, 1e-4);
    ems_scenario_free(s);
}

static void mistakes_are_told_in_both_languages(void **state)
{
    (void)state;
    static const char *const sets[] = {"stations.nroth.crews=1"};
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_messages *messages = ems_messages_create();
    struct ems_scenario *scenario = NULL;
    def.path = SCENARIO;
    def.sets = sets;
    def.set_count = 1;
    check_int(ems_scenario_open(&def, messages, &scenario), EMS_BAD_INPUT);
    assert_null(scenario);
    check_true(ems_messages_count(messages) > 0);
    struct ems_message en = ems_message_at(messages, 0, EMS_LANG_EN);
    struct ems_message zh = ems_message_at(messages, 0, EMS_LANG_ZH);
    check_contains(en.file, "--set");
    check_contains(en.hint, "north");
    check_true(strcmp(en.text, zh.text) != 0 && zh.text[0] != '\0');
    ems_messages_clear(messages);
    check_int(ems_messages_count(messages), 0);
    ems_messages_free(messages);
    ems_messages_free(NULL);
}

static void no_path_is_bad_usage(void **state)
{
    (void)state;
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_scenario *scenario = NULL;
    check_int(ems_scenario_open(&def, NULL, &scenario), EMS_BAD_USAGE);
    assert_null(scenario);
    ems_scenario_free(NULL);
}

static void the_version_is_one(void **state)
{
    (void)state;
    int major, minor, patch;
    char rest;
    check_int(sscanf(ems_version(), "%d.%d.%d%c", &major, &minor, &patch, &rest), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_is_told),     cmocka_unit_test(parts_are_told),
        cmocka_unit_test(places_and_ways),      cmocka_unit_test(mistakes_are_told_in_both_languages),
        cmocka_unit_test(no_path_is_bad_usage), cmocka_unit_test(the_version_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
