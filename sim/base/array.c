#include "base/array.h"

#include <stdlib.h>
#include <string.h>

#include "base/pages.h"

/* A record of 64 bytes is to be one line of memory, not parts of two. */
enum { LINE = 64, LARGE = 256 * 1024 };

/* Whole lines, or, of much, whole large pages. */
static void *allocate(size_t size)
{
    size_t unit = size < LARGE ? LINE : EMS_LARGE_PAGE, whole = (size + unit - 1) / unit * unit;
    void *memory = aligned_alloc(unit, whole);
    if (memory != NULL) ems_pages_wish_large(memory, whole);
    return memory;
}

bool ems_array_reserve(void **items, int32_t *capacity, int64_t need, uint32_t size)
{
    if (need <= *capacity) return true;
    if (need > INT32_MAX) return false;
    int64_t grown = *capacity ? (int64_t)*capacity * 2 : 16;
    if (grown < need) grown = need;
    if (grown > INT32_MAX) grown = INT32_MAX;
    size_t used = (size_t)*capacity * size, room = (size_t)grown * size;
    unsigned char *moved = allocate(room);
    if (moved == NULL) return false;
    if (used > 0) memcpy(moved, *items, used);
    memset(moved + used, 0, room - used);
    free(*items);
    *items = moved;
    *capacity = (int32_t)grown;
    return true;
}
