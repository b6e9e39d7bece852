/* Every search over the hierarchy against plain Dijkstra, and that against Floyd and Warshall: on random
 * networks with one-way roads, dead ends, parts that cannot be reached, arcs that take no time, ties
 * everywhere and closed roads; and on real ones where they are at hand. */
#include "road/bound.h"
#include "road/dijkstra.h"
#include "support/check.h"
#include "support/roads.h"
#include "support/ways.h"

enum { NODES_MAX = 64, ARCS_MAX = 600, NETWORKS = 200, METRICS = 2 };

struct plan {
    int32_t node_count, arc_count;
    struct test_arc arcs[ARCS_MAX];
};

static void add(struct plan *p, int32_t from, int32_t to, ems_time time)
{
    assert_true(p->arc_count < ARCS_MAX);
    p->arcs[p->arc_count++] = (struct test_arc){from, to, time};
}

/* Arcs anywhere, some of them parallel; few of them leave parts apart. */
static void plan_anything(struct plan *p, uint64_t *seed, uint32_t time_range)
{
    p->node_count = 1 + (int32_t)test_random(seed, NODES_MAX - 1);
    uint32_t arcs = test_random(seed, 4 * (uint32_t)p->node_count);
    for (uint32_t i = 0; i < arcs; i++) {
        int32_t from = (int32_t)test_random(seed, (uint32_t)p->node_count);
        int32_t to = (int32_t)test_random(seed, (uint32_t)p->node_count);
        if (from != to) add(p, from, to, test_random(seed, time_range));
    }
}

/* Blocks of one size: nearly all ways have twins. */
static void plan_grid(struct plan *p, uint64_t *seed, uint32_t time_range)
{
    int32_t columns = 1 + (int32_t)test_random(seed, 8), rows = 1 + (int32_t)test_random(seed, 8);
    ems_time time = test_random(seed, time_range);
    p->node_count = columns * rows;
    for (int32_t y = 0; y < rows; y++)
        for (int32_t x = 0; x < columns; x++) {
            int32_t here = y * columns + x, one_way = test_random(seed, 6) == 0;
            if (x + 1 < columns) add(p, here, here + 1, time);
            if (x + 1 < columns && !one_way) add(p, here + 1, here, time);
            if (y + 1 < rows) add(p, here + columns, here, time);
            if (y + 1 < rows && !one_way) add(p, here, here + columns, time);
        }
}

/* Few junctions with chains of road between them and dead ends, as real networks have. */
static void plan_chains(struct plan *p, uint64_t *seed, uint32_t time_range)
{
    p->node_count = 2 + (int32_t)test_random(seed, 4);
    while (p->node_count < NODES_MAX - 10) {
        int32_t junctions = p->node_count, from = (int32_t)test_random(seed, (uint32_t)junctions);
        int32_t to = (int32_t)test_random(seed, (uint32_t)junctions), length = (int32_t)test_random(seed, 9);
        int32_t both_ways = test_random(seed, 3) > 0, dead_end = test_random(seed, 3) == 0;
        for (int32_t i = 0; i <= length; i++) {
            int32_t next = i < length || dead_end ? p->node_count++ : to;
            if (next == from) break;
            add(p, from, next, test_random(seed, time_range));
            if (both_ways) add(p, next, from, test_random(seed, time_range));
            from = next;
        }
    }
}

static void plan_network(struct plan *p, uint64_t *seed)
{
    static void (*const kinds[])(struct plan *, uint64_t *, uint32_t) = {plan_anything, plan_grid,
                                                                         plan_chains};
    const uint32_t ranges[] = {1, 2, 4, 1000, 60000000};
    *p = (struct plan){0};
    kinds[test_random(seed, 3)](p, seed, ranges[test_random(seed, 5)]);
}

/* A network under one metric, with all times and ways by Dijkstra. */
struct known {
    struct test_roads *roads;
    const struct ems_network *network;
    struct ems_road_metric metric;
    ems_time *time;    /* [from * node_count + to] */
    int32_t *last_arc; /* likewise */
};

static ems_time known_time(const struct known *k, int32_t from, int32_t to)
{
    return k->time[from * k->network->node_count + to];
}

/* The arcs of Dijkstra's way from its end; returns how many. */
static int32_t known_way(const struct known *k, int32_t from, int32_t to, int32_t *arcs)
{
    int32_t count = 0;
    const int32_t *last = k->last_arc + (int64_t)from * k->network->node_count;
    for (int32_t v = to; last[v] >= 0; v = k->network->tail[last[v]]) arcs[count++] = last[v];
    for (int32_t i = 0; i < count / 2; i++) {
        int32_t swap = arcs[i];
        arcs[i] = arcs[count - 1 - i];
        arcs[count - 1 - i] = swap;
    }
    return count;
}

static double known_length_m(const struct known *k, int32_t from, int32_t to)
{
    int32_t arcs[ARCS_MAX], count = known_way(k, from, to, arcs);
    double mm = 0;
    for (int32_t i = 0; i < count; i++) mm += k->network->length_mm[arcs[i]];
    return mm / 1000;
}

static void know(struct known *k, const ems_time *arc_time)
{
    int32_t n = k->network->node_count;
    struct ems_arena *arena = &k->roads->arena;
    k->time = EMS_NEW_ARRAY(arena, ems_time, n * n);
    k->last_arc = EMS_NEW_ARRAY(arena, int32_t, n * n);
    assert_false(arena->failed);
    for (int32_t from = 0; from < n; from++)
        check_ok(ems_dijkstra(k->network, arc_time, from, k->time + from * n, k->last_arc + from * n, NULL));
    check_ok(ems_road_metric_build(k->network, arc_time, arena, &k->metric));
}

static void dijkstra_agrees_with_floyd_and_warshall(const struct known *k, const ems_time *arc_time)
{
    static ems_time time[NODES_MAX][NODES_MAX];
    int32_t n = k->network->node_count;
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++) time[i][j] = i == j ? 0 : EMS_FAR;
    for (int32_t a = 0; a < k->network->arc_count; a++) {
        ems_time *entry = &time[k->network->tail[a]][k->network->head[a]];
        if (arc_time[a] < *entry) *entry = arc_time[a];
    }
    for (int32_t m = 0; m < n; m++)
        for (int32_t i = 0; i < n; i++)
            for (int32_t j = 0; j < n; j++)
                if (time[i][m] + time[m][j] < time[i][j]) time[i][j] = time[i][m] + time[m][j];
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++)
            check_int(known_time(k, i, j), time[i][j] < EMS_FAR ? time[i][j] : EMS_NEVER);
}

static void times_agree(const struct known *k)
{
    struct ems_road_label *label = EMS_NEW(&k->roads->arena, struct ems_road_label);
    for (int32_t to = 0; to < k->network->node_count; to++) {
        test_label_to(&k->metric, to, label);
        for (int32_t from = 0; from < k->network->node_count; from++) {
            ems_time time = known_time(k, from, to);
            check_int(ems_road_time(&k->metric, from, to), time);
            check_int(ems_road_time_within(label, from, EMS_NEVER), time);
            check_int(ems_road_time_within(label, from, 2000), time <= 2000 ? time : EMS_NEVER);
            check_true(ems_road_at_least(&k->metric, from, to) <= time);
        }
    }
}

static void ways_agree(const struct known *k)
{
    struct ems_road_path path = {0};
    int32_t arcs[ARCS_MAX];
    for (int32_t from = 0; from < k->network->node_count; from++)
        for (int32_t to = 0; to < k->network->node_count; to++) {
            int32_t count = known_way(k, from, to, arcs);
            check_ok(ems_road_path(&k->metric, from, to, &path));
            check_int(path.total, known_time(k, from, to));
            check_int(path.arcs.count, count);
            for (int32_t i = 0; i < count; i++) check_int(path.arcs.items[i], arcs[i]);
            check_near(test_way_length_m(&k->metric, from, to), known_length_m(k, from, to), 0);
        }
    ems_road_path_free(&path);
}

/* At each arc's begin, middle and last microsecond, before the start and from the end on. */
static void positions_agree_on(const struct known *k, const ems_time *arc_time, int32_t from, int32_t to)
{
    int32_t arcs[ARCS_MAX], count = known_way(k, from, to, arcs);
    ems_time total = known_time(k, from, to), begin = 0;
    struct test_spot spot;
    for (int32_t i = 0; i < count; begin += arc_time[arcs[i++]]) {
        const ems_time time = arc_time[arcs[i]], into[] = {0, time / 2, time - 1};
        for (int m = 0; m < 3 && time > 0; m++) {
            spot = test_way_at(&k->metric, from, to, begin + into[m]);
            check_int(spot.arc, arcs[i]);
            check_int(spot.into, into[m]);
            check_int(spot.total, total);
        }
        if (begin == 0 && time > 0) check_int(test_way_at(&k->metric, from, to, -5).arc, arcs[i]);
    }
    if (total != EMS_NEVER) check_int(begin, total);
    for (ems_time late = 0; late < 2; late++) {
        spot = test_way_at(&k->metric, from, to, total == EMS_NEVER ? late : total + late);
        check_int(spot.arc, -1);
        check_int(spot.into, 0);
        check_int(spot.total, total);
    }
}

static void positions_agree(const struct known *k, const ems_time *arc_time)
{
    for (int32_t from = 0; from < k->network->node_count; from += 3)
        for (int32_t to = 0; to < k->network->node_count; to++) positions_agree_on(k, arc_time, from, to);
}

enum { STARTS = 5 };

/* The start with the least lead and time, the first of equals; -1 for none. */
static int32_t known_nearest(const struct known *k, const struct ems_road_start *starts, int32_t count,
                             int32_t goal, enum ems_direction direction, ems_time *least)
{
    int32_t best = -1;
    *least = EMS_NEVER;
    for (int32_t i = 0; i < count; i++) {
        ems_time time = direction == EMS_FORWARD ? known_time(k, starts[i].node, goal)
                                                 : known_time(k, goal, starts[i].node);
        if (time == EMS_NEVER || starts[i].lead == EMS_NEVER || starts[i].lead + time >= *least) continue;
        *least = starts[i].lead + time;
        best = i;
    }
    return best;
}

static void trees_agree(const struct known *k, const struct ems_road_start *starts, int32_t count,
                        enum ems_direction direction)
{
    int32_t nearest[NODES_MAX], n = k->network->node_count;
    ems_time times[NODES_MAX], alone[NODES_MAX], least;
    float lengths_m[NODES_MAX];
    struct ems_arena *arena = &k->roads->arena;
    check_ok(ems_road_tree(&k->metric, starts, count, direction, arena, times, nearest, lengths_m));
    check_ok(ems_road_tree(&k->metric, starts, count, direction, arena, alone, NULL, NULL));
    for (int32_t v = 0; v < n; v++) {
        int32_t start = known_nearest(k, starts, count, v, direction, &least);
        check_int(nearest[v], start);
        check_int(times[v], least);
        check_int(alone[v], least);
        double length_m = start < 0                  ? 0
                          : direction == EMS_FORWARD ? known_length_m(k, starts[start].node, v)
                                                     : known_length_m(k, v, starts[start].node);
        check_near(lengths_m[v], (float)length_m, 0);
    }
}

/* To and from any node, arc by arc, on the way that is known. */
static void arcs_of_ways_agree(const struct known *k, const struct ems_road_start *start,
                               enum ems_direction direction)
{
    int32_t nearest[NODES_MAX], arc[NODES_MAX], arcs[ARCS_MAX];
    ems_time times[NODES_MAX];
    float lengths_m[NODES_MAX];
    check_ok(ems_road_tree_ways(&k->metric, start, 1, direction, &k->roads->arena,
                                &(struct ems_road_ways){times, nearest, lengths_m, arc}));
    for (int32_t v = 0; v < k->network->node_count; v++) {
        bool out = direction == EMS_FORWARD;
        int32_t from = out ? start->node : v, to = out ? v : start->node;
        ems_time time = known_time(k, from, to);
        check_int(times[v], time == EMS_NEVER || start->lead == EMS_NEVER ? EMS_NEVER : time + start->lead);
        if (times[v] == EMS_NEVER || v == start->node) {
            check_int(arc[v], -1);
        } else {
            int32_t count = known_way(k, from, to, arcs);
            check_true(count > 0);
            check_int(arc[v], arcs[out ? count - 1 : 0]);
        }
    }
}

static void many_starts_agree(const struct known *k, uint64_t *seed)
{
    struct ems_road_start starts[STARTS];
    int32_t n = k->network->node_count, count = 1 + (int32_t)test_random(seed, STARTS);
    const ems_time leads[] = {0, 0, 1, 700, EMS_NEVER};
    for (int32_t i = 0; i < count; i++)
        starts[i] =
            (struct ems_road_start){(int32_t)test_random(seed, (uint32_t)n), leads[test_random(seed, 5)]};
    trees_agree(k, starts, count, EMS_FORWARD);
    trees_agree(k, starts, count, EMS_BACKWARD);
    arcs_of_ways_agree(k, starts, EMS_BACKWARD);
    arcs_of_ways_agree(k, starts, EMS_FORWARD);
    for (int32_t goal = 0; goal < n; goal++) {
        ems_time least, expected;
        check_int(ems_road_nearest(&k->metric, starts, count, goal, &least),
                  known_nearest(k, starts, count, goal, EMS_FORWARD, &expected));
        check_int(least, expected);
    }
}

/* The lead of the end that counts; EMS_FAR for none. */
static ems_time over_ends(const struct known *k, const struct ems_road_ends *ends, int32_t *start,
                          int32_t *goal)
{
    ems_time least = EMS_FAR;
    for (int32_t s = 0; s < ends->start_count; s++)
        for (int32_t g = 0; g < ends->goal_count; g++) {
            ems_time time = known_time(k, ends->starts[s].node, ends->goals[g].node);
            if (time == EMS_NEVER) continue;
            time += ends->starts[s].lead + ends->goals[g].lead;
            if (time >= least) continue;
            least = time;
            *start = s;
            *goal = g;
        }
    return least;
}

/* From either end of one arc to either end of another: what is driven before and behind decides between them,
 * and the first ones of equals. */
static void ends_agree_on(const struct known *k, const struct ems_road_ends *ends)
{
    struct ems_road_way way;
    struct ems_road_label label;
    int32_t start = 0, goal = 0;
    ems_time least = over_ends(k, ends, &start, &goal);
    ems_road_find_way(&k->metric, ends, EMS_NEVER, &way);
    check_int(way.total, least < EMS_FAR ? least : EMS_NEVER);
    ems_road_label_to(&k->metric, ends->goals, ends->goal_count, EMS_NEVER, &label);
    for (int32_t s = 0; s < ends->start_count; s++) {
        const struct ems_road_ends one = {&ends->starts[s], ends->goals, 1, ends->goal_count};
        int32_t any;
        ems_time time = over_ends(k, &one, &any, &any);
        check_int(ems_road_time_within(&label, one.starts->node, EMS_NEVER),
                  time < EMS_FAR ? time - one.starts->lead : EMS_NEVER);
    }
    if (least >= EMS_FAR) return;
    check_int(way.start, start);
    check_int(way.goal, goal);
    check_near((double)way.mm / 1000, known_length_m(k, ends->starts[start].node, ends->goals[goal].node), 0);
    ems_road_find_way(&k->metric, ends, least, &way); /* told its time, it finds the same one */
    check_int(way.total, least);
    check_int(way.start, start);
    check_int(way.goal, goal);
    ems_road_find_way(&k->metric, ends, least - 1, &way);
    check_int(way.total, EMS_NEVER);
    check_int(way.leg_count, 0);
}

static void ends_agree(const struct known *k, uint64_t *seed)
{
    const ems_time leads[] = {0, 0, 1, 700, 3000};
    for (int i = 0; i < 60; i++) {
        struct ems_road_start starts[2], goals[2];
        uint32_t arcs = (uint32_t)k->network->arc_count;
        int32_t from = (int32_t)test_random(seed, arcs), to = (int32_t)test_random(seed, arcs);
        starts[0].node = k->network->tail[from];
        starts[1].node = k->network->head[from];
        goals[0].node = k->network->tail[to];
        goals[1].node = k->network->head[to];
        for (int e = 0; e < 2; e++) {
            starts[e].lead = leads[test_random(seed, 5)];
            goals[e].lead = leads[test_random(seed, 5)];
        }
        ends_agree_on(k, &(struct ems_road_ends){starts, goals, 1 + i % 2, 1 + i / 2 % 2});
    }
}

static void change_roads(struct test_roads *roads, uint64_t *seed)
{
    for (int32_t a = 0; a < roads->network.arc_count; a++) {
        uint32_t what = test_random(seed, 8);
        if (what == 0) roads->arc_time[a] = EMS_NEVER;
        if (what == 1) roads->arc_time[a] += 500;
    }
}

static void random_networks(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= NETWORKS; i++) {
        uint64_t seed = i * 1000003;
        struct plan plan;
        struct test_roads roads;
        plan_network(&plan, &seed);
        assert_true(test_roads_make(plan.node_count, plan.arcs, plan.arc_count, &roads));
        for (int m = 0; m < METRICS; m++) { /* one order, several metrics */
            struct known known = {.roads = &roads, .network = &roads.network};
            if (m > 0) change_roads(&roads, &seed);
            know(&known, roads.arc_time);
            dijkstra_agrees_with_floyd_and_warshall(&known, roads.arc_time);
            times_agree(&known);
            ways_agree(&known);
            positions_agree(&known, roads.arc_time);
            many_starts_agree(&known, &seed);
            ends_agree(&known, &seed);
        }
        test_roads_free(&roads);
    }
}

/* The same network with its nodes numbered otherwise, their ids kept: the same way of many equal ones. */
static void the_way_does_not_depend_on_numbers(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 60; i++) {
        uint64_t seed = i * 7919;
        struct plan plan = {0};
        struct test_roads a, b;
        int32_t number[NODES_MAX], ways[2][ARCS_MAX];
        int64_t id[NODES_MAX];
        plan_grid(&plan, &seed, 3);
        assert_true(test_roads_make(plan.node_count, plan.arcs, plan.arc_count, &a));
        for (int32_t v = 0; v < plan.node_count; v++) number[v] = v;
        for (int32_t v = plan.node_count - 1; v > 0; v--) {
            int32_t w = (int32_t)test_random(&seed, (uint32_t)v + 1), swap = number[v];
            number[v] = number[w];
            number[w] = swap;
        }
        for (int32_t v = 0; v < plan.node_count; v++) id[number[v]] = v + 1;
        for (int32_t j = 0; j < plan.arc_count; j++) {
            plan.arcs[j].from = number[plan.arcs[j].from];
            plan.arcs[j].to = number[plan.arcs[j].to];
        }
        assert_true(test_roads_make(plan.node_count, plan.arcs, plan.arc_count, &b));
        b.network.id = id;
        struct known x = {.roads = &a, .network = &a.network}, y = {.roads = &b, .network = &b.network};
        know(&x, a.arc_time);
        know(&y, b.arc_time);
        for (int32_t v = 0; v < plan.node_count; v++) {
            int32_t count = known_way(&x, 0, v, ways[0]);
            check_int(known_way(&y, number[0], number[v], ways[1]), count);
            for (int32_t j = 0; j < count; j++)
                check_int(number[a.network.head[ways[0][j]]], b.network.head[ways[1][j]]);
        }
        test_roads_free(&a);
        test_roads_free(&b);
    }
}

/* On a real network: whole trees from some nodes, and ways and positions to some of the others. */
static void real_tree_agrees(struct test_roads *roads, const struct ems_road_metric *metric, int32_t from,
                             uint64_t *seed)
{
    int32_t n = roads->network.node_count, *last = EMS_NEW_ARRAY(&roads->arena, int32_t, n);
    ems_time *times = EMS_NEW_ARRAY(&roads->arena, ems_time, n),
             *swept = EMS_NEW_ARRAY(&roads->arena, ems_time, n);
    struct ems_road_start start = {from, 0};
    struct ems_road_path path = {0};
    check_ok(ems_dijkstra(&roads->network, roads->arc_time, from, times, last, NULL));
    check_ok(ems_road_tree(metric, &start, 1, EMS_FORWARD, &roads->arena, swept, NULL, NULL));
    assert_memory_equal(times, swept, (size_t)n * sizeof *times);
    for (int32_t i = 0; i < 100; i++) {
        int32_t to = (int32_t)test_random(seed, (uint32_t)n), v = to;
        check_int(ems_road_time(metric, from, to), times[to]);
        check_ok(ems_road_path(metric, from, to, &path));
        for (int32_t a = path.arcs.count - 1; a >= 0; a--) {
            check_int(path.arcs.items[a], last[v]);
            v = roads->network.tail[last[v]];
        }
        if (times[to] == EMS_NEVER || path.arcs.count == 0) continue;
        check_int(v, from);
        int32_t arc = path.arcs.items[test_random(seed, (uint32_t)path.arcs.count)];
        if (roads->arc_time[arc] == 0) continue;
        struct test_spot spot = test_way_at(metric, from, to, times[roads->network.tail[arc]]);
        check_int(spot.arc, arc);
        check_int(spot.into, 0);
    }
    ems_road_path_free(&path);
}

static void real_networks(void **state)
{
    (void)state;
    int read = 0;
    uint64_t seed = 1;
    for (int t = 0; t < test_table_count; t++) {
        struct test_roads roads;
        struct ems_road_metric metric;
        if (!test_roads_read(&test_tables[t], &roads)) continue;
        read++;
        check_ok(ems_road_metric_build(&roads.network, roads.arc_time, &roads.arena, &metric));
        for (int32_t i = 0; i < 5; i++)
            real_tree_agrees(&roads, &metric, (int32_t)test_random(&seed, (uint32_t)roads.network.node_count),
                             &seed);
        test_roads_free(&roads);
    }
    if (read == 0) check_skip("real networks: ../shared/data is not there");
    check_int(read, test_table_count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_networks),
        cmocka_unit_test(the_way_does_not_depend_on_numbers),
        cmocka_unit_test(real_networks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
