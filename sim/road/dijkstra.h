/* Plain Dijkstra with a binary heap: the slow twin that every search is checked against, and the measure of
 * their speed. */
#ifndef EMS_ROAD_DIJKSTRA_H
#define EMS_ROAD_DIJKSTRA_H

#include "road/search.h"

/* Times from one node to all, and the last arc of the way to each (-1 at the start and where there is none);
 * either may be NULL. `settled` counts nodes. */
enum ems_status ems_dijkstra(const struct ems_network *network, const ems_time *arc_time, int32_t from,
                             ems_time *times, int32_t *last_arc, int64_t *settled);

#endif
