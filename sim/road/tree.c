/* From some nodes to all, or from all to some: up from the starts, then one sweep from the top down (PHAST,
 * Delling, Goldberg, Nowatzyk and Werneck 2011). */
#include "road/search.h"

struct sweep {
    const struct ems_hierarchy *h;
    int32_t node_count;
    /* Of edges: away from the starts, in whichever direction that is driven. */
    const ems_time *up, *down;
    const uint64_t *up_tie, *down_tie;
    const uint32_t *up_mm, *down_mm;
};

static struct sweep sweep_over(const struct ems_metric *m, enum ems_direction direction)
{
    struct sweep s = {&m->network->hierarchy,
                      m->network->node_count,
                      m->up,
                      m->down,
                      m->up_tie,
                      m->down_tie,
                      m->up_mm,
                      m->down_mm};
    if (direction == EMS_FORWARD) return s;
    return (struct sweep){s.h, s.node_count, s.down, s.up, s.down_tie, s.up_tie, s.down_mm, s.up_mm};
}

/* Times only. */
static enum ems_status sweep_times(const struct sweep *s, const struct ems_road_start *starts, int32_t count,
                                   struct ems_arena *scratch, ems_time *times)
{
    const int32_t *first = s->h->first_up, *up = s->h->up;
    ems_time *time = EMS_NEW_ARRAY(scratch, ems_time, s->node_count);
    if (time == NULL) return EMS_NO_MEMORY;
    for (int32_t x = 0; x < s->node_count; x++) time[x] = EMS_FAR;
    for (int32_t i = 0; i < count; i++) {
        int32_t x = s->h->rank[starts[i].node];
        if (starts[i].lead < time[x]) time[x] = starts[i].lead;
    }
    for (int32_t x = 0; x < s->node_count; x++) {
        if (time[x] >= EMS_FAR) continue;
        for (int32_t e = first[x]; e < first[x + 1]; e++)
            if (time[x] + s->up[e] < time[up[e]]) time[up[e]] = time[x] + s->up[e];
    }
    for (int32_t x = s->node_count - 1; x >= 0; x--) {
        ems_time least = time[x];
        for (int32_t e = first[x]; e < first[x + 1]; e++) {
            ems_time by = time[up[e]] + s->down[e];
            least = by < least ? by : least;
        }
        time[x] = least;
        times[s->h->node[x]] = least < EMS_FAR ? least : EMS_NEVER;
    }
    return EMS_OK;
}

/* How a rank is reached: of equal times from the first start, then by the lesser tie-break. */
struct reach {
    ems_time time;
    uint64_t tie;
    int64_t mm;
    int32_t start;
};

static inline void improve(struct reach *there, const struct reach *here, ems_time time, uint64_t tie,
                           uint32_t mm)
{
    time += here->time;
    if (time > there->time) return;
    tie += here->tie;
    if (time == there->time) {
        if (here->start > there->start) return;
        if (here->start == there->start && tie >= there->tie) return;
    }
    *there = (struct reach){time, tie, here->mm + mm, here->start};
}

static void sweep_up(const struct sweep *s, struct reach *reach)
{
    for (int32_t x = 0; x < s->node_count; x++) {
        if (reach[x].time >= EMS_FAR) continue;
        for (int32_t e = s->h->first_up[x]; e < s->h->first_up[x + 1]; e++)
            improve(&reach[s->h->up[e]], &reach[x], s->up[e], s->up_tie[e], s->up_mm[e]);
    }
}

static void sweep_down(const struct sweep *s, struct reach *reach)
{
    for (int32_t x = s->node_count - 1; x >= 0; x--)
        for (int32_t e = s->h->first_up[x]; e < s->h->first_up[x + 1]; e++)
            improve(&reach[x], &reach[s->h->up[e]], s->down[e], s->down_tie[e], s->down_mm[e]);
}

static enum ems_status sweep_ways(const struct sweep *s, const struct ems_road_start *starts, int32_t count,
                                  struct ems_arena *scratch, ems_time *times, int32_t *nearest,
                                  float *lengths_m)
{
    struct reach *reach = EMS_NEW_ARRAY(scratch, struct reach, s->node_count);
    if (reach == NULL) return EMS_NO_MEMORY;
    for (int32_t x = 0; x < s->node_count; x++) reach[x] = (struct reach){EMS_FAR, 0, 0, -1};
    for (int32_t i = 0; i < count; i++) {
        struct reach *start = &reach[s->h->rank[starts[i].node]];
        if (starts[i].lead < start->time) *start = (struct reach){starts[i].lead, 0, 0, i};
    }
    sweep_up(s, reach);
    sweep_down(s, reach);
    for (int32_t x = 0; x < s->node_count; x++) {
        int32_t node = s->h->node[x];
        times[node] = reach[x].time < EMS_FAR ? reach[x].time : EMS_NEVER;
        if (nearest) nearest[node] = reach[x].start;
        if (lengths_m) lengths_m[node] = (float)((double)reach[x].mm / 1000);
    }
    return EMS_OK;
}

enum ems_status ems_road_tree(const struct ems_metric *metric, const struct ems_road_start *starts,
                              int32_t count, enum ems_direction direction, struct ems_arena *scratch,
                              ems_time *times, int32_t *nearest, float *lengths_m)
{
    struct sweep sweep = sweep_over(metric, direction);
    if (nearest || lengths_m) return sweep_ways(&sweep, starts, count, scratch, times, nearest, lengths_m);
    return sweep_times(&sweep, starts, count, scratch, times);
}
