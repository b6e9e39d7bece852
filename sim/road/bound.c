#include "road/bound.h"

#include "road/search.h"

/* Differences of any two of these stay inside int16. */
enum { LARGEST = 1 << 14 };

struct builder {
    struct ems_road_metric *metric;
    ems_time *to[EMS_ROAD_LANDMARKS], *from[EMS_ROAD_LANDMARKS]; /* by landmark and node */
    ems_time *nearest;                                           /* landmark so far, by node */
    struct ems_arena scratch;
};

static bool allocate(struct builder *b, struct ems_arena *arena)
{
    int32_t n = b->metric->network->node_count;
    for (int32_t i = 0; i < EMS_ROAD_LANDMARKS; i++) {
        b->to[i] = EMS_NEW_ARRAY(arena, ems_time, n);
        b->from[i] = EMS_NEW_ARRAY(arena, ems_time, n);
    }
    b->nearest = EMS_NEW_ARRAY(arena, ems_time, n);
    return !arena->failed;
}

/* The node that is farthest from where one can get to it at all. */
static int32_t farthest(const ems_time *times, int32_t n)
{
    int32_t best = 0;
    ems_time most = -1;
    for (int32_t i = 0; i < n; i++) {
        if (times[i] == EMS_NEVER || times[i] <= most) continue;
        most = times[i];
        best = i;
    }
    return best;
}

static enum ems_status tree(struct builder *b, int32_t node, enum ems_direction direction, ems_time *times)
{
    struct ems_road_start start = {node, 0};
    enum ems_status status = ems_road_tree(b->metric, &start, 1, direction, &b->scratch, times, NULL, NULL);
    ems_arena_reset(&b->scratch);
    return status;
}

/* Each as far as can be from those before it; the first from the top of the hierarchy. */
static enum ems_status choose_landmarks(struct builder *b)
{
    int32_t n = b->metric->network->node_count;
    enum ems_status status = tree(b, b->metric->network->hierarchy.node[n - 1], EMS_FORWARD, b->nearest);
    for (int32_t i = 0; i < EMS_ROAD_LANDMARKS && status == EMS_OK; i++) {
        int32_t landmark = farthest(b->nearest, n);
        status = tree(b, landmark, EMS_FORWARD, b->from[i]);
        if (status == EMS_OK) status = tree(b, landmark, EMS_BACKWARD, b->to[i]);
        for (int32_t v = 0; v < n && status == EMS_OK; v++)
            if (i == 0 || b->from[i][v] < b->nearest[v]) b->nearest[v] = b->from[i][v];
    }
    return status;
}

static ems_time longest(const struct builder *b)
{
    ems_time most = 0;
    for (int32_t i = 0; i < EMS_ROAD_LANDMARKS; i++)
        for (int32_t v = 0; v < b->metric->network->node_count; v++) {
            if (b->to[i][v] != EMS_NEVER && b->to[i][v] > most) most = b->to[i][v];
            if (b->from[i][v] != EMS_NEVER && b->from[i][v] > most) most = b->from[i][v];
        }
    return most;
}

/* A node that cannot reach the landmark counts as farthest from it. From there to one that can reach it there
 * is no way, and the bound may be as high as it likes; in all other cases the difference is not positive. */
static int16_t in_units(ems_time time, ems_time unit)
{
    return (int16_t)(time == EMS_NEVER ? LARGEST : time / unit);
}

enum ems_status ems_bounds_build(struct ems_road_metric *metric, struct ems_arena *arena)
{
    int32_t n = metric->network->node_count;
    struct ems_arena times = {0};
    struct builder b = {.metric = metric};
    struct ems_road_bound *bound = EMS_NEW_ARRAY(arena, struct ems_road_bound, n);
    enum ems_status status = bound != NULL && allocate(&b, &times) ? EMS_OK : EMS_NO_MEMORY;
    if (status == EMS_OK && n > 0) status = choose_landmarks(&b);
    if (status == EMS_OK) {
        metric->bound = bound;
        metric->bound_unit = longest(&b) / LARGEST + 1;
        for (int32_t v = 0; v < n; v++)
            for (int32_t i = 0, x = metric->network->hierarchy.rank[v]; i < EMS_ROAD_LANDMARKS; i++) {
                bound[x].by[2 * i] = in_units(b.to[i][v], metric->bound_unit);
                bound[x].by[2 * i + 1] = (int16_t)-in_units(b.from[i][v], metric->bound_unit);
            }
    }
    ems_arena_free(&b.scratch);
    ems_arena_free(&times);
    return status;
}

/* A lead in units, rounded down; more would pass the range, and a bound may be lower than it could be. */
static int32_t lead_in_units(const struct ems_road_metric *metric, ems_time lead)
{
    ems_time units = lead / metric->bound_unit;
    return units < LARGEST ? (int32_t)units : LARGEST - 1;
}

void ems_road_bound_goals(const struct ems_road_metric *metric, const struct ems_road_start *goals,
                          int32_t count, struct ems_road_bound *out)
{
    for (int32_t g = 0; g < count; g++) {
        const struct ems_road_bound *goal = &metric->bound[metric->network->hierarchy.rank[goals[g].node]];
        int32_t lead = lead_in_units(metric, goals[g].lead);
        for (int32_t i = 0; i < 2 * EMS_ROAD_LANDMARKS; i++) {
            int16_t by = (int16_t)(goal->by[i] - lead);
            if (g == 0 || by > out->by[i]) out->by[i] = by;
        }
    }
}

void ems_road_bound_starts(const struct ems_road_metric *metric, const struct ems_road_start *starts,
                           int32_t count, struct ems_road_bound *out)
{
    for (int32_t s = 0; s < count; s++) {
        const struct ems_road_bound *start = &metric->bound[metric->network->hierarchy.rank[starts[s].node]];
        int32_t lead = lead_in_units(metric, starts[s].lead);
        for (int32_t i = 0; i < 2 * EMS_ROAD_LANDMARKS; i++) {
            int16_t by = (int16_t)(start->by[i] + lead);
            if (s == 0 || by < out->by[i]) out->by[i] = by;
        }
    }
}
