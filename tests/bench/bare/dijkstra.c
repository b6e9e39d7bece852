#include "bench/bare/dijkstra.h"

#include <stdlib.h>

struct bare_roads bare_roads_create(int32_t node_count, const int32_t *first_arc, const int32_t *head,
                                    const int64_t *arc_time)
{
    struct bare_roads r = {.node_count = node_count,
                           .arc_count = first_arc[node_count],
                           .first_arc = first_arc,
                           .head = head,
                           .arc_time = arc_time};
    r.time = malloc((size_t)node_count * sizeof *r.time);
    r.heap = malloc(((size_t)r.arc_count + 1) * sizeof *r.heap);
    if (!r.time || !r.heap) exit(1);
    return r;
}

void bare_roads_free(struct bare_roads *roads)
{
    free(roads->time);
    free(roads->heap);
}

static void push(struct bare_entry *heap, int32_t i, struct bare_entry entry)
{
    for (; i > 0 && heap[(i - 1) / 2].time > entry.time; i = (i - 1) / 2) heap[i] = heap[(i - 1) / 2];
    heap[i] = entry;
}

static struct bare_entry pop(struct bare_entry *heap, int32_t count)
{
    struct bare_entry first = heap[0], last = heap[count];
    int32_t i = 0;
    for (int32_t child; (child = 2 * i + 1) < count; i = child) {
        if (child + 1 < count && heap[child + 1].time < heap[child].time) child++;
        if (heap[child].time >= last.time) break;
        heap[i] = heap[child];
    }
    heap[i] = last;
    return first;
}

void bare_dijkstra(struct bare_roads *roads, int32_t from)
{
    int32_t count = 0;
    for (int32_t i = 0; i < roads->node_count; i++) roads->time[i] = INT64_MAX;
    roads->time[from] = 0;
    push(roads->heap, count++, (struct bare_entry){0, from});
    while (count > 0) {
        struct bare_entry here = pop(roads->heap, --count);
        if (here.time > roads->time[here.node]) continue;
        for (int32_t a = roads->first_arc[here.node]; a < roads->first_arc[here.node + 1]; a++) {
            struct bare_entry there = {here.time + roads->arc_time[a], roads->head[a]};
            if (there.time >= roads->time[there.node]) continue;
            roads->time[there.node] = there.time;
            push(roads->heap, count++, there);
        }
    }
}
