#include "road/dijkstra.h"

#include <stdlib.h>

#include "road/metric.h"

struct entry {
    ems_time time;
    uint64_t tie;
    int32_t node;
};

/* A binary heap in which a node may stand several times: all but the first to come out are stale. */
struct heap {
    EMS_ARRAY(struct entry) entries;
};

static bool before(const struct entry *a, const struct entry *b)
{
    return a->time != b->time ? a->time < b->time : a->tie < b->tie;
}

static bool heap_add(struct heap *heap, struct entry entry)
{
    if (!EMS_PUSH(&heap->entries, entry)) return false;
    struct entry *at = heap->entries.items;
    int32_t i = heap->entries.count - 1;
    for (; i > 0 && before(&entry, &at[(i - 1) / 2]); i = (i - 1) / 2) at[i] = at[(i - 1) / 2];
    at[i] = entry;
    return true;
}

static struct entry heap_take(struct heap *heap)
{
    struct entry *at = heap->entries.items, first = at[0], last = at[--heap->entries.count];
    int32_t count = heap->entries.count, i = 0;
    for (int32_t child; (child = 2 * i + 1) < count; i = child) {
        if (child + 1 < count && before(&at[child + 1], &at[child])) child++;
        if (!before(&at[child], &last)) break;
        at[i] = at[child];
    }
    at[i] = last;
    return first;
}

struct search {
    const struct ems_network *network;
    const ems_time *arc_time;
    struct entry *best; /* by node: the least found so far; its `node` is the last arc, -1 for none */
    struct heap heap;
};

static bool look_on(struct search *s, struct entry here)
{
    const struct ems_network *n = s->network;
    for (int32_t a = n->first_arc[here.node]; a < n->first_arc[here.node + 1]; a++) {
        if (s->arc_time[a] >= EMS_FAR) continue;
        struct entry there = {here.time + s->arc_time[a], here.tie, n->head[a]}, *best = &s->best[there.node];
        if (there.time > best->time) continue;
        there.tie += ems_arc_tie(n, a);
        if (!before(&there, best)) continue;
        *best = (struct entry){there.time, there.tie, a};
        if (!heap_add(&s->heap, there)) return false;
    }
    return true;
}

static enum ems_status search_all(struct search *s, int32_t from, int64_t *settled)
{
    s->best[from] = (struct entry){0, 0, -1};
    if (!heap_add(&s->heap, (struct entry){0, 0, from})) return EMS_NO_MEMORY;
    while (s->heap.entries.count > 0) {
        struct entry here = heap_take(&s->heap);
        if (before(&s->best[here.node], &here)) continue;
        ++*settled;
        if (!look_on(s, here)) return EMS_NO_MEMORY;
    }
    return EMS_OK;
}

enum ems_status ems_dijkstra(const struct ems_network *network, const ems_time *arc_time, int32_t from,
                             ems_time *times, int32_t *last_arc, int64_t *settled)
{
    int64_t count = 0;
    struct search s = {.network = network, .arc_time = arc_time};
    s.best = malloc((size_t)network->node_count * sizeof *s.best);
    enum ems_status status = s.best == NULL ? EMS_NO_MEMORY : EMS_OK;
    if (status == EMS_OK) {
        for (int32_t i = 0; i < network->node_count; i++) s.best[i] = (struct entry){EMS_FAR, 0, -1};
        status = search_all(&s, from, &count);
    }
    for (int32_t i = 0; status == EMS_OK && i < network->node_count; i++) {
        if (times) times[i] = s.best[i].time < EMS_FAR ? s.best[i].time : EMS_NEVER;
        if (last_arc) last_arc[i] = s.best[i].node;
    }
    if (settled) *settled = count;
    free(s.heap.entries.items);
    free(s.best);
    return status;
}
