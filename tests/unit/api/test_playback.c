/* Going forward and back, live and recorded, against a simulation that only goes forward; written with the
 * public headers alone, but for the recording of a run. */
#include "support/check.h"

#include <ems120/playback.h>
#include <stdio.h>
#include <unistd.h>

#include "report/run_folder.h"

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

static struct ems_playback *open_live(const struct ems_scenario *scenario, size_t state_bytes)
{
    struct ems_playback_def def = ems_playback_def_default();
    struct ems_playback *playback = NULL;
    if (state_bytes > 0) def.state_bytes = state_bytes;
    check_ok(ems_playback_open(scenario, &def, &playback));
    assert_non_null(playback);
    return playback;
}

enum { STEPS = 6000 };

/* The states of a run that only goes forward, by events played. */
struct truth {
    uint64_t hash[STEPS + 1];
    ems_time at[STEPS + 1];
    int steps; /* the last one ended the run */
};

static struct truth *play_forward(const struct ems_scenario *scenario)
{
    struct truth *t = calloc(1, sizeof *t);
    struct ems_sim_def def = ems_sim_def_default();
    struct ems_sim *sim = NULL;
    assert_non_null(t);
    check_ok(ems_sim_open(scenario, &def, &sim));
    t->hash[0] = ems_sim_hash(sim);
    enum ems_step step = EMS_STEPPED;
    while (t->steps < STEPS && step == EMS_STEPPED) {
        step = ems_sim_step(sim);
        t->steps++;
        t->hash[t->steps] = ems_sim_hash(sim);
        t->at[t->steps] = ems_sim_now(sim);
    }
    check_int(step, EMS_FINISHED);
    ems_sim_free(sim);
    return t;
}

/* Events at or before a moment. */
static int events_until(const struct truth *t, ems_time at)
{
    int n = 0;
    while (n < t->steps && t->at[n + 1] <= at) n++;
    return n;
}

static void check_moment(struct ems_playback *p, const struct truth *t, ems_time at)
{
    enum ems_step step = ems_playback_seek(p, at);
    int n = events_until(t, at);
    check_int(step, n == t->steps ? EMS_FINISHED : EMS_STEPPED);
    check_int(ems_playback_info(p).event, n);
    check_true(ems_sim_hash(ems_playback_sim(p)) == t->hash[n]);
    if (n < t->steps) check_int(ems_playback_now(p), at);
}

static void any_moment(struct ems_playback *p, const struct truth *t)
{
    static const ems_time moments[] = {30, 2, 47, 46, 48, 5, 0, 44, 200, 25, 26, 49, 1};
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
        check_moment(p, t, moments[i] * EMS_HOUR + 7 * EMS_SECOND);
}

static void a_live_run_goes_to_any_moment(void **state)
{
    (void)state;
    struct ems_scenario *scenario = open_town(NULL);
    struct truth *t = play_forward(scenario);
    struct ems_playback *p = open_live(scenario, 0);
    any_moment(p, t);
    check_true(ems_playback_info(p).finished);
    ems_playback_free(p);
    p = open_live(scenario, 60000); /* hardly any room for states */
    any_moment(p, t);
    check_true(ems_playback_info(p).states < 40);
    ems_playback_free(p);
    free(t);
    ems_scenario_free(scenario);
}

static void steps_are_taken_back(void **state)
{
    (void)state;
    struct ems_scenario *scenario = open_town(NULL);
    struct truth *t = play_forward(scenario);
    struct ems_playback *p = open_live(scenario, 0);
    int n = 0;
    /* three forward, one back, until the end */
    while (ems_playback_step(p) == EMS_STEPPED) {
        n++;
        check_true(ems_sim_hash(ems_playback_sim(p)) == t->hash[n]);
        if (n % 3 != 0) continue;
        check_int(ems_playback_step_back(p), EMS_STEPPED);
        check_true(ems_sim_hash(ems_playback_sim(p)) == t->hash[n - 1]);
        check_int(ems_playback_now(p), t->at[n - 1]);
        check_int(ems_playback_step(p), EMS_STEPPED);
    }
    check_int(n, t->steps - 1);
    for (n = t->steps - 1; n >= t->steps - 5; n--) {
        check_int(ems_playback_step_back(p), EMS_STEPPED);
        check_true(ems_sim_hash(ems_playback_sim(p)) == t->hash[n]);
    }
    ems_playback_seek(p, 0);
    while (ems_playback_step_back(p) == EMS_STEPPED) {
    }
    check_int(ems_playback_info(p).event, 0);
    check_true(ems_sim_hash(ems_playback_sim(p)) == t->hash[0]);
    ems_playback_free(p);
    free(t);
    ems_scenario_free(scenario);
}

/* What going to and fro leaves in the journal is what going forward does. */
static void check_same_journal(const struct ems_journal *a, const struct ems_journal *b, bool events)
{
    struct ems_journal_info ai = ems_journal_info(a), bi = ems_journal_info(b);
    check_int(ai.last_call, bi.last_call);
    check_int(ai.last_trip, bi.last_trip);
    check_int(ai.until, bi.until);
    if (events) check_int(ai.events, bi.events);
    for (uint64_t s = 1; s <= ai.last_call; s++) {
        struct ems_call_fact x = {0}, y = {0};
        ems_time ended_x = 0, ended_y = 0;
        bool known = ems_journal_call(a, s, &x, &ended_x);
        check_int(ems_journal_call(b, s, &y, &ended_y), known);
        check_int(x.rang, y.rang);
        check_int(x.response, y.response);
        check_int(x.outcome, y.outcome);
        check_int(ended_x, ended_y);
        check_int(ems_journal_last_trip(a, EMS_TRIPS_OF_CALL, s),
                  ems_journal_last_trip(b, EMS_TRIPS_OF_CALL, s));
    }
    for (int64_t n = 1; n <= ai.last_trip; n++) {
        struct ems_trip_fact x = {0}, y = {0};
        assert_true(ems_journal_trip(a, n, &x, NULL) && ems_journal_trip(b, n, &y, NULL));
        check_int(x.ordered, y.ordered);
        check_int(x.vehicle, y.vehicle);
        check_int(ems_journal_previous_trip(a, EMS_TRIPS_OF_VEHICLE, n),
                  ems_journal_previous_trip(b, EMS_TRIPS_OF_VEHICLE, n));
    }
    struct ems_density x[12], y[12];
    ems_journal_density(a, 0, 48 * EMS_HOUR, 12, x);
    ems_journal_density(b, 0, 48 * EMS_HOUR, 12, y);
    for (int i = 0; i < 12; i++) {
        check_int(x[i].calls, y[i].calls);
        check_int(x[i].late, y[i].late);
        check_near(x[i].busy, y[i].busy, 1e-4);
        check_near(x[i].staffed, y[i].staffed, 1e-9);
    }
}

static void the_journal_takes_everything_down_once(void **state)
{
    (void)state;
    struct ems_scenario *scenario = open_town(NULL);
    struct ems_playback *straight = open_live(scenario, 0), *wild = open_live(scenario, 60000);
    check_int(ems_playback_seek(straight, 1000 * EMS_HOUR), EMS_FINISHED);
    for (int i = 0; i < 40; i++) ems_playback_seek(wild, (i * 7) % 40 * EMS_HOUR + i * EMS_MINUTE);
    for (int i = 0; i < 9; i++) ems_playback_step_back(wild);
    check_int(ems_playback_seek(wild, 1000 * EMS_HOUR), EMS_FINISHED);
    ems_playback_seek(wild, 20 * EMS_HOUR);
    check_int(ems_playback_seek(wild, 1000 * EMS_HOUR), EMS_FINISHED);
    check_same_journal(ems_playback_journal(straight), ems_playback_journal(wild), true);
    /* forgetting the later half and playing it again changes nothing either */
    ems_playback_seek(wild, 17 * EMS_HOUR + 11);
    check_ok(ems_playback_forget_later(wild));
    check_true(!ems_playback_info(wild).finished);
    check_int(ems_playback_seek(wild, 1000 * EMS_HOUR), EMS_FINISHED);
    check_same_journal(ems_playback_journal(straight), ems_playback_journal(wild), true);
    ems_playback_free(straight);
    ems_playback_free(wild);
    ems_scenario_free(scenario);
}

static void answers_are_remembered(void **state)
{
    (void)state;
    struct ems_scenario *scenario = open_town("dispatch.policy=human");
    int vehicles = ems_scenario_info(scenario).vehicles, asked = 0, again = 0;
    struct ems_playback *p = open_live(scenario, 60000);
    enum ems_step step;
    while ((step = ems_playback_seek(p, 20 * EMS_HOUR)) == EMS_NEEDS_DECISION) {
        struct ems_question q = ems_sim_question(ems_playback_sim(p));
        check_int(ems_playback_decide(p, 999), EMS_BAD_USAGE);
        int v = asked++ % vehicles;
        for (int i = 0; q.task != EMS_NONE && i < vehicles; i++, v = (v + 1) % vehicles)
            if (ems_playback_decide(p, v) == EMS_OK) break;
        if (ems_sim_question(ems_playback_sim(p)).task == q.task &&
            ems_sim_question(ems_playback_sim(p)).vehicle == q.vehicle && q.task == EMS_NONE)
            check_ok(ems_playback_decide(p, EMS_NONE));
        else if (ems_sim_question(ems_playback_sim(p)).task == q.task && q.task != EMS_NONE)
            check_ok(ems_playback_decide(p, EMS_NONE));
    }
    check_int(step, EMS_STEPPED);
    check_true(asked > 20);
    uint64_t hash = ems_sim_hash(ems_playback_sim(p));
    struct ems_journal_info known = ems_journal_info(ems_playback_journal(p));
    for (int h = 19; h > 0; h -= 5) check_int(ems_playback_seek(p, h * EMS_HOUR), EMS_STEPPED);
    check_int(ems_playback_seek(p, 20 * EMS_HOUR), EMS_STEPPED);
    check_true(ems_sim_hash(ems_playback_sim(p)) == hash);
    check_int(ems_journal_info(ems_playback_journal(p)).events, known.events);
    /* decided anew from ten o'clock on: held from then on, things go otherwise */
    check_int(ems_playback_seek(p, 10 * EMS_HOUR), EMS_STEPPED);
    check_ok(ems_playback_forget_later(p));
    while (ems_playback_seek(p, 20 * EMS_HOUR) == EMS_NEEDS_DECISION) {
        check_ok(ems_playback_decide(p, EMS_NONE));
        again++;
    }
    check_true(again > 5);
    check_true(ems_sim_hash(ems_playback_sim(p)) != hash);
    check_true(ems_journal_info(ems_playback_journal(p)).events < known.events);
    check_int(ems_playback_decide(p, 0), EMS_BAD_USAGE);
    ems_playback_free(p);
    ems_scenario_free(scenario);
}

/* ---- recorded ---- */

/* A run of two replications in a folder of its own. */
struct run {
    char folder[32];
};

static struct run record(void)
{
    struct run run = {"/tmp/ems120-playback-XXXXXX"};
    struct ems_scenario *scenario = open_town(NULL);
    struct ems_run_folder *folder;
    struct ems_run_options options = ems_run_options_default();
    struct ems_results *results;
    assert_non_null(mkdtemp(run.folder));
    check_ok(ems_run_folder_open(run.folder, scenario, 2, &folder));
    options.watch = ems_run_folder_watch(folder);
    check_ok(ems_study_run(ems_scenario_model(scenario), &options, &results));
    check_ok(ems_run_folder_finish(folder, &(struct ems_report){.results = results}));
    ems_run_folder_free(folder);
    ems_results_free(results);
    ems_scenario_free(scenario);
    return run;
}

static void in_folder(const struct run *run, const char *what)
{
    char command[512];
    snprintf(command, sizeof command, "cd %s && %s", run->folder, what);
    assert_int_equal(system(command), 0);
}

static void remove_run(const struct run *run)
{
    in_folder(run, "rm -r -- *");
    check_int(rmdir(run->folder), 0);
}

static void a_recorded_run_goes_to_any_moment(void **state)
{
    (void)state;
    struct run run = record();
    struct ems_playback_def def = ems_playback_def_default();
    struct ems_playback *p = NULL;
    struct ems_messages *messages = ems_messages_create();
    check_true(ems_path_is_run(run.folder));
    check_true(!ems_path_is_run("tests"));
    check_ok(ems_playback_open_run(run.folder, &def, messages, &p));
    assert_non_null(p);
    check_int(ems_playback_info(p).replications, 2);
    struct ems_scenario *scenario = open_town(NULL);
    struct truth *t = play_forward(scenario);
    any_moment(p, t);
    struct ems_playback *live = open_live(scenario, 0);
    ems_playback_seek(live, 1000 * EMS_HOUR);
    check_same_journal(ems_playback_journal(live), ems_playback_journal(p), true);
    const struct ems_journal *a = ems_playback_journal(live), *b = ems_playback_journal(p);
    for (int64_t n = 0; n < ems_journal_event_past(a); n++) {
        struct ems_event_fact x, y;
        assert_true(ems_journal_event(a, n, &x) && ems_journal_event(b, n, &y));
        assert_memory_equal(&x, &y, sizeof x);
        if (n % 50 == 0) check_int(ems_journal_event_from(b, x.at), ems_journal_event_from(a, x.at));
    }
    check_int(ems_playback_forget_later(p), EMS_BAD_USAGE);
    ems_playback_free(live);
    ems_playback_free(p);
    def.replication = 3;
    check_int(ems_playback_open_run(run.folder, &def, messages, &p), EMS_BAD_INPUT);
    check_contains(ems_message_at(messages, 0, EMS_LANG_EN).text, "recorded: 1, 2");
    ems_messages_free(messages);
    free(t);
    ems_scenario_free(scenario);
    remove_run(&run);
}

static void check_refused(const struct run *run, const char *words)
{
    struct ems_playback_def def = ems_playback_def_default();
    struct ems_playback *p = NULL;
    struct ems_messages *messages = ems_messages_create();
    check_int(ems_playback_open_run(run->folder, &def, messages, &p), EMS_BAD_INPUT);
    assert_null(p);
    assert_true(ems_messages_count(messages) > 0);
    check_contains(ems_message_at(messages, 0, EMS_LANG_EN).text, words);
    ems_messages_free(messages);
}

static void what_is_no_run_is_refused(void **state)
{
    static const struct {
        const char *how, *words;
    } cases[] = {
        {"truncate -s 9000 run.ems", "cut short"},
        {"truncate -s 3 run.ems", "not a recorded run"},
        {"printf '\\001' | dd of=run.ems bs=1 seek=8 conv=notrunc 2>/dev/null", "another version"},
        {"printf 'damage' | dd of=run.ems bs=1 seek=1000 conv=notrunc 2>/dev/null", "saved state"},
        {"sed -i 's/^seed:.*/seed: 77/' scenario.yaml", "not the scenario that was recorded"},
        {"rm run.ems", "no run"},
    };
    (void)state;
    struct run run = record();
    in_folder(&run, "cp run.ems good");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        in_folder(&run, "cp good run.ems");
        in_folder(&run, cases[i].how);
        check_refused(&run, cases[i].words);
    }
    remove_run(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_live_run_goes_to_any_moment),          cmocka_unit_test(steps_are_taken_back),
        cmocka_unit_test(the_journal_takes_everything_down_once), cmocka_unit_test(answers_are_remembered),
        cmocka_unit_test(a_recorded_run_goes_to_any_moment),      cmocka_unit_test(what_is_no_run_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
