/* Ways and moments on them: a query that remembers by which edge each level was reached, and the shortcuts
 * that it found, taken apart: all of them, or only the one that holds the moment asked for. */
#include <stdlib.h>

#include "road/bound.h"
#include "road/search.h"

struct reach {
    ems_time time;
    uint64_t tie;
    int32_t edge, from; /* reached by this edge from the rank at this level; -1 at an end */
};

/* One half of the search: from the starts up, or from the goals. */
struct half {
    const struct ems_road_metric_side *side;
    const struct ems_road_start *ends, *others; /* its own; those of the other half */
    int32_t end_count, other_count;
    struct reach reach[EMS_ROAD_DEPTH_MAX]; /* by level */
};

struct search {
    const struct ems_road_metric *metric;
    struct half there, back;
    ems_time most;
    int32_t top; /* the level where they meet */
};

/* Which end a way has counts before its tie-break: ties of less than four million arcs stay below. */
static const uint64_t SECOND_START = (uint64_t)1 << 63, SECOND_GOAL = (uint64_t)1 << 62;

static inline bool less(ems_time time, uint64_t tie, ems_time than, uint64_t than_tie)
{
    return (time < than) | ((time == than) & (tie < than_tie));
}

/* The rank to begin at: the lowest of the ends. They are the ends of one edge, so the others stand above it.
 */
static int32_t begin(const struct ems_hierarchy *h, struct half *half, uint64_t second)
{
    int32_t low = h->rank[half->ends[0].node];
    for (int32_t i = 1; i < half->end_count; i++)
        if (h->rank[half->ends[i].node] < low) low = h->rank[half->ends[i].node];
    for (int32_t l = 0; l <= h->level[low]; l++) half->reach[l] = (struct reach){EMS_FAR, 0, -1, -1};
    for (int32_t i = 0; i < half->end_count; i++) {
        struct reach *reach = &half->reach[h->level[h->rank[half->ends[i].node]]];
        uint64_t tie = i > 0 ? second : 0;
        if (less(half->ends[i].lead, tie, reach->time, reach->tie))
            *reach = (struct reach){half->ends[i].lead, tie, -1, -1};
    }
    return low;
}

static void offer(const struct ems_road_metric_side *side, int32_t x, int32_t level, struct reach *reach)
{
    struct reach here = reach[level];
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

/* Ranks that no way over them can be short enough for offer nothing. */
static void go_up(const struct search *s, struct half *half, int32_t x, int32_t level)
{
    ems_time time = half->reach[level].time, left = EMS_FAR;
    if (time > s->most) return;
    int32_t node = s->metric->network->hierarchy.node[x];
    for (int32_t i = 0; i < half->other_count; i++) {
        int32_t other = half->others[i].node;
        ems_time least = half == &s->there ? ems_road_at_least(s->metric, node, other)
                                           : ems_road_at_least(s->metric, other, node);
        if (least + half->others[i].lead < left) left = least + half->others[i].lead;
    }
    if (time + left <= s->most) offer(half->side, x, level, half->reach);
}

/* Sets `most` to the least time, or leaves it; -1 in `top` when there is no such way. */
static void find(struct search *s)
{
    const struct ems_hierarchy *h = &s->metric->network->hierarchy;
    int32_t x = begin(h, &s->there, SECOND_START), y = begin(h, &s->back, SECOND_GOAL);
    int32_t x_level = h->level[x], y_level = h->level[y];
    while (x != y) { /* the lower of the two goes up; -1, above a top, counts as highest */
        if ((uint32_t)x < (uint32_t)y) {
            go_up(s, &s->there, x, x_level--);
            x = h->parent[x];
        } else {
            go_up(s, &s->back, y, y_level--);
            y = h->parent[y];
        }
    }
    uint64_t tie = UINT64_MAX;
    for (s->top = -1; x >= 0; x = h->parent[x], x_level--) {
        const struct reach *a = &s->there.reach[x_level], *b = &s->back.reach[x_level];
        if (less(a->time + b->time, a->tie + b->tie, s->most, tie)) {
            s->most = a->time + b->time;
            tie = a->tie + b->tie;
            s->top = x_level;
        }
        go_up(s, &s->there, x, x_level);
        go_up(s, &s->back, x, x_level);
    }
}

/* The legs from an end up to the top, the last one driven first when `down`. Returns the end. */
static int32_t put_legs(const struct search *s, const struct half *half, struct ems_road_way *way)
{
    bool down = half == &s->back;
    int32_t level = s->top, first = way->leg_count;
    for (; half->reach[level].edge >= 0; level = half->reach[level].from) {
        const struct reach *r = &half->reach[level], *before = &half->reach[r->from];
        way->mm += half->side->mm[r->edge];
        way->legs[way->leg_count++] =
            (struct ems_road_leg){down ? way->total - r->time : before->time, r->edge, down};
    }
    for (int32_t i = first, j = way->leg_count - 1; i < j && !down; i++, j--) {
        struct ems_road_leg leg = way->legs[i];
        way->legs[i] = way->legs[j];
        way->legs[j] = leg;
    }
    return half->reach[level].tie >= SECOND_GOAL;
}

void ems_road_find_way(const struct ems_road_metric *metric, const struct ems_road_ends *ends, ems_time most,
                       struct ems_road_way *way)
{
    struct search s;
    way->total = EMS_NEVER;
    way->mm = way->leg_count = way->start = way->goal = 0;
    if (ends->start_count == 0 || ends->goal_count == 0) return;
    s.metric = metric;
    s.most = most < EMS_FAR ? most : EMS_FAR - 1;
    s.there.side = &metric->up;
    s.back.side = &metric->down;
    s.there.ends = s.back.others = ends->starts;
    s.back.ends = s.there.others = ends->goals;
    s.there.end_count = s.back.other_count = ends->start_count;
    s.back.end_count = s.there.other_count = ends->goal_count;
    find(&s);
    if (s.top < 0) return;
    way->total = s.most;
    way->start = put_legs(&s, &s.there, way);
    way->goal = put_legs(&s, &s.back, way);
}

/* A part of a way: an edge and on which side. */
struct part {
    const struct ems_road_metric_side *side;
    int32_t edge;
};

static struct part part_of(const struct ems_road_metric *m, const struct ems_road_leg *leg)
{
    return (struct part){leg->is_down ? &m->down : &m->up, leg->edge};
}

/* The two parts of a part in the order in which they are driven; false when it is an arc. */
static bool take_apart(const struct ems_road_metric *m, struct part whole, struct part halves[2])
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

struct ems_road_spot ems_road_on_legs(const struct ems_road_metric *metric, const struct ems_road_leg *legs,
                                      int32_t count, ems_time elapsed)
{
    if (count == 0) return (struct ems_road_spot){-1, 0};
    if (elapsed < legs[0].begins) elapsed = legs[0].begins;
    int32_t low = 0, high = count; /* legs[low] has begun, legs[high] has not */
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (legs[middle].begins <= elapsed)
            low = middle;
        else
            high = middle;
    }
    struct part part = part_of(metric, &legs[low]), halves[2];
    elapsed -= legs[low].begins;
    if (elapsed >= part.side->time[part.edge]) return (struct ems_road_spot){-1, 0};
    while (take_apart(metric, part, halves)) {
        ems_time first = halves[0].side->time[halves[0].edge];
        part = halves[elapsed >= first];
        if (elapsed >= first) elapsed -= first;
    }
    return (struct ems_road_spot){arc_of(part), elapsed};
}

static bool add_arcs(const struct ems_road_metric *m, struct part whole, struct ems_road_path *path)
{
    struct part halves[2];
    if (take_apart(m, whole, halves)) return add_arcs(m, halves[0], path) && add_arcs(m, halves[1], path);
    return EMS_PUSH(&path->arcs, arc_of(whole));
}

enum ems_status ems_road_path(const struct ems_road_metric *metric, int32_t from, int32_t to,
                              struct ems_road_path *path)
{
    const struct ems_road_start start = {from, 0}, goal = {to, 0};
    struct ems_road_way way;
    ems_road_find_way(metric, &(struct ems_road_ends){&start, &goal, 1, 1}, EMS_FAR, &way);
    path->arcs.count = 0;
    path->total = way.total;
    for (int32_t l = 0; l < way.leg_count; l++)
        if (!add_arcs(metric, part_of(metric, &way.legs[l]), path)) return EMS_NO_MEMORY;
    return EMS_OK;
}

void ems_road_path_free(struct ems_road_path *path)
{
    free(path->arcs.items);
    *path = (struct ems_road_path){0};
}
