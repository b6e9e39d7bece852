/* Why this one: the candidates of a decision are those that the policy chose from, at the moment and in the
 * past. */
#include "support/check.h"

#include <ems120/candidates.h>
#include <ems120/playback.h>

static struct ems_scenario *open_town(const char *const *sets, int32_t count)
{
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_scenario *scenario = NULL;
    def.path = "tests/unit/api/town.yaml";
    def.sets = sets;
    def.set_count = count;
    check_ok(ems_scenario_open(&def, NULL, &scenario));
    return scenario;
}

static struct ems_playback *play(const struct ems_scenario *scenario, ems_time until)
{
    struct ems_playback_def def = ems_playback_def_default();
    struct ems_playback *p = NULL;
    check_ok(ems_playback_open(scenario, &def, &p));
    ems_playback_seek(p, until);
    return p;
}

static void check_order(const struct ems_vehicle_candidate *c, int32_t count)
{
    for (int32_t i = 1; i < count; i++) {
        check_true((c[i - 1].bar == EMS_BAR_NONE) >= (c[i].bar == EMS_BAR_NONE));
        if ((c[i - 1].bar == EMS_BAR_NONE) == (c[i].bar == EMS_BAR_NONE))
            check_true(c[i - 1].expected <= c[i].expected);
    }
}

/* The policy `nearest` without reassignment takes the first of the list. */
static void the_nearest_was_chosen(void **state)
{
    (void)state;
    struct ems_scenario *s = open_town(NULL, 0);
    struct ems_playback *p = play(s, 30 * EMS_HOUR);
    uint64_t hash = ems_sim_hash(ems_playback_sim(p));
    const struct ems_journal *j = ems_playback_journal(p);
    int asked = 0, by_vehicle = 0, barred = 0;
    for (int64_t n = 1; n <= ems_journal_info(j).last_trip; n++) {
        struct ems_trip_fact trip;
        struct ems_explanation why;
        assert_true(ems_journal_trip(j, n, &trip, NULL));
        check_ok(ems_playback_explain(p, n, EMS_ROLE_DISPATCH, &why));
        check_int(why.at, trip.ordered);
        check_int(why.call, trip.call);
        check_int(why.count, 4);
        check_order(why.vehicles, why.count);
        int chosen = 0;
        for (int32_t i = 0; i < why.count; i++) {
            if (why.vehicles[i].chosen) {
                chosen++;
                check_int(why.vehicles[i].vehicle, trip.vehicle);
                check_int(why.vehicles[i].bar, EMS_BAR_NONE);
                if (!why.of_vehicle) check_int(why.vehicles[i].expected, why.vehicles[0].expected);
            }
            barred += why.vehicles[i].bar != EMS_BAR_NONE;
        }
        check_int(chosen, 1);
        asked++;
        by_vehicle += why.of_vehicle;
        ems_explanation_free(&why);
        if (trip.hospital == EMS_NONE) {
            check_int(ems_playback_explain(p, n, EMS_ROLE_DESTINATION, &why), EMS_BAD_USAGE);
            continue;
        }
        check_ok(ems_playback_explain(p, n, EMS_ROLE_DESTINATION, &why));
        check_int(why.count, 1);
        check_true(why.hospitals[0].chosen && why.hospitals[0].bar == EMS_BAR_NONE);
        ems_explanation_free(&why);
    }
    check_true(asked > 40 && barred > 10 && by_vehicle > 0);
    struct ems_explanation none;
    check_int(ems_playback_explain(p, 100000, EMS_ROLE_DISPATCH, &none), EMS_BAD_USAGE);
    check_true(ems_sim_hash(ems_playback_sim(p)) == hash);
    ems_playback_free(p);
    ems_scenario_free(s);
}

/* At a question: what the list says may be sent is what the engine takes. */
static void what_may_be_sent_is_taken(void **state)
{
    static const char *const sets[] = {"dispatch.policy=human", "dispatch.reassign=[[3, 1]]"};
    (void)state;
    struct ems_scenario *s = open_town(sets, 2);
    struct ems_playback *p = play(s, 0);
    int asked = 0, taken_from = 0;
    while (ems_playback_seek(p, 30 * EMS_HOUR) == EMS_NEEDS_DECISION) {
        const struct ems_sim *sim = ems_playback_sim(p);
        struct ems_question q = ems_sim_question(sim);
        struct ems_vehicle_candidate c[4];
        if (q.task == EMS_NONE) {
            ems_task_id task = EMS_NONE;
            struct ems_task_view view;
            for (ems_task_id t = 0; t < ems_sim_task_limit(sim) && task == EMS_NONE; t++)
                if (ems_sim_task(sim, t, &view) && view.waiting) task = t;
            check_ok(ems_playback_decide(p, task));
            continue;
        }
        check_int(ems_sim_vehicle_candidates(sim, q.task, c, 4), 4);
        check_order(c, 4);
        ems_vehicle_id barred = c[3].bar != EMS_BAR_NONE ? c[3].vehicle : EMS_NONE;
        if (barred != EMS_NONE) check_int(ems_playback_decide(p, barred), EMS_BAD_USAGE);
        taken_from += c[0].bar == EMS_BAR_NONE && c[0].takes_from != EMS_NONE;
        check_ok(ems_playback_decide(p, c[0].bar == EMS_BAR_NONE ? c[0].vehicle : EMS_NONE));
        asked++;
    }
    check_true(asked > 30 && taken_from > 0);
    check_int(ems_sim_vehicle_candidates(ems_playback_sim(p), 12345, NULL, 0), -1);
    ems_playback_free(p);
    ems_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_was_chosen),
        cmocka_unit_test(what_may_be_sent_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
