/* Common random numbers: with one seed, another fleet or policy meets the same calls, with the same
 * conditions, answers and times on scene; more demand keeps the calls there were, less demand is a part of
 * them. */
#include "property/journal.h"
#include "support/check.h"
#include "support/random_scenario.h"

enum { SCENARIOS = 60, OTHER = 1000 };

static int by_serial(const void *a, const void *b)
{
    const struct ems_call_fact *x = a, *y = b;
    return (x->serial > y->serial) - (x->serial < y->serial);
}

/* Plays a replication; its calls in order of ringing. */
static struct journal *play(const struct random_scenario *what)
{
    struct journal *j = journal_begin(what);
    journal_open(j, 1, false);
    journal_run(j);
    qsort(j->calls.items, (size_t)j->calls.count, sizeof *j->calls.items, by_serial);
    return j;
}

static bool same_call(const struct ems_call_fact *a, const struct ems_call_fact *b)
{
    return a->rang == b->rang && a->at.x_m == b->at.x_m && a->at.y_m == b->at.y_m && a->area == b->area &&
           a->condition == b->condition && a->priority == b->priority && a->vehicles == b->vehicles;
}

static void print_difference(uint64_t seed, const struct ems_call_fact *x, const struct ems_call_fact *y)
{
    print_error("random scenario %llu, call %llu: rang %lld %lld, at %.3f,%.3f %.3f,%.3f, area %d %d, "
                "condition %d %d, "
                "outcome %d %d, answered %lld %lld, ready %lld %lld\n",
                (unsigned long long)seed, (unsigned long long)x->serial, (long long)x->rang,
                (long long)y->rang, x->at.x_m, x->at.y_m, y->at.x_m, y->at.y_m, x->area, y->area,
                x->condition, y->condition, x->outcome, y->outcome, (long long)x->answered,
                (long long)y->answered, (long long)x->ready, (long long)y->ready);
}

/* One vehicle came and did the same in both: then its time on scene is the same draw. */
static bool treated_alike(const struct ems_call_fact *a, const struct ems_call_fact *b)
{
    return a->vehicles == 1 && a->outcome == b->outcome && a->outcome == EMS_OUT_TRANSPORTED;
}

static void another_fleet_and_policy_meet_the_same_calls(void **state)
{
    (void)state;
    int64_t compared = 0, scenes = 0, other_responses = 0;
    for (uint64_t seed = 1; seed <= SCENARIOS; seed++) {
        struct journal *a = play(&(struct random_scenario){.demand = seed, .supply = seed});
        struct journal *b = play(&(struct random_scenario){.demand = seed, .supply = seed + OTHER});
        ems_time end =
            ems_model_window_end(a->model); /* later arrivals go on only while somebody is still served */
        for (int32_t i = 0; i < a->calls.count && a->calls.items[i].rang < end; i++) {
            assert_true(i < b->calls.count);
            const struct ems_call_fact *x = &a->calls.items[i], *y = &b->calls.items[i];
            bool same = same_call(x, y) && x->answered == y->answered && x->ready == y->ready;
            if (!same) print_difference(seed, x, y);
            assert_true(same);
            compared++;
            other_responses += x->response != y->response;
            if (!treated_alike(x, y)) continue;
            check_int(x->left_scene - x->on_scene, y->left_scene - y->on_scene);
            scenes++;
        }
        journal_end(a);
        journal_end(b);
    }
    check_true(compared > 5000 && scenes > 500); /* there was something to compare, */
    check_true(other_responses > compared / 5);  /* and the supply was really another one */
}

static bool is_among(const struct ems_call_fact *call, const struct journal *j)
{
    int32_t low = 0, high = j->calls.count; /* sorted by ringing */
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (j->calls.items[middle].rang < call->rang)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < j->calls.count && j->calls.items[low].rang == call->rang; low++)
        if (same_call(call, &j->calls.items[low])) return true;
    return false;
}

/* First calls: those that do not follow from another call. */
static int64_t first_calls(const struct journal *j, ems_time end, const struct journal *within)
{
    int64_t count = 0;
    for (int32_t i = 0; i < j->calls.count && j->calls.items[i].rang < end; i++) {
        const struct ems_call_fact *call = &j->calls.items[i];
        if (call->outcome == EMS_OUT_DUPLICATE) continue;
        if (within && !is_among(call, within)) {
            print_error("call %llu at %lld is not among the others\n", (unsigned long long)call->serial,
                        (long long)call->rang);
            return -1;
        }
        count++;
    }
    return count;
}

static void more_demand_keeps_the_calls_and_less_is_a_part(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SCENARIOS; seed++) {
        struct random_scenario what = {
            .demand = seed, .supply = seed, .demand_percent = 100, .plain_phones = true};
        struct journal *usual = play(&what);
        what.demand_percent = 300;
        struct journal *wave = play(&what);
        what.demand_percent = 50;
        struct journal *half = play(&what);
        ems_time end = ems_model_window_end(usual->model);
        int64_t n = first_calls(usual, end, wave), few = first_calls(half, end, usual),
                many = first_calls(wave, end, NULL);
        check_true(n > 0 && few > 0);
        /* five standard deviations of what is added or thinned */
        check_near((double)few, 0.5 * (double)n, 5 * sqrt(0.25 * (double)n) + 1);
        check_near((double)(many - n), 2 * (double)n, 5 * sqrt(6 * (double)n) + 1);
        journal_end(usual);
        journal_end(wave);
        journal_end(half);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_fleet_and_policy_meet_the_same_calls),
        cmocka_unit_test(more_demand_keeps_the_calls_and_less_is_a_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
