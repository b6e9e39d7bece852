#include "support/check.h"

#include "road/cut.h"

static struct ems_raw_network crossroads(void)
{
    static const struct ems_position at[] = {{0, 0}, {10, 0}, {0, 10}, {-10, 0}, {0, -10}};
    struct ems_raw_network raw = {.coordinates = EMS_COORD_PLANE};
    for (int32_t i = 0; i < 5; i++) {
        struct ems_raw_node node = {.id = 100 + i, .at = at[i]};
        struct ems_raw_arc out = {.from = 0, .to = i, .length_m = i},
                           in = {.from = i, .to = 0, .length_m = 10 * i};
        assert_true(EMS_PUSH(&raw.nodes, node));
        assert_true(i == 0 || (EMS_PUSH(&raw.arcs, out) && EMS_PUSH(&raw.arcs, in)));
    }
    return raw;
}

static void without_a_limit_all_stays(void **state)
{
    (void)state;
    struct ems_raw_network raw = crossroads();
    struct ems_road_cut cut = {0};
    int64_t nodes, arcs;
    check_ok(ems_road_cut(&raw, &cut, &nodes, &arcs));
    check_int(raw.nodes.count, 5);
    check_int(raw.arcs.count, 8);
    check_int(nodes + arcs, 0);
    ems_raw_free(&raw);
}

/* The line belongs to the box; what is left keeps its order. */
static void a_box_keeps_arcs_with_both_ends_inside(void **state)
{
    (void)state;
    struct ems_raw_network raw = crossroads();
    struct ems_road_cut cut = {.has_box = true, .low = {-5, -10}, .high = {10, 9.999}};
    int64_t nodes, arcs;
    check_ok(ems_road_cut(&raw, &cut, &nodes, &arcs));
    check_int(nodes, 2);
    check_int(arcs, 4);
    check_int(raw.nodes.count, 3);
    check_int(raw.arcs.count, 4);
    check_int(raw.nodes.items[1].id, 101);
    check_int(raw.nodes.items[2].id, 104);
    check_int(raw.arcs.items[2].from, 0);
    check_int(raw.arcs.items[2].to, 2); /* 104 is number 2 now */
    check_near(raw.arcs.items[2].length_m, 4, 0);
    check_int(raw.arcs.items[3].from, 2);
    ems_raw_free(&raw);
}

static void an_outline_and_a_box_hold_both(void **state)
{
    (void)state;
    struct ems_raw_network raw = crossroads();
    const struct ems_point triangle[] = {{-20, 1}, {20, 1}, {0, -25}};
    const struct ems_ring ring = {triangle, 3};
    struct ems_shape shape = ems_shape_polygon(&ring, 1);
    struct ems_road_cut cut = {.shape = &shape,
                               .projection = ems_projection_at(EMS_COORD_PLANE, (struct ems_position){0, 0})};
    int64_t nodes, arcs;
    check_ok(ems_road_cut(&raw, &cut, &nodes, &arcs));
    check_int(nodes, 1); /* the one in the north */
    check_int(arcs, 2);
    cut.has_box = true;
    cut.low = (struct ems_position){-1, -100};
    cut.high = (struct ems_position){100, 100};
    check_ok(ems_road_cut(&raw, &cut, &nodes, &arcs));
    check_int(nodes, 1); /* the one in the west */
    check_int(raw.nodes.count, 3);
    ems_raw_free(&raw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_limit_all_stays),
        cmocka_unit_test(a_box_keeps_arcs_with_both_ends_inside),
        cmocka_unit_test(an_outline_and_a_box_hold_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
