/* What the readers of the two tables share; see road/csv.h. */
#ifndef EMS_ROAD_CSV_PARTS_H
#define EMS_ROAD_CSV_PARTS_H

#include "base/csv.h"
#include "road/csv.h"

struct ems_road_csv {
    const struct ems_road_csv_options *options;
    struct ems_diags *diags;
    struct ems_raw_network *out;
    struct ems_road_csv_report *report;
    struct ems_csv nodes, edges;
    int32_t *by_id; /* nodes in ascending order of their ids; freed by csv.c */
    bool has_access;
};

/* Nodes into out->nodes, and by_id. EMS_BAD_INPUT, EMS_NO_MEMORY, EMS_INTERRUPTED. */
enum ems_status ems_road_csv_nodes(struct ems_road_csv *csv);
/* Number of the node of an id, -1 when there is none. O(log nodes). */
int32_t ems_road_csv_node(const struct ems_road_csv *csv, int64_t id);
/* False when the caller wants an end. */
bool ems_road_csv_tell(const struct ems_road_csv *csv, int64_t rows_done);

#endif
