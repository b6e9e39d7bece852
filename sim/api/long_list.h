/* A list that grows at one end and may be forgotten at the other: items stand in chunks that never move, so
 * that growing copies nothing and forgetting is freeing a chunk. */
#ifndef EMS_API_LONG_LIST_H
#define EMS_API_LONG_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EMS_LONG_LIST_CHUNK = 4096 }; /* items */

struct ems_long_list {
    unsigned char **chunks;
    int32_t chunk_count, capacity;
    int64_t forgotten; /* chunks, before the first one */
    int64_t past;      /* number of items ever put in: the next one has this number */
    int64_t most;      /* items that are kept; a chunk more at times */
    size_t item_size;
};

/* An empty list. */
static inline struct ems_long_list ems_long_list(size_t item_size, int64_t most)
{
    return (struct ems_long_list){.most = most, .item_size = item_size};
}

/* The first item that is kept; past when there is none. */
static inline int64_t ems_long_list_first(const struct ems_long_list *list)
{
    int64_t first = list->forgotten * EMS_LONG_LIST_CHUNK;
    return first < list->past ? first : list->past;
}

/* NULL when there is no such item or it is forgotten. */
static inline void *ems_long_list_at(const struct ems_long_list *list, int64_t number)
{
    int64_t chunk = number / EMS_LONG_LIST_CHUNK - list->forgotten;
    if (number < 0 || number >= list->past || chunk < 0) return NULL;
    return list->chunks[chunk] + (size_t)(number % EMS_LONG_LIST_CHUNK) * list->item_size;
}

/* The item of that number; those that are missing up to it come into being as zeroes. NULL: memory is out, or
 * it is forgotten. */
void *ems_long_list_reach(struct ems_long_list *list, int64_t number);
/* Puts an item in. */
bool ems_long_list_push(struct ems_long_list *list, const void *item);
/* Forgets the items from `past` on. */
void ems_long_list_cut(struct ems_long_list *list, int64_t past);
size_t ems_long_list_bytes(const struct ems_long_list *list);
void ems_long_list_free(struct ems_long_list *list);

#endif
