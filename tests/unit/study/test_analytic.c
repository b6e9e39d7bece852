#include "support/check.h"

#include "coverage/hypercube.h"
#include "scenario/load.h"
#include "study/analytic.h"
#include "study/run.h"

static struct ems_scenario *load(const char *path, const char *const *sets, int32_t count)
{
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    struct ems_load_options options = {.sets = sets, .set_count = count};
    check_ok(ems_scenario_load(path, &options, &diags, &scenario));
    ems_diags_free(&diags);
    return scenario;
}

/* Larson and Odoni's three units, said as a scenario: Urban Operations Research, 5.4-5.5. */
static void three_units_of_the_book(void **state)
{
    (void)state;
    const char *const loss[] = {"dispatch.waiting_room=0"};
    static const double known[2][3] = {{.557364012, .473372286, .469263702},
                                       {.497905447, .402631250, .397970766}};
    for (int lost = 0; lost < 2; lost++) {
        struct ems_results *results;
        struct ems_analytic_overload overload;
        struct ems_scenario *scenario = load("tests/validation/hypercube.yaml", loss, lost);
        check_ok(ems_analytic_run(ems_scenario_model(scenario), &results, &overload));
        check_true(results->method == EMS_METHOD_HYPERCUBE && results->hypercube.exact);
        for (int u = 0; u < 3; u++)
            check_near(results->stations[u].crews.utilisation.value, known[lost][u], 1e-8);
        check_near(results->all.queued_share.value, lost ? .134328358 : .236842105, 1e-8);
        check_near(results->hypercube.lost, lost ? .134328358 : 0, 1e-8);
        check_near(results->hypercube.first_preference, lost ? .636470482 : .564674842, 1e-8);
        /* 1.5 calls a service of 10 min: the mean wait of .1579 services */
        check_near(results->all.parts_s[EMS_PART_QUEUE].value, lost ? 0 : .157894737 * 600, 1e-5);
        check_nan(results->calls.received.value); /* the model says nothing of phones */
        check_nan(results->all.mean_s.low);
        check_int(results->all.mean_s.n, 0);
        ems_results_free(results);
        ems_scenario_free(scenario);
    }
}

/* Where its assumptions nearly hold, the county on quiet days, it is near the simulation. */
static void near_the_simulation(void **state)
{
    (void)state;
    const char *const sets[] = {"clock.duration=56 d", "replications=20", "timeline=[]"};
    struct ems_scenario *scenario = load("scenarios/jiaohe", sets, 3);
    const struct ems_model *model = ems_scenario_model(scenario);
    struct ems_run_options options = ems_run_options_default();
    struct ems_results *computed, *simulated;
    struct ems_analytic_overload overload;
    check_ok(ems_analytic_run(model, &computed, &overload));
    check_ok(ems_study_run(model, &options, &simulated));
    check_relative(computed->all.mean_s.value, simulated->all.mean_s.value, 0.03);
    check_relative(computed->all.requests.value, simulated->all.requests.value, 0.02);
    check_near(computed->fleet.utilisation.value, simulated->fleet.utilisation.value, 0.01);
    for (int32_t t = 0; t < model->threshold_count; t++)
        check_near(computed->all.within[t].value, simulated->all.within[t].value, 0.02);
    for (int32_t t = 0; t < model->target_count; t++)
        check_near(computed->targets[t].found.value, simulated->targets[t].found.value, 0.02);
    for (int32_t s = 0; s < model->station_count; s++)
        check_near(computed->stations[s].crews.utilisation.value,
                   simulated->stations[s].crews.utilisation.value, 0.025);
    ems_results_free(computed);
    ems_results_free(simulated);
    ems_scenario_free(scenario);
}

static void fewer_crews_are_worse(void **state)
{
    (void)state;
    struct ems_scenario *scenario = load("scenarios/jiaohe", NULL, 0);
    const struct ems_model *model = ems_scenario_model(scenario);
    int32_t *duty = calloc((size_t)(EMS_HOURS_OF_WEEK * model->station_count), sizeof *duty);
    struct ems_analytic *analytic;
    struct ems_analytic_overload overload;
    check_ok(ems_analytic_create(model, &analytic));
    ems_analytic_duty(model, duty);
    check_int(duty[12 * model->station_count], 3); /* centre: three by day, two by night */
    check_int(duty[3 * model->station_count], 2);
    check_int(duty[20 * model->station_count], 2);
    check_int(duty[19 * model->station_count], 3);
    check_int(duty[12 * model->station_count + 1], 1);
    check_int(duty[3 * model->station_count + 1], 0);
    check_ok(ems_analytic_evaluate(analytic, duty, &overload));
    double before = ems_analytic_target(analytic, &model->targets[0]);
    for (int32_t h = 0; h < EMS_HOURS_OF_WEEK; h++) duty[h * model->station_count] = 0;
    check_ok(ems_analytic_evaluate(analytic, duty, &overload));
    double after = ems_analytic_target(analytic, &model->targets[0]);
    check_true(after < before - 0.05);
    check_nan(ems_analytic_station_busy(analytic, 0));
    ems_analytic_free(analytic);
    free(duty);
    ems_scenario_free(scenario);
}

static void says_where_there_is_too_much_work(void **state)
{
    (void)state;
    const char *const much[] = {"demand.requests_per_1000_per_year=900"};
    const char *const nobody[] = {"stations.u1.crews=[{count: 1, from: 08:00, to: 20:00}]",
                                  "stations.u2.crews=[{count: 1, from: 08:00, to: 20:00}]",
                                  "stations.u3.crews=[{count: 1, from: 08:00, to: 20:00}]"};
    struct ems_results *results;
    struct ems_analytic_overload overload;
    struct ems_scenario *scenario = load("scenarios/jiaohe", much, 1);
    check_int(ems_analytic_run(ems_scenario_model(scenario), &results, &overload), EMS_INFEASIBLE);
    check_true(results == NULL);
    check_within(overload.hour, 0, 23);
    check_within(overload.load, 1, 20);
    ems_scenario_free(scenario);
    scenario = load("tests/validation/hypercube.yaml", nobody, 3);
    check_int(ems_analytic_run(ems_scenario_model(scenario), &results, &overload), EMS_INFEASIBLE);
    check_true(isinf(overload.load) && (overload.hour < 8 || overload.hour >= 20));
    ems_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_units_of_the_book),
        cmocka_unit_test(near_the_simulation),
        cmocka_unit_test(fewer_crews_are_worse),
        cmocka_unit_test(says_where_there_is_too_much_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
