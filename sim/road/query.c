/* Point to point. Every rank that a way up can reach lies above its start in the elimination tree, one to a
 * level: distances are kept by level, and walking to the top from both ends needs no queue. */
#include "road/bound.h"
#include "road/search.h"

static void no_way(ems_time *time, int32_t count)
{
    for (int32_t i = 0; i < count; i++) time[i] = EMS_FAR;
}

/* Takes what rank x, `here` away, offers to those above it. */
static inline void offer(const struct ems_road_metric_side *side, int32_t x, ems_time here, ems_time *time)
{
    for (int32_t e = side->first[x]; e < side->first[x + 1]; e++) {
        ems_time *there = &time[side->level[e]], by = here + side->time[e];
        *there = by < *there ? by : *there;
    }
}

static ems_time never_if_far(ems_time time)
{
    return time < EMS_FAR ? time : EMS_NEVER;
}

ems_time ems_road_time(const struct ems_road_metric *metric, int32_t from, int32_t to)
{
    const struct ems_hierarchy *h = &metric->network->hierarchy;
    ems_time there[EMS_ROAD_DEPTH_MAX], back[EMS_ROAD_DEPTH_MAX], best = EMS_FAR;
    int32_t s = h->rank[from], t = h->rank[to], s_level = h->level[s], t_level = h->level[t];
    no_way(there, s_level + 1);
    no_way(back, t_level + 1);
    there[s_level] = back[t_level] = 0;
    while (s != t) { /* the lower of the two goes up; -1, above a top, counts as highest */
        if ((uint32_t)s < (uint32_t)t) {
            offer(&metric->up, s, there[s_level--], there);
            s = h->parent[s];
        } else {
            offer(&metric->down, t, back[t_level--], back);
            t = h->parent[t];
        }
    }
    for (; s_level >= 0; s = h->parent[s], s_level--) {
        ems_time a = there[s_level], b = back[s_level];
        if (a + b < best) best = a + b;
        if (a < best) offer(&metric->up, s, a, there);
        if (b < best) offer(&metric->down, s, b, back);
    }
    return never_if_far(best);
}

static int32_t lowest_rank(const struct ems_hierarchy *h, const struct ems_road_start *goals, int32_t count)
{
    int32_t low = h->rank[goals[0].node];
    for (int32_t i = 1; i < count; i++)
        if (h->rank[goals[i].node] < low) low = h->rank[goals[i].node];
    return low;
}

void ems_road_label_to(const struct ems_road_metric *metric, const struct ems_road_start *goals,
                       int32_t goal_count, ems_time most, struct ems_road_label *label)
{
    const struct ems_hierarchy *h = &metric->network->hierarchy;
    label->metric = metric;
    label->goal_count = goal_count;
    label->most = most < EMS_FAR ? most : EMS_FAR - 1;
    if (goal_count == 0) return;
    int32_t x = label->low = lowest_rank(h, goals, goal_count), level = h->level[x];
    no_way(label->time, level + 1);
    ems_road_bound_goals(metric, goals, goal_count, &label->bound);
    for (int32_t i = 0; i < goal_count; i++) {
        ems_time *time = &label->time[h->level[h->rank[goals[i].node]]];
        if (goals[i].lead < *time) *time = goals[i].lead;
    }
    for (; x >= 0; x = h->parent[x], level--)
        if (label->time[level] <= label->most) offer(&metric->down, x, label->time[level], label->time);
}

/* Whether a way over rank x, `here` from the start, may take less than `limit`. Not asked where offering
 * costs less than asking. */
static inline bool may_lead(const struct ems_road_label *label, int32_t x, ems_time here, ems_time limit)
{
    const struct ems_road_metric *metric = label->metric;
    if (here >= limit) return false;
    if (metric->up.first[x + 1] - metric->up.first[x] < 6) return true;
    return here + ems_road_label_at_least(label, x) < limit;
}

ems_time ems_road_time_within(const struct ems_road_label *label, int32_t from, ems_time most)
{
    const struct ems_road_metric *metric = label->metric;
    const struct ems_hierarchy *h = &metric->network->hierarchy;
    if (most > label->most) most = label->most;
    if (label->goal_count == 0 || ems_road_label_at_least(label, h->rank[from]) > most) return EMS_NEVER;
    ems_time there[EMS_ROAD_DEPTH_MAX], best = most + 1, limit = best;
    int32_t s = h->rank[from], t = label->low, level = h->level[s];
    no_way(there, level + 1);
    there[level] = 0;
    while (s != t && level >= 0) {
        if ((uint32_t)s < (uint32_t)t) {
            if (may_lead(label, s, there[level], limit)) offer(&metric->up, s, there[level], there);
            s = h->parent[s];
            level--;
        } else {
            t = h->parent[t];
        }
    }
    for (; level >= 0; s = h->parent[s], level--) {
        ems_time a = there[level];
        if (a + label->time[level] < best) best = a + label->time[level];
        if (may_lead(label, s, a, best)) offer(&metric->up, s, a, there);
    }
    return best < limit ? best : EMS_NEVER;
}
