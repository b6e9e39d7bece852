#include "support/check.h"

#include "scenario/load.h"
#include "study/bound.h"

static const char TOWN[] =
    "ems120: 1\n"
    "name: Town\n"
    "seed: 11\n"
    "replications: 6\n"
    "clock: {start: 2025-03-03T00:00+08:00, warmup: 1 d, duration: 28 d}\n"
    "coordinates: plane\n"
    "lattice: 1 km\n"
    "areas:\n"
    "  - {id: town, class: urban, population: 90000, circle: {centre: [0, 0], radius: 4 km}}\n"
    "  - {id: land, class: rural, population: 60000, circle: {centre: [0, 0], radius: 12 km}}\n"
    "demand:\n"
    "  requests_per_1000_per_year: 120\n"
    "  conditions:\n"
    "    - {id: a, share: 40 %, priority: 1, transport: 80 %}\n"
    "    - {id: b, share: 60 %, priority: 2, transport: 60 %}\n"
    "durations: {turnout: 90 s, scene: {exponential: {mean: 25 min}}, handover: 10 min}\n"
    "travel: {model: straight, variation: 0.2, speed: {lights: 45 km/h, normal: 35 km/h}}\n"
    "stations:\n"
    "  - {id: centre, at: [0, 0], vehicles: {ambulance: 3}}\n"
    "  - {id: north, at: [1000, 7000], vehicles: {ambulance: 2}}\n"
    "  - {id: south, at: [0, -7000], vehicles: {ambulance: 2}}\n"
    "hospitals: [{id: people, at: [500, 0]}]\n"
    "targets:\n"
    "  - {class: urban, within: 8 min, share: 85 %}\n"
    "  - {priority: 1, within: 12 min, share: 80 %}\n";

/* Two hamlets 40 km apart, a station at each, one crew: at most the larger one has it near. */
static const char HAMLETS[] =
    "ems120: 1\n"
    "name: Hamlets\n"
    "seed: 5\n"
    "replications: 20\n"
    "clock: {start: 2025-03-03T00:00+08:00, warmup: 1 d, duration: 56 d}\n"
    "coordinates: plane\n"
    "lattice: 100 m\n"
    "areas:\n"
    "  - {id: large, class: rural, population: 6000, circle: {centre: [0, 0], radius: 0.4 km}}\n"
    "  - {id: small, class: rural, population: 4000, circle: {centre: [40000, 0], radius: 0.4 km}}\n"
    "demand: {requests_per_1000_per_year: 60}\n"
    "durations: {turnout: 60 s, scene: 20 min, handover: 5 min}\n"
    "travel: {model: straight, speed: {lights: 60 km/h, normal: 60 km/h}}\n"
    "stations:\n"
    "  - {id: large, at: [0, 0], vehicles: {ambulance: 1}}\n"
    "  - {id: small, at: [40000, 0], vehicles: {ambulance: 1}, crews: [{count: 1, days: [sun], from: 00:00, "
    "to: 00:01}]}\n"
    "hospitals: [{id: people, at: [0, 300]}]\n"
    "targets: [{within: 5 min, share: 85 %}]\n";

struct bounded {
    struct ems_scenario *scenario;
    struct ems_bound *bound;
};

static struct bounded bound_of(const char *text, const char *const *sets, int32_t count, int32_t jobs)
{
    struct ems_diags diags = {0};
    struct bounded b;
    struct ems_bound_options options = {.jobs = jobs};
    enum ems_bound_fault fault;
    struct ems_load_options load = {.sets = sets, .set_count = count};
    check_ok(ems_scenario_load_text(text, strlen(text), "town.yaml", ".", &load, &diags, &b.scenario));
    check_ok(ems_bound_run(ems_scenario_model(b.scenario), &options, &b.bound, &fault));
    ems_diags_free(&diags);
    return b;
}

static void free_bounded(struct bounded *b)
{
    ems_bound_free(b->bound);
    ems_scenario_free(b->scenario);
}

/* What is reached, by any rule that there is, with few crews and with many, is below the bound. */
static void no_rule_passes_it(void **state)
{
    (void)state;
    static const char *const sets[][3] = {
        {"seed=1", "stations.centre.crews=1", "stations.north.crews=1"},
        {"seed=2", "dispatch.reassign=[[2, 1]]", "stations.south.crews=1"},
        {"seed=3", "dispatch.vehicle_patience={exponential: {mean: 20 min}}",
         "demand.requests_per_1000_per_year=400"},
        {"seed=4",
         "stations.centre.crews=[{count: 2, from: 08:00, to: 20:00}, {count: 1, from: 20:00, to: 08:00}]",
         "crew_rules.wind_down=20 min"},
        {"seed=5", "dispatch.policy=fixed-order",
         "dispatch.preference={town: [south, north, centre], land: [north, south, centre]}"},
    };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        struct bounded b = bound_of(TOWN, sets[i], 3, 0);
        for (int t = 0; t < 2; t++) {
            const struct ems_bound_found *found = &b.bound->found[t];
            check_true(found->bound.value <= 1);
            check_true(found->now.value < found->bound.value);
            check_true(found->left.value > 0);
            check_near(found->left.value, found->bound.value - found->now.value, 0.005);
        }
        free_bounded(&b);
    }
}

/* The rule that sends the farthest crew first has more left to gain than the one that sends the nearest. */
static void a_poor_rule_has_more_left(void **state)
{
    (void)state;
    static const char *const poor[] = {
        "dispatch.policy=fixed-order",
        "dispatch.preference={town: [south, north, centre], land: [south, north, centre]}"};
    struct bounded a = bound_of(TOWN, NULL, 0, 0), b = bound_of(TOWN, poor, 2, 0);
    check_true(b.bound->found[0].left.low > a.bound->found[0].left.high + 0.1);
    free_bounded(&a);
    free_bounded(&b);
}

/* With a crew always free at every station nothing is left but chance: now, the bound and the share that the
 * stations allow are the same. */
static void without_load_it_is_the_static_cover(void **state)
{
    (void)state;
    static const char *const sets[] = {"demand.requests_per_1000_per_year=1", "replications=40"};
    struct bounded b = bound_of(TOWN, sets, 2, 0);
    for (int t = 0; t < 2; t++) {
        const struct ems_bound_found *found = &b.bound->found[t];
        check_near(found->bound.value, found->at_stations, 0.004);
        check_near(found->now.value, found->at_stations, 4 * found->now.error + 0.02);
        check_true(found->free_crews.value > 6.9);
    }
    free_bounded(&b);
}

/* One crew, two stations. The best rule keeps it at the large hamlet: its share of calls, less those that
 * come while it is busy, who are late (a busy share of about 0.06; the small hamlet costs an hour of
 * driving). */
static void one_crew_between_two_stations(void **state)
{
    (void)state;
    struct bounded b = bound_of(HAMLETS, NULL, 0, 0);
    const struct ems_bound_found *found = &b.bound->found[0];
    check_within(found->bound.value, 0.6 * 0.9, 0.6 + 0.12);
    check_true(found->bound.value > found->now.value);
    check_near(found->at_stations, 1, 1e-3);
    check_within(found->free_crews.value, 0.85, 1);
    free_bounded(&b);
}

static void same_for_any_number_of_threads(void **state)
{
    (void)state;
    struct bounded a = bound_of(TOWN, NULL, 0, 1), b = bound_of(TOWN, NULL, 0, 3);
    for (int t = 0; t < 2; t++)
        check_int(memcmp(&a.bound->found[t], &b.bound->found[t], sizeof a.bound->found[t]), 0);
    free_bounded(&a);
    free_bounded(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_rule_passes_it), cmocka_unit_test(a_poor_rule_has_more_left),
        cmocka_unit_test(without_load_it_is_the_static_cover),
        cmocka_unit_test(one_crew_between_two_stations), cmocka_unit_test(same_for_any_number_of_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
