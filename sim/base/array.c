#include "base/array.h"

#include <stdlib.h>
#include <string.h>

bool ems_array_reserve(void **items, int32_t *capacity, int64_t need, uint32_t size)
{
    if (need <= *capacity) return true;
    if (need > INT32_MAX) return false;
    int64_t grown = *capacity ? (int64_t)*capacity * 2 : 16;
    if (grown < need) grown = need;
    if (grown > INT32_MAX) grown = INT32_MAX;
    unsigned char *moved = realloc(*items, (size_t)grown * size);
    if (moved == NULL) return false;
    memset(moved + (size_t)*capacity * size, 0, (size_t)(grown - *capacity) * size);
    *items = moved;
    *capacity = (int32_t)grown;
    return true;
}
