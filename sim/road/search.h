/* Searches over a metric. All are exact: they agree with plain Dijkstra (road/dijkstra.h) to the microsecond,
 * and of several shortest ways all take the same one. None allocates except where an arena or array is given;
 * all may run in any number of threads on one metric. EMS_NEVER where there is no way. */
#ifndef EMS_ROAD_SEARCH_H
#define EMS_ROAD_SEARCH_H

#include "base/array.h"
#include "road/metric.h"

/* Shortest time from node to node. */
ems_time ems_road_time(const struct ems_metric *metric, int32_t from, int32_t to);
/* Length of that way in metres, 0 when there is none. Costs a query, not the length of the way. */
double ems_road_length_m(const struct ems_metric *metric, int32_t from, int32_t to);

/* Where one is after `elapsed` on the shortest way. */
struct ems_road_spot {
    int32_t arc;          /* being driven, or -1 at the end (or when there is no way) */
    ems_time into, total; /* into: since the arc's tail; total: of the whole way, EMS_NEVER for none */
};
/* Exactly at a node in mid-way the arc ahead is told, with into 0. Costs a query, not the length of the way.
 */
struct ems_road_spot ems_road_at(const struct ems_metric *metric, int32_t from, int32_t to, ems_time elapsed);

/* The whole way, arc by arc. */
struct ems_road_path {
    EMS_ARRAY(int32_t) arcs;
    ems_time total; /* EMS_NEVER when there is no way */
};
enum ems_status ems_road_path(const struct ems_metric *metric, int32_t from, int32_t to,
                              struct ems_road_path *path);
void ems_road_path_free(struct ems_road_path *path);

/* Many starts, one goal: half of the search done once. A label is large: keep one, fill it again. */
struct ems_road_label {
    const struct ems_metric *metric;
    int32_t node;
    int64_t time[EMS_ROAD_DEPTH_MAX]; /* to the goal from each node above it in the tree, by level */
};
void ems_road_label_to(const struct ems_metric *metric, int32_t goal, struct ems_road_label *label);
ems_time ems_road_time_by_label(const struct ems_road_label *label, int32_t from);
/* The same when it is `most` or less, else EMS_NEVER: the less that is, the sooner it is known. */
ems_time ems_road_time_within(const struct ems_road_label *label, int32_t from, ems_time most);

/* A start with what is left until it is reached. */
struct ems_road_start {
    int32_t node;
    ems_time lead;
};
/* Times to one goal from each start, `lead` added, sharing what their ways share. */
enum ems_status ems_road_many_to_one(const struct ems_metric *metric, const struct ems_road_start *starts,
                                     int32_t count, int32_t goal, struct ems_arena *scratch, ems_time *times);
/* The start with the least of these times (ties: the first), -1 when there is none. Most are left out by a
 * lower bound. */
int32_t ems_road_nearest(const struct ems_metric *metric, const struct ems_road_start *starts, int32_t count,
                         int32_t goal, ems_time *least);

/* All pairs of two sets: times[t * source_count + s] from source s to target t. */
enum ems_status ems_road_table(const struct ems_metric *metric, const int32_t *sources, int32_t source_count,
                               const int32_t *targets, int32_t target_count, struct ems_arena *scratch,
                               ems_time *times);

enum ems_direction { EMS_FORWARD, EMS_BACKWARD }; /* from the starts; to them */
/* The least time between any of the starts and every node (in node order), by one sweep over the hierarchy;
 * `nearest`, when not NULL, tells which start it is (ties: the first), -1 for none; `lengths_m`, when not
 * NULL, the length of that way from node to node, 0 for none. */
enum ems_status ems_road_tree(const struct ems_metric *metric, const struct ems_road_start *starts,
                              int32_t count, enum ems_direction direction, struct ems_arena *scratch,
                              ems_time *times, int32_t *nearest, float *lengths_m);

#endif
