#include "road/parts.h"

struct search {
    const int32_t *first_arc, *head;
    int32_t *part;
    int32_t *met, *low;  /* order in which nodes are met, from 1; the earliest that is reached from below */
    int32_t *next_arc;   /* of each node, to be followed next */
    int32_t *way, *open; /* from the root to where the search is; met, but in no part yet */
    int32_t way_count, open_count, met_count, part_count;
};

static void meet(struct search *s, int32_t node)
{
    s->met[node] = s->low[node] = ++s->met_count;
    s->next_arc[node] = s->first_arc[node];
    s->way[s->way_count++] = node;
    s->open[s->open_count++] = node;
}

/* All that was opened since the node was met is one part. */
static void close_part(struct search *s, int32_t node)
{
    int32_t last;
    do {
        last = s->open[--s->open_count];
        s->part[last] = s->part_count;
    } while (last != node);
    s->part_count++;
}

static void leave(struct search *s, int32_t node)
{
    s->way_count--;
    if (s->low[node] == s->met[node]) {
        close_part(s, node);
    } else {
        /* a root reaches none earlier than itself, so there is a node before this one */
        int32_t before = s->way[s->way_count - 1];
        if (s->low[node] < s->low[before]) s->low[before] = s->low[node];
    }
}

/* Goes one arc further from where the search is, or one back. */
static void step(struct search *s)
{
    int32_t node = s->way[s->way_count - 1];
    if (s->next_arc[node] == s->first_arc[node + 1]) {
        leave(s, node);
        return;
    }
    int32_t to = s->head[s->next_arc[node]++];
    if (s->met[to] == 0)
        meet(s, to);
    else if (s->part[to] < 0 && s->met[to] < s->low[node])
        s->low[node] = s->met[to];
}

enum ems_status ems_parts_find(int32_t node_count, const int32_t *first_arc, const int32_t *head,
                               struct ems_arena *scratch, int32_t *part, int32_t *part_count)
{
    struct search s = {
        .first_arc = first_arc,
        .head = head,
        .part = part,
        .met = EMS_NEW_ARRAY(scratch, int32_t, node_count),
        .low = EMS_NEW_ARRAY(scratch, int32_t, node_count),
        .next_arc = EMS_NEW_ARRAY(scratch, int32_t, node_count),
        .way = EMS_NEW_ARRAY(scratch, int32_t, node_count),
        .open = EMS_NEW_ARRAY(scratch, int32_t, node_count),
    };
    if (scratch->failed) return EMS_NO_MEMORY;
    for (int32_t node = 0; node < node_count; node++) part[node] = -1;
    for (int32_t root = 0; root < node_count; root++) {
        if (s.met[root] == 0) meet(&s, root);
        while (s.way_count > 0) step(&s);
    }
    *part_count = s.part_count;
    return EMS_OK;
}

enum ems_status ems_parts_largest(int32_t node_count, const int32_t *part, int32_t part_count,
                                  struct ems_arena *scratch, int32_t *largest)
{
    int32_t *size = EMS_NEW_ARRAY(scratch, int32_t, part_count);
    if (size == NULL) return EMS_NO_MEMORY;
    *largest = -1;
    for (int32_t node = 0; node < node_count; node++) size[part[node]]++;
    for (int32_t node = 0; node < node_count; node++)
        if (*largest < 0 || size[part[node]] > size[*largest]) *largest = part[node];
    return EMS_OK;
}
