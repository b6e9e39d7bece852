/* Memory that is given out piece by piece and freed in one call: one arena per scenario, one per replication.
 * Everything allocated is zeroed. A failed allocation returns NULL and sets `failed`, which stays set: a
 * builder may allocate freely and ask once at the end. */
#ifndef EMS_BASE_ARENA_H
#define EMS_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/expect.h"

struct ems_arena_block;
struct ems_arena_deferred;

struct ems_arena {
    struct ems_arena_block *blocks;
    struct ems_arena_deferred *deferred;
    size_t used, capacity; /* of the newest block, bytes */
    size_t total;          /* bytes taken from the system */
    bool failed;
};

void *ems_arena_alloc(struct ems_arena *arena, size_t count, size_t size);
char *ems_arena_strdup(struct ems_arena *arena, const char *text);
char *ems_arena_strndup(struct ems_arena *arena, const char *text, size_t length);
char *ems_arena_format(struct ems_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void ems_arena_take_back(struct ems_arena *arena);
/* Takes everything back but keeps the newest block for the next use: for scratch. */
static inline void ems_arena_reset(struct ems_arena *arena)
{
    if (ems_seldom(arena->used > 0 || arena->failed))
        ems_arena_take_back(arena); /* else nothing was asked for */
}
void ems_arena_free(struct ems_arena *arena);
/* Calls function(argument) when the arena is reset or freed, before its memory goes; the last one deferred
 * comes first. For what is not memory of the arena, such as a mapped file. False, and nothing will be called,
 * when memory is out. */
bool ems_arena_defer(struct ems_arena *arena, void (*function)(void *argument), void *argument);

#define EMS_NEW(arena, type) ((type *)ems_arena_alloc((arena), 1, sizeof(type)))
#define EMS_NEW_ARRAY(arena, type, count) ((type *)ems_arena_alloc((arena), (size_t)(count), sizeof(type)))

#endif
