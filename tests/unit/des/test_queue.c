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

/* Few different times, so that ties are the rule. */
static void play(bool sorted, uint64_t seed)
{
    struct ems_queue queue = {.sorted = sorted};
    struct plain plain = {0};
    ems_time now = 0;
    for (int i = 0; i < STEPS; i++) {
        uint64_t what = next_random(&seed) % 10;
        int32_t slot = (int32_t)(next_random(&seed) % SLOTS);
        if (what < 5) {
            ems_time at = now + (ems_time)(next_random(&seed) % 20);
            uint32_t priority = (uint32_t)(next_random(&seed) % 3);
            assert_true(ems_queue_schedule(&queue, slot, at, priority));
            plain.time[slot] = at;
            plain.priority[slot] = priority;
            plain.order[slot] = plain.next_order++;
            plain.pending[slot] = true;
        } else if (what < 7) {
            ems_queue_cancel(&queue, slot);
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
    for (uint64_t seed = 1; seed <= 5; seed++) play(false, seed);
}

static void sorted_list_agrees_with_search(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) play(true, seed);
}

static void hash_tells_contents_not_layout(void **state)
{
    (void)state;
    struct ems_queue heap = {0}, list = {.sorted = true};
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
    for (int sorted = 0; sorted < 2; sorted++) {
        struct ems_queue queue = {0}, again = {0};
        uint64_t seed = 9;
        ems_time at = 0, at_again = 0;
        assert_true(ems_queue_schedule(&again, 3, 1, 0));
        ems_queue_clear(&again, sorted == 1);
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
    queue.sequence = (uint64_t)1 << 36;
    assert_false(ems_queue_schedule(&queue, 0, 1, 0));
    assert_true(ems_queue_next_time(&queue) == EMS_NEVER);
    ems_queue_free(&queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queue_agrees_with_search),        cmocka_unit_test(sorted_list_agrees_with_search),
        cmocka_unit_test(hash_tells_contents_not_layout),  cmocka_unit_test(rebuilds_from_what_is_pending),
        cmocka_unit_test(refuses_a_slot_beyond_its_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
