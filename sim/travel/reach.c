#include "travel/reach.h"

#include <math.h>

#include "travel/matrix.h"

bool ems_reach_serves(const struct ems_travel *travel)
{
    return travel->def.kind == EMS_TRAVEL_ROAD || travel->def.kind == EMS_TRAVEL_MATRIX;
}

static const struct ems_road_metric *metric_of(const struct ems_reach *reach)
{
    return &reach->travel->road->metrics[reach->mode][reach->conditions];
}

static ems_time stretch_time(const struct ems_reach *reach, double stretch_m)
{
    return ems_time_from_seconds(stretch_m / reach->travel->def.road.off_road_mps[reach->mode]);
}

static enum ems_status search_roads(struct ems_reach *reach, const int32_t *from, int32_t count,
                                    struct ems_arena *arena)
{
    const struct ems_road_travel *road = reach->travel->road;
    struct ems_joint *joints = EMS_NEW_ARRAY(arena, struct ems_joint, count);
    struct ems_road_start *starts = EMS_NEW_ARRAY(arena, struct ems_road_start, 2 * (int64_t)count);
    ems_time *times = EMS_NEW_ARRAY(arena, ems_time, road->def.network->node_count);
    int32_t start_count = 0;
    if (joints == NULL || starts == NULL || times == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < count; i++) {
        struct ems_joint_option options[2];
        joints[i] = road->joints[from[i]];
        const ems_time stretch = stretch_time(reach, joints[i].stretch_m);
        int32_t option_count = ems_joint_options(&joints[i], metric_of(reach), true, options);
        for (int32_t o = 0; o < option_count; o++)
            starts[start_count++] = (struct ems_road_start){options[o].node, stretch + options[o].time};
    }
    reach->starts = joints;
    reach->start_count = count;
    reach->times = times;
    return ems_road_tree(metric_of(reach), starts, start_count, EMS_FORWARD, arena, times, NULL, NULL);
}

static enum ems_status search_matrix(struct ems_reach *reach, const int32_t *from, int32_t count,
                                     struct ems_arena *arena)
{
    const struct ems_matrix_def *matrix = &reach->travel->def.matrix;
    ems_time *times = EMS_NEW_ARRAY(arena, ems_time, matrix->node_count);
    if (times == NULL) return EMS_NO_MEMORY;
    for (int32_t n = 0; n < matrix->node_count; n++) times[n] = EMS_NEVER;
    for (int32_t i = 0; i < count; i++) {
        const ems_time *row =
            matrix->time[reach->mode] + (ptrdiff_t)matrix->node_of[from[i]] * (ptrdiff_t)matrix->node_count;
        for (int32_t n = 0; n < matrix->node_count; n++)
            if (row[n] < times[n]) times[n] = row[n];
    }
    reach->times = times;
    return EMS_OK;
}

enum ems_status ems_reach_build(const struct ems_travel *travel, const int32_t *from, int32_t count,
                                enum ems_mode mode, ems_time at, struct ems_arena *arena,
                                struct ems_reach *out)
{
    *out = (struct ems_reach){.travel = travel, .mode = mode, .factor = ems_travel_speed_factor(travel, at)};
    if (travel->def.kind == EMS_TRAVEL_MATRIX) return search_matrix(out, from, count, arena);
    out->conditions = ems_road_conditions(travel->road, at, travel->changeless);
    return search_roads(out, from, count, arena);
}

/* Along an edge that a start is on too; its stretch in. */
static ems_time along_edge(const struct ems_reach *reach, const struct ems_joint *goal)
{
    ems_time least = EMS_NEVER;
    for (int32_t s = 0; s < reach->start_count && goal->arc >= 0; s++) {
        const struct ems_joint *start = &reach->starts[s];
        if (start->arc != goal->arc) continue;
        int32_t edge;
        ems_time direct = ems_joint_along_edge(start, goal, metric_of(reach), &edge);
        if (direct == EMS_NEVER) continue;
        direct += stretch_time(reach, start->stretch_m);
        if (direct < least) least = direct;
    }
    return least;
}

static ems_time road_time(const struct ems_reach *reach, struct ems_point at)
{
    const struct ems_joint goal = ems_road_joint(reach->travel->road, at);
    struct ems_joint_option options[2];
    ems_time least = along_edge(reach, &goal);
    int32_t count = ems_joint_options(&goal, metric_of(reach), false, options);
    for (int32_t i = 0; i < count; i++) {
        ems_time time = reach->times[options[i].node];
        if (time != EMS_NEVER && time + options[i].time < least) least = time + options[i].time;
    }
    return least == EMS_NEVER ? EMS_NEVER : least + stretch_time(reach, goal.stretch_m);
}

ems_time ems_reach_time(const struct ems_reach *reach, struct ems_point at)
{
    const struct ems_matrix_def *matrix = &reach->travel->def.matrix;
    ems_time base = reach->travel->def.kind == EMS_TRAVEL_ROAD ? road_time(reach, at)
                                                               : reach->times[ems_matrix_node(matrix, at)];
    if (base == EMS_NEVER || reach->factor == 1) return base;
    return ems_time_from_seconds((double)base / 1e6 / reach->factor);
}
