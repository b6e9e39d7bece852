/* Where a place joins the roads: the nearest node with access, or the nearest point of an edge. */
#ifndef EMS_ROAD_SNAP_H
#define EMS_ROAD_SNAP_H

#include "geo/box_tree.h"
#include "geo/coordinate.h"
#include "road/network.h"

/* The network on the plane of a scenario, and trees over what places may join. */
struct ems_snapper {
    const struct ems_network *network;
    const struct ems_point *node_at; /* of every node, projected */
    const int32_t *accessible;       /* nodes with access, in order */
    const int32_t *roads;            /* arcs that may be joined, one for both directions, in order */
    struct ems_box_tree nodes, arcs; /* over `accessible` and `roads` */
};
/* WGS-84 networks are projected, plane ones taken as they are. EMS_NO_MEMORY. */
enum ems_status ems_snapper_build(const struct ems_network *network, const struct ems_projection *projection,
                                  struct ems_arena *arena, struct ems_snapper *out);

/* The accessible node nearest to a point in a straight line (ties: the lower number), -1 when there is none,
 * and its distance. */
int32_t ems_snap_node(const struct ems_snapper *snapper, struct ems_point at, double *distance_m);

/* The nearest point of any arc whose ends both have access: on that arc, `share` of its length from its tail,
 * and on the arc the other way (-1 for a one-way road). */
struct ems_snap_edge {
    int32_t arc, reverse; /* arc -1 when there is none; the lower number of the two directions */
    double share, distance_m;
    struct ems_point at;
};
struct ems_snap_edge ems_snap_to_edge(const struct ems_snapper *snapper, struct ems_point at);

#endif
