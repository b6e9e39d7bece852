#include "road/snap.h"

#include <math.h>

static bool project_nodes(const struct ems_projection *projection, struct ems_arena *arena,
                          struct ems_snapper *out)
{
    const struct ems_network *n = out->network;
    struct ems_projection own = *projection; /* the network is in WGS-84, whatever the scenario is in */
    own.coordinates = n->coordinates;
    struct ems_point *at = EMS_NEW_ARRAY(arena, struct ems_point, n->node_count);
    for (int32_t i = 0; at != NULL && i < n->node_count; i++) at[i] = ems_project(&own, n->position[i]);
    out->node_at = at;
    return at != NULL;
}

static bool index_nodes(struct ems_arena *arena, struct ems_arena *scratch, struct ems_snapper *out)
{
    const struct ems_network *n = out->network;
    int32_t count = 0, *accessible = EMS_NEW_ARRAY(arena, int32_t, n->node_count);
    struct ems_box *boxes = EMS_NEW_ARRAY(scratch, struct ems_box, n->node_count);
    if (accessible == NULL || boxes == NULL) return false;
    for (int32_t i = 0; i < n->node_count; i++) {
        if (!n->access[i]) continue;
        boxes[count] = (struct ems_box){out->node_at[i], out->node_at[i]};
        accessible[count++] = i;
    }
    out->accessible = accessible;
    return ems_box_tree_build(&out->nodes, boxes, count, arena);
}

/* The first arc from node to node, -1 for none. */
static int32_t arc_between(const struct ems_network *n, int32_t from, int32_t to)
{
    for (int32_t a = n->first_arc[from]; a < n->first_arc[from + 1]; a++)
        if (n->head[a] == to) return a;
    return -1;
}

/* One arc stands for a stretch of road: the first of its directions and of parallel arcs. */
static bool stands_for_road(const struct ems_network *n, int32_t arc)
{
    int32_t tail = n->tail[arc], head = n->head[arc];
    if (!n->access[tail] || !n->access[head] || arc_between(n, tail, head) != arc) return false;
    int32_t reverse = arc_between(n, head, tail);
    return reverse < 0 || reverse > arc;
}

static bool index_arcs(struct ems_arena *arena, struct ems_arena *scratch, struct ems_snapper *out)
{
    const struct ems_network *n = out->network;
    int32_t count = 0, *roads = EMS_NEW_ARRAY(arena, int32_t, n->arc_count);
    struct ems_box *boxes = EMS_NEW_ARRAY(scratch, struct ems_box, n->arc_count);
    if (roads == NULL || boxes == NULL) return false;
    for (int32_t arc = 0; arc < n->arc_count; arc++) {
        if (!stands_for_road(n, arc)) continue;
        struct ems_point a = out->node_at[n->tail[arc]], b = out->node_at[n->head[arc]];
        boxes[count] = (struct ems_box){{fmin(a.x_m, b.x_m), fmin(a.y_m, b.y_m)},
                                        {fmax(a.x_m, b.x_m), fmax(a.y_m, b.y_m)}};
        roads[count++] = arc;
    }
    out->roads = roads;
    return ems_box_tree_build(&out->arcs, boxes, count, arena);
}

enum ems_status ems_snapper_build(const struct ems_network *network, const struct ems_projection *projection,
                                  struct ems_arena *arena, struct ems_snapper *out)
{
    struct ems_arena scratch = {0};
    *out = (struct ems_snapper){.network = network};
    bool built = project_nodes(projection, arena, out) && index_nodes(arena, &scratch, out) &&
                 index_arcs(arena, &scratch, out);
    ems_arena_free(&scratch);
    return built ? EMS_OK : EMS_NO_MEMORY;
}

int32_t ems_snap_node(const struct ems_snapper *snapper, struct ems_point at, double *distance_m)
{
    int32_t best = -1, from, to;
    double least = INFINITY;
    struct ems_box_walk walk = ems_box_walk_from(&snapper->nodes, at);
    while (ems_box_walk_next(&walk, least, &from, &to))
        for (int32_t i = from; i < to; i++) {
            int32_t node = snapper->accessible[snapper->nodes.items[i]];
            double distance = ems_point_distance(snapper->node_at[node], at);
            if (distance > least || (distance == least && node > best)) continue;
            least = distance;
            best = node;
        }
    *distance_m = least;
    return best;
}

/* The nearest point of the arc's straight line. */
static struct ems_snap_edge nearest_on(const struct ems_snapper *s, int32_t arc, struct ems_point at)
{
    struct ems_point a = s->node_at[s->network->tail[arc]], b = s->node_at[s->network->head[arc]];
    double dx = b.x_m - a.x_m, dy = b.y_m - a.y_m, square = dx * dx + dy * dy;
    double share = square > 0 ? ((at.x_m - a.x_m) * dx + (at.y_m - a.y_m) * dy) / square : 0;
    share = share > 0 ? fmin(share, 1) : 0;
    struct ems_point point = ems_point_round(a.x_m + share * dx, a.y_m + share * dy);
    return (struct ems_snap_edge){arc, -1, share, ems_point_distance(point, at), point};
}

struct ems_snap_edge ems_snap_to_edge(const struct ems_snapper *snapper, struct ems_point at)
{
    struct ems_snap_edge best = {.arc = -1, .reverse = -1, .distance_m = INFINITY};
    int32_t from, to;
    struct ems_box_walk walk = ems_box_walk_from(&snapper->arcs, at);
    while (ems_box_walk_next(&walk, best.distance_m, &from, &to))
        for (int32_t i = from; i < to; i++) {
            struct ems_snap_edge edge = nearest_on(snapper, snapper->roads[snapper->arcs.items[i]], at);
            if (edge.distance_m > best.distance_m) continue;
            if (edge.distance_m == best.distance_m && edge.arc > best.arc) continue;
            best = edge;
        }
    const struct ems_network *n = snapper->network;
    if (best.arc >= 0) best.reverse = arc_between(n, n->head[best.arc], n->tail[best.arc]);
    return best;
}
