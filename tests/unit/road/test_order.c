/* The order of contraction: every node once, chains flat. */
#include "road/order.h"
#include "road/hierarchy.h"
#include "support/check.h"
#include "support/roads.h"

static void check_order(const struct ems_graph *graph)
{
    struct ems_arena arena = {0};
    int32_t n = graph->node_count, *order = EMS_NEW_ARRAY(&arena, int32_t, n);
    int32_t *seen = EMS_NEW_ARRAY(&arena, int32_t, n), *again = EMS_NEW_ARRAY(&arena, int32_t, n);
    check_ok(ems_order_nodes(graph, &arena, order));
    check_ok(ems_order_nodes(graph, &arena, again));
    for (int32_t i = 0; i < n; i++) {
        check_within(order[i], 0, n - 1);
        check_int(seen[order[i]]++, 0);
        check_int(again[i], order[i]);
    }
    ems_arena_free(&arena);
}

static void every_node_once_and_the_same_again(void **state)
{
    (void)state;
    check_order(&(struct ems_graph){0, (int32_t[]){0}, NULL});
    check_order(&(struct ems_graph){1, (int32_t[]){0, 0}, NULL});
    check_order(&(struct ems_graph){3, (int32_t[]){0, 1, 3, 4}, (int32_t[]){1, 0, 2, 1}});
    /* four nodes, each joined to each: nothing of degree 2 */
    check_order(
        &(struct ems_graph){4, (int32_t[]){0, 3, 6, 9, 12}, (int32_t[]){1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2}});
}

static int32_t depth_of(int32_t node_count, const struct test_arc *arcs, int32_t count)
{
    struct test_roads roads;
    assert_true(test_roads_make(node_count, arcs, count, &roads));
    int32_t depth = roads.network.hierarchy.depth;
    test_roads_free(&roads);
    return depth;
}

static void a_long_road_is_a_few_levels_deep(void **state)
{
    (void)state;
    enum { LENGTH = 1000 };
    static struct test_arc arcs[LENGTH];
    for (int32_t i = 0; i < LENGTH; i++) arcs[i] = (struct test_arc){i, (i + 1) % LENGTH, 1};
    check_within(depth_of(LENGTH, arcs, LENGTH - 1), 10, 20); /* a chain: 10 is the least possible */
    check_within(depth_of(LENGTH, arcs, LENGTH), 10, 21);     /* a ring */
    for (int32_t i = 0; i < LENGTH; i++) arcs[i] = (struct test_arc){0, i + 1, 1};
    check_within(depth_of(LENGTH + 1, arcs, LENGTH), 2, 12); /* a star */
}

static void a_grid_is_cut_in_halves(void **state)
{
    (void)state;
    enum { SIDE = 30 };
    static struct test_arc arcs[2 * SIDE * SIDE];
    int32_t count = 0;
    for (int32_t i = 0; i < SIDE * SIDE; i++) {
        if (i % SIDE + 1 < SIDE) arcs[count++] = (struct test_arc){i, i + 1, 1};
        if (i + SIDE < SIDE * SIDE) arcs[count++] = (struct test_arc){i, i + SIDE, 1};
    }
    /* Separators of 30, 15, 15, 7, ... nodes come to some 90; in order of rows it would be 30 * 30 levels. */
    check_within(depth_of(SIDE * SIDE, arcs, count), SIDE, 150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_node_once_and_the_same_again),
        cmocka_unit_test(a_long_road_is_a_few_levels_deep),
        cmocka_unit_test(a_grid_is_cut_in_halves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
