/* A network being gathered: what an importer or the generator adds, in any order, before it is cleaned, put
 * in order and made into a struct ems_network. */
#ifndef EMS_ROAD_RAW_H
#define EMS_ROAD_RAW_H

#include "base/array.h"
#include "road/network.h"

struct ems_raw_node {
    int64_t id; /* as in the source; unique */
    struct ems_position at;
    uint8_t access;
};

/* One direction of a stretch of road between two nodes. */
struct ems_raw_arc {
    int32_t from, to; /* numbers in `nodes` */
    double length_m;
    double time_s[EMS_MODES];
    uint8_t road_class; /* number in class_names */
};

struct ems_raw_network {
    enum ems_coordinates coordinates; /* WGS-84 or plane */
    EMS_ARRAY(struct ems_raw_node) nodes;
    EMS_ARRAY(struct ems_raw_arc) arcs;
    char class_names[EMS_ROAD_CLASSES_MAX][EMS_ROAD_CLASS_NAME];
    int32_t class_count;
};

void ems_raw_free(struct ems_raw_network *raw);
/* Metres between two positions, rounded to millimetres: the great circle on the mean sphere (6,371,008.8 m),
 * or the straight line in a plane. */
double ems_raw_distance_m(enum ems_coordinates coordinates, struct ems_position a, struct ems_position b);
/* Number of a class by name, added when new; -1 when there are too many. */
int32_t ems_raw_class(struct ems_raw_network *raw, const char *name);

/* What cleaning dropped, for the import's report. */
struct ems_raw_report {
    int64_t nodes_read, arcs_read;
    int64_t loops, parallel;     /* arcs from a node to itself; slower twins in both modes */
    int64_t parts;               /* strongly connected parts found */
    int64_t nodes_cut, arcs_cut; /* outside the largest of them */
    double length_cut_m, length_kept_m;
    int64_t nodes_without_access; /* kept, but no trip may join there */
};

/* Drops loops and slower parallel arcs, keeps the largest strongly connected part, sorts nodes in file order
 * and arcs by (from, to), rounds times to microseconds, computes the hierarchy, and lays all of it out in
 * `arena`. EMS_BAD_INPUT with a diagnostic when nothing is left, or an arc takes longer than a
 * day. */
enum ems_status ems_network_make(const struct ems_raw_network *raw, struct ems_arena *arena,
                                 struct ems_diags *diags, struct ems_raw_report *report,
                                 struct ems_network *out);

#endif
