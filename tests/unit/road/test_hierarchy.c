/* The shape of a hierarchy: what road/network.h says of it, for small networks of many shapes. */
#include "road/hierarchy.h"
#include "support/check.h"
#include "support/roads.h"

static bool has_edge(const struct ems_hierarchy *h, int32_t low, int32_t high)
{
    for (int32_t e = h->first_up[low]; e < h->first_up[low + 1]; e++)
        if (h->up[e] == high) return true;
    return false;
}

static void check_tree(const struct ems_hierarchy *h, int32_t n)
{
    int32_t depth = 0;
    for (int32_t x = 0; x < n; x++) {
        check_int(h->rank[h->node[x]], x);
        bool is_top = h->first_up[x] == h->first_up[x + 1];
        check_int(h->parent[x], is_top ? -1 : h->up[h->first_up[x]]);
        check_int(h->level[x], is_top ? 0 : h->level[h->parent[x]] + 1);
        if (h->level[x] >= depth) depth = h->level[x] + 1;
    }
    check_int(h->depth, depth);
}

/* Upper neighbours of a rank are joined to each other, and there is no edge but by that or by an arc. */
static void check_edges(const struct ems_network *n)
{
    const struct ems_hierarchy *h = &n->hierarchy;
    struct ems_arena arena = {0};
    int32_t *due = EMS_NEW_ARRAY(&arena, int32_t, n->node_count * n->node_count);
    for (int32_t a = 0; a < n->arc_count; a++) {
        int32_t x = h->rank[n->tail[a]], z = h->rank[n->head[a]];
        if (x != z) due[(x < z ? x : z) * n->node_count + (x < z ? z : x)] = 1;
    }
    for (int32_t x = 0; x < n->node_count; x++)
        for (int32_t e = h->first_up[x]; e < h->first_up[x + 1]; e++) {
            check_true(h->up[e] > x && (e == h->first_up[x] || h->up[e] > h->up[e - 1]));
            check_int(due[x * n->node_count + h->up[e]], 1); /* lower ranks came before and left it behind */
            due[x * n->node_count + h->up[e]] = 0;
            for (int32_t f = e + 1; f < h->first_up[x + 1]; f++) {
                check_true(has_edge(h, h->up[e], h->up[f]));
                due[h->up[e] * n->node_count + h->up[f]] = 1;
            }
        }
    for (int32_t i = 0; i < n->node_count * n->node_count; i++) check_int(due[i], 0);
    check_int(h->first_up[n->node_count], h->edge_count);
    ems_arena_free(&arena);
}

static void random_shapes(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int32_t i = 0; i < 200; i++) {
        struct test_arc arcs[150];
        struct test_roads roads;
        int32_t n = 1 + (int32_t)test_random(&seed, 60), count = (int32_t)test_random(&seed, 150);
        for (int32_t a = 0; a < count; a++) /* loops and parallel arcs too */
            arcs[a] = (struct test_arc){(int32_t)test_random(&seed, (uint32_t)n),
                                        (int32_t)test_random(&seed, (uint32_t)n), 1};
        assert_true(test_roads_make(n, arcs, count, &roads));
        check_tree(&roads.network.hierarchy, n);
        check_edges(&roads.network);
        test_roads_free(&roads);
    }
}

static void no_node_at_all(void **state)
{
    (void)state;
    struct test_roads roads;
    assert_true(test_roads_make(0, NULL, 0, &roads));
    check_int(roads.network.hierarchy.depth, 0);
    check_int(roads.network.hierarchy.edge_count, 0);
    test_roads_free(&roads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_shapes), cmocka_unit_test(no_node_at_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
