#include "travel/road.h"

#include <math.h>

#include "road/bound.h"

/* Of several ways from one end to the other the shortest. Parts are without the factor on all roads. */
struct way {
    ems_time lead, begin, middle, end, stretch; /* middle EMS_NEVER when there is no way */
    int32_t from, to;                           /* nodes; from -1: along one edge */
    int32_t first_arc, last_arc;                /* edges that `begin` and `end` are parts of, or -1 */
    int16_t ends;
};

static const struct ems_metric *metric_of(const struct ems_road_quest *quest)
{
    return &quest->travel->road->metrics[quest->mode][quest->conditions];
}

static ems_time stretch_time(const struct ems_road_quest *quest, double stretch_m)
{
    return ems_time_from_seconds(stretch_m / quest->travel->road->def.off_road_mps[quest->mode]);
}

static struct ems_joint joint_of(const struct ems_road_travel *road, const struct ems_location *location)
{
    return location->place >= 0 ? road->joints[location->place] : ems_road_joint(road, location->at);
}

static ems_time part_of(ems_time time, double share)
{
    return (ems_time)rint((double)time * share);
}

int32_t ems_joint_options(const struct ems_joint *joint, const struct ems_metric *metric, bool leaving,
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
        out[count++] =
            (struct ems_joint_option){joint->node[near], joint->row[near], joint->arc, part_of(along, share)};
    if (back != EMS_NEVER)
        out[count++] = (struct ems_joint_option){joint->node[1 - near], joint->row[1 - near], joint->reverse,
                                                 part_of(back, 1 - share)};
    return count;
}

ems_time ems_joint_along_edge(const struct ems_joint *from, const struct ems_joint *to,
                              const struct ems_metric *metric, int32_t *arc)
{
    if (from->arc < 0 || from->arc != to->arc) return EMS_NEVER;
    *arc = to->share >= from->share ? from->arc : from->reverse;
    if (*arc < 0 || metric->arc_time[*arc] == EMS_NEVER) return EMS_NEVER;
    return part_of(metric->arc_time[*arc], fabs(to->share - from->share));
}

static ems_time slowed(ems_time base, double factor)
{
    return factor == 1 || base == EMS_NEVER ? base : ems_time_from_seconds((double)base / 1e6 / factor);
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

static void take_if_shorter(struct way *best, const struct way *way)
{
    if (way->middle == EMS_NEVER) return;
    if (best->middle == EMS_NEVER ||
        way->begin + way->middle + way->end < best->begin + best->middle + best->end)
        *best = *way;
}

/* From node to node; by the goal's label where many starts are asked about. */
static ems_time middle_of(const struct ems_road_quest *quest, int32_t from, int32_t to, int end)
{
    const struct ems_metric *metric = metric_of(quest);
    if (quest->labels == NULL) return ems_road_time(metric, from, to);
    ems_time most = EMS_FAR;
    if (quest->most < EMS_FAR && quest->factor <= 1) most = quest->most; /* slowed, it takes no less */
    if (ems_road_at_least(metric, from, to) > most) return EMS_NEVER;
    struct ems_road_label *label = &quest->labels[end];
    if (label->metric != metric || label->node != to) ems_road_label_to(metric, to, label);
    return ems_road_time_within(label, from, most);
}

/* What leads to a way: its first part, and the nodes that it may begin and end at. */
struct ends {
    struct ems_joint goal;
    struct ems_joint_option starts[2], ends[2];
    int32_t start_count, end_count;
    ems_time lead, stretch;
    struct way direct; /* along one edge; middle EMS_NEVER when there is none */
};

static struct ends ends_of(const struct ems_road_quest *quest)
{
    const struct ems_metric *metric = metric_of(quest);
    struct ends e = {.goal = joint_of(quest->travel->road, quest->to), .direct = {.middle = EMS_NEVER}};
    int32_t edge = -1;
    e.end_count = ems_joint_options(&e.goal, metric, false, e.ends);
    if (is_under_way(quest->from)) {
        e.lead = lead_of(quest);
        e.starts[e.start_count++] = (struct ems_joint_option){quest->from->node, -1, -1, 0};
        return e;
    }
    const struct ems_joint start = joint_of(quest->travel->road, quest->from);
    e.start_count = ems_joint_options(&start, metric, true, e.starts);
    e.stretch = stretch_time(quest, start.stretch_m);
    ems_time direct = ems_joint_along_edge(&start, &e.goal, metric, &edge);
    e.direct = (struct way){0, e.stretch, direct, 0, 0, -1, -1, edge, edge, EMS_ENDS_ALONG_EDGE};
    return e;
}

static struct way way_between(const struct ends *e, int start, int end, ems_time middle)
{
    return (struct way){.lead = e->lead,
                        .begin = e->stretch + e->starts[start].time,
                        .middle = middle,
                        .end = e->ends[end].time,
                        .from = e->starts[start].node,
                        .to = e->ends[end].node,
                        .first_arc = e->starts[start].arc,
                        .last_arc = e->ends[end].arc,
                        .ends = (int16_t)(start | end << 1)};
}

static struct way way_of(const struct ems_road_quest *quest)
{
    const struct ends e = ends_of(quest);
    struct way best = e.direct;
    for (int32_t s = 0; s < e.start_count; s++)
        for (int32_t t = 0; t < e.end_count; t++) {
            ems_time middle = middle_of(quest, e.starts[s].node, e.ends[t].node, t);
            const struct way way = way_between(&e, s, t, middle);
            take_if_shorter(&best, &way);
        }
    best.stretch = stretch_time(quest, e.goal.stretch_m);
    return best;
}

/* The same where the ends are known. Its middle is left open (-1): a search that goes along it will tell. */
static struct way way_along(const struct ems_road_quest *quest, int16_t known)
{
    const struct ends e = ends_of(quest);
    int start = known & 1, end = known >> 1 & 1;
    if (known == EMS_ENDS_ALONG_EDGE && e.direct.middle != EMS_NEVER) {
        struct way direct = e.direct;
        direct.stretch = stretch_time(quest, e.goal.stretch_m);
        return direct;
    }
    if (known < 0 || known >= EMS_ENDS_ALONG_EDGE || start >= e.start_count || end >= e.end_count)
        return way_of(quest);
    struct way way = way_between(&e, start, end, -1);
    way.stretch = stretch_time(quest, e.goal.stretch_m);
    return way;
}

static ems_time time_of_way(const struct ems_road_quest *quest, const struct way *way)
{
    if (way->middle == EMS_NEVER) return EMS_NEVER;
    return way->lead + slowed(way->begin + way->middle + way->end + way->stretch, quest->factor);
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
    int32_t count = ems_joint_options(look->place, metric_of(quest), !look->outward, options);
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
    ems_time direct = f.look.outward ? ems_joint_along_edge(source, place, metric_of(quest), &edge)
                                     : ems_joint_along_edge(place, source, metric_of(quest), &edge);
    if (direct != EMS_NEVER && direct + stretch_time(quest, source->stretch_m) <= f.time) {
        f.time = direct + stretch_time(quest, source->stretch_m);
        f.edge = edge;
    }
    if (f.time != EMS_NEVER) f.time += stretch_time(quest, place->stretch_m);
    return f;
}

ems_time ems_road_quest_time(const struct ems_road_quest *quest)
{
    if (is_tabled(quest)) return slowed(look_up(quest).time, quest->factor);
    const struct way way = way_of(quest);
    return time_of_way(quest, &way);
}

/* ---- where on the way ---- */

static struct ems_point between(struct ems_point a, struct ems_point b, ems_time gone, ems_time total)
{
    double share = total <= 0 ? 1 : (double)gone / (double)total;
    return ems_point_round(a.x_m + share * (b.x_m - a.x_m), a.y_m + share * (b.y_m - a.y_m));
}

static struct ems_point node_point(const struct ems_road_quest *quest, int32_t node)
{
    return quest->travel->road->snapper.node_at[node];
}

/* On an arc, `into` after its tail: one goes on from its head. */
static struct ems_location on_arc(const struct ems_road_quest *quest, int32_t arc, ems_time into)
{
    const struct ems_network *network = quest->travel->road->def.network;
    ems_time total = metric_of(quest)->arc_time[arc];
    return (struct ems_location){.at = between(node_point(quest, network->tail[arc]),
                                               node_point(quest, network->head[arc]), into, total),
                                 .place = EMS_UNDER_WAY,
                                 .node = network->head[arc],
                                 .lead = slowed(total - into, quest->factor)};
}

/* Before the first node of the way: on the arc or stretch that was under way, on the place's own stretch, or
 * on the part of its edge. */
static struct ems_location at_begin(const struct ems_road_quest *quest, const struct way *way, ems_time gone,
                                    ems_time total)
{
    struct ems_location spot = {.place = EMS_UNDER_WAY, .node = way->from, .lead = total - gone};
    struct ems_point node = node_point(quest, way->from);
    if (way->first_arc < 0) {
        spot.at = between(quest->from->at, node, gone, total);
        return spot;
    }
    const struct ems_joint joint = joint_of(quest->travel->road, quest->from);
    ems_time stretch = slowed(stretch_time(quest, joint.stretch_m), quest->factor);
    spot.at = gone < stretch ? between(quest->from->at, joint.on_road, gone, stretch)
                             : between(joint.on_road, node, gone - stretch, total - stretch);
    return spot;
}

/* On the straight stretch to the goal: one drives back to the road. */
static struct ems_location at_end(const struct ems_road_quest *quest, const struct way *way, ems_time gone)
{
    const double *speed_mps = quest->travel->road->def.off_road_mps;
    const struct ems_joint goal = joint_of(quest->travel->road, quest->to);
    struct ems_location spot = {.at = between(goal.on_road, quest->to->at, gone, way->stretch)};
    ems_time back = slowed(gone, quest->factor);
    if (way->last_arc < 0) {
        spot.place = EMS_ON_STRETCH;
        spot.node = way->to;
        spot.lead = (ems_time)rint((double)back * (speed_mps[quest->mode] / speed_mps[EMS_NORMAL]));
        return spot;
    }
    double share = way->last_arc == goal.arc ? 1 - goal.share : goal.share;
    spot.place = EMS_UNDER_WAY;
    spot.node = quest->travel->road->def.network->head[way->last_arc];
    spot.lead = back + slowed(part_of(metric_of(quest)->arc_time[way->last_arc], share), quest->factor);
    return spot;
}

/* On the part of an edge that leads to the goal, or from place to place along one edge. */
static struct ems_location on_last_edge(const struct ems_road_quest *quest, const struct way *way,
                                        ems_time gone)
{
    const struct ems_joint goal = joint_of(quest->travel->road, quest->to);
    double share = way->last_arc == goal.arc ? goal.share : 1 - goal.share;
    ems_time total = way->from < 0 ? way->middle : way->end;
    ems_time at_goal = part_of(metric_of(quest)->arc_time[way->last_arc], share);
    return on_arc(quest, way->last_arc, at_goal - (total - gone));
}

struct ems_location ems_road_quest_spot(const struct ems_road_quest *quest, int16_t ends, ems_time elapsed)
{
    struct way way = way_along(quest, ends);
    ems_time begin = slowed(way.begin, quest->factor);
    if (way.from < 0 && elapsed < begin) { /* the stretch before a way along one edge */
        const struct ems_joint start = joint_of(quest->travel->road, quest->from);
        struct ems_location spot = on_arc(quest, way.first_arc, 0);
        double left = way.first_arc == start.arc ? 1 - start.share : start.share;
        spot.lead =
            begin - elapsed + slowed(part_of(metric_of(quest)->arc_time[way.first_arc], left), quest->factor);
        spot.at = between(quest->from->at, start.on_road, elapsed, begin);
        return spot;
    }
    if (way.from >= 0 && elapsed < way.lead + begin) return at_begin(quest, &way, elapsed, way.lead + begin);
    ems_time base = elapsed - way.lead;
    if (quest->factor != 1) base = (ems_time)rint((double)base * quest->factor);
    base -= way.begin;
    if (base < 0) base = 0;
    if (way.from < 0 && base < way.middle) return on_last_edge(quest, &way, base);
    if (way.middle < 0 || base < way.middle) {
        struct ems_road_spot spot = ems_road_at(metric_of(quest), way.from, way.to, base);
        if (spot.arc >= 0) return on_arc(quest, spot.arc, spot.into);
        way.middle = spot.total;
    }
    base -= way.middle;
    if (base < way.end) return on_last_edge(quest, &way, base);
    base -= way.end;
    return at_end(quest, &way, base < way.stretch ? base : way.stretch);
}

/* ---- lengths ---- */

static double part_of_edge_m(const struct ems_road_quest *quest, int32_t arc, ems_time part)
{
    if (arc < 0) return 0;
    ems_time whole = metric_of(quest)->arc_time[arc];
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

static double length_of_way_m(const struct ems_road_quest *quest, const struct way *way)
{
    double length_m = joint_of(quest->travel->road, quest->to).stretch_m;
    if (is_under_way(quest->from)) {
        length_m += ems_point_distance(quest->from->at, node_point(quest, way->from));
    } else {
        const struct ems_joint start = joint_of(quest->travel->road, quest->from);
        length_m += start.stretch_m;
        ems_time part = way->from < 0 ? way->middle : way->begin - stretch_time(quest, start.stretch_m);
        length_m += part_of_edge_m(quest, way->first_arc, part);
    }
    if (way->from < 0) return length_m;
    length_m += part_of_edge_m(quest, way->last_arc, way->end);
    return length_m + ems_road_length_m(metric_of(quest), way->from, way->to);
}

ems_time ems_road_quest_plan(const struct ems_road_quest *quest, double *length_m, int16_t *ends)
{
    *length_m = 0;
    *ends = EMS_ENDS_UNKNOWN;
    if (is_tabled(quest)) {
        const struct found f = look_up(quest);
        if (f.time == EMS_NEVER) return EMS_NEVER;
        *length_m = found_length_m(quest, &f);
        *ends = found_ends(quest, &f);
        return slowed(f.time, quest->factor);
    }
    const struct way way = way_of(quest);
    if (way.middle == EMS_NEVER) return EMS_NEVER;
    *length_m = length_of_way_m(quest, &way);
    *ends = way.ends;
    return time_of_way(quest, &way);
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
