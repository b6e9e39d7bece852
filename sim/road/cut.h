/* Cuts a network that is being gathered down to a box, an outline or both: a node outside goes, and so does
 * an arc of which one end is outside. */
#ifndef EMS_ROAD_CUT_H
#define EMS_ROAD_CUT_H

#include <stdbool.h>

#include "geo/shape.h"
#include "road/raw.h"

struct ems_road_cut {
    bool has_box;
    struct ems_position low, high;    /* in the network's coordinates; a node on the line is inside */
    const struct ems_shape *shape;    /* borrowed; NULL for none */
    struct ems_projection projection; /* of the shape */
};

/* Nodes and arcs that are kept stay in their order. EMS_NO_MEMORY leaves the network as it was. O(nodes *
 * points of the outline) for nodes in its bounding box. */
enum ems_status ems_road_cut(struct ems_raw_network *raw, const struct ems_road_cut *cut,
                             int64_t *nodes_outside, int64_t *arcs_outside);

#endif
