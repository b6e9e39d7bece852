/* The two sides of a metric: which edges they keep, what these stand for and how long they are. */
#include "support/ways.h"
#include "unit/road/town.h"

struct totals {
    ems_time time;
    uint64_t tie;
    uint64_t mm;
};

static struct totals add_up(const struct ems_road_metric *m, const struct ems_road_metric_side *side,
                            int32_t edge)
{
    if (side->down_to[edge] < 0) {
        int32_t arc = -1 - side->down_to[edge];
        return (struct totals){m->arc_time[arc], ems_arc_tie(m->network, arc), m->network->length_mm[arc]};
    }
    struct totals a = add_up(m, &m->down, side->down_to[edge]), b = add_up(m, &m->up, side->up_from[edge]);
    return (struct totals){a.time + b.time, a.tie + b.tie, a.mm + b.mm};
}

static void check_side(const struct ems_road_metric *m, const struct ems_road_metric_side *side, bool upwards)
{
    const struct ems_hierarchy *h = &m->network->hierarchy;
    for (int32_t x = 0; x < m->network->node_count; x++)
        for (int32_t e = side->first[x]; e < side->first[x + 1]; e++) {
            struct totals sum = add_up(m, side, e);
            check_int(side->time[e], sum.time);
            check_int(side->tie[e], sum.tie);
            check_int(side->mm[e], sum.mm);
            check_int(side->level[e], h->level[side->upper[e]]);
            int32_t from = h->node[upwards ? x : side->upper[e]], to = h->node[upwards ? side->upper[e] : x];
            check_int(side->time[e], town_times[from][to]); /* else it would not be needed */
        }
}

static void edges_are_sums_of_arcs_and_shortest(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    check_side(&town.metric, &town.metric.up, true);
    check_side(&town.metric, &town.metric.down, false);
    town_close(&town);
}

static bool drives(const struct ems_road_metric_side *side, int32_t edges, int32_t arc)
{
    for (int32_t e = 0; e < edges; e++)
        if (side->down_to[e] == -1 - arc) return true;
    return false;
}

static void beaten_arcs_are_left_out(void **state)
{
    (void)state;
    struct town town;
    town_open(&town);
    int32_t n = TOWN_NODES, ups = town.metric.up.first[n], downs = town.metric.down.first[n];
    for (int32_t a = 0; a < TOWN_ARCS; a++) {
        bool kept = drives(&town.metric.up, ups, a) || drives(&town.metric.down, downs, a);
        /* Both ways between 0 and 3 are beaten, by 24 and by 14. */
        check_int(kept, a != town_arc(&town, 0, 3) && a != town_arc(&town, 3, 0));
    }
    town_close(&town);
}

static void several_metrics_share_one_order(void **state)
{
    (void)state;
    struct town town;
    struct ems_road_metric other;
    ems_time times[TOWN_ARCS];
    town_open(&town);
    for (int32_t a = 0; a < TOWN_ARCS; a++) times[a] = 2 * town.roads.arc_time[a];
    times[town_arc(&town, 2, 4)] = EMS_NEVER;
    check_ok(ems_road_metric_build(&town.roads.network, times, &town.roads.arena, &other));
    check_int(ems_road_time(&other, 3, 0), 48);
    check_int(ems_road_time(&other, 2, 4), EMS_NEVER);
    check_int(ems_road_time(&town.metric, 3, 0), 14);
    town_close(&town);
}

static void parallel_arcs_the_faster_counts(void **state)
{
    (void)state;
    const struct test_arc arcs[] = {{0, 1, 7}, {0, 1, 5}, {0, 1, 9}, {1, 0, 4}, {1, 0, 4}};
    struct test_roads roads;
    struct ems_road_metric metric;
    assert_true(test_roads_make(2, arcs, 5, &roads)); /* sorted by time as well: 5, 7, 9, 4, 4 */
    roads.arc_time[0] = 8;
    check_ok(ems_road_metric_build(&roads.network, roads.arc_time, &roads.arena, &metric));
    check_int(ems_road_time(&metric, 0, 1), 7);
    check_int(test_way_at(&metric, 0, 1, 0).arc, 1);
    check_int(test_way_at(&metric, 1, 0, 0).arc, 3); /* of equals the lower number */
    test_roads_free(&roads);
}

static void a_length_is_held_at_its_limit(void **state)
{
    (void)state;
    enum { LENGTH = 9 };
    struct test_arc arcs[LENGTH];
    uint32_t mm[LENGTH], held = 0;
    struct test_roads roads;
    struct ems_road_metric metric;
    for (int32_t i = 0; i < LENGTH; i++) {
        arcs[i] = (struct test_arc){i, i + 1, 5};
        mm[i] = 1500000000;
    }
    assert_true(test_roads_make(LENGTH + 1, arcs, LENGTH, &roads));
    roads.network.length_mm = mm;
    check_ok(ems_road_metric_build(&roads.network, roads.arc_time, &roads.arena, &metric));
    for (int32_t e = 0; e < metric.up.first[LENGTH + 1]; e++) {
        uint64_t whole = add_up(&metric, &metric.up, e).mm;
        check_int(metric.up.mm[e], whole < UINT32_MAX ? whole : UINT32_MAX);
        held += whole > UINT32_MAX;
    }
    for (int32_t e = 0; e < metric.down.first[LENGTH + 1]; e++) held += metric.down.mm[e] == UINT32_MAX;
    check_true(held > 0);
    test_roads_free(&roads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_are_sums_of_arcs_and_shortest),
        cmocka_unit_test(beaten_arcs_are_left_out),
        cmocka_unit_test(several_metrics_share_one_order),
        cmocka_unit_test(parallel_arcs_the_faster_counts),
        cmocka_unit_test(a_length_is_held_at_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
