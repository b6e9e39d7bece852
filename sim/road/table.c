/* Tables and many starts to one goal. */
#include "road/search.h"

#include <stdlib.h>

/* Distances of a node by level, and the ranks above it there. */
struct label {
    int32_t levels; /* its own included */
    const int32_t *rank;
    const ems_time *time;
};

static bool make_label(const struct ems_hierarchy *h, const struct ems_metric_side *side, int32_t node,
                       struct ems_arena *scratch, struct label *out)
{
    int32_t x = h->rank[node], level = h->level[x];
    int32_t *rank = EMS_NEW_ARRAY(scratch, int32_t, level + 1);
    ems_time *time = EMS_NEW_ARRAY(scratch, ems_time, level + 1);
    if (rank == NULL || time == NULL) return false;
    for (int32_t l = 0; l < level; l++) time[l] = EMS_FAR;
    *out = (struct label){level + 1, rank, time};
    for (; x >= 0; x = h->parent[x], level--) {
        rank[level] = x;
        for (int32_t e = side->first[x]; e < side->first[x + 1]; e++) {
            ems_time *there = &time[side->level[e]], by = time[level] + side->time[e];
            *there = by < *there ? by : *there;
        }
    }
    return true;
}

/* How many of the ranks above two nodes are the same, counted from the top. */
static int32_t common_levels(const struct label *a, const struct label *b)
{
    int32_t same = 0, other = (a->levels < b->levels ? a->levels : b->levels);
    while (same < other) {
        int32_t middle = same + (other - same) / 2;
        if (a->rank[middle] == b->rank[middle])
            same = middle + 1;
        else
            other = middle;
    }
    return same;
}

static ems_time meet(const struct label *from, const struct label *to)
{
    int32_t levels = common_levels(from, to);
    ems_time best = EMS_FAR;
    for (int32_t l = 0; l < levels; l++) {
        ems_time over = from->time[l] + to->time[l];
        best = over < best ? over : best;
    }
    return best < EMS_FAR ? best : EMS_NEVER;
}

enum ems_status ems_road_table(const struct ems_metric *metric, const int32_t *sources, int32_t source_count,
                               const int32_t *targets, int32_t target_count, struct ems_arena *scratch,
                               ems_time *times)
{
    const struct ems_hierarchy *h = &metric->network->hierarchy;
    struct label *from = EMS_NEW_ARRAY(scratch, struct label, source_count);
    if (from == NULL) return EMS_NO_MEMORY;
    for (int32_t s = 0; s < source_count; s++)
        if (!make_label(h, &metric->up, sources[s], scratch, &from[s])) return EMS_NO_MEMORY;
    for (int32_t t = 0; t < target_count; t++) {
        struct label to;
        if (!make_label(h, &metric->down, targets[t], scratch, &to)) return EMS_NO_MEMORY;
        ems_time *row = times + (int64_t)t * source_count;
        for (int32_t s = 0; s < source_count; s++) row[s] = meet(&from[s], &to);
    }
    return EMS_OK;
}

/* Times to a goal from the ranks of one way up the tree, by level. Taking the starts by descending rank walks
 * the tree from subtree to subtree, so that what two ways up share is computed once. */
struct climb {
    const struct ems_metric *metric;
    int32_t levels;                   /* of the way up that is known */
    int32_t rank[EMS_ROAD_DEPTH_MAX]; /* on it */
    ems_time time[EMS_ROAD_DEPTH_MAX];
    int32_t goal_levels, goal_rank[EMS_ROAD_DEPTH_MAX]; /* the goal's own way up */
    struct ems_road_label goal;
};

static void begin_climb(const struct ems_metric *metric, int32_t goal, struct climb *c)
{
    const struct ems_hierarchy *h = &metric->network->hierarchy;
    int32_t x = h->rank[goal];
    c->metric = metric;
    c->levels = 0;
    c->goal_levels = h->level[x] + 1;
    for (int32_t l = h->level[x]; l >= 0; l--, x = h->parent[x]) c->goal_rank[l] = x;
    ems_road_label_to(metric, goal, &c->goal);
}

static ems_time time_to_goal(const struct climb *c, int32_t x, int32_t level)
{
    const struct ems_metric_side *up = &c->metric->up;
    ems_time least = level < c->goal_levels && c->goal_rank[level] == x ? c->goal.time[level] : EMS_FAR;
    for (int32_t e = up->first[x]; e < up->first[x + 1]; e++) {
        ems_time by = up->time[e] + c->time[up->level[e]];
        least = by < least ? by : least;
    }
    return least;
}

static ems_time climb_from(struct climb *c, int32_t x)
{
    const struct ems_hierarchy *h = &c->metric->network->hierarchy;
    int32_t level = h->level[x], l = level;
    for (; x >= 0 && !(l < c->levels && c->rank[l] == x); x = h->parent[x]) c->rank[l--] = x;
    c->levels = level + 1;
    while (++l <= level) c->time[l] = time_to_goal(c, c->rank[l], l);
    return c->time[level];
}

static int descending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x < y) - (x > y);
}

enum ems_status ems_road_many_to_one(const struct ems_metric *metric, const struct ems_road_start *starts,
                                     int32_t count, int32_t goal, struct ems_arena *scratch, ems_time *times)
{
    uint64_t *order = EMS_NEW_ARRAY(scratch, uint64_t, count); /* rank above, number below */
    if (order == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < count; i++)
        order[i] = (uint64_t)metric->network->hierarchy.rank[starts[i].node] << 32 | (uint32_t)i;
    qsort(order, (size_t)count, sizeof *order, descending);
    struct climb climb;
    begin_climb(metric, goal, &climb);
    for (int32_t i = 0; i < count; i++) {
        int32_t start = (int32_t)(uint32_t)order[i];
        ems_time time = climb_from(&climb, (int32_t)(order[i] >> 32)), lead = starts[start].lead;
        times[start] = time < EMS_FAR && lead < EMS_FAR ? lead + time : EMS_NEVER;
    }
    return EMS_OK;
}
