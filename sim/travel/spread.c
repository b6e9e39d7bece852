#include "travel/spread.h"

#include "travel/matrix.h"
#include "travel/road.h"

/* One search over the roads. */
struct spread {
    const struct ems_road_travel *road;
    const struct ems_road_metric *metric;
    struct ems_joint start;
    ems_time start_stretch;
    const ems_time *times; /* by node */
    double off_road_mps;
};

static ems_time stretch_time(const struct spread *spread, double stretch_m)
{
    return ems_time_from_seconds(stretch_m / spread->off_road_mps);
}

static ems_time time_to(const struct spread *spread, int32_t place)
{
    const struct ems_joint *goal = &spread->road->joints[place];
    struct ems_joint_option options[2];
    int32_t edge, count = ems_joint_options(goal, spread->metric, false, options);
    ems_time least = EMS_NEVER;
    if (goal->arc >= 0 && goal->arc == spread->start.arc) {
        least = ems_joint_along_edge(&spread->start, goal, spread->metric, &edge);
        if (least != EMS_NEVER) least += spread->start_stretch;
    }
    for (int32_t i = 0; i < count; i++) {
        ems_time time = spread->times[options[i].node];
        if (time != EMS_NEVER && time + options[i].time < least) least = time + options[i].time;
    }
    return least == EMS_NEVER ? EMS_NEVER : least + stretch_time(spread, goal->stretch_m);
}

static enum ems_status by_road(const struct ems_travel *travel, struct ems_point from,
                               const struct ems_location *to, int32_t count, enum ems_mode mode, ems_time at,
                               struct ems_arena *scratch, ems_time *times)
{
    struct spread spread = {.road = travel->road, .off_road_mps = travel->def.road.off_road_mps[mode]};
    struct ems_joint_option options[2];
    struct ems_road_start starts[2];
    spread.metric = &travel->road->metrics[mode][ems_road_conditions(travel->road, at, travel->changeless)];
    spread.start = ems_road_joint(travel->road, from);
    spread.start_stretch = stretch_time(&spread, spread.start.stretch_m);
    int32_t ways = ems_joint_options(&spread.start, spread.metric, true, options);
    for (int32_t i = 0; i < ways; i++)
        starts[i] = (struct ems_road_start){options[i].node, spread.start_stretch + options[i].time};
    ems_time *by_node = EMS_NEW_ARRAY(scratch, ems_time, travel->road->def.network->node_count);
    if (by_node == NULL) return EMS_NO_MEMORY;
    enum ems_status status =
        ems_road_tree(spread.metric, starts, ways, EMS_FORWARD, scratch, by_node, NULL, NULL);
    if (status != EMS_OK) return status;
    spread.times = by_node;
    double factor = ems_travel_speed_factor(travel, at);
    for (int32_t i = 0; i < count; i++) {
        times[i] = time_to(&spread, to[i].place);
        if (times[i] != EMS_NEVER && factor != 1)
            times[i] = ems_time_from_seconds((double)times[i] / 1e6 / factor);
    }
    return EMS_OK;
}

enum ems_status ems_spread_times(const struct ems_travel *travel, struct ems_point from,
                                 const struct ems_location *to, int32_t count, enum ems_mode mode,
                                 ems_time at, struct ems_arena *scratch, ems_time *times)
{
    if (travel->def.kind == EMS_TRAVEL_ROAD)
        return by_road(travel, from, to, count, mode, at, scratch, times);
    const struct ems_location start = {.at = from, .place = EMS_NOWHERE_FIXED};
    for (int32_t i = 0; i < count; i++) times[i] = ems_travel_time(travel, &start, &to[i], mode, at);
    return EMS_OK;
}

double ems_spread_access_m(const struct ems_travel *travel, struct ems_point at)
{
    switch (travel->def.kind) {
    case EMS_TRAVEL_ROAD:
        return ems_road_joint(travel->road, at).stretch_m;
    case EMS_TRAVEL_MATRIX:
        return ems_point_distance(at, travel->def.matrix.node_at[ems_matrix_node(&travel->def.matrix, at)]);
    case EMS_TRAVEL_STRAIGHT:
    case EMS_TRAVEL_CONSTANT:
        break;
    }
    return 0;
}
