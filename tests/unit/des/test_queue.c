/* The event queue against a plain search through all pending events. */
#include "des/queue.h"

#include "support/check.h"

enum { SLOTS = 300, STEPS = 60000 };

struct plain {
    ems_time time[SLOTS];
    uint32_t priority[SLOTS];
    uint64_t order[SLOTS];
    bool pending[SLOTS];
    uint64_t next_order;
};

static int32_t plain_next(const struct plain *p)
{
    int32_t best = -1;
    for (int32_t s = 0; s < SLOTS; s++) {
        if (!p->pending[s]) continue;
        if (best < 0 || p->time[s] < p->time[best] ||
            (p->time[s] == p->time[best] &&
             (p->priority[s] < p->priority[best] ||
              (p->priority[s] == p->priority[best] && p->order[s] < p->order[best]))))
            best = s;
    }
    return best;
}

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

/* How far ahead events are planned. */
typedef ems_time delay_of(uint64_t *seed);

/* Few different times, so that ties are the rule. */
static ems_time soon(uint64_t *seed)
{
    return (ems_time)(next_random(seed) % 20);
}

/* From microseconds to years: buckets of all widths, windows far apart. */
static ems_time at_any_scale(uint64_t *seed)
{
    uint64_t bits = next_random(seed) % 48;
    return (ems_time)(next_random(seed) << 17 & (((uint64_t)1 << bits) - 1));
}

/* Seconds and hours, as vehicles have them, and again and again the same moment. */
static ems_time as_vehicles_do(uint64_t *seed)
{
    uint64_t what = next_random(seed) % 8;
    if (what == 0) return 0;
    return (ems_time)(next_random(seed) % (what < 6 ? 1500 : 1500 * 3600)) * (what < 4 ? 1000000 : 500);
}

static void play(bool plainly, delay_of *delay, uint64_t seed)
{
    struct ems_queue queue = {.plain = plainly};
    struct plain plain = {0};
    ems_time now = 0;
    for (int i = 0; i < STEPS; i++) {
        uint64_t what = next_random(&seed) % 10;
        int32_t slot = (int32_t)(next_random(&seed) % SLOTS);
        if (what < 5) {
            ems_time at = now + delay(&seed);
            uint32_t priority = (uint32_t)(next_random(&seed) % 3);
            assert_true(ems_queue_schedule(&queue, slot, at, priority));
            plain.time[slot] = at;
            plain.priority[slot] = priority;
            plain.order[slot] = plain.next_order++;
            plain.pending[slot] = true;
        } else if (what < 7) {
            if (what == 5)
                ems_queue_cancel(&queue, slot);
            else
                assert_true(ems_queue_schedule(&queue, slot, EMS_NEVER, 0));
            plain.pending[slot] = false;
        } else {
            int32_t expected = plain_next(&plain);
            assert_true(ems_queue_next_time(&queue) == (expected < 0 ? EMS_NEVER : plain.time[expected]));
            ems_time at = now;
            assert_int_equal(ems_queue_pop(&queue, &at), expected);
            if (expected < 0) continue;
            assert_true(at == plain.time[expected]);
            plain.pending[expected] = false;
            now = at;
        }
        assert_true(ems_queue_pending(&queue, slot) == plain.pending[slot]);
        assert_true(ems_queue_time_of(&queue, slot) == (plain.pending[slot] ? plain.time[slot] : EMS_NEVER));
    }
    ems_queue_free(&queue);
}

static void queue_agrees_with_search(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        play(false, soon, seed);
        play(false, at_any_scale, seed);
        play(false, as_vehicles_do, seed);
    }
}

static void slow_twin_agrees_with_search(void **state)
{
    (void)state;
    play(true, soon, 1);
    play(true, at_any_scale, 2);
    play(true, as_vehicles_do, 3);
}

/* More at one moment than the front takes, of mixed priorities, planned from near and from far. */
static void keeps_the_order_of_one_moment(void **state)
{
    (void)state;
    enum { MANY = 5000 };
    struct ems_queue queue = {0};
    ems_time moment = 400000000000, at = 0;
    assert_true(ems_queue_schedule(&queue, MANY, moment - 30, 0));
    for (int32_t slot = 0; slot < MANY; slot++) {
        if (slot == MANY / 2) assert_int_equal(ems_queue_pop(&queue, &at), MANY);
        assert_true(ems_queue_schedule(&queue, slot, moment, (uint32_t)slot % 3));
    }
    for (int32_t slot = 0; slot < MANY; slot += 7) ems_queue_cancel(&queue, slot);
    for (int32_t priority = 0; priority < 3; priority++)
        for (int32_t slot = priority; slot < MANY; slot += 3)
            if (slot % 7 != 0) assert_int_equal(ems_queue_pop(&queue, &at), slot);
    assert_int_equal(ems_queue_pop(&queue, &at), -1);
    ems_queue_free(&queue);
}

/* Who asks for the next event, days ahead, may then still plan one before it. */
static void takes_events_before_a_distant_next_one(void **state)
{
    (void)state;
    const ems_time hour = 3600000000, day = 24 * hour;
    struct ems_queue queue = {0};
    ems_time at;
    for (int32_t slot = 0; slot < 9; slot++)
        assert_true(ems_queue_schedule(&queue, slot, 9 * day + slot * 5 * hour, 0));
    assert_true(ems_queue_next_time(&queue) == 9 * day);
    assert_true(ems_queue_schedule(&queue, 20, 3 * day, 0));
    assert_true(ems_queue_schedule(&queue, 21, 2 * day, 0));
    assert_true(ems_queue_schedule(&queue, 22, 9 * day + 7 * hour, 0));
    const int32_t order[] = {21, 20, 0, 1, 22, 2, 3, 4, 5, 6, 7, 8, -1};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        assert_int_equal(ems_queue_pop(&queue, &at), order[i]);
    ems_queue_free(&queue);
}

static void hash_tells_contents_not_layout(void **state)
{
    (void)state;
    struct ems_queue heap = {0}, list = {.plain = true};
    for (int32_t s = 0; s < 50; s++) {
        assert_true(ems_queue_schedule(&heap, s, (s * 37) % 11, 0));
        assert_true(ems_queue_schedule(&list, s, (s * 37) % 11, 0));
    }
    assert_true(ems_queue_hash(&heap) == ems_queue_hash(&list));
    ems_queue_cancel(&list, 7);
    ems_queue_cancel(&heap, 8);
    assert_false(ems_queue_hash(&heap) == ems_queue_hash(&list));
    ems_queue_free(&heap);
    ems_queue_free(&list);
}

/* A queue made again from what is pending goes on as the first one, also when cleared and used before. */
static void rebuilds_from_what_is_pending(void **state)
{
    (void)state;
    for (int plainly = 0; plainly < 2; plainly++) {
        struct ems_queue queue = {0}, again = {0};
        uint64_t seed = 9;
        ems_time at = 0, at_again = 0;
        assert_true(ems_queue_schedule(&again, 3, 1, 0));
        ems_queue_clear(&again, plainly == 1);
        for (int32_t s = 0; s < SLOTS; s++)
            assert_true(ems_queue_schedule(&queue, s, (ems_time)(next_random(&seed) % 50), 0));
        for (int32_t s = 0; s < SLOTS; s += 3) ems_queue_cancel(&queue, s);
        for (int i = 0; i < 20; i++) ems_queue_pop(&queue, &at);
        for (int32_t s = 0; s < SLOTS; s++) {
            ems_event_key key = queue.pending.items[s];
            assert_true(EMS_PUSH(&again.pending, key));
        }
        again.sequence = queue.sequence;
        assert_true(ems_queue_rebuild(&again));
        assert_true(ems_queue_hash(&queue) == ems_queue_hash(&again));
        for (int32_t slot = 0; slot >= 0;) {
            slot = ems_queue_pop(&queue, &at);
            assert_int_equal(ems_queue_pop(&again, &at_again), slot);
            if (slot >= 0) assert_true(at == at_again);
        }
        ems_queue_free(&queue);
        ems_queue_free(&again);
    }
}

static void refuses_a_slot_beyond_its_range(void **state)
{
    (void)state;
    struct ems_queue queue = {0};
    assert_false(ems_queue_schedule(&queue, EMS_SLOTS_MAX, 1, 0));
    assert_true(ems_queue_schedule(&queue, 1, 5, 0));
    queue.sequence = ((uint64_t)1 << 36) - 1;
    assert_false(ems_queue_schedule(&queue, 0, 1, 0));
    assert_true(ems_queue_schedule(&queue, 1, EMS_NEVER, 0)); /* takes no number */
    assert_true(ems_queue_next_time(&queue) == EMS_NEVER);
    ems_queue_free(&queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queue_agrees_with_search),
        cmocka_unit_test(slow_twin_agrees_with_search),
        cmocka_unit_test(hash_tells_contents_not_layout),
        cmocka_unit_test(rebuilds_from_what_is_pending),
        cmocka_unit_test(keeps_the_order_of_one_moment),
        cmocka_unit_test(takes_events_before_a_distant_next_one),
        cmocka_unit_test(refuses_a_slot_beyond_its_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
