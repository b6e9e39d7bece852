/* Ways and moments on them: a query that remembers by which edge each level was reached, and the shortcuts
 * that it found, taken apart: all of them, or only the one that holds the moment asked for. */
#include "road/search.h"

#include <stdlib.h>

struct reach {
    ems_time time;
    uint64_t tie;
    int32_t edge, from; /* reached by this edge from the rank at this level; -1 at an end */
};

struct way {
    struct reach there[EMS_ROAD_DEPTH_MAX], back[EMS_ROAD_DEPTH_MAX]; /* by level */
    int32_t top;                                                      /* the level where they meet */
    ems_time total;
};

static void begin(struct reach *reach, int32_t level)
{
    for (int32_t i = 0; i < level; i++) reach[i] = (struct reach){EMS_FAR, 0, -1, -1};
    reach[level] = (struct reach){0, 0, -1, -1};
}

static inline bool less(ems_time time, uint64_t tie, ems_time than, uint64_t than_tie)
{
    return (time < than) | ((time == than) & (tie < than_tie));
}

static void offer(const struct ems_metric_side *side, int32_t x, int32_t level, struct reach *reach)
{
    struct reach here = reach[level];
    if (here.time >= EMS_FAR) return;
    for (int32_t e = side->first[x]; e < side->first[x + 1]; e++) {
        struct reach *there = &reach[side->level[e]];
        ems_time by = here.time + side->time[e];
        uint64_t tie = here.tie + side->tie[e];
        bool better = less(by, tie, there->time, there->tie); /* no branch: which it is cannot be foreseen */
        there->time = better ? by : there->time;
        there->tie = better ? tie : there->tie;
        there->edge = better ? e : there->edge;
        there->from = better ? level : there->from;
    }
}

static void find_way(const struct ems_metric *m, int32_t from, int32_t to, struct way *way)
{
    const struct ems_hierarchy *h = &m->network->hierarchy;
    int32_t s = h->rank[from], t = h->rank[to], s_level = h->level[s], t_level = h->level[t];
    begin(way->there, s_level);
    begin(way->back, t_level);
    while (s != t) {
        if ((uint32_t)s < (uint32_t)t) {
            offer(&m->up, s, s_level--, way->there);
            s = h->parent[s];
        } else {
            offer(&m->down, t, t_level--, way->back);
            t = h->parent[t];
        }
    }
    uint64_t tie = 0;
    way->total = EMS_FAR;
    for (; s >= 0; s = h->parent[s], s_level--) {
        const struct reach *a = &way->there[s_level], *b = &way->back[s_level];
        if (less(a->time + b->time, a->tie + b->tie, way->total, tie)) {
            way->total = a->time + b->time;
            tie = a->tie + b->tie;
            way->top = s_level;
        }
        if (a->time <= way->total) offer(&m->up, s, s_level, way->there);
        if (b->time <= way->total) offer(&m->down, s, s_level, way->back);
    }
}

/* A part of a way: an edge and on which side. */
struct part {
    const struct ems_metric_side *side;
    int32_t edge;
};

/* The two parts of a part in the order in which they are driven; false when it is an arc. */
static bool take_apart(const struct ems_metric *m, struct part whole, struct part halves[2])
{
    if (whole.side->down_to[whole.edge] < 0) return false;
    halves[0] = (struct part){&m->down, whole.side->down_to[whole.edge]};
    halves[1] = (struct part){&m->up, whole.side->up_from[whole.edge]};
    return true;
}

static int32_t arc_of(struct part part)
{
    return -1 - part.side->down_to[part.edge];
}

/* The edge that is being driven `*elapsed` after the start; `*elapsed` becomes the time on it. */
static struct part part_at(const struct ems_metric *m, const struct way *way, ems_time *elapsed)
{
    int32_t level = way->top;
    if (*elapsed < way->there[level].time) {
        while (way->there[way->there[level].from].time > *elapsed) level = way->there[level].from;
        *elapsed -= way->there[way->there[level].from].time;
        return (struct part){&m->up, way->there[level].edge};
    }
    ems_time left = way->total - *elapsed;
    while (way->back[way->back[level].from].time >= left) level = way->back[level].from;
    *elapsed = way->back[level].time - left;
    return (struct part){&m->down, way->back[level].edge};
}

struct ems_road_spot ems_road_at(const struct ems_metric *metric, int32_t from, int32_t to, ems_time elapsed)
{
    struct way way;
    struct part part, halves[2];
    find_way(metric, from, to, &way);
    if (way.total >= EMS_FAR) return (struct ems_road_spot){-1, 0, EMS_NEVER};
    if (elapsed >= way.total) return (struct ems_road_spot){-1, 0, way.total};
    if (elapsed < 0) elapsed = 0;
    for (part = part_at(metric, &way, &elapsed); take_apart(metric, part, halves);) {
        ems_time first = halves[0].side->time[halves[0].edge];
        part = halves[elapsed >= first];
        if (elapsed >= first) elapsed -= first;
    }
    return (struct ems_road_spot){arc_of(part), elapsed, way.total};
}

double ems_road_length_m(const struct ems_metric *metric, int32_t from, int32_t to)
{
    struct way way;
    int64_t mm = 0;
    find_way(metric, from, to, &way);
    if (way.total >= EMS_FAR) return 0;
    for (int32_t l = way.top; way.there[l].edge >= 0; l = way.there[l].from)
        mm += metric->up.mm[way.there[l].edge];
    for (int32_t l = way.top; way.back[l].edge >= 0; l = way.back[l].from)
        mm += metric->down.mm[way.back[l].edge];
    return (double)mm / 1000;
}

static bool add_arcs(const struct ems_metric *m, struct part whole, struct ems_road_path *path)
{
    struct part halves[2];
    if (take_apart(m, whole, halves)) return add_arcs(m, halves[0], path) && add_arcs(m, halves[1], path);
    return EMS_PUSH(&path->arcs, arc_of(whole));
}

enum ems_status ems_road_path(const struct ems_metric *metric, int32_t from, int32_t to,
                              struct ems_road_path *path)
{
    struct way way;
    int32_t levels[EMS_ROAD_DEPTH_MAX], count = 0; /* on the way up, from the top */
    find_way(metric, from, to, &way);
    path->arcs.count = 0;
    path->total = way.total < EMS_FAR ? way.total : EMS_NEVER;
    if (way.total >= EMS_FAR) return EMS_OK;
    for (int32_t l = way.top; way.there[l].edge >= 0; l = way.there[l].from) levels[count++] = l;
    while (count > 0)
        if (!add_arcs(metric, (struct part){&metric->up, way.there[levels[--count]].edge}, path))
            return EMS_NO_MEMORY;
    for (int32_t l = way.top; way.back[l].edge >= 0; l = way.back[l].from)
        if (!add_arcs(metric, (struct part){&metric->down, way.back[l].edge}, path)) return EMS_NO_MEMORY;
    return EMS_OK;
}

void ems_road_path_free(struct ems_road_path *path)
{
    free(path->arcs.items);
    *path = (struct ems_road_path){0};
}
