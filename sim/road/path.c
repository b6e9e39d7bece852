/* Ways and moments on them: a query that remembers by which edge each level was reached, and the shortcuts
 * that it found, taken apart: all of them, or only the one that holds the moment asked for. */
#include <stdlib.h>

#include "road/bound.h"
#include "road/search.h"

struct reach {
    ems_time time;
    int32_t edge,
        from; /* reached by this edge from the rank at this level; edge -1 at the end numbered `from` */
};

/* One half of the search: from the starts up, or from the goals. */
struct half {
    const struct ems_road_metric_side *side;
    const struct ems_road_start *ends;
    int32_t end_count;
    struct ems_road_bound others;           /* of the ends of the other half */
    struct reach reach[EMS_ROAD_DEPTH_MAX]; /* by level */
    uint64_t tie[EMS_ROAD_DEPTH_MAX];       /* only where ties are broken */
};

/* First ties are only noticed. They are rare, and if there was none the way is the one: then nothing need be
 * said of tie-breaks, which are a third of what a search reads. */
struct search {
    const struct ems_road_metric *metric;
    struct half there, back;
    ems_time most;
    int32_t top; /* the level where they meet */
    bool breaks_ties, tied;
};

/* Which end a way has counts before its tie-break: ties of less than four million arcs stay below. */
static const uint64_t SECOND_START = (uint64_t)1 << 63, SECOND_GOAL = (uint64_t)1 << 62;

static inline bool less(ems_time time, uint64_t tie, ems_time than, uint64_t than_tie)
{
    return (time < than) | ((time == than) & (tie < than_tie));
}

static void begin_at(struct search *s, struct half *half, int32_t level, int32_t end, uint64_t second)
{
    struct reach *reach = &half->reach[level];
    uint64_t tie = end > 0 ? second : 0, before = s->breaks_ties ? half->tie[level] : 0;
    s->tied |= reach->time == half->ends[end].lead;
    if (!less(half->ends[end].lead, tie, reach->time, before)) return;
    *reach = (struct reach){half->ends[end].lead, -1, end};
    half->tie[level] = tie;
}

/* The rank to begin at: the lowest of the ends. They are the ends of one edge, so the others stand above it.
 */
static int32_t begin(struct search *s, struct half *half, uint64_t second)
{
    const struct ems_hierarchy *h = &s->metric->network->hierarchy;
    int32_t low = h->rank[half->ends[0].node];
    for (int32_t i = 1; i < half->end_count; i++)
        if (h->rank[half->ends[i].node] < low) low = h->rank[half->ends[i].node];
    for (int32_t l = 0; l <= h->level[low]; l++) half->reach[l].time = EMS_FAR;
    for (int32_t l = 0; l <= h->level[low] && s->breaks_ties; l++) half->tie[l] = 0;
    for (int32_t i = 0; i < half->end_count; i++)
        begin_at(s, half, h->level[h->rank[half->ends[i].node]], i, second);
    return low;
}

static void offer_times(struct search *s, struct half *half, int32_t x, int32_t level)
{
    const struct ems_road_metric_side *side = half->side;
    ems_time here = half->reach[level].time;
    bool tied = false;
    for (int32_t e = side->first[x]; e < side->first[x + 1]; e++) {
        struct reach *there = &half->reach[side->level[e]];
        ems_time by = here + side->time[e];
        tied |= by == there->time;
        if (by < there->time) *there = (struct reach){by, e, level};
    }
    s->tied |= tied;
}

static void offer_ties(struct half *half, int32_t x, int32_t level)
{
    const struct ems_road_metric_side *side = half->side;
    for (int32_t e = side->first[x]; e < side->first[x + 1]; e++) {
        int32_t at = side->level[e];
        struct reach *there = &half->reach[at];
        ems_time by = half->reach[level].time + side->time[e];
        uint64_t tie = half->tie[level] + side->tie[e];
        if (!less(by, tie, there->time, half->tie[at])) continue;
        *there = (struct reach){by, e, level};
        half->tie[at] = tie;
    }
}

/* Ranks that no way over them can be short enough for offer nothing. */
static void go_up(struct search *s, struct half *half, int32_t x, int32_t level)
{
    ems_time time = half->reach[level].time, unit = s->metric->bound_unit;
    if (time > s->most) return;
    const struct ems_road_bound *here = &s->metric->bound[x];
    ems_time left = half == &s->there ? ems_road_bound_between(here, &half->others, unit)
                                      : ems_road_bound_between(&half->others, here, unit);
    if (time + left > s->most) return;
    if (s->breaks_ties)
        offer_ties(half, x, level);
    else
        offer_times(s, half, x, level);
}

static void meet(struct search *s, int32_t level, uint64_t *tie)
{
    ems_time time = s->there.reach[level].time + s->back.reach[level].time;
    if (time > s->most) return;
    s->tied |= time == s->most && s->top >= 0;
    uint64_t over = s->breaks_ties ? s->there.tie[level] + s->back.tie[level] : 0;
    if (s->top >= 0 && !less(time, over, s->most, *tie)) return;
    s->most = time;
    s->top = level;
    *tie = over;
}

/* Sets `most` to the least time, or leaves it; -1 in `top` when there is no such way. */
static void search(struct search *s, ems_time most, bool breaks_ties)
{
    const struct ems_hierarchy *h = &s->metric->network->hierarchy;
    uint64_t tie = 0;
    s->most = most < EMS_FAR ? most : EMS_FAR - 1;
    s->top = -1;
    s->breaks_ties = breaks_ties;
    s->tied = false;
    int32_t x = begin(s, &s->there, SECOND_START), y = begin(s, &s->back, SECOND_GOAL);
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
    for (; x >= 0; x = h->parent[x], x_level--) {
        meet(s, x_level, &tie);
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
    return half->reach[level].from;
}

void ems_road_find_way(const struct ems_road_metric *metric, const struct ems_road_ends *ends, ems_time most,
                       struct ems_road_way *way)
{
    struct search s;
    way->total = EMS_NEVER;
    way->mm = way->leg_count = way->start = way->goal = 0;
    if (ends->start_count == 0 || ends->goal_count == 0) return;
    s.metric = metric;
    s.there.side = &metric->up;
    s.back.side = &metric->down;
    s.there.ends = ends->starts;
    s.back.ends = ends->goals;
    s.there.end_count = ends->start_count;
    s.back.end_count = ends->goal_count;
    ems_road_bound_goals(metric, ends->goals, ends->goal_count, &s.there.others);
    ems_road_bound_starts(metric, ends->starts, ends->start_count, &s.back.others);
    search(&s, most, false);
    if (s.tied && s.top >= 0) search(&s, s.most, true);
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
