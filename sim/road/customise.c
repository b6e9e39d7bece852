#include "road/customise.h"

#include <string.h>

#include "road/hierarchy.h"

struct making {
    const struct ems_network *network;
    const struct ems_hierarchy *h;
    uint16_t *level;
    struct ems_weights up, down;
    int32_t *lower;       /* by edge: its lower rank */
    int32_t *first_below; /* by rank, node_count + 1: where the edges that end there begin in `below` */
    int32_t *below;
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

/* Every edge starts as the fastest arc that it stands for; of equal parallel ones the lower number. */
static void put_arcs(struct making *m, const ems_time *arc_time)
{
    const struct ems_network *n = m->network;
    for (int32_t a = 0; a < n->arc_count; a++) {
        int32_t from = m->h->rank[n->tail[a]], to = m->h->rank[n->head[a]];
        if (arc_time[a] >= EMS_FAR || from == to) continue;
        int32_t e = ems_hierarchy_edge(m->h, from < to ? from : to, from < to ? to : from);
        struct ems_weights *side = from < to ? &m->up : &m->down;
        if (arc_time[a] >= side->time[e]) continue;
        side->time[e] = arc_time[a];
        side->tie[e] = ems_arc_tie(n, a);
        side->via[e] = -1 - a;
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

/* The edges of a rank by the level that they lead to. */
static void spread_edges(const struct making *m, int32_t x, int32_t *edge_to)
{
    for (int32_t e = m->h->first_up[x]; e < m->h->first_up[x + 1]; e++) edge_to[m->level[e]] = e;
}

static inline void take_if_less(struct ems_weights *side, int32_t e, ems_time time, uint64_t tie, int32_t via)
{
    if (time > side->time[e] || (time == side->time[e] && tie >= side->tie[e])) return;
    side->time[e] = time;
    side->tie[e] = tie;
    side->via[e] = via;
}

/* Ways from x to its other upper neighbours and back over the lower end of edge `d`, which ends at x. */
static void go_over(struct making *m, int32_t d, const int32_t *edge_to)
{
    ems_time to_y = m->down.time[d], from_y = m->up.time[d];
    uint64_t to_y_tie = m->down.tie[d], from_y_tie = m->up.tie[d];
    for (int32_t e = d + 1; e < m->h->first_up[m->lower[d] + 1]; e++) {
        int32_t f = edge_to[m->level[e]];
        take_if_less(&m->up, f, to_y + m->up.time[e], to_y_tie + m->up.tie[e], d);
        take_if_less(&m->down, f, m->down.time[e] + from_y, m->down.tie[e] + from_y_tie, d);
    }
}

/* From the lowest rank up: an edge's time over all ranks below its lower end. */
static void customise(struct making *m)
{
    int32_t edge_to[EMS_ROAD_DEPTH_MAX];
    for (int32_t x = 0; x < m->network->node_count; x++) {
        spread_edges(m, x, edge_to);
        for (int32_t i = m->first_below[x]; i < m->first_below[x + 1]; i++) go_over(m, m->below[i], edge_to);
    }
}

static inline void lessen(ems_time *time, ems_time by)
{
    *time = by < *time ? by : *time;
}

/* Ways between x and its upper neighbours over an upper neighbour y, to which edge `d` leads. */
static void go_round(struct making *m, int32_t d, int32_t end, const int32_t *y_edge_to)
{
    ems_time *up = m->up.least, *down = m->down.least;
    for (int32_t e = d + 1; e < end; e++) {
        int32_t f = y_edge_to[m->level[e]]; /* from y to where e leads */
        lessen(&up[e], up[d] + up[f]);
        lessen(&up[d], up[e] + down[f]);
        lessen(&down[e], down[d] + down[f]);
        lessen(&down[d], down[e] + up[f]);
    }
}

/* From the top rank down: the least time over ranks above as well. */
static void find_least(struct making *m)
{
    int32_t edge_to[EMS_ROAD_DEPTH_MAX];
    size_t size = (size_t)m->h->edge_count * sizeof(ems_time);
    if (size == 0) return;
    memcpy(m->up.least, m->up.time, size);
    memcpy(m->down.least, m->down.time, size);
    for (int32_t x = m->network->node_count - 1; x >= 0; x--)
        for (int32_t d = m->h->first_up[x + 1] - 1; d >= m->h->first_up[x]; d--) {
            spread_edges(m, m->h->up[d], edge_to);
            go_round(m, d, m->h->first_up[x + 1], edge_to);
        }
}

static struct ems_weights new_weights(int32_t edges, struct ems_arena *arena)
{
    struct ems_weights w = {EMS_NEW_ARRAY(arena, ems_time, edges), EMS_NEW_ARRAY(arena, uint64_t, edges),
                            EMS_NEW_ARRAY(arena, int32_t, edges), EMS_NEW_ARRAY(arena, ems_time, edges)};
    for (int32_t e = 0; !arena->failed && e < edges; e++) w.time[e] = EMS_FAR;
    return w;
}

enum ems_status ems_customise(const struct ems_network *network, const ems_time *arc_time,
                              struct ems_arena *arena, struct ems_customised *out)
{
    int32_t edges = network->hierarchy.edge_count;
    struct making m = {.network = network,
                       .h = &network->hierarchy,
                       .level = EMS_NEW_ARRAY(arena, uint16_t, edges),
                       .up = new_weights(edges, arena),
                       .down = new_weights(edges, arena),
                       .lower = EMS_NEW_ARRAY(arena, int32_t, edges),
                       .first_below = EMS_NEW_ARRAY(arena, int32_t, network->node_count + 1),
                       .below = EMS_NEW_ARRAY(arena, int32_t, edges)};
    if (arena->failed) return EMS_NO_MEMORY;
    for (int32_t e = 0; e < edges; e++) m.level[e] = (uint16_t)m.h->level[m.h->up[e]];
    put_arcs(&m, arc_time);
    list_edges_below(&m);
    customise(&m);
    find_least(&m);
    *out = (struct ems_customised){m.level, m.up, m.down};
    return EMS_OK;
}
