/* Arrivals: as many calls, of each condition and in each hour, as profile and timeline say; and the same ones
 * in a simulation that is started again. */
#include "play.h"

static const char demand_world[] =
    "ems120: 1\n"
    "name: demand\n"
    "coordinates: plane\n"
    "clock: {start: 2025-03-03T00:00+08:00, warmup: 0 h, duration: 2 d}\n"
    "areas: [{id: all, class: urban, population: 1000, circle: {centre: [0, 0], radius: 4 km}}]\n"
    "travel: {model: straight, speed: {lights: 36 km/h, normal: 36 km/h}}\n"
    "hospitals: [{id: h, at: [0, 2000]}]\n"
    "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 20}}]\n"
    "demand:\n"
    "  requests_per_day: 48\n"
    "  conditions: [{id: a, share: 20 %}, {id: b, share: 50 %}, {id: c, share: 30 %}]\n"
    "  profile: {hour: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,"
    " 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5]}\n"
    "timeline: [{at: day 1 06:30, for: 3 h, demand: 300 %}, {at: day 1 18:15, for: 1 h, demand: 0 %}]\n";

enum { REPLICATIONS = 400, HOURS = 24 };

struct count {
    int64_t by_hour[HOURS], by_condition[3], all;
};

static void count_call(void *self, const struct ems_call_fact *fact)
{
    struct count *count = self;
    if (fact->rang >= EMS_DAY) return;
    count->by_hour[fact->rang / EMS_HOUR]++;
    if (fact->condition != EMS_NONE) count->by_condition[fact->condition]++;
    count->all++;
}

/* Expected calls in an hour of a day: two an hour, by profile and timeline. */
static double expected_in(int hour)
{
    static const double factor[HOURS] = {[6] = 2, [7] = 3, [8] = 3, [9] = 2, [18] = 0.25, [19] = 0.75};
    double profile = hour < 12 ? 0.5 : 1.5;
    return 2 * profile * (factor[hour] > 0 ? factor[hour] : 1);
}

static void check_share(int64_t found, double expected, double error)
{
    check_near((double)found, expected, 4 * error);
}

static void calls_come_as_profile_and_timeline_say(void **state)
{
    (void)state;
    struct played p = {0};
    struct count count = {0};
    struct ems_observer observer = {.self = &count, .call = count_call};
    load_world(&p, demand_world);
    check_ok(ems_sim_create(p.model, 1,
                            &(struct ems_sim_options){.observers = &observer, .observer_count = 1}, &p.sim));
    for (int64_t replication = 1; replication <= REPLICATIONS; replication++) {
        check_ok(ems_sim_restart(p.sim, replication));
        (void)ems_sim_run_until(p.sim, 2 * EMS_DAY);
    }
    double sum = 0;
    for (int hour = 0; hour < HOURS; hour++) {
        double expected = REPLICATIONS * expected_in(hour);
        check_share(count.by_hour[hour], expected, sqrt(expected));
        sum += expected;
    }
    check_share(count.all, sum, sqrt(sum));
    check_true(fabs((double)count.all - 1.05 * sum) > 4 * sqrt(sum)); /* the twin */
    const double shares[] = {0.2, 0.5, 0.3};
    for (int c = 0; c < 3; c++)
        check_share(count.by_condition[c], shares[c] * (double)count.all,
                    sqrt(shares[c] * (1 - shares[c]) * (double)count.all));
    ems_sim_free(p.sim);
    ems_scenario_free(p.scenario);
}

static uint64_t hash_at(struct ems_sim *sim, ems_time until)
{
    (void)ems_sim_run_until(sim, until);
    return ems_sim_hash(sim);
}

/* The factor of a day and the rates belong to a replication. */
static void a_simulation_started_again_is_a_new_one(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    const ems_time until[] = {20 * EMS_MINUTE, 5 * EMS_HOUR, 40 * EMS_HOUR};
    for (size_t i = 0; i < sizeof until / sizeof *until; i++) {
        struct ems_sim *fresh;
        (void)ems_sim_run_until(p->sim, until[i]);
        check_ok(ems_sim_restart(p->sim, 2));
        check_ok(ems_sim_create(p->model, 2, NULL, &fresh));
        assert_true(hash_at(p->sim, until[i]) == hash_at(fresh, until[i]));
        check_ok(ems_sim_restart(p->sim, 1));
        assert_true(hash_at(p->sim, until[i]) != ems_sim_hash(fresh));
        ems_sim_free(fresh);
    }
    end_play(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_come_as_profile_and_timeline_say),
        cmocka_unit_test(a_simulation_started_again_is_a_new_one),
    };
    return cmocka_run_group_tests_name("engine/arrivals", tests, NULL, NULL);
}
