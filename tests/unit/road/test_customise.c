/* Times of the hierarchy's edges against their definitions: over lower ranks only, and over all. */
#include "road/customise.h"
#include "unit/road/town.h"

enum { NODES = 24, ARCS = 70 };

/* The least time between two ranks over ranks below `limit`, by Floyd and Warshall. */
static void times_over(const struct test_roads *roads, int32_t limit, ems_time time[NODES][NODES])
{
    const struct ems_network *n = &roads->network;
    for (int32_t i = 0; i < NODES; i++)
        for (int32_t j = 0; j < NODES; j++) time[i][j] = i == j ? 0 : EMS_FAR;
    for (int32_t a = 0; a < n->arc_count; a++) {
        ems_time *t = &time[n->hierarchy.rank[n->tail[a]]][n->hierarchy.rank[n->head[a]]];
        if (roads->arc_time[a] < *t) *t = roads->arc_time[a];
    }
    for (int32_t m = 0; m < limit; m++)
        for (int32_t i = 0; i < NODES; i++)
            for (int32_t j = 0; j < NODES; j++)
                if (time[i][m] + time[m][j] < time[i][j]) time[i][j] = time[i][m] + time[m][j];
}

static void check_edges(const struct test_roads *roads, const struct ems_customised *c)
{
    const struct ems_hierarchy *h = &roads->network.hierarchy;
    static ems_time below[NODES][NODES], all[NODES][NODES];
    times_over(roads, NODES, all);
    for (int32_t x = 0; x < NODES; x++) {
        times_over(roads, x, below);
        for (int32_t e = h->first_up[x]; e < h->first_up[x + 1]; e++) {
            int32_t z = h->up[e];
            check_int(c->level[e], h->level[z]);
            check_int(c->up.time[e], below[x][z]);
            check_int(c->down.time[e], below[z][x]);
            check_int(c->up.least[e], all[x][z]);
            check_int(c->down.least[e], all[z][x]);
        }
    }
}

static void times_are_as_defined(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        uint64_t draw = seed;
        struct test_arc arcs[ARCS];
        struct test_roads roads;
        struct ems_customised c;
        for (int i = 0; i < ARCS; i++)
            arcs[i] = (struct test_arc){(int32_t)test_random(&draw, NODES),
                                        (int32_t)test_random(&draw, NODES), test_random(&draw, 30)};
        assert_true(test_roads_make(NODES, arcs, ARCS, &roads));
        for (int32_t a = 0; a < ARCS; a += 9) roads.arc_time[a] = EMS_NEVER;
        check_ok(ems_customise(&roads.network, roads.arc_time, &roads.arena, &c));
        check_edges(&roads, &c);
        test_roads_free(&roads);
    }
}

static void tie_breaks_come_from_ids(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    for (int32_t a = 0; a < TOWN_ARCS; a++) {
        uint64_t tie = ems_arc_tie(&town.roads.network, a);
        check_true(tie >= 1 && tie <= (uint64_t)1 << 40);
        for (int32_t b = 0; b < a; b++) check_true(ems_arc_tie(&town.roads.network, b) != tie);
    }
    /* Set down once: what it is does not matter, but it must not change from one version to the next. */
    check_int(ems_arc_tie(&town.roads.network, town_arc(&town, 0, 1)), 743937799402);
    town_close(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(times_are_as_defined),
                                       cmocka_unit_test(tie_breaks_come_from_ids)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
