#include "des/queue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOT_BITS = 24,
    SEQUENCE_BITS = 36,
    FRONT_LEAST = 5, /* of fewer, more buckets are taken into the front, */
    FRONT_FULL = 8,  /* until it has so many */
    FRONT_FROM = 12, /* a bucket of so many becomes the front as it is */
    FRONT_MAX = 40,  /* beyond that, the later half goes back into buckets */
    FRONT_ROOM = 64  /* at least, beyond one for each slot */
};

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

/* Buckets --------------------------------------------------------------------------------------------------
 */

/* The highest digit in which the two differ. */
static inline int level_of(ems_time time, ems_time base)
{
    int bit = 63 - __builtin_clzll((uint64_t)(time ^ base) | 1);
    return bit * 43 >> 8; /* a sixth of it */
}

static inline void bucket_insert(struct ems_queue *q, int32_t slot, ems_time time)
{
    int level = level_of(time, q->base);
    int digit = (int)((uint64_t)time >> (EMS_QUEUE_DIGIT * level) & 63);
    int32_t bucket = level << EMS_QUEUE_DIGIT | digit, next = -1;
    uint64_t bit = (uint64_t)1 << digit;
    if (q->occupied[level] & bit) {
        next = q->first[bucket];
        q->link.items[next].previous = slot;
    }
    q->link.items[slot] = (struct ems_queue_link){.next = next, .previous = ~bucket};
    q->first[bucket] = slot;
    q->occupied[level] |= bit;
    q->levels |= 1u << level;
}

static inline void bucket_empty(struct ems_queue *q, int32_t bucket)
{
    int level = bucket >> EMS_QUEUE_DIGIT;
    q->occupied[level] &= ~((uint64_t)1 << (bucket & 63));
    if (q->occupied[level] == 0) q->levels &= ~(1u << level);
}

static void bucket_remove(struct ems_queue *q, int32_t slot)
{
    struct ems_queue_link l = q->link.items[slot];
    if (l.next >= 0) q->link.items[l.next].previous = l.previous;
    if (l.previous >= 0)
        q->link.items[l.previous].next = l.next;
    else if (l.next >= 0)
        q->first[~l.previous] = l.next;
    else
        bucket_empty(q, ~l.previous);
}

/* The front ------------------------------------------------------------------------------------------------
 */

/* Those before `least` stay where they are. */
static inline void front_insert(struct ems_queue *q, ems_event_key key, int32_t least)
{
    ems_event_key *front = q->front.items;
    int32_t place = q->front.count++;
    for (; place > least && key < front[place - 1]; place--) front[place] = front[place - 1];
    front[place] = key;
}

static inline bool is_stale(const struct ems_queue *q, ems_event_key key)
{
    return q->pending.items[key_slot(key)] != key;
}

/* Sorts the buckets again by an earlier base. */
static void rebase(struct ems_queue *q, ems_time base)
{
    int32_t all = -1;
    for (uint32_t levels = q->levels; levels != 0; levels &= levels - 1) {
        int level = __builtin_ctz(levels);
        for (uint64_t digits = q->occupied[level]; digits != 0; digits &= digits - 1)
            for (int32_t slot = q->first[level << EMS_QUEUE_DIGIT | __builtin_ctzll(digits)], next; slot >= 0;
                 slot = next) {
                next = q->link.items[slot].next;
                q->link.items[slot].next = all;
                all = slot;
            }
        q->occupied[level] = 0;
    }
    q->levels = 0;
    q->base = base;
    for (int32_t next; all >= 0; all = next) {
        next = q->link.items[all].next;
        bucket_insert(q, all, key_time(q->pending.items[all]));
    }
}

/* The later half goes back into buckets, unless all is at one time. */
static __attribute__((noinline)) void shorten_front(struct ems_queue *q)
{
    const ems_event_key *front = q->front.items;
    int32_t kept = (q->head + q->front.count) / 2;
    ems_time horizon = key_time(front[kept]);
    if (horizon == key_time(front[q->head])) return;
    while (key_time(front[kept - 1]) == horizon) kept--;
    if (horizon < q->base) rebase(q, horizon);
    for (int32_t i = kept; i < q->front.count; i++)
        if (!is_stale(q, front[i])) bucket_insert(q, key_slot(front[i]), key_time(front[i]));
    q->front.count = kept;
    q->horizon = horizon;
}

static int earlier_first(const void *a, const void *b)
{
    ems_event_key x = *(const ems_event_key *)a, y = *(const ems_event_key *)b;
    return (x > y) - (x < y);
}

/* Puts the events of a bucket behind the front, if they are few, or all at one time. */
static inline bool bucket_to_front(struct ems_queue *q, int32_t bucket)
{
    int32_t before = q->front.count;
    for (int32_t slot = q->first[bucket]; slot >= 0; slot = q->link.items[slot].next) {
        if (q->front.count - before == FRONT_FROM) {
            q->front.count = before;
            if (bucket >> EMS_QUEUE_DIGIT > 0) return false;
            for (slot = q->first[bucket]; slot >= 0; slot = q->link.items[slot].next)
                q->front.items[q->front.count++] = q->pending.items[slot];
            qsort(q->front.items + before, (size_t)(q->front.count - before), sizeof *q->front.items,
                  earlier_first);
            return true;
        }
        front_insert(q, q->pending.items[slot], before);
    }
    return true;
}

/* Parts the events of a bucket by their next digit, counted from `base`, the bucket's first moment. */
static void part_bucket(struct ems_queue *q, int32_t bucket)
{
    for (int32_t slot = q->first[bucket], next; slot >= 0; slot = next) {
        next = q->link.items[slot].next;
        if (next >= 0) __builtin_prefetch(&q->pending.items[next]);
        bucket_insert(q, slot, key_time(q->pending.items[slot]));
    }
}

/* Takes the first bucket of all into the front, or parts it when it holds too many. */
static inline void take_bucket(struct ems_queue *q)
{
    int level = __builtin_ctz(q->levels), digit = __builtin_ctzll(q->occupied[level]);
    int32_t bucket = level << EMS_QUEUE_DIGIT | digit;
    uint64_t width = (uint64_t)1 << (EMS_QUEUE_DIGIT * level);
    uint64_t above = level + 1 < EMS_QUEUE_LEVELS ? ~(width * 64 - 1) : 0;
    uint64_t start = ((uint64_t)q->base & above) | (uint64_t)digit * width, end = start + width;
    q->base = (ems_time)start;
    bucket_empty(q, bucket);
    if (!bucket_to_front(q, bucket)) {
        part_bucket(q, bucket);
        end = start;
    }
    q->horizon = end > (uint64_t)EMS_NEVER ? EMS_NEVER : (ems_time)end;
}

/* The front begins at its array's beginning again. */
static inline void compact_front(struct ems_queue *q)
{
    for (int32_t i = q->head; i < q->front.count; i++) q->front.items[i - q->head] = q->front.items[i];
    q->front.count -= q->head;
    q->head = 0;
}

static __attribute__((noinline)) void fill_front(struct ems_queue *q)
{
    compact_front(q);
    while (q->levels != 0 && q->front.count < FRONT_FULL) take_bucket(q);
}

/* Brings an event to the head of the front that is pending; false when there is none. */
static inline bool settle(struct ems_queue *q)
{
    for (;;) {
        if (q->front.count - q->head < FRONT_LEAST && q->levels != 0) fill_front(q);
        if (q->head == q->front.count) return false;
        if (!is_stale(q, q->front.items[q->head])) return true;
        q->head++;
    }
}

/* The slow twin: all events in the front --------------------------------------------------------------------
 */

static void list_remove(struct ems_queue *q, ems_event_key key)
{
    ems_event_key *list = q->front.items;
    int32_t place = q->head;
    while (list[place] != key) place++;
    q->front.count--;
    for (int32_t i = place; i < q->front.count; i++) list[i] = list[i + 1];
}

/* ----------------------------------------------------------------------------------------------------------
 */

/* Room for an event of that slot, wherever it goes. */
static __attribute__((noinline)) bool make_room(struct ems_queue *q, int32_t slot)
{
    if (slot >= EMS_SLOTS_MAX || (q->sequence + 1) >> SEQUENCE_BITS != 0) return false;
    compact_front(q);
    int64_t slots = slot < q->pending.count ? q->pending.count : (int64_t)slot + 1;
    int64_t front = 2 * (int64_t)q->front.count > slots ? 2 * (int64_t)q->front.count : slots;
    if (!EMS_RESERVE(&q->pending, slots) || !EMS_RESERVE(&q->link, slots) ||
        !EMS_RESERVE(&q->front, front + FRONT_ROOM))
        return false;
    q->pending.count = (int32_t)slots;
    return true;
}

bool ems_queue_schedule(struct ems_queue *queue, int32_t slot, ems_time time, uint32_t priority)
{
    assert(slot >= 0 && time >= 0 && priority < EMS_EVENT_PRIORITIES);
    if ((slot >= queue->pending.count || queue->front.count == queue->front.capacity ||
         (queue->sequence + 1) >> SEQUENCE_BITS != 0) &&
        !make_room(queue, slot))
        return false;
    if (queue->pending.items[slot] != 0) ems_queue_cancel(queue, slot);
    ems_event_key key = make_key(time, priority, ++queue->sequence, slot);
    queue->pending.items[slot] = key;
    if (time >= queue->horizon && !queue->sorted) {
        bucket_insert(queue, slot, time);
    } else {
        front_insert(queue, key, queue->head);
        if (queue->front.count - queue->head > FRONT_MAX && !queue->sorted) shorten_front(queue);
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
    else if (key_time(key) >= queue->horizon)
        bucket_remove(queue, slot);
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
    return settle(queue) ? key_time(queue->front.items[queue->head]) : EMS_NEVER;
}

int32_t ems_queue_pop_until(struct ems_queue *queue, ems_time until, ems_time *time)
{
    if (!settle(queue)) return -1;
    ems_event_key key = queue->front.items[queue->head];
    if (key_time(key) > until) return -1;
    queue->head++;
    queue->pending.items[key_slot(key)] = 0;
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

/* Nothing in the front, nothing in the buckets. */
static void forget_order(struct ems_queue *q)
{
    q->front.count = q->head = 0;
    q->base = q->horizon = 0;
    memset(q->occupied, 0, sizeof q->occupied);
    q->levels = 0;
}

void ems_queue_clear(struct ems_queue *queue, bool sorted)
{
    if (queue->pending.items != NULL)
        memset(queue->pending.items, 0, (size_t)queue->pending.capacity * sizeof *queue->pending.items);
    queue->pending.count = 0;
    queue->sequence = 0;
    queue->sorted = sorted;
    forget_order(queue);
}

bool ems_queue_rebuild(struct ems_queue *queue)
{
    forget_order(queue);
    if (!EMS_RESERVE(&queue->front, (int64_t)queue->pending.count + FRONT_ROOM) ||
        !EMS_RESERVE(&queue->link, queue->pending.count))
        return false;
    for (int32_t slot = 0; slot < queue->pending.count; slot++) {
        ems_event_key key = queue->pending.items[slot];
        if (key == 0) continue;
        if (queue->sorted)
            front_insert(queue, key, 0);
        else
            bucket_insert(queue, slot, key_time(key));
    }
    return true;
}

void ems_queue_free(struct ems_queue *queue)
{
    free(queue->front.items);
    free(queue->link.items);
    free(queue->pending.items);
    memset(queue, 0, sizeof *queue);
}
