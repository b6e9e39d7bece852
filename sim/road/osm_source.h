/* An OpenStreetMap file being read, as osm.c hands it to the reader of its kind, once for each pass. */
#ifndef EMS_ROAD_OSM_SOURCE_H
#define EMS_ROAD_OSM_SOURCE_H

#include <stdint.h>
#include <stdio.h>

#include "road/osm_gather.h"

struct ems_osm_source {
    FILE *stream;
    const char *name;
    const struct ems_osm_options *options;
    struct ems_diags *diags;
    struct ems_osm_gather *gather;
    enum ems_osm_pass pass;
    int64_t size;         /* bytes of the file */
    int64_t end_of_nodes; /* .osm.pbf: where the last block with nodes ends, known after the first pass */
};

/* From the start of the stream to its end. EMS_BAD_INPUT with a diagnostic. */
enum ems_status ems_osm_scan_pbf(struct ems_osm_source *source);
enum ems_status ems_osm_scan_xml(struct ems_osm_source *source);

/* Says how far this pass has come; EMS_INTERRUPTED when the caller has enough. */
enum ems_status ems_osm_tell(const struct ems_osm_source *source, int64_t at);
/* A diagnostic about the file as a whole, with a hint or EMS_T_NONE; always EMS_BAD_INPUT. */
enum ems_status ems_osm_wrong(const struct ems_osm_source *source, enum ems_text message,
                              const char *const *args, enum ems_text hint);

#endif
