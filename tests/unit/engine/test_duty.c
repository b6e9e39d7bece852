/* Crews on shifts: 08:00 to 20:30 is 28800 s to 73800 s. A trip to x = 1000 takes 60 + 100 + 600 + 100 s. */
#include "play.h"

#define SHIFTS(more)                                                               \
    PLAIN_WORLD "demand: {trace: {file: late.csv}}\n"                              \
                "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 2}, crews: " \
                "[{count: 1, from: '08:00', to: '20:30'}]}]\n" more

/* Ordered at 72000 s, home at 72860 s; b waits for the morning; c is served after b. */
static void nobody_answers_outside_the_shift(void **state)
{
    (void)state;
    struct played *p = play(SHIFTS(""));
    check_s(call_fact(p, 1)->ordered, 72000);
    check_s(call_fact(p, 2)->ordered, 86400 + 28800);
    check_true(call_fact(p, 2)->queued);
    check_true(call_fact(p, 3)->queued);
    check_s(call_fact(p, 3)->ordered, 86400 + 28800 + 60 + 100 + 600);
    end_play(p);
}

/* The shift ends while the crew is out: it finishes, goes home, and the time beyond is overtime. */
static void a_crew_finishes_its_trip_in_overtime(void **state)
{
    (void)state;
    struct played *p = play("ems120: 1\nextends: overtime.yaml\n");
    const struct ems_crew_tally *crew = &ems_sim_tallies(p->sim)->crews[0];
    check_s(call_fact(p, 1)->ordered, 72000);
    check_int(crew->shifts, 1);
    check_s(crew->overtime, 72860 - 72600);
    check_s(crew->staffed, 72860 - 28800);
    check_s(crew->busy, 760);
    end_play(p);
}

static void winding_down_takes_no_new_order(void **state)
{
    (void)state;
    struct played *p = play(SHIFTS("crew_rules: {wind_down: 45 min}\n")); /* from 71100 s on */
    check_s(call_fact(p, 1)->ordered, 86400 + 28800);
    check_true(call_fact(p, 1)->queued);
    end_play(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_answers_outside_the_shift),
        cmocka_unit_test(a_crew_finishes_its_trip_in_overtime),
        cmocka_unit_test(winding_down_takes_no_new_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
