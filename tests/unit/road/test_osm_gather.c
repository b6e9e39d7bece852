/* Nodes found among many by plain comparison, in whatever order they come. */
#include "support/check.h"

#include "road/osm_gather.h"

enum { IDS = 500, WAYS = 60, REFS = 12 };

struct world {
    int64_t ids[IDS], refs[WAYS][REFS];
    bool given[IDS];
    uint64_t random;
};

static uint32_t next(struct world *w, uint32_t below)
{
    w->random = w->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(w->random >> 33) % below;
}

static void make(struct world *w, uint64_t seed)
{
    *w = (struct world){.random = seed};
    int64_t id = -1000;
    for (int i = 0; i < IDS; i++) {
        w->ids[i] = id += 1 + next(w, 20);
        w->given[i] = next(w, 4) > 0;
    }
    for (int i = 0; i < WAYS; i++) {
        for (int k = 0; k < REFS; k++) w->refs[i][k] = w->ids[next(w, IDS)];
    }
}

static int number_of(const struct world *w, int64_t id)
{
    for (int i = 0; i < IDS; i++) {
        if (w->ids[i] == id) return i;
    }
    return -1;
}

static void give_nodes(struct world *w, struct ems_osm_gather *gather, int order)
{
    for (int i = 0; i < IDS; i++) {
        int n = order == 0 ? i : order == 1 ? IDS - 1 - i : (i * 7) % IDS;
        if (w->given[n])
            ems_osm_gather_node(gather, w->ids[n], n * INT64_C(100000000), -n * INT64_C(10000000));
        ems_osm_gather_node(gather, INT64_MAX - i, 0, 0); /* one that nobody needs */
    }
}

/* How many arcs plain comparison finds, each both ways. */
static int32_t expected_arcs(const struct world *w)
{
    int32_t arcs = 0;
    for (int i = 0; i < WAYS; i++) {
        for (int k = 1; k < REFS; k++) {
            int a = number_of(w, w->refs[i][k - 1]), b = number_of(w, w->refs[i][k]);
            if (a != b && w->given[a] && w->given[b]) arcs += 2;
        }
    }
    return arcs;
}

static void check_world(struct world *w, int order)
{
    const struct ems_speeds speeds = ems_speeds_default();
    const struct ems_osm_options options = {.speeds = &speeds};
    const struct ems_osm_tag tags[] = {{"highway", "primary"}};
    struct ems_osm_report report = {0};
    struct ems_osm_gather gather = {.options = &options, .report = &report};
    struct ems_raw_network raw = {0};
    for (int i = 0; i < WAYS; i++) check_ok(ems_osm_gather_way(&gather, w->refs[i], REFS, tags, 1));
    check_ok(ems_osm_gather_sort(&gather));
    give_nodes(w, &gather, order);
    check_ok(ems_osm_gather_make(&gather, &raw));
    check_int(raw.arcs.count, expected_arcs(w));
    for (int32_t i = 0; i < raw.nodes.count; i++) {
        int n = number_of(w, raw.nodes.items[i].id);
        check_true(n >= 0 && w->given[n]);
        check_near(raw.nodes.items[i].at.x, n / 10.0, 1e-12);
        check_near(raw.nodes.items[i].at.y, -n / 100.0, 1e-12);
    }
    check_int(report.nodes_used, raw.nodes.count);
    ems_raw_free(&raw);
    ems_osm_gather_free(&gather);
}

static void any_order_of_nodes(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct world world;
        make(&world, seed);
        for (int order = 0; order < 3; order++) check_world(&world, order);
    }
}

static void nothing_at_all(void **state)
{
    (void)state;
    const struct ems_speeds speeds = ems_speeds_default();
    const struct ems_osm_options options = {.speeds = &speeds};
    struct ems_osm_report report = {0};
    struct ems_osm_gather gather = {.options = &options, .report = &report};
    struct ems_raw_network raw = {0};
    check_ok(ems_osm_gather_way(&gather, NULL, 0, NULL, 0));
    check_ok(ems_osm_gather_sort(&gather));
    ems_osm_gather_node(&gather, 1, 0, 0);
    check_ok(ems_osm_gather_make(&gather, &raw));
    check_int(raw.nodes.count, 0);
    ems_raw_free(&raw);
    ems_osm_gather_free(&gather);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_of_nodes),
        cmocka_unit_test(nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
