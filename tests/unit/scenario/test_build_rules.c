#include "built.h"

#include "model/policy.h"

static void without_a_call_centre_all_is_at_once(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built, BUILT_ALL);
    const struct ems_call_centre *c = &built.model->call_centre;
    check_true(!c->given && c->process_is_talk);
    check_int(c->lines, EMS_UNLIMITED);
    check_int(c->seats, EMS_UNLIMITED);
    check_near(c->talk.mean_s, 0, 0);
    check_int(c->patience.kind, EMS_DIST_NEVER);
    /* and the rules are the usual ones */
    check_text(built.model->dispatch.policy->name, "nearest");
    check_int(built.model->rules.waiting_room, EMS_UNLIMITED);
    check_int(built.model->rules.lights_to_priority, EMS_PRIORITIES);
    check_int(built.model->rules.vehicle_patience.kind, EMS_DIST_NEVER);
    for (int p = 0; p < EMS_PRIORITIES; p++) check_int(built.model->rules.reassign[p], 0);
    check_true(built.model->preference == NULL);
    built_free(&built);
}

static void talks_stand_in_for_each_other(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(&built,
               BUILT_ALL "call_centre: {lines: 4, seats: 2, talk: 90 s, hoax_talk: 20 s, redial: 30 %}\n");
    const struct ems_call_centre *c = &built.model->call_centre;
    check_true(c->given && c->process_is_talk);
    check_int(c->lines, 4);
    check_int(c->seats, 2);
    check_near(c->process.mean_s, 90, 0);
    check_near(c->advice_talk.mean_s, 90, 0);
    check_near(c->duplicate_talk.mean_s, 90, 0);
    check_near(c->hoax_talk.mean_s, 20, 0);
    check_near(c->redial, 0.3, 1e-12);
    built_free(&built);
    struct built apart = {0};
    built_load(&apart, BUILT_ALL "call_centre: {talk: 90 s, process: 60 s, pick_up: 3 s}\n");
    check_true(!apart.model->call_centre.process_is_talk);
    check_near(apart.model->call_centre.process.mean_s, 60, 0);
    built_free(&apart);
}

static void nights_have_their_own_turnout(void **state)
{
    (void)state;
    struct built built = {0}, always = {0};
    built_load(&built, BUILT_ALL
               "durations: {turnout: {day: 80 s, night: 120 s, night_hours: 22:00-06:00}, cleaning: 5 min}\n"
               "crew_rules: {wind_down: 20 min}\n");
    const struct ems_model *m = built.model;
    check_true(m->turnout_given);
    check_near(ems_model_turnout(m, 5 * EMS_HOUR)->mean_s, 120, 0);
    check_near(ems_model_turnout(m, 6 * EMS_HOUR)->mean_s, 80, 0);
    check_near(ems_model_turnout(m, 22 * EMS_HOUR)->mean_s, 120, 0);
    check_near(ems_model_turnout(m, 22 * EMS_HOUR - 1)->mean_s, 80, 0);
    check_near(m->durations.cleaning.mean_s, 300, 0);
    check_int(m->wind_down, 20 * EMS_MINUTE);
    built_free(&built);
    built_load(&always, BUILT_ALL "durations: {turnout: 100 s}\n");
    check_near(ems_model_turnout(always.model, 3 * EMS_HOUR)->mean_s, 100, 0);
    check_near(ems_model_turnout(always.model, 12 * EMS_HOUR)->mean_s, 100, 0);
    built_free(&always);
}

static void dispatch_rules(void **state)
{
    (void)state;
    struct built built = {0};
    built_load(
        &built, BUILT_HEAD
        "areas:\n"
        "  - {id: a, class: urban, population: 10, circle: {centre: [0, 0], radius: 5 km}}\n"
        "  - {id: b, class: urban, population: 10, circle: {centre: [9000, 0], radius: 2 km}}\n" BUILT_DEMAND
            BUILT_TRAVEL "stations:\n"
        "  - {id: s, at: [0, 0], vehicles: {ambulance: 1}}\n"
        "  - {id: t, at: [10, 0], vehicles: {ambulance: 1}}\n"
        "hospitals: [{id: h, at: [0, 0]}]\n"
        "dispatch: {policy: fixed-order, preference: {b: [t, s], a: [s]}, reassign: [[3, 1], [3, 2], [9, "
        "1]], "
        "waiting_room: 0, vehicle_patience: {exponential: {mean: 30 min}}}\n");
    const struct ems_model *m = built.model;
    check_text(m->dispatch.policy->name, "fixed-order");
    check_int(m->rules.reassign[2], 3);
    check_int(m->rules.reassign[8], 1);
    check_int(m->rules.reassign[0], 0);
    check_int(m->rules.waiting_room, 0);
    check_near(m->rules.vehicle_patience.mean_s, 1800, 0);
    const ems_station_id expected[2][3] = {{0, EMS_NONE}, {1, 0, EMS_NONE}};
    for (int a = 0; a < 2; a++)
        for (int i = 0; i < 2 + a; i++) check_int(m->preference[a][i], expected[a][i]);
    built_free(&built);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(without_a_call_centre_all_is_at_once),
                                       cmocka_unit_test(talks_stand_in_for_each_other),
                                       cmocka_unit_test(nights_have_their_own_turnout),
                                       cmocka_unit_test(dispatch_rules)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
