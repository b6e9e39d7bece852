/* Where one is on a way by road, and what is remembered of the way for the next time. */
#include <string.h>

#include "travel/road_parts.h"

static struct ems_point between(struct ems_point a, struct ems_point b, ems_time gone, ems_time total)
{
    double share = total <= 0 ? 1 : (double)gone / (double)total;
    return ems_point_round(a.x_m + share * (b.x_m - a.x_m), a.y_m + share * (b.y_m - a.y_m));
}

/* On an arc, `into` after its tail: one goes on from its head. */
static struct ems_location on_arc(const struct ems_road_quest *quest, int32_t arc, ems_time into)
{
    const struct ems_network *network = quest->travel->road->def.network;
    ems_time total = ems_quest_metric(quest)->arc_time[arc];
    return (struct ems_location){.at = between(ems_quest_node(quest, network->tail[arc]),
                                               ems_quest_node(quest, network->head[arc]), into, total),
                                 .place = EMS_UNDER_WAY,
                                 .node = network->head[arc],
                                 .lead = ems_slowed(total - into, quest->factor)};
}

/* Before the first node of the way: on the arc or stretch that was under way, on the place's own stretch, or
 * on the part of its edge. */
static struct ems_location at_begin(const struct ems_road_quest *quest, const struct ems_way_parts *way,
                                    ems_time gone, ems_time total)
{
    struct ems_location spot = {.place = EMS_UNDER_WAY, .node = way->from, .lead = total - gone};
    struct ems_point node = ems_quest_node(quest, way->from);
    if (way->first_arc < 0) {
        spot.at = between(quest->from->at, node, gone, total);
        return spot;
    }
    const struct ems_joint joint = ems_joint_of(quest->travel->road, quest->from);
    ems_time stretch = ems_slowed(ems_quest_stretch(quest, joint.stretch_m), quest->factor);
    spot.at = gone < stretch ? between(quest->from->at, joint.on_road, gone, stretch)
                             : between(joint.on_road, node, gone - stretch, total - stretch);
    return spot;
}

/* On the straight stretch to the goal: one drives back to the road. */
static struct ems_location at_end(const struct ems_road_quest *quest, const struct ems_way_parts *way,
                                  ems_time gone)
{
    const double *speed_mps = quest->travel->road->def.off_road_mps;
    const struct ems_joint goal = ems_joint_of(quest->travel->road, quest->to);
    struct ems_location spot = {.at = between(goal.on_road, quest->to->at, gone, way->stretch)};
    ems_time back = ems_slowed(gone, quest->factor);
    if (way->last_arc < 0) {
        spot.place = EMS_ON_STRETCH;
        spot.node = way->to;
        spot.lead = (ems_time)rint((double)back * (speed_mps[quest->mode] / speed_mps[EMS_NORMAL]));
        return spot;
    }
    double share = way->last_arc == goal.arc ? 1 - goal.share : goal.share;
    spot.place = EMS_UNDER_WAY;
    spot.node = quest->travel->road->def.network->head[way->last_arc];
    spot.lead = back + ems_slowed(ems_part_of(ems_quest_metric(quest)->arc_time[way->last_arc], share),
                                  quest->factor);
    return spot;
}

/* On the part of an edge that leads to the goal, or from place to place along one edge. */
static struct ems_location on_last_edge(const struct ems_road_quest *quest, const struct ems_way_parts *way,
                                        ems_time gone)
{
    const struct ems_joint goal = ems_joint_of(quest->travel->road, quest->to);
    double share = way->last_arc == goal.arc ? goal.share : 1 - goal.share;
    ems_time total = way->from < 0 ? way->middle : way->end;
    ems_time at_goal = ems_part_of(ems_quest_metric(quest)->arc_time[way->last_arc], share);
    return on_arc(quest, way->last_arc, at_goal - (total - gone));
}

/* On the stretch before a way along one edge. */
static struct ems_location before_edge(const struct ems_road_quest *quest, const struct ems_way_parts *way,
                                       ems_time elapsed, ems_time begin)
{
    const struct ems_joint start = ems_joint_of(quest->travel->road, quest->from);
    struct ems_location spot = on_arc(quest, way->first_arc, 0);
    double left = way->first_arc == start.arc ? 1 - start.share : start.share;
    ems_time rest = ems_part_of(ems_quest_metric(quest)->arc_time[way->first_arc], left);
    spot.lead = begin - elapsed + ems_slowed(rest, quest->factor);
    spot.at = between(quest->from->at, start.on_road, elapsed, begin);
    return spot;
}

/* What leads along the middle of a way: its legs, or the arcs that lead home from what was passed last. */
struct guide {
    const struct ems_road_leg *legs;
    int32_t leg_count;
    const int32_t *home;
    struct ems_trip_way *way;
};

/* Home, arc by arc. Time goes on, so one begins where one was last. */
static struct ems_road_spot on_way_home(const struct ems_road_metric *metric, const struct guide *guide,
                                        ems_time elapsed)
{
    const struct ems_network *n = metric->network;
    struct ems_trip_way *way = guide->way;
    if (way->passed_after > elapsed) {
        way->passed = way->parts.from;
        way->passed_after = 0;
    }
    for (;;) {
        int32_t arc = guide->home[way->passed];
        if (way->passed_after + metric->arc_time[arc] > elapsed)
            return (struct ems_road_spot){arc, elapsed - way->passed_after};
        way->passed_after += metric->arc_time[arc];
        way->passed = n->head[arc];
    }
}

static struct ems_location spot_on(const struct ems_road_quest *quest, const struct ems_way_parts *way,
                                   const struct guide *guide, ems_time elapsed)
{
    ems_time begin = ems_slowed(way->begin, quest->factor);
    if (way->from < 0 && elapsed < begin) return before_edge(quest, way, elapsed, begin);
    if (way->from >= 0 && elapsed < way->lead + begin)
        return at_begin(quest, way, elapsed, way->lead + begin);
    ems_time base = elapsed - way->lead;
    if (quest->factor != 1) base = (ems_time)rint((double)base * quest->factor);
    base -= way->begin;
    if (base < 0) base = 0;
    if (way->from < 0 && base < way->middle) return on_last_edge(quest, way, base);
    if (base < way->middle) {
        const struct ems_road_metric *metric = ems_quest_metric(quest);
        struct ems_road_spot spot = guide->home != NULL
                                        ? on_way_home(metric, guide, base)
                                        : ems_road_on_legs(metric, guide->legs, guide->leg_count, base);
        return on_arc(quest, spot.arc, spot.into);
    }
    base -= way->middle;
    if (base < way->end) return on_last_edge(quest, way, base);
    base -= way->end;
    return at_end(quest, way, base < way->stretch ? base : way->stretch);
}

/* Searched for within the time that the trip was planned with; all over if that is not its time. */
static struct ems_way_parts find(const struct ems_road_quest *quest, const struct ems_trip *trip,
                                 struct ems_road_way *found)
{
    struct ems_road_quest within = *quest;
    within.most = trip->expected;
    struct ems_way_parts parts = ems_quest_find(&within, trip->ends, found);
    return parts.middle != EMS_NEVER ? parts : ems_quest_find(quest, EMS_ENDS_UNKNOWN, found);
}

void ems_way_keep(struct ems_trip_way *way, const struct ems_trip *trip, const struct ems_way_parts *parts,
                  const struct ems_road_way *found)
{
    way->trip = *trip;
    way->parts = *parts;
    way->leg_count = found->leg_count <= EMS_LEGS_KEPT ? found->leg_count : EMS_LEGS_TOO_MANY;
    if (way->leg_count > 0) memcpy(way->legs, found->legs, (size_t)way->leg_count * sizeof *way->legs);
}

static bool same_place(const struct ems_location *a, const struct ems_location *b)
{
    return a->place == b->place && a->node == b->node && a->lead == b->lead && a->at.x_m == b->at.x_m &&
           a->at.y_m == b->at.y_m;
}

ems_time ems_way_time_asked(const struct ems_trip_way *way, const struct ems_trip *trip)
{
    const struct ems_way_asked *asked = &way->asked;
    bool same = asked->at == trip->depart && asked->mode == trip->mode && !trip->as_if_open &&
                same_place(&asked->from, &trip->from) && same_place(&asked->to, &trip->to);
    return same ? asked->time : EMS_NEVER;
}

/* When it really arrives does not change where it drives. */
static bool is_way_of(const struct ems_trip_way *way, const struct ems_trip *trip)
{
    const struct ems_trip *of = &way->trip;
    return of->depart == trip->depart && of->expected == trip->expected && of->mode == trip->mode &&
           of->as_if_open == trip->as_if_open && of->ends == trip->ends &&
           same_place(&of->from, &trip->from) && same_place(&of->to, &trip->to);
}

/* Puts down that a trip home follows the arcs that lead there; false where they are not kept. */
static bool keep_homeward(struct ems_trip_way *way, const struct ems_road_quest *quest,
                          const struct ems_trip *trip)
{
    struct ems_way_parts parts;
    if (!ems_quest_homeward(quest, trip->ends, &parts)) return false;
    way->trip = *trip;
    way->parts = parts;
    way->leg_count = EMS_LEGS_HOMEWARD;
    way->passed = parts.from;
    way->passed_after = 0;
    return true;
}

struct ems_location ems_road_trip_spot(const struct ems_road_quest *quest, const struct ems_trip *trip,
                                       ems_time elapsed, struct ems_trip_way *way)
{
    bool known = way != NULL && is_way_of(way, trip);
    if (known ? way->leg_count == EMS_LEGS_HOMEWARD : way != NULL && keep_homeward(way, quest, trip))
        return spot_on(quest, &way->parts, &(struct guide){.home = ems_quest_home(quest), .way = way},
                       elapsed);
    if (known && way->leg_count >= 0)
        return spot_on(quest, &way->parts, &(struct guide){.legs = way->legs, .leg_count = way->leg_count},
                       elapsed);
    struct ems_road_way found;
    const struct ems_way_parts parts = find(quest, trip, &found);
    if (way != NULL) ems_way_keep(way, trip, &parts, &found);
    return spot_on(quest, &parts, &(struct guide){.legs = found.legs, .leg_count = found.leg_count}, elapsed);
}
