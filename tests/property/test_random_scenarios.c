/* Random small scenarios, every third on a random road network or table of times: the fast engine against its
 * slow twin at every event, snapshots at random events, the same bytes from the same seed, and conservation
 * seen from outside, by an observer that keeps its own books. */
#include "property/journal.h"
#include "support/check.h"
#include "support/random_roads.h"
#include "support/random_scenario.h"

enum { SCENARIOS = 60 };

static struct journal *begin(uint64_t seed)
{
    struct random_scenario what = {.demand = seed, .supply = seed};
    char folder[RANDOM_ROADS_FOLDER];
    if (seed % 3 != 0) return journal_begin(&what);
    random_roads_write(seed, folder);
    what.roads = folder;
    struct journal *j = journal_begin(&what);
    random_roads_remove(folder); /* all is read */
    return j;
}

/* Names the scenario of a failed check. */
static void check_agree(bool same, const char *what, uint64_t seed)
{
    if (!same) print_error("random scenario %llu: %s\n", (unsigned long long)seed, what);
    assert_true(same);
}

static bool same_group(const struct ems_group_tally *a, const struct ems_group_tally *b)
{
    return a->requests == b->requests && a->ordered == b->ordered && a->reached == b->reached &&
           a->waited == b->waited && a->response_sum == b->response_sum &&
           memcmp(a->parts, b->parts, sizeof a->parts) == 0 &&
           memcmp(a->within, b->within, sizeof a->within) == 0 &&
           memcmp(a->within_base, b->within_base, sizeof a->within_base) == 0 &&
           a->response.count == b->response.count;
}

static bool same_tallies(const struct ems_model *m, const struct ems_tallies *a, const struct ems_tallies *b)
{
    bool same = a->received == b->received && memcmp(a->outcomes, b->outcomes, sizeof a->outcomes) == 0 &&
                memcmp(a->parts, b->parts, sizeof a->parts) == 0 && same_group(&a->all, &b->all) &&
                a->answered_10s == b->answered_10s && a->departed_180s == b->departed_180s &&
                a->satisfied == b->satisfied && memcmp(&a->levels, &b->levels, sizeof a->levels) == 0;
    for (int32_t i = 0; i < EMS_PRIORITIES; i++)
        same = same && same_group(&a->by_priority[i], &b->by_priority[i]);
    for (int32_t i = 0; i < 24; i++) same = same && same_group(&a->by_hour[i], &b->by_hour[i]);
    for (int32_t i = 0; i < m->area_count; i++) same = same && same_group(&a->by_area[i], &b->by_area[i]);
    for (int32_t i = 0; i < m->vehicle_count; i++)
        same = same && memcmp(&a->vehicles[i], &b->vehicles[i], sizeof a->vehicles[i]) == 0;
    for (int32_t i = 0; i < m->crew_count; i++)
        same = same && memcmp(&a->crews[i], &b->crews[i], sizeof a->crews[i]) == 0;
    return same;
}

static bool homeward_is_known(const struct ems_world *w)
{
    for (int32_t v = 0; v < w->vehicles.count; v++)
        if (ems_bit(w->homeward.items, v) != (w->vehicles.items[v].status == EMS_V_RETURNING)) return false;
    return true;
}

static void the_slow_twin_agrees_at_every_event(void **state)
{
    (void)state;
    int64_t looked_at[2] = {0, 0};
    for (uint64_t seed = 1; seed <= SCENARIOS; seed++) {
        struct journal *fast = begin(seed), *slow = begin(seed);
        journal_open(fast, 1, false);
        journal_open(slow, 1, true);
        enum ems_step step = EMS_STEPPED;
        while (step == EMS_STEPPED) {
            step = ems_sim_step(fast->sim);
            check_agree(ems_sim_step(slow->sim) == step, "another step", seed);
            check_agree(ems_sim_hash(fast->sim) == ems_sim_hash(slow->sim), "another state", seed);
            check_agree(homeward_is_known(ems_sim_world(fast->sim)), "others are on their way home", seed);
        }
        check_agree(step == EMS_FINISHED, "not finished", seed);
        const struct ems_tallies *a = ems_sim_tallies(fast->sim), *b = ems_sim_tallies(slow->sim);
        check_agree(same_tallies(fast->model, a, b), "other tallies", seed);
        check_agree(fast->digest == slow->digest, "other facts", seed);
        for (int w = 0; w < EMS_WORK_COUNT; w++)
            check_agree(w == EMS_WORK_CANDIDATES || a->work[w] == b->work[w], "other work", seed);
        looked_at[0] += a->work[EMS_WORK_CANDIDATES];
        looked_at[1] += b->work[EMS_WORK_CANDIDATES];
        journal_end(fast);
        journal_end(slow);
    }
    check_true(looked_at[0] < looked_at[1]); /* the twin is really another way */
}

static void a_snapshot_at_any_event_goes_on_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SCENARIOS; seed++) {
        struct journal *whole = begin(seed), *part = begin(seed), *rest = begin(seed);
        journal_open(whole, 2, false);
        journal_run(whole);
        int64_t events = ems_sim_tallies(whole->sim)->work[EMS_WORK_EVENTS];
        journal_open(part, 2, false);
        for (int64_t i = 0; i < (int64_t)(seed * 7919) % events; i++)
            check_int(ems_sim_step(part->sim), EMS_STEPPED);
        unsigned char *bytes;
        size_t size;
        check_ok(ems_sim_snapshot(part->sim, &bytes, &size));
        journal_open(rest, 2, false);
        check_ok(ems_sim_restore(rest->sim, bytes, size));
        check_agree(ems_sim_hash(rest->sim) == ems_sim_hash(part->sim), "another state after restoring",
                    seed);
        journal_run(rest);
        check_agree(ems_sim_hash(rest->sim) == ems_sim_hash(whole->sim), "another end", seed);
        check_agree(same_tallies(whole->model, ems_sim_tallies(whole->sim), ems_sim_tallies(rest->sim)),
                    "other tallies", seed);
        free(bytes);
        journal_end(whole);
        journal_end(part);
        journal_end(rest);
    }
}

static void one_seed_gives_one_result(void **state)
{
    (void)state;
    int differing = 0;
    for (uint64_t seed = 1; seed <= SCENARIOS; seed++) {
        struct journal *a = begin(seed), *b = begin(seed);
        journal_open(a, 1, false);
        journal_run(a);
        uint64_t first = a->digest;
        journal_open(b, 2, false);
        journal_run(b);
        differing += b->digest != first;
        check_ok(ems_sim_restart(b->sim, 1)); /* with the memory of another replication */
        b->digest = 0;
        journal_run(b);
        check_agree(b->digest == first, "another result with the same seed", seed);
        journal_end(a);
        journal_end(b);
    }
    check_int(differing, SCENARIOS); /* replications differ */
}

/* The engine checks itself; this is another pair of eyes. */
static void nothing_is_lost_or_done_twice(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3 * SCENARIOS; seed++) {
        struct journal *j = begin(seed);
        journal_open(j, 1, false);
        journal_run(j);
        const struct ems_tallies *t = ems_sim_tallies(j->sim);
        int64_t ended = 0, reached = 0;
        for (int o = 0; o < EMS_OUTCOME_COUNT; o++) ended += t->outcomes[o];
        check_agree(ended == t->received, "final states do not add up to received", seed);
        for (int p = 0; p < EMS_PRIORITIES; p++) reached += t->by_priority[p].reached;
        check_agree(reached == t->reached && t->all.reached == t->reached, "priorities do not add up", seed);
        ems_time parts = 0;
        for (int p = 0; p < EMS_RESPONSE_PARTS; p++) parts += t->all.parts[p];
        check_agree(parts == t->all.response_sum, "parts do not add up to response", seed);
        check_agree(j->broken == NULL, j->broken ? j->broken : "", seed);
        journal_end(j);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_slow_twin_agrees_at_every_event),
        cmocka_unit_test(a_snapshot_at_any_event_goes_on_the_same),
        cmocka_unit_test(one_seed_gives_one_result),
        cmocka_unit_test(nothing_is_lost_or_done_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
