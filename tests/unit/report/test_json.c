/* The JSON document of a run: its fields by name, its figures by shape, its numbers by the results. */
#include "support/check.h"

#include "base/json.h"
#include "report/report.h"
#include "support/small_study.h"

struct fixture {
    struct small_study study;
    struct ems_results *results;
    json_t *document;
};

static int make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    small_study_init(&fixture->study);
    fixture->results = small_study_results(&fixture->study, 8);
    fixture->results->wall_s = 1.5;
    struct ems_report report = {.results = fixture->results};
    check_ok(ems_report_json(&report, &fixture->document));
    *state = fixture;
    return 0;
}

static int destroy(void **state)
{
    struct fixture *fixture = *state;
    json_decref(fixture->document);
    ems_results_free(fixture->results);
    free(fixture);
    return 0;
}

/* A value by its path: keys separated by '/', array elements by number. NULL when it is not there. */
static const json_t *at(const json_t *from, const char *path)
{
    char copy[200];
    snprintf(copy, sizeof copy, "%s", path);
    for (char *key = strtok(copy, "/"); key != NULL && from != NULL; key = strtok(NULL, "/"))
        from = json_is_array(from) ? json_array_get(from, (size_t)atoi(key)) : json_object_get(from, key);
    return from;
}

static double number(const json_t *from, const char *path)
{
    const json_t *value = at(from, path);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static int is_figure(const json_t *value)
{
    static const char *const fields[] = {"value", "low", "high", "level"};
    for (int i = 0; i < 4; i++) {
        const json_t *field = json_object_get(value, fields[i]);
        if (!json_is_real(field) && !json_is_null(field)) return 0;
    }
    return json_is_integer(json_object_get(value, "n"));
}

/* Names that scripts rely on. */
static void test_every_field_is_there(void **state)
{
    const struct fixture *fixture = *state;
    static const char *const top[] = {
        "format",   "version",   "scenario", "inputs",     "seed",     "replications", "simulated_s",
        "events",   "timing",    "calls",    "response_s", "parts_s",  "by_priority",  "by_class",
        "by_area",  "by_hour",   "targets",  "standards",  "coverage", "vehicles",     "crews",
        "stations", "hospitals", "fleet",    "service",    "levels"};
    static const char *const figures[] = {"calls/received",
                                          "calls/blocked",
                                          "calls/abandoned",
                                          "calls/advised",
                                          "calls/hoax",
                                          "calls/duplicate",
                                          "calls/cancelled",
                                          "calls/unserved",
                                          "calls/unreachable",
                                          "calls/cancelled_en_route",
                                          "calls/empty",
                                          "calls/treated",
                                          "calls/transported",
                                          "calls/unfinished",
                                          "calls/answered",
                                          "calls/requests",
                                          "calls/ordered",
                                          "calls/reached",
                                          "response_s/mean",
                                          "response_s/p50",
                                          "response_s/p90",
                                          "response_s/p95",
                                          "response_s/max",
                                          "response_s/within/0/share",
                                          "response_s/mean_from_answer",
                                          "response_s/mean_from_order",
                                          "parts_s/answer",
                                          "parts_s/process",
                                          "parts_s/queue",
                                          "parts_s/bumped",
                                          "parts_s/turnout",
                                          "parts_s/travel",
                                          "parts_s/scene",
                                          "parts_s/transport",
                                          "parts_s/bay_wait",
                                          "parts_s/handover",
                                          "parts_s/cleaning",
                                          "by_priority/1/response_s/p90",
                                          "by_priority/2/requests",
                                          "by_class/urban/response_s/mean",
                                          "by_area/hills/parts_s/travel",
                                          "by_hour/0/requests",
                                          "by_hour/23/response_s/within/6/share",
                                          "targets/0/found",
                                          "fleet/utilisation",
                                          "fleet/unit_hour_utilisation",
                                          "fleet/overtime_s",
                                          "vehicles/3/busy_share",
                                          "vehicles/0/distance_m",
                                          "crews/2/utilisation",
                                          "stations/1/response_s",
                                          "hospitals/0/bay_wait_s",
                                          "hospitals/1/occupancy_share",
                                          "service/answered_10s_share",
                                          "service/departed_180s_share",
                                          "service/satisfaction_share",
                                          "service/lost_share",
                                          "levels/waiting",
                                          "levels/waiting_max",
                                          "levels/dynamic_cover_share",
                                          "levels/dynamic_cover_share_by_hour/23"};
    for (size_t i = 0; i < sizeof top / sizeof *top; i++) {
        if (json_object_get(fixture->document, top[i]) == NULL) print_error("no field %s\n", top[i]);
        check_true(json_object_get(fixture->document, top[i]) != NULL);
    }
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        if (!is_figure(at(fixture->document, figures[i]))) print_error("no figure %s\n", figures[i]);
        check_true(is_figure(at(fixture->document, figures[i])));
    }
    check_true(at(fixture->document, "by_priority/3") == NULL); /* nobody called with it */
    check_true(!is_figure(at(fixture->document, "calls")));
}

static void test_numbers(void **state)
{
    const struct fixture *fixture = *state;
    const json_t *document = fixture->document;
    check_near(number(document, "calls/received/value"), 229, 0);
    check_near(number(document, "response_s/mean/value"), fixture->results->all.mean_s.value, 5e-7);
    check_near(number(document, "response_s/mean/low"), fixture->results->all.mean_s.low, 5e-7);
    check_near(number(document, "response_s/mean/level"), 0.95, 0);
    check_near(number(document, "response_s/mean/n"), 8, 0);
    check_near(number(document, "response_s/within/1/within_s"), 480, 0);
    check_near(number(document, "simulated_s"), 8 * 7 * 86400, 0);
    check_near(number(document, "timing/wall_s"), 1.5, 0);
    check_near(number(document, "targets/1/required"), 0.95, 0);
    check_text(json_string_value(at(document, "targets/1/verdict")), "no");
    check_text(json_string_value(at(document, "targets/1/area")), "hills");
    check_text(json_string_value(at(document, "targets/1/origin")), "simulated");
    check_true(json_is_null(at(document, "targets/1/priority")));
    check_text(json_string_value(at(document, "scenario/name/zh")), "小镇");
    check_text(json_string_value(at(document, "inputs/0/path")), "scenario.yaml");
    check_text(json_string_value(at(document, "stations/1/id")), "hills-station");
    check_true(json_is_null(at(document, "stations/1/name/en")));
    check_true(json_is_null(at(document, "hospitals/1/bays")));
    check_true(json_is_null(at(document, "coverage")));
    check_near((double)json_array_size(at(document, "vehicles")), 4, 0);
}

static void test_final_states_sum_to_received(void **state)
{
    const struct fixture *fixture = *state;
    double sum = 0;
    for (int o = 0; o < EMS_OUTCOME_COUNT; o++) {
        char path[60];
        snprintf(path, sizeof path, "calls/%s/value", ems_outcome_name((enum ems_outcome)o));
        sum += number(fixture->document, path);
    }
    check_near(sum, number(fixture->document, "calls/received/value"), 1e-6);
}

static void test_what_is_missing_is_null_and_says_why(void **state)
{
    const struct fixture *fixture = *state;
    const json_t *figure = at(fixture->document, "by_hour/3/response_s/p90");
    check_true(json_is_null(json_object_get(figure, "value")));
    check_true(json_is_null(json_object_get(figure, "level")));
    check_text(json_string_value(json_object_get(figure, "note")), "too_few");
    check_true(at(fixture->document, "response_s/mean/note") == NULL);
    check_text(json_string_value(at(fixture->document, "parts_s/cleaning/note")), "no_cases");
}

static void test_same_results_same_bytes(void **state)
{
    const struct fixture *fixture = *state;
    struct ems_results *again = small_study_results(&fixture->study, 8);
    struct ems_report report = {.results = again};
    json_t *document;
    again->wall_s = 1.5;
    check_ok(ems_report_json(&report, &document));
    char *first = json_dumps(fixture->document, JSON_REAL_PRECISION(17));
    char *second = json_dumps(document, JSON_REAL_PRECISION(17));
    check_text(second, first);
    free(first);
    free(second);
    json_decref(document);
    ems_results_free(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field_is_there),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_final_states_sum_to_received),
        cmocka_unit_test(test_what_is_missing_is_null_and_says_why),
        cmocka_unit_test(test_same_results_same_bytes),
    };
    return cmocka_run_group_tests_name("report/json", tests, make, destroy);
}
