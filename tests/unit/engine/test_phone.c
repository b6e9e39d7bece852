/* The call centre by hand: calls of a trace that pass it, talk exactly 60 s. */
#include "play.h"

#include <string.h>

#include "engine/internal.h"

#define CENTRE(more)                                                          \
    PLAIN_WORLD "demand: {trace: {file: seven.csv}}\n"                        \
                "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 9}}]\n" \
                "call_centre: {" more "talk: 60 s}\n"

static void callers_wait_for_a_seat_in_order(void **state)
{
    (void)state;
    struct played *p = play(CENTRE("seats: 2, "));
    const double answers[] = {0,  0,  58, 58,
                              20, 20, 0}; /* rang 0 1 2 3 100 101 600; seats free at 60 61 120 121 */
    for (uint64_t i = 1; i <= 7; i++) {
        const struct ems_call_fact *c = call_fact(p, i);
        check_s(c->answer, answers[i - 1]);
        check_s(c->process, 60);
    }
    const struct ems_tallies *t = ems_sim_tallies(p->sim);
    check_int(t->answer_base, 7);
    check_int(t->answered_10s, 3);
    check_int(t->levels.sums[EMS_LEVEL_TALKING], 7 * 60 * EMS_SECOND);
    check_int(t->levels.sums[EMS_LEVEL_CALLS_WAITING], (58 + 58 + 20 + 20) * EMS_SECOND);
    end_play(p);
}

static void no_line_is_a_blocked_call(void **state)
{
    (void)state;
    struct played *p = play(CENTRE("seats: 2, lines: 3, "));
    check_int(call_fact(p, 4)->outcome, EMS_OUT_BLOCKED);
    check_int(ems_sim_tallies(p->sim)->outcomes[EMS_OUT_BLOCKED], 1);
    check_int(ems_sim_tallies(p->sim)->answer_base, 7); /* a failure of the 10 s share */
    end_play(p);
}

static void who_waits_longer_than_patience_hangs_up(void **state)
{
    (void)state;
    struct played *p = play(CENTRE("seats: 2, patience: 30 s, "));
    check_int(call_fact(p, 3)->outcome, EMS_OUT_ABANDONED);
    check_int(call_fact(p, 4)->outcome, EMS_OUT_ABANDONED);
    check_s(call_fact(p, 3)->cancelled, 32);
    check_int(ems_sim_tallies(p->sim)->received, 7);
    check_int(ems_sim_tallies(p->sim)->requests, 5);
    end_play(p);
    p = play(CENTRE("seats: 2, patience: 9 s, "));
    check_int(ems_sim_tallies(p->sim)->answer_base, 5); /* hung up within 10 s: left out */
    end_play(p);
}

/* Blocked at 3 s, tries again at 153 s: a phone call of its own, after those of 100 and 101 s. */
static void a_redial_is_a_new_phone_call(void **state)
{
    (void)state;
    struct played *p = play(CENTRE("seats: 2, lines: 3, redial: 100 %, redial_after: 150 s, "));
    const struct ems_tallies *t = ems_sim_tallies(p->sim);
    check_int(t->received, 8);
    check_int(t->outcomes[EMS_OUT_BLOCKED], 1);
    check_int(t->requests, 7);
    check_s(call_fact(p, 7)->rang, 153);
    check_text(call_fact(p, 7)->trace_id, "4");
    end_play(p);
}

static void processing_may_end_before_the_talk(void **state)
{
    (void)state;
    struct played *p = play(CENTRE("seats: 1, process: 20 s, pick_up: 5 s, "));
    check_s(call_fact(p, 1)->ready, 25);
    check_s(call_fact(p, 2)->answered, 65 + 5); /* the seat is held until 65 s */
    end_play(p);
}

/* Whatever stood there before: no member is forgotten. */
static void a_record_used_again_is_blank(void **state)
{
    (void)state;
    struct ems_call_state records[2];
    struct ems_sim sim = {
        .world = {.s = {.free_call = 0}, .calls = {.items = records, .count = 2, .capacity = 2}}};
    memset(&records[0], 0, sizeof records[0]);
    records[0].next_call = 1;
    memset(&records[1], 0xff, sizeof records[1]);
    check_int(ems_call_create(&sim), 0);
    check_int(ems_call_create(&sim), 1);
    check_int(sim.world.s.free_call, EMS_NONE);
    check_int(memcmp(&records[0], &records[1], sizeof records[0]), 0);
    check_int(records[1].phase, EMS_CALL_PLANNED);
    check_true(records[1].free == EMS_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(callers_wait_for_a_seat_in_order),
        cmocka_unit_test(no_line_is_a_blocked_call),
        cmocka_unit_test(who_waits_longer_than_patience_hangs_up),
        cmocka_unit_test(a_redial_is_a_new_phone_call),
        cmocka_unit_test(processing_may_end_before_the_talk),
        cmocka_unit_test(a_record_used_again_is_blank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
