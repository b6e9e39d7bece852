#include "bench/roads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bare/dijkstra.h"
#include "bench/timing.h"
#include "road/csv.h"
#include "road/hierarchy.h"
#include "road/search.h"

enum { ROUNDS_MAX = 9, VEHICLES = 100, STATIONS = 50, CALLS = 2000, PAIRS = 10000 };

struct table_files {
    const char *name, *nodes, *edges;
};

static const struct table_files files[] = {
    {"Auckland", "../shared/data/trace_auckland/road_nodes.csv",
     "../shared/data/trace_auckland/road_arcs.csv"},
    {"Bay Area", "../shared/data/stress/bayarea_nodes.csv", "../shared/data/stress/bayarea_edges.csv"},
};

struct roads_bench {
    int rounds, failures;
    struct ems_arena arena, scratch;
    struct ems_network network;
    ems_time *arc_time, *times, *table;
    struct ems_road_metric metric;
    struct bare_roads bare;
    uint64_t draw;
};

static void check(struct roads_bench *b, bool holds, const char *what)
{
    if (holds) return;
    printf("    FAILED: %s\n", what);
    b->failures++;
}

static int32_t any_node(struct roads_bench *b)
{
    b->draw = b->draw * 6364136223846793005u + 1442695040888963407u;
    return (int32_t)((b->draw >> 32) * (uint64_t)b->network.node_count >> 32);
}

static void put_times(struct roads_bench *b)
{
    int32_t arcs = b->network.arc_count, nodes = b->network.node_count;
    b->arc_time = EMS_NEW_ARRAY(&b->arena, ems_time, arcs);
    b->times = EMS_NEW_ARRAY(&b->arena, ems_time, nodes);
    b->table = EMS_NEW_ARRAY(&b->arena, ems_time, STATIONS * CALLS);
    if (b->arena.failed) exit(1);
    for (int32_t a = 0; a < arcs; a++) b->arc_time[a] = b->network.time_us[EMS_LIGHTS][a];
}

static bool open_roads(struct roads_bench *b, const struct table_files *f)
{
    struct ems_speeds speeds = ems_speeds_default();
    struct ems_road_csv_options options = {.speeds = &speeds};
    struct ems_road_csv_report csv_report;
    struct ems_raw_report report;
    struct ems_raw_network raw = {0};
    struct ems_diags diags = {0};
    bool here = access(f->nodes, R_OK) == 0 && access(f->edges, R_OK) == 0;
    if (!here) printf("  %s: not at hand (%s)\n", f->name, f->edges);
    bool read = here &&
                ems_road_csv_read(f->nodes, f->edges, &options, &diags, &raw, &csv_report) == EMS_OK &&
                ems_network_make(&raw, &b->arena, &diags, &report, &b->network) == EMS_OK;
    check(b, read || !here, "the network is read");
    ems_raw_free(&raw);
    ems_diags_free(&diags);
    if (!read) return false;
    put_times(b);
    b->bare = bare_roads_create(b->network.node_count, b->network.first_arc, b->network.head, b->arc_time);
    printf("  %s: %d nodes, %d arcs\n", f->name, b->network.node_count, b->network.arc_count);
    return true;
}

/* `figure` of each round; a target is a least or a most. */
static void print_figure(const char *what, double *figure, int rounds, const char *unit, double target,
                         bool at_least)
{
    double median = bench_median(figure, rounds);
    printf("    %-46s %8.4g %s", what, median, unit);
    if (target > 0)
        printf("  target %g %s", target,
               (at_least ? median >= target : median <= target) ? "reached" : "missed");
    putchar('\n');
}

/* Preparing: order, contraction and one metric. */
static double prepare(struct roads_bench *b)
{
    struct ems_network again = b->network;
    struct ems_road_metric metric;
    double start = bench_cpu_seconds();
    bool made = ems_hierarchy_build(again.node_count, again.first_arc, again.head, &b->scratch,
                                    &again.hierarchy) == EMS_OK &&
                ems_road_metric_build(&again, b->arc_time, &b->scratch, &metric) == EMS_OK;
    double seconds = bench_cpu_seconds() - start;
    check(b, made, "hierarchy and metric are built");
    ems_arena_free(&b->scratch);
    return seconds;
}

/* Queries from the node that bare Dijkstra has just gone out from. */
static void check_queries(struct roads_bench *b, int32_t from)
{
    bool same = true;
    for (int32_t i = 0; i < 50; i++) {
        int32_t to = any_node(b);
        same = same && ems_road_time(&b->metric, from, to) == b->bare.time[to];
    }
    check(b, same, "the same times from node to node");
}

static void trees(struct roads_bench *b, double *dijkstra, double *tree, int32_t repeats)
{
    *dijkstra = *tree = 0;
    for (int32_t i = 0; i < repeats; i++) {
        struct ems_road_start from = {any_node(b), 0};
        double start = bench_cpu_seconds();
        bare_dijkstra(&b->bare, from.node);
        double middle = bench_cpu_seconds();
        bool made =
            ems_road_tree(&b->metric, &from, 1, EMS_FORWARD, &b->scratch, b->times, NULL, NULL) == EMS_OK;
        *tree += bench_cpu_seconds() - middle;
        *dijkstra += middle - start;
        check(b,
              made && memcmp(b->times, b->bare.time, (size_t)b->network.node_count * sizeof *b->times) == 0,
              "the same times from one to all");
        check_queries(b, from.node);
        ems_arena_reset(&b->scratch);
    }
    *dijkstra /= repeats;
    *tree /= repeats;
}

/* What keeps a result from being left out by the compiler. */
static void use(struct roads_bench *b, int64_t sum)
{
    check(b, sum != 0, "a result");
}

static void draw_pairs(struct roads_bench *b, int32_t *from, int32_t *to)
{
    for (int32_t i = 0; i < PAIRS; i++) {
        from[i] = any_node(b);
        to[i] = any_node(b);
    }
}

static double query(struct roads_bench *b)
{
    int32_t from[PAIRS], to[PAIRS];
    int64_t sum = 0;
    draw_pairs(b, from, to);
    double start = bench_cpu_seconds();
    for (int32_t i = 0; i < PAIRS; i++) sum += ems_road_time(&b->metric, from[i], to[i]);
    double seconds = (bench_cpu_seconds() - start) / PAIRS;
    use(b, sum);
    return seconds;
}

/* A way is found once, then looked at as often as one asks. */
static double position(struct roads_bench *b, double *found)
{
    enum { WAYS = 500, LOOKS = 40 };
    int32_t from[PAIRS], to[PAIRS];
    int64_t sum = 0;
    double looking = 0;
    *found = 0;
    draw_pairs(b, from, to);
    for (int32_t i = 0; i < WAYS; i++) {
        const struct ems_road_start start = {from[i], 0}, goal = {to[i], 0};
        struct ems_road_way way;
        double begin = bench_cpu_seconds();
        ems_road_find_way(&b->metric, &(struct ems_road_ends){&start, &goal, 1, 1}, EMS_NEVER, &way);
        double middle = bench_cpu_seconds();
        for (int32_t l = 0; l < LOOKS; l++)
            sum += ems_road_on_legs(&b->metric, way.legs, way.leg_count, l * EMS_MINUTE).into;
        looking += bench_cpu_seconds() - middle;
        *found += middle - begin;
    }
    use(b, sum);
    *found /= WAYS;
    return looking / (WAYS * LOOKS);
}

/* Vehicles anywhere, each some seconds before the next node. */
static double nearest(struct roads_bench *b)
{
    enum { GOALS = 500 };
    struct ems_road_start vehicles[VEHICLES];
    int32_t goals[GOALS];
    int64_t sum = 0;
    for (int32_t i = 0; i < VEHICLES; i++)
        vehicles[i] = (struct ems_road_start){any_node(b), any_node(b) % (20 * EMS_SECOND)};
    for (int32_t i = 0; i < GOALS; i++) goals[i] = any_node(b);
    ems_time least;
    double start = bench_cpu_seconds();
    for (int32_t i = 0; i < GOALS; i++) {
        ems_road_nearest(&b->metric, vehicles, VEHICLES, goals[i], &least);
        sum += least;
    }
    double seconds = (bench_cpu_seconds() - start) / GOALS;
    use(b, sum);
    return seconds;
}

/* From a station to a call in a table that is kept: one entry, at random. */
static double look_up(struct roads_bench *b)
{
    enum { LOOK_UPS = 200000 };
    int32_t stations[STATIONS], calls[CALLS];
    int64_t sum = 0;
    for (int32_t i = 0; i < STATIONS; i++) stations[i] = any_node(b);
    for (int32_t i = 0; i < CALLS; i++) calls[i] = any_node(b);
    for (int32_t s = 0; s < STATIONS; s++) {
        struct ems_road_start station = {stations[s], 0};
        check(b,
              ems_road_tree(&b->metric, &station, 1, EMS_FORWARD, &b->scratch, b->times, NULL, NULL) ==
                  EMS_OK,
              "the table is made");
        for (int32_t c = 0; c < CALLS; c++) b->table[c * STATIONS + s] = b->times[calls[c]];
        ems_arena_reset(&b->scratch);
    }
    double start = bench_cpu_seconds();
    for (uint32_t i = 0, at = 1; i < LOOK_UPS; i++, at = at * 1664525 + 1013904223)
        sum += b->table[(uint64_t)at * (STATIONS * CALLS) >> 32];
    double seconds = (bench_cpu_seconds() - start) / LOOK_UPS;
    use(b, sum);
    return seconds;
}

static double load(struct roads_bench *b, const char *path)
{
    struct ems_arena arena = {0};
    struct ems_diags diags = {0};
    struct ems_network network;
    double start = bench_cpu_seconds();
    bool open = ems_network_open(path, (struct ems_place_in_file){0}, "", &arena, &diags, &network) == EMS_OK;
    double seconds = bench_cpu_seconds() - start;
    check(b, open && network.hash == b->network.hash, "the prepared file is read");
    ems_diags_free(&diags);
    ems_arena_free(&arena);
    return seconds;
}

struct figures {
    double preparing[ROUNDS_MAX], tree[ROUNDS_MAX], query[ROUNDS_MAX], nearest[ROUNDS_MAX];
    double position_ns[ROUNDS_MAX], way_us[ROUNDS_MAX], query_us[ROUNDS_MAX], look_up_ns[ROUNDS_MAX],
        load_ms[ROUNDS_MAX];
    double dijkstra_ms[ROUNDS_MAX];
};

static void measure(struct roads_bench *b, int32_t round, const char *prepared, struct figures *f)
{
    double dijkstra, tree, way;
    trees(b, &dijkstra, &tree, 20);
    double once = query(b);
    f->dijkstra_ms[round] = 1e3 * dijkstra;
    f->tree[round] = tree / dijkstra;
    f->query_us[round] = 1e6 * once;
    f->query[round] = dijkstra / once;
    f->preparing[round] = prepare(b) / dijkstra;
    f->nearest[round] = nearest(b) / once;
    f->position_ns[round] = 1e9 * position(b, &way);
    f->way_us[round] = 1e6 * way;
    f->look_up_ns[round] = 1e9 * look_up(b);
    f->load_ms[round] = 1e3 * load(b, prepared);
}

static void print_figures(struct figures *f, int rounds)
{
    print_figure("bare Dijkstra, one to all", f->dijkstra_ms, rounds, "ms", 0, false);
    print_figure("one to all, of that", f->tree, rounds, "", 0.55, false);
    print_figure("order, contraction and a metric", f->preparing, rounds, "Dijkstras", 500, false);
    print_figure("from node to node", f->query_us, rounds, "us", 0, false);
    print_figure("from node to node, Dijkstra by that", f->query, rounds, "", 300, true);
    print_figure("nearest of 100 moving vehicles", f->nearest, rounds, "queries", 10, false);
    print_figure("the way from node to node", f->way_us, rounds, "us", 0, false);
    print_figure("position on a way", f->position_ns, rounds, "ns", 0, false);
    print_figure("station to call, from a table", f->look_up_ns, rounds, "ns", 50, false);
    print_figure("loading the prepared file", f->load_ms, rounds, "ms", 50, false);
}

static void play(struct roads_bench *b, const char *prepared)
{
    struct figures figures;
    check(b, ems_road_metric_build(&b->network, b->arc_time, &b->arena, &b->metric) == EMS_OK,
          "a metric is built");
    check(b, ems_network_write(&b->network, prepared) == EMS_OK, "the prepared file is written");
    if (b->failures == 0) {
        for (int r = 0; r < b->rounds; r++) measure(b, r, prepared, &figures);
        print_figures(&figures, b->rounds);
    }
    unlink(prepared);
    bare_roads_free(&b->bare);
}

int bench_roads(int rounds)
{
    int failures = 0;
    char prepared[] = "/tmp/ems120-bench-XXXXXX";
    int file = mkstemp(prepared);
    if (file < 0) return 1;
    close(file);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct roads_bench b = {.rounds = rounds < ROUNDS_MAX ? rounds : ROUNDS_MAX, .draw = 1};
        if (open_roads(&b, &files[i])) play(&b, prepared);
        failures += b.failures;
        ems_arena_free(&b.arena);
        ems_arena_free(&b.scratch);
    }
    unlink(prepared);
    return failures;
}
