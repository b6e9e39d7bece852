/* Shared by the files of travel by road, and by nobody else. */
#ifndef EMS_TRAVEL_ROAD_PARTS_H
#define EMS_TRAVEL_ROAD_PARTS_H

#include <math.h>

#include "travel/road.h"

static inline const struct ems_road_metric *ems_quest_metric(const struct ems_road_quest *quest)
{
    return &quest->travel->road->metrics[quest->mode][quest->conditions];
}

static inline ems_time ems_quest_stretch(const struct ems_road_quest *quest, double stretch_m)
{
    return ems_time_from_seconds(stretch_m / quest->travel->road->def.off_road_mps[quest->mode]);
}

static inline struct ems_joint ems_joint_of(const struct ems_road_travel *road,
                                            const struct ems_location *location)
{
    return location->place >= 0 ? road->joints[location->place] : ems_road_joint(road, location->at);
}

static inline ems_time ems_part_of(ems_time time, double share)
{
    return (ems_time)rint((double)time * share);
}

static inline ems_time ems_slowed(ems_time base, double factor)
{
    return factor == 1 || base == EMS_NEVER ? base : ems_time_from_seconds((double)base / 1e6 / factor);
}

static inline struct ems_point ems_quest_node(const struct ems_road_quest *quest, int32_t node)
{
    return quest->travel->road->snapper.node_at[node];
}

/* Searches for the way: the legs of its middle into *found, begun at its first node. Its ends are `known`, or
 * EMS_ENDS_UNKNOWN; when `quest->most` is given it is not looked for beyond that. */
struct ems_way_parts ems_quest_find(const struct ems_road_quest *quest, int16_t known,
                                    struct ems_road_way *found);

/* The parts of a way between a source and a place that is in the tables, whose ends are known; whether one
 * follows the arcs to the source (`homeward`) or those from it, back from the goal. False where they are not
 * kept. */
bool ems_quest_tabled(const struct ems_road_quest *quest, int16_t ends, struct ems_way_parts *parts,
                      bool *homeward);
/* Those arcs, by node. */
static inline const int32_t *ems_quest_arcs(const struct ems_road_quest *quest, bool homeward)
{
    const struct ems_road_travel *road = quest->travel->road;
    const struct ems_road_times *times = &road->times[quest->mode][quest->conditions];
    int32_t source = homeward ? quest->to->place : quest->from->place;
    return (homeward ? times->in_arc : times->out_arc) +
           (size_t)source * (size_t)road->def.network->node_count;
}

/* Puts down the way of a trip. */
void ems_way_keep(struct ems_trip_way *way, const struct ems_trip *trip, const struct ems_way_parts *parts,
                  const struct ems_road_way *found);
/* The time of a trip that has been asked about before, EMS_NEVER when it is not known. */
ems_time ems_way_time_asked(const struct ems_trip_way *way, const struct ems_trip *trip);

#endif
