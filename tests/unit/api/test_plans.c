/* Plans are read back as they were written, and what they change follows from the scenarios. */
#include "support/check.h"

#include <stdio.h>
#include <unistd.h>

#include <ems120/plans.h>

/* Two plans, simulated; the second has neither areas nor places. */
static const char site[] = "{\"replications\": 4, \"now\": {\"people\": 30000, \"people_covered\": 21000, "
                           "\"scenarios\": [{\"response_s\":"
                           " {\"value\": 600, \"low\": 590, \"high\": 610}}]}, \"plans\": ["
                           "{\"label\": \"B\", \"people_covered\": 25000, \"people_newly_covered\": 4500, "
                           "\"people_losing_cover\": 500,"
                           " \"scenarios\": [{\"response_s\": {\"value\": 540, \"low\": 531, \"high\": 549}, "
                           "\"difference_s\": {\"value\":"
                           " -60, \"low\": -66, \"high\": -54}, \"verdict\": \"better\", \"may_be_best\": "
                           "true}], \"by_area\": [{\"area\":"
                           " \"town\", \"population\": 20000, \"difference_s\": {\"value\": 12, \"low\": 3, "
                           "\"high\": 21}, \"verdict\":"
                           " \"worse\"}]},"
                           "{\"label\": \"C\", \"scenarios\": [], \"by_area\": null}]}";
static const char map[] =
    "{\"features\": [{\"geometry\": {\"coordinates\": [1000, 2000]}, \"properties\": {\"kind\": "
    "\"candidate\"}},"
    "{\"geometry\": {\"coordinates\": [5, 6]}, \"properties\": {\"kind\": \"newly_covered\", \"plan\": \"B\","
    " \"people\": 4500}},"
    "{\"geometry\": {\"coordinates\": [7, 8]}, \"properties\": {\"kind\": \"loses_cover\", \"plan\": \"B\","
    " \"people\": 500}},"
    "{\"geometry\": {\"coordinates\": [7, 8]}, \"properties\": {\"kind\": \"loses_cover\", \"plan\": \"Z\"}},"
    "{\"geometry\": null, \"properties\": {\"kind\": \"candidate\"}}, 17, {\"properties\": []}]}";

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void clear(const char *folder)
{
    static const char *const names[] = {"site.json",   "site.geojson", "size.json",
                                        "plan-1.yaml", "plan-2.yaml",  "scenario.yaml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[200];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    check_int(rmdir(folder), 0);
}

static void plans_of_site(void **state)
{
    (void)state;
    char folder[] = "/tmp/ems120-plans-XXXXXX";
    struct ems_plans *plans = NULL;
    assert_non_null(mkdtemp(folder));
    check_true(!ems_path_is_plans(folder));
    write_file(folder, "site.json", site);
    write_file(folder, "site.geojson", map);
    write_file(folder, "plan-1.yaml", "");
    write_file(folder, "plan-2.yaml", "");
    check_true(ems_path_is_plans(folder));
    check_ok(ems_plans_open(folder, NULL, &plans));
    struct ems_plans_info all = ems_plans_info(plans);
    check_true(!all.is_size && all.plans == 2 && all.candidates == 1 && all.replications == 4);
    check_near(all.response_s.low, 590, 0);
    check_near(ems_plans_candidate(plans, 0).lat, 2000, 0);
    struct ems_plan_info b = ems_plan_info(plans, 0), c = ems_plan_info(plans, 1);
    check_text(b.label, "B");
    check_contains(b.path, "plan-1.yaml");
    check_near(b.difference_s.high, -54, 0);
    check_near(b.people_gain - b.people_lose, b.people_covered - all.people_covered, 0);
    check_true(b.verdict == 1 && b.may_be_best && b.places == 2 && b.areas == 1);
    check_true(c.verdict == 0 && !c.may_be_best && c.places == 0 && c.areas == 0);
    check_true(isnan(c.response_s.value) && isnan(c.people_gain));
    struct ems_plan_area town = ems_plan_area(plans, 0, 0);
    check_text(town.id, "town");
    check_true(town.verdict == -1 && isnan(town.now_s.value));
    struct ems_plan_place gain = ems_plan_place(plans, 0, 0), loss = ems_plan_place(plans, 0, 1);
    check_true(gain.gains && !loss.gains);
    check_near(gain.people + loss.people, 5000, 0);
    ems_plans_free(plans);
    clear(folder);
}

static void plan_of_size(void **state)
{
    (void)state;
    char folder[] = "/tmp/ems120-plans-XXXXXX";
    struct ems_plans *plans = NULL;
    assert_non_null(mkdtemp(folder));
    write_file(
        folder, "size.json",
        "{\"feasible\": true, \"now\": {}, \"plan\": {\"mean_response_s\": {\"value\": 400}}, \"targets\": "
        "[{\"id\": \"urgent\", \"required\": 0.9, \"found\": {\"value\": 0.93}, \"verdict\": \"yes\"}]}");
    write_file(folder, "scenario.yaml", "");
    check_ok(ems_plans_open(folder, NULL, &plans));
    check_true(ems_plans_info(plans).is_size && ems_plans_info(plans).plans == 1);
    struct ems_plan_target target = ems_plans_target(plans, 0);
    check_text(target.id, "urgent");
    check_near(target.found.value, 0.93, 0);
    check_true(isnan(target.now.value));
    check_near(ems_plan_info(plans, 0).response_s.value, 400, 0);
    check_contains(ems_plan_info(plans, 0).path, "scenario.yaml");
    ems_plans_free(plans);
    clear(folder);
}

static void what_is_wrong_is_told(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "{",
                                        "[]",
                                        "{}",
                                        "{\"plans\": []}",
                                        "{\"now\": {}, \"plans\": {}}",
                                        "{\"now\": {}, \"plans\": [1]}" /* and no plan-1.yaml */};
    char folder[] = "/tmp/ems120-plans-XXXXXX";
    struct ems_plans *plans = NULL;
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct ems_messages *messages = ems_messages_create();
        write_file(folder, "site.json", wrong[i]);
        check_int(ems_plans_open(folder, messages, &plans), EMS_BAD_INPUT);
        assert_null(plans);
        check_true(ems_messages_count(messages) > 0);
        ems_messages_free(messages);
    }
    write_file(folder, "site.json", "{\"now\": {}, \"plans\": [1]}");
    write_file(folder, "plan-1.yaml", "");
    check_ok(ems_plans_open(folder, NULL, &plans));
    check_text(ems_plan_info(plans, 0).label, "");
    ems_plans_free(plans);
    clear(folder);
    check_int(ems_plans_open("/tmp/ems120-nowhere", NULL, &plans), EMS_BAD_INPUT);
}

static struct ems_scenario *town_with(const char *first, const char *second)
{
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_scenario *scenario = NULL;
    const char *sets[] = {first, second};
    def.path = "tests/unit/api/town.yaml";
    def.sets = sets;
    def.set_count = (first != NULL) + (second != NULL);
    check_ok(ems_scenario_open(&def, NULL, &scenario));
    return scenario;
}

static void changes_at_stations(void **state)
{
    (void)state;
    struct ems_station_change found[4];
    struct ems_scenario *now = town_with(NULL, NULL);
    check_int(ems_station_changes(now, now, found, 4), 0);
    struct ems_station_info first = ems_station_info(now, 0);
    char at[64], none[96];
    snprintf(at, sizeof at, "stations.%s.at=[%d, %d]", first.id, (int)first.at.x_m + 700, (int)first.at.y_m);
    struct ems_scenario *moved = town_with(at, NULL);
    check_int(ems_station_changes(now, moved, found, 4), 1);
    check_true(found[0].kind == EMS_STATION_MOVED && found[0].before == 0 && found[0].after == 0);
    snprintf(none, sizeof none, "stations.%s.crews=%d", first.id, (int)first.crews - 1);
    struct ems_scenario *fewer = town_with(none, NULL);
    check_int(ems_station_changes(now, fewer, NULL, 0), 1);
    check_int(ems_station_changes(now, fewer, found, 4), 1);
    check_int(found[0].kind, first.crews > 1 ? EMS_STATION_STAFFED : EMS_STATION_CLOSED);
    check_int(ems_station_changes(fewer, now, found, 4), 1);
    check_int(found[0].kind, first.crews > 1 ? EMS_STATION_STAFFED : EMS_STATION_OPENED);
    check_int(ems_station_duty_in_week(now, 0), first.crews * 7 * EMS_DAY);
    snprintf(none, sizeof none, "stations.%s.crews=[{from: \"20:00\", to: \"08:00\", count: %d}]", first.id,
             (int)first.crews);
    struct ems_scenario *nights = town_with(none, NULL);
    check_int(ems_station_duty_in_week(nights, 0), first.crews * 7 * 12 * EMS_HOUR);
    check_int(ems_station_changes(now, nights, found, 4), 1); /* as many crews, but at other hours */
    check_int(found[0].kind, EMS_STATION_STAFFED);
    ems_scenario_free(nights);
    assert_null(ems_scenario_extends(now));
    ems_scenario_free(now);
    ems_scenario_free(moved);
    ems_scenario_free(fewer);
}

static void a_point_there_and_back(void **state)
{
    (void)state;
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_scenario *jiaohe = NULL;
    def.path = "scenarios/jiaohe";
    check_ok(ems_scenario_open(&def, NULL, &jiaohe));
    struct ems_point at = ems_station_info(jiaohe, 0).at;
    struct ems_point back = ems_scenario_point_wgs84(jiaohe, ems_scenario_wgs84(jiaohe, at));
    check_near(back.x_m, at.x_m, 0.01);
    check_near(back.y_m, at.y_m, 0.01);
    ems_scenario_free(jiaohe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_of_site),          cmocka_unit_test(plan_of_size),
        cmocka_unit_test(what_is_wrong_is_told),  cmocka_unit_test(changes_at_stations),
        cmocka_unit_test(a_point_there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
