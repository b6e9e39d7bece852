/* The strongly connected parts of a graph: within one, every node can be reached from every other. */
#ifndef EMS_ROAD_PARTS_H
#define EMS_ROAD_PARTS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/* part[node] for every node, and the number of parts (Tarjan 1972, without recursion). Arcs that leave a node
 * begin at first_arc[node]; head is where they lead. O(nodes + arcs); scratch is the arena's. */
enum ems_status ems_parts_find(int32_t node_count, const int32_t *first_arc, const int32_t *head,
                               struct ems_arena *scratch, int32_t *part, int32_t *part_count);
/* The part with most nodes; of several, that with the lowest node. -1 without nodes. */
enum ems_status ems_parts_largest(int32_t node_count, const int32_t *part, int32_t part_count,
                                  struct ems_arena *scratch, int32_t *largest);

#endif
