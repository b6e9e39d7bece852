/* The bytes of a prepared network: a header, then the arrays of struct ems_network one after the other, each
 * at a multiple of 64 bytes with zeros between. The counts in the header alone say where each array begins.
 * Numbers stand as this machine has them (little-endian x86-64); a file of another kind of machine is
 * refused. For the files of road that write, read and check it. */
#ifndef EMS_ROAD_NETWORK_FORMAT_H
#define EMS_ROAD_NETWORK_FORMAT_H

#include "road/network.h"

#define EMS_ROAD_MAGIC "ems120\r\n" /* the line end shows a transfer that took it for text */
#define EMS_ROAD_BYTE_ORDER UINT32_C(0x01020304)

enum { EMS_ROAD_ALIGN = 64 };

struct ems_network_header {
    char magic[8];
    uint32_t format, byte_order;
    uint64_t hash; /* of all that stands behind it, XXH3 */
    uint64_t size; /* of the whole, bytes */
    int32_t coordinates, node_count, arc_count, class_count, edge_count, depth;
    uint8_t zero[8];
};
_Static_assert(sizeof(struct ems_network_header) == EMS_ROAD_ALIGN, "the header is one line of 64 bytes");

/* X(array, type of an item, items) in the order of the file; n is the network. */
#define EMS_NETWORK_ARRAYS(X)                                 \
    X(position, struct ems_position, n->node_count)           \
    X(id, int64_t, n->node_count)                             \
    X(access, uint8_t, n->node_count)                         \
    X(first_arc, int32_t, (size_t)n->node_count + 1)          \
    X(tail, int32_t, n->arc_count)                            \
    X(head, int32_t, n->arc_count)                            \
    X(length_mm, uint32_t, n->arc_count)                      \
    X(time_us[EMS_LIGHTS], ems_time, n->arc_count)            \
    X(time_us[EMS_NORMAL], ems_time, n->arc_count)            \
    X(arc_class, uint8_t, n->arc_count)                       \
    X(class_name, char[EMS_ROAD_CLASS_NAME], n->class_count)  \
    X(hierarchy.rank, int32_t, n->node_count)                 \
    X(hierarchy.node, int32_t, n->node_count)                 \
    X(hierarchy.parent, int32_t, n->node_count)               \
    X(hierarchy.level, int32_t, n->node_count)                \
    X(hierarchy.first_up, int32_t, (size_t)n->node_count + 1) \
    X(hierarchy.up, int32_t, n->hierarchy.edge_count)

/* Bytes that a network of these counts takes. */
size_t ems_network_size(const struct ems_network *network);
/* Points the arrays of `network`, whose counts stand, into its bytes. */
void ems_network_point_into(struct ems_network *network, const unsigned char *bytes, size_t size);
/* Copies a network whose arrays lie anywhere into one block of bytes with its header. EMS_NO_MEMORY. */
enum ems_status ems_network_pack(const struct ems_network *scattered, struct ems_arena *arena,
                                 struct ems_network *out);
/* What the header behind its first three fields says is hashed with the arrays. */
uint64_t ems_network_hash(const unsigned char *bytes, size_t size);

/* Reads a network from bytes (aligned to 8) that stay where they are; for the rest see ems_network_open. */
enum ems_status ems_network_read(const unsigned char *bytes, size_t size, struct ems_place_in_file at,
                                 const char *scenario_path, const char *path, struct ems_diags *diags,
                                 struct ems_network *out);
/* The name of an array with a number outside its range, NULL when all are inside. O(nodes + arcs + edges of
 * the hierarchy and of each rank's parent). */
const char *ems_network_fault(const struct ems_network *network);

#endif
