/* The event queue: at most one pending event for each slot (an actor), ordered by (time, priority, sequence)
 * and exact to the last bit: a 4-ary heap of 128-bit keys that are compared as one integer. Without pointers,
 * so that a world that contains it can be copied.
 *
 * Two things make it quick. Taking an event out leaves a hole at the top, which the next event that is
 * planned falls into: one way down instead of one down and one up. And an event that is cancelled or moved
 * stays in the heap until it surfaces; `pending` knows that it is stale.
 *
 * `sorted` turns it into a plain sorted list, the slow twin that the heap is checked against. */
#ifndef EMS_DES_QUEUE_H
#define EMS_DES_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/time.h"

/* time 64 | priority 4 | sequence 36 | slot 24, most significant first */
__extension__ typedef unsigned __int128 ems_event_key;

enum { EMS_SLOTS_MAX = 1 << 24, EMS_EVENT_PRIORITIES = 16 };

struct ems_queue {
    EMS_ARRAY(ems_event_key)
    pending; /* by slot: its event, 0 when there is none. The rest follows from it: */
    EMS_ARRAY(ems_event_key) heap;
    uint64_t sequence; /* events scheduled so far, below 2^36 */
    int32_t stale;     /* keys in the heap that are pending no more */
    bool hole;         /* the top of the heap has been taken out */
    bool sorted;
};

/* Plans the slot's event, in place of one already pending. Times are not negative. O(log n). False when
 * memory is out, or after 2^24 slots or 2^36 events. */
bool ems_queue_schedule(struct ems_queue *queue, int32_t slot, ems_time time, uint32_t priority);
/* Takes the slot's event out, if there is one. O(1) on average. */
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
/* The same for equal contents, whatever the order inside. */
uint64_t ems_queue_hash(const struct ems_queue *queue);
/* Empties the queue, keeps its memory. */
void ems_queue_clear(struct ems_queue *queue, bool sorted);
/* Makes the heap again from `pending`, which was filled from outside. False: memory is out. */
bool ems_queue_rebuild(struct ems_queue *queue);
void ems_queue_free(struct ems_queue *queue);

#endif
