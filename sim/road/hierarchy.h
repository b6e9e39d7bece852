/* A customisable contraction hierarchy (Dibbelt, Strasser and Wagner 2016): nodes are contracted in an order
 * of nested dissection that depends on the network's shape alone, so that any number of metrics (modes,
 * hours, closures) share it. The order is METIS's. */
#ifndef EMS_ROAD_HIERARCHY_H
#define EMS_ROAD_HIERARCHY_H

#include "road/network.h"

/* Shape of the hierarchy over nodes and arcs (first_arc, head): the same for the same input. Arrays lie in
 * `arena`. EMS_BAD_INPUT when it is deeper than EMS_ROAD_DEPTH_MAX: no road network. */
enum ems_status ems_hierarchy_build(int32_t node_count, const int32_t *first_arc, const int32_t *head,
                                    struct ems_arena *arena, struct ems_hierarchy *out);

/* The edge between two ranks, -1 when there is none. */
int32_t ems_hierarchy_edge(const struct ems_hierarchy *hierarchy, int32_t low, int32_t high);

#endif
