/* A road network as `ems120 import roads` prepares it: nodes, one-way arcs with a driving time for each mode,
 * and the order in which the hierarchy contracts them. It is immutable, one block of bytes: a file's own,
 * mapped at load, or made in memory. Nodes and arcs go by number; arcs stand sorted by the node they leave,
 * then by the node they reach, so that of two ways of equal time every search can choose the same. */
#ifndef EMS_ROAD_NETWORK_H
#define EMS_ROAD_NETWORK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/time.h"
#include "geo/coordinate.h"
#include "road/mode.h"

enum {
    EMS_ROAD_CLASSES_MAX = 64,
    EMS_ROAD_CLASS_NAME = 24,  /* bytes of a class's name, the zero byte in */
    EMS_ROAD_DEPTH_MAX = 8192, /* of the hierarchy; a road network of a million nodes needs about 1,000 */
    EMS_ROAD_PLANE_MAX_M = 10000000, /* plane coordinates, either way */
    EMS_ROAD_FORMAT = 1
};

#define EMS_ROAD_TIME_MAX EMS_DAY /* on one arc */

/* The hierarchy's shape, the same for every metric (road/hierarchy.h). Nodes by rank, the order of
 * contraction; an edge goes from a rank up to a higher one and stands for a way in either direction. */
struct ems_hierarchy {
    int32_t edge_count, depth; /* depth: most nodes on the way from a rank to the top, both in */
    const int32_t *rank;       /* of each node */
    const int32_t *node;       /* of each rank */
    const int32_t *parent; /* of each rank in the elimination tree: its lowest upper neighbour, -1 at a top */
    const int32_t *level;  /* of each rank: nodes above it in that tree; a top has 0 */
    const int32_t *first_up; /* node_count + 1: where the edges of a rank begin */
    const int32_t *up;       /* upper rank of each edge, ascending within a rank */
};

struct ems_network {
    enum ems_coordinates coordinates; /* EMS_COORD_WGS84 or EMS_COORD_PLANE */
    int32_t node_count, arc_count, class_count;
    const struct ems_position *position; /* of nodes: degrees to 1e-7, or metres to 1e-6 */
    const int64_t *id;                   /* of nodes, as in the source */
    const uint8_t *access;               /* of nodes: 1 where a trip may join or leave the road */
    const int32_t *first_arc;            /* node_count + 1: where the arcs that leave a node begin */
    const int32_t *tail, *head;          /* of arcs: from, to */
    const uint32_t *length_mm;           /* of arcs */
    const ems_time *time_us[EMS_MODES];  /* of arcs: without any factor, at most EMS_ROAD_TIME_MAX */
    const uint8_t *arc_class;            /* of arcs: number in class_name */
    const char (*class_name)[EMS_ROAD_CLASS_NAME];
    struct ems_hierarchy hierarchy;
    uint64_t hash; /* of the bytes */
    const unsigned char *bytes;
    size_t size;
};

/* Maps a prepared file; it is unmapped when the arena is freed. EMS_BAD_INPUT with a diagnostic for a file
 * that cannot be read, is of another kind or version, is cut short or has any byte wrong (every number is
 * checked against its range: a hostile file that passes the checksum cannot make a search leave its arrays).
 * `at` is where the file is named, `path` as read, `scenario_path` of the value or "". */
enum ems_status ems_network_open(const char *path, struct ems_place_in_file at, const char *scenario_path,
                                 struct ems_arena *arena, struct ems_diags *diags, struct ems_network *out);
/* Writes it whole or not at all. EMS_IO leaves errno. */
enum ems_status ems_network_write(const struct ems_network *network, const char *path);

#endif
