/* Times on a network under one set of conditions (a mode, an hour's factors, roads closed), with the
 * hierarchy's shortcuts for it. Immutable once built; any number of threads may search it.
 *
 * Of two ways of equal time the one with the lesser tie-break counts: each arc has one, drawn from the ids of
 * its ends, and a way has the sum of its arcs'. So every search takes the same way, and which one depends
 * neither on the order of contraction nor on the order of the file. Tie-breaks have 40 bits: that two ways
 * of the same time have the same one is as likely as one in 10^12. */
#ifndef EMS_ROAD_METRIC_H
#define EMS_ROAD_METRIC_H

#include "base/time.h"
#include "road/network.h"

/* No way, inside the searches: two of them add up without overflow. */
#define EMS_FAR (EMS_NEVER / 2)

struct ems_metric {
    const struct ems_network *network;
    const ems_time *arc_time; /* by arc; EMS_NEVER: closed */
    /* By edge of the hierarchy: */
    const uint16_t *up_level;  /* level of its upper rank */
    const ems_time *up, *down; /* time of the way up and of the way down, EMS_FAR for none */
    const uint64_t *up_tie, *down_tie;
    const uint32_t *up_mm, *down_mm; /* length of that way, held at 2^32 - 1 */
    /* what it stands for: -1 - an arc, or the edge to its lower rank from the still lower one that it goes
     * over (the other half is that rank's edge to the same upper rank, later in the list) */
    const int32_t *up_via, *down_via;
};

/* `arc_time` is kept, not copied: 0 or more each, EMS_NEVER for a closed arc. EMS_NO_MEMORY. */
enum ems_status ems_metric_build(const struct ems_network *network, const ems_time *arc_time,
                                 struct ems_arena *arena, struct ems_metric *out);

/* The second half of shortcut `edge` whose first half is `low`. */
static inline int32_t ems_other_half(const struct ems_hierarchy *hierarchy, int32_t low, int32_t edge)
{
    do low++;
    while (hierarchy->up[low] != hierarchy->up[edge]);
    return low;
}

/* An arc's tie-break: 1 to 2^40. */
uint64_t ems_arc_tie(const struct ems_network *network, int32_t arc);

#endif
