#include "des/queue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ARITY = 4, SLOT_BITS = 24, SEQUENCE_BITS = 36 };

static ems_event_key make_key(ems_time time, uint32_t priority, uint64_t sequence, int32_t slot)
{
    uint64_t low = (uint64_t)priority << (SLOT_BITS + SEQUENCE_BITS) | sequence << SLOT_BITS | (uint64_t)slot;
    return (ems_event_key)(uint64_t)time << 64 | low;
}

static int32_t key_slot(ems_event_key key)
{
    return (int32_t)((uint32_t)key & (EMS_SLOTS_MAX - 1));
}

static ems_time key_time(ems_event_key key)
{
    return (ems_time)(uint64_t)(key >> 64);
}

static inline void put(struct ems_queue *q, int32_t place, ems_event_key key)
{
    q->heap.items[place] = key;
    q->position.items[key_slot(key)] = place + 1;
}

static void sift_up(struct ems_queue *q, int32_t place, ems_event_key key)
{
    const ems_event_key *heap = q->heap.items;
    while (place > 0) {
        int32_t parent = (place - 1) / ARITY;
        if (heap[parent] <= key) break;
        put(q, place, heap[parent]);
        place = parent;
    }
    put(q, place, key);
}

static inline int32_t least_child(const ems_event_key *heap, int32_t first, int32_t count)
{
    if (first + ARITY <= count) { /* a tournament of four, as sums so that no branch is made of it */
        int32_t a = first + (heap[first + 1] < heap[first]);
        int32_t b = first + 2 + (heap[first + 3] < heap[first + 2]);
        return heap[b] < heap[a] ? b : a;
    }
    int32_t best = first;
    for (int32_t i = first + 1; i < count; i++)
        if (heap[i] < heap[best]) best = i;
    return best;
}

static void sift_down(struct ems_queue *q, int32_t place, ems_event_key key)
{
    const ems_event_key *heap = q->heap.items;
    for (;;) {
        int32_t first = ARITY * place + 1;
        if (first >= q->heap.count) break;
        int32_t child = least_child(heap, first, q->heap.count);
        if (key <= heap[child]) break;
        put(q, place, heap[child]);
        place = child;
    }
    put(q, place, key);
}

/* The sorted list: latest first, so that the next event is the last item. */
static void list_insert(struct ems_queue *q, ems_event_key key)
{
    int32_t place = q->heap.count++;
    while (place > 0 && q->heap.items[place - 1] < key) {
        put(q, place, q->heap.items[place - 1]);
        place--;
    }
    put(q, place, key);
}

static void list_remove(struct ems_queue *q, int32_t place)
{
    q->heap.count--;
    for (int32_t i = place; i < q->heap.count; i++) put(q, i, q->heap.items[i + 1]);
}

static void heap_remove(struct ems_queue *q, int32_t place)
{
    ems_event_key last = q->heap.items[--q->heap.count];
    if (place == q->heap.count) return;
    if (place > 0 && last < q->heap.items[(place - 1) / ARITY])
        sift_up(q, place, last);
    else
        sift_down(q, place, last);
}

static void remove_at(struct ems_queue *q, int32_t place)
{
    q->position.items[key_slot(q->heap.items[place])] = 0;
    if (q->sorted)
        list_remove(q, place);
    else
        heap_remove(q, place);
}

static bool make_room(struct ems_queue *q, int32_t slot)
{
    if (slot >= EMS_SLOTS_MAX || q->sequence >> SEQUENCE_BITS != 0) return false;
    if (!EMS_RESERVE(&q->position, (int64_t)slot + 1)) return false;
    if (q->position.count <= slot) q->position.count = slot + 1;
    return EMS_RESERVE(&q->heap, (int64_t)q->heap.count + 1);
}

bool ems_queue_schedule(struct ems_queue *queue, int32_t slot, ems_time time, uint32_t priority)
{
    assert(slot >= 0 && time >= 0 && priority < EMS_EVENT_PRIORITIES);
    if ((slot >= queue->position.count || queue->heap.count == queue->heap.capacity ||
         queue->sequence >> SEQUENCE_BITS != 0) &&
        !make_room(queue, slot))
        return false;
    int32_t place = queue->position.items[slot];
    if (place != 0) remove_at(queue, place - 1);
    ems_event_key key = make_key(time, priority, queue->sequence++, slot);
    if (queue->sorted)
        list_insert(queue, key);
    else
        sift_up(queue, queue->heap.count++, key);
    return true;
}

void ems_queue_cancel(struct ems_queue *queue, int32_t slot)
{
    if (ems_queue_pending(queue, slot)) remove_at(queue, queue->position.items[slot] - 1);
}

bool ems_queue_pending(const struct ems_queue *queue, int32_t slot)
{
    return slot < queue->position.count && queue->position.items[slot] != 0;
}

ems_time ems_queue_time_of(const struct ems_queue *queue, int32_t slot)
{
    if (!ems_queue_pending(queue, slot)) return EMS_NEVER;
    return key_time(queue->heap.items[queue->position.items[slot] - 1]);
}

ems_time ems_queue_next_time(const struct ems_queue *queue)
{
    if (queue->heap.count == 0) return EMS_NEVER;
    return key_time(queue->heap.items[queue->sorted ? queue->heap.count - 1 : 0]);
}

int32_t ems_queue_pop(struct ems_queue *queue, ems_time *time)
{
    if (queue->heap.count == 0) return -1;
    int32_t place = queue->sorted ? queue->heap.count - 1 : 0;
    ems_event_key key = queue->heap.items[place];
    remove_at(queue, place);
    *time = key_time(key);
    return key_slot(key);
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
    for (int32_t i = 0; i < queue->heap.count; i++)
        sum += mix((uint64_t)queue->heap.items[i] ^ mix((uint64_t)(queue->heap.items[i] >> 64) + 1));
    return sum;
}

void ems_queue_free(struct ems_queue *queue)
{
    free(queue->heap.items);
    free(queue->position.items);
    memset(queue, 0, sizeof *queue);
}
