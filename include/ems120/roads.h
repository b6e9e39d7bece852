/* The roads of a scenario as lines to draw: stretches of the network between crossings (or where the class
 * changes), in metres of the simulation's plane, sorted into levels so that a small map draws the large roads
 * only. Made once; read by any number of threads. A scenario without a road network has none. */
#ifndef EMS120_ROADS_H
#define EMS120_ROADS_H

#include <stdint.h>

#include "ems120/box.h"
#include "ems120/point.h"
#include "ems120/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_scenario;
struct ems_roads;

enum {
    EMS_ROAD_LEVELS = 5
}; /* 0 motorways and trunk roads, 1 primary, 2 secondary, 3 tertiary, 4 all others */

struct ems_road_line {
    const struct ems_point *points; /* two or more; they belong to the roads */
    int32_t point_count;
    int32_t level, class_id;
};

/* The scenario may be freed before the roads. *out is NULL unless EMS_OK. */
enum ems_status ems_roads_create(const struct ems_scenario *scenario, struct ems_roads **out);
void ems_roads_free(struct ems_roads *roads); /* NULL is fine */
/* Lines and segments (pairs of points) up to a level; 0 and 0 when there is no network. */
int32_t ems_roads_lines(const struct ems_roads *roads, int32_t level, int64_t *segments);
/* The class's name in the network's source, such as "primary". */
const char *ems_roads_class(const struct ems_roads *roads, int32_t class_id);

/* Lines of levels up to `level` whose bounding box touches `box`, from the least to the most important, so
 * that large roads are drawn over small ones. `tell` returns false to stop. O(lines): some microseconds for a
 * thousand. */
typedef int (*ems_road_teller)(void *self, const struct ems_road_line *line);
void ems_roads_in(const struct ems_roads *roads, struct ems_box box, int32_t level, ems_road_teller tell,
                  void *self);
/* The level at which at most `budget` segments lie in the box, 0 at least: for a scale. */
int32_t ems_roads_level_for(const struct ems_roads *roads, struct ems_box box, int64_t budget);

#ifdef __cplusplus
}
#endif
#endif
