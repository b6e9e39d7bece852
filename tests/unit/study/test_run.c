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
    int64_t joined, joins, hours, calls, events, opened, progress, last_done;
    int64_t stop_after_hours, hours_asked;
    int64_t failing, failing_join; /* replications at which `answer` is given */
    enum ems_status answer, open_answer;
};

static bool interrupted(void *self)
{
    struct seen *seen = self;
    return seen->stop_after_hours > 0 && ++seen->hours_asked > seen->stop_after_hours;
}

static void progress(void *self, int64_t done, int64_t total, double under_way)
{
    struct seen *seen = self;
    check_true(done <= total && under_way >= 0 && under_way <= 1 && done >= seen->last_done);
    seen->last_done = done;
    seen->progress++;
}

/* One of a watch's watchers. */
struct watcher {
    struct seen *seen;
    int64_t replication, calls, events, hours;
};

static enum ems_status open_watcher(void *self, void **out)
{
    struct watcher *watcher = calloc(1, sizeof *watcher);
    assert_non_null(watcher);
    watcher->seen = self;
    watcher->seen->opened++;
    *out = watcher;
    return watcher->seen->open_answer;
}

static void close_watcher(void *self, void *watcher)
{
    ((struct seen *)self)->opened--;
    free(watcher);
}

static enum ems_status begin(void *self, struct ems_sim *sim, int64_t replication)
{
    struct watcher *watcher = self;
    check_true(ems_sim_now(sim) == 0);
    *watcher = (struct watcher){.seen = watcher->seen, .replication = replication};
    return EMS_OK;
}

static enum ems_status hour(void *self, struct ems_sim *sim)
{
    struct watcher *watcher = self;
    (void)sim;
    watcher->hours++;
    return watcher->replication == watcher->seen->failing ? watcher->seen->answer : EMS_OK;
}

static enum ems_status join(void *self, void *joined)
{
    struct seen *seen = self;
    const struct watcher *watcher = joined;
    check_true(watcher->replication > seen->joined); /* in order */
    check_true(watcher->calls > 0);
    seen->joined = watcher->replication;
    seen->joins++;
    seen->calls += watcher->calls;
    seen->events += watcher->events;
    seen->hours += watcher->hours;
    return watcher->replication == seen->failing_join ? seen->answer : EMS_OK;
}

static void count_call(void *self, const struct ems_call_fact *fact)
{
    ((struct watcher *)self)->calls += fact->counted;
}

static void count_event(void *self, const struct ems_event_fact *fact)
{
    (void)fact;
    ((struct watcher *)self)->events++;
}

static struct ems_observer observe(void *watcher)
{
    return (struct ems_observer){watcher, count_event, NULL, count_call};
}

static struct ems_run_options watched(struct seen *seen, int64_t replications, int32_t jobs)
{
    struct ems_run_options options = ems_run_options_default();
    options.jobs = jobs;
    options.hooks = (struct ems_run_hooks){.self = seen, .interrupted = interrupted};
    if (jobs == 1) options.hooks.progress = progress;
    options.watch = (struct ems_run_watch){.replications = replications,
                                           .self = seen,
                                           .open = open_watcher,
                                           .observer = observe,
                                           .begin = begin,
                                           .hour = hour,
                                           .join = join,
                                           .close = close_watcher};
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

/* Plays and returns all results but timing; the seen numbers must agree with it. */
static char *play_watched(const struct ems_scenario *scenario, struct seen *seen, int64_t watched_ones,
                          int32_t jobs)
{
    struct ems_run_options options = watched(seen, watched_ones, jobs);
    struct ems_results *results;
    options.replications = 9;
    check_ok(ems_study_run(ems_scenario_model(scenario), &options, &results));
    check_int(results->replications, 9);
    check_true(results->wall_s > 0);
    check_int(seen->joins, watched_ones);
    check_int(seen->joined, watched_ones);
    check_int(seen->opened, 0);
    char *text = text_of(results);
    ems_results_free(results);
    return text;
}

static void test_same_results_for_any_jobs_and_watched(void **state)
{
    (void)state;
    static const struct {
        int64_t watched;
        int32_t jobs;
    } cases[] = {{0, 1}, {2, 1}, {9, 1}, {0, 2}, {9, 2}, {4, 3}, {9, 3}, {9, 7}, {1, 40}, {9, 0}};
    enum { CASES = sizeof cases / sizeof *cases };
    struct ems_scenario *scenario = load("");
    struct seen seen[CASES] = {{0}};
    char *texts[CASES];
    for (int i = 0; i < CASES; i++) {
        texts[i] = play_watched(scenario, &seen[i], cases[i].watched, cases[i].jobs);
        check_text(texts[i], texts[0]);
        if (cases[i].watched < 9) continue;
        check_int(seen[i].calls, seen[2].calls);
        check_int(seen[i].events, seen[2].events);
        check_int(seen[i].hours, seen[2].hours);
    }
    check_within((double)seen[1].hours, 2 * 53, 2 * 60); /* 54 hours and what is open then */
    check_true(seen[2].events > 4 * seen[2].calls && seen[2].calls > 100);
    for (int i = 0; i < CASES; i++) free(texts[i]);
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
    struct ems_run_options options = watched(&seen, 3, 1);
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

static bool at_once(void *self)
{
    (void)self;
    return true;
}

/* What threads had finished by then is whatever it is, but whole, and in order. */
static void test_interrupted_threads_keep_what_is_finished(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load("");
    struct seen seen = {.stop_after_hours = 1}; /* the second time that it is asked */
    struct ems_run_options options = watched(&seen, 1000000, 3);
    struct ems_results *results;
    options.replications = 1000000;
    check_int(ems_study_run(ems_scenario_model(scenario), &options, &results), EMS_INTERRUPTED);
    check_within((double)results->replications, 0, 999999);
    check_int(results->replications, seen.joins);
    check_int(results->asked, 1000000);
    check_int(seen.opened, 0);
    ems_results_free(results);
    seen = (struct seen){0};
    options.hooks.interrupted = at_once;
    check_int(ems_study_run(ems_scenario_model(scenario), &options, &results), EMS_INTERRUPTED);
    ems_results_free(results);
    ems_scenario_free(scenario);
}

static void check_failure(const struct ems_scenario *scenario, struct seen seen, int32_t jobs)
{
    struct ems_run_options options = watched(&seen, 9, jobs);
    struct ems_results *results;
    int64_t failing = seen.failing > 0 ? seen.failing : seen.failing_join;
    options.replications = 9;
    check_int(ems_study_run(ems_scenario_model(scenario), &options, &results), EMS_IO);
    check_int(results->replications, failing - 1);
    check_int(results->failed_replication, failing);
    check_int(seen.opened, 0);
    ems_results_free(results);
}

static void test_a_watch_may_fail(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load("");
    for (int32_t jobs = 1; jobs <= 4; jobs++) {
        check_failure(scenario, (struct seen){.answer = EMS_IO, .failing = 1}, jobs);
        check_failure(scenario, (struct seen){.answer = EMS_IO, .failing = 4}, jobs);
        check_failure(scenario, (struct seen){.answer = EMS_IO, .failing_join = 5}, jobs);
    }
    ems_scenario_free(scenario);
}

static void test_a_watcher_may_not_open(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load("");
    struct seen seen = {.open_answer = EMS_IO};
    struct ems_run_options options = watched(&seen, 3, 2);
    struct ems_results *results;
    check_int(ems_study_run(ems_scenario_model(scenario), &options, &results), EMS_IO);
    check_int(results->replications, 0);
    check_int(seen.joins, 0);
    ems_results_free(results);
    ems_scenario_free(scenario);
}

static void test_a_person_is_needed(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load("dispatch: {policy: human}\n");
    struct ems_run_options options = ems_run_options_default();
    struct ems_results *results;
    for (options.jobs = 1; options.jobs <= 2; options.jobs++) {
        check_int(ems_study_run(ems_scenario_model(scenario), &options, &results), EMS_BAD_USAGE);
        check_int(results->failed_replication, 1);
        ems_results_free(results);
    }
    ems_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_results_for_any_jobs_and_watched),
        cmocka_unit_test(test_replications_differ_and_may_be_chosen),
        cmocka_unit_test(test_interrupted_keeps_what_is_finished),
        cmocka_unit_test(test_interrupted_threads_keep_what_is_finished),
        cmocka_unit_test(test_a_watch_may_fail),
        cmocka_unit_test(test_a_watcher_may_not_open),
        cmocka_unit_test(test_a_person_is_needed),
    };
    return cmocka_run_group_tests_name("study/run", tests, NULL, NULL);
}
