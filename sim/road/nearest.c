/* The nearest of many: by lower bounds first, those that may still win by a search from the goal's label. */
#include "road/bound.h"
#include "road/search.h"

/* Starts are looked at a block at a time, so that nothing need be allocated. */
enum { BLOCK = 512 };

struct quest {
    const struct ems_road_label *label;
    const struct ems_road_start *starts;
    int32_t best;
    ems_time least;
};

static void try_start(struct quest *q, int32_t start)
{
    ems_time lead = q->starts[start].lead, most = q->best < 0 ? EMS_FAR : q->least - lead;
    ems_time time = ems_road_time_within(q->label, q->starts[start].node, most);
    if (time == EMS_NEVER) return;
    if (q->best >= 0 && (lead + time > q->least || (lead + time == q->least && start > q->best))) return;
    q->best = start;
    q->least = lead + time;
}

static int32_t least_of(const ems_time *bounds, int32_t count)
{
    int32_t best = 0;
    for (int32_t i = 1; i < count; i++)
        if (bounds[i] < bounds[best]) best = i;
    return best;
}

static void try_block(struct quest *q, int32_t first, int32_t count)
{
    ems_time bounds[BLOCK];
    for (int32_t i = 0; i < count; i++) {
        const struct ems_road_start *start = &q->starts[first + i];
        ems_time bound =
            ems_road_label_at_least(q->label, q->label->metric->network->hierarchy.rank[start->node]);
        bounds[i] = start->lead < EMS_FAR ? start->lead + bound : EMS_NEVER;
    }
    for (;;) {
        int32_t i = least_of(bounds, count);
        if (bounds[i] == EMS_NEVER || (q->best >= 0 && bounds[i] > q->least)) return;
        bounds[i] = EMS_NEVER;
        try_start(q, first + i);
    }
}

int32_t ems_road_nearest(const struct ems_road_metric *metric, const struct ems_road_start *starts,
                         int32_t count, int32_t goal, ems_time *least)
{
    struct ems_road_label label;
    struct quest q = {&label, starts, -1, EMS_NEVER};
    ems_road_label_to(metric, &(struct ems_road_start){goal, 0}, 1, EMS_FAR, &label);
    for (int32_t first = 0; first < count; first += BLOCK)
        try_block(&q, first, count - first < BLOCK ? count - first : BLOCK);
    *least = q.least;
    return q.best;
}
