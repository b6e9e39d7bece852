#include "road/hierarchy.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "road/order.h"

/* Turns counts by number into where each begins; counts[n] must be 0. */
static void begin_each(int32_t *counts, int32_t n)
{
    for (int32_t i = 0, sum = 0; i <= n; i++) {
        int32_t count = counts[i];
        counts[i] = sum;
        sum += count;
    }
}

/* Both directions of every arc, by node; unsorted, with repeats. */
static enum ems_status gather_ends(int32_t n, const int32_t *first_arc, const int32_t *head,
                                   struct ems_arena *scratch, struct ems_graph *out)
{
    if (first_arc[n] > INT32_MAX / 2) return EMS_NO_MEMORY;
    int32_t *first = EMS_NEW_ARRAY(scratch, int32_t, n + 2), arcs = first_arc[n];
    int32_t *neighbour = EMS_NEW_ARRAY(scratch, int32_t, 2 * (int64_t)arcs);
    if (scratch->failed) return EMS_NO_MEMORY;
    for (int32_t u = 0; u < n; u++) {
        first[u + 1] += first_arc[u + 1] - first_arc[u];
        for (int32_t a = first_arc[u]; a < first_arc[u + 1]; a++) first[head[a] + 1]++;
    }
    begin_each(first + 1, n); /* first[u + 1] is where u's begin, and runs to where they end */
    for (int32_t u = 0; u < n; u++)
        for (int32_t a = first_arc[u]; a < first_arc[u + 1]; a++) {
            neighbour[first[u + 1]++] = head[a];
            neighbour[first[head[a] + 1]++] = u;
        }
    *out = (struct ems_graph){.node_count = n, .first = first, .neighbour = neighbour};
    return EMS_OK;
}

/* The graph without directions. Handing each node's number to its neighbours sorts their lists. */
static enum ems_status make_graph(int32_t n, const int32_t *first_arc, const int32_t *head,
                                  struct ems_arena *scratch, struct ems_graph *out)
{
    struct ems_graph ends;
    enum ems_status status = gather_ends(n, first_arc, head, scratch, &ends);
    if (status != EMS_OK) return status;
    int32_t *count = EMS_NEW_ARRAY(scratch, int32_t, n), *first = EMS_NEW_ARRAY(scratch, int32_t, n + 1);
    int32_t *neighbour = EMS_NEW_ARRAY(scratch, int32_t, ends.first[n]);
    if (scratch->failed) return EMS_NO_MEMORY;
    for (int32_t u = 0; u < n; u++)
        for (int32_t i = ends.first[u]; i < ends.first[u + 1]; i++) {
            int32_t v = ends.neighbour[i], at = ends.first[v] + count[v];
            if (v == u || (count[v] > 0 && neighbour[at - 1] == u)) continue;
            neighbour[at] = u;
            count[v]++;
        }
    for (int32_t u = 0, used = 0; u < n; u++) {
        memmove(neighbour + used, neighbour + ends.first[u], (size_t)count[u] * sizeof *neighbour);
        first[u] = used;
        first[u + 1] = used += count[u];
    }
    *out = (struct ems_graph){.node_count = n, .first = first, .neighbour = neighbour};
    return EMS_OK;
}

static void invert(int32_t n, const int32_t *of, int32_t *inverse)
{
    for (int32_t i = 0; i < n; i++) inverse[of[i]] = i;
}

/* The elimination tree over ranks, without the fill (Liu 1990). */
static enum ems_status make_tree(const struct ems_graph *graph, const int32_t *node, const int32_t *rank,
                                 struct ems_arena *scratch, int32_t *parent)
{
    int32_t n = graph->node_count, *root = EMS_NEW_ARRAY(scratch, int32_t, n);
    if (scratch->failed) return EMS_NO_MEMORY;
    for (int32_t x = 0; x < n; x++) {
        parent[x] = root[x] = -1;
        for (int32_t i = graph->first[node[x]]; i < graph->first[node[x] + 1]; i++) {
            int32_t y = rank[graph->neighbour[i]];
            if (y > x) continue;
            while (root[y] >= 0 && root[y] != x) { /* what lies below x points to x at once from now on */
                int32_t above = root[y];
                root[y] = x;
                y = above;
            }
            if (root[y] < 0) root[y] = parent[y] = x;
        }
    }
    return EMS_OK;
}

/* Numbers the tree's ranks so that each subtree stands together with its top last: the same hierarchy, but
 * what is used together lies together. */
static enum ems_status order_by_subtree(int32_t n, const int32_t *parent, struct ems_arena *scratch,
                                        int32_t *place)
{
    int32_t *below = EMS_NEW_ARRAY(scratch, int32_t, n), *next = EMS_NEW_ARRAY(scratch, int32_t, n);
    if (scratch->failed) return EMS_NO_MEMORY;
    for (int32_t x = 0; x < n; x++)
        if (parent[x] >= 0) below[parent[x]] += below[x] + 1;
    int32_t end = n - 1; /* of the trees not yet placed; next: of a rank's subtrees not yet placed */
    for (int32_t x = n - 1; x >= 0; x--) {
        int32_t *last = parent[x] >= 0 ? &next[parent[x]] : &end;
        place[x] = *last;
        *last -= below[x] + 1;
        next[x] = place[x] - 1;
    }
    return EMS_OK;
}

/* Levels from the top; EMS_BAD_INPUT when there are too many. */
static enum ems_status measure_levels(int32_t n, const int32_t *parent, int32_t *level, int32_t *depth)
{
    *depth = 0;
    for (int32_t x = n - 1; x >= 0; x--) {
        level[x] = parent[x] < 0 ? 0 : level[parent[x]] + 1;
        if (level[x] >= *depth) *depth = level[x] + 1;
        if (*depth > EMS_ROAD_DEPTH_MAX) return EMS_BAD_INPUT;
    }
    return EMS_OK;
}

/* Upper neighbours: those by roads and those that lower neighbours leave behind. */
struct fill {
    int32_t *first, *mark; /* mark: the last rank that has taken a neighbour in */
    EMS_ARRAY(int32_t) upper;
};

static bool take_upper(struct fill *f, int32_t x, int32_t z)
{
    if (z <= x || f->mark[z] == x) return true;
    f->mark[z] = x;
    return EMS_PUSH(&f->upper, z);
}

static bool fill_rank(const struct ems_graph *graph, const struct ems_hierarchy *h, const int32_t *below,
                      const int32_t *beside, struct fill *f, int32_t x)
{
    int32_t node = h->node[x];
    for (int32_t i = graph->first[node]; i < graph->first[node + 1]; i++)
        if (!take_upper(f, x, h->rank[graph->neighbour[i]])) return false;
    for (int32_t y = below[x]; y >= 0; y = beside[y])
        for (int32_t e = f->first[y]; e < f->first[y + 1]; e++)
            if (!take_upper(f, x, f->upper.items[e])) return false;
    f->first[x + 1] = f->upper.count;
    return true;
}

/* Contraction without weights: what the children of a rank in the tree leave behind is all that there is. */
static enum ems_status contract(const struct ems_graph *graph, const struct ems_hierarchy *h,
                                struct ems_arena *scratch, struct fill *f)
{
    int32_t n = graph->node_count;
    int32_t *below = EMS_NEW_ARRAY(scratch, int32_t, n), *beside = EMS_NEW_ARRAY(scratch, int32_t, n);
    f->first = EMS_NEW_ARRAY(scratch, int32_t, n + 1);
    f->mark = EMS_NEW_ARRAY(scratch, int32_t, n);
    if (scratch->failed || !EMS_RESERVE(&f->upper, 1024)) return EMS_NO_MEMORY;
    memset(below, 0xff, (size_t)n * sizeof *below);
    memset(f->mark, 0xff, (size_t)n * sizeof *f->mark);
    for (int32_t x = 0; x < n; x++) {
        if (!fill_rank(graph, h, below, beside, f, x)) return EMS_NO_MEMORY;
        if (h->parent[x] < 0) continue;
        beside[x] = below[h->parent[x]];
        below[h->parent[x]] = x;
    }
    return EMS_OK;
}

/* The same edges with each rank's sorted: sorted by upper rank first, handed back in that order. */
static enum ems_status lay_out_edges(const struct fill *f, int32_t n, struct ems_arena *scratch,
                                     struct ems_arena *arena, struct ems_hierarchy *out)
{
    int32_t edges = f->upper.count, *first = EMS_NEW_ARRAY(arena, int32_t, n + 1);
    int32_t *up = EMS_NEW_ARRAY(arena, int32_t, edges), *next = EMS_NEW_ARRAY(scratch, int32_t, n);
    int32_t *begin = EMS_NEW_ARRAY(scratch, int32_t, n + 2), *lower = EMS_NEW_ARRAY(scratch, int32_t, edges);
    if (scratch->failed || arena->failed) return EMS_NO_MEMORY;
    for (int32_t e = 0; e < edges; e++) begin[f->upper.items[e] + 1]++;
    begin_each(begin + 1, n);
    for (int32_t x = 0; x < n; x++)
        for (int32_t e = f->first[x]; e < f->first[x + 1]; e++) lower[begin[f->upper.items[e] + 1]++] = x;
    memcpy(first, f->first, ((size_t)n + 1) * sizeof *first);
    memcpy(next, first, (size_t)n * sizeof *next);
    for (int32_t z = 0; z < n; z++)
        for (int32_t i = begin[z]; i < begin[z + 1]; i++) up[next[lower[i]]++] = z;
    out->edge_count = edges;
    out->first_up = first;
    out->up = up;
    return EMS_OK;
}

/* Ranks, tree and levels from the order of contraction; numbered by subtree. */
static enum ems_status lay_out_tree(const struct ems_graph *graph, int32_t *order, struct ems_arena *scratch,
                                    struct ems_arena *arena, struct ems_hierarchy *out)
{
    int32_t n = graph->node_count, *rank = EMS_NEW_ARRAY(arena, int32_t, n);
    int32_t *node = EMS_NEW_ARRAY(arena, int32_t, n), *parent = EMS_NEW_ARRAY(arena, int32_t, n);
    int32_t *level = EMS_NEW_ARRAY(arena, int32_t, n), *above = EMS_NEW_ARRAY(scratch, int32_t, n);
    int32_t *place = EMS_NEW_ARRAY(scratch, int32_t, n);
    if (scratch->failed || arena->failed) return EMS_NO_MEMORY;
    invert(n, order, rank);
    enum ems_status status = make_tree(graph, order, rank, scratch, above);
    if (status == EMS_OK) status = order_by_subtree(n, above, scratch, place);
    if (status != EMS_OK) return status;
    for (int32_t x = 0; x < n; x++) {
        node[place[x]] = order[x];
        parent[place[x]] = above[x] < 0 ? -1 : place[above[x]];
    }
    invert(n, node, rank);
    *out = (struct ems_hierarchy){.rank = rank, .node = node, .parent = parent, .level = level};
    return measure_levels(n, parent, level, &out->depth);
}

static enum ems_status build(int32_t node_count, const int32_t *first_arc, const int32_t *head,
                             struct ems_arena *scratch, struct ems_arena *arena, struct ems_hierarchy *out)
{
    struct ems_graph graph;
    struct fill fill = {0};
    enum ems_status status = make_graph(node_count, first_arc, head, scratch, &graph);
    if (status != EMS_OK) return status;
    int32_t *order = EMS_NEW_ARRAY(scratch, int32_t, node_count);
    if (scratch->failed) return EMS_NO_MEMORY;
    status = ems_order_nodes(&graph, scratch, order);
    if (status == EMS_OK) status = lay_out_tree(&graph, order, scratch, arena, out);
    if (status == EMS_OK) status = contract(&graph, out, scratch, &fill);
    if (status == EMS_OK) status = lay_out_edges(&fill, node_count, scratch, arena, out);
    free(fill.upper.items);
    return status;
}

enum ems_status ems_hierarchy_build(int32_t node_count, const int32_t *first_arc, const int32_t *head,
                                    struct ems_arena *arena, struct ems_hierarchy *out)
{
    struct ems_arena scratch = {0};
    enum ems_status status = build(node_count, first_arc, head, &scratch, arena, out);
    ems_arena_free(&scratch);
    return status;
}

int32_t ems_hierarchy_edge(const struct ems_hierarchy *hierarchy, int32_t low, int32_t high)
{
    int32_t from = hierarchy->first_up[low], to = hierarchy->first_up[low + 1], end = to;
    while (from < to) {
        int32_t middle = from + (to - from) / 2;
        if (hierarchy->up[middle] < high)
            from = middle + 1;
        else
            to = middle;
    }
    return from < end && hierarchy->up[from] == high ? from : -1;
}
