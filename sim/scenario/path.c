#include "scenario/path.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER_SIZE = 12 };

/* The segment's text, in `number` when it is one. */
static const char *segment_text(const struct ems_path *path, char number[NUMBER_SIZE])
{
    if (path->segment != NULL) return path->segment;
    snprintf(number, NUMBER_SIZE, "%d", (int)path->number);
    return number;
}

const char *ems_path_text(const struct ems_path *path, struct ems_arena *arena)
{
    char number[NUMBER_SIZE];
    size_t length = 0;
    if (path == NULL) return "";
    for (const struct ems_path *part = path; part != NULL; part = part->up)
        length += strlen(segment_text(part, number)) + 1;
    char *text = ems_arena_alloc(arena, length, 1);
    if (text == NULL) return NULL;
    for (const struct ems_path *part = path; part != NULL; part = part->up) { /* from the end */
        const char *segment = segment_text(part, number);
        size_t size = strlen(segment);
        text[--length] = part == path ? '\0' : '.';
        length -= size;
        memcpy(text + length, segment, size);
    }
    return text;
}
