/* Travel over a road network. A place joins the roads by a straight stretch to the nearest accessible node,
 * or to the nearest point of an edge, and is left and reached over that edge's ends (where it joins at one of
 * them, over that node alone). Times are kept in tables between sources (stations, hospitals) and all places,
 * both ways; a vehicle under way is searched for.
 *
 * Conditions are what makes one moment's roads differ from another's: the hour's factors by class of road and
 * area, and roads slowed or closed by the timeline. Each has one metric for each mode; the conditions at
 * departure hold for the trip. */
#ifndef EMS_TRAVEL_ROAD_H
#define EMS_TRAVEL_ROAD_H

#include "road/search.h"
#include "road/snap.h"
#include "travel/travel.h"
#include "travel/way.h"

/* Where a place joins the road: at node[0], or on `arc` between node[0], its tail, and node[1], its head. */
struct ems_joint {
    struct ems_point on_road;
    double stretch_m;
    double share;         /* of the arc's length from its tail */
    int32_t arc, reverse; /* -1: joined at a node; no way back */
    int32_t node[2];      /* node[1] is -1 at a node */
    int32_t row[2];       /* of the tables */
};

/* Which conditions hold when: spans of time by the timeline's changes, each with a set of hourly profiles. */
struct ems_conditions {
    const ems_time *span_from; /* ascending, the first 0 */
    int32_t span_count;
    const int32_t *of_hour; /* span_count rows of 24: number of the conditions */
    int32_t count;
    ems_time start_of_day;
};

/* Times between sources and rows (nodes that places join), stretch and part of the edge at the source's end
 * included: row_count rows of source_count. */
struct ems_road_times {
    const ems_time *out, *in;          /* from the source; to it */
    const float *out_m, *in_m;         /* driven lengths of those ways, without the stretches */
    const uint8_t *out_over, *in_over; /* which of the source's ways out (in) that is */
    /* By nodes, the arcs on their ways from and to a source (ems_road_tree_ways): source_count rows of
     * node_count. NULL when not kept. */
    const int32_t *out_arc, *in_arc;
};

/* Which of the ways out of the start (bit 0) and into the goal (bit 1) is taken; or along one edge. */
enum { EMS_ENDS_UNKNOWN = -1, EMS_ENDS_ALONG_EDGE = 4 };

struct ems_road_travel {
    struct ems_road_def def;
    struct ems_snapper snapper;
    const struct ems_joint *joints; /* of fixed places */
    struct ems_conditions conditions;
    const struct ems_road_metric *metrics[EMS_MODES]; /* by conditions */
    const struct ems_road_times *times[EMS_MODES];    /* by conditions; NULL when not kept */
    int32_t source_count, row_count;
    double fastest_mps[EMS_MODES]; /* straight line over time, at best, without the factor on all roads */
    /* By pairs of metrics: of an arc's time in the second to that in the first, at least, and at most 1; NULL
     * when not known. See ems_road_metric_number. */
    const double *least_ratio;
};

/* Reads travel->def. EMS_NO_MEMORY. */
enum ems_status ems_road_travel_init(const struct ems_travel *travel, struct ems_arena *arena,
                                     struct ems_road_travel *out);
/* The joint of a point: of a fixed place the one that is kept. */
struct ems_joint ems_road_joint(const struct ems_road_travel *road, struct ems_point at);
/* One way to leave a place, or to reach it: over a node, after (before) driving part of an edge. */
struct ems_joint_option {
    int32_t node, row, arc; /* arc -1: the place is joined at the node */
    ems_time time;
};
/* `leaving`: the ways out of a place, else the ways into it. At most two. */
int32_t ems_joint_options(const struct ems_joint *joint, const struct ems_road_metric *metric, bool leaving,
                          struct ems_joint_option *out);
/* Time along the edge that both places are on, *arc the one driven; EMS_NEVER when they are not on one or it
 * cannot be driven that way. */
ems_time ems_joint_along_edge(const struct ems_joint *from, const struct ems_joint *to,
                              const struct ems_road_metric *metric, int32_t *arc);
/* Number of the conditions at `at`; `open`: as if the timeline closed and slowed no road. */
int32_t ems_road_conditions(const struct ems_road_travel *road, ems_time at, bool open);

/* What a search asks: between which ends, under which conditions. */
struct ems_road_quest {
    const struct ems_travel *travel;
    const struct ems_location *from, *to;
    enum ems_mode mode;
    int32_t conditions;
    double factor;                /* on all roads alike: everything but `lead` is divided by it */
    ems_time most;                /* a way that takes longer may be told as EMS_NEVER */
    struct ems_road_label *label; /* of the goal, for questions from many starts; NULL: none */
};
ems_time ems_road_quest_time(const struct ems_road_quest *quest);
/* No way takes less: found without a search. */
ems_time ems_road_quest_least(const struct ems_road_quest *quest);
/* Fills in what a trip that asks so is expected to take, its length and the ends that it takes; EMS_NEVER
 * when there is no way. */
void ems_road_trip_plan(const struct ems_road_quest *quest, struct ems_trip *trip, struct ems_trip_way *way);
/* A lower bound on the time to `place`, driven in `mode` under `conditions`, from where one is after `gone`
 * of the way asked for, with `left` of it to go; 0 where the tables do not tell. Factors on all roads are 1.
 */
ems_time ems_road_trip_bound(const struct ems_road_quest *quest, ems_time gone, ems_time left,
                             const struct ems_location *place, enum ems_mode mode, int32_t conditions);
static inline size_t ems_road_metric_number(const struct ems_road_travel *road, enum ems_mode mode,
                                            int32_t conditions)
{
    return (size_t)mode * (size_t)road->conditions.count + (size_t)conditions;
}
/* Where one is after `elapsed` of a trip that asks so. `way` is what is remembered of it; NULL: nothing. */
struct ems_location ems_road_trip_spot(const struct ems_road_quest *quest, const struct ems_trip *trip,
                                       ems_time elapsed, struct ems_trip_way *way);

#endif
