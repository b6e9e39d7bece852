#include "support/check.h"

#include "scenario/load.h"
#include "study/size.h"

static const char TOWN[] =
    "ems120: 1\n"
    "name: Town\n"
    "seed: 11\n"
    "clock: {start: 2025-03-03T00:00+08:00, warmup: 1 d, duration: 28 d}\n"
    "coordinates: plane\n"
    "areas:\n"
    "  - {id: town, class: urban, population: 90000, circle: {centre: [0, 0], radius: 4 km}}\n"
    "  - {id: land, class: rural, population: 60000, circle: {centre: [0, 0], radius: 12 km}}\n"
    "demand: {requests_per_1000_per_year: 120}\n"
    "durations: {turnout: 90 s, scene: {exponential: {mean: 25 min}}, handover: 10 min}\n"
    "travel: {model: straight, speed: {lights: 45 km/h, normal: 35 km/h}}\n"
    "stations:\n"
    "  - {id: centre, at: [0, 0], vehicles: {ambulance: 6}}\n"
    "  - {id: north, at: [1000, 7000], vehicles: {ambulance: 4}}\n"
    "  - {id: south, at: [0, -7000], vehicles: {ambulance: 4}}\n"
    "hospitals: [{id: people, at: [500, 0]}]\n"
    "targets:\n"
    "  - {class: urban, within: 10 min, share: 85 %}\n"
    "  - {class: rural, within: 20 min, share: 80 %}\n";

static struct ems_scenario *load(const char *const *sets, int32_t count)
{
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    struct ems_load_options options = {.sets = sets, .set_count = count};
    check_ok(ems_scenario_load_text(TOWN, sizeof TOWN - 1, "town.yaml", ".", &options, &diags, &scenario));
    ems_diags_free(&diags);
    return scenario;
}

/* A plan played by the scenario's own path, --set: whether it meets both targets by the point estimates. */
static bool meets(int a, int b, int c, uint64_t seed, int64_t replications, double *first_share)
{
    char sets[4][64];
    const char *list[] = {sets[0], sets[1], sets[2], sets[3]};
    struct ems_run_options options = ems_run_options_default();
    struct ems_results *results;
    snprintf(sets[0], sizeof sets[0], "stations.centre.crews=%d", a);
    snprintf(sets[1], sizeof sets[1], "stations.north.crews=%d", b);
    snprintf(sets[2], sizeof sets[2], "stations.south.crews=%d", c);
    snprintf(sets[3], sizeof sets[3], "seed=%llu", (unsigned long long)seed);
    struct ems_scenario *scenario = load(list, 4);
    options.replications = replications;
    check_ok(ems_study_run(ems_scenario_model(scenario), &options, &results));
    bool met = results->targets[0].found.value >= 0.85 && results->targets[1].found.value >= 0.80;
    *first_share = results->targets[0].found.value;
    ems_results_free(results);
    ems_scenario_free(scenario);
    return met;
}

/* The found plan is certified, and trying all plans with fewer crews finds none that does. */
static void no_smaller_fleet_does(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load(NULL, 0);
    struct ems_size_options options = ems_size_options_default();
    struct ems_size *size;
    double share;
    options.certify = 40;
    check_ok(ems_size_run(scenario, &options, &size));
    check_true(size->feasible && size->certified);
    int32_t crews = size->plan.plan.count;
    const int32_t *of = size->plan.plan.crews;
    const int32_t at[] = {of[0], of[EMS_SIZE_PATTERNS], of[2 * EMS_SIZE_PATTERNS]};
    check_int(size->pattern_count, 1);
    check_within(crews, 2, 13);
    check_near(size->plan.plan.hours, 168.0 * crews, 0);
    /* the same plan by --set and the certificate's seed is the same simulation */
    check_true(size->certificate_seed <= INT64_MAX);
    check_true(meets(at[0], at[1], at[2], size->certificate_seed, size->certificate_replications, &share));
    check_near(share, size->plan.found[0].value, 0);
    for (int a = 0; a < crews; a++)
        for (int b = 0; a + b < crews; b++) {
            int c = crews - 1 - a - b; /* fewer still are worse */
            if (a <= 6 && b <= 4 && c <= 4) check_true(!meets(a, b, c, size->certificate_seed, 10, &share));
        }
    for (int32_t i = 0; i < size->step_count; i++) /* a crew fewer is worse, one more is not */
        check_true(size->steps[i].more ? size->steps[i].difference[0].value > -0.005
                                       : size->steps[i].difference[0].value < 0.005);
    check_true(size->curve_count >= 2);
    ems_size_free(size);
    ems_scenario_free(scenario);
}

/* Of two scenarios the worse one decides; each has the replications that it takes, and is what `run` says. */
static void holds_in_the_worse_of_two(void **state)
{
    (void)state;
    const char *busy[] = {"demand.requests_per_1000_per_year=180"};
    struct ems_scenario *usual = load(NULL, 0), *worse = load(busy, 1);
    const struct ems_size_also also = {worse, 1};
    struct ems_size_options options = ems_size_options_default();
    struct ems_size *size, *alone;
    options.certify = 40;
    check_ok(ems_size_run(usual, &options, &alone));
    options.also = &also;
    options.also_count = 1;
    check_ok(ems_size_run(usual, &options, &size));
    check_true(size->feasible && size->certified);
    check_true(size->plan.plan.hours >= alone->plan.plan.hours);
    check_true(size->plan.found[0].value >= 0.85 && size->plan.found[1].value >= 0.80);
    const int32_t *of = size->plan.plan.crews;
    for (int32_t k = 0; k < 2; k++) {
        char sets[5][64];
        const char *list[] = {sets[0], sets[1], sets[2], sets[3], sets[4]};
        struct ems_run_options run = ems_run_options_default();
        struct ems_results *results;
        snprintf(sets[0], sizeof sets[0], "stations.centre.crews=%d", of[0]);
        snprintf(sets[1], sizeof sets[1], "stations.north.crews=%d", of[EMS_SIZE_PATTERNS]);
        snprintf(sets[2], sizeof sets[2], "stations.south.crews=%d", of[2 * EMS_SIZE_PATTERNS]);
        snprintf(sets[3], sizeof sets[3], "seed=%llu", (unsigned long long)size->certificate_seed);
        snprintf(sets[4], sizeof sets[4], "%s", k == 0 ? "name=Town" : busy[0]);
        struct ems_scenario *scenario = load(list, 5);
        run.replications = size->replications_in[k];
        check_true(run.replications >= 40 && run.replications <= size->certificate_replications);
        check_ok(ems_study_run(ems_scenario_model(scenario), &run, &results));
        for (int32_t t = 0; t < 2; t++) {
            check_near(results->targets[t].found.value, size->found_in[k][t].value, 0);
            check_true(size->plan.found[t].value <= size->found_in[k][t].value);
            check_int(size->judgement_in[k][t].verdict, EMS_VERDICT_YES);
        }
        ems_results_free(results);
        ems_scenario_free(scenario);
    }
    ems_size_free(alone);
    ems_size_free(size);
    ems_scenario_free(worse);
    ems_scenario_free(usual);
}

static void says_what_these_stations_cannot(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load(NULL, 0);
    const struct ems_model *model = ems_scenario_model(scenario);
    struct ems_arena arena = {0};
    struct ems_size_options options = ems_size_options_default();
    struct ems_target targets[2];
    struct ems_size *size;
    const char *wrong;
    check_true(ems_size_parse_target(model, "urban within 10 min 80 %", &arena, &targets[0], &wrong));
    check_true(ems_size_parse_target(model, "rural within 6min 90%", &arena, &targets[1], &wrong));
    options.targets = targets;
    options.target_count = 2;
    check_int(ems_size_run(scenario, &options, &size), EMS_INFEASIBLE);
    check_true(!size->feasible && !size->beyond[0] && size->beyond[1]);
    check_within(size->ample.found[1].value, 0.05, 0.89);
    ems_size_free(size);
    options.target_count = 1;
    options.max_crews = 1;
    check_int(ems_size_run(scenario, &options, &size), EMS_INFEASIBLE);
    ems_size_free(size);
    ems_arena_free(&arena);
    ems_scenario_free(scenario);
}

static void reads_targets_and_growth(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load(NULL, 0);
    const struct ems_model *model = ems_scenario_model(scenario);
    struct ems_arena arena = {0};
    struct ems_target target;
    struct ems_size_growth growth;
    const char *wrong;
    check_true(ems_size_parse_target(model, "priority 2 land within 90 s 12.5 %", &arena, &target, &wrong));
    check_int(target.priority, 2);
    check_int(target.area, 1);
    check_int(target.within, 90 * EMS_SECOND);
    check_near(target.share, 0.125, 1e-15);
    static const char *const bad[] = {"",
                                      "urban 90 %",
                                      "urban within 10 min",
                                      "priority 0 within 10 min 90 %",
                                      "priority x within 10 min 90 %",
                                      "village within 10 min 90 %",
                                      "within 10 90 %",
                                      "within 10 km 90 %",
                                      "within 10 min 101 %",
                                      "within -1 min 90 %"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_true(!ems_size_parse_target(model, bad[i], &arena, &target, &wrong));
    check_true(ems_size_parse_growth("population 1 % a year to 2030", &growth));
    check_near(growth.people, 0.01, 1e-15);
    check_int(growth.year, 2030);
    check_true(ems_size_parse_growth("population -0.5% a year, requests 2 % a year to 2035", &growth));
    check_near(growth.people, -0.005, 1e-15);
    check_near(growth.requests, 0.02, 1e-15);
    static const char *const odd[] = {"",
                                      "population to 2030",
                                      "population 1 % a year",
                                      "population 80 % a year to 2030",
                                      "cars 1 % a year to 2030",
                                      "population 1 % a month to 2030"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) check_true(!ems_size_parse_growth(odd[i], &growth));
    ems_arena_free(&arena);
    ems_scenario_free(scenario);
}

static void reads_shifts_and_ageing(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_size_shifts shifts;
    struct ems_size_growth growth;
    const char *wrong;
    check_true(
        ems_size_parse_shifts("8 h, 12 h from 8 20:00, break 30 min, 38 h a week", &arena, &shifts, &wrong));
    check_int(shifts.count, 2);
    check_int(shifts.lengths[0].hours, 8);
    check_int(shifts.lengths[0].starts, 0xffffff);
    check_int(shifts.lengths[1].starts, 1 << 8 | 1 << 20);
    check_near(shifts.break_h, 0.5, 1e-15);
    check_near(shifts.week_hours, 38, 0);
    static const char *const bad[] = {"",
                                      "8",
                                      "8 km",
                                      "0 h",
                                      "25 h",
                                      "7.5 h",
                                      "8 h from",
                                      "8 h from 24",
                                      "8 h, break 30 h",
                                      "8 h, 40 h a month",
                                      "8 h from 8", /* nobody at night */
                                      "1 h, break 60 min" /* nothing is paid */};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_true(!ems_size_parse_shifts(bad[i], &arena, &shifts, &wrong));
    check_true(ems_size_parse_growth("population -1 % a year, aged 65 from 15 % to 22 %, use 3.5, to 2035",
                                     &growth));
    check_int(growth.aged, 65);
    check_near(growth.aged_from, 0.15, 1e-15);
    check_near(growth.aged_to, 0.22, 1e-15);
    check_near(growth.aged_use, 3.5, 0);
    check_true(!ems_size_parse_growth("aged 65 from 15 % to 22 %, to 2035", &growth)); /* how much use? */
    check_true(!ems_size_parse_growth("aged 65 to 22 %, use 3, to 2035", &growth));
    check_true(!ems_size_parse_growth("use 3, to 2035", &growth));
    ems_arena_free(&arena);
}

/* Two stations alike: where the crew stands is all the same, and so few replications cannot tell. */
static void says_when_it_cannot_choose(void **state)
{
    (void)state;
    const char *sets[] = {"stations.north.at=[0, 7000]", "stations.centre.crews=0"};
    struct ems_scenario *scenario = load(sets, 2);
    const struct ems_model *model = ems_scenario_model(scenario);
    struct ems_arena arena = {0};
    struct ems_size_options options = ems_size_options_default();
    struct ems_target target;
    struct ems_size *size;
    const char *wrong;
    check_true(ems_size_parse_target(model, "within 25 min 80 %", &arena, &target, &wrong));
    options.targets = &target;
    options.target_count = 1;
    options.replications = 2;
    options.certify = 20;
    check_ok(ems_size_run(scenario, &options, &size));
    check_true(size->feasible);
    check_within(size->alternative_count, 2, EMS_SIZE_ALTERNATIVES);
    check_within(size->alternatives_left, 2, size->alternative_count);
    check_int(size->selection_replications, 16); /* to the last look */
    ems_size_free(size);
    ems_arena_free(&arena);
    ems_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_smaller_fleet_does),           cmocka_unit_test(holds_in_the_worse_of_two),
        cmocka_unit_test(says_what_these_stations_cannot), cmocka_unit_test(reads_targets_and_growth),
        cmocka_unit_test(reads_shifts_and_ageing),         cmocka_unit_test(says_when_it_cannot_choose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
