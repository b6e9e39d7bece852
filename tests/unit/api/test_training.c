/* A training hour: a person who does as the reference says scores as it does; one who holds everything does
 * not. */
#include "support/check.h"

#include <ems120/candidates.h>
#include <ems120/training.h>
#include <jansson.h>

enum who { OBEYS, HOLDS, WORST };

static struct ems_training *open_training(bool destination, ems_time from)
{
    static const char *const sets[] = {"dispatch.reassign=[[3, 1]]"};
    struct ems_training_def def = ems_training_def_default();
    struct ems_training *t = NULL;
    def.scenario.path = "tests/unit/api/town.yaml";
    def.scenario.sets = sets;
    def.scenario.set_count = 1;
    def.destination = destination;
    def.from = from;
    def.until = 30 * EMS_HOUR;
    check_ok(ems_training_open(&def, NULL, &t));
    assert_non_null(t);
    return t;
}

/* The permitted vehicle that takes longest. */
static int32_t worst(const struct ems_sim *sim, int32_t advice)
{
    struct ems_question q = ems_sim_question(sim);
    struct ems_vehicle_candidate c[8];
    if (q.task == EMS_NONE || q.role != EMS_ROLE_DISPATCH) return advice;
    int32_t count = ems_sim_vehicle_candidates(sim, q.task, c, 8), last = EMS_NONE;
    for (int32_t i = 0; i < count; i++)
        if (c[i].bar == EMS_BAR_NONE) last = c[i].vehicle;
    return last;
}

static void play(struct ems_training *t, enum who who, ems_time until)
{
    struct ems_playback *p = ems_training_playback(t);
    while (ems_playback_seek(p, until) == EMS_NEEDS_DECISION) {
        int32_t advice = 99999;
        bool destination = ems_sim_question(ems_playback_sim(p)).role == EMS_ROLE_DESTINATION;
        check_ok(ems_training_advice(t, &advice));
        check_int(ems_training_decide(t, 99999), EMS_BAD_USAGE);
        int32_t answer = who == OBEYS || destination ? advice
                         : who == WORST              ? worst(ems_playback_sim(p), advice)
                                                     : EMS_NONE;
        check_ok(ems_training_decide(t, answer));
        ems_training_thought(t, 2.5);
    }
}

static void who_obeys_scores_as_the_reference(void **state)
{
    (void)state;
    struct ems_training *t = open_training(true, 0);
    struct ems_training_score score;
    play(t, OBEYS, 30 * EMS_HOUR);
    check_ok(ems_training_score(t, &score));
    check_true(score.calls > 40 && score.decisions > 60);
    check_int(score.same_as_reference, score.decisions);
    check_int(score.late, score.reference_late);
    check_int(score.reached, score.reference_reached);
    check_near(score.mean_s, score.reference_mean_s, 0);
    check_near(score.points, 100, 1e-9);
    for (int32_t i = 0; i < ems_training_calls(t); i++) {
        struct ems_training_call call = ems_training_call(t, i);
        check_int(call.response, call.reference_response);
        check_int(call.vehicle, call.reference_vehicle);
    }
    check_near(ems_training_decision(t, 0).thought_s, 2.5, 0);
    int32_t answer;
    check_int(ems_training_advice(t, &answer), EMS_BAD_USAGE);
    ems_training_free(t);
}

static void who_sends_the_farthest_pays(void **state)
{
    (void)state;
    struct ems_training *t = open_training(false, 6 * EMS_HOUR);
    struct ems_training_score score;
    check_int(ems_playback_now(ems_training_playback(t)), 6 * EMS_HOUR - 1);
    check_int(ems_training_decisions(t), 0);
    play(t, WORST, 30 * EMS_HOUR);
    check_ok(ems_training_score(t, &score));
    check_true(score.mean_s > score.reference_mean_s);
    check_true(score.points < 95);
    check_true(score.same_as_reference < score.decisions);
    for (int32_t i = 0; i < ems_training_decisions(t); i++) {
        struct ems_training_decision d = ems_training_decision(t, i);
        check_true(d.at >= 6 * EMS_HOUR);
        if (d.best != EMS_NEVER && d.vehicle == EMS_NONE) check_true(d.expected >= d.best);
        check_true(d.covered >= 0 && d.covered <= 30001);
    }
    for (int32_t i = 0; i < ems_training_calls(t); i++)
        check_true(ems_training_call(t, i).rang >= 6 * EMS_HOUR);
    ems_training_free(t);
}

static void who_holds_everything_reaches_nobody(void **state)
{
    (void)state;
    struct ems_training *t = open_training(false, 0);
    struct ems_training_score score;
    play(t, HOLDS, 20 * EMS_HOUR);
    check_ok(ems_training_score(t, &score));
    check_int(score.reached, 0);
    /* after going back, decisions of the forgotten future do not count */
    int32_t before = ems_training_decisions(t);
    ems_playback_seek(ems_training_playback(t), 10 * EMS_HOUR);
    check_ok(ems_playback_forget_later(ems_training_playback(t)));
    play(t, OBEYS, 11 * EMS_HOUR);
    check_true(ems_training_decisions(t) < before);
    ems_training_free(t);
}

static void the_score_is_a_document(void **state)
{
    (void)state;
    struct ems_training *t = open_training(true, 0);
    char *text = NULL, *page = NULL;
    play(t, WORST, 12 * EMS_HOUR);
    check_ok(ems_training_score_json(t, &text));
    json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(document);
    const json_t *decisions = json_object_get(document, "decisions");
    check_int((int64_t)json_array_size(decisions), ems_training_decisions(t));
    double last = INFINITY;
    for (size_t i = 0; i < json_array_size(decisions); i++) {
        double later = json_number_value(json_object_get(json_array_get(decisions, i), "later_s"));
        check_true(later <= last);
        last = later;
    }
    check_int((int64_t)json_array_size(json_object_get(document, "calls")), ems_training_calls(t));
    check_text(json_string_value(json_object_get(document, "reference_policy")), "nearest");
    json_decref(document);
    free(text);
    check_ok(ems_training_score_html(t, EMS_LANG_ZH, &page));
    check_contains(page, "调度训练：镇");
    check_contains(page, "</html>");
    free(page);
    check_ok(ems_training_score_html(t, EMS_LANG_EN, &page));
    check_contains(page, "Training hour: Town");
    free(page);
    ems_training_free(t);
}

static void wrong_hours_are_refused(void **state)
{
    (void)state;
    struct ems_training_def def = ems_training_def_default();
    struct ems_training *t = NULL;
    struct ems_messages *messages = ems_messages_create();
    check_int(ems_training_open(&def, messages, &t), EMS_BAD_USAGE);
    def.scenario.path = "tests/unit/api/town.yaml";
    def.reference = "nobody";
    check_int(ems_training_open(&def, messages, &t), EMS_BAD_INPUT);
    check_true(ems_messages_count(messages) > 0);
    assert_null(t);
    ems_messages_free(messages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_obeys_scores_as_the_reference),
        cmocka_unit_test(who_sends_the_farthest_pays),
        cmocka_unit_test(who_holds_everything_reaches_nobody),
        cmocka_unit_test(the_score_is_a_document),
        cmocka_unit_test(wrong_hours_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
