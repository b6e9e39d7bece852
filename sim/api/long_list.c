#include "api/long_list.h"

#include <stdlib.h>
#include <string.h>

static bool add_chunk(struct ems_long_list *list)
{
    if (list->chunk_count == list->capacity) {
        int32_t capacity = list->capacity == 0 ? 16 : 2 * list->capacity;
        unsigned char **chunks = realloc(list->chunks, (size_t)capacity * sizeof *chunks);
        if (chunks == NULL) return false;
        list->chunks = chunks;
        list->capacity = capacity;
    }
    unsigned char *chunk = calloc(EMS_LONG_LIST_CHUNK, list->item_size);
    if (chunk == NULL) return false;
    list->chunks[list->chunk_count++] = chunk;
    return true;
}

static void forget_first(struct ems_long_list *list)
{
    free(list->chunks[0]);
    memmove(list->chunks, list->chunks + 1, (size_t)--list->chunk_count * sizeof *list->chunks);
    list->forgotten++;
}

void *ems_long_list_reach(struct ems_long_list *list, int64_t number)
{
    if (number < 0 || number / EMS_LONG_LIST_CHUNK < list->forgotten) return NULL;
    while (number / EMS_LONG_LIST_CHUNK - list->forgotten >= list->chunk_count) {
        if (!add_chunk(list)) return NULL;
        if ((int64_t)(list->chunk_count - 1) * EMS_LONG_LIST_CHUNK > list->most) forget_first(list);
    }
    if (number >= list->past) list->past = number + 1;
    return ems_long_list_at(list, number);
}

bool ems_long_list_push(struct ems_long_list *list, const void *item)
{
    void *place = ems_long_list_reach(list, list->past);
    if (place == NULL) return false;
    memcpy(place, item, list->item_size);
    return true;
}

void ems_long_list_cut(struct ems_long_list *list, int64_t past)
{
    if (past >= list->past) return;
    int64_t first = ems_long_list_first(list);
    if (past < first) past = first;
    int64_t chunks = (past + EMS_LONG_LIST_CHUNK - 1) / EMS_LONG_LIST_CHUNK - list->forgotten;
    while (list->chunk_count > chunks) free(list->chunks[--list->chunk_count]);
    list->past = past;
    size_t used = (size_t)(past % EMS_LONG_LIST_CHUNK);
    if (used != 0)
        memset(list->chunks[chunks - 1] + used * list->item_size, 0,
               (EMS_LONG_LIST_CHUNK - used) * list->item_size);
}

size_t ems_long_list_bytes(const struct ems_long_list *list)
{
    return (size_t)list->chunk_count * EMS_LONG_LIST_CHUNK * list->item_size +
           (size_t)list->capacity * sizeof *list->chunks;
}

void ems_long_list_free(struct ems_long_list *list)
{
    for (int32_t i = 0; i < list->chunk_count; i++) free(list->chunks[i]);
    free(list->chunks);
    *list = (struct ems_long_list){.most = list->most, .item_size = list->item_size};
}
