/* What a list of sources can reach. Times are those of ems_travel_time to the microsecond, but over roads
 * where a factor on all speeds is not 1: there they may differ by one or two of rounding. */
#include <math.h>
#include <stdlib.h>

#include "api/cover.h"
#include "travel/matrix.h"

static ems_time stretch_time(const struct ems_cover_field *f, double stretch_m)
{
    return ems_time_from_seconds(stretch_m / f->travel.def.road.off_road_mps[f->sources->mode]);
}

static ems_time slowed(const struct ems_cover_field *f, ems_time base)
{
    if (base == EMS_NEVER || f->factor == 1) return base;
    return ems_time_from_seconds((double)base / 1e6 / f->factor);
}

/* Of time that no factor slows: as much as comes out of `slowed` again. */
static ems_time unslowed(const struct ems_cover_field *f, ems_time time)
{
    return f->factor == 1 ? time : (ems_time)rint((double)time * f->factor);
}

static bool is_under_way(const struct ems_location *l)
{
    return l->place == EMS_UNDER_WAY || l->place == EMS_ON_STRETCH;
}

/* ---- roads ---- */

static int by_arc(const void *a, const void *b)
{
    const struct ems_cover_on_edge *x = a, *y = b;
    return (x->joint.arc > y->joint.arc) - (x->joint.arc < y->joint.arc);
}

/* A vehicle on the road goes on from the node ahead; off the road it drives what is left of the stretch in
 * the mode that it is sent with. */
static struct ems_road_start under_way(const struct ems_cover_field *f, const struct ems_cover_source *s)
{
    const double *speed_mps = f->travel.def.road.off_road_mps;
    double lead = (double)s->from.lead;
    if (s->from.place == EMS_ON_STRETCH && f->sources->mode == EMS_LIGHTS)
        lead *= speed_mps[EMS_NORMAL] / speed_mps[EMS_LIGHTS];
    return (struct ems_road_start){s->from.node, unslowed(f, s->delay + (ems_time)rint(lead))};
}

static enum ems_status search_roads(struct ems_cover_field *f, struct ems_arena *arena)
{
    const struct ems_road_travel *road = f->travel.road;
    const struct ems_cover_sources *s = f->sources;
    struct ems_road_start *starts = EMS_NEW_ARRAY(arena, struct ems_road_start, 2 * (int64_t)s->count + 1);
    struct ems_cover_on_edge *on_edges = EMS_NEW_ARRAY(arena, struct ems_cover_on_edge, s->count + 1);
    ems_time *times = EMS_NEW_ARRAY(arena, ems_time, road->def.network->node_count);
    if (starts == NULL || on_edges == NULL || times == NULL) return EMS_NO_MEMORY;
    int32_t conditions = ems_road_conditions(road, s->at, s->changeless), count = 0;
    f->metric = &road->metrics[s->mode][conditions];
    for (int32_t i = 0; i < s->count; i++) {
        const struct ems_cover_source *source = &s->items[i];
        if (is_under_way(&source->from)) {
            starts[count++] = under_way(f, source);
            continue;
        }
        struct ems_joint joint = source->from.place >= 0 ? road->joints[source->from.place]
                                                         : ems_road_joint(road, source->from.at);
        struct ems_joint_option options[2];
        ems_time lead = unslowed(f, source->delay) + stretch_time(f, joint.stretch_m);
        int32_t options_count = ems_joint_options(&joint, f->metric, true, options);
        for (int32_t o = 0; o < options_count; o++)
            if (options[o].node >= 0)
                starts[count++] = (struct ems_road_start){options[o].node, lead + options[o].time};
        if (joint.arc >= 0) on_edges[f->on_edge_count++] = (struct ems_cover_on_edge){joint, lead};
    }
    qsort(on_edges, (size_t)f->on_edge_count, sizeof *on_edges, by_arc);
    f->on_edges = on_edges;
    f->times = times;
    return ems_road_tree(f->metric, starts, count, EMS_FORWARD, arena, times, NULL, NULL);
}

/* Along an edge that a source is on too. */
static ems_time along_edge(const struct ems_cover_field *f, const struct ems_cover_joint *goal)
{
    ems_time least = EMS_NEVER;
    int32_t low = 0, high = f->on_edge_count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (f->on_edges[middle].joint.arc < goal->arc)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < f->on_edge_count && f->on_edges[low].joint.arc == goal->arc; low++) {
        const struct ems_joint to = {.arc = goal->arc, .reverse = goal->reverse, .share = goal->share};
        int32_t edge;
        ems_time direct = ems_joint_along_edge(&f->on_edges[low].joint, &to, f->metric, &edge);
        if (direct != EMS_NEVER && direct + f->on_edges[low].lead < least)
            least = direct + f->on_edges[low].lead;
    }
    return least;
}

static void lessen(ems_time *least, ems_time until, ems_time rest)
{
    if (until != EMS_NEVER && rest != EMS_NEVER && until + rest < *least) *least = until + rest;
}

static ems_time part_of(ems_time time, double share)
{
    return time == EMS_NEVER ? EMS_NEVER : (ems_time)rint((double)time * share);
}

static ems_time road_time(const struct ems_cover_field *f, const struct ems_cover_joint *goal)
{
    ems_time least = EMS_NEVER;
    if (goal->node[0] < 0) return EMS_NEVER;
    if (goal->arc < 0) {
        least = f->times[goal->node[0]];
    } else {
        double share = goal->share;
        if (f->on_edge_count > 0) least = along_edge(f, goal);
        lessen(&least, f->times[goal->node[0]], part_of(f->metric->arc_time[goal->arc], share));
        if (goal->reverse >= 0)
            lessen(&least, f->times[goal->node[1]], part_of(f->metric->arc_time[goal->reverse], 1 - share));
    }
    return least == EMS_NEVER ? EMS_NEVER : least + stretch_time(f, goal->stretch_m);
}

/* ---- matrix ---- */

static enum ems_status search_matrix(struct ems_cover_field *f, struct ems_arena *arena)
{
    const struct ems_matrix_def *matrix = &f->travel.def.matrix;
    ems_time *times = EMS_NEW_ARRAY(arena, ems_time, matrix->node_count);
    if (times == NULL) return EMS_NO_MEMORY;
    for (int32_t n = 0; n < matrix->node_count; n++) times[n] = EMS_NEVER;
    for (int32_t i = 0; i < f->sources->count; i++) {
        const struct ems_cover_source *s = &f->sources->items[i];
        int32_t node = is_under_way(&s->from) ? s->from.node
                       : s->from.place >= 0   ? matrix->node_of[s->from.place]
                                              : ems_matrix_node(matrix, s->from.at);
        const ems_time *row =
            matrix->time[f->sources->mode] + (ptrdiff_t)node * (ptrdiff_t)matrix->node_count;
        ems_time lead = unslowed(f, s->delay);
        for (int32_t n = 0; n < matrix->node_count; n++) lessen(&times[n], row[n], lead);
    }
    f->times = times;
    return EMS_OK;
}

/* ---- straight ways ---- */

static enum ems_status index_sources(struct ems_cover_field *f, struct ems_arena *arena)
{
    int32_t count = f->sources->count;
    struct ems_point *points = EMS_NEW_ARRAY(arena, struct ems_point, count + 1);
    if (points == NULL) return EMS_NO_MEMORY;
    f->least_delay = EMS_NEVER;
    for (int32_t i = 0; i < count; i++) {
        points[i] = f->sources->items[i].from.at;
        if (f->sources->items[i].delay < f->least_delay) f->least_delay = f->sources->items[i].delay;
    }
    return ems_near_build(&f->near, points, count, arena);
}

static void try_span(const struct ems_cover_field *f, struct ems_grid_span span,
                     const struct ems_location *to, ems_time *least)
{
    const struct ems_grid *g = &f->near.grid;
    for (int32_t i = g->first[span.from]; i < g->first[span.to + 1]; i++) {
        const struct ems_cover_source *s = &f->sources->items[g->points[i]];
        double distance_m = ems_point_distance(to->at, s->from.at);
        ems_time bound = ems_travel_bound(&f->travel, distance_m, f->sources->mode);
        if (*least != EMS_NEVER && bound + s->delay > *least) continue;
        lessen(least, ems_travel_time(&f->travel, &s->from, to, f->sources->mode, f->sources->at), s->delay);
    }
}

static ems_time straight_time(const struct ems_cover_field *f, const struct ems_location *to)
{
    ems_time least = EMS_NEVER;
    if (f->sources->count == 0) return EMS_NEVER;
    struct ems_grid_walk walk = ems_grid_walk_from(&f->near.grid, to->at);
    do {
        ems_time bound = ems_travel_bound(&f->travel, ems_grid_walk_distance(&walk), f->sources->mode);
        if (least != EMS_NEVER && bound + f->least_delay > least) break;
        for (struct ems_grid_span span; ems_grid_walk_span(&walk, &span);) try_span(f, span, to, &least);
    } while (ems_grid_walk_ring(&walk));
    return least;
}

/* ---- together ---- */

enum ems_status ems_cover_field_build(const struct ems_cover_sources *sources, struct ems_arena *arena,
                                      struct ems_cover_field *out)
{
    *out = (struct ems_cover_field){.sources = sources, .travel = sources->model->travel};
    out->travel.changeless |= sources->changeless;
    out->factor = ems_travel_speed_factor(&out->travel, sources->at);
    if (out->travel.def.kind == EMS_TRAVEL_ROAD) return search_roads(out, arena);
    if (out->travel.def.kind == EMS_TRAVEL_MATRIX) return search_matrix(out, arena);
    return index_sources(out, arena);
}

ems_time ems_cover_field_joint(const struct ems_cover_field *field, const struct ems_cover_joint *joint)
{
    if (field->travel.def.kind == EMS_TRAVEL_MATRIX) return slowed(field, field->times[joint->node[0]]);
    return slowed(field, road_time(field, joint));
}

static struct ems_cover_joint compact(const struct ems_joint *joint)
{
    return (struct ems_cover_joint){.arc = joint->arc,
                                    .reverse = joint->reverse,
                                    .node = {joint->node[0], joint->node[1]},
                                    .share = joint->share,
                                    .stretch_m = joint->stretch_m};
}

struct ems_cover_joint ems_cover_join(const struct ems_model *model, const struct ems_near *matrix_nodes,
                                      struct ems_point at)
{
    if (model->travel.def.kind == EMS_TRAVEL_MATRIX)
        return (struct ems_cover_joint){
            .arc = -1, .reverse = -1, .node = {ems_near_two(matrix_nodes, at).number[0], -1}};
    struct ems_joint joint = ems_road_joint(model->travel.road, at);
    return compact(&joint);
}

ems_time ems_cover_field_at(const struct ems_cover_field *field, const struct ems_location *to)
{
    const struct ems_travel *t = &field->travel;
    struct ems_cover_joint joint = {.arc = -1, .reverse = -1, .node = {-1, -1}};
    switch (t->def.kind) {
    case EMS_TRAVEL_ROAD: {
        struct ems_joint whole =
            to->place >= 0 ? t->road->joints[to->place] : ems_road_joint(t->road, to->at);
        joint = compact(&whole);
        break;
    }
    case EMS_TRAVEL_MATRIX:
        joint.node[0] =
            to->place >= 0 ? t->def.matrix.node_of[to->place] : ems_matrix_node(&t->def.matrix, to->at);
        break;
    case EMS_TRAVEL_STRAIGHT:
    case EMS_TRAVEL_CONSTANT:
        return straight_time(field, to);
    }
    return ems_cover_field_joint(field, &joint);
}
