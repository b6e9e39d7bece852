/* OpenStreetMap extracts, .osm.pbf and .osm, told apart by what is in them. A file is read twice, first its
 * ways, then those nodes that the ways taken need, so that memory follows the roads and not the file. Every
 * node of a way taken becomes a node of the network. Relations are passed over: turn restrictions are not
 * kept, nor are barriers on nodes. Lengths are great circles on the mean sphere (6,371,008.8 m). */
#ifndef EMS_ROAD_OSM_H
#define EMS_ROAD_OSM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/status.h"
#include "road/raw.h"
#include "road/speeds.h"

/* Why a way that has a highway or ferry tag is not taken. */
enum ems_osm_left_out {
    EMS_OSM_TAKEN,
    EMS_OSM_NO_ROAD,    /* neither a highway nor a ferry: most ways */
    EMS_OSM_CLASS,      /* a class that the speeds do not have, such as a footway or a road being built */
    EMS_OSM_NO_ACCESS,  /* closed to vehicles or private, and not opened to emergency vehicles */
    EMS_OSM_CLOSED,     /* abandoned, impassable, an area */
    EMS_OSM_REVERSIBLE, /* one-way, the direction changing with the hour */
    EMS_OSM_FERRY,
    EMS_OSM_LEFT_OUT
};

struct ems_osm_report {
    int64_t ways[EMS_OSM_LEFT_OUT];
    int64_t nodes_used;     /* of the ways taken */
    int64_t nodes_missing;  /* named by a way taken, but not in the file: the way is split there */
    int64_t nodes_outside;  /* outside the box given: likewise */
    int64_t nodes_nowhere;  /* with coordinates that are on no globe: likewise */
    int64_t limits_unknown; /* ways taken with a limit that is not understood, and so not used */
};

struct ems_osm_options {
    const struct ems_speeds *speeds;
    /* Degrees; nodes outside are not kept. */
    bool has_box;
    struct ems_position low, high;
    /* Called now and then with the bytes read of all that will be read; true to go on. May be NULL. */
    bool (*progress)(void *context, int64_t done, int64_t total);
    void *context;
};

/* Reads a file into an empty `out`, which the caller frees whatever the status. EMS_BAD_INPUT with a
 * diagnostic when the file cannot be read, is damaged or has no road; EMS_INTERRUPTED when the callback says
 * so; EMS_NO_MEMORY. Nodes come in the order of their ids, arcs in that of the file. */
enum ems_status ems_osm_read(const char *path, const struct ems_osm_options *options, struct ems_diags *diags,
                             struct ems_raw_network *out, struct ems_osm_report *report);
/* The same from a stream that can be rewound; `name` stands in diagnostics. */
enum ems_status ems_osm_read_stream(FILE *stream, const char *name, const struct ems_osm_options *options,
                                    struct ems_diags *diags, struct ems_raw_network *out,
                                    struct ems_osm_report *report);

#endif
