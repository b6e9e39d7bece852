/* A growing array without pointers inside: the world is made of these, so that it can be copied, hashed and
 * written as bytes. */
#ifndef EMS_BASE_ARRAY_H
#define EMS_BASE_ARRAY_H

#include <stdbool.h>
#include <stdint.h>

#define EMS_ARRAY(type)          \
    struct {                     \
        type *items;             \
        int32_t count, capacity; \
    }

/* Room for `need` items of `size` bytes at *items, which begins where a line of memory does (64 bytes); new
 * room is zeroed. False when memory is out or the array would pass 2^31 - 1 items; nothing is lost then.
 * (Cold: calls of it, which are many and rarely made, stand apart from the code that each event runs through,
 * which just fits into the first cache.) */
__attribute__((cold)) bool ems_array_reserve(void **items, int32_t *capacity, int64_t need, uint32_t size);

#define EMS_RESERVE(array, need)    \
    ((need) <= (array)->capacity || \
     ems_array_reserve((void **)&(array)->items, &(array)->capacity, (need), sizeof *(array)->items))

/* Appends one item (an lvalue expression of the array's type); false when memory is out. */
#define EMS_PUSH(array, item)                                                                              \
    (EMS_RESERVE((array), (int64_t)(array)->count + 1) ? ((array)->items[(array)->count++] = (item), true) \
                                                       : false)

#endif
