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
    struct ems_point *at = EMS_NEW_ARRAY(scratch, struct ems_point, n->node_count);
    if (accessible == NULL || at == NULL) return false;
    for (int32_t i = 0; i < n->node_count; i++) {
        if (!n->access[i]) continue;
        at[count] = out->node_at[i];
        accessible[count++] = i;
    }
    out->accessible = accessible;
    return ems_grid_build(&out->nodes, at, count, 2, arena);
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

/* Arcs in cells: counted when `arcs` is NULL, else put where `next` says. */
struct listing {
    const struct ems_grid *grid;
    int32_t *next, *arcs;
    int64_t total;
};

static void list_in_row(struct listing *l, int32_t arc, int32_t row, double west_m, double east_m)
{
    int32_t from = ems_grid_column(l->grid, west_m), to = ems_grid_column(l->grid, east_m);
    l->total += to - from + 1;
    for (int32_t column = from; column <= to; column++) {
        int32_t *next = &l->next[row * l->grid->columns + column];
        if (l->arcs) l->arcs[*next] = arc;
        ++*next;
    }
}

/* In every cell that it crosses; a centimetre more, so that rounding leaves none out. */
static void list_arc(struct listing *l, int32_t arc, struct ems_point a, struct ems_point b)
{
    const double slack_m = 0.01;
    const struct ems_grid *g = l->grid;
    if (a.y_m > b.y_m) {
        struct ems_point swap = a;
        a = b;
        b = swap;
    }
    int32_t low = ems_grid_row(g, a.y_m - slack_m), high = ems_grid_row(g, b.y_m + slack_m);
    for (int32_t row = low; row <= high; row++) {
        double south = g->low.y_m + row * g->cell_m - slack_m, north = south + g->cell_m + 2 * slack_m;
        double p = a.x_m, q = b.x_m, rise = b.y_m - a.y_m;
        if (rise > 1 && south > a.y_m) p = a.x_m + (b.x_m - a.x_m) * ((south - a.y_m) / rise);
        if (rise > 1 && north < b.y_m) q = a.x_m + (b.x_m - a.x_m) * ((north - a.y_m) / rise);
        list_in_row(l, arc, row, fmin(p, q) - slack_m, fmax(p, q) + slack_m);
    }
}

static int64_t list_arcs(const struct ems_snapper *s, struct listing *l)
{
    const struct ems_network *n = s->network;
    l->total = 0;
    for (int32_t a = 0; a < n->arc_count; a++)
        if (stands_for_road(n, a)) list_arc(l, a, s->node_at[n->tail[a]], s->node_at[n->head[a]]);
    return l->total;
}

/* The nodes' cells, or larger ones when long roads would stand in too many of them. */
static bool index_arcs(struct ems_arena *arena, struct ems_snapper *out)
{
    const int64_t fair = 8 * (int64_t)out->network->arc_count + 1024;
    struct ems_grid *g = &out->arcs;
    struct listing l = {.grid = g};
    for (*g = out->nodes;; g->cell_m *= 2, g->columns = (g->columns + 1) / 2, g->rows = (g->rows + 1) / 2) {
        int32_t cells = g->columns * g->rows;
        l.next = EMS_NEW_ARRAY(arena, int32_t, cells + 2);
        if (l.next == NULL) return false;
        l.next++;
        if (list_arcs(out, &l) <= fair || cells == 1) break;
    }
    int32_t cells = g->columns * g->rows, *first = l.next - 1;
    l.arcs = EMS_NEW_ARRAY(arena, int32_t, l.total);
    if (l.arcs == NULL) return false;
    for (int32_t c = 0, sum = 0; c <= cells; c++) {
        int32_t count = l.next[c];
        l.next[c] = sum;
        sum += count;
    }
    list_arcs(out, &l); /* next[c] becomes where the cell ends and the one after begins */
    g->first = first;
    g->points = l.arcs;
    return true;
}

enum ems_status ems_snapper_build(const struct ems_network *network, const struct ems_projection *projection,
                                  struct ems_arena *arena, struct ems_snapper *out)
{
    struct ems_arena scratch = {0};
    *out = (struct ems_snapper){.network = network};
    bool built =
        project_nodes(projection, arena, out) && index_nodes(arena, &scratch, out) && index_arcs(arena, out);
    ems_arena_free(&scratch);
    return built ? EMS_OK : EMS_NO_MEMORY;
}

int32_t ems_snap_node(const struct ems_snapper *snapper, struct ems_point at, double *distance_m)
{
    const struct ems_grid *grid = &snapper->nodes;
    int32_t best = -1;
    double least = INFINITY;
    struct ems_grid_walk walk = ems_grid_walk_from(grid, at);
    do {
        if (ems_grid_walk_distance(&walk) > least) break;
        for (struct ems_grid_span span; ems_grid_walk_span(&walk, &span);)
            for (int32_t i = grid->first[span.from]; i < grid->first[span.to + 1]; i++) {
                int32_t node = snapper->accessible[grid->points[i]];
                double distance = ems_point_distance(snapper->node_at[node], at);
                if (distance > least || (distance == least && node > best)) continue;
                least = distance;
                best = node;
            }
    } while (ems_grid_walk_ring(&walk));
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
    const struct ems_grid *grid = &snapper->arcs;
    struct ems_snap_edge best = {.arc = -1, .reverse = -1, .distance_m = INFINITY};
    struct ems_grid_walk walk = ems_grid_walk_from(grid, at);
    do {
        if (ems_grid_walk_distance(&walk) > best.distance_m) break;
        for (struct ems_grid_span span; ems_grid_walk_span(&walk, &span);)
            for (int32_t i = grid->first[span.from]; i < grid->first[span.to + 1]; i++) {
                struct ems_snap_edge edge = nearest_on(snapper, grid->points[i], at);
                if (edge.distance_m > best.distance_m) continue;
                if (edge.distance_m == best.distance_m && edge.arc > best.arc) continue;
                best = edge;
            }
    } while (ems_grid_walk_ring(&walk));
    const struct ems_network *n = snapper->network;
    if (best.arc >= 0) best.reverse = arc_between(n, n->head[best.arc], n->tail[best.arc]);
    return best;
}
