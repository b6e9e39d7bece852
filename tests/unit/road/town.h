/* A town of six nodes, worked out by hand:
 *
 *     0 ---10--- 1 ---10--- 2 ---4--- 3 ---25--- 0        both ways
 *     2 ---7---> 4 ---3---> 0                             one way
 *     5                                                   without a road
 */
#ifndef EMS_TESTS_UNIT_ROAD_TOWN_H
#define EMS_TESTS_UNIT_ROAD_TOWN_H

#include "road/search.h"
#include "support/check.h"
#include "support/roads.h"

enum { TOWN_NODES = 6, TOWN_ARCS = 10 };

static const struct test_arc town_arcs[TOWN_ARCS] = {{0, 1, 10}, {1, 0, 10}, {1, 2, 10}, {2, 1, 10},
                                                     {2, 3, 4},  {3, 2, 4},  {3, 0, 25}, {0, 3, 25},
                                                     {2, 4, 7},  {4, 0, 3}};

/* From the node of the row to that of the column. */
static const ems_time town_times[TOWN_NODES][TOWN_NODES] = {
    {0, 10, 20, 24, 27, EMS_NEVER}, {10, 0, 10, 14, 17, EMS_NEVER},
    {10, 10, 0, 4, 7, EMS_NEVER},   {14, 14, 4, 0, 11, EMS_NEVER},
    {3, 13, 23, 27, 0, EMS_NEVER},  {EMS_NEVER, EMS_NEVER, EMS_NEVER, EMS_NEVER, EMS_NEVER, 0},
};

struct town {
    struct test_roads roads;
    struct ems_road_metric metric;
};

static inline void town_open(struct town *town)
{
    assert_true(test_roads_make(TOWN_NODES, town_arcs, TOWN_ARCS, &town->roads));
    check_ok(
        ems_road_metric_build(&town->roads.network, town->roads.arc_time, &town->roads.arena, &town->metric));
}

static inline void town_close(struct town *town)
{
    test_roads_free(&town->roads);
}

/* The number of the arc between two nodes; arcs stand sorted by their ends. */
static inline int32_t town_arc(const struct town *town, int32_t from, int32_t to)
{
    const struct ems_network *n = &town->roads.network;
    for (int32_t a = 0; a < n->arc_count; a++)
        if (n->tail[a] == from && n->head[a] == to) return a;
    return -1;
}

#endif
