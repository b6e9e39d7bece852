#include "road/order.h"

#include <metis.h>
#include <stdbool.h>
#include <string.h>

_Static_assert(sizeof(idx_t) == sizeof(int32_t), "METIS counts in 32 bits");

/* What is left of the graph while nodes of degree 2 or less are taken out. Doing so never lengthens a list of
 * neighbours, so that each stays where it is. */
struct remains {
    int32_t node_count;
    const int32_t *first;
    int32_t *neighbour, *degree; /* degree -1: taken out */
    int32_t *touched;            /* the last round in which a neighbour was taken out */
    int32_t *waiting, *next;     /* nodes of degree 2 or less: of this round, of the one after */
    int32_t next_count;
    int32_t *order, taken;
};

static bool has_neighbour(const struct remains *r, int32_t node, int32_t neighbour)
{
    for (int32_t i = 0; i < r->degree[node]; i++)
        if (r->neighbour[r->first[node] + i] == neighbour) return true;
    return false;
}

/* Puts `by` in the place of `old` among a node's neighbours; -1 leaves it out. */
static void replace_neighbour(struct remains *r, int32_t node, int32_t old, int32_t by)
{
    int32_t *list = r->neighbour + r->first[node], i = 0;
    while (list[i] != old) i++;
    if (by >= 0) {
        list[i] = by;
        return;
    }
    list[i] = list[--r->degree[node]];
    if (r->degree[node] == 2) r->next[r->next_count++] = node;
}

static void take_out(struct remains *r, int32_t node, int32_t round)
{
    const int32_t *list = r->neighbour + r->first[node], degree = r->degree[node];
    bool joins = degree == 2 && !has_neighbour(r, list[0], list[1]);
    for (int32_t i = 0; i < degree; i++) {
        r->touched[list[i]] = round;
        replace_neighbour(r, list[i], node, joins ? list[1 - i] : -1);
    }
    r->degree[node] = -1;
    r->order[r->taken++] = node;
}

/* Of two neighbours only one in each round, so that a chain of n nodes becomes log n deep and not n. */
static void take_out_chains(struct remains *r)
{
    for (int32_t node = 0; node < r->node_count; node++)
        if (r->degree[node] <= 2) r->next[r->next_count++] = node;
    for (int32_t round = 1; r->next_count > 0; round++) {
        int32_t count = r->next_count, *swap = r->waiting;
        r->waiting = r->next;
        r->next = swap;
        r->next_count = 0;
        for (int32_t i = 0; i < count; i++) {
            if (r->touched[r->waiting[i]] == round)
                r->next[r->next_count++] = r->waiting[i];
            else
                take_out(r, r->waiting[i], round);
        }
    }
}

/* The nodes left, numbered anew; `name` gives their old numbers. */
static enum ems_status make_core(const struct remains *r, struct ems_arena *scratch, struct ems_graph *core,
                                 int32_t **name)
{
    int32_t *number = EMS_NEW_ARRAY(scratch, int32_t, r->node_count), edges = 0;
    *name = EMS_NEW_ARRAY(scratch, int32_t, r->node_count);
    core->first = EMS_NEW_ARRAY(scratch, int32_t, r->node_count - r->taken + 1);
    core->neighbour = EMS_NEW_ARRAY(scratch, int32_t, r->first[r->node_count]);
    if (scratch->failed) return EMS_NO_MEMORY;
    for (int32_t node = 0; node < r->node_count; node++) {
        if (r->degree[node] < 0) continue;
        number[node] = core->node_count;
        (*name)[core->node_count++] = node;
    }
    for (int32_t i = 0; i < core->node_count; i++) {
        int32_t node = (*name)[i];
        for (int32_t j = 0; j < r->degree[node]; j++)
            core->neighbour[edges++] = number[r->neighbour[r->first[node] + j]];
        core->first[i + 1] = edges;
    }
    return EMS_OK;
}

static enum ems_status dissect(const struct ems_graph *core, const int32_t *name, struct ems_arena *scratch,
                               int32_t *order)
{
    if (core->node_count == 0) return EMS_OK;
    idx_t options[METIS_NOPTIONS], count = core->node_count;
    idx_t *node_at = EMS_NEW_ARRAY(scratch, idx_t, count), *place = EMS_NEW_ARRAY(scratch, idx_t, count);
    if (scratch->failed) return EMS_NO_MEMORY;
    METIS_SetDefaultOptions(options);
    options[METIS_OPTION_SEED] = 120;
    options[METIS_OPTION_NSEPS] = 8;     /* measured: a fifth fewer edges to search than with the defaults, */
    options[METIS_OPTION_UFACTOR] = 400; /* which allow less imbalance and try once */
    if (METIS_NodeND(&count, core->first, core->neighbour, NULL, options, node_at, place) != METIS_OK)
        return EMS_NO_MEMORY;
    for (int32_t i = 0; i < core->node_count; i++) order[i] = name[node_at[i]];
    return EMS_OK;
}

enum ems_status ems_order_nodes(const struct ems_graph *graph, struct ems_arena *scratch, int32_t *order)
{
    int32_t n = graph->node_count, edges = graph->first[n], *name;
    struct remains r = {.node_count = n,
                        .first = graph->first,
                        .neighbour = EMS_NEW_ARRAY(scratch, int32_t, edges),
                        .degree = EMS_NEW_ARRAY(scratch, int32_t, n),
                        .touched = EMS_NEW_ARRAY(scratch, int32_t, n),
                        .waiting = EMS_NEW_ARRAY(scratch, int32_t, n),
                        .next = EMS_NEW_ARRAY(scratch, int32_t, n),
                        .order = order};
    struct ems_graph core = {0};
    if (scratch->failed) return EMS_NO_MEMORY;
    if (edges > 0) memcpy(r.neighbour, graph->neighbour, (size_t)edges * sizeof *r.neighbour);
    for (int32_t node = 0; node < n; node++) r.degree[node] = graph->first[node + 1] - graph->first[node];
    take_out_chains(&r);
    enum ems_status status = make_core(&r, scratch, &core, &name);
    return status != EMS_OK ? status : dissect(&core, name, scratch, order + r.taken);
}
