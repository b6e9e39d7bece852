/* Lower bounds on travel times by landmarks (Goldberg and Harrelson 2005): nodes far out on the network, with
 * the times to and from each kept for every node. By the triangle inequality, a way from s to t takes at
 * least the time from s to a landmark less that from t to it, and at least the time from the landmark to t
 * less that to s. A bound costs about a hundredth of a query, and is exact to a
 * sixteen-thousandth of the longest of these times. */
#ifndef EMS_ROAD_BOUND_H
#define EMS_ROAD_BOUND_H

#include "road/search.h"

/* Fills metric->bound and metric->bound_unit of a metric that can be searched. EMS_NO_MEMORY. */
enum ems_status ems_bounds_build(struct ems_road_metric *metric, struct ems_arena *arena);

/* No way between the nodes of two ranks takes less. */
static inline ems_time ems_road_ranks_at_least(const struct ems_road_metric *metric, int32_t from, int32_t to)
{
    const int16_t *s = metric->bound[from].by, *t = metric->bound[to].by;
    int16_t most = 1; /* of the difference of two numbers, each rounded down */
    for (int32_t i = 0; i < 2 * EMS_ROAD_LANDMARKS; i++) {
        int16_t by = (int16_t)(s[i] - t[i]);
        most = by > most ? by : most;
    }
    return (most - 1) * metric->bound_unit;
}

/* Between nodes. */
static inline ems_time ems_road_at_least(const struct ems_road_metric *metric, int32_t from, int32_t to)
{
    const int32_t *rank = metric->network->hierarchy.rank;
    return ems_road_ranks_at_least(metric, rank[from], rank[to]);
}

/* To the goals of a label, from the node of a rank. */
static inline ems_time ems_road_label_at_least(const struct ems_road_label *label, int32_t from)
{
    ems_time least = EMS_FAR;
    for (int32_t i = 0; i < label->goal_count; i++) {
        ems_time by =
            ems_road_ranks_at_least(label->metric, from, label->goal_rank[i]) + label->goals[i].lead;
        least = by < least ? by : least;
    }
    return least;
}

#endif
