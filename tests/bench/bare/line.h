/* A ring of arrival times: who waits in an M/M/c queue. The caller frees `rang`. */
#ifndef EMS_TESTS_BARE_LINE_H
#define EMS_TESTS_BARE_LINE_H

#include <stdint.h>
#include <stdlib.h>

struct bare_line {
    double *rang;
    uint32_t head, count, capacity; /* capacity is a power of two */
};

static inline void bare_line_grow(struct bare_line *line)
{
    uint32_t capacity = line->capacity ? 2 * line->capacity : 64;
    double *rang = malloc(capacity * sizeof *rang);
    if (!rang) abort();
    for (uint32_t i = 0; i < line->count; i++) rang[i] = line->rang[(line->head + i) & (line->capacity - 1)];
    free(line->rang);
    *line = (struct bare_line){rang, 0, line->count, capacity};
}

static inline void bare_line_push(struct bare_line *line, double rang)
{
    if (line->count == line->capacity) bare_line_grow(line);
    line->rang[(line->head + line->count++) & (line->capacity - 1)] = rang;
}

static inline double bare_line_pop(struct bare_line *line)
{
    double rang = line->rang[line->head];
    line->head = (line->head + 1) & (line->capacity - 1);
    line->count--;
    return rang;
}

#endif
