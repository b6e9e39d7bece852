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

/* Between two nodes' numbers. */
static inline ems_time ems_road_bound_between(const struct ems_road_bound *from,
                                              const struct ems_road_bound *to, ems_time unit)
{
    int16_t most = 1; /* of the difference of two numbers, each rounded down */
    for (int32_t i = 0; i < 2 * EMS_ROAD_LANDMARKS; i++) {
        int16_t by = (int16_t)(from->by[i] - to->by[i]);
        most = by > most ? by : most;
    }
    return (most - 1) * unit;
}

/* No way between the nodes takes less. */
static inline ems_time ems_road_at_least(const struct ems_road_metric *metric, int32_t from, int32_t to)
{
    const int32_t *rank = metric->network->hierarchy.rank;
    return ems_road_bound_between(&metric->bound[rank[from]], &metric->bound[rank[to]], metric->bound_unit);
}

/* Numbers that stand for all goals (or starts) of a search, their leads in: no way to (from) any of them
 * takes less than these tell. */
void ems_road_bound_goals(const struct ems_road_metric *metric, const struct ems_road_start *goals,
                          int32_t count, struct ems_road_bound *out);
void ems_road_bound_starts(const struct ems_road_metric *metric, const struct ems_road_start *starts,
                           int32_t count, struct ems_road_bound *out);

/* To the goals of a label, from the node of a rank. */
static inline ems_time ems_road_label_at_least(const struct ems_road_label *label, int32_t rank)
{
    return ems_road_bound_between(&label->metric->bound[rank], &label->bound, label->metric->bound_unit);
}

#endif
