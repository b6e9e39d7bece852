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

/* What leads along the middle of a way: its legs; or what is remembered, where it follows arcs that are kept.
 */
struct guide {
    const struct ems_road_leg *legs;
    int32_t leg_count;
    struct ems_trip_way *way;
};

/* Home, arc by arc. Time goes on, so one begins where one was last. */
static struct ems_road_spot on_way_home(const struct ems_road_quest *quest, struct ems_trip_way *way,
                                        ems_time elapsed)
{
    const struct ems_road_metric *metric = ems_quest_metric(quest);
    const int32_t *arcs = ems_quest_arcs(quest, true);
    if (way->passed_after > elapsed) {
        way->passed = way->parts.from;
        way->passed_after = 0;
    }
    for (;;) {
        int32_t arc = arcs[way->passed];
        if (way->passed_after + metric->arc_time[arc] > elapsed)
            return (struct ems_road_spot){arc, elapsed - way->passed_after};
        way->passed_after += metric->arc_time[arc];
        way->passed = metric->network->head[arc];
    }
}

/* Some of the arcs that were passed on the way back from the goal are kept in place of legs, by falling time.
 */
static void keep_passed(struct ems_trip_way *way, int32_t arc, ems_time begins)
{
    ems_time latest = way->passed > 0 ? way->legs[way->passed - 1].begins : way->parts.middle;
    if (way->passed < EMS_LEGS_KEPT && begins + way->parts.middle / EMS_LEGS_KEPT <= latest)
        way->legs[way->passed++] = (struct ems_road_leg){begins, arc, 0};
}

/* How many of them begin after that time. */
static int32_t passed_after(const struct ems_trip_way *way, ems_time elapsed)
{
    int32_t low = 0, high = way->passed;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (way->legs[middle].begins > elapsed)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Out, arc by arc back from the goal, or from what was passed before. */
static struct ems_road_spot on_way_out(const struct ems_road_quest *quest, struct ems_trip_way *way,
                                       ems_time elapsed)
{
    const struct ems_road_metric *metric = ems_quest_metric(quest);
    const int32_t *arcs = ems_quest_arcs(quest, false);
    int32_t known = passed_after(way, elapsed), arc = arcs[way->parts.to];
    bool is_new = known == way->passed;
    ems_time begins = way->parts.middle - metric->arc_time[arc];
    if (known > 0) {
        arc = way->legs[known - 1].edge;
        begins = way->legs[known - 1].begins;
    }
    while (begins > elapsed) {
        arc = arcs[metric->network->tail[arc]];
        begins -= metric->arc_time[arc];
        if (is_new) keep_passed(way, arc, begins);
    }
    return (struct ems_road_spot){arc, elapsed - begins};
}

static struct ems_road_spot follow(const struct ems_road_quest *quest, const struct guide *guide,
                                   ems_time elapsed)
{
    if (guide->way == NULL)
        return ems_road_on_legs(ems_quest_metric(quest), guide->legs, guide->leg_count, elapsed);
    return guide->way->leg_count == EMS_LEGS_HOMEWARD ? on_way_home(quest, guide->way, elapsed)
                                                      : on_way_out(quest, guide->way, elapsed);
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
        const struct ems_road_spot spot = follow(quest, guide, base);
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

/* Puts down that a trip follows arcs that are kept; false where there are none. */
static bool keep_tabled(struct ems_trip_way *way, const struct ems_road_quest *quest,
                        const struct ems_trip *trip)
{
    struct ems_way_parts parts;
    bool homeward;
    if (!ems_quest_tabled(quest, trip->ends, &parts, &homeward)) return false;
    way->trip = *trip;
    way->parts = parts;
    way->leg_count = homeward ? EMS_LEGS_HOMEWARD : EMS_LEGS_OUTWARD;
    way->passed = homeward ? parts.from : 0;
    way->passed_after = 0;
    return true;
}

struct ems_location ems_road_trip_spot(const struct ems_road_quest *quest, const struct ems_trip *trip,
                                       ems_time elapsed, struct ems_trip_way *way)
{
    bool known = way != NULL && (is_way_of(way, trip) || keep_tabled(way, quest, trip));
    if (known && way->leg_count != EMS_LEGS_TOO_MANY) {
        const struct guide guide = {way->legs, way->leg_count, way->leg_count < 0 ? way : NULL};
        return spot_on(quest, &way->parts, &guide, elapsed);
    }
    struct ems_road_way found;
    const struct ems_way_parts parts = find(quest, trip, &found);
    if (way != NULL) ems_way_keep(way, trip, &parts, &found);
    return spot_on(quest, &parts, &(struct guide){found.legs, found.leg_count, NULL}, elapsed);
}
