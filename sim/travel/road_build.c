/* What a road model is made of at load: joints of the fixed places, conditions, a metric for each, and the
 * tables between sources and all places. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "travel/road.h"

static const size_t TABLE_BYTES_MAX = (size_t)1 << 30;

/* ---- joints ---- */

/* At an end of its edge a place is joined with all roads that meet there, one-way or not. */
static void join_at_end(struct ems_joint *joint)
{
    if (joint->share > 0) joint->node[0] = joint->node[1];
    joint->node[1] = joint->arc = joint->reverse = -1;
    joint->share = 0;
}

struct ems_joint ems_road_joint(const struct ems_road_travel *road, struct ems_point at)
{
    const struct ems_network *network = road->def.network;
    struct ems_joint joint = {.arc = -1, .reverse = -1, .node = {-1, -1}, .row = {-1, -1}};
    if (road->def.snap_to_edge) {
        struct ems_snap_edge edge = ems_snap_to_edge(&road->snapper, at);
        joint.arc = edge.arc;
        joint.reverse = edge.reverse;
        joint.share = edge.share;
        joint.on_road = edge.at;
        joint.stretch_m = edge.distance_m;
        if (edge.arc >= 0) {
            joint.node[0] = network->tail[edge.arc];
            joint.node[1] = network->head[edge.arc];
            if (edge.share <= 0 || edge.share >= 1) join_at_end(&joint);
            return joint;
        }
    }
    joint.node[0] = ems_snap_node(&road->snapper, at, &joint.stretch_m);
    joint.on_road = road->snapper.node_at[joint.node[0]];
    return joint;
}

/* Nodes that places join get rows of the tables, in the order in which they are met. */
static void give_rows(struct ems_road_travel *road, struct ems_joint *joint, int32_t *row_of,
                      int32_t *node_of)
{
    for (int end = 0; end < 2; end++) {
        int32_t node = joint->node[end];
        if (node < 0) continue;
        if (row_of[node] < 0) {
            node_of[road->row_count] = node;
            row_of[node] = road->row_count++;
        }
        joint->row[end] = row_of[node];
    }
}

static bool make_joints(const struct ems_travel *travel, struct ems_road_travel *road, int32_t *row_of,
                        int32_t *node_of, struct ems_arena *arena)
{
    struct ems_joint *joints = EMS_NEW_ARRAY(arena, struct ems_joint, travel->def.place_count);
    if (joints == NULL) return false;
    for (int32_t n = 0; n < road->def.network->node_count; n++) row_of[n] = -1;
    for (int32_t p = 0; p < travel->def.place_count; p++) {
        joints[p] = ems_road_joint(road, travel->def.places[p]);
        give_rows(road, &joints[p], row_of, node_of);
    }
    road->joints = joints;
    return true;
}

/* ---- conditions ---- */

static int by_time(const void *a, const void *b)
{
    ems_time x = *(const ems_time *)a, y = *(const ems_time *)b;
    return (x > y) - (x < y);
}

/* Moments at which some change begins or ends, after 0, each once; their number. */
static int32_t find_spans(const struct ems_road_def *def, ems_time *from)
{
    int32_t count = 0, kept = 1;
    from[count++] = 0;
    for (int32_t i = 0; i < def->change_count; i++) {
        if (def->changes[i].from > 0) from[count++] = def->changes[i].from;
        if (def->changes[i].to != EMS_NEVER && def->changes[i].to > 0) from[count++] = def->changes[i].to;
    }
    qsort(from, (size_t)count, sizeof *from, by_time);
    for (int32_t i = 1; i < count; i++)
        if (from[i] != from[kept - 1]) from[kept++] = from[i];
    return kept;
}

static bool same_hours(const struct ems_road_def *def, int a, int b)
{
    for (int32_t i = 0; i < def->factor_count; i++)
        if (def->factors[i].by_hour[a] != def->factors[i].by_hour[b]) return false;
    return true;
}

static bool is_active(const struct ems_road_change *change, ems_time at)
{
    return at >= change->from && at < change->to;
}

static bool same_changes(const struct ems_road_def *def, ems_time a, ems_time b)
{
    for (int32_t i = 0; i < def->change_count; i++)
        if (is_active(&def->changes[i], a) != is_active(&def->changes[i], b)) return false;
    return true;
}

/* What holds at one moment: the changes active then (EMS_NEVER: none) and the factors of an hour. */
struct condition {
    ems_time at;
    int hour;
};

static int32_t number_of(const struct ems_road_def *def, struct condition *known, int32_t *count,
                         struct condition wanted)
{
    for (int32_t i = 0; i < *count; i++)
        if (same_hours(def, known[i].hour, wanted.hour) && same_changes(def, known[i].at, wanted.at))
            return i;
    known[*count] = wanted;
    return (*count)++;
}

/* The last row of `of_hour` is for open roads: no change is active. */
static struct condition *make_conditions(const struct ems_travel *travel, struct ems_conditions *conditions,
                                         struct ems_arena *arena)
{
    const struct ems_road_def *def = &travel->def.road;
    ems_time *from = EMS_NEW_ARRAY(arena, ems_time, 2 * (size_t)def->change_count + 1);
    if (from == NULL) return NULL;
    conditions->start_of_day = travel->def.start_of_day;
    conditions->span_count = find_spans(def, from);
    conditions->span_from = from;
    size_t rows = (size_t)conditions->span_count + 1;
    int32_t *of_hour = EMS_NEW_ARRAY(arena, int32_t, rows * 24);
    struct condition *known = EMS_NEW_ARRAY(arena, struct condition, rows * 24);
    if (of_hour == NULL || known == NULL) return NULL;
    for (int32_t row = 0; row <= conditions->span_count; row++)
        for (int hour = 0; hour < 24; hour++)
            of_hour[row * 24 + hour] =
                number_of(def, known, &conditions->count,
                          (struct condition){row < conditions->span_count ? from[row] : EMS_NEVER, hour});
    conditions->of_hour = of_hour;
    return known;
}

int32_t ems_road_conditions(const struct ems_road_travel *road, ems_time at, bool open)
{
    const struct ems_conditions *c = &road->conditions;
    if (c->count == 1) return 0;
    int32_t low = 0, high = c->span_count;
    while (!open && high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (c->span_from[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    int32_t row = open ? c->span_count : low;
    return c->of_hour[row * 24 + (at + c->start_of_day) / EMS_HOUR % 24];
}

/* ---- metrics ---- */

static struct ems_point middle_of(const struct ems_road_travel *road, int32_t arc)
{
    struct ems_point a = road->snapper.node_at[road->def.network->tail[arc]],
                     b = road->snapper.node_at[road->def.network->head[arc]];
    return ems_point_round((a.x_m + b.x_m) / 2, (a.y_m + b.y_m) / 2);
}

static double factor_on(const struct ems_travel *travel, const struct ems_road_travel *road, int32_t arc,
                        struct condition condition)
{
    const struct ems_road_def *def = &road->def;
    uint64_t road_class = (uint64_t)1 << def->network->arc_class[arc];
    double factor = 1;
    for (int32_t i = 0; i < def->factor_count; i++) {
        if (!(def->factors[i].roads & road_class)) continue;
        uint8_t area = ems_raster_at(&travel->def.classes, middle_of(road, arc));
        if (def->factors[i].areas >> area & 1) factor *= def->factors[i].by_hour[condition.hour];
    }
    for (int32_t i = 0; i < def->change_count; i++) {
        const struct ems_road_change *change = &def->changes[i];
        if (!(change->roads & road_class) || !is_active(change, condition.at)) continue;
        if (change->within == NULL || ems_shape_contains(change->within, middle_of(road, arc)))
            factor *= change->factor;
    }
    return factor;
}

static enum ems_status make_metric(const struct ems_travel *travel, const struct ems_road_travel *road,
                                   enum ems_mode mode, struct condition condition, struct ems_arena *arena,
                                   struct ems_road_metric *out)
{
    const struct ems_network *network = road->def.network;
    ems_time *time = EMS_NEW_ARRAY(arena, ems_time, network->arc_count);
    if (time == NULL) return EMS_NO_MEMORY;
    for (int32_t a = 0; a < network->arc_count; a++) {
        double factor = factor_on(travel, road, a, condition);
        time[a] = factor == 1  ? network->time_us[mode][a]
                  : factor > 0 ? (ems_time)rint((double)network->time_us[mode][a] / factor)
                               : EMS_NEVER;
    }
    return ems_road_metric_build(network, time, arena, out);
}

static enum ems_status make_metrics(const struct ems_travel *travel, struct ems_road_travel *road,
                                    struct ems_arena *arena)
{
    const struct condition *known = make_conditions(travel, &road->conditions, arena);
    if (known == NULL) return EMS_NO_MEMORY;
    for (int m = 0; m < EMS_MODES; m++) {
        struct ems_road_metric *metrics =
            EMS_NEW_ARRAY(arena, struct ems_road_metric, road->conditions.count);
        if (metrics == NULL) return EMS_NO_MEMORY;
        for (int32_t c = 0; c < road->conditions.count; c++) {
            enum ems_status status =
                make_metric(travel, road, (enum ems_mode)m, known[c], arena, &metrics[c]);
            if (status != EMS_OK) return status;
        }
        road->metrics[m] = metrics;
    }
    return EMS_OK;
}

/* The highest speed over the straight line that any metric has on any arc, or off the road. */
static void find_fastest(struct ems_road_travel *road)
{
    const struct ems_network *network = road->def.network;
    for (int m = 0; m < EMS_MODES; m++) {
        double fastest = road->def.off_road_mps[m];
        for (int32_t a = 0; a < network->arc_count; a++) {
            ems_time least = EMS_NEVER;
            for (int32_t c = 0; c < road->conditions.count; c++)
                if (road->metrics[m][c].arc_time[a] < least) least = road->metrics[m][c].arc_time[a];
            double distance_m = ems_point_distance(road->snapper.node_at[network->tail[a]],
                                                   road->snapper.node_at[network->head[a]]);
            if (distance_m > 0 && least != EMS_NEVER)
                fastest = fmax(fastest, least == 0 ? INFINITY : distance_m / ((double)least / 1e6));
        }
        /* parts of an edge are rounded to the microsecond */
        road->fastest_mps[m] = fastest * (1 + 1e-6);
    }
}

/* Over arcs open in the first metric; one closed in the second takes for ever there. */
static double least_ratio(const struct ems_road_metric *first, const struct ems_road_metric *second,
                          double off_road)
{
    double ratio = fmin(off_road, 1);
    for (int32_t a = 0; a < first->network->arc_count; a++) {
        double before = (double)first->arc_time[a], after = (double)second->arc_time[a];
        if (after < ratio * before) ratio = after / before;
    }
    return ratio * (1 - 1e-9);
}

/* Not where there are very many metrics: pairs of them are compared arc by arc. */
static bool find_least_ratios(struct ems_road_travel *road, struct ems_arena *arena)
{
    enum { METRICS_MAX = 40 };
    int32_t count = road->conditions.count;
    size_t metrics = (size_t)EMS_MODES * (size_t)count;
    if (metrics > METRICS_MAX) return true;
    double *ratios = EMS_NEW_ARRAY(arena, double, metrics *metrics);
    road->least_ratio = ratios;
    for (int first = 0; ratios != NULL && first < EMS_MODES; first++)
        for (int32_t a = 0; a < count; a++)
            for (int second = 0; second < EMS_MODES; second++)
                for (int32_t b = 0; b < count; b++)
                    *ratios++ = least_ratio(&road->metrics[first][a], &road->metrics[second][b],
                                            road->def.off_road_mps[first] / road->def.off_road_mps[second]);
    return road->least_ratio != NULL;
}

/* ---- tables ---- */

/* Metres of the part of an edge that an option drives. */
static float part_m(const struct ems_road_metric *metric, const struct ems_joint_option *option)
{
    if (option->arc < 0 || metric->arc_time[option->arc] <= 0) return 0;
    double share = (double)option->time / (double)metric->arc_time[option->arc];
    return (float)(share * metric->network->length_mm[option->arc] / 1000);
}

/* Where the ways of a source begin (or end), with what is before (behind): time, and metres of its edge. */
static int32_t source_starts(const struct ems_road_travel *road, const struct ems_road_metric *metric,
                             enum ems_mode mode, const struct ems_joint *joint, bool leaving,
                             struct ems_road_start *starts, float *starts_m)
{
    ems_time stretch = ems_time_from_seconds(joint->stretch_m / road->def.off_road_mps[mode]);
    struct ems_joint_option options[2];
    int32_t count = ems_joint_options(joint, metric, leaving, options);
    for (int32_t i = 0; i < count; i++) {
        starts[i] = (struct ems_road_start){options[i].node, stretch + options[i].time};
        starts_m[i] = part_m(metric, &options[i]);
    }
    return count;
}

/* What a tree needs while tables are filled. */
struct filler {
    struct ems_road_travel *road;
    const int32_t *node_of_row;
    ems_time *times; /* of all nodes */
    float *lengths_m;
    int32_t *start_of; /* which of the starts they are from */
    struct ems_arena *scratch;
};

/* A tree to or from a source; with the arcs of its ways where `arcs` is not NULL. */
static enum ems_status grow_tree(struct filler *f, const struct ems_road_metric *metric,
                                 const struct ems_road_start *starts, int32_t count, bool leaving,
                                 int32_t *arcs)
{
    enum ems_direction direction = leaving ? EMS_FORWARD : EMS_BACKWARD;
    if (arcs == NULL)
        return ems_road_tree(metric, starts, count, direction, f->scratch, f->times, f->start_of,
                             f->lengths_m);
    const struct ems_road_ways out = {f->times, f->start_of, f->lengths_m, arcs};
    return ems_road_tree_ways(metric, starts, count, direction, f->scratch, &out);
}

/* Where times, lengths and ends of one direction go. */
struct columns {
    ems_time *times;
    float *lengths_m;
    uint8_t *over;
    int32_t *arcs; /* NULL: not kept */
};

static enum ems_status fill_column(struct filler *f, const struct ems_road_metric *metric, enum ems_mode mode,
                                   int32_t source, bool leaving, const struct columns *columns)
{
    struct ems_road_start starts[2];
    float starts_m[2];
    int32_t count = source_starts(f->road, metric, mode, &f->road->joints[source], leaving, starts, starts_m);
    enum ems_status status = grow_tree(
        f, metric, starts, count, leaving,
        columns->arcs == NULL ? NULL : columns->arcs + (size_t)source * (size_t)metric->network->node_count);
    if (status != EMS_OK) return status;
    for (int32_t row = 0; row < f->road->row_count; row++) {
        size_t entry = (size_t)row * (size_t)f->road->source_count + (size_t)source;
        int32_t node = f->node_of_row[row], start = f->start_of[node];
        columns->times[entry] = f->times[node];
        columns->lengths_m[entry] = f->lengths_m[node] + (start < 0 ? 0 : starts_m[start]);
        columns->over[entry] = start > 0;
    }
    return EMS_OK;
}

/* Who drives home does so in normal mode; who leaves a station, in either. They are asked where they are.
 * Arcs are followed one by one: that is quicker than a search where most nodes are junctions, and slower
 * along roads that are drawn in many pieces. */
static bool keeps_arcs(const struct ems_road_travel *road, enum ems_mode mode, bool leaving)
{
    const size_t nodes_max = (size_t)1 << 25;
    const struct ems_network *n = road->def.network;
    size_t rows = (size_t)road->source_count * (size_t)road->conditions.count;
    if (n->arc_count < 5 * (n->node_count / 2)) return false;
    return (leaving || mode == EMS_NORMAL) && rows * (size_t)n->node_count <= nodes_max;
}

static enum ems_status fill_columns(struct filler *f, const struct ems_road_metric *metric,
                                    enum ems_mode mode, bool leaving, struct ems_arena *arena,
                                    struct columns *out)
{
    size_t sources = (size_t)f->road->source_count, entries = (size_t)f->road->row_count * sources;
    *out = (struct columns){EMS_NEW_ARRAY(arena, ems_time, entries), EMS_NEW_ARRAY(arena, float, entries),
                            EMS_NEW_ARRAY(arena, uint8_t, entries), NULL};
    if (keeps_arcs(f->road, mode, leaving))
        out->arcs = EMS_NEW_ARRAY(arena, int32_t, sources * (size_t)metric->network->node_count);
    if (arena->failed) return EMS_NO_MEMORY;
    for (int32_t s = 0; s < f->road->source_count; s++) {
        enum ems_status status = fill_column(f, metric, mode, s, leaving, out);
        ems_arena_reset(f->scratch);
        if (status != EMS_OK) return status;
    }
    return EMS_OK;
}

static enum ems_status fill_times(struct filler *f, const struct ems_road_metric *metric, enum ems_mode mode,
                                  struct ems_arena *arena, struct ems_road_times *out)
{
    struct columns to, from;
    enum ems_status status = fill_columns(f, metric, mode, false, arena, &to);
    if (status == EMS_OK) status = fill_columns(f, metric, mode, true, arena, &from);
    if (status != EMS_OK) return status;
    *out = (struct ems_road_times){from.times, to.times, from.lengths_m, to.lengths_m,
                                   from.over,  to.over,  from.arcs,      to.arcs};
    return EMS_OK;
}

static bool worth_tables(const struct ems_road_travel *road)
{
    const size_t entry = 2 * (sizeof(ems_time) + sizeof(float) + 1);
    size_t metrics = (size_t)EMS_MODES * (size_t)road->conditions.count;
    if (road->source_count == 0 || road->row_count == 0) return false;
    return (size_t)road->row_count <= TABLE_BYTES_MAX / entry / metrics / (size_t)road->source_count;
}

static enum ems_status make_tables(struct filler *f, struct ems_arena *arena)
{
    struct ems_road_travel *road = f->road;
    for (int m = 0; m < EMS_MODES; m++) {
        struct ems_road_times *times = EMS_NEW_ARRAY(arena, struct ems_road_times, road->conditions.count);
        if (times == NULL) return EMS_NO_MEMORY;
        for (int32_t c = 0; c < road->conditions.count; c++) {
            enum ems_status status = fill_times(f, &road->metrics[m][c], (enum ems_mode)m, arena, &times[c]);
            if (status != EMS_OK) return status;
        }
        road->times[m] = times;
    }
    return EMS_OK;
}

static enum ems_status index_places(const struct ems_travel *travel, struct ems_road_travel *road,
                                    struct ems_arena *arena)
{
    int32_t nodes = road->def.network->node_count;
    struct ems_arena own = {0}, scratch = {0};
    int32_t *row_of = EMS_NEW_ARRAY(&own, int32_t, nodes), *node_of = EMS_NEW_ARRAY(&own, int32_t, nodes);
    struct filler f = {road,
                       node_of,
                       EMS_NEW_ARRAY(&own, ems_time, nodes),
                       EMS_NEW_ARRAY(&own, float, nodes),
                       EMS_NEW_ARRAY(&own, int32_t, nodes),
                       &scratch};
    enum ems_status status = EMS_NO_MEMORY;
    if (!own.failed && make_joints(travel, road, row_of, node_of, arena))
        status = worth_tables(road) ? make_tables(&f, arena) : EMS_OK;
    ems_arena_free(&own);
    ems_arena_free(&scratch);
    return status;
}

enum ems_status ems_road_travel_init(const struct ems_travel *travel, struct ems_arena *arena,
                                     struct ems_road_travel *out)
{
    *out = (struct ems_road_travel){.def = travel->def.road, .source_count = travel->def.source_count};
    enum ems_status status = ems_snapper_build(out->def.network, &out->def.projection, arena, &out->snapper);
    if (status == EMS_OK) status = make_metrics(travel, out, arena);
    if (status != EMS_OK) return status;
    find_fastest(out);
    if (!find_least_ratios(out, arena)) return EMS_NO_MEMORY;
    return index_places(travel, out, arena);
}
