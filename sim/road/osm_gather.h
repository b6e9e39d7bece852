/* What both readers of OpenStreetMap files fill: in the first pass the ways that are roads, in the second the
 * nodes that these need, then the network. Between the passes the ids needed are sorted. */
#ifndef EMS_ROAD_OSM_GATHER_H
#define EMS_ROAD_OSM_GATHER_H

#include "base/array.h"
#include "road/osm.h"
#include "road/osm_tags.h"

/* Degrees times 10^7, as the database has them. */
struct ems_osm_point {
    int32_t lon_e7, lat_e7;
};

struct ems_osm_way {
    struct ems_osm_road road;
    int64_t first_ref; /* in refs; it ends where the next begins */
};

enum ems_osm_pass { EMS_OSM_WAYS, EMS_OSM_NODES };

struct ems_osm_gather {
    const struct ems_osm_options *options;
    struct ems_osm_report *report;
    EMS_ARRAY(struct ems_osm_way) ways;
    EMS_ARRAY(int64_t) refs;      /* ids of nodes, way after way */
    EMS_ARRAY(int64_t) ids;       /* those of refs, sorted, each once */
    struct ems_osm_point *points; /* by number in ids */
    uint8_t *found;               /* likewise: enum ems_osm_found */
    int32_t cursor;               /* where the last node stood: files are mostly sorted */
};

void ems_osm_gather_free(struct ems_osm_gather *gather);

/* First pass. EMS_NO_MEMORY. */
enum ems_status ems_osm_gather_way(struct ems_osm_gather *gather, const int64_t *refs, int32_t ref_count,
                                   const struct ems_osm_tag *tags, int32_t tag_count);
enum ems_status ems_osm_gather_sort(struct ems_osm_gather *gather);
/* Second pass: in 10^-9 degrees, any value. */
void ems_osm_gather_node(struct ems_osm_gather *gather, int64_t id, int64_t lon_e9, int64_t lat_e9);
/* Nodes and arcs of what was gathered. EMS_NO_MEMORY, or EMS_BAD_INPUT when the speeds have too many classes.
 */
enum ems_status ems_osm_gather_make(struct ems_osm_gather *gather, struct ems_raw_network *out);

#endif
