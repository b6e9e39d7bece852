/* Clauses judged on a county of two places made by hand, at the edge of what is allowed and just past it. */
#include "support/check.h"

#include "study/standards.h"

enum { VEHICLES = 10 };

struct county {
    struct ems_model model;
    struct ems_class classes[2];
    struct ems_area areas[2];
    struct ems_demand_place places[2];
    struct ems_vehicle_type types[3];
    struct ems_vehicle vehicles[VEHICLES];
    struct ems_station station;
    struct ems_clause clause;
    struct ems_standard standard;
    const struct ems_standard *standards[1];
    const char *ids[1];
    struct ems_results results;
    struct ems_arena arena;
};

/* 900 people 5 km from the only station, in `urban`; 100 people 20 km from it, in `rural`. Three ambulances,
 * one of them with negative pressure, and a car that is none. */
static void county_init(struct county *c)
{
    memset(c, 0, sizeof *c);
    c->classes[0] = (struct ems_class){.id = "urban", .service_radius_m = 3000};
    c->classes[1] = (struct ems_class){.id = "rural", .service_radius_m = 15000};
    c->places[0] = (struct ems_demand_place){.at = {3000, 4000}, .people = 900, .area = 0};
    c->places[1] = (struct ems_demand_place){.at = {-12000, -16000}, .people = 100, .area = 1};
    for (int a = 0; a < 2; a++)
        c->areas[a] = (struct ems_area){.id = c->classes[a].id,
                                        .class_id = a,
                                        .population = c->places[a].people,
                                        .first_place = a,
                                        .place_count = 1};
    c->types[0] = (struct ems_vehicle_type){.id = "als", .emergency = true};
    c->types[1] = (struct ems_vehicle_type){.id = "np", .emergency = true, .negative_pressure = true};
    c->types[2] = (struct ems_vehicle_type){.id = "car", .negative_pressure = true};
    for (int v = 0; v < VEHICLES; v++) c->vehicles[v] = (struct ems_vehicle){.id = "v", .type = 0};
    c->vehicles[1].type = 1;
    c->vehicles[3].type = 2;
    c->station = (struct ems_station){.id = "s", .tier = "", .area = 0, .vehicle_count = 4};
    c->standard = (struct ems_standard){.id = "x", .document = "D", .clauses = &c->clause, .clause_count = 1};
    c->standards[0] = &c->standard;
    c->ids[0] = "x";
    c->model = (struct ems_model){.classes = c->classes,
                                  .class_count = 2,
                                  .areas = c->areas,
                                  .area_count = 2,
                                  .places = c->places,
                                  .place_count = 2,
                                  .types = c->types,
                                  .type_count = 3,
                                  .vehicles = c->vehicles,
                                  .vehicle_count = 4,
                                  .stations = &c->station,
                                  .station_count = 1,
                                  .standards = c->ids,
                                  .standard_count = 1,
                                  .standard_files = c->standards};
}

/* Judges the one clause. */
static struct ems_clause_result judge(struct county *c, const struct ems_results *results)
{
    struct ems_standards_result found;
    check_ok(ems_standards_judge(&c->model, results, &c->arena, &found));
    check_int(found.count, 1);
    struct ems_clause_result result = found.clauses[0];
    ems_arena_free(&c->arena);
    return result;
}

static void check_computed(const struct ems_clause_result *result, double required, double found,
                           enum ems_verdict verdict)
{
    check_near(result->required, required, 1e-12);
    check_near(result->found.value, found, 1e-12);
    check_int(result->judgement.verdict, verdict);
    check_int(result->origin, EMS_ORIGIN_COMPUTED);
    check_nan(result->found.low);
}

static void check_absent(const struct ems_clause_result *result, enum ems_text reason)
{
    check_int(result->judgement.verdict, EMS_VERDICT_NA);
    check_int(result->reason, reason);
    check_nan(result->found.value);
}

static void radius_is_the_clause_s_not_the_scenario_s(void **state)
{
    (void)state;
    struct county c;
    county_init(&c);
    c.clause = (struct ems_clause){
        .measure = EMS_MEASURE_RADIUS_COVER, .share = 1, .class_id = "urban", .radius_m = 5000};
    struct ems_clause_result result = judge(&c, NULL);
    check_computed(&result, 1, 1, EMS_VERDICT_YES);
    check_near(result.radius_m, 5000, 0);
    c.clause.radius_m = 4999.999;
    result = judge(&c, NULL);
    check_computed(&result, 1, 0, EMS_VERDICT_NO);
    c.clause = (struct ems_clause){
        .measure = EMS_MEASURE_RADIUS_COVER, .share = 1, .class_id = "rural", .radius_m = 20000};
    result = judge(&c, NULL);
    check_computed(&result, 1, 1, EMS_VERDICT_YES);
    c.clause.local_radius = true; /* 15 km */
    result = judge(&c, NULL);
    check_computed(&result, 1, 0, EMS_VERDICT_NO);
    check_near(result.radius_m, 15000, 0);
    c.classes[1].service_radius_m = 0; /* none of its own: the clause's */
    result = judge(&c, NULL);
    check_computed(&result, 1, 1, EMS_VERDICT_YES);
    c.clause.class_id = "remote";
    result = judge(&c, NULL);
    check_absent(&result, EMS_T_CLAUSE_NO_CLASS);
}

static void prefectures_divide(void **state)
{
    (void)state;
    struct county c;
    county_init(&c);
    c.clause = (struct ems_clause){
        .measure = EMS_MEASURE_PEOPLE_PER_VEHICLE, .form = EMS_FLEET_PREFECTURE, .people = 30000};
    c.areas[0].population = 89000;
    c.areas[1].population = 1000;
    struct ems_clause_result result = judge(&c, NULL);
    check_computed(&result, 30000, 30000, EMS_VERDICT_YES); /* the car does not count */
    check_int(result.unit, EMS_UNIT_PEOPLE_PER_VEHICLE);
    check_true(result.at_most);
    c.areas[1].population = 1001;
    result = judge(&c, NULL);
    check_computed(&result, 30000, 90001 / 3.0, EMS_VERDICT_NO);
    c.model.vehicle_count = 5;
    c.vehicles[4].spare = true; /* owned all the same */
    result = judge(&c, NULL);
    check_computed(&result, 30000, 90001 / 4.0, EMS_VERDICT_YES);
    c.model.vehicle_count = 0;
    result = judge(&c, NULL);
    check_absent(&result, EMS_T_CLAUSE_NO_VEHICLES);
    c.areas[0].population = c.areas[1].population = 0;
    result = judge(&c, NULL);
    check_absent(&result, EMS_T_CLAUSE_NO_PEOPLE);
}

static void counties_round_up(void **state)
{
    (void)state;
    struct county c;
    county_init(&c);
    c.clause = (struct ems_clause){
        .measure = EMS_MEASURE_PEOPLE_PER_VEHICLE, .form = EMS_FLEET_COUNTY, .people = 10000};
    c.areas[0].population = 29999.7; /* shares of people add up to whole ones: 30,000 */
    c.areas[1].population = 0.3000001;
    struct ems_clause_result result = judge(&c, NULL);
    check_computed(&result, 3, 3, EMS_VERDICT_YES);
    check_int(result.unit, EMS_UNIT_VEHICLES);
    check_true(!result.at_most);
    c.areas[1].population = 1.3;
    result = judge(&c, NULL);
    check_computed(&result, 4, 3, EMS_VERDICT_NO);
}

static void negative_pressure_is_a_share_of_ambulances(void **state)
{
    (void)state;
    struct county c;
    county_init(&c);
    c.clause = (struct ems_clause){.measure = EMS_MEASURE_NEGATIVE_PRESSURE_SHARE, .share = 0.4};
    struct ems_clause_result result = judge(&c, NULL);
    check_computed(&result, 0.4, 1 / 3.0, EMS_VERDICT_NO);
    c.vehicles[2].type = 1;
    c.vehicles[4].spare = true;
    c.model.vehicle_count = 6; /* two of five, the car left out */
    result = judge(&c, NULL);
    check_computed(&result, 0.4, 0.4, EMS_VERDICT_YES);
}

static void rescue_teams_must_be_named(void **state)
{
    (void)state;
    struct county c;
    county_init(&c);
    struct ems_travel_def def = {.kind = EMS_TRAVEL_CONSTANT, .detour = 1, .class_count = 1};
    def.constant[EMS_LIGHTS] = def.constant[EMS_NORMAL] = 100 * EMS_MINUTE;
    for (int h = 0; h < 24; h++) def.hour_factor[h] = 1;
    check_ok(ems_travel_init(&c.model.travel, &def, &c.arena));
    c.clause = (struct ems_clause){.measure = EMS_MEASURE_TWO_HOUR_REACH, .share = 1};
    struct ems_clause_result result = judge(&c, NULL);
    check_absent(&result, EMS_T_CLAUSE_NO_TEAMS);
    c.station.rescue_base = true;
    c.model.rescue_mobilisation = 20 * EMS_MINUTE;
    result = judge(&c, NULL);
    check_computed(&result, 1, 1, EMS_VERDICT_YES);
    c.model.rescue_mobilisation += 1;
    result = judge(&c, NULL);
    check_computed(&result, 1, 0, EMS_VERDICT_NO);
}

static struct ems_figure share_found(double value, double error)
{
    struct ems_figure figure = ems_figure_make(value, error, 20, 0, 1);
    figure.cases = 100000;
    return figure;
}

static void simulated_shares_need_the_bound(void **state)
{
    (void)state;
    struct county c;
    county_init(&c);
    c.clause = (struct ems_clause){.measure = EMS_MEASURE_CALL_SATISFACTION, .share = 0.95};
    struct ems_clause_result result = judge(&c, NULL);
    check_absent(&result, EMS_T_CLAUSE_NEEDS_RUN);
    /* one-sided 95 % with 19 degrees: 1.729 standard errors */
    c.results.service.satisfaction_share = share_found(0.96, 0.01 / 1.70);
    result = judge(&c, &c.results);
    check_int(result.judgement.verdict, EMS_VERDICT_UNDECIDED);
    check_true(result.judgement.replications_needed > 20);
    c.results.service.satisfaction_share = share_found(0.96, 0.01 / 1.76);
    result = judge(&c, &c.results);
    check_int(result.judgement.verdict, EMS_VERDICT_YES);
    check_int(result.origin, EMS_ORIGIN_SIMULATED);
    check_near(result.found.value, 0.96, 0);
    c.results.service.satisfaction_share = share_found(0.94, 0.01 / 1.76);
    result = judge(&c, &c.results);
    check_int(result.judgement.verdict, EMS_VERDICT_NO);
    c.results.service.satisfaction_share = ems_figure_missing(EMS_NOTE_NO_CASES);
    result = judge(&c, &c.results);
    check_absent(&result, EMS_T_CLAUSE_NO_CASES);
}

static void answers_need_a_call_centre(void **state)
{
    (void)state;
    struct county c;
    county_init(&c);
    c.clause = (struct ems_clause){.measure = EMS_MEASURE_ANSWER_10S_SHARE, .share = 0.95};
    c.results.service.answered_10s_share = share_found(0.99, 0.001);
    struct ems_clause_result result = judge(&c, &c.results);
    check_absent(&result, EMS_T_CLAUSE_NO_CALL_CENTRE);
    c.model.call_centre.given = true;
    c.model.call_centre.seats = 2;
    result = judge(&c, &c.results);
    check_int(result.judgement.verdict, EMS_VERDICT_YES);
    check_int(result.origin, EMS_ORIGIN_SIMULATED);
    c.model.call_centre.seats = EMS_UNLIMITED;
    result = judge(&c, &c.results);
    check_int(result.origin, EMS_ORIGIN_INPUT);
    check_int(result.reason, EMS_T_CLAUSE_TYPED_IN);
}

static void a_turnout_typed_in_proves_nothing(void **state)
{
    (void)state;
    struct county c;
    county_init(&c);
    c.clause = (struct ems_clause){.measure = EMS_MEASURE_DEPARTURE_3MIN_SHARE, .share = 0.95};
    c.results.service.departed_180s_share = share_found(0.90, 0.001);
    struct ems_clause_result result = judge(&c, &c.results);
    check_int(result.origin, EMS_ORIGIN_SIMULATED);
    check_int(result.judgement.verdict, EMS_VERDICT_NO);
    check_int(result.reason, EMS_T_NONE);
    c.model.turnout_given = true;
    result = judge(&c, &c.results);
    check_int(result.origin, EMS_ORIGIN_INPUT);
    check_int(result.reason, EMS_T_CLAUSE_TYPED_IN);
}

static void what_is_not_simulated_is_said_so(void **state)
{
    (void)state;
    struct county c;
    county_init(&c);
    c.clause = (struct ems_clause){.measure = EMS_MEASURE_CRITICAL_CARE_ON_SCENE, .share = 0.98};
    struct ems_clause_result result = judge(&c, &c.results);
    check_absent(&result, EMS_T_CLAUSE_NOT_SIMULATED);
    c.model.standard_files = NULL;
    struct ems_standards_result none;
    check_ok(ems_standards_judge(&c.model, NULL, &c.arena, &none));
    check_int(none.count, 0);
    ems_arena_free(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(radius_is_the_clause_s_not_the_scenario_s),
        cmocka_unit_test(prefectures_divide),
        cmocka_unit_test(counties_round_up),
        cmocka_unit_test(negative_pressure_is_a_share_of_ambulances),
        cmocka_unit_test(rescue_teams_must_be_named),
        cmocka_unit_test(simulated_shares_need_the_bound),
        cmocka_unit_test(answers_need_a_call_centre),
        cmocka_unit_test(a_turnout_typed_in_proves_nothing),
        cmocka_unit_test(what_is_not_simulated_is_said_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
