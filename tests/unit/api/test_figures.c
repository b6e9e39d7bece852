/* Live figures against the results of a study of the same replication, and against the calls one by one. */
#include "support/check.h"

#include <ems120/playback.h>

#include "model/model.h"
#include "scenario/load.h"
#include "study/run.h"

static struct ems_scenario *open_town(void)
{
    static const char *const sets[] = {
        "call_centre={seats: 2, lines: 4, talk: {lognormal: {mean: 90 s, sd: 40 s}}, patience: {exponential: "
        "{mean: "
        "60 s}}}",
        "replications=1",
        "targets=[{priority: 1, within: 8 min, share: 90 %}, {priority: 3, within: 15 min, share: 90 %}]",
        "stations.south.crews=[{from: 08:00, to: 20:00, count: 2}, {from: 20:00, to: 08:00, count: 1}]",
    };
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_scenario *scenario = NULL;
    struct ems_messages *messages = ems_messages_create();
    def.path = "tests/unit/api/town.yaml";
    def.sets = sets;
    def.set_count = sizeof sets / sizeof *sets;
    enum ems_status status = ems_scenario_open(&def, messages, &scenario);
    for (int32_t i = 0; status != EMS_OK && i < ems_messages_count(messages); i++)
        print_error("%s %s\n", ems_message_at(messages, i, EMS_LANG_EN).path,
                    ems_message_at(messages, i, EMS_LANG_EN).text);
    ems_messages_free(messages);
    check_ok(status);
    return scenario;
}

static struct ems_playback *play(const struct ems_scenario *scenario)
{
    struct ems_playback_def def = ems_playback_def_default();
    struct ems_playback *p = NULL;
    check_ok(ems_playback_open(scenario, &def, &p));
    return p;
}

static void the_end_is_what_a_study_says(void **state)
{
    (void)state;
    struct ems_scenario *s = open_town();
    struct ems_playback *p = play(s);
    struct ems_run_options options = ems_run_options_default();
    struct ems_results *r = NULL;
    struct ems_call_filter filter = ems_call_filter_default();
    struct ems_figures f;
    const struct ems_model *m = ems_scenario_model(s);
    check_ok(ems_study_run(m, &options, &r));
    check_int(ems_playback_seek(p, 1000 * EMS_HOUR), EMS_FINISHED);
    filter.counted_only = true;
    filter.from = m->clock.warmup;
    filter.until = ems_model_window_end(m);
    check_ok(ems_playback_figures(p, &filter, &f));
    check_near((double)f.calls, r->calls.received.value, 0);
    check_near((double)f.answered, r->calls.answered.value, 0);
    check_near((double)f.all.requests, r->calls.requests.value, 0);
    check_near((double)f.all.reached, r->calls.reached.value, 0);
    check_near(f.all.mean_s, r->all.mean_s.value, 0.002);
    check_near(f.all.p50_s, r->all.p50_s.value, 0.6);
    check_near(f.all.p90_s, r->all.p90_s.value, 3);
    check_near(f.answered_10s_share, r->service.answered_10s_share.value, 1e-9);
    check_near(f.departed_180s_share, r->service.departed_180s_share.value, 1e-9);
    check_near(f.utilisation, r->fleet.utilisation.value, 0.003);
    for (int i = 0; i < EMS_FIGURE_PARTS; i++) check_near(f.parts_s[i], r->all.parts_s[i].value, 0.002);
    for (int i = 0; i < m->threshold_count; i++)
        check_near(f.all.within_share[i], r->all.within[i].value, 1e-9);
    for (int t = 0; t < m->target_count; t++)
        check_near(f.by_priority[m->targets[t].priority - 1].on_time_share, r->targets[t].found.value, 1e-9);
    ems_results_free(r);
    ems_playback_free(p);
    ems_scenario_free(s);
}

/* In mid-run: what is open counts as far as it has come. */
static void in_between_every_call_counts_once(void **state)
{
    (void)state;
    struct ems_scenario *s = open_town();
    struct ems_playback *p = play(s), *ahead = play(s);
    struct ems_area_figures areas[3];
    ems_playback_seek(ahead, 1000 * EMS_HOUR);
    ems_playback_seek(p, 1000 * EMS_HOUR);
    for (int h = 40; h > 0; h -= 3) {
        ems_time now = h * EMS_HOUR + 17 * EMS_SECOND;
        struct ems_call_filter filter = ems_call_filter_default();
        struct ems_figures f;
        ems_playback_seek(p, now);
        check_ok(ems_playback_figures(p, &filter, &f));
        check_int(f.calls, (int64_t)ems_sim_centre(ems_playback_sim(p)).calls);
        int64_t reached = 0, late = 0, histogram = 0;
        double sum = 0;
        const struct ems_journal *j = ems_playback_journal(ahead);
        for (uint64_t serial = 1; serial <= (uint64_t)f.calls; serial++) {
            struct ems_call_fact call;
            assert_true(ems_journal_call(j, serial, &call, NULL));
            if (call.response == EMS_NEVER || call.on_scene > now) continue;
            reached++;
            late += ems_call_is_late(s, &call);
            sum += (double)call.response / 1e6;
        }
        check_int(f.all.reached, reached);
        if (reached > 0) check_near(f.all.mean_s, sum / (double)reached, 0.002);
        for (int i = 0; i <= EMS_FIGURES_BINS; i++) histogram += f.histogram[i];
        check_int(histogram, reached);
        check_int(f.all.late, late);
        check_ok(ems_figures_by_area(ems_playback_journal(p), ems_playback_sim(p), &filter, areas));
        check_int(areas[0].requests + areas[1].requests + areas[2].requests, f.all.requests);
        check_int(areas[0].late + areas[1].late + areas[2].late, f.all.late);
        /* parts of the whole */
        filter.from = now - 6 * EMS_HOUR;
        struct ems_figures last, by_hours = {0};
        check_ok(ems_playback_figures(p, &filter, &last));
        check_true(last.calls <= f.calls);
        filter.from = 0;
        filter.priorities = 1;
        check_ok(ems_playback_figures(p, &filter, &last));
        check_int(last.all.requests, f.by_priority[0].requests);
        filter.priorities = 0;
        filter.hours = 0x00ff00;
        check_ok(ems_playback_figures(p, &filter, &last));
        filter.hours = 0xff00ff;
        check_ok(ems_playback_figures(p, &filter, &by_hours));
        check_int(last.calls + by_hours.calls, f.calls);
    }
    ems_playback_free(ahead);
    ems_playback_free(p);
    ems_scenario_free(s);
}

static void the_journal_finds_late_calls_and_events(void **state)
{
    (void)state;
    struct ems_scenario *s = open_town();
    struct ems_playback *p = play(s);
    ems_playback_seek(p, 1000 * EMS_HOUR);
    const struct ems_journal *j = ems_playback_journal(p);
    struct ems_journal_info info = ems_journal_info(j);
    uint64_t late = 0, next = 0, from_behind = info.last_call + 1;
    int found = 0, backward = 0;
    for (uint64_t serial = 1; serial <= info.last_call; serial++) {
        struct ems_call_fact call;
        assert_true(ems_journal_call(j, serial, &call, NULL));
        check_int(call.serial, serial);
        check_true(ems_journal_call_from(j, call.rang) <= serial);
        if (!ems_call_is_late(s, &call)) continue;
        next = ems_journal_next_late(j, late, false);
        check_int(next, serial);
        late = next;
        found++;
    }
    check_int(ems_journal_next_late(j, late, false), 0);
    while ((from_behind = ems_journal_next_late(j, from_behind, true)) != 0) backward++;
    check_int(backward, found);
    check_true(found > 0);
    /* events of one vehicle, one by one and by the filter */
    struct ems_event_filter filter = ems_event_filter_default();
    filter.vehicle = 1;
    int64_t one_by_one = 0, filtered = 0;
    for (int64_t n = ems_journal_event_first(j); n < ems_journal_event_past(j); n++) {
        struct ems_event_fact fact;
        assert_true(ems_journal_event(j, n, &fact));
        one_by_one += fact.vehicle == 1;
    }
    for (int64_t n = -1; (n = ems_journal_event_find(j, &filter, n + 1, false, NULL)) >= 0;) filtered++;
    check_int(filtered, one_by_one);
    check_true(filtered > 20);
    struct ems_density whole, parts[7];
    ems_journal_density(j, 0, 42 * EMS_HOUR, 1, &whole);
    ems_journal_density(j, 0, 42 * EMS_HOUR, 7, parts);
    int32_t calls = 0;
    double busy = 0;
    for (int i = 0; i < 7; i++) {
        calls += parts[i].calls;
        busy += parts[i].busy / 7;
    }
    check_int(calls, whole.calls);
    check_near(busy, whole.busy, 1e-9);
    check_true(whole.busy > 0.2 && whole.staffed > whole.busy);
    ems_playback_free(p);
    ems_scenario_free(s);
}

static void a_short_memory_forgets_the_oldest(void **state)
{
    (void)state;
    struct ems_scenario *s = open_town();
    struct ems_playback_def def = ems_playback_def_default();
    struct ems_playback *p = NULL;
    struct ems_call_fact call;
    def.journal.events = 0;
    def.journal.calls = def.journal.trips = 0;
    check_int(ems_playback_open(s, &def, &p), EMS_BAD_USAGE);
    def.journal.calls = def.journal.trips = 1;
    check_ok(ems_playback_open(s, &def, &p));
    check_int(ems_playback_seek(p, 1000 * EMS_HOUR), EMS_FINISHED);
    check_int(ems_journal_info(ems_playback_journal(p)).events, 0);
    check_true(ems_journal_call(ems_playback_journal(p), 1, &call, NULL)); /* chunks are 4,096 calls */
    ems_playback_free(p);
    ems_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_is_what_a_study_says),
        cmocka_unit_test(in_between_every_call_counts_once),
        cmocka_unit_test(the_journal_finds_late_calls_and_events),
        cmocka_unit_test(a_short_memory_forgets_the_oldest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
