#include "support/roads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "road/hierarchy.h"

const struct test_table test_tables[] = {
    {"Shangzhi", "../shared/data/cn_harbin/shangzhi_edges.csv", 602, 0, 2, 1 / 12.5, true},
    {"Jinan", "../shared/data/cn_jinan/jinan_edges.csv", 11850, 0, 2, 1 / 12.5, false},
    {"Harbin", "../shared/data/cn_harbin/harbin_edges.csv", 10132, 0, 2, 1 / 12.5, true},
    {"Chengdu", "../shared/data/stress/chengdu_edges.csv", 17567, 0, 2, 1 / 12.5, true},
    {"Manhattan", "../shared/data/trace_manhattan/road_arcs.csv", 16811, 1, 2, 1, false},
    {"Bay Area", "../shared/data/stress/bayarea_edges.csv", 30826, 0, 2, 1 / 12.5, false},
    {"Auckland", "../shared/data/trace_auckland/road_arcs.csv", 54370, 1, 2, 1, false},
};
const int test_table_count = sizeof test_tables / sizeof *test_tables;

uint32_t test_random(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*state >> 32) * below >> 32);
}

static int by_ends(const void *a, const void *b)
{
    const struct test_arc *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    return (x->time > y->time) - (x->time < y->time);
}

static bool lay_out(struct test_roads *r, const struct test_arc *sorted)
{
    struct ems_network *n = &r->network;
    int32_t *first = EMS_NEW_ARRAY(&r->arena, int32_t, n->node_count + 1);
    int32_t *tail = EMS_NEW_ARRAY(&r->arena, int32_t, n->arc_count);
    int32_t *head = EMS_NEW_ARRAY(&r->arena, int32_t, n->arc_count);
    int64_t *id = EMS_NEW_ARRAY(&r->arena, int64_t, n->node_count);
    uint8_t *access = EMS_NEW_ARRAY(&r->arena, uint8_t, n->node_count);
    n->position = EMS_NEW_ARRAY(&r->arena, struct ems_position, n->node_count);
    uint32_t *length_mm = EMS_NEW_ARRAY(&r->arena, uint32_t, n->arc_count);
    r->arc_time = EMS_NEW_ARRAY(&r->arena, ems_time, n->arc_count);
    if (r->arena.failed) return false;
    for (int32_t a = 0; a < n->arc_count; a++) {
        first[sorted[a].from + 1]++;
        tail[a] = sorted[a].from;
        head[a] = sorted[a].to;
        length_mm[a] = (uint32_t)a % 1009 + 1;
        r->arc_time[a] = sorted[a].time;
    }
    for (int32_t i = 0; i < n->node_count; i++) {
        first[i + 1] += first[i];
        id[i] = i + 1;
        access[i] = 1;
    }
    n->first_arc = first;
    n->tail = tail;
    n->head = head;
    n->length_mm = length_mm;
    n->id = id;
    n->access = access;
    return ems_hierarchy_build(n->node_count, first, head, &r->arena, &n->hierarchy) == EMS_OK;
}

bool test_roads_make(int32_t node_count, const struct test_arc *arcs, int32_t count, struct test_roads *out)
{
    struct test_arc *sorted = malloc(((size_t)count + 1) * sizeof *sorted);
    *out = (struct test_roads){
        .network = {.coordinates = EMS_COORD_PLANE, .node_count = node_count, .arc_count = count}};
    if (sorted == NULL) return false;
    if (count > 0) memcpy(sorted, arcs, (size_t)count * sizeof *sorted);
    qsort(sorted, (size_t)count, sizeof *sorted, by_ends);
    bool made = lay_out(out, sorted);
    free(sorted);
    return made;
}

void test_roads_free(struct test_roads *roads)
{
    ems_arena_free(&roads->arena);
}

struct arcs {
    EMS_ARRAY(struct test_arc) list;
};

/* `from,to,...`: whole numbers, then the value wanted. */
static bool read_line(char *line, const struct test_table *table, struct arcs *arcs)
{
    char *cell[8] = {0}, *rest = line;
    for (int i = 0; i <= table->column; i++) cell[i] = strsep(&rest, ",\r\n");
    double value;
    struct test_arc arc = {atoi(cell[0]) - table->first_node, atoi(cell[1]) - table->first_node, 0};
    if (!ems_number_parse(cell[table->column], strlen(cell[table->column]), &value) || arc.from == arc.to)
        return true;
    arc.time = ems_time_from_seconds(value * table->factor);
    if (!EMS_PUSH(&arcs->list, arc)) return false;
    struct test_arc back = {arc.to, arc.from, arc.time};
    return !table->undirected || EMS_PUSH(&arcs->list, back);
}

bool test_roads_read(const struct test_table *table, struct test_roads *out)
{
    FILE *file = fopen(table->edges, "r");
    if (file == NULL) return false;
    struct arcs arcs = {0};
    char line[256];
    bool fine = fgets(line, sizeof line, file) != NULL;
    while (fine && fgets(line, sizeof line, file)) fine = read_line(line, table, &arcs);
    fclose(file);
    fine = fine && test_roads_make(table->node_count, arcs.list.items, arcs.list.count, out);
    free(arcs.list.items);
    return fine;
}
