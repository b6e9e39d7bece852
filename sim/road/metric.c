#include "road/metric.h"

#include "road/bound.h"
#include "road/customise.h"

/* One side being laid out. */
struct side {
    const struct ems_weights *weights;
    int32_t *number; /* by edge of the hierarchy: in the side, -1 when left out */
    int32_t count;
    int32_t *first, *upper, *down_to, *up_from;
    uint16_t *level;
    ems_time *time;
    uint64_t *tie;
    uint32_t *mm;
};

static bool choose_edges(const struct ems_hierarchy *h, int32_t node_count, struct ems_arena *scratch,
                         struct ems_arena *arena, struct side *s)
{
    s->number = EMS_NEW_ARRAY(scratch, int32_t, h->edge_count);
    s->first = EMS_NEW_ARRAY(arena, int32_t, node_count + 1);
    if (s->number == NULL || s->first == NULL) return false;
    for (int32_t x = 0; x < node_count; x++) {
        for (int32_t e = h->first_up[x]; e < h->first_up[x + 1]; e++) {
            bool needed = s->weights->time[e] < EMS_FAR && s->weights->time[e] == s->weights->least[e];
            s->number[e] = needed ? s->count++ : -1;
        }
        s->first[x + 1] = s->count;
    }
    s->upper = EMS_NEW_ARRAY(arena, int32_t, s->count);
    s->level = EMS_NEW_ARRAY(arena, uint16_t, s->count);
    s->time = EMS_NEW_ARRAY(arena, ems_time, s->count);
    s->tie = EMS_NEW_ARRAY(arena, uint64_t, s->count);
    s->mm = EMS_NEW_ARRAY(arena, uint32_t, s->count);
    s->down_to = EMS_NEW_ARRAY(arena, int32_t, s->count);
    s->up_from = EMS_NEW_ARRAY(arena, int32_t, s->count);
    return !arena->failed;
}

static uint32_t add_lengths(uint32_t a, uint32_t b)
{
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

/* What an edge stands for, and how long that is. Halves of a way that nothing beats are not beaten either, so
 * they are there; they belong to a lower rank, so their lengths are known. */
static void put_halves(const struct ems_network *network, const struct side *up, const struct side *down,
                       struct side *s, int32_t e)
{
    const struct ems_hierarchy *h = &network->hierarchy;
    int32_t i = s->number[e], low = s->weights->via[e], high = low;
    if (low < 0) {
        s->down_to[i] = low;
        s->mm[i] = network->length_mm[-1 - low];
        return;
    }
    do high++; /* the edges of one rank stand together */
    while (h->up[high] != h->up[e]);
    s->down_to[i] = down->number[s == up ? low : high];
    s->up_from[i] = up->number[s == up ? high : low];
    s->mm[i] = add_lengths(down->mm[s->down_to[i]], up->mm[s->up_from[i]]);
}

static void put_edge(const struct ems_network *network, const struct ems_customised *c, const struct side *up,
                     const struct side *down, struct side *s, int32_t e)
{
    int32_t i = s->number[e];
    if (i < 0) return;
    s->upper[i] = network->hierarchy.up[e];
    s->level[i] = c->level[e];
    s->time[i] = s->weights->time[e];
    s->tie[i] = s->weights->tie[e];
    put_halves(network, up, down, s, e);
}

static struct ems_road_metric_side finished(const struct side *s)
{
    return (struct ems_road_metric_side){.first = s->first,
                                         .upper = s->upper,
                                         .level = s->level,
                                         .time = s->time,
                                         .tie = s->tie,
                                         .mm = s->mm,
                                         .down_to = s->down_to,
                                         .up_from = s->up_from};
}

static enum ems_status build(const struct ems_network *network, const ems_time *arc_time,
                             struct ems_arena *scratch, struct ems_arena *arena, struct ems_road_metric *out)
{
    const struct ems_hierarchy *h = &network->hierarchy;
    struct ems_customised c;
    if (ems_customise(network, arc_time, scratch, &c) != EMS_OK) return EMS_NO_MEMORY;
    struct side up = {.weights = &c.up}, down = {.weights = &c.down};
    if (!choose_edges(h, network->node_count, scratch, arena, &up) ||
        !choose_edges(h, network->node_count, scratch, arena, &down))
        return EMS_NO_MEMORY;
    for (int32_t e = 0; e < h->edge_count; e++) {
        put_edge(network, &c, &up, &down, &up, e);
        put_edge(network, &c, &up, &down, &down, e);
    }
    *out = (struct ems_road_metric){
        .network = network, .arc_time = arc_time, .up = finished(&up), .down = finished(&down)};
    return ems_bounds_build(out, arena);
}

enum ems_status ems_road_metric_build(const struct ems_network *network, const ems_time *arc_time,
                                      struct ems_arena *arena, struct ems_road_metric *out)
{
    struct ems_arena scratch = {0};
    enum ems_status status = build(network, arc_time, &scratch, arena, out);
    ems_arena_free(&scratch);
    return status;
}
