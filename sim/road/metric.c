#include "road/metric.h"

#include <string.h>

/* The metric in the making (Dibbelt, Strasser and Wagner 2016, basic customisation). */
struct making {
    const struct ems_network *network;
    const struct ems_hierarchy *h;
    uint16_t *up_level;
    ems_time *up, *down;
    uint64_t *up_tie, *down_tie;
    uint32_t *up_mm, *down_mm;
    int32_t *up_via, *down_via;
    int32_t *lower;       /* by edge: its lower rank */
    int32_t *first_below; /* by rank, node_count + 1: where the edges that end there begin in `below` */
    int32_t *below;       /* those edges */
};

uint64_t ems_arc_tie(const struct ems_network *network, int32_t arc)
{
    /* The mixer of SplitMix64 (Steele, Lea and Flood 2014). */
    uint64_t z = (uint64_t)network->id[network->tail[arc]] * 0x9e3779b97f4a7c15u;
    z ^= (uint64_t)network->id[network->head[arc]] + 0x632be59bd9b4e019u + (z >> 29);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return ((z ^ (z >> 31)) >> 24) + 1;
}

static int32_t find_edge(const struct ems_hierarchy *h, int32_t low, int32_t high)
{
    int32_t from = h->first_up[low], to = h->first_up[low + 1] - 1;
    while (from < to) {
        int32_t middle = from + (to - from) / 2;
        if (h->up[middle] < high)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Every edge starts as the fastest arc that it stands for; of equal parallel ones the lower number. */
static void put_arcs(struct making *m, const ems_time *arc_time)
{
    const struct ems_network *n = m->network;
    for (int32_t a = 0; a < n->arc_count; a++) {
        int32_t from = m->h->rank[n->tail[a]], to = m->h->rank[n->head[a]];
        if (arc_time[a] >= EMS_FAR || from == to) continue;
        int32_t e = from < to ? find_edge(m->h, from, to) : find_edge(m->h, to, from);
        ems_time *time = from < to ? m->up : m->down;
        if (arc_time[a] >= time[e]) continue;
        time[e] = arc_time[a];
        (from < to ? m->up_tie : m->down_tie)[e] = ems_arc_tie(n, a);
        (from < to ? m->up_via : m->down_via)[e] = -1 - a;
    }
}

static void list_edges_below(struct making *m)
{
    int32_t n = m->network->node_count, *next = m->first_below + 1;
    for (int32_t e = 0; e < m->h->edge_count; e++) next[m->h->up[e]]++;
    for (int32_t x = 0, sum = 0; x < n; x++) {
        int32_t count = next[x];
        next[x] = sum;
        sum += count;
    }
    for (int32_t x = 0; x < n; x++)
        for (int32_t e = m->h->first_up[x]; e < m->h->first_up[x + 1]; e++) {
            m->lower[e] = x;
            m->below[next[m->h->up[e]]++] = e;
        }
}

static inline void improve(ems_time *time, uint64_t *tie, int32_t *via, ems_time by_time, uint64_t by_tie,
                           int32_t over)
{
    if (by_time > *time || (by_time == *time && by_tie >= *tie)) return;
    *time = by_time;
    *tie = by_tie;
    *via = over;
}

/* Ways from x to its other upper neighbours and back over the lower end of edge `d`, which ends at x. */
static void go_over(struct making *m, int32_t d, const int32_t *edge_to)
{
    int32_t y = m->lower[d];
    ems_time to_y = m->down[d], from_y = m->up[d];
    for (int32_t e = d + 1; e < m->h->first_up[y + 1]; e++) {
        int32_t f = edge_to[m->up_level[e]];
        improve(&m->up[f], &m->up_tie[f], &m->up_via[f], to_y + m->up[e], m->down_tie[d] + m->up_tie[e], d);
        improve(&m->down[f], &m->down_tie[f], &m->down_via[f], m->down[e] + from_y,
                m->down_tie[e] + m->up_tie[d], d);
    }
}

static void customise(struct making *m)
{
    int32_t edge_to[EMS_ROAD_DEPTH_MAX]; /* by level: x's edge to the rank above it there */
    for (int32_t x = 0; x < m->network->node_count; x++) {
        for (int32_t e = m->h->first_up[x]; e < m->h->first_up[x + 1]; e++) edge_to[m->up_level[e]] = e;
        for (int32_t i = m->first_below[x]; i < m->first_below[x + 1]; i++) go_over(m, m->below[i], edge_to);
    }
}

static uint32_t add_lengths(uint32_t a, uint32_t b)
{
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

/* Lengths of the ways that were found, from the lowest rank up: halves lie lower than what they make up. */
static void measure_edges(struct making *m)
{
    for (int32_t e = 0; e < m->h->edge_count; e++) {
        int32_t low = m->up_via[e];
        if (m->up[e] < EMS_FAR)
            m->up_mm[e] = low < 0 ? m->network->length_mm[-1 - low]
                                  : add_lengths(m->down_mm[low], m->up_mm[ems_other_half(m->h, low, e)]);
        low = m->down_via[e];
        if (m->down[e] < EMS_FAR)
            m->down_mm[e] = low < 0 ? m->network->length_mm[-1 - low]
                                    : add_lengths(m->up_mm[low], m->down_mm[ems_other_half(m->h, low, e)]);
    }
}

static bool allocate(struct making *m, struct ems_arena *arena, struct ems_arena *scratch)
{
    int32_t edges = m->h->edge_count;
    m->up_level = EMS_NEW_ARRAY(arena, uint16_t, edges);
    m->up = EMS_NEW_ARRAY(arena, ems_time, edges);
    m->down = EMS_NEW_ARRAY(arena, ems_time, edges);
    m->up_tie = EMS_NEW_ARRAY(arena, uint64_t, edges);
    m->down_tie = EMS_NEW_ARRAY(arena, uint64_t, edges);
    m->up_mm = EMS_NEW_ARRAY(arena, uint32_t, edges);
    m->down_mm = EMS_NEW_ARRAY(arena, uint32_t, edges);
    m->up_via = EMS_NEW_ARRAY(arena, int32_t, edges);
    m->down_via = EMS_NEW_ARRAY(arena, int32_t, edges);
    m->lower = EMS_NEW_ARRAY(scratch, int32_t, edges);
    m->below = EMS_NEW_ARRAY(scratch, int32_t, edges);
    m->first_below = EMS_NEW_ARRAY(scratch, int32_t, m->network->node_count + 1);
    return !arena->failed && !scratch->failed;
}

enum ems_status ems_metric_build(const struct ems_network *network, const ems_time *arc_time,
                                 struct ems_arena *arena, struct ems_metric *out)
{
    struct ems_arena scratch = {0};
    struct making m = {.network = network, .h = &network->hierarchy};
    bool room = allocate(&m, arena, &scratch);
    if (room) {
        for (int32_t e = 0; e < m.h->edge_count; e++) {
            m.up_level[e] = (uint16_t)m.h->level[m.h->up[e]];
            m.up[e] = m.down[e] = EMS_FAR;
        }
        put_arcs(&m, arc_time);
        list_edges_below(&m);
        customise(&m);
        measure_edges(&m);
        *out = (struct ems_metric){.network = network,
                                   .arc_time = arc_time,
                                   .up_level = m.up_level,
                                   .up = m.up,
                                   .down = m.down,
                                   .up_tie = m.up_tie,
                                   .down_tie = m.down_tie,
                                   .up_mm = m.up_mm,
                                   .down_mm = m.down_mm,
                                   .up_via = m.up_via,
                                   .down_via = m.down_via};
    }
    ems_arena_free(&scratch);
    return room ? EMS_OK : EMS_NO_MEMORY;
}
