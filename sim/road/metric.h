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

/* The hierarchy's edges as driven one way, without those that another way beats: no shortest way needs them.
 * They are about half. */
struct ems_road_metric_side {
    const int32_t *first;  /* node_count + 1: where the edges of a rank begin */
    const int32_t *upper;  /* upper rank of each edge, ascending within a rank */
    const uint16_t *level; /* of that rank */
    const ems_time *time;
    const uint64_t *tie;
    const uint32_t *mm; /* length, held at 2^32 - 1 */
    /* What the edge stands for: an edge down to a lower rank and one up from there (numbers in the sides
     * `down` and `up`); or, when down_to is negative, arc -1 - down_to. */
    const int32_t *down_to, *up_from;
};

/* See road/bound.h: small numbers, so that those of a node fill one line of the processor's cache. */
enum { EMS_ROAD_LANDMARKS = 16 };
struct ems_road_bound {
    int16_t by[2 * EMS_ROAD_LANDMARKS];
};

struct ems_road_metric {
    const struct ems_network *network;
    const ems_time *arc_time;             /* by arc; EMS_NEVER: closed */
    struct ems_road_metric_side up, down; /* edges driven from the lower rank to the upper, and back */
    const struct ems_road_bound *bound;   /* by rank */
    ems_time bound_unit;
};

/* `arc_time` is kept, not copied: 0 or more each, EMS_NEVER for a closed arc. EMS_NO_MEMORY. */
enum ems_status ems_road_metric_build(const struct ems_network *network, const ems_time *arc_time,
                                      struct ems_arena *arena, struct ems_road_metric *out);

/* An arc's tie-break: 1 to 2^40. */
uint64_t ems_arc_tie(const struct ems_network *network, int32_t arc);

#endif
