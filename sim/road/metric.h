/* Times on a network under one set of conditions (a mode, an hour's factors, roads closed), with the
 * hierarchy's shortcuts for it. Immutable once built; any number of threads may search it. */
#ifndef EMS_ROAD_METRIC_H
#define EMS_ROAD_METRIC_H

#include "base/time.h"
#include "road/network.h"

struct ems_metric {
    const struct ems_network *network;
    const ems_time *arc_time; /* by arc; EMS_NEVER: closed */
    /* by edge of the hierarchy, a time with its tie-break (see metric.c): the way up, the way down, and the
     * node of lower rank that it goes over, -1 for an arc itself */
    const int64_t *up, *down;
    const int32_t *up_via, *down_via;
};

/* `arc_time` is kept, not copied: 0 or more each, EMS_NEVER for a closed arc. EMS_NO_MEMORY. */
enum ems_status ems_metric_build(const struct ems_network *network, const ems_time *arc_time,
                                 struct ems_arena *arena, struct ems_metric *out);

#endif
