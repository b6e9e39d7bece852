#include "travel/road.h"

#include "road/bound.h"
#include "travel/road_parts.h"

int32_t ems_joint_options(const struct ems_joint *joint, const struct ems_road_metric *metric, bool leaving,
                          struct ems_joint_option *out)
{
    int32_t count = 0;
    if (joint->arc < 0) {
        out[count++] = (struct ems_joint_option){joint->node[0], joint->row[0], -1, 0};
        return count;
    }
    int32_t near = leaving ? 1 : 0; /* end of the arc that is driven over */
    ems_time along = metric->arc_time[joint->arc];
    ems_time back = joint->reverse < 0 ? EMS_NEVER : metric->arc_time[joint->reverse];
    double share = leaving ? 1 - joint->share : joint->share;
    if (along != EMS_NEVER)
        out[count++] = (struct ems_joint_option){joint->node[near], joint->row[near], joint->arc,
                                                 ems_part_of(along, share)};
    if (back != EMS_NEVER)
        out[count++] = (struct ems_joint_option){joint->node[1 - near], joint->row[1 - near], joint->reverse,
                                                 ems_part_of(back, 1 - share)};
    return count;
}

ems_time ems_joint_along_edge(const struct ems_joint *from, const struct ems_joint *to,
                              const struct ems_road_metric *metric, int32_t *arc)
{
    if (from->arc < 0 || from->arc != to->arc) return EMS_NEVER;
    *arc = to->share >= from->share ? from->arc : from->reverse;
    if (*arc < 0 || metric->arc_time[*arc] == EMS_NEVER) return EMS_NEVER;
    return ems_part_of(metric->arc_time[*arc], fabs(to->share - from->share));
}

static bool is_under_way(const struct ems_location *location)
{
    return location->place == EMS_UNDER_WAY || location->place == EMS_ON_STRETCH;
}

/* The time until the node that a vehicle under way goes on from. A stretch is driven back in the new mode. */
static ems_time lead_of(const struct ems_road_quest *quest)
{
    const double *speed_mps = quest->travel->road->def.off_road_mps;
    const struct ems_location *from = quest->from;
    if (from->place == EMS_UNDER_WAY || quest->mode == EMS_NORMAL) return from->lead;
    return (ems_time)rint((double)from->lead * (speed_mps[EMS_NORMAL] / speed_mps[quest->mode]));
}

/* What leads to a way: its first part, and the nodes that it may begin and end at. */
struct ends {
    struct ems_joint_option starts[2], goals[2];
    int32_t start_count, goal_count;
    ems_time lead, before, behind; /* behind and before: the straight stretches */
    struct ems_way_parts direct;   /* along one edge; middle EMS_NEVER when there is none */
};

static struct ends ends_of(const struct ems_road_quest *quest)
{
    const struct ems_road_metric *metric = ems_quest_metric(quest);
    const struct ems_joint goal = ems_joint_of(quest->travel->road, quest->to);
    struct ends e = {.behind = ems_quest_stretch(quest, goal.stretch_m), .direct = {.middle = EMS_NEVER}};
    e.goal_count = ems_joint_options(&goal, metric, false, e.goals);
    if (is_under_way(quest->from)) {
        e.lead = lead_of(quest);
        e.starts[e.start_count++] = (struct ems_joint_option){quest->from->node, -1, -1, 0};
        return e;
    }
    int32_t edge = -1;
    const struct ems_joint start = ems_joint_of(quest->travel->road, quest->from);
    e.start_count = ems_joint_options(&start, metric, true, e.starts);
    e.before = ems_quest_stretch(quest, start.stretch_m);
    ems_time direct = ems_joint_along_edge(&start, &goal, metric, &edge);
    e.direct =
        (struct ems_way_parts){0, e.before, direct, 0, e.behind, -1, -1, edge, edge, EMS_ENDS_ALONG_EDGE};
    return e;
}

/* What a whole time of `most` leaves for the roads when the factor on all of them is taken out: no way that
 * takes `most` or less has more. */
static ems_time most_on_roads(const struct ems_road_quest *quest, ems_time most)
{
    if (most < EMS_FAR && quest->factor != 1)
        most = (ems_time)((double)(most + 1) * quest->factor * (1 + 1e-9)) + 1;
    return most < EMS_FAR ? most : EMS_FAR - 1;
}

static int32_t starts_at(const struct ems_joint_option *options, int32_t count, struct ems_road_start *out)
{
    for (int32_t i = 0; i < count; i++) out[i] = (struct ems_road_start){options[i].node, options[i].time};
    return count;
}

static struct ems_way_parts parts_between(const struct ends *e, int start, int goal, ems_time middle)
{
    return (struct ems_way_parts){.lead = e->lead,
                                  .begin = e->before + e->starts[start].time,
                                  .middle = middle,
                                  .end = e->goals[goal].time,
                                  .stretch = e->behind,
                                  .from = e->starts[start].node,
                                  .to = e->goals[goal].node,
                                  .first_arc = e->starts[start].arc,
                                  .last_arc = e->goals[goal].arc,
                                  .ends = (int16_t)(start | goal << 1)};
}

struct ems_way_parts ems_quest_find(const struct ems_road_quest *quest, int16_t known,
                                    struct ems_road_way *found)
{
    struct ends e = ends_of(quest);
    struct ems_road_start starts[2], goals[2];
    struct ems_road_ends ends = {starts, goals, starts_at(e.starts, e.start_count, starts),
                                 starts_at(e.goals, e.goal_count, goals)};
    int first = 0, last = 0;
    found->leg_count = 0;
    if (known == EMS_ENDS_ALONG_EDGE && e.direct.middle != EMS_NEVER) return e.direct;
    if (known >= 0 && known < EMS_ENDS_ALONG_EDGE && (known & 1) < e.start_count &&
        known >> 1 < e.goal_count) {
        first = known & 1;
        last = known >> 1;
        e.direct.middle = EMS_NEVER;
        ends = (struct ems_road_ends){&starts[first], &goals[last], 1, 1};
    }
    ems_time most = most_on_roads(quest, quest->most - e.lead) - e.before - e.behind;
    ems_road_find_way(ems_quest_metric(quest), &ends, most, found);
    if (found->total == EMS_NEVER || (e.direct.middle != EMS_NEVER && e.direct.middle <= found->total)) {
        found->leg_count = 0;
        return e.direct;
    }
    first += found->start;
    last += found->goal;
    for (int32_t l = 0; l < found->leg_count; l++) found->legs[l].begins -= e.starts[first].time;
    return parts_between(&e, first, last, found->total - e.starts[first].time - e.goals[last].time);
}

static ems_time time_of_way(const struct ems_road_quest *quest, const struct ems_way_parts *way)
{
    if (way->middle == EMS_NEVER) return EMS_NEVER;
    return way->lead + ems_slowed(way->begin + way->middle + way->end + way->stretch, quest->factor);
}

/* By the goal's label, which is made when it is not there or does not reach as far. */
static ems_time time_by_label(const struct ems_road_quest *quest, const struct ends *e)
{
    const struct ems_road_metric *metric = ems_quest_metric(quest);
    struct ems_road_label *label = quest->label;
    ems_time most = most_on_roads(quest, quest->most), least = e->direct.middle;
    if (label->metric != metric || label->most < most) {
        struct ems_road_start goals[2];
        int32_t count = starts_at(e->goals, e->goal_count, goals);
        ems_road_label_to(metric, goals, count, most, label);
    }
    most = most_on_roads(quest, quest->most - e->lead) - e->before - e->behind;
    for (int32_t s = 0; s < e->start_count; s++) {
        const struct ems_joint_option *start = &e->starts[s];
        ems_time time = ems_road_time_within(label, start->node, (least < most ? least : most) - start->time);
        if (time != EMS_NEVER && time + start->time < least) least = time + start->time;
    }
    if (least == EMS_NEVER) return EMS_NEVER;
    return e->lead + ems_slowed(e->before + least + e->behind, quest->factor);
}

static bool is_source(const struct ems_road_travel *road, const struct ems_location *location)
{
    return location->place >= 0 && location->place < road->source_count;
}

/* The ends of a look-up: a source, and a place in the rows of its table. */
struct look_up {
    const struct ems_joint *source, *place;
    int32_t source_number;
    bool outward; /* from the source */
};

static struct look_up look_up_of(const struct ems_road_quest *quest)
{
    const struct ems_road_travel *road = quest->travel->road;
    bool outward = is_source(road, quest->from);
    const struct ems_location *source = outward ? quest->from : quest->to,
                              *place = outward ? quest->to : quest->from;
    return (struct look_up){&road->joints[source->place], &road->joints[place->place], source->place,
                            outward};
}

static bool is_tabled(const struct ems_road_quest *quest)
{
    const struct ems_road_travel *road = quest->travel->road;
    return road->times[quest->mode] != NULL && quest->from->place >= 0 && quest->to->place >= 0 &&
           (is_source(road, quest->from) || is_source(road, quest->to));
}

/* The best entry of the table: its time with the place's part of an edge, its index (-1 for none), and the
 * place's option. */
static ptrdiff_t best_entry(const struct ems_road_quest *quest, const struct look_up *look, ems_time *least,
                            struct ems_joint_option *option, int *number)
{
    const struct ems_road_travel *road = quest->travel->road;
    const struct ems_road_times *times = &road->times[quest->mode][quest->conditions];
    const ems_time *table = look->outward ? times->out : times->in;
    struct ems_joint_option options[2];
    int32_t count = ems_joint_options(look->place, ems_quest_metric(quest), !look->outward, options);
    ptrdiff_t best = -1;
    for (int32_t i = 0; i < count; i++) {
        ptrdiff_t entry = (ptrdiff_t)options[i].row * road->source_count + look->source_number;
        if (table[entry] == EMS_NEVER || table[entry] + options[i].time >= *least) continue;
        *least = table[entry] + options[i].time;
        *option = options[i];
        *number = i;
        best = entry;
    }
    return best;
}

/* What a look-up finds: its time without the factor on all roads, EMS_NEVER for none. */
struct found {
    struct look_up look;
    struct ems_joint_option option; /* of the place */
    ptrdiff_t entry;
    ems_time time;
    int number;   /* of the option */
    int32_t edge; /* both lie along this one, or -1 */
};

static struct found look_up(const struct ems_road_quest *quest)
{
    struct found f = {.look = look_up_of(quest), .entry = -1, .time = EMS_NEVER, .edge = -1};
    const struct ems_joint *source = f.look.source, *place = f.look.place;
    int32_t edge = -1;
    f.entry = best_entry(quest, &f.look, &f.time, &f.option, &f.number);
    ems_time direct = f.look.outward ? ems_joint_along_edge(source, place, ems_quest_metric(quest), &edge)
                                     : ems_joint_along_edge(place, source, ems_quest_metric(quest), &edge);
    if (direct != EMS_NEVER && direct + ems_quest_stretch(quest, source->stretch_m) <= f.time) {
        f.time = direct + ems_quest_stretch(quest, source->stretch_m);
        f.edge = edge;
    }
    if (f.time != EMS_NEVER) f.time += ems_quest_stretch(quest, place->stretch_m);
    return f;
}

ems_time ems_road_quest_time(const struct ems_road_quest *quest)
{
    if (is_tabled(quest)) return ems_slowed(look_up(quest).time, quest->factor);
    const struct ends ends = ends_of(quest);
    if (quest->label != NULL) return time_by_label(quest, &ends);
    struct ems_road_label label;
    struct ems_road_quest alone = *quest;
    label.metric = NULL;
    label.most = 0;
    alone.label = &label;
    return time_by_label(&alone, &ends);
}

ems_time ems_road_quest_least(const struct ems_road_quest *quest)
{
    const struct ends e = ends_of(quest);
    ems_time least = e.direct.middle;
    for (int32_t s = 0; s < e.start_count; s++)
        for (int32_t g = 0; g < e.goal_count; g++) {
            ems_time time = e.starts[s].time + e.goals[g].time +
                            ems_road_at_least(ems_quest_metric(quest), e.starts[s].node, e.goals[g].node);
            if (time < least) least = time;
        }
    return least == EMS_NEVER ? EMS_NEVER : e.lead + ems_slowed(e.before + least + e.behind, quest->factor);
}

bool ems_quest_tabled(const struct ems_road_quest *quest, int16_t ends, struct ems_way_parts *parts,
                      bool *homeward)
{
    const struct ems_road_travel *road = quest->travel->road;
    if (!is_tabled(quest) || ends < 0 || ends >= EMS_ENDS_ALONG_EDGE) return false;
    const struct ems_road_times *times = &road->times[quest->mode][quest->conditions];
    *homeward = is_source(road, quest->to) && times->in_arc != NULL;
    if (!*homeward && (!is_source(road, quest->from) || times->out_arc == NULL)) return false;
    const struct ends e = ends_of(quest);
    int start = ends & 1, goal = ends >> 1 & 1;
    if (start >= e.start_count || goal >= e.goal_count) return false;
    int32_t row = *homeward ? e.starts[start].row : e.goals[goal].row;
    int32_t source = *homeward ? quest->to->place : quest->from->place;
    size_t entry = (size_t)row * (size_t)road->source_count + (size_t)source;
    ems_time time = *homeward ? times->in[entry] : times->out[entry];
    if ((*homeward ? times->in_over[entry] != goal : times->out_over[entry] != start) || time == EMS_NEVER)
        return false;
    time -= *homeward ? e.behind + e.goals[goal].time : e.before + e.starts[start].time;
    *parts = parts_between(&e, start, goal, time);
    return true;
}

/* ---- lengths ---- */

static double part_of_edge_m(const struct ems_road_quest *quest, int32_t arc, ems_time part)
{
    if (arc < 0) return 0;
    ems_time whole = ems_quest_metric(quest)->arc_time[arc];
    double length_m = (double)quest->travel->road->def.network->length_mm[arc] / 1000;
    return whole > 0 ? length_m * ((double)part / (double)whole) : 0;
}

static double found_length_m(const struct ems_road_quest *quest, const struct found *f)
{
    const struct ems_road_times *times = &quest->travel->road->times[quest->mode][quest->conditions];
    double stretches_m = f->look.source->stretch_m + f->look.place->stretch_m;
    if (f->edge >= 0)
        return stretches_m + fabs(f->look.source->share - f->look.place->share) *
                                 ((double)quest->travel->road->def.network->length_mm[f->edge] / 1000);
    double road_m = (double)(f->look.outward ? times->out_m : times->in_m)[f->entry];
    return stretches_m + road_m + part_of_edge_m(quest, f->option.arc, f->option.time);
}

static int16_t found_ends(const struct ems_road_quest *quest, const struct found *f)
{
    const struct ems_road_times *times = &quest->travel->road->times[quest->mode][quest->conditions];
    if (f->edge >= 0) return EMS_ENDS_ALONG_EDGE;
    int over = (f->look.outward ? times->out_over : times->in_over)[f->entry];
    return (int16_t)(f->look.outward ? over | f->number << 1 : f->number | over << 1);
}

static double length_of_way_m(const struct ems_road_quest *quest, const struct ems_way_parts *way, int64_t mm)
{
    double length_m = ems_joint_of(quest->travel->road, quest->to).stretch_m;
    if (is_under_way(quest->from)) {
        length_m += ems_point_distance(quest->from->at, ems_quest_node(quest, way->from));
    } else {
        const struct ems_joint start = ems_joint_of(quest->travel->road, quest->from);
        length_m += start.stretch_m;
        ems_time part = way->from < 0 ? way->middle : way->begin - ems_quest_stretch(quest, start.stretch_m);
        length_m += part_of_edge_m(quest, way->first_arc, part);
    }
    if (way->from < 0) return length_m;
    length_m += part_of_edge_m(quest, way->last_arc, way->end);
    return length_m + (double)mm / 1000;
}

/* By the tables. */
static void plan_by_look_up(const struct ems_road_quest *quest, struct ems_trip *trip)
{
    const struct found f = look_up(quest);
    if (f.time == EMS_NEVER) return;
    trip->expected = ems_slowed(f.time, quest->factor);
    trip->length_m = found_length_m(quest, &f);
    trip->ends = found_ends(quest, &f);
}

/* By a search, which need not go beyond what has been found out about this very trip. */
static void plan_by_search(const struct ems_road_quest *quest, struct ems_trip *trip,
                           struct ems_trip_way *way)
{
    struct ems_road_quest known = *quest;
    struct ems_road_way found;
    if (way != NULL) known.most = ems_way_time_asked(way, trip);
    const struct ems_way_parts parts = ems_quest_find(&known, EMS_ENDS_UNKNOWN, &found);
    if (parts.middle == EMS_NEVER) return;
    trip->expected = time_of_way(quest, &parts);
    trip->length_m = length_of_way_m(quest, &parts, found.mm);
    trip->ends = parts.ends;
    if (way != NULL) ems_way_keep(way, trip, &parts, &found);
}

void ems_road_trip_plan(const struct ems_road_quest *quest, struct ems_trip *trip, struct ems_trip_way *way)
{
    trip->expected = EMS_NEVER;
    trip->length_m = 0;
    trip->ends = EMS_ENDS_UNKNOWN;
    if (is_tabled(quest))
        plan_by_look_up(quest, trip);
    else
        plan_by_search(quest, trip, way);
}

/* ---- a bound without looking at the way ---- */

/* Two sides of a triangle are no shorter than the third: from where the trip began to the place, over where
 * it is now; and from there to where the trip ends, over the place. */
ems_time ems_road_trip_bound(const struct ems_road_quest *quest, ems_time gone, ems_time left,
                             const struct ems_location *place, enum ems_mode mode, int32_t conditions)
{
    const struct ems_road_travel *road = quest->travel->road;
    const ems_time slack = 16; /* roundings on the way, microseconds */
    struct ems_road_quest side = *quest;
    ems_time bound = 0;
    if (road->least_ratio == NULL || road->times[quest->mode] == NULL || place->place < 0) return 0;
    if (is_source(road, quest->from)) {
        side.to = place;
        bound = ems_road_quest_time(&side) - gone;
    }
    if (is_source(road, quest->to)) {
        side.from = place;
        side.to = quest->to;
        ems_time over = left - ems_road_quest_time(&side);
        if (over > bound) bound = over;
    }
    if (bound <= slack) return 0;
    size_t metrics = (size_t)EMS_MODES * (size_t)road->conditions.count;
    double ratio = road->least_ratio[ems_road_metric_number(road, quest->mode, quest->conditions) * metrics +
                                     ems_road_metric_number(road, mode, conditions)];
    return (ems_time)((double)(bound - slack) * ratio);
}
