/* Loading with every single allocation failing in turn, and all after it: told as such, never a crash or a
 * scenario. */
#include "scenario/load.h"

#include "scenario/schema_export.h"
#include "support/check.h"
#include "support/failing_memory.h"

#ifndef ALLOCATOR_IS_TAKEN
static const char base[] =
    "ems120: 1\n"
    "clock: {start: 2025-03-03T00:00+08:00, duration: 7 d}\n"
    "coordinates: plane\n"
    "areas:\n"
    "  - {id: town, class: urban, population: 6000, circle: {centre: [0, 0], radius: 4 km}}\n"
    "  - {id: east, class: rural, polygon: [[4000, 0], [9000, 0], [9000, 9000]]}\n"
    "demand: {requests_per_day: 5, cancel: {share: 5 %, after: {exponential: {mean: 3 min}}}}\n"
    "call_centre: {talk: {lognormal: {mean: 60 s, sd: 20 s}}}\n"
    "durations: {scene: {empirical: {values: [1 min, 2 min], weights: [1, 2]}}}\n"
    "travel: {speed: {lights: 40 km/h, normal: {urban: 30 km/h, rural: 60 km/h}}}\n"
    "stations:\n"
    "  - {id: centre, at: [0, 0], vehicles: {ambulance: 2}, crews: [{count: 1}]}\n"
    "hospitals: [{id: people, at: [500, 0]}]\n"
    "dispatch: {policy: fixed-order, preference: {town: [centre], east: [centre]}}\n"
    "targets: [{within: 10 min, share: 90 %}]\n";

/* Loads with allocation `from` and all later ones failing; true when there were no more than that. */
static int load(long from, const char *text, const char *set)
{
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    struct ems_load_options options = {.sets = &set, .set_count = 1};
    allocations = 0;
    fails_from = from;
    enum ems_status status =
        ems_scenario_load_text(text, strlen(text), "test.yaml", ".", &options, &diags, &scenario);
    fails_from = -1;
    int all = allocations <= from;
    check_true(status == EMS_OK || status == EMS_NO_MEMORY || (status == EMS_BAD_INPUT && diags.errors > 0));
    check_true((status == EMS_OK) == (scenario != NULL));
    if (!all) check_true(status != EMS_OK);
    ems_scenario_free(scenario);
    ems_diags_free(&diags);
    return all;
}

static void good_scenario(void **state)
{
    (void)state;
    long from = 0;
    while (!load(from, base, "stations.centre.vehicles.ambulance=3")) from++;
    check_true(from > 100);
}

static void bad_scenario(void **state)
{
    char text[4096];
    (void)state;
    snprintf(text, sizeof text, "%s%s", base,
             "replicatons: 4\nseed: x\nname: *a\nlattice: 5\nlattice: 6\ncrew_rules: {wind: 1}\n");
    long from = 0;
    while (!load(from, text, "stations.center.crews=3")) from++;
    check_true(from > 100);
}

static void json_schema(void **state)
{
    (void)state;
    for (long from = 0, all = 0; !all; from += from < 200 ? 1 : 61) {
        json_t *schema = NULL;
        allocations = 0;
        fails_from = from;
        enum ems_status status = ems_schema_json(EMS_LANG_EN, &schema);
        fails_from = -1;
        all = allocations <= from;
        check_int(status, all ? EMS_OK : EMS_NO_MEMORY);
        check_true((schema != NULL) == (status == EMS_OK));
        json_decref(schema);
    }
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifndef ALLOCATOR_IS_TAKEN
        cmocka_unit_test(good_scenario), cmocka_unit_test(bad_scenario), cmocka_unit_test(json_schema)
#else
        cmocka_unit_test(skipped_under_sanitizers)
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
