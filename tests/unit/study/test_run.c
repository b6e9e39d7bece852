/* Studies of a real scenario: the same numbers twice, watching changes nothing, and every way to end early.
 */
#include "support/check.h"

#include "base/json.h"
#include "report/report.h"
#include "scenario/load.h"
#include "study/run.h"

static const char SCENARIO[] =
    "ems120: 1\n"
    "seed: 11\n"
    "replications: 3\n"
    "clock: {start: 2025-03-03T00:00+08:00, warmup: 6 h, duration: 2 d}\n"
    "coordinates: plane\n"
    "areas: [{id: town, class: urban, population: 60000, circle: {centre: [0, 0], radius: 4 km}}]\n"
    "service_radius: {urban: 5 km}\n"
    "demand: {requests_per_1000_per_year: 80}\n"
    "durations: {turnout: 90 s, scene: 15 min, handover: 10 min}\n"
    "travel: {model: straight, detour: 1.3, variation: 0.2, speed: {lights: 50 km/h, normal: 40 km/h}}\n"
    "stations: [{id: centre, at: [0, 0], vehicles: {ambulance: 2}}]\n"
    "hospitals: [{id: people, at: [500, 0]}]\n";

static struct ems_scenario *load(const char *extra)
{
    char text[4000];
    struct ems_diags diags = {0};
    struct ems_scenario *scenario;
    snprintf(text, sizeof text, "%s%s", SCENARIO, extra);
    enum ems_status status =
        ems_scenario_load_text(text, strlen(text), "test.yaml", ".", NULL, &diags, &scenario);
    for (int32_t i = 0; i < diags.count; i++)
        print_message("%d: %s\n", diags.items[i].at.line, ems_text(diags.items[i].message, EMS_LANG_EN));
    ems_diags_free(&diags);
    check_ok(status);
    return scenario;
}

/* What the hooks and the watch of a test saw, and when they shall stop the study. */
struct seen {
    int64_t begun, hours, ended, calls, events, progress, last_done, stop_after_hours;
    enum ems_status answer;
    int64_t hours_asked;
};

static bool interrupted(void *self)
{
    struct seen *seen = self;
    return seen->stop_after_hours > 0 && ++seen->hours_asked > seen->stop_after_hours;
}

static void progress(void *self, int64_t done, int64_t total, double share)
{
    struct seen *seen = self;
    check_true(done < total && share >= 0 && share <= 1 && done >= seen->last_done);
    seen->last_done = done;
    seen->progress++;
}

static enum ems_status begin(void *self, struct ems_sim *sim, int64_t replication)
{
    struct seen *seen = self;
    check_true(ems_sim_now(sim) == 0);
    check_int(replication, ++seen->begun);
    return EMS_OK;
}

static enum ems_status hour(void *self, struct ems_sim *sim)
{
    struct seen *seen = self;
    (void)sim;
    seen->hours++;
    return seen->answer;
}

static enum ems_status end(void *self, struct ems_sim *sim)
{
    struct seen *seen = self;
    check_true(ems_sim_tallies(sim)->received > 0);
    seen->ended++;
    return EMS_OK;
}

static void count_call(void *self, const struct ems_call_fact *fact)
{
    ((struct seen *)self)->calls += fact->counted;
}

static void count_event(void *self, const struct ems_event_fact *fact)
{
    (void)fact;
    ((struct seen *)self)->events++;
}

static struct ems_run_options watched(struct seen *seen, int64_t replications)
{
    struct ems_run_options options = ems_run_options_default();
    options.hooks = (struct ems_run_hooks){.self = seen, .interrupted = interrupted, .progress = progress};
    options.watch = (struct ems_run_watch){.replications = replications,
                                           .observer = {seen, count_event, NULL, count_call},
                                           .self = seen,
                                           .begin = begin,
                                           .hour = hour,
                                           .end = end};
    return options;
}

/* All results but timing, as text. */
static char *text_of(struct ems_results *results)
{
    json_t *document;
    struct ems_report report = {.results = results};
    results->wall_s = 0;
    check_ok(ems_report_json(&report, &document));
    char *text = json_dumps(document, JSON_REAL_PRECISION(17));
    json_decref(document);
    return text;
}

static void test_same_results_twice_and_watched(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load("");
    struct seen seen = {0};
    struct ems_run_options plain = ems_run_options_default(), options = watched(&seen, 2);
    char *texts[3];
    for (int i = 0; i < 3; i++) {
        struct ems_results *results;
        check_ok(ems_study_run(ems_scenario_model(scenario), i < 2 ? &plain : &options, &results));
        check_int(results->replications, 3);
        check_true(results->wall_s > 0);
        texts[i] = text_of(results);
        ems_results_free(results);
    }
    check_text(texts[1], texts[0]);
    check_text(texts[2], texts[0]); /* watched for two of three replications */
    check_int(seen.begun, 2);
    check_int(seen.ended, 2);
    check_within((double)seen.hours, 2 * 53, 2 * 60); /* 54 hours and what is open then */
    check_true(seen.events > 4 * seen.calls && seen.calls > 20);
    for (int i = 0; i < 3; i++) free(texts[i]);
    ems_scenario_free(scenario);
}

static void test_replications_differ_and_may_be_chosen(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load("");
    struct ems_run_options options = ems_run_options_default();
    struct ems_results *five, *one;
    options.replications = 5;
    check_ok(ems_study_run(ems_scenario_model(scenario), &options, &five));
    options.replications = 1;
    check_ok(ems_study_run(ems_scenario_model(scenario), &options, &one));
    check_int(five->replications, 5);
    check_true(five->all.mean_s.error > 0 && five->all.requests.error > 0);
    check_nan(one->all.mean_s.low);
    check_near((double)five->simulated, 5.0 * 2 * (double)EMS_DAY, 0);
    ems_results_free(five);
    ems_results_free(one);
    ems_scenario_free(scenario);
}

static void test_interrupted_keeps_what_is_finished(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load("");
    struct seen seen = {.stop_after_hours = 80}; /* in the second replication */
    struct ems_run_options options = watched(&seen, 3);
    struct ems_results *results, *expected;
    check_int(ems_study_run(ems_scenario_model(scenario), &options, &results), EMS_INTERRUPTED);
    check_int(results->replications, 1);
    check_int(results->asked, 3);
    check_int(results->failed_replication, 0);
    options = ems_run_options_default();
    options.replications = 1;
    check_ok(ems_study_run(ems_scenario_model(scenario), &options, &expected));
    check_near(results->all.mean_s.value, expected->all.mean_s.value, 0);
    ems_results_free(results);
    ems_results_free(expected);
    ems_scenario_free(scenario);
}

static void test_a_watch_may_fail(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load("");
    struct seen seen = {.answer = EMS_IO};
    struct ems_run_options options = watched(&seen, 3);
    struct ems_results *results;
    check_int(ems_study_run(ems_scenario_model(scenario), &options, &results), EMS_IO);
    check_int(results->replications, 0);
    check_int(results->failed_replication, 1);
    check_nan(results->all.mean_s.value);
    ems_results_free(results);
    ems_scenario_free(scenario);
}

static void test_a_person_is_needed(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load("dispatch: {policy: human}\n");
    struct ems_run_options options = ems_run_options_default();
    struct ems_results *results;
    check_int(ems_study_run(ems_scenario_model(scenario), &options, &results), EMS_BAD_USAGE);
    ems_results_free(results);
    ems_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_results_twice_and_watched),
        cmocka_unit_test(test_replications_differ_and_may_be_chosen),
        cmocka_unit_test(test_interrupted_keeps_what_is_finished),
        cmocka_unit_test(test_a_watch_may_fail),
        cmocka_unit_test(test_a_person_is_needed),
    };
    return cmocka_run_group_tests_name("study/run", tests, NULL, NULL);
}
