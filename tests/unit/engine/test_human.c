/* The policy `human`: the engine asks, the caller answers; answering as `nearest` would gives the same run.
 */
#include "model/nearby.h"

#include "play.h"

static int32_t as_nearest_would(struct played *p, struct ems_question q)
{
    const struct ems_policy *policy = ems_policy_find(EMS_ROLE_DISPATCH, "nearest");
    const ems_time no_gain = 60 * EMS_SECOND;
    int64_t looked_at = 0;
    struct ems_policy_view view = {
        .model = p->model, .world = ems_sim_world(p->sim), .params = &no_gain, .looked_at = &looked_at};
    if (q.role == EMS_ROLE_DESTINATION)
        return ems_policy_find(EMS_ROLE_DESTINATION, "nearest-capable")->destination(&view, q.task);
    return q.task != EMS_NONE ? policy->dispatch(&view, q.task) : policy->next_task(&view, q.vehicle);
}

static void answering_as_a_policy_gives_its_run(void **state)
{
    (void)state;
    struct played *policy = play("ems120: 1\nextends: busy.yaml\n");
    struct played *human = begin_play("ems120: 1\nextends: busy.yaml\ndestination: {policy: human}\n"
                                      "dispatch: {policy: human}\n");
    enum ems_step step;
    int asked = 0;
    while ((step = ems_sim_step(human->sim)) != EMS_FINISHED) {
        assert_true(step != EMS_FAILED);
        if (step != EMS_NEEDS_DECISION) continue;
        asked++;
        check_int(ems_sim_step(human->sim), EMS_NEEDS_DECISION); /* the question stands */
        check_int(ems_sim_decide(human->sim, 1000000), EMS_BAD_USAGE);
        check_ok(ems_sim_decide(human->sim, as_nearest_would(human, ems_sim_question(human->sim))));
    }
    check_true(asked > 200);
    check_int(ems_sim_decide(human->sim, EMS_NONE), EMS_BAD_USAGE);
    assert_true(ems_sim_hash(human->sim) == ems_sim_hash(policy->sim));
    end_play(human);
    end_play(policy);
}

static void hold_is_an_answer(void **state)
{
    (void)state;
    struct played *p = begin_play(PLAIN_WORLD "demand: {trace: {file: two-calls.csv}}\n"
                                              "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 2}}]\n"
                                              "dispatch: {policy: human}\n");
    int questions = 0;
    enum ems_step step;
    while ((step = ems_sim_step(p->sim)) == EMS_STEPPED || step == EMS_NEEDS_DECISION) {
        if (step == EMS_STEPPED) continue;
        struct ems_question q = ems_sim_question(p->sim);
        int32_t answer = q.task == 0          ? EMS_NONE
                         : q.task != EMS_NONE ? 1
                                              : 0; /* hold a, send 1 to b, then a */
        check_ok(ems_sim_decide(p->sim, answer));
        questions++;
    }
    check_int(step, EMS_FINISHED);
    check_int(questions, 3);
    check_int(call_fact(p, 2)->vehicle, 1);
    check_true(call_fact(p, 1)->queued);
    check_s(call_fact(p, 1)->ordered, 110 + 60 + 300 + 600); /* when b's vehicle is free */
    end_play(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answering_as_a_policy_gives_its_run),
        cmocka_unit_test(hold_is_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
