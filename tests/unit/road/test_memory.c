/* Building and searching with every single allocation failing, with and without all after it: told as such,
 * METIS's own included. What METIS says of it on the error stream is kept away. */
#include "road/dijkstra.h"
#include "road/hierarchy.h"
#include "support/failing_memory.h"
#include "support/roads.h"

#include <fcntl.h>
#include <unistd.h>

#ifndef ALLOCATOR_IS_TAKEN
enum { NODES = 60, ARCS = 240 };

static enum ems_status search_all(const struct ems_road_metric *m, struct ems_arena *arena)
{
    const struct ems_road_start starts[] = {{4, 0}, {5, 0}};
    ems_time times[NODES];
    int32_t nearest[NODES];
    struct ems_road_path path = {0};
    enum ems_status status = ems_road_tree(m, starts, 2, EMS_FORWARD, arena, times, NULL, NULL);
    if (status == EMS_OK) status = ems_road_tree(m, starts, 2, EMS_FORWARD, arena, times, nearest, NULL);
    if (status == EMS_OK) status = ems_road_path(m, 0, NODES - 1, &path);
    if (status == EMS_OK) status = ems_dijkstra(m->network, m->arc_time, 0, times, NULL, NULL);
    ems_road_path_free(&path);
    return status;
}

static enum ems_status build_and_search(const struct test_roads *roads)
{
    struct ems_arena arena = {0};
    struct ems_network n = roads->network;
    struct ems_road_metric metric;
    enum ems_status status = ems_hierarchy_build(n.node_count, n.first_arc, n.head, &arena, &n.hierarchy);
    if (status == EMS_OK) status = ems_road_metric_build(&n, roads->arc_time, &arena, &metric);
    if (status == EMS_OK) status = search_all(&metric, &arena);
    ems_arena_free(&arena);
    return status;
}

static void fail_each(const struct test_roads *roads, bool once)
{
    bool all = false;
    for (long from = 0; !all; from++) {
        allocations = 0;
        fails_once = once;
        fails_from = from;
        enum ems_status status = build_and_search(roads);
        fails_from = -1;
        all = allocations <= from;
        check_int(status, all ? EMS_OK : EMS_NO_MEMORY);
        if (all) check_true(from > 50);
    }
}

static void every_allocation(void **state)
{
    (void)state;
    uint64_t seed = 11;
    struct test_arc arcs[ARCS];
    struct test_roads roads;
    for (int i = 0; i < ARCS; i++)
        arcs[i] = (struct test_arc){(int32_t)test_random(&seed, NODES), (int32_t)test_random(&seed, NODES),
                                    test_random(&seed, 90)};
    assert_true(test_roads_make(NODES, arcs, ARCS, &roads));
    int kept = dup(2), nowhere = open("/dev/null", O_WRONLY);
    assert_true(kept >= 0 && dup2(nowhere, 2) == 2);
    fail_each(&roads, false);
    fail_each(&roads, true);
    assert_true(dup2(kept, 2) == 2);
    close(kept);
    close(nowhere);
    test_roads_free(&roads);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifndef ALLOCATOR_IS_TAKEN
        cmocka_unit_test(every_allocation)
#else
        cmocka_unit_test(skipped_under_sanitizers)
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
