/* The parts of `ems120 import roads`: which files are meant, the cut, the report. */
#ifndef EMS_CLI_IMPORT_ROADS_H
#define EMS_CLI_IMPORT_ROADS_H

#include "cli/cli.h"
#include "geo/shape.h"
#include "road/csv.h"
#include "road/osm.h"

struct ems_geo_ring;

/* What is read: tables, or one OpenStreetMap file. Paths are the options' or the arena's. */
struct ems_import_source {
    bool is_osm;
    const char *file, *nodes, *edges; /* file: OpenStreetMap */
};
/* From the operand (an OpenStreetMap file, one of two tables, or a folder with both), --nodes and --edges.
 * EMS_BAD_USAGE or EMS_BAD_INPUT with a diagnostic. */
enum ems_status ems_import_find_source(struct ems_cli *cli, struct ems_import_source *out);

/* --bbox and --boundary as they are written: degrees, or metres of a plane. */
struct ems_import_area {
    bool has_box, has_outline;
    struct ems_position low, high; /* the box, and the outline's own */
    struct ems_position outline_low, outline_high;
    struct ems_geo_ring *rings;
    int32_t ring_count;
};
enum ems_status ems_import_read_area(struct ems_cli *cli, struct ems_import_area *out);
enum ems_status ems_import_cut(struct ems_cli *cli, const struct ems_import_area *area,
                               struct ems_raw_network *raw, int64_t *nodes_outside, int64_t *arcs_outside);

/* All that there is to tell at the end. */
struct ems_import_findings {
    const struct ems_import_source *source;
    const struct ems_network *network;
    struct ems_raw_report raw;
    struct ems_road_csv_report csv;
    struct ems_osm_report osm;
    int64_t nodes_outside, arcs_outside;
    bool undirected;
};
enum ems_status ems_import_roads_print(struct ems_cli *cli, const struct ems_import_findings *findings);
enum ems_status ems_import_roads_json(struct ems_cli *cli, const struct ems_import_findings *findings);

#endif
