/* The warm-up of a scenario that leaves it to the program: the rule on series made by hand, and on queues. */
#include "support/check.h"

#include "scenario/load.h"
#include "study/warmup.h"

static void the_rule_by_brute_force(void **state)
{
    (void)state;
    uint32_t random = 1;
    for (int trial = 0; trial < 200; trial++) {
        double values[40];
        int32_t best = 0;
        double least = INFINITY;
        for (int i = 0; i < 40; i++) {
            random = random * 1664525 + 1013904223;
            values[i] = 500 + (double)(random >> 24) - (i < trial % 15 ? 400 : 0);
        }
        for (int32_t d = 0; d <= 35; d++) {
            double n = 40 - d, mean = 0, squares = 0;
            for (int32_t i = d; i < 40; i++) mean += values[i] / n;
            for (int32_t i = d; i < 40; i++) squares += (values[i] - mean) * (values[i] - mean);
            if (squares / (n * n) < least * (1 - 1e-12)) least = squares / (n * n), best = d;
        }
        check_int(ems_mser(values, 40), best);
    }
}

static void plain_series(void **state)
{
    (void)state;
    double values[50];
    for (int i = 0; i < 50; i++) values[i] = 100 + i % 2;
    check_int(ems_mser(values, 50), 0); /* steady from the start */
    values[0] = 0, values[1] = 40, values[2] = 80;
    check_int(ems_mser(values, 50), 3);
    for (int i = 0; i < 50; i++) values[i] = i; /* grows to the end */
    check_true(ems_mser(values, 50) > 25);
    for (int i = 0; i < 50; i++) values[i] = 7;
    check_int(ems_mser(values, 50), 0);
    check_int(ems_mser(values, 3), 0); /* too few to leave any out */
}

static const char SCENARIO[] =
    "ems120: 1\n"
    "clock: {start: 2025-03-03T00:00+08:00, warmup: auto, duration: 60 d}\n"
    "coordinates: plane\n"
    "areas: [{id: town, class: urban, population: 1000, circle: {centre: [0, 0], radius: 1 km}}]\n"
    "demand: {requests_per_day: 120}\n"
    "durations: {turnout: 0 s, scene: {exponential: {mean: 10 min}}, handover: 0 s}\n"
    "travel: {model: constant, time: {lights: 0 s, normal: 0 s}}\n"
    "stations: [{id: centre, at: [0, 0], vehicles: {ambulance: 1}}]\n"
    "hospitals: [{id: people, at: [0, 0]}]\n";

static struct ems_scenario *load(const char *const *sets, int32_t count)
{
    struct ems_load_options options = {.sets = sets, .set_count = count};
    struct ems_diags diags = {0};
    struct ems_scenario *scenario;
    check_ok(
        ems_scenario_load_text(SCENARIO, strlen(SCENARIO), "test.yaml", ".", &options, &diags, &scenario));
    ems_diags_free(&diags);
    return scenario;
}

static struct ems_warmup find(const char *const *sets, int32_t count, int32_t jobs)
{
    struct ems_scenario *scenario = load(sets, count);
    struct ems_run_options options = ems_run_options_default();
    struct ems_warmup found;
    options.jobs = jobs;
    check_true(ems_scenario_model(scenario)->clock.warmup_auto);
    check_ok(ems_warmup_find(ems_scenario_model(scenario), &options, &found));
    check_int(found.pilots, EMS_WARMUP_PILOTS);
    ems_scenario_free(scenario);
    return found;
}

static void a_queue_that_settles(void **state)
{
    (void)state;
    struct ems_warmup one = find(NULL, 0, 1), three = find(NULL, 0, 3);
    check_true(one.steady);
    check_true(one.warmup <= 30 * EMS_DAY && one.warmup % (5 * EMS_DAY) == 0);
    check_int(one.batch, 5 * EMS_DAY);
    check_int(one.batches, 12);
    check_int(three.warmup, one.warmup); /* whatever the threads */
}

static void overload_has_no_steady_state(void **state)
{
    (void)state;
    static const char *const sets[] = {"demand.requests_per_day=160"}; /* 1.11 Erlang for one vehicle */
    struct ems_warmup found = find(sets, 1, 2);
    check_true(!found.steady);
    check_int(found.warmup, 30 * EMS_DAY);
}

static void weeks_where_weekdays_differ(void **state)
{
    (void)state;
    static const char *const sets[] = {"clock.duration=364 d", "demand.requests_per_day=20",
                                       "demand.profile={weekday: [1, 1, 1, 1, 1, 2, 2]}"};
    struct ems_warmup found = find(sets, 3, 2);
    check_int(found.batch, 35 * EMS_DAY);
    check_int(found.batches, 10);
    check_true(found.steady);
    found = find(sets, 2, 2); /* all days alike */
    check_int(found.batch, 5 * EMS_DAY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rule_by_brute_force),     cmocka_unit_test(plain_series),
        cmocka_unit_test(a_queue_that_settles),        cmocka_unit_test(overload_has_no_steady_state),
        cmocka_unit_test(weeks_where_weekdays_differ),
    };
    return cmocka_run_group_tests_name("study/warmup", tests, NULL, NULL);
}
