#include "des/queue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ARITY = 4, SLOT_BITS = 24, SEQUENCE_BITS = 36, STALE_LEAST = 64 };

/* Sequence numbers begin at 1: no key is 0. */
static inline ems_event_key make_key(ems_time time, uint32_t priority, uint64_t sequence, int32_t slot)
{
    uint64_t low = (uint64_t)priority << (SLOT_BITS + SEQUENCE_BITS) | sequence << SLOT_BITS | (uint64_t)slot;
    return (ems_event_key)(uint64_t)time << 64 | low;
}

static inline int32_t key_slot(ems_event_key key)
{
    return (int32_t)((uint32_t)key & (EMS_SLOTS_MAX - 1));
}

static inline ems_time key_time(ems_event_key key)
{
    return (ems_time)(uint64_t)(key >> 64);
}

static inline bool is_stale(const struct ems_queue *q, ems_event_key key)
{
    return q->pending.items[key_slot(key)] != key;
}

static inline void sift_up(ems_event_key *heap, int64_t place, ems_event_key key)
{
    while (place > 0) {
        int64_t parent = (place - 1) / ARITY;
        if (heap[parent] <= key) break;
        heap[place] = heap[parent];
        place = parent;
    }
    heap[place] = key;
}

/* The least of the keys from `first` on: up to four, of which `left` are there. */
static inline ems_event_key *least_of(ems_event_key *first, int64_t left)
{
    if (__builtin_expect(left >= ARITY, 1)) { /* a tournament, as sums so that no branch is made of it */
        ems_event_key *a = first + (first[1] < first[0]), *b = first + 2 + (first[3] < first[2]);
        return *b < *a ? b : a;
    }
    ems_event_key *least = first;
    for (int64_t i = 1; i < left; i++) least = first[i] < *least ? first + i : least;
    return least;
}

static inline void sift_down(ems_event_key *heap, int64_t count, int64_t place, ems_event_key key)
{
    for (int64_t first; (first = ARITY * place + 1) < count;) {
        ems_event_key *child = least_of(heap + first, count - first), least = *child;
        if (key <= least) break;
        heap[place] = least;
        place = child - heap;
    }
    heap[place] = key;
}

/* Fills the hole at the top with the last key. */
static inline void close_hole(struct ems_queue *q)
{
    q->hole = false;
    int32_t count = --q->heap.count;
    if (count > 0) sift_down(q->heap.items, count, 0, q->heap.items[count]);
}

/* Brings a key to the top that is pending, if there is one. */
static inline void settle(struct ems_queue *q)
{
    if (q->hole) close_hole(q);
    while (q->stale > 0 && q->heap.count > 0 && is_stale(q, q->heap.items[0])) {
        q->stale--;
        close_hole(q);
    }
}

/* The sorted list: latest first, so that the next event is the last item. */
static void list_insert(struct ems_queue *q, ems_event_key key)
{
    ems_event_key *list = q->heap.items;
    int32_t place = q->heap.count++;
    for (; place > 0 && list[place - 1] < key; place--) list[place] = list[place - 1];
    list[place] = key;
}

static void list_remove(struct ems_queue *q, ems_event_key key)
{
    ems_event_key *list = q->heap.items;
    int32_t place = 0;
    while (list[place] != key) place++;
    q->heap.count--;
    for (int32_t i = place; i < q->heap.count; i++) list[i] = list[i + 1];
}

static void make_heap(struct ems_queue *q)
{
    q->stale = 0;
    q->hole = false;
    for (int32_t i = (q->heap.count + ARITY - 2) / ARITY - 1; i >= 0; i--)
        sift_down(q->heap.items, q->heap.count, i, q->heap.items[i]);
}

static void drop_stale(struct ems_queue *q)
{
    int32_t kept = 0;
    for (int32_t i = q->hole; i < q->heap.count; i++)
        if (!is_stale(q, q->heap.items[i])) q->heap.items[kept++] = q->heap.items[i];
    q->heap.count = kept;
    make_heap(q);
}

static bool make_room(struct ems_queue *q, int32_t slot)
{
    if (slot >= EMS_SLOTS_MAX || (q->sequence + 1) >> SEQUENCE_BITS != 0) return false;
    if (!EMS_RESERVE(&q->pending, (int64_t)slot + 1)) return false;
    if (q->pending.count <= slot) q->pending.count = slot + 1;
    return EMS_RESERVE(&q->heap, (int64_t)q->heap.count + 1);
}

bool ems_queue_schedule(struct ems_queue *queue, int32_t slot, ems_time time, uint32_t priority)
{
    assert(slot >= 0 && time >= 0 && priority < EMS_EVENT_PRIORITIES);
    if ((slot >= queue->pending.count || queue->heap.count == queue->heap.capacity ||
         (queue->sequence + 1) >> SEQUENCE_BITS != 0) &&
        !make_room(queue, slot))
        return false;
    if (queue->pending.items[slot] != 0) ems_queue_cancel(queue, slot);
    ems_event_key key = make_key(time, priority, ++queue->sequence, slot);
    queue->pending.items[slot] = key;
    if (queue->sorted) {
        list_insert(queue, key);
    } else if (queue->hole) {
        queue->hole = false;
        sift_down(queue->heap.items, queue->heap.count, 0, key);
    } else {
        sift_up(queue->heap.items, queue->heap.count++, key);
    }
    return true;
}

void ems_queue_cancel(struct ems_queue *queue, int32_t slot)
{
    if (!ems_queue_pending(queue, slot)) return;
    ems_event_key key = queue->pending.items[slot];
    queue->pending.items[slot] = 0;
    if (queue->sorted)
        list_remove(queue, key);
    else if (++queue->stale > STALE_LEAST && queue->stale > queue->heap.count / 2)
        drop_stale(queue);
}

bool ems_queue_pending(const struct ems_queue *queue, int32_t slot)
{
    return slot < queue->pending.count && queue->pending.items[slot] != 0;
}

ems_time ems_queue_time_of(const struct ems_queue *queue, int32_t slot)
{
    return ems_queue_pending(queue, slot) ? key_time(queue->pending.items[slot]) : EMS_NEVER;
}

ems_time ems_queue_next_time(struct ems_queue *queue)
{
    if (!queue->sorted) settle(queue);
    if (queue->heap.count == 0) return EMS_NEVER;
    return key_time(queue->heap.items[queue->sorted ? queue->heap.count - 1 : 0]);
}

/* In a large queue the entry of the next slot is far away in memory: it is fetched while this event is
 * played. Who will be next is a guess: the least key below the hole. */
static inline void fetch_ahead(const struct ems_queue *q)
{
    enum { LARGE = 1024 };
    if (q->heap.count < LARGE) return;
    const ems_event_key *heap = q->heap.items;
    for (int i = 1; i <= ARITY; i++) __builtin_prefetch(&q->pending.items[key_slot(heap[i])], 1);
}

int32_t ems_queue_pop_until(struct ems_queue *queue, ems_time until, ems_time *time)
{
    if (!queue->sorted) settle(queue);
    if (queue->heap.count == 0) return -1;
    ems_event_key key = queue->heap.items[queue->sorted ? queue->heap.count - 1 : 0];
    if (key_time(key) > until) return -1;
    if (queue->sorted)
        queue->heap.count--;
    else
        queue->hole = true;
    queue->pending.items[key_slot(key)] = 0;
    fetch_ahead(queue);
    *time = key_time(key);
    return key_slot(key);
}

int32_t ems_queue_pop(struct ems_queue *queue, ems_time *time)
{
    return ems_queue_pop_until(queue, EMS_NEVER, time);
}

/* SplitMix64's finaliser (Steele, Lea and Flood 2014). */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t ems_queue_hash(const struct ems_queue *queue)
{
    uint64_t sum = queue->sequence;
    for (int32_t i = 0; i < queue->pending.count; i++) {
        ems_event_key key = queue->pending.items[i];
        if (key != 0) sum += mix((uint64_t)key ^ mix((uint64_t)(key >> 64) + 1));
    }
    return sum;
}

void ems_queue_clear(struct ems_queue *queue, bool sorted)
{
    if (queue->pending.items != NULL)
        memset(queue->pending.items, 0, (size_t)queue->pending.capacity * sizeof *queue->pending.items);
    queue->pending.count = queue->heap.count = queue->stale = 0;
    queue->sequence = 0;
    queue->hole = false;
    queue->sorted = sorted;
}

bool ems_queue_rebuild(struct ems_queue *queue)
{
    queue->heap.count = queue->stale = 0;
    queue->hole = false;
    if (!EMS_RESERVE(&queue->heap, queue->pending.count)) return false;
    for (int32_t i = 0; i < queue->pending.count; i++) {
        ems_event_key key = queue->pending.items[i];
        if (key == 0) continue;
        if (queue->sorted)
            list_insert(queue, key);
        else
            queue->heap.items[queue->heap.count++] = key;
    }
    if (!queue->sorted) make_heap(queue);
    return true;
}

void ems_queue_free(struct ems_queue *queue)
{
    free(queue->heap.items);
    free(queue->pending.items);
    memset(queue, 0, sizeof *queue);
}
