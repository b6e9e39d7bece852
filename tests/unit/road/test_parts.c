#include "support/check.h"

#include "road/parts.h"
#include "support/roads.h"

enum { SMALL = 9 };

struct graph {
    int32_t node_count, arc_count;
    int32_t first_arc[SMALL + 1], head[SMALL * SMALL];
    uint32_t reach[SMALL]; /* bit k: node k can be reached */
};

/* Warshall's closure: the slow way to know who reaches whom. */
static void close_reach(struct graph *g)
{
    for (int k = 0; k < g->node_count; k++)
        for (int i = 0; i < g->node_count; i++)
            if (g->reach[i] >> k & 1) g->reach[i] |= g->reach[k];
}

static void draw(struct graph *g, uint64_t *state)
{
    *g = (struct graph){.node_count = 1 + (int32_t)test_random(state, SMALL)};
    uint32_t percent = test_random(state, 50);
    for (int32_t from = 0; from < g->node_count; from++) {
        g->reach[from] = UINT32_C(1) << from;
        for (int32_t to = 0; to < g->node_count; to++) {
            if (test_random(state, 100) >= percent) continue;
            g->head[g->arc_count++] = to;
            g->reach[from] |= UINT32_C(1) << to;
        }
        g->first_arc[from + 1] = g->arc_count;
    }
    close_reach(g);
}

static bool both_ways(const struct graph *g, int a, int b)
{
    return (g->reach[a] >> b & 1) != 0 && (g->reach[b] >> a & 1) != 0;
}

static int32_t size_of_part(const struct graph *g, int node)
{
    int32_t size = 0;
    for (int other = 0; other < g->node_count; other++) size += both_ways(g, node, other);
    return size;
}

static void parts_are_who_reaches_whom_both_ways(void **state)
{
    (void)state;
    uint64_t random = 1;
    struct graph g;
    for (int round = 0; round < 3000; round++) {
        struct ems_arena arena = {0};
        int32_t part[SMALL], count, largest, first = 0, roots = 0;
        draw(&g, &random);
        check_ok(ems_parts_find(g.node_count, g.first_arc, g.head, &arena, part, &count));
        check_ok(ems_parts_largest(g.node_count, part, count, &arena, &largest));
        for (int a = 0; a < g.node_count; a++) {
            bool is_first = true;
            for (int b = 0; b < g.node_count; b++) {
                check_int(part[a] == part[b], both_ways(&g, a, b));
                if (b < a && both_ways(&g, a, b)) is_first = false;
            }
            roots += is_first;
            if (size_of_part(&g, a) > size_of_part(&g, first)) first = a;
        }
        check_int(count, roots);
        check_int(largest, part[first]); /* of equal ones that with the lowest node */
        ems_arena_free(&arena);
    }
}

/* A way of 300,000 nodes, closed to a ring or not, is no deeper than any other graph. */
static void long_ways_need_no_stack(void **state)
{
    (void)state;
    enum { NODES = 300000 };
    int32_t *first = calloc(NODES + 1, sizeof *first), *head = calloc(NODES, sizeof *head);
    int32_t *part = calloc(NODES, sizeof *part), count;
    assert_true(first != NULL && head != NULL && part != NULL);
    for (int closed = 0; closed < 2; closed++) {
        struct ems_arena arena = {0};
        for (int32_t i = 0; i < NODES; i++) head[i] = (i + 1) % NODES;
        for (int32_t i = 0; i <= NODES; i++) first[i] = i < NODES || closed ? i : NODES - 1;
        check_ok(ems_parts_find(NODES, first, head, &arena, part, &count));
        check_int(count, closed ? 1 : NODES);
        ems_arena_free(&arena);
    }
    free(first);
    free(head);
    free(part);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_who_reaches_whom_both_ways),
        cmocka_unit_test(long_ways_need_no_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
