/* The searches for ways as a test asks them: from node to node, in one call. */
#ifndef EMS_TESTS_SUPPORT_WAYS_H
#define EMS_TESTS_SUPPORT_WAYS_H

#include "road/search.h"

static inline void test_find_way(const struct ems_road_metric *metric, int32_t from, int32_t to,
                                 struct ems_road_way *way)
{
    const struct ems_road_start start = {from, 0}, goal = {to, 0};
    ems_road_find_way(metric, &(struct ems_road_ends){&start, &goal, 1, 1}, EMS_NEVER, way);
}

static inline double test_way_length_m(const struct ems_road_metric *metric, int32_t from, int32_t to)
{
    struct ems_road_way way;
    test_find_way(metric, from, to, &way);
    return (double)way.mm / 1000;
}

struct test_spot {
    int32_t arc;
    ems_time into, total; /* of the whole way */
};
static inline struct test_spot test_way_at(const struct ems_road_metric *metric, int32_t from, int32_t to,
                                           ems_time elapsed)
{
    struct ems_road_way way;
    test_find_way(metric, from, to, &way);
    struct ems_road_spot spot = ems_road_on_legs(metric, way.legs, way.leg_count, elapsed);
    return (struct test_spot){spot.arc, spot.into, way.total};
}

static inline void test_label_to(const struct ems_road_metric *metric, int32_t to,
                                 struct ems_road_label *label)
{
    ems_road_label_to(metric, &(struct ems_road_start){to, 0}, 1, EMS_NEVER, label);
}

#endif
