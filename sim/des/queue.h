/* The event queue: at most one pending event for each slot (an actor), ordered by (time, priority, sequence)
 * and exact to the last bit. Without pointers, so that a world that contains it can be copied.
 *
 * The next events stand sorted in `front`, as 64-bit keys, the very next one last: of a few vehicles, all
 * that happens within hours. Those from `horizon` on lie in a radix heap (Ahuja, Mehlhorn, Orlin and Tarjan
 * 1990): buckets by the highest digit of 64 in which an event's time differs from `base`, a time that none of
 * them is before. Planning such an event is to put it into a list; when the front is used up, the first
 * buckets become the front, or are parted into finer ones when they hold many. So an event is moved a few
 * times whatever their number, and who comes next is known ahead of time (ems_queue_ahead).
 *
 * `plain` keeps no order and looks through all events for the next one: the slow twin that the rest is
 * checked against. */
#ifndef EMS_DES_QUEUE_H
#define EMS_DES_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/time.h"

/* time 64 | priority 4 | sequence 36 | slot 24, most significant first */
__extension__ typedef unsigned __int128 ems_event_key;

enum {
    EMS_SLOTS_MAX = 1 << 24,
    EMS_EVENT_PRIORITIES = 15, /* the last of 4 bits is kept for end marks */
    EMS_QUEUE_DIGIT = 6,       /* bits */
    EMS_QUEUE_LEVELS = 11,
    EMS_QUEUE_STRIDE = 8 /* so many step aside at once in the front, and so many end marks stand there */
};

/* Neighbours in the list of a bucket, earliest planned first; ~ the bucket itself at its ends. */
struct ems_queue_link {
    int32_t next, previous;
};

struct ems_queue {
    /* By slot: its event, 0 when there is none. The rest follows from it. */
    EMS_ARRAY(ems_event_key) pending;
    /* End marks, then time since `window` 36 | priority 4 | slot 24; the next one last. */
    EMS_ARRAY(uint64_t) front;
    EMS_ARRAY(struct ems_queue_link) link; /* by slot, of those from horizon on */
    uint32_t levels;                       /* bits: some bucket is occupied */
    ems_time window, base, horizon;        /* window: 2^36 us that all of the front lies in, from here on */
    uint64_t sequence;                     /* events scheduled so far, below 2^36 */
    uint64_t occupied[EMS_QUEUE_LEVELS];
    int32_t first[EMS_QUEUE_LEVELS << EMS_QUEUE_DIGIT]; /* slots; only where occupied */
    int32_t last[EMS_QUEUE_LEVELS << EMS_QUEUE_DIGIT];
    bool plain;
};

/* Plans the slot's event, in place of one already pending; for EMS_NEVER there is none then. Times are not
 * negative, nor before the event that was taken out last. Amortised O(1) for events spread over time. False
 * when memory is out, or after 2^24 slots or 2^36 events. */
bool ems_queue_schedule(struct ems_queue *queue, int32_t slot, ems_time time, uint32_t priority);
/* Takes the slot's event out, if there is one. O(1), or a short search when it is among the next. */
void ems_queue_cancel(struct ems_queue *queue, int32_t slot);
bool ems_queue_pending(const struct ems_queue *queue, int32_t slot);
/* Time of the slot's pending event; EMS_NEVER when there is none. */
ems_time ems_queue_time_of(const struct ems_queue *queue, int32_t slot);
/* Time of the next event, EMS_NEVER when the queue is empty. */
ems_time ems_queue_next_time(struct ems_queue *queue);
/* Takes the next event out: its slot, or -1 when the queue is empty. */
int32_t ems_queue_pop(struct ems_queue *queue, ems_time *time);
/* The same, but -1 also when the next event is later than `until`. */
int32_t ems_queue_pop_until(struct ems_queue *queue, ems_time until, ems_time *time);
/* The slot of a coming event, 0 the next one, as far as is known without work; -1 when it is not. A guess: it
 * may be cancelled, or others come before it. */
static inline int32_t ems_queue_ahead(const struct ems_queue *queue, int32_t place)
{
    if (place >= queue->front.count - EMS_QUEUE_STRIDE) return -1;
    return (int32_t)(queue->front.items[queue->front.count - 1 - place] & (EMS_SLOTS_MAX - 1));
}
/* The same for equal contents, whatever the order inside. */
uint64_t ems_queue_hash(const struct ems_queue *queue);
/* Empties the queue, keeps its memory. */
void ems_queue_clear(struct ems_queue *queue, bool plain);
/* Makes the rest again from `pending`, which was filled from outside. False: memory is out. */
bool ems_queue_rebuild(struct ems_queue *queue);
void ems_queue_free(struct ems_queue *queue);

#endif
