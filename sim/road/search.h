/* Searches over a metric. All are exact: they agree with plain Dijkstra (road/dijkstra.h) to the microsecond,
 * and of several shortest ways all take the same one. None allocates except where an arena or array is given;
 * all may run in any number of threads on one metric. EMS_NEVER where there is no way. */
#ifndef EMS_ROAD_SEARCH_H
#define EMS_ROAD_SEARCH_H

#include "base/array.h"
#include "road/metric.h"

/* Shortest time from node to node. */
ems_time ems_road_time(const struct ems_road_metric *metric, int32_t from, int32_t to);

/* A node at which a search begins, with what is left until it is reached; or one at which it ends, with what
 * is driven after it. */
struct ems_road_start {
    int32_t node;
    ems_time lead;
};
/* At most two of each; two are the ends of one arc. */
struct ems_road_ends {
    const struct ems_road_start *starts, *goals;
    int32_t start_count, goal_count;
};

/* A shortest way, as edges of the hierarchy in the order in which they are driven. They are taken apart only
 * where one looks: there are some dozens of them where there are hundreds of arcs. */
struct ems_road_leg {
    ems_time begins; /* after the start, its lead in */
    int32_t edge, is_down;
};
struct ems_road_way {
    ems_time total;      /* leads in; EMS_NEVER when there is no way */
    int64_t mm;          /* from node to node */
    int32_t start, goal; /* which */
    int32_t leg_count;
    struct ems_road_leg legs[2 * EMS_ROAD_DEPTH_MAX];
};
/* The shortest of the ways between any start and any goal (ties: the first start, then the first goal), when
 * it takes `most` or less; the closer that is to its time, the sooner it is found. Large: keep it on the
 * stack. */
void ems_road_find_way(const struct ems_road_metric *metric, const struct ems_road_ends *ends, ems_time most,
                       struct ems_road_way *way);

/* Where one is `elapsed` after the start: on an arc, or at the end of the legs. */
struct ems_road_spot {
    int32_t arc;   /* -1 at the end */
    ems_time into; /* since its tail */
};
/* Exactly at a node in mid-way the arc ahead is told, with into 0. */
struct ems_road_spot ems_road_on_legs(const struct ems_road_metric *metric, const struct ems_road_leg *legs,
                                      int32_t count, ems_time elapsed);

/* The whole way, arc by arc. */
struct ems_road_path {
    EMS_ARRAY(int32_t) arcs;
    ems_time total; /* EMS_NEVER when there is no way */
};
enum ems_status ems_road_path(const struct ems_road_metric *metric, int32_t from, int32_t to,
                              struct ems_road_path *path);
void ems_road_path_free(struct ems_road_path *path);

/* Many starts, one goal (or two, as above): half of the search done once, for ways of at most `most`. A label
 * is large: keep one, fill it again. */
struct ems_road_label {
    const struct ems_road_metric *metric;
    struct ems_road_bound bound;
    int32_t goal_count, low; /* low: the lowest rank of the goals */
    ems_time most;
    int64_t time[EMS_ROAD_DEPTH_MAX]; /* to the goal from each node above it in the tree, by level */
};
void ems_road_label_to(const struct ems_road_metric *metric, const struct ems_road_start *goals,
                       int32_t goal_count, ems_time most, struct ems_road_label *label);
/* The least time from a node, goals' leads in, when it is `most` or less, else EMS_NEVER: the less that is,
 * the sooner it is known. Not more than the label's own `most` is looked for. */
ems_time ems_road_time_within(const struct ems_road_label *label, int32_t from, ems_time most);

/* The start with the least time to one goal, its lead added (ties: the first), -1 when there is none. Most
 * are left out by a lower bound. */
int32_t ems_road_nearest(const struct ems_road_metric *metric, const struct ems_road_start *starts,
                         int32_t count, int32_t goal, ems_time *least);

enum ems_direction { EMS_FORWARD, EMS_BACKWARD }; /* from the starts; to them */
/* The least time between any of the starts and every node (in node order), by one sweep over the hierarchy;
 * `nearest`, when not NULL, tells which start it is (ties: the first), -1 for none; `lengths_m`, when not
 * NULL, the length of that way from node to node, 0 for none. */
enum ems_status ems_road_tree(const struct ems_road_metric *metric, const struct ems_road_start *starts,
                              int32_t count, enum ems_direction direction, struct ems_arena *scratch,
                              ems_time *times, int32_t *nearest, float *lengths_m);

/* The same with the ways: the arc by which each node's way to the starts begins (backward), or by which its
 * way from them ends (forward); -1 at a start and where there is no way. All four are given. */
struct ems_road_ways {
    ems_time *times;
    int32_t *nearest;
    float *lengths_m;
    int32_t *arc;
};
enum ems_status ems_road_tree_ways(const struct ems_road_metric *metric, const struct ems_road_start *starts,
                                   int32_t count, enum ems_direction direction, struct ems_arena *scratch,
                                   const struct ems_road_ways *out);

#endif
