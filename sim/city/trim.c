/* What is joined to what, and dropping the rest. */
#include <math.h>
#include <stdlib.h>

#include "city/work.h"

int32_t ems_city_root(int32_t *parent, int32_t node)
{
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

int32_t *ems_city_join_all(struct ems_city_work *work)
{
    const struct ems_city *city = work->city;
    int32_t *parent = ems_city_alloc(work, (int64_t)city->nodes.count + 1, sizeof *parent);
    if (parent == NULL) return NULL;
    for (int32_t n = 0; n < city->nodes.count; n++) parent[n] = n;
    for (int32_t e = 0; e < city->edges.count; e++) {
        int32_t a = ems_city_root(parent, city->edges.items[e].from);
        int32_t b = ems_city_root(parent, city->edges.items[e].to);
        if (a != b) parent[a > b ? a : b] = a < b ? a : b;
    }
    return parent;
}

/* The root with the most nodes; ties: the first. */
static int32_t largest_part(struct ems_city_work *work, int32_t *parent)
{
    const int32_t count = work->city->nodes.count;
    int32_t best = 0, *size = ems_city_alloc(work, (int64_t)count + 1, sizeof *size);
    if (size == NULL) return -1;
    for (int32_t n = 0; n < count; n++) size[ems_city_root(parent, n)]++;
    for (int32_t n = 0; n < count; n++) {
        if (size[n] > size[best]) best = n;
    }
    return best;
}

/* New numbers by old ones, -1 for dropped nodes. */
static int32_t *renumber(struct ems_city_work *work, int32_t *parent, int32_t part)
{
    struct ems_city *city = work->city;
    int32_t kept = 0, *number = ems_city_alloc(work, (int64_t)city->nodes.count + 1, sizeof *number);
    if (number == NULL) return NULL;
    for (int32_t n = 0; n < city->nodes.count; n++) {
        number[n] = ems_city_root(parent, n) == part ? kept : -1;
        if (number[n] >= 0) city->nodes.items[kept++] = city->nodes.items[n];
    }
    city->nodes.count = kept;
    return number;
}

/* To the middle of the stretch of road that is nearest: whoever closes the roads around that point closes the
 * bridge. */
static void move_to_road(const struct ems_city *city, struct ems_city_bridge *bridge)
{
    struct ems_point best = bridge->at;
    double least = INFINITY;
    for (int32_t e = 0; e < city->edges.count; e++) {
        struct ems_point from = city->nodes.items[city->edges.items[e].from].at;
        struct ems_point to = city->nodes.items[city->edges.items[e].to].at;
        struct ems_point middle = {(from.x_m + to.x_m) / 2, (from.y_m + to.y_m) / 2};
        double distance = ems_point_distance(middle, bridge->at);
        if (distance >= least) continue;
        least = distance;
        best = middle;
    }
    bridge->at = ems_point_round(best.x_m, best.y_m);
}

void ems_city_trim(struct ems_city_work *work)
{
    struct ems_city *city = work->city;
    int32_t *parent = ems_city_join_all(work), kept = 0;
    int32_t part = parent != NULL ? largest_part(work, parent) : -1;
    int32_t *number = part >= 0 ? renumber(work, parent, part) : NULL;
    if (number == NULL) return;
    for (int32_t e = 0; e < city->edges.count; e++) {
        struct ems_city_edge edge = city->edges.items[e];
        edge.from = number[edge.from];
        edge.to = number[edge.to];
        if (edge.from >= 0 && edge.to >= 0) city->edges.items[kept++] = edge;
    }
    city->edges.count = kept;
    kept = 0;
    for (int32_t b = 0; b < city->bridges.count; b++) {
        struct ems_city_bridge bridge = city->bridges.items[b];
        bridge.from = number[bridge.from];
        bridge.to = number[bridge.to];
        if (bridge.from < 0 || bridge.to < 0) continue;
        move_to_road(city, &bridge);
        city->bridges.items[kept++] = bridge;
    }
    city->bridges.count = kept;
}
