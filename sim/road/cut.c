#include "road/cut.h"

#include <stdlib.h>

static bool is_inside(const struct ems_road_cut *cut, struct ems_position at)
{
    if (cut->has_box &&
        !(at.x >= cut->low.x && at.x <= cut->high.x && at.y >= cut->low.y && at.y <= cut->high.y))
        return false;
    return cut->shape == NULL || ems_shape_contains(cut->shape, ems_project(&cut->projection, at));
}

static int32_t keep_nodes(struct ems_raw_network *raw, const struct ems_road_cut *cut, int32_t *number)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < raw->nodes.count; i++) {
        bool inside = is_inside(cut, raw->nodes.items[i].at);
        number[i] = inside ? kept : -1;
        if (inside) raw->nodes.items[kept++] = raw->nodes.items[i];
    }
    return kept;
}

static int32_t keep_arcs(struct ems_raw_network *raw, const int32_t *number)
{
    int32_t kept = 0;
    for (int32_t a = 0; a < raw->arcs.count; a++) {
        struct ems_raw_arc arc = raw->arcs.items[a];
        arc.from = number[arc.from];
        arc.to = number[arc.to];
        if (arc.from >= 0 && arc.to >= 0) raw->arcs.items[kept++] = arc;
    }
    return kept;
}

enum ems_status ems_road_cut(struct ems_raw_network *raw, const struct ems_road_cut *cut,
                             int64_t *nodes_outside, int64_t *arcs_outside)
{
    *nodes_outside = *arcs_outside = 0;
    if (!cut->has_box && cut->shape == NULL) return EMS_OK;
    int32_t *number = malloc(((size_t)raw->nodes.count + 1) * sizeof *number);
    if (number == NULL) return EMS_NO_MEMORY;
    int32_t nodes = keep_nodes(raw, cut, number), arcs = keep_arcs(raw, number);
    *nodes_outside = raw->nodes.count - nodes;
    *arcs_outside = raw->arcs.count - arcs;
    raw->nodes.count = nodes;
    raw->arcs.count = arcs;
    free(number);
    return EMS_OK;
}
