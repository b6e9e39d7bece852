/* Times of all edges of a hierarchy from those of the arcs, and which of them no shortest way needs (Dibbelt,
 * Strasser and Wagner 2016, basic and perfect customisation). What road/metric.h is made from. */
#ifndef EMS_ROAD_CUSTOMISE_H
#define EMS_ROAD_CUSTOMISE_H

#include "road/metric.h"

/* By edge of the hierarchy, as driven one way. */
struct ems_weights {
    ems_time *time; /* EMS_FAR: no way */
    uint64_t *tie;
    int32_t *via;    /* -1 - an arc, or the edge to the edge's lower rank from the rank that it goes over */
    ems_time *least; /* of any way at all between its ends */
};

struct ems_customised {
    uint16_t *level; /* of each edge's upper rank */
    struct ems_weights up, down;
};

/* Arrays lie in `arena`. EMS_NO_MEMORY. */
enum ems_status ems_customise(const struct ems_network *network, const ems_time *arc_time,
                              struct ems_arena *arena, struct ems_customised *out);

#endif
