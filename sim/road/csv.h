/* A road network as two tables. Columns that are not named here are passed over.
 *
 * Nodes have node (a whole number, once), lon and lat (degrees) or x_m and y_m (plane metres), and maybe
 * access (1: a trip may join the road there, 0: it may not). Without that column a node has access when an
 * edge at it has, by its class.
 *
 * Edges have from and to (nodes), and maybe length_m (missing or 0: the straight line), class or highway,
 * speed_kmh, lights_s and normal_s. An edge's times are those of lights_s and normal_s, where it has them.
 * Else speed_kmh is the speed in normal mode, and with lights it is higher in the proportion of the speeds'
 * shares of a limit. Else its class decides (EMS_ROAD_CSV_CLASS when it has none). An edge is a one-way arc,
 * or two of them in an undirected table. The network is in WGS-84, or in the plane. */
#ifndef EMS_ROAD_CSV_H
#define EMS_ROAD_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/status.h"
#include "road/raw.h"
#include "road/speeds.h"

#define EMS_ROAD_CSV_CLASS "unclassified"

struct ems_road_csv_options {
    const struct ems_speeds *speeds;
    enum ems_coordinates coordinates; /* of lon and lat: WGS-84, GCJ-02 or BD-09 */
    bool undirected;
    /* Called now and then with the rows read of all that will be read; true to go on. May be NULL. */
    bool (*progress)(void *context, int64_t done, int64_t total);
    void *context;
};

struct ems_road_csv_report {
    int64_t edges;
    int64_t left_out;  /* edges of a class that the speeds leave out */
    int64_t measured;  /* edges without a length: the straight line was taken */
    int64_t too_short; /* edges given with less than nine tenths of the straight line; kept as they are */
};

/* Reads two files into an empty `out`, which the caller frees whatever the status. EMS_BAD_INPUT with
 * diagnostics; EMS_INTERRUPTED when the callback says so; EMS_NO_MEMORY. */
enum ems_status ems_road_csv_read(const char *nodes_path, const char *edges_path,
                                  const struct ems_road_csv_options *options, struct ems_diags *diags,
                                  struct ems_raw_network *out, struct ems_road_csv_report *report);

/* The same from texts in memory; `file` stands in diagnostics. */
struct ems_road_csv_text {
    const char *file, *text;
    size_t length;
};
enum ems_status ems_road_csv_parse(struct ems_road_csv_text nodes, struct ems_road_csv_text edges,
                                   const struct ems_road_csv_options *options, struct ems_diags *diags,
                                   struct ems_raw_network *out, struct ems_road_csv_report *report);

#endif
