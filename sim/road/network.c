/* Where the arrays of a network lie, and whether their numbers can be trusted. */
#include "road/network.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "road/hierarchy.h"
#include "road/network_format.h"

static size_t aligned(size_t size)
{
    return (size + EMS_ROAD_ALIGN - 1) / EMS_ROAD_ALIGN * EMS_ROAD_ALIGN;
}

size_t ems_network_size(const struct ems_network *n)
{
    size_t size = sizeof(struct ems_network_header);
#define EMS_X(array, type, items) size += aligned(sizeof(type) * (size_t)(items));
    EMS_NETWORK_ARRAYS(EMS_X)
#undef EMS_X
    return size;
}

uint64_t ems_network_hash(const unsigned char *bytes, size_t size)
{
    size_t from = offsetof(struct ems_network_header, size);
    return ems_hash64(bytes + from, size - from);
}

void ems_network_point_into(struct ems_network *n, const unsigned char *bytes, size_t size)
{
    const void *at = bytes + sizeof(struct ems_network_header);
    /* by memcpy, since C17 has no silent way from bytes to a const array of arrays */
#define EMS_X(array, type, items)      \
    memcpy(&n->array, &at, sizeof at); \
    at = (const unsigned char *)at + aligned(sizeof(type) * (size_t)(items));
    EMS_NETWORK_ARRAYS(EMS_X)
#undef EMS_X
    n->bytes = bytes;
    n->size = size;
}

enum ems_status ems_network_pack(const struct ems_network *scattered, struct ems_arena *arena,
                                 struct ems_network *out)
{
    const struct ems_network *n = scattered;
    size_t size = ems_network_size(n), at = sizeof(struct ems_network_header);
    unsigned char *bytes = ems_arena_alloc(arena, size, 1);
    if (bytes == NULL) return EMS_NO_MEMORY;
#define EMS_X(array, type, items)                                                                \
    if ((items) > 0) memcpy(bytes + at, (const void *)n->array, sizeof(type) * (size_t)(items)); \
    at += aligned(sizeof(type) * (size_t)(items));
    EMS_NETWORK_ARRAYS(EMS_X)
#undef EMS_X
    struct ems_network_header header = {
        .magic = EMS_ROAD_MAGIC,
        .format = EMS_ROAD_FORMAT,
        .byte_order = EMS_ROAD_BYTE_ORDER,
        .size = size,
        .coordinates = (int32_t)n->coordinates,
        .node_count = n->node_count,
        .arc_count = n->arc_count,
        .class_count = n->class_count,
        .edge_count = n->hierarchy.edge_count,
        .depth = n->hierarchy.depth,
    };
    memcpy(bytes, &header, sizeof header);
    header.hash = ems_network_hash(bytes, size);
    memcpy(bytes, &header, sizeof header);
    *out = *n;
    ems_network_point_into(out, bytes, size);
    out->hash = header.hash;
    return EMS_OK;
}

/* `first` begins at 0, never falls and ends at `last`. */
static bool is_staircase(const int32_t *first, int32_t count, int32_t last)
{
    if (first[0] != 0 || first[count] != last) return false;
    for (int32_t i = 0; i < count; i++)
        if (first[i] > first[i + 1]) return false;
    return true;
}

static bool positions_good(const struct ems_network *n)
{
    bool plane = n->coordinates == EMS_COORD_PLANE;
    double x_max = plane ? EMS_ROAD_PLANE_MAX_M : 180, y_max = plane ? EMS_ROAD_PLANE_MAX_M : 90;
    for (int32_t i = 0; i < n->node_count; i++)
        if (!(fabs(n->position[i].x) <= x_max && fabs(n->position[i].y) <= y_max)) return false;
    return true;
}

static bool access_good(const struct ems_network *n)
{
    for (int32_t i = 0; i < n->node_count; i++)
        if (n->access[i] > 1) return false;
    return true;
}

static bool arcs_good(const struct ems_network *n)
{
    for (int32_t v = 0; v < n->node_count; v++) {
        for (int32_t a = n->first_arc[v]; a < n->first_arc[v + 1]; a++) {
            bool in_order = a == n->first_arc[v] || n->head[a - 1] <= n->head[a];
            if (n->tail[a] != v || n->head[a] < 0 || n->head[a] >= n->node_count || n->head[a] == v ||
                !in_order)
                return false;
        }
    }
    return true;
}

static bool times_good(const struct ems_network *n)
{
    for (int mode = 0; mode < EMS_MODES; mode++)
        for (int32_t a = 0; a < n->arc_count; a++)
            if (n->time_us[mode][a] < 0 || n->time_us[mode][a] > EMS_ROAD_TIME_MAX) return false;
    return true;
}

static bool classes_good(const struct ems_network *n)
{
    size_t bad;
    for (int32_t c = 0; c < n->class_count; c++) {
        const char *end = memchr(n->class_name[c], '\0', EMS_ROAD_CLASS_NAME);
        if (end == NULL || !ems_utf8_valid(n->class_name[c], (size_t)(end - n->class_name[c]), &bad))
            return false;
    }
    for (int32_t a = 0; a < n->arc_count; a++)
        if (n->arc_class[a] >= n->class_count) return false;
    return true;
}

static bool ranks_good(const struct ems_network *n)
{
    const struct ems_hierarchy *h = &n->hierarchy;
    for (int32_t r = 0; r < n->node_count; r++)
        if (h->node[r] < 0 || h->node[r] >= n->node_count || h->rank[h->node[r]] != r) return false;
    return true;
}

/* Edges go up, in order. */
static bool edges_good(const struct ems_network *n)
{
    const struct ems_hierarchy *h = &n->hierarchy;
    for (int32_t r = 0; r < n->node_count; r++) {
        int32_t below = r;
        for (int32_t e = h->first_up[r]; e < h->first_up[r + 1]; e++) {
            if (h->up[e] <= below || h->up[e] >= n->node_count) return false;
            below = h->up[e];
        }
    }
    return true;
}

/* Parents and levels are what the edges make them. */
static bool tree_good(const struct ems_network *n)
{
    const struct ems_hierarchy *h = &n->hierarchy;
    int32_t deepest = -1;
    for (int32_t r = n->node_count - 1; r >= 0; r--) {
        int32_t parent = h->first_up[r] < h->first_up[r + 1] ? h->up[h->first_up[r]] : -1;
        if (h->parent[r] != parent || h->level[r] != (parent < 0 ? 0 : h->level[parent] + 1)) return false;
        if (h->level[r] > deepest) deepest = h->level[r];
    }
    return h->depth == deepest + 1 && h->depth <= EMS_ROAD_DEPTH_MAX;
}

/* What lies above a rank beside its parent lies above the parent, too: every triangle is whole. */
static bool triangles_good(const struct ems_network *n)
{
    const struct ems_hierarchy *h = &n->hierarchy;
    for (int32_t r = 0; r < n->node_count; r++) {
        int32_t parent = h->parent[r];
        if (parent < 0) continue;
        int32_t e = h->first_up[parent], end = h->first_up[parent + 1];
        for (int32_t k = h->first_up[r] + 1; k < h->first_up[r + 1]; k++) {
            while (e < end && h->up[e] < h->up[k]) e++;
            if (e == end || h->up[e] != h->up[k]) return false;
        }
    }
    return true;
}

static bool arcs_have_edges(const struct ems_network *n)
{
    const struct ems_hierarchy *h = &n->hierarchy;
    for (int32_t a = 0; a < n->arc_count; a++) {
        int32_t s = h->rank[n->tail[a]], t = h->rank[n->head[a]];
        if (ems_hierarchy_edge(h, s < t ? s : t, s < t ? t : s) < 0) return false;
    }
    return true;
}

const char *ems_network_fault(const struct ems_network *n)
{
    const struct ems_hierarchy *h = &n->hierarchy;
    if (!positions_good(n)) return "position";
    if (!access_good(n)) return "access";
    if (!is_staircase(n->first_arc, n->node_count, n->arc_count)) return "first_arc";
    if (!arcs_good(n)) return "arcs";
    if (!times_good(n)) return "time_us";
    if (!classes_good(n)) return "class";
    if (!ranks_good(n)) return "rank";
    if (!is_staircase(h->first_up, n->node_count, h->edge_count)) return "first_up";
    if (!edges_good(n)) return "up";
    if (!tree_good(n)) return "parent";
    if (!triangles_good(n) || !arcs_have_edges(n)) return "hierarchy";
    return NULL;
}
