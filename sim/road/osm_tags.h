/* What a way's tags say to a driver: whether an ambulance may use it, in which direction and how fast. The
 * rules are tables (osm_tags.c) after the OpenStreetMap wiki's "Key:access", "Key:oneway" and "Key:maxspeed";
 * docs/roads.md tells them. */
#ifndef EMS_ROAD_OSM_TAGS_H
#define EMS_ROAD_OSM_TAGS_H

#include <stdbool.h>
#include <stdint.h>

#include "road/osm.h"

struct ems_osm_tag {
    const char *key, *value;
};

struct ems_osm_road {
    int32_t speed_class;    /* number in the speeds */
    bool forward, backward; /* in the order of its nodes, against it */
    bool access;            /* a trip may join or leave it */
    bool limit_unknown;     /* it has a limit that is not understood */
    double limit_mps[2];    /* forward, backward; 0 when there is none */
};

/* `out` is filled when the answer is EMS_OSM_TAKEN. O(tags * rules). */
enum ems_osm_left_out ems_osm_judge(const struct ems_speeds *speeds, const struct ems_osm_tag *tags,
                                    int32_t count, struct ems_osm_road *out);

/* A value of maxspeed in m/s; 0 where there is no limit (none), -1 when it is not understood. */
double ems_osm_limit_mps(const char *value);

#endif
