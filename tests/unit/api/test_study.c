/* A study through the public headers: the document, progress, and an end that the caller asks for. */
#include "support/check.h"

#include <jansson.h>

#include <ems120/scenario.h>
#include <ems120/study.h>

static struct ems_scenario *open_town(void)
{
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_scenario *scenario = NULL;
    def.path = "tests/unit/api/town.yaml";
    check_ok(ems_scenario_open(&def, NULL, &scenario));
    assert_non_null(scenario);
    return scenario;
}

struct watcher {
    int64_t most, total;
    int calls, stop_after, jobs;
};

static void on_progress(void *self, int64_t done, int64_t total, double under_way)
{
    struct watcher *w = self;
    check_within(under_way, 0, w->jobs);
    check_true(done >= w->most && done <= total);
    w->most = done;
    w->total = total;
    w->calls++;
}

static bool on_ask(void *self)
{
    struct watcher *w = self;
    return w->calls > w->stop_after;
}

static json_t *parse(char *text)
{
    json_t *document = json_loads(text, 0, NULL);
    assert_non_null(document);
    free(text);
    return document;
}

static void the_document(void **state)
{
    (void)state;
    struct ems_scenario *scenario = open_town();
    struct ems_study_def def = ems_study_def_default();
    struct watcher watcher = {.stop_after = INT32_MAX, .jobs = 2};
    char *text = NULL;
    def.self = &watcher;
    def.progress = on_progress;
    def.jobs = 2;
    check_ok(ems_study_json(scenario, &def, &text));
    json_t *document = parse(text);
    check_int(json_integer_value(json_object_get(document, "replications")), 2);
    check_int(watcher.total, 2);
    check_true(json_is_object(json_object_get(document, "response_s")));
    json_decref(document);
    ems_scenario_free(scenario);
}

static void stopped_on_the_way(void **state)
{
    (void)state;
    struct ems_scenario *scenario = open_town();
    struct ems_study_def def = ems_study_def_default();
    struct watcher watcher = {.stop_after = 500, .jobs = 1};
    char *text = NULL;
    def.self = &watcher;
    def.progress = on_progress;
    def.interrupted = on_ask;
    def.replications = 1000000;
    def.jobs = 1;
    check_int(ems_study_json(scenario, &def, &text), EMS_INTERRUPTED);
    json_t *document = parse(text);
    check_within((double)json_integer_value(json_object_get(document, "replications")), 1, 100);
    json_decref(document);
    def.replications = -1;
    check_int(ems_study_json(scenario, &def, &text), EMS_BAD_USAGE);
    assert_null(text);
    def.replications = 1;
    def.jobs = -1;
    check_int(ems_study_json(scenario, &def, &text), EMS_BAD_USAGE);
    ems_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_document),
        cmocka_unit_test(stopped_on_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
