#include "des/queue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/expect.h"

enum {
    SLOT_BITS = 24,
    PRIORITY_BITS = 4,
    SEQUENCE_BITS = 36,
    WINDOW_BITS = 64 - PRIORITY_BITS - SLOT_BITS, /* of the time in a key of the front */
    FRONT_LEAST = 5,                              /* of fewer, more buckets are taken into the front, */
    FRONT_FULL = 96,                              /* until it has so many */
    FRONT_FROM = 32,                              /* a bucket of so many becomes the front as it is */
    FRONT_MAX = 192,                              /* beyond that, the later half goes back into buckets */
};

static const ems_time window_length = (ems_time)1 << WINDOW_BITS;

/* The beginning of the window that a time lies in. */
static inline ems_time window_of(ems_time time)
{
    return time & -window_length;
}

static inline ems_time after(ems_time time, ems_time length)
{
    return time > EMS_NEVER - length ? EMS_NEVER : time + length;
}

/* Sequence numbers begin at 1. */
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

/* No key's lower half is 0. */
static inline bool is_planned(ems_event_key key)
{
    return (uint64_t)key != 0;
}

/* The key in the front: without the sequence, the time without what its window tells. */
static inline uint64_t front_key(ems_time time, uint64_t priority, int32_t slot)
{
    return (uint64_t)time << (PRIORITY_BITS + SLOT_BITS) | priority << SLOT_BITS | (uint64_t)slot;
}

static inline uint64_t front_key_of(ems_event_key key)
{
    return front_key(key_time(key), (uint64_t)key >> (SLOT_BITS + SEQUENCE_BITS), key_slot(key));
}

static inline int32_t front_slot(uint64_t key)
{
    return (int32_t)(key & (EMS_SLOTS_MAX - 1));
}

static inline ems_time front_time(const struct ems_queue *q, uint64_t key)
{
    return q->window + (ems_time)(key >> (PRIORITY_BITS + SLOT_BITS));
}

/* Buckets --------------------------------------------------------------------------------------------------
 * Events at one moment are always in the same bucket, in the order in which they were planned.
 */

/* The highest digit in which the two differ. */
static inline int level_of(ems_time time, ems_time base)
{
    int bit = 63 ^ __builtin_clzll((uint64_t)(time ^ base) | 1);
    return bit * 43 >> 8; /* a sixth of it */
}

static inline void bucket_insert(struct ems_queue *q, int32_t slot, ems_time time)
{
    int level = level_of(time, q->base);
    int digit = (int)((uint64_t)time >> (EMS_QUEUE_DIGIT * level) & 63);
    int32_t bucket = level << EMS_QUEUE_DIGIT | digit, last = ~bucket;
    uint64_t bit = (uint64_t)1 << digit;
    if (q->occupied[level] & bit) {
        last = q->last[bucket];
        q->link.items[last].next = slot;
    } else {
        q->first[bucket] = slot;
        q->occupied[level] |= bit;
        q->levels |= 1u << level;
    }
    q->link.items[slot] = (struct ems_queue_link){.next = ~bucket, .previous = last};
    q->last[bucket] = slot;
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
    if (l.next < 0 && l.previous < 0) {
        bucket_empty(q, ~l.next);
        return;
    }
    *(l.next < 0 ? &q->last[~l.next] : &q->link.items[l.next].previous) = l.previous;
    *(l.previous < 0 ? &q->first[~l.previous] : &q->link.items[l.previous].next) = l.next;
}

/* Sorts the buckets again by an earlier base. */
static void rebase(struct ems_queue *q, ems_time base)
{
    int32_t all = -1, *end = &all;
    for (uint32_t levels = q->levels; levels != 0; levels &= levels - 1) {
        int level = __builtin_ctz(levels);
        for (uint64_t digits = q->occupied[level]; digits != 0; digits &= digits - 1) {
            int32_t bucket = level << EMS_QUEUE_DIGIT | __builtin_ctzll(digits);
            *end = q->first[bucket];
            end = &q->link.items[q->last[bucket]].next;
        }
        q->occupied[level] = 0;
    }
    *end = -1;
    q->levels = 0;
    q->base = base;
    for (int32_t next; all >= 0; all = next) {
        next = q->link.items[all].next;
        bucket_insert(q, all, key_time(q->pending.items[all]));
    }
}

/* The front ------------------------------------------------------------------------------------------------
 * The next event stands last, so that taking it out is to count one less; end marks stand first.
 */

static inline int32_t front_size(const struct ems_queue *q)
{
    return q->front.count - EMS_QUEUE_STRIDE;
}

static void empty_front(struct ems_queue *q)
{
    if (q->front.items == NULL) return;
    q->front.count = EMS_QUEUE_STRIDE;
    memset(q->front.items, 0xff, EMS_QUEUE_STRIDE * sizeof *q->front.items);
}

/* Those up to the key's time and priority were planned before it and come first: they step aside, towards the
 * array's end. They are counted and moved without branches on where the last of them stands, which cannot be
 * foreseen: the first move may take what is behind the front along. The very next one is left out of that, so
 * that whoever asks for it need not wait until the key's place is known. */
static inline void front_insert(struct ems_queue *q, uint64_t key)
{
    const uint64_t limit = key | (EMS_SLOTS_MAX - 1);
    uint64_t *const end = q->front.items + q->front.count++, next = end[-1];
    if (ems_seldom(next > limit)) { /* as an end mark is */
        *end = key;
        return;
    }
    uint64_t *from = end - 1, *place = from;
    while (ems_seldom(place[-EMS_QUEUE_STRIDE] <= limit)) place -= EMS_QUEUE_STRIDE;
    int before = 0;
    for (int i = 1; i < EMS_QUEUE_STRIDE; i++) before += place[-i] <= limit;
    place -= before;
    from -= before;
    for (; from >= place; from -= EMS_QUEUE_STRIDE)
        for (int i = EMS_QUEUE_STRIDE - 2; i >= 0; i -= 2) memmove(from + i + 1, from + i, 2 * sizeof *from);
    *place = key;
    *end = next;
}

static void front_remove(struct ems_queue *q, uint64_t key)
{
    uint64_t *place = q->front.items + --q->front.count;
    for (uint64_t nearer = *place, moved; nearer != key; nearer = moved) {
        moved = *--place;
        *place = nearer;
    }
}

/* The `count` latest of the front go back into buckets. */
static void put_back(struct ems_queue *q, int32_t count, ems_time horizon)
{
    uint64_t *latest = q->front.items + EMS_QUEUE_STRIDE;
    if (horizon < q->base) rebase(q, horizon);
    for (int32_t i = count - 1; i >= 0; i--)
        bucket_insert(q, front_slot(latest[i]), front_time(q, latest[i]));
    memmove(latest, latest + count, (size_t)(front_size(q) - count) * sizeof *latest);
    q->front.count -= count;
    q->horizon = horizon;
}

/* The later half goes back into buckets, unless all is at one time. True: the answer of a plan, whose last
 * call this is. */
static __attribute__((noinline)) bool shorten_front(struct ems_queue *q)
{
    const uint64_t *latest = q->front.items + EMS_QUEUE_STRIDE;
    int32_t count = front_size(q) / 2;
    ems_time horizon = front_time(q, latest[count - 1]);
    if (horizon == front_time(q, latest[front_size(q) - 1])) return true;
    while (front_time(q, latest[count]) == horizon) count++;
    put_back(q, count, horizon);
    return true;
}

/* An event before the window: the front was filled when nothing else was planned for long. */
static __attribute__((noinline)) void move_window_back(struct ems_queue *q, ems_time time)
{
    put_back(q, front_size(q), window_of(time));
    q->window = q->horizon;
}

/* While the front is filled it is turned round: the next event first. */
static inline void turn_front(struct ems_queue *q)
{
    uint64_t *a = q->front.items + EMS_QUEUE_STRIDE, *b = q->front.items + q->front.count;
    while (a < --b) {
        uint64_t key = *a;
        *a++ = *b;
        *b = key;
    }
}

/* Behind the turned front; what it holds from `from` on steps aside. */
static inline void front_append(struct ems_queue *q, uint64_t key, int32_t from)
{
    uint64_t *front = q->front.items, limit = key | (EMS_SLOTS_MAX - 1);
    int32_t place = q->front.count++;
    for (; place > from && front[place - 1] > limit; place--) front[place] = front[place - 1];
    front[place] = key;
}

/* Puts the events of a bucket behind the front, if they are few, or all at one time. */
static inline bool bucket_to_front(struct ems_queue *q, int32_t bucket)
{
    int32_t before = q->front.count;
    bool divides = bucket >> EMS_QUEUE_DIGIT > 0;
    for (int32_t slot = q->first[bucket]; slot >= 0; slot = q->link.items[slot].next) {
        if (q->front.count - before == FRONT_FROM && divides) {
            q->front.count = before;
            return false;
        }
        front_append(q, front_key_of(q->pending.items[slot]), before);
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

/* Takes the first bucket of all into the front, or parts it when it holds too many. False when there is none,
 * or none in the front's window: the front must be used up first. */
static inline bool take_bucket(struct ems_queue *q)
{
    if (q->levels == 0) return false;
    int level = __builtin_ctz(q->levels), digit = __builtin_ctzll(q->occupied[level]);
    int32_t bucket = level << EMS_QUEUE_DIGIT | digit;
    uint64_t width = (uint64_t)1 << (EMS_QUEUE_DIGIT * level);
    uint64_t above = level + 1 < EMS_QUEUE_LEVELS ? ~(width * 64 - 1) : 0;
    uint64_t start = ((uint64_t)q->base & above) | (uint64_t)digit * width;
    if (window_of((ems_time)start) != q->window) {
        if (front_size(q) > 0) return false;
        q->window = window_of((ems_time)start);
    }
    bucket_empty(q, bucket);
    q->base = q->horizon = (ems_time)start;
    if (width > (uint64_t)window_length || !bucket_to_front(q, bucket))
        part_bucket(q, bucket);
    else
        q->horizon = after(q->base, (ems_time)width);
    return true;
}

/* The slow twin: the next event of all becomes the front, where nothing else goes. */
static void search_front(struct ems_queue *q)
{
    ems_event_key next = 0;
    for (int32_t slot = 0; slot < q->pending.count; slot++) {
        ems_event_key key = q->pending.items[slot];
        if (is_planned(key) && (next == 0 || key < next)) next = key;
    }
    empty_front(q);
    if (next == 0) return;
    q->window = q->horizon = window_of(key_time(next));
    front_insert(q, front_key_of(next));
}

static __attribute__((noinline)) void fill_front(struct ems_queue *q)
{
    if (q->plain) {
        search_front(q);
        return;
    }
    turn_front(q);
    while (front_size(q) < FRONT_FULL) {
        if (take_bucket(q)) continue;
        q->horizon = after(q->window, window_length);
        break;
    }
    turn_front(q);
}

/* Brings the next event to the end of the front; false when there is none. */
static inline bool settle(struct ems_queue *q)
{
    if (ems_seldom(front_size(q) < FRONT_LEAST) && (q->levels != 0 || q->plain)) fill_front(q);
    return front_size(q) > 0;
}

/* ----------------------------------------------------------------------------------------------------------
 */

static inline bool is_out_of_numbers(const struct ems_queue *q)
{
    return q->sequence >= ((uint64_t)1 << SEQUENCE_BITS) - 1;
}

/* Room for an event of that slot, wherever it goes. */
static bool make_room(struct ems_queue *q, int32_t slot)
{
    if (slot >= EMS_SLOTS_MAX || is_out_of_numbers(q)) return false;
    int64_t slots = slot < q->pending.count ? q->pending.count : (int64_t)slot + 1;
    if (!EMS_RESERVE(&q->pending, slots) || !EMS_RESERVE(&q->link, slots) ||
        !EMS_RESERVE(&q->front, slots + 2 * EMS_QUEUE_STRIDE))
        return false;
    if (q->front.count == 0) empty_front(q);
    q->pending.count = (int32_t)slots;
    return true;
}

static inline void enter(struct ems_queue *q, int32_t slot, ems_time time, uint32_t priority)
{
    q->pending.items[slot] = make_key(time, priority, ++q->sequence, slot);
}

/* Beyond the front, or before its window, or never. */
static __attribute__((noinline)) bool plan_far(struct ems_queue *q, int32_t slot, ems_time time,
                                               uint32_t priority)
{
    assert(time >= 0);
    if (time == EMS_NEVER) return true;
    enter(q, slot, time, priority);
    if (q->plain) return true;
    if (time < q->window) move_window_back(q, time);
    bucket_insert(q, slot, time);
    return true;
}

static inline bool plan(struct ems_queue *q, int32_t slot, ems_time time, uint32_t priority)
{
    if (ems_seldom(time < q->window || time >= q->horizon)) return plan_far(q, slot, time, priority);
    enter(q, slot, time, priority);
    front_insert(q, front_key(time, priority, slot));
    return front_size(q) <= FRONT_MAX || shorten_front(q);
}

/* The slot has its first event, or one already, or numbers are out. */
static __attribute__((noinline)) bool clear_and_plan(struct ems_queue *q, int32_t slot, ems_time time,
                                                     uint32_t priority)
{
    assert(slot >= 0 && priority < EMS_EVENT_PRIORITIES);
    ems_queue_cancel(q, slot);
    return time == EMS_NEVER || (make_room(q, slot) && ems_queue_schedule(q, slot, time, priority));
}

bool ems_queue_schedule(struct ems_queue *queue, int32_t slot, ems_time time, uint32_t priority)
{
    if (ems_seldom((uint32_t)slot >= (uint32_t)queue->pending.count) ||
        ems_seldom(is_planned(queue->pending.items[slot])) || ems_seldom(is_out_of_numbers(queue)))
        return clear_and_plan(queue, slot, time, priority);
    return plan(queue, slot, time, priority);
}

void ems_queue_cancel(struct ems_queue *queue, int32_t slot)
{
    if (!ems_queue_pending(queue, slot)) return;
    ems_event_key key = queue->pending.items[slot];
    queue->pending.items[slot] = 0;
    if (queue->plain) return;
    if (key_time(key) >= queue->horizon)
        bucket_remove(queue, slot);
    else
        front_remove(queue, front_key_of(key));
}

bool ems_queue_pending(const struct ems_queue *queue, int32_t slot)
{
    return slot < queue->pending.count && is_planned(queue->pending.items[slot]);
}

ems_time ems_queue_time_of(const struct ems_queue *queue, int32_t slot)
{
    return ems_queue_pending(queue, slot) ? key_time(queue->pending.items[slot]) : EMS_NEVER;
}

ems_time ems_queue_next_time(struct ems_queue *queue)
{
    return settle(queue) ? front_time(queue, queue->front.items[queue->front.count - 1]) : EMS_NEVER;
}

int32_t ems_queue_pop_until(struct ems_queue *queue, ems_time until, ems_time *time)
{
    if (!settle(queue)) return -1;
    uint64_t key = queue->front.items[queue->front.count - 1];
    ems_time at = front_time(queue, key);
    if (at > until) return -1;
    queue->front.count--;
    queue->pending.items[front_slot(key)] = 0;
    *time = at;
    return front_slot(key);
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
    empty_front(q);
    q->window = q->base = q->horizon = 0;
    memset(q->occupied, 0, sizeof q->occupied);
    q->levels = 0;
}

void ems_queue_clear(struct ems_queue *queue, bool plain)
{
    if (queue->pending.items != NULL)
        memset(queue->pending.items, 0, (size_t)queue->pending.capacity * sizeof *queue->pending.items);
    queue->pending.count = 0;
    queue->sequence = 0;
    queue->plain = plain;
    forget_order(queue);
}

static int planned_first(const void *a, const void *b, void *pending)
{
    const ems_event_key *keys = pending;
    ems_event_key x = keys[*(const uint64_t *)a], y = keys[*(const uint64_t *)b];
    return (x > y) - (x < y);
}

bool ems_queue_rebuild(struct ems_queue *queue)
{
    if (!EMS_RESERVE(&queue->front, (int64_t)queue->pending.count + 2 * EMS_QUEUE_STRIDE) ||
        !EMS_RESERVE(&queue->link, queue->pending.count))
        return false;
    forget_order(queue);
    if (queue->plain) return true;
    uint64_t *slots = queue->front.items + EMS_QUEUE_STRIDE; /* free as yet */
    size_t count = 0;
    for (int32_t slot = 0; slot < queue->pending.count; slot++)
        if (queue->pending.items[slot] != 0) slots[count++] = (uint64_t)slot;
    qsort_r(slots, count, sizeof *slots, planned_first, queue->pending.items);
    for (size_t i = 0; i < count; i++)
        bucket_insert(queue, (int32_t)slots[i], key_time(queue->pending.items[slots[i]]));
    return true;
}

void ems_queue_free(struct ems_queue *queue)
{
    free(queue->front.items);
    free(queue->link.items);
    free(queue->pending.items);
    memset(queue, 0, sizeof *queue);
}
