/* Every moment of a trip, reckoned by hand: 10 m/s, turnout 60 s, scene 600 s, handover 300 s. */
#include "play.h"

#define TWO_CALLS PLAIN_WORLD "demand: {trace: {file: two-calls.csv}}\n"

static void every_moment_is_where_it_belongs(void **state)
{
    (void)state;
    struct played *p = play(TWO_CALLS "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 2}}]\n");
    const struct ems_call_fact *a = call_fact(p, 1), *b = call_fact(p, 2);
    check_int(a->outcome, EMS_OUT_TRANSPORTED);
    check_s(a->ready, 10);
    check_s(a->ordered, 10);
    check_s(a->departed, 70);
    check_s(a->on_scene, 170);
    check_s(a->left_scene, 770);
    check_s(a->at_hospital, 770 + 223.606798); /* sqrt(1000^2 + 2000^2) m */
    check_s(a->accepted, 1070 + 223.606798);
    check_s(a->response, 170);
    check_s(a->process, 10);
    check_s(a->turnout, 60);
    check_s(a->travel, 100);
    check_int(a->answer + a->process + a->queue + a->bumped + a->turnout + a->travel, a->response);
    check_text(a->trace_id, "a");
    check_int(b->outcome, EMS_OUT_TREATED);
    check_int(b->vehicle, 1);
    check_s(b->response, 370);
    check_s(b->free, 1070);
    check_true(b->hospital == EMS_NONE && b->left_scene == EMS_NEVER);
    end_play(p);
}

/* One vehicle: b waits until it is free at the hospital, and is reached from there without turnout. */
static void a_waiting_call_is_taken_at_once_when_a_vehicle_is_free(void **state)
{
    (void)state;
    struct played *p = play(TWO_CALLS "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 1}}]\n");
    const struct ems_call_fact *b = call_fact(p, 2);
    double free_s = 1070 + 223.606798;
    check_true(b->queued);
    check_s(b->ordered, free_s);
    check_s(b->queue, free_s - 110);
    check_s(b->turnout, 0);
    check_s(b->travel, 500); /* from the hospital at y = 2000 to y = -3000 */
    const struct ems_tallies *t = ems_sim_tallies(p->sim);
    check_int(t->ordered_on_road, 1);
    check_int(t->departure_base, 1);
    check_int(t->vehicles[0].distance_mm, 1000000 + 2236068 + 5000000 + 3000000);
    check_s(t->crews[0].busy, 1070 + 223.606798 - 10 + 500 + 600);
    end_play(p);
}

/* A vehicle on its way home is sent from where it is. */
static void a_returning_vehicle_is_sent_from_its_position(void **state)
{
    (void)state;
    struct played *p = begin_play(TWO_CALLS "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 2}}]\n");
    check_int(ems_sim_run_until(p->sim, 1120 * EMS_SECOND), EMS_STEPPED);
    const struct ems_world *w = ems_sim_world(p->sim);
    check_int(w->vehicles.items[1].status, EMS_V_RETURNING); /* left the scene at 1070 s */
    struct ems_world moment = *w;
    moment.s.now = 1120 * EMS_SECOND;
    check_near(ems_vehicle_location(p->model, &moment, 1).at.y_m, -2500, 1e-9);
    end_play(p);
}

/* One bay, two patients: the second crew queues until the first has handed over. */
static void a_full_hospital_makes_crews_queue(void **state)
{
    (void)state;
    struct played *p = play("ems120: 1\nextends: one-bay.yaml\n");
    check_int(p->trip_count, 2);
    check_int(p->trips[0].at_hospital, p->trips[1].at_hospital);
    check_int(p->trips[0].bay, p->trips[0].at_hospital);
    check_s(p->trips[1].bay - p->trips[1].at_hospital, 300);
    const struct ems_call_fact *crash = call_fact(p, 1);
    check_int(crash->outcome, EMS_OUT_TRANSPORTED);
    check_int(crash->free, p->trips[0].free);
    end_play(p);
}

/* A trace without duration is over as its last vehicle comes home, in the same step, and in a restored run
 * too. */
static void a_trace_ends_with_its_last_event(void **state)
{
    (void)state;
    for (int restored = 0; restored < 2; restored++) {
        struct played *p =
            begin_play(TWO_CALLS "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 2}}]\n");
        const struct ems_world_scalars *w = &ems_sim_world(p->sim)->s;
        enum ems_step step;
        while ((step = ems_sim_step(p->sim)) == EMS_STEPPED) {
            check_true(w->trace_next < 2 || w->open_calls > 0 || w->away_vehicles > 0);
            if (!restored) continue;
            unsigned char *bytes;
            size_t size;
            check_ok(ems_sim_snapshot(p->sim, &bytes, &size));
            check_ok(ems_sim_restart(p->sim, 1));
            check_ok(ems_sim_restore(p->sim, bytes, size));
            free(bytes);
        }
        check_int(step, EMS_FINISHED);
        check_int(w->away_vehicles, 0);
        check_s(ems_sim_now(p->sim), 1270 + 223.606798); /* from the hospital */
        end_play(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_moment_is_where_it_belongs),
        cmocka_unit_test(a_waiting_call_is_taken_at_once_when_a_vehicle_is_free),
        cmocka_unit_test(a_returning_vehicle_is_sent_from_its_position),
        cmocka_unit_test(a_full_hospital_makes_crews_queue),
        cmocka_unit_test(a_trace_ends_with_its_last_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
