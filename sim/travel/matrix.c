#include "travel/matrix.h"

#include <math.h>

int32_t ems_matrix_node(const struct ems_matrix_def *matrix, struct ems_point at)
{
    int32_t nearest = 0;
    double least_m = INFINITY;
    for (int32_t n = 0; n < matrix->node_count; n++) {
        double distance_m = ems_point_distance(at, matrix->node_at[n]);
        if (distance_m >= least_m) continue;
        least_m = distance_m;
        nearest = n;
    }
    return nearest;
}

static int32_t node_of(const struct ems_matrix_def *matrix, const struct ems_location *location)
{
    if (location->place >= 0) return matrix->node_of[location->place];
    return location->place == EMS_UNDER_WAY ? location->node : ems_matrix_node(matrix, location->at);
}

ems_time ems_matrix_time(const struct ems_travel *travel, const struct ems_location *from,
                         const struct ems_location *to, enum ems_mode mode)
{
    const struct ems_matrix_def *matrix = &travel->def.matrix;
    size_t row = (size_t)node_of(matrix, from), column = (size_t)node_of(matrix, to);
    return matrix->time[mode][row * (size_t)matrix->node_count + column];
}

struct ems_location ems_matrix_spot(const struct ems_travel *travel, const struct ems_trip *trip,
                                    double share_of_time)
{
    const struct ems_matrix_def *matrix = &travel->def.matrix;
    struct ems_point a = matrix->node_at[node_of(matrix, &trip->from)],
                     b = matrix->node_at[node_of(matrix, &trip->to)];
    struct ems_point at =
        ems_point_round(a.x_m + share_of_time * (b.x_m - a.x_m), a.y_m + share_of_time * (b.y_m - a.y_m));
    return (struct ems_location){
        .at = at, .place = EMS_UNDER_WAY, .node = ems_matrix_node(matrix, at), .lead = 0};
}
