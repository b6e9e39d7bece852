/* The bare loops' event list: a 4-ary min-heap of 128-bit keys, compared without branches. The high half of a
 * key is the bits of a time >= 0, the low half a sequence number (40 bits) and a slot (24 bits): equal times
 * leave in order of entry. No cancellation, no handles. The caller frees `keys`. */
#ifndef EMS_TESTS_BARE_HEAP_H
#define EMS_TESTS_BARE_HEAP_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 bare_key;

struct bare_heap {
    bare_key *keys;
    uint32_t count, capacity;
    uint64_t sequence;
};

static inline double bare_key_time(bare_key key)
{
    uint64_t bits = (uint64_t)(key >> 64);
    double time;
    memcpy(&time, &bits, sizeof time);
    return time;
}

static inline uint32_t bare_key_slot(bare_key key)
{
    return (uint32_t)key & 0xffffff;
}

static inline uint64_t bare_key_sequence(bare_key key)
{
    return (uint64_t)key >> 24;
}

static inline uint32_t bare_least_of_four(const bare_key *keys, uint32_t first)
{
    uint32_t a = first + (keys[first + 1] < keys[first]);
    uint32_t b = first + 2 + (keys[first + 3] < keys[first + 2]);
    return keys[b] < keys[a] ? b : a;
}

static inline uint32_t bare_least_of(const bare_key *keys, uint32_t first, uint32_t end)
{
    uint32_t least = first;
    for (uint32_t i = first + 1; i < end; i++) least = keys[i] < keys[least] ? i : least;
    return least;
}

/* Returns the sequence number of the new event. Aborts when memory is out: a bare loop has no error path. */
static inline uint64_t bare_heap_push(struct bare_heap *heap, double time, uint32_t slot)
{
    if (__builtin_expect(heap->count == heap->capacity, 0)) {
        heap->capacity = heap->capacity ? 2 * heap->capacity : 64;
        heap->keys = realloc(heap->keys, heap->capacity * sizeof *heap->keys);
        if (!heap->keys) abort();
    }
    uint64_t bits;
    memcpy(&bits, &time, sizeof bits);
    bare_key key = (bare_key)bits << 64 | heap->sequence << 24 | slot;
    uint32_t i = heap->count++;
    for (uint32_t parent; i > 0 && key < heap->keys[parent = (i - 1) / 4]; i = parent)
        heap->keys[i] = heap->keys[parent];
    heap->keys[i] = key;
    return heap->sequence++;
}

static inline bare_key bare_heap_pop(struct bare_heap *heap)
{
    bare_key *keys = heap->keys, top = keys[0], last = keys[--heap->count];
    uint32_t count = heap->count, i = 0;
    for (;;) {
        uint32_t child = 4 * i + 1, least;
        if (__builtin_expect(child + 4 <= count, 1))
            least = bare_least_of_four(keys, child);
        else if (child < count)
            least = bare_least_of(keys, child, count);
        else
            break;
        if (last <= keys[least]) break;
        keys[i] = keys[least];
        i = least;
    }
    keys[i] = last;
    return top;
}

#endif
