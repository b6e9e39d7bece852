/* Who is sent, who must yield, who gives up: small cases by hand. */
#include "play.h"

#define PRIORITIES                                          \
    PLAIN_WORLD "demand: {trace: {file: priorities.csv}}\n" \
                "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 1}}]\n"

/* The vehicle rolls at 60 s towards x = 5000; at 160 s it is at x = 1000 and turns to the urgent call at
 * 2000. */
static void an_urgent_call_takes_the_vehicle_on_the_way(void **state)
{
    (void)state;
    struct played *p = play(PRIORITIES "dispatch: {policy: nearest, reassign: [[3, 1]]}\n");
    const struct ems_call_fact *slow = call_fact(p, 1), *urgent = call_fact(p, 2), *late = call_fact(p, 3);
    check_s(urgent->response, 100);
    check_s(urgent->turnout, 0);
    assert_false(urgent->queued);
    check_int(slow->reassignments, 1);
    check_s(slow->bumped, 160);
    check_true(slow->queued);
    check_s(late->ordered, 860); /* free of the urgent call at 260 + 600; priority 2 goes first */
    check_s(late->travel, 210);
    check_s(slow->ordered, 860 + 210 + 600);
    check_s(slow->queue, 860 + 210 + 600 - 160);
    check_s(slow->travel, 510);
    check_int(slow->answer + slow->process + slow->queue + slow->bumped + slow->turnout + slow->travel,
              slow->response);
    check_int(p->trip_count, 4);
    check_true(p->trips[0].reassigned && !p->trips[1].reassigned);
    check_int(ems_sim_tallies(p->sim)->vehicles[0].distance_mm,
              1000000 + 1000000 + 2100000 + 5100000 + 5000000);
    end_play(p);
}

static void without_permission_nobody_is_taken_away(void **state)
{
    (void)state;
    struct played *p = play(PRIORITIES "dispatch: {policy: nearest, reassign: [[2, 1]]}\n");
    const struct ems_call_fact *slow = call_fact(p, 1), *urgent = call_fact(p, 2);
    check_s(slow->response, 560);
    check_int(slow->reassignments, 0);
    check_s(urgent->ordered, 1160);
    check_true(urgent->queued);
    end_play(p);
}

/* Another vehicle is 60 + 550 s away, the one on the way 100 s: a gain of 510 s. */
static void min_gain_must_be_exceeded(void **state)
{
    (void)state;
#define TWO_STATIONS                                                        \
    PLAIN_WORLD "demand: {trace: {file: priorities.csv}}\n"                 \
                "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 1}}," \
                " {id: u, at: [2000, 5500], vehicles: {ambulance: 1}}]\n"
    struct played *p =
        play(TWO_STATIONS "dispatch: {policy: nearest, reassign: [[3, 1]], min_gain: 510 s}\n");
    check_int(call_fact(p, 2)->vehicle, 1);
    end_play(p);
    p = play(TWO_STATIONS "dispatch: {policy: nearest, reassign: [[3, 1]], min_gain: 509 s}\n");
    check_int(call_fact(p, 2)->vehicle, 0);
    end_play(p);
}

/* u is nearer to the call at x = 2000, but the list names s first; s is out, so u goes; t is never sent. */
static void fixed_order_follows_the_list(void **state)
{
    (void)state;
    struct played *p = play(PLAIN_WORLD "demand: {trace: {file: priorities.csv}}\n"
                                        "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 1}},"
                                        " {id: t, at: [2000, 100], vehicles: {ambulance: 1}},"
                                        " {id: u, at: [2000, 1500], vehicles: {ambulance: 1}}]\n"
                                        "dispatch: {policy: fixed-order, preference: {all: [s, u]}}\n");
    check_int(call_fact(p, 1)->vehicle, 0);
    check_int(call_fact(p, 2)->vehicle, 2);
    check_true(call_fact(p, 3)->queued);
    check_int(ems_sim_tallies(p->sim)->vehicles[1].orders, 0);
    end_play(p);
}

/* Normal speed is half: the call of priority 1 is driven to with lights, that of priority 3 is not. */
static void lights_are_for_the_urgent(void **state)
{
    (void)state;
    struct played *p = play("ems120: 1\nextends: no-lights.yaml\n");
    check_s(call_fact(p, 1)->travel, 1000);
    check_s(call_fact(p, 2)->travel, 200);
    end_play(p);
}

static void waiting_room_zero_loses_the_call(void **state)
{
    (void)state;
    struct played *p = play(PRIORITIES "dispatch: {policy: nearest, waiting_room: 0}\n");
    check_int(call_fact(p, 2)->outcome, EMS_OUT_UNSERVED);
    check_int(call_fact(p, 3)->outcome, EMS_OUT_UNSERVED);
    check_int(ems_sim_tallies(p->sim)->satisfied, 1);
    check_int(ems_sim_tallies(p->sim)->satisfaction_base, 3);
    end_play(p);
}

static void who_waits_too_long_gives_up(void **state)
{
    (void)state;
    struct played *p = play(PRIORITIES "dispatch: {policy: nearest, vehicle_patience: 900 s}\n");
    const struct ems_call_fact *urgent = call_fact(p, 2), *late = call_fact(p, 3);
    check_int(urgent->outcome, EMS_OUT_UNSERVED); /* would be served at 1160 s, gives up at 1060 s */
    check_int(urgent->response == EMS_NEVER, 1);
    check_int(late->outcome, EMS_OUT_UNSERVED);
    end_play(p);
}

static void a_cancelled_call_frees_its_vehicle(void **state)
{
    (void)state;
    struct played *p =
        play(PLAIN_WORLD "demand: {trace: {file: priorities.csv}, cancel: {share: 100 %, after: 300 s}}\n"
                         "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 1}}]\n");
    const struct ems_call_fact *slow = call_fact(p, 1), *urgent = call_fact(p, 2);
    check_int(slow->outcome, EMS_OUT_CANCELLED_EN_ROUTE);
    check_s(slow->cancelled, 300); /* the vehicle is at x = 2400 then */
    check_s(urgent->ordered, 300);
    check_s(urgent->response, 300 + 40 - 160);
    check_int(call_fact(p, 3)->outcome, EMS_OUT_CANCELLED); /* at 500 s, before any order */
    end_play(p);
}

#define CRASH(full)                                                                                     \
    PLAIN_WORLD "demand: {trace: {file: crash.csv}, conditions: [{id: bus, share: 100 %, priority: 1, " \
                "vehicles: 4, full_response: " full "}]}\n"                                             \
                "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 2}}]\n"

static void check_crash(const char *yaml, double response_s)
{
    struct played *p = play(yaml);
    const struct ems_call_fact *crash = call_fact(p, 1);
    check_int(p->trip_count, 4);
    check_int(crash->vehicles, 4);
    check_s(crash->response, response_s);
    check_true(crash->queued);
    check_int(crash->answer + crash->process + crash->queue + crash->turnout + crash->travel,
              crash->response);
    end_play(p);
}

/* Two vehicles for four patients: the first two go at once, the others when they are free again. */
static void several_vehicles_answer_one_call(void **state)
{
    (void)state;
    check_crash(CRASH("false"), 160);
    check_crash(CRASH("true"), 160 + 600 + 223.606798 + 300 + 223.606798);
}

/* So that the state of a world does not depend on what has been in a free place. */
static void a_free_place_of_a_task_is_zeroed(void **state)
{
    (void)state;
    struct played *p = play(PRIORITIES "dispatch: {policy: nearest, reassign: [[3, 1]]}\n");
    const struct ems_world *w = ems_sim_world(p->sim);
    check_true(w->tasks.count > 1);
    for (int32_t i = 0; i < w->tasks.count; i++) {
        struct ems_task_state t = w->tasks.items[i];
        const struct ems_task_state zeroed = {.next = t.next};
        check_int(t.in_use, 0);
        check_int(memcmp(&t, &zeroed, sizeof t), 0);
    }
    end_play(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_urgent_call_takes_the_vehicle_on_the_way),
        cmocka_unit_test(without_permission_nobody_is_taken_away),
        cmocka_unit_test(min_gain_must_be_exceeded),
        cmocka_unit_test(fixed_order_follows_the_list),
        cmocka_unit_test(lights_are_for_the_urgent),
        cmocka_unit_test(waiting_room_zero_loses_the_call),
        cmocka_unit_test(who_waits_too_long_gives_up),
        cmocka_unit_test(a_cancelled_call_frees_its_vehicle),
        cmocka_unit_test(several_vehicles_answer_one_call),
        cmocka_unit_test(a_free_place_of_a_task_is_zeroed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
