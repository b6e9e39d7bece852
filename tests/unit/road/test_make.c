#include "support/check.h"

#include "road/raw.h"
#include "support/roads.h"

/* A network being gathered, and what became of it. */
struct bench {
    struct ems_raw_network raw;
    struct ems_arena arena;
    struct ems_diags diags;
    struct ems_raw_report report;
    struct ems_network network;
};

static void add_node(struct bench *b, int64_t id, double x, double y, uint8_t access)
{
    struct ems_raw_node node = {.id = id, .at = {x, y}, .access = access};
    assert_true(EMS_PUSH(&b->raw.nodes, node));
}

static void add_arc(struct bench *b, int32_t from, int32_t to, double lights_s, double normal_s)
{
    struct ems_raw_arc arc = {.from = from, .to = to, .length_m = 10, .time_s = {lights_s, normal_s}};
    assert_true(EMS_PUSH(&b->raw.arcs, arc));
}

static struct bench begin(void)
{
    struct bench b = {.raw = {.coordinates = EMS_COORD_PLANE}};
    ems_raw_class(&b.raw, "road");
    return b;
}

static enum ems_status make(struct bench *b)
{
    return ems_network_make(&b->raw, &b->arena, &b->diags, &b->report, &b->network);
}

static void end(struct bench *b)
{
    ems_raw_free(&b->raw);
    ems_arena_free(&b->arena);
    ems_diags_free(&b->diags);
}

/* Nodes 10, 20, 30 in a ring; 40 can be left only; 50 and 60 are by themselves. */
static void what_cannot_be_reached_both_ways_goes(void **state)
{
    (void)state;
    struct bench b = begin();
    for (int i = 1; i <= 6; i++) add_node(&b, 10 * i, i + 0.1234560004, -i, i != 2);
    add_arc(&b, 3, 0, 1, 1);
    add_arc(&b, 2, 0, 3, 4);
    add_arc(&b, 0, 1, 1.0000004, 1.0000006);
    add_arc(&b, 1, 1, 9, 9);
    add_arc(&b, 1, 2, 2, 2);
    add_arc(&b, 4, 5, 1, 1);
    add_arc(&b, 5, 4, 1, 1);
    check_ok(make(&b));
    const struct ems_network *n = &b.network;
    check_int(n->node_count, 3);
    check_int(n->arc_count, 3);
    for (int i = 0; i < 3; i++) {
        check_int(n->id[i], 10 * (i + 1));
        check_near(n->position[i].x, i + 1.123456, 1e-12);
        check_int(n->access[i], i != 1);
        check_int(n->first_arc[i], i);
        check_int(n->tail[i], i);
        check_int(n->head[i], (i + 1) % 3);
        check_int(n->length_mm[i], 10000);
    }
    check_int(n->time_us[EMS_LIGHTS][0], 1000000);
    check_int(n->time_us[EMS_NORMAL][0], 1000001);
    check_int(n->time_us[EMS_NORMAL][2], 4000000);
    check_text(n->class_name[n->arc_class[2]], "road");
    const struct ems_raw_report *r = &b.report;
    check_int(r->nodes_read, 6);
    check_int(r->arcs_read, 7);
    check_int(r->loops, 1);
    check_int(r->parallel, 0);
    check_int(r->parts, 3);
    check_int(r->nodes_cut, 3);
    check_int(r->arcs_cut, 3);
    check_near(r->length_cut_m, 30, 1e-9);
    check_near(r->length_kept_m, 30, 1e-9);
    check_int(r->nodes_without_access, 1);
    end(&b);
}

/* Of arcs between the same two nodes only those stay that are fastest in some mode. */
static void slower_twins_go(void **state)
{
    (void)state;
    struct bench b = begin();
    add_node(&b, 1, 0, 0, 1);
    add_node(&b, 2, 10, 0, 1);
    add_arc(&b, 0, 1, 5, 9);
    add_arc(&b, 0, 1, 6, 8);  /* slower with lights, faster without: stays */
    add_arc(&b, 0, 1, 6, 9);  /* slower in both than the first */
    add_arc(&b, 0, 1, 6, 8);  /* the same again */
    add_arc(&b, 0, 1, 7, 10); /* slower than all */
    add_arc(&b, 1, 0, 5, 9);
    b.raw.arcs.items[3].length_m = 9; /* of equals the shorter stays */
    check_ok(make(&b));
    check_int(b.network.arc_count, 3);
    check_int(b.report.parallel, 3);
    check_int(b.network.time_us[EMS_LIGHTS][0], 5000000);
    check_int(b.network.time_us[EMS_NORMAL][1], 8000000);
    check_int(b.network.length_mm[1], 9000);
    end(&b);
}

static void degrees_are_rounded_to_seven_decimals(void **state)
{
    (void)state;
    struct bench b = begin();
    b.raw.coordinates = EMS_COORD_WGS84;
    add_node(&b, 1, 127.12345678, 43.00000004, 1);
    add_node(&b, 2, 127.2, 43, 1);
    add_arc(&b, 0, 1, 1, 1);
    add_arc(&b, 1, 0, 1, 1);
    check_ok(make(&b));
    check_int(b.network.coordinates, EMS_COORD_WGS84);
    check_near(b.network.position[0].x, 127.1234568, 1e-13);
    check_near(b.network.position[0].y, 43, 0);
    end(&b);
}

static void ties_go_to_the_lowest_node(void **state)
{
    (void)state;
    struct bench b = begin();
    for (int i = 0; i < 5; i++) add_node(&b, i, i, 0, 1);
    for (int i = 1; i < 5; i += 2) {
        add_arc(&b, i, i + 1, 1, 1);
        add_arc(&b, i + 1, i, 1, 1);
    }
    check_ok(make(&b));
    check_int(b.network.id[0], 1);
    check_int(b.network.id[1], 2);
    end(&b);
}

static void refuses(double length_m, double lights_s, double normal_s, enum ems_text message)
{
    struct bench b = begin();
    add_node(&b, 7, 0, 0, 1);
    add_node(&b, 8, 10, 0, 1);
    add_arc(&b, 0, 1, lights_s, normal_s);
    add_arc(&b, 1, 0, 1, 1);
    b.raw.arcs.items[0].length_m = length_m;
    check_int(make(&b), EMS_BAD_INPUT);
    check_int(b.diags.errors, 1);
    check_int(b.diags.items[0].message, message);
    check_true(b.network.bytes == NULL);
    end(&b);
}

static void impossible_arcs_are_refused(void **state)
{
    (void)state;
    refuses(-1, 1, 1, EMS_T_ROAD_ARC_LONG);
    refuses(NAN, 1, 1, EMS_T_ROAD_ARC_LONG);
    refuses(4.3e6, 1, 1, EMS_T_ROAD_ARC_LONG);
    refuses(1, -1, 1, EMS_T_ROAD_ARC_LONG);
    refuses(1, 86400.000001, 1, EMS_T_ROAD_ARC_LONG);
    refuses(1, 1, NAN, EMS_T_ROAD_ARC_LONG);
    refuses(1, 1, INFINITY, EMS_T_ROAD_ARC_LONG);
}

static void nothing_left_is_told(void **state)
{
    (void)state;
    struct bench b = begin();
    check_int(make(&b), EMS_BAD_INPUT);
    add_node(&b, 1, 0, 0, 1);
    add_node(&b, 2, 1, 0, 1);
    add_arc(&b, 0, 1, 1, 1);
    add_arc(&b, 1, 1, 1, 1);
    check_int(make(&b), EMS_BAD_INPUT);
    check_int(b.diags.errors, 2);
    check_int(b.diags.items[1].message, EMS_T_ROAD_NOTHING_LEFT);
    end(&b);
}

static void shuffle_arcs(struct bench *b, uint64_t *random)
{
    for (int32_t i = b->raw.arcs.count - 1; i > 0; i--) {
        int32_t k = (int32_t)test_random(random, (uint32_t)i + 1);
        struct ems_raw_arc arc = b->raw.arcs.items[i];
        b->raw.arcs.items[i] = b->raw.arcs.items[k];
        b->raw.arcs.items[k] = arc;
    }
}

static void the_order_of_arcs_changes_no_byte(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (int round = 0; round < 50; round++) {
        struct bench b = begin();
        int32_t nodes = 2 + (int32_t)test_random(&random, 40), arcs = 4 * nodes;
        for (int32_t i = 0; i < nodes; i++) add_node(&b, 1000 - i, i, i % 7, 1);
        add_arc(&b, 0, 1, 1, 1);
        add_arc(&b, 1, 0, 1, 1);
        for (int32_t i = 0; i < arcs; i++)
            add_arc(&b, (int32_t)test_random(&random, (uint32_t)nodes),
                    (int32_t)test_random(&random, (uint32_t)nodes), 1 + test_random(&random, 4),
                    1 + test_random(&random, 4));
        check_ok(make(&b));
        struct ems_network first = b.network;
        shuffle_arcs(&b, &random);
        check_ok(make(&b));
        check_int(b.network.size, first.size);
        check_int(b.network.hash, first.hash);
        check_int(memcmp(b.network.bytes, first.bytes, first.size), 0);
        for (int32_t a = 1; a < first.arc_count; a++)
            check_true(first.tail[a - 1] < first.tail[a] ||
                       (first.tail[a - 1] == first.tail[a] && first.head[a - 1] <= first.head[a]));
        end(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_reached_both_ways_goes), cmocka_unit_test(slower_twins_go),
        cmocka_unit_test(degrees_are_rounded_to_seven_decimals), cmocka_unit_test(ties_go_to_the_lowest_node),
        cmocka_unit_test(impossible_arcs_are_refused),           cmocka_unit_test(nothing_left_is_told),
        cmocka_unit_test(the_order_of_arcs_changes_no_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
