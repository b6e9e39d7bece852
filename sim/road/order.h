/* An order of contraction in which hierarchies stay flat: dead ends and chains of road first, halving them
 * round by round, then what is left (the junctions) by nested dissection (METIS). It depends on the shape
 * alone. METIS draws from the C library's generator after seeding it, so one order at a time should be
 * computed in a process for the same order each time; no search result depends on the order. */
#ifndef EMS_ROAD_ORDER_H
#define EMS_ROAD_ORDER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/* A graph without directions, loops and parallel edges; neighbours ascend. */
struct ems_graph {
    int32_t node_count;
    int32_t *first, *neighbour;
};

/* Nodes in the order of contraction, `graph.node_count` of them. EMS_NO_MEMORY. */
enum ems_status ems_order_nodes(const struct ems_graph *graph, struct ems_arena *scratch, int32_t *order);

#endif
