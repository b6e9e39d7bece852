/* From some nodes to all, or from all to some: up from the starts, then one sweep from the top down (PHAST,
 * Delling, Goldberg, Nowatzyk and Werneck 2011). */
#include "road/search.h"

struct sweep {
    const struct ems_hierarchy *h;
    int32_t node_count;
    /* Edges away from the starts, in whichever direction that is driven. */
    const struct ems_road_metric_side *up, *down;
};

static inline void lessen(ems_time *time, ems_time by)
{
    *time = by < *time ? by : *time;
}

/* Times only. */
static enum ems_status sweep_times(const struct sweep *s, const struct ems_road_start *starts, int32_t count,
                                   struct ems_arena *scratch, ems_time *times)
{
    const struct ems_road_metric_side *up = s->up, *down = s->down;
    ems_time *time = EMS_NEW_ARRAY(scratch, ems_time, s->node_count);
    if (time == NULL) return EMS_NO_MEMORY;
    for (int32_t x = 0; x < s->node_count; x++) time[x] = EMS_FAR;
    for (int32_t i = 0; i < count; i++) lessen(&time[s->h->rank[starts[i].node]], starts[i].lead);
    for (int32_t x = 0; x < s->node_count; x++) {
        if (time[x] >= EMS_FAR) continue;
        for (int32_t e = up->first[x]; e < up->first[x + 1]; e++)
            lessen(&time[up->upper[e]], time[x] + up->time[e]);
    }
    for (int32_t x = s->node_count - 1; x >= 0; x--) {
        ems_time least = time[x];
        for (int32_t e = down->first[x]; e < down->first[x + 1]; e++)
            lessen(&least, time[down->upper[e]] + down->time[e]);
        time[x] = least;
        times[s->h->node[x]] = least < EMS_FAR ? least : EMS_NEVER;
    }
    return EMS_OK;
}

/* How a rank is reached: of equal times from the first start, then by the lesser tie-break. */
struct reach {
    ems_time time;
    uint64_t tie;
    int64_t mm;
    int32_t start;
};

/* By an edge of a side from `here`. */
static inline void improve(struct reach *there, const struct reach *here,
                           const struct ems_road_metric_side *side, int32_t edge)
{
    ems_time time = here->time + side->time[edge];
    if (time > there->time) return;
    uint64_t tie = here->tie + side->tie[edge];
    if (time == there->time) {
        if (here->start > there->start) return;
        if (here->start == there->start && tie >= there->tie) return;
    }
    *there = (struct reach){time, tie, here->mm + side->mm[edge], here->start};
}

static void sweep_up(const struct sweep *s, struct reach *reach)
{
    for (int32_t x = 0; x < s->node_count; x++) {
        if (reach[x].time >= EMS_FAR) continue;
        for (int32_t e = s->up->first[x]; e < s->up->first[x + 1]; e++)
            improve(&reach[s->up->upper[e]], &reach[x], s->up, e);
    }
}

static void sweep_down(const struct sweep *s, struct reach *reach)
{
    for (int32_t x = s->node_count - 1; x >= 0; x--)
        for (int32_t e = s->down->first[x]; e < s->down->first[x + 1]; e++)
            improve(&reach[x], &reach[s->down->upper[e]], s->down, e);
}

/* Ranks with their reaches, in scratch; NULL when memory is out. */
static struct reach *sweep_ways(const struct sweep *s, const struct ems_road_start *starts, int32_t count,
                                struct ems_arena *scratch)
{
    struct reach *reach = EMS_NEW_ARRAY(scratch, struct reach, s->node_count);
    if (reach == NULL) return NULL;
    for (int32_t x = 0; x < s->node_count; x++) reach[x] = (struct reach){EMS_FAR, 0, 0, -1};
    for (int32_t i = 0; i < count; i++) {
        struct reach *start = &reach[s->h->rank[starts[i].node]];
        if (starts[i].lead < start->time) *start = (struct reach){starts[i].lead, 0, 0, i};
    }
    sweep_up(s, reach);
    sweep_down(s, reach);
    return reach;
}

static void put_ways(const struct sweep *s, const struct reach *reach, ems_time *times, int32_t *nearest,
                     float *lengths_m)
{
    for (int32_t x = 0; x < s->node_count; x++) {
        int32_t node = s->h->node[x];
        times[node] = reach[x].time < EMS_FAR ? reach[x].time : EMS_NEVER;
        if (nearest) nearest[node] = reach[x].start;
        if (lengths_m) lengths_m[node] = (float)((double)reach[x].mm / 1000);
    }
}

static struct sweep sweep_for(const struct ems_road_metric *metric, enum ems_direction direction)
{
    struct sweep sweep = {&metric->network->hierarchy, metric->network->node_count, &metric->up,
                          &metric->down};
    if (direction == EMS_BACKWARD) {
        sweep.up = &metric->down;
        sweep.down = &metric->up;
    }
    return sweep;
}

enum ems_status ems_road_tree(const struct ems_road_metric *metric, const struct ems_road_start *starts,
                              int32_t count, enum ems_direction direction, struct ems_arena *scratch,
                              ems_time *times, int32_t *nearest, float *lengths_m)
{
    const struct sweep sweep = sweep_for(metric, direction);
    if (!nearest && !lengths_m) return sweep_times(&sweep, starts, count, scratch, times);
    const struct reach *reach = sweep_ways(&sweep, starts, count, scratch);
    if (reach == NULL) return EMS_NO_MEMORY;
    put_ways(&sweep, reach, times, nearest, lengths_m);
    return EMS_OK;
}

/* Times and tie-breaks add up over the arcs of a way alone. */
static bool is_on_way(const struct ems_road_metric *metric, const struct reach *near, const struct reach *far,
                      int32_t arc)
{
    if (far->time >= EMS_FAR || near->time >= EMS_FAR) return false;
    return near->time + metric->arc_time[arc] == far->time && near->start == far->start &&
           near->tie + ems_arc_tie(metric->network, arc) == far->tie;
}

enum ems_status ems_road_tree_ways(const struct ems_road_metric *metric, const struct ems_road_start *starts,
                                   int32_t count, enum ems_direction direction, struct ems_arena *scratch,
                                   const struct ems_road_ways *out)
{
    const struct ems_network *n = metric->network;
    const struct sweep sweep = sweep_for(metric, direction);
    const struct reach *reach = sweep_ways(&sweep, starts, count, scratch);
    if (reach == NULL) return EMS_NO_MEMORY;
    put_ways(&sweep, reach, out->times, out->nearest, out->lengths_m);
    for (int32_t v = 0; v < n->node_count; v++) out->arc[v] = -1;
    for (int32_t a = 0; a < n->arc_count; a++) {
        int32_t near = direction == EMS_FORWARD ? n->tail[a] : n->head[a],
                far = n->tail[a] + n->head[a] - near;
        if (metric->arc_time[a] == EMS_NEVER || out->arc[far] >= 0) continue;
        if (is_on_way(metric, &reach[n->hierarchy.rank[near]], &reach[n->hierarchy.rank[far]], a))
            out->arc[far] = a;
    }
    return EMS_OK;
}
