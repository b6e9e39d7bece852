/* A simulation seen through the public headers alone: time, views, observers, decisions, snapshots. */
#include "support/check.h"

#include <ems120/scenario.h>
#include <ems120/sim.h>

static struct ems_scenario *open_town(const char *set)
{
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_scenario *scenario = NULL;
    def.path = "tests/unit/api/town.yaml";
    def.sets = &set;
    def.set_count = set != NULL;
    check_ok(ems_scenario_open(&def, NULL, &scenario));
    assert_non_null(scenario);
    return scenario;
}

static struct ems_sim *open_sim(const struct ems_scenario *scenario, const struct ems_sim_def *def)
{
    struct ems_sim *sim = NULL;
    check_ok(ems_sim_open(scenario, def, &sim));
    assert_non_null(sim);
    return sim;
}

/* Facts told, counted by kind. */
struct counts {
    int64_t events, trips, counted_calls, calls, transported;
};

static void on_event(void *self, const struct ems_event_fact *fact)
{
    struct counts *c = self;
    assert_non_null(ems_event_name((enum ems_event)fact->kind));
    c->events++;
}

static void on_trip(void *self, const struct ems_trip_fact *fact)
{
    struct counts *c = self;
    check_true(fact->ordered != EMS_NEVER);
    c->trips++;
}

static void on_call(void *self, const struct ems_call_fact *fact)
{
    struct counts *c = self;
    c->calls++;
    c->counted_calls += fact->counted;
    c->transported += fact->outcome == EMS_OUT_TRANSPORTED;
    if (fact->response != EMS_NEVER)
        check_int(fact->answer + fact->process + fact->queue + fact->bumped + fact->turnout + fact->travel,
                  fact->response);
}

static void observers_are_told(void **state)
{
    (void)state;
    struct ems_scenario *scenario = open_town(NULL);
    struct counts counts = {0};
    struct ems_observer observer = {.self = &counts, .event = on_event, .trip = on_trip, .call = on_call};
    struct ems_sim_def def = ems_sim_def_default();
    def.observers = &observer;
    def.observer_count = 1;
    struct ems_sim *sim = open_sim(scenario, &def);
    enum ems_step step;
    while ((step = ems_sim_step(sim)) == EMS_STEPPED) {
    }
    check_int(step, EMS_FINISHED);
    /* 60 requests a day over two days, and at least the same in orders */
    check_within((double)counts.counted_calls, 120 - 5 * 11, 120 + 5 * 11);
    check_true(counts.trips >= counts.transported && counts.transported > 30);
    check_true(counts.events > 6 * counts.transported);
    check_int(ems_sim_centre(sim).calls, counts.calls);
    ems_sim_free(sim);
    ems_scenario_free(scenario);
}

static bool between(struct ems_point p, struct ems_point a, struct ems_point b)
{
    double along = hypot(p.x_m - a.x_m, p.y_m - a.y_m) + hypot(p.x_m - b.x_m, p.y_m - b.y_m);
    return fabs(along - hypot(a.x_m - b.x_m, a.y_m - b.y_m)) < 0.05;
}

static void vehicles_are_where_they_should_be(void **state)
{
    (void)state;
    struct ems_scenario *scenario = open_town(NULL);
    struct ems_sim_def def = ems_sim_def_default();
    struct ems_sim *sim = open_sim(scenario, &def);
    int moving = 0, at_work = 0;
    for (ems_time until = 0; ems_sim_run_until(sim, until) == EMS_STEPPED; until += 7 * EMS_MINUTE) {
        for (ems_vehicle_id v = 0; v < ems_scenario_info(scenario).vehicles; v++) {
            struct ems_vehicle_view view = ems_sim_vehicle(sim, v);
            struct ems_point home = ems_station_info(scenario, ems_vehicle_info(scenario, v).station).at;
            if (view.status == EMS_V_IDLE) {
                check_near(hypot(view.at.x_m - home.x_m, view.at.y_m - home.y_m), 0, 0);
                check_int(view.task, EMS_NONE);
            }
            if (view.arrive != EMS_NEVER) {
                check_true(between(view.at, view.from, view.to));
                check_true(view.depart <= ems_sim_now(sim) && ems_sim_now(sim) <= view.arrive);
                moving++;
            }
            struct ems_task_view task;
            if (view.task == EMS_NONE) continue;
            assert_true(ems_sim_task(sim, view.task, &task));
            check_int(task.vehicle, v);
            at_work++;
        }
        int tasks = 0;
        for (ems_task_id t = 0; t < ems_sim_task_limit(sim); t++) {
            struct ems_task_view task;
            tasks += ems_sim_task(sim, t, &task) && task.waiting;
        }
        check_int(tasks, ems_sim_centre(sim).tasks_waiting);
        check_true(ems_sim_hospital(sim, 0).bays_busy <= 2);
    }
    check_true(moving > 20 && at_work > 20);
    struct ems_task_view none;
    check_true(!ems_sim_task(sim, -1, &none));
    check_true(!ems_sim_task(sim, ems_sim_task_limit(sim), &none));
    ems_sim_free(sim);
    ems_scenario_free(scenario);
}

/* Answers every question with `hold` or the first vehicle that is permitted. */
static enum ems_step decide(struct ems_sim *sim, int vehicles)
{
    struct ems_question question = ems_sim_question(sim);
    if (question.role == EMS_ROLE_DISPATCH && question.task != EMS_NONE) {
        for (int v = 0; v < vehicles; v++)
            if (ems_sim_decide(sim, v) == EMS_OK) return EMS_STEPPED;
    }
    check_ok(ems_sim_decide(sim, EMS_NONE));
    return EMS_STEPPED;
}

static void a_person_decides(void **state)
{
    (void)state;
    struct ems_scenario *scenario = open_town("dispatch.policy=human");
    struct ems_sim_def def = ems_sim_def_default();
    struct counts counts = {0};
    struct ems_observer observer = {.self = &counts, .call = on_call};
    def.observers = &observer;
    def.observer_count = 1;
    struct ems_sim *sim = open_sim(scenario, &def);
    int asked = 0;
    enum ems_step step;
    while ((step = ems_sim_step(sim)) != EMS_FINISHED) {
        assert_int_not_equal(step, EMS_FAILED);
        if (step != EMS_NEEDS_DECISION) continue;
        check_int(ems_sim_decide(sim, 999), EMS_BAD_USAGE);
        decide(sim, ems_scenario_info(scenario).vehicles);
        asked++;
    }
    check_true(asked > 50);
    check_true(counts.transported > 30);
    check_int(ems_sim_decide(sim, 0), EMS_BAD_USAGE);
    ems_sim_free(sim);
    ems_scenario_free(scenario);
}

static void a_snapshot_goes_on_the_same_way(void **state)
{
    (void)state;
    struct ems_scenario *scenario = open_town(NULL);
    struct ems_sim_def def = ems_sim_def_default();
    def.replication = 2;
    struct ems_sim *first = open_sim(scenario, &def), *second = open_sim(scenario, &def);
    unsigned char *bytes = NULL;
    size_t size = 0;
    ems_sim_run_until(first, 20 * EMS_HOUR);
    check_ok(ems_sim_snapshot(first, &bytes, &size));
    check_ok(ems_sim_restore(second, bytes, size));
    check_true(ems_sim_hash(first) == ems_sim_hash(second));
    for (int i = 0; i < 500; i++) {
        enum ems_step a = ems_sim_step(first), b = ems_sim_step(second);
        check_int(a, b);
        if (a != EMS_STEPPED) break;
        check_true(ems_sim_hash(first) == ems_sim_hash(second));
    }
    bytes[size / 2] ^= 1;
    check_int(ems_sim_restore(second, bytes, size), EMS_BAD_INPUT);
    check_int(ems_sim_restore(second, bytes, 3), EMS_BAD_INPUT);
    free(bytes);
    ems_sim_free(first);
    ems_sim_free(second);
    ems_scenario_free(scenario);
}

static void replications_begin_with_one(void **state)
{
    (void)state;
    struct ems_scenario *scenario = open_town(NULL);
    struct ems_sim_def def = ems_sim_def_default();
    struct ems_sim *sim = NULL;
    check_int(def.replication, 1);
    def.replication = 0;
    check_int(ems_sim_open(scenario, &def, &sim), EMS_BAD_USAGE);
    assert_null(sim);
    ems_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(observers_are_told),
        cmocka_unit_test(vehicles_are_where_they_should_be),
        cmocka_unit_test(a_person_decides),
        cmocka_unit_test(a_snapshot_goes_on_the_same_way),
        cmocka_unit_test(replications_begin_with_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
