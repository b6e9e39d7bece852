/* Changes as a list: what comes of them in memory and what is saved is the same, and nothing else is touched.
 */
#include "support/check.h"

#include <ems120/edit.h>
#include <ems120/sim.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOWN "tests/unit/api/town.yaml"

static struct ems_edit *open_edit(const char *path, const char *set)
{
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_edit *edit = NULL;
    def.path = path;
    def.sets = &set;
    def.set_count = set != NULL;
    check_ok(ems_edit_create(&def, NULL, &edit));
    assert_non_null(edit);
    return edit;
}

static struct ems_scenario *apply(const struct ems_edit *edit)
{
    struct ems_scenario *scenario = NULL;
    struct ems_messages *messages = ems_messages_create();
    enum ems_status status = ems_edit_open(edit, messages, &scenario);
    for (int32_t i = 0; status != EMS_OK && i < ems_messages_count(messages); i++)
        print_error("%s: %s\n", ems_message_at(messages, i, EMS_LANG_EN).path,
                    ems_message_at(messages, i, EMS_LANG_EN).text);
    ems_messages_free(messages);
    check_ok(status);
    return scenario;
}

static int32_t vehicles_of(const struct ems_scenario *s, const char *id, const char *type)
{
    int32_t count = 0;
    for (int32_t v = 0; v < ems_scenario_info(s).vehicles; v++) {
        struct ems_vehicle_info vehicle = ems_vehicle_info(s, v);
        count += strcmp(ems_station_info(s, vehicle.station).id, id) == 0 &&
                 strcmp(ems_vehicle_type_info(s, vehicle.type).id, type) == 0;
    }
    return count;
}

static int32_t station(const struct ems_scenario *s, const char *id)
{
    for (int32_t i = 0; i < ems_scenario_info(s).stations; i++)
        if (strcmp(ems_station_info(s, i).id, id) == 0) return i;
    return EMS_NONE;
}

static void change_the_town(struct ems_edit *e)
{
    check_ok(ems_edit_move_station(e, "south", (struct ems_point){250.5, -1000}));
    check_ok(ems_edit_add_station(e, "east", "East \"quay\": 东", (struct ems_point){7000, 0}));
    check_ok(ems_edit_vehicles(e, "east", "van", 2));
    check_ok(ems_edit_crews(e, "east", 1));
    check_ok(ems_edit_vehicles(e, "south", "sealed", 0));
    check_ok(ems_edit_remove_station(e, "north"));
    check_ok(ems_edit_move_hospital(e, "people", (struct ems_point){-300, 40}));
    check_ok(ems_edit_set(e, "demand.requests_per_day", "70"));
    check_ok(ems_edit_set(e, "durations.scene.exponential.mean", "14 min"));
    check_ok(ems_edit_set(e, "dispatch.reassign", "[[3, 1]]"));
}

static void changes_are_made(void **state)
{
    (void)state;
    struct ems_edit *e = open_edit(TOWN, NULL);
    change_the_town(e);
    check_int(ems_edit_count(e), 10);
    check_contains(ems_edit_text(e, 0), "stations.south.at=[250.5, -1000]");
    check_text(ems_edit_text(e, 10), "");
    struct ems_scenario *s = apply(e);
    check_int(ems_scenario_info(s).stations, 2);
    check_int(station(s, "north"), EMS_NONE);
    check_near(ems_station_info(s, station(s, "south")).at.x_m, 250.5, 0);
    check_text(ems_station_name(s, station(s, "east"), EMS_LANG_ZH), "East \"quay\": 东");
    check_int(vehicles_of(s, "east", "van"), 2);
    check_int(vehicles_of(s, "south", "sealed"), 0);
    check_int(vehicles_of(s, "south", "van"), 2);
    check_int(ems_station_info(s, station(s, "east")).crews, 1);
    ems_scenario_free(s);
    /* undone, one after the other */
    ems_edit_truncate(e, 5);
    s = apply(e);
    check_int(ems_scenario_info(s).stations, 3);
    check_int(vehicles_of(s, "south", "sealed"), 0);
    ems_scenario_free(s);
    ems_edit_truncate(e, 0);
    s = apply(e);
    check_int(ems_scenario_info(s).vehicles, 4);
    check_int(station(s, "east"), EMS_NONE);
    ems_scenario_free(s);
    ems_edit_free(e);
}

static void wrong_changes_are_refused(void **state)
{
    (void)state;
    struct ems_edit *e = open_edit(TOWN, NULL);
    struct ems_point at = {0, 0};
    char id[32];
    check_int(ems_edit_move_station(e, "nowhere", at), EMS_BAD_USAGE);
    check_int(ems_edit_add_station(e, "north", NULL, at), EMS_BAD_USAGE);
    check_int(ems_edit_add_station(e, "a b", NULL, at), EMS_BAD_USAGE);
    check_int(ems_edit_vehicles(e, "north", "tank", 1), EMS_BAD_USAGE);
    check_int(ems_edit_vehicles(e, "north", "van", -1), EMS_BAD_USAGE);
    check_int(ems_edit_crews(e, "north", -1), EMS_BAD_USAGE);
    check_int(ems_edit_move_hospital(e, "north", at), EMS_BAD_USAGE);
    check_int(ems_edit_set(e, "a=b", "1"), EMS_BAD_USAGE);
    check_int(ems_edit_count(e), 0);
    check_ok(ems_edit_remove_station(e, "north"));
    check_int(ems_edit_remove_station(e, "north"), EMS_BAD_USAGE);
    check_int(ems_edit_move_station(e, "north", at), EMS_BAD_USAGE);
    check_int(ems_edit_add_station(e, "north", NULL, at), EMS_BAD_USAGE);
    check_true(ems_edit_new_id(e, "station", id, sizeof id));
    check_text(id, "station-1");
    check_ok(ems_edit_add_station(e, id, NULL, at));
    check_ok(ems_edit_vehicles(e, id, "van", 1));
    check_ok(ems_edit_remove_station(e, id));
    struct ems_scenario *s = apply(e); /* as if it had never been */
    check_int(ems_scenario_info(s).stations, 1);
    ems_scenario_free(s);
    check_ok(ems_edit_set(e, "stations.south.wheels", "5"));
    struct ems_messages *messages = ems_messages_create();
    check_int(ems_edit_open(e, messages, &s), EMS_BAD_INPUT);
    check_true(ems_messages_count(messages) > 0);
    ems_messages_free(messages);
    ems_edit_free(e);
}

/* The state after a day, to compare scenarios by what they do. */
static uint64_t a_day_of(const struct ems_scenario *scenario)
{
    struct ems_sim_def def = ems_sim_def_default();
    struct ems_sim *sim = NULL;
    check_ok(ems_sim_open(scenario, &def, &sim));
    ems_sim_run_until(sim, EMS_DAY);
    uint64_t hash = ems_sim_hash(sim);
    ems_sim_free(sim);
    return hash;
}

static struct ems_scenario *load(const char *path)
{
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_scenario *scenario = NULL;
    def.path = path;
    check_ok(ems_scenario_open(&def, NULL, &scenario));
    return scenario;
}

static void check_saved(const struct ems_edit *e, const char *path, enum ems_save how)
{
    struct ems_messages *messages = ems_messages_create();
    enum ems_status status = ems_edit_save(e, path, how, messages);
    for (int32_t i = 0; status != EMS_OK && i < ems_messages_count(messages); i++)
        print_error("%s: %s\n", ems_message_at(messages, i, EMS_LANG_EN).path,
                    ems_message_at(messages, i, EMS_LANG_EN).text);
    ems_messages_free(messages);
    check_ok(status);
    struct ems_scenario *changed = apply(e), *saved = load(path);
    check_true(a_day_of(changed) == a_day_of(saved));
    ems_scenario_free(changed);
    ems_scenario_free(saved);
}

static void what_is_saved_is_the_same(void **state)
{
    (void)state;
    char folder[] = "/tmp/ems120-edit-XXXXXX", path[64], again[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/plan.yaml", folder);
    snprintf(again, sizeof again, "%s/later.yaml", folder);
    struct ems_edit *e = open_edit(TOWN, "call_centre={seats: 2, lines: 4, talk: 90 s}");
    change_the_town(e);
    check_saved(e, path, EMS_SAVE_NEW);
    /* the plan is there now; it is not written over unless told so, and never by itself */
    struct ems_messages *messages = ems_messages_create();
    check_int(ems_edit_save(e, path, EMS_SAVE_NEW, messages), EMS_BAD_USAGE);
    check_contains(ems_message_at(messages, 0, EMS_LANG_EN).text, "not overwritten");
    check_int(ems_edit_save(e, TOWN, EMS_SAVE_REPLACE, messages), EMS_BAD_USAGE);
    check_int(ems_edit_save(e, folder, EMS_SAVE_REPLACE, messages), EMS_BAD_USAGE);
    check_int(ems_edit_save(e, "/tmp/ems120-nowhere/x.yaml", EMS_SAVE_NEW, messages), EMS_IO);
    check_ok(ems_edit_vehicles(e, "south", "van", 5));
    check_saved(e, path, EMS_SAVE_REPLACE);
    ems_edit_free(e);
    /* a plan over the plan; what it extends is not overwritten either */
    e = open_edit(path, NULL);
    check_ok(ems_edit_remove_station(e, "east"));
    check_ok(ems_edit_add_station(e, "west", NULL, (struct ems_point){-5000, 0}));
    check_ok(ems_edit_vehicles(e, "west", "sealed", 1));
    check_saved(e, again, EMS_SAVE_NEW);
    check_int(ems_edit_save(e, path, EMS_SAVE_REPLACE, messages), EMS_BAD_USAGE);
    ems_messages_free(messages);
    ems_edit_free(e);
    unlink(path);
    unlink(again);
    check_int(rmdir(folder), 0);
}

static void vehicles_with_names(void **state)
{
    (void)state;
    char folder[] = "/tmp/ems120-edit-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/plan.yaml", folder);
    char base[64], town[4096];
    snprintf(base, sizeof base, "%s/base.yaml", folder);
    assert_non_null(realpath(TOWN, town));
    FILE *file = fopen(base, "w");
    assert_non_null(file);
    fprintf(
        file,
        "ems120: 1\nextends: %s\nstations:\n  - {id: north, vehicles: [{id: n1, type: van}, {id: n2, type: "
        "sealed}, {id: n3, type: van}]}\n",
        town);
    fclose(file);
    struct ems_edit *e = open_edit(base, NULL);
    check_ok(ems_edit_vehicles(e, "north", "van", 1));
    struct ems_scenario *s = apply(e);
    check_int(vehicles_of(s, "north", "van"), 1);
    check_int(vehicles_of(s, "north", "sealed"), 1);
    ems_scenario_free(s);
    check_ok(ems_edit_vehicles(e, "north", "van", 4));
    check_ok(ems_edit_vehicles(e, "north", "van", 2));
    check_int(ems_edit_count(e), 3);
    s = apply(e);
    check_int(vehicles_of(s, "north", "van"), 2);
    ems_scenario_free(s);
    ems_edit_truncate(e, 2);
    s = apply(e);
    check_int(vehicles_of(s, "north", "van"), 4);
    ems_scenario_free(s);
    check_saved(e, path, EMS_SAVE_NEW);
    ems_edit_free(e);
    unlink(path);
    unlink(base);
    check_int(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_are_made),
        cmocka_unit_test(wrong_changes_are_refused),
        cmocka_unit_test(what_is_saved_is_the_same),
        cmocka_unit_test(vehicles_with_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
