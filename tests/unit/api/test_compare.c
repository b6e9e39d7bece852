/* Two scenarios compared, and who gains and loses by place. */
#include "support/check.h"

#include <ems120/compare.h>
#include <ems120/cover.h>
#include <ems120/scenario.h>

static struct ems_scenario *open_with(const char *set)
{
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_scenario *scenario = NULL;
    def.path = "tests/unit/api/town.yaml";
    def.sets = &set;
    def.set_count = set != NULL;
    check_ok(ems_scenario_open(&def, NULL, &scenario));
    return scenario;
}

static void faster_is_better(void **state)
{
    (void)state;
    struct ems_scenario *a = open_with(NULL), *b = open_with("travel.speed.lights=72 km/h");
    struct ems_study_def study = ems_study_def_default();
    struct ems_change_summary change;
    char *json = NULL, *again = NULL;
    study.replications = 5;
    check_ok(ems_compare_two(a, b, &study, &json, &change));
    check_int(change.replications, 5);
    check_int(change.mean_s.verdict, 1);
    check_near(change.mean_s.difference, change.mean_s.second - change.mean_s.first, 1e-9);
    check_true(change.mean_s.low <= change.mean_s.difference &&
               change.mean_s.difference <= change.mean_s.high);
    check_true(change.mean_s.high < 0 && change.within_share.difference > 0);
    check_int(change.within, 10 * EMS_MINUTE);
    check_int(change.area_count, 2);
    check_near(change.areas[0].people, 20000, 1e-6);
    check_near(change.people_better + change.people_worse + change.people_unclear, 30000, 1e-6);
    check_contains(json, "\"people\"");
    study.jobs = 1;
    check_ok(ems_compare_two_json(a, b, &study, &again));
    check_true(strlen(json) > 1000 && strlen(again) > 1000);
    ems_change_summary_free(&change);
    free(json);
    free(again);
    ems_scenario_free(a);
    ems_scenario_free(b);
}

static bool at_once(void *self)
{
    (void)self;
    return true;
}

static void interrupted_at_once_there_is_nothing(void **state)
{
    (void)state;
    struct ems_scenario *a = open_with(NULL), *b = open_with("travel.speed.lights=72 km/h");
    struct ems_study_def study = ems_study_def_default();
    char *json = NULL;
    study.interrupted = at_once;
    study.jobs = 1; /* asked after every simulated hour */
    check_int(ems_compare_two_json(a, b, &study, &json), EMS_INTERRUPTED);
    assert_null(json);
    study.replications = -1;
    check_int(ems_compare_two_json(a, b, &study, &json), EMS_BAD_USAGE);
    ems_scenario_free(a);
    ems_scenario_free(b);
}

static void people_gain_and_lose(void **state)
{
    (void)state;
    struct ems_scenario *s = open_with(NULL);
    struct ems_cover_def def = ems_cover_def_default(s);
    struct ems_cover_sources *before = NULL, *after = NULL;
    struct ems_place_change change;
    int32_t places = ems_scenario_info(s).places;
    float *minutes = calloc((size_t)places, sizeof *minutes);
    check_ok(ems_cover_sources_planned(s, &def, &before));
    check_ok(ems_cover_sources_planned(s, &def, &after));
    check_ok(ems_cover_sources_move(after, 1, (struct ems_point){-7000, -6000}));
    check_ok(ems_compare_places(s, before, s, after, 0.5, minutes, &change));
    check_near(change.gain + change.lose + change.same, 30000, 1e-6);
    check_true(change.gain > 0 && change.lose > 0);
    double gain = 0;
    for (int32_t p = 0; p < places; p++)
        if (minutes[p] < -0.5F) gain += ems_place_info(s, p).people;
    check_near(gain, change.gain, 1e-6);
    ems_cover_sources_remove(after, 0);
    ems_cover_sources_remove(after, 1);
    check_ok(ems_compare_places(s, before, s, after, 0.5, NULL, &change));
    check_near(change.lose, 30000, 1e-6);
    check_near(change.unreached_after, 30000, 1e-6);
    free(minutes);
    ems_cover_sources_free(before);
    ems_cover_sources_free(after);
    ems_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faster_is_better),
        cmocka_unit_test(interrupted_at_once_there_is_nothing),
        cmocka_unit_test(people_gain_and_lose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
