#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pages.h"

struct ems_arena_block {
    struct ems_arena_block *older;
    _Alignas(max_align_t) unsigned char bytes[];
};

struct ems_arena_deferred {
    struct ems_arena_deferred *older;
    void (*function)(void *argument);
    void *argument;
};

enum { FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 4 * 1024 * 1024 };

static bool add_block(struct ems_arena *arena, size_t need)
{
    size_t size = arena->capacity ? arena->capacity * 2 : FIRST_BLOCK;
    if (size > LARGEST_STEP) size = LARGEST_STEP;
    if (size < need) size = need;
    if (size > SIZE_MAX - sizeof(struct ems_arena_block)) return false;
    struct ems_arena_block *block = calloc(1, sizeof *block + size);
    if (block == NULL) return false;
    ems_pages_wish_large(block, sizeof *block + size);
    block->older = arena->blocks;
    arena->blocks = block;
    arena->used = 0;
    arena->capacity = size;
    arena->total += sizeof *block + size;
    return true;
}

void *ems_arena_alloc(struct ems_arena *arena, size_t count, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    if (size != 0 && count > (SIZE_MAX - align) / size) {
        arena->failed = true;
        return NULL;
    }
    size_t bytes = (count * size + align - 1) / align * align;
    if (bytes == 0) bytes = align;
    if (arena->capacity - arena->used < bytes && !add_block(arena, bytes)) {
        arena->failed = true;
        return NULL;
    }
    void *p = arena->blocks->bytes + arena->used;
    arena->used += bytes;
    return p;
}

char *ems_arena_strndup(struct ems_arena *arena, const char *text, size_t length)
{
    char *copy = ems_arena_alloc(arena, length + 1, 1);
    if (copy != NULL) memcpy(copy, text, length);
    return copy;
}

char *ems_arena_strdup(struct ems_arena *arena, const char *text)
{
    return ems_arena_strndup(arena, text, strlen(text));
}

char *ems_arena_format(struct ems_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = length < 0 ? NULL : ems_arena_alloc(arena, (size_t)length + 1, 1);
    if (text == NULL) {
        arena->failed = true;
        return NULL;
    }
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

bool ems_arena_defer(struct ems_arena *arena, void (*function)(void *argument), void *argument)
{
    struct ems_arena_deferred *deferred = EMS_NEW(arena, struct ems_arena_deferred);
    if (deferred == NULL) return false;
    *deferred = (struct ems_arena_deferred){arena->deferred, function, argument};
    arena->deferred = deferred;
    return true;
}

static void run_deferred(struct ems_arena *arena)
{
    for (const struct ems_arena_deferred *d = arena->deferred; d != NULL; d = d->older)
        d->function(d->argument);
    arena->deferred = NULL;
}

void ems_arena_take_back(struct ems_arena *arena)
{
    run_deferred(arena);
    struct ems_arena_block *kept = arena->blocks;
    if (kept == NULL) return;
    for (struct ems_arena_block *block = kept->older; block != NULL;) {
        struct ems_arena_block *older = block->older;
        free(block);
        block = older;
    }
    kept->older = NULL;
    memset(kept->bytes, 0, arena->used);
    arena->used = 0;
    arena->total = sizeof *kept + arena->capacity;
    arena->failed = false;
}

void ems_arena_free(struct ems_arena *arena)
{
    run_deferred(arena);
    for (struct ems_arena_block *block = arena->blocks; block != NULL;) {
        struct ems_arena_block *older = block->older;
        free(block);
        block = older;
    }
    memset(arena, 0, sizeof *arena);
}
