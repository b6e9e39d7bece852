#include "support/check.h"

#include "support/roads.h"

#include "road/raw.h"
#include "travel/reach.h"
#include "travel/spread.h"

enum { SIDE = 14, STATIONS = 6, POINTS = 300 };

/* A grid of bent streets 400 m apart, some of them one-way, some left out; stations off the road, two on one
 * edge. */
struct land {
    struct ems_arena arena;
    struct ems_raw_network raw;
    struct ems_network network;
    struct ems_point places[STATIONS];
    uint8_t cell;
    struct ems_travel travel;
};

static double some(uint64_t *state, double most)
{
    return most * test_random(state, 1 << 20) / (1 << 20);
}

static void add_street(struct land *land, int32_t a, int32_t b, uint64_t *state)
{
    if (test_random(state, 8) == 0) return;
    struct ems_raw_arc arc = {.from = a, .to = b, .length_m = 400 + some(state, 200)};
    for (int m = 0; m < EMS_MODES; m++) arc.time_s[m] = arc.length_m / (5 + some(state, 15) + 2 * m);
    check_true(EMS_PUSH(&land->raw.arcs, arc));
    struct ems_raw_arc back = arc;
    back.from = b;
    back.to = a;
    if (test_random(state, 4) > 0) check_true(EMS_PUSH(&land->raw.arcs, back));
}

static void build_network(struct land *land, uint64_t *state)
{
    struct ems_diags diags = {0};
    struct ems_raw_report report;
    land->raw.coordinates = EMS_COORD_PLANE;
    ems_raw_class(&land->raw, "primary");
    for (int32_t i = 0; i < SIDE * SIDE; i++) {
        struct ems_point at =
            ems_point_round(i % SIDE * 400 + some(state, 150), i / SIDE * 400 + some(state, 150));
        struct ems_raw_node node = {.id = i, .at = {at.x_m, at.y_m}, .access = test_random(state, 10) > 0};
        check_true(EMS_PUSH(&land->raw.nodes, node));
    }
    for (int32_t i = 0; i < SIDE * SIDE; i++) {
        if (i % SIDE + 1 < SIDE) add_street(land, i, i + 1, state);
        if (i / SIDE + 1 < SIDE) add_street(land, i, i + SIDE, state);
    }
    check_ok(ems_network_make(&land->raw, &land->arena, &diags, &report, &land->network));
    check_true(land->network.node_count > SIDE * SIDE / 2);
    ems_diags_free(&diags);
}

static struct ems_travel_def def_of(struct land *land)
{
    struct ems_travel_def def = {.detour = 1,
                                 .class_count = 1,
                                 .places = land->places,
                                 .place_count = STATIONS,
                                 .source_count = STATIONS};
    for (int h = 0; h < 24; h++) def.hour_factor[h] = h == 12 ? 0.7 : 1;
    def.classes = (struct ems_raster){.cell_m = 1e6, .columns = 1, .rows = 1, .values = &land->cell};
    return def;
}

static void fill(struct land *land, uint64_t seed, bool snap_to_edge)
{
    memset(land, 0, sizeof *land);
    build_network(land, &seed);
    for (int s = 0; s < STATIONS; s++)
        land->places[s] = ems_point_round(some(&seed, 5500), some(&seed, 5500));
    land->places[1] = ems_point_round(land->places[0].x_m + 20, land->places[0].y_m + 5);
    struct ems_travel_def def = def_of(land);
    def.kind = EMS_TRAVEL_ROAD;
    def.road =
        (struct ems_road_def){.network = &land->network,
                              .projection = ems_projection_at(EMS_COORD_PLANE, (struct ems_position){0, 0}),
                              .snap_to_edge = snap_to_edge,
                              .off_road_mps = {[EMS_LIGHTS] = 6, [EMS_NORMAL] = 4}};
    check_ok(ems_travel_init(&land->travel, &def, &land->arena));
}

static void release(struct land *land)
{
    ems_raw_free(&land->raw);
    ems_arena_free(&land->arena);
}

/* Against one question for each station, at the full hour with a factor and without, in both modes. Points
 * lie near the stations too, so that both are on one edge. */
static void check_points(struct land *land, ems_time at, enum ems_mode mode, uint64_t seed)
{
    const int32_t from[STATIONS] = {0, 1, 2, 3, 4, 5};
    struct ems_reach reach;
    check_true(ems_reach_serves(&land->travel));
    check_ok(ems_reach_build(&land->travel, from, STATIONS, mode, at, &land->arena, &reach));
    for (int p = 0; p < POINTS; p++) {
        struct ems_location to = {.place = EMS_NOWHERE_FIXED};
        const struct ems_point near = land->places[p % STATIONS];
        to.at = p % 4 == 0 ? ems_point_round(near.x_m + some(&seed, 60) - 30, near.y_m + some(&seed, 60) - 30)
                           : ems_point_round(some(&seed, 8000) - 1000, some(&seed, 8000) - 1000);
        ems_time least = EMS_NEVER;
        for (int32_t s = 0; s < STATIONS; s++) {
            const struct ems_location station = {.at = land->places[s], .place = s};
            ems_time time = ems_travel_time(&land->travel, &station, &to, mode, at);
            if (time < least) least = time;
        }
        check_int(ems_reach_time(&reach, to.at), least);
    }
}

static void agrees_with_single_questions(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct land land;
        fill(&land, seed, seed % 2 == 0);
        check_points(&land, 3 * EMS_HOUR, EMS_LIGHTS, seed);
        check_points(&land, 12 * EMS_HOUR, EMS_NORMAL, seed);
        release(&land);
    }
}

/* From points that are no fixed places, some of them on one edge with a station. */
static void check_spread(struct land *land, ems_time at, enum ems_mode mode, uint64_t seed)
{
    struct ems_location to[STATIONS];
    ems_time times[STATIONS];
    for (int32_t s = 0; s < STATIONS; s++) to[s] = (struct ems_location){.at = land->places[s], .place = s};
    for (int p = 0; p < POINTS; p++) {
        const struct ems_point near = land->places[p % STATIONS];
        struct ems_location from = {.place = EMS_NOWHERE_FIXED};
        from.at = p % 3 == 0
                      ? ems_point_round(near.x_m + some(&seed, 60) - 30, near.y_m + some(&seed, 60) - 30)
                      : ems_point_round(some(&seed, 8000) - 1000, some(&seed, 8000) - 1000);
        check_ok(ems_spread_times(&land->travel, from.at, to, STATIONS, mode, at, &land->arena, times));
        for (int32_t s = 0; s < STATIONS; s++)
            check_int(times[s], ems_travel_time(&land->travel, &from, &to[s], mode, at));
    }
}

static void spreads_as_single_questions_say(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct land land;
        fill(&land, seed, seed % 2 == 0);
        check_spread(&land, 3 * EMS_HOUR, EMS_LIGHTS, seed);
        check_spread(&land, 12 * EMS_HOUR, EMS_NORMAL, seed);
        check_true(ems_spread_access_m(&land.travel, land.places[0]) < 1000);
        check_true(ems_spread_access_m(&land.travel, (struct ems_point){1e5, 0}) > 9e4);
        release(&land);
    }
}

static void nobody_reaches_nothing(void **state)
{
    (void)state;
    struct land land;
    struct ems_reach reach;
    fill(&land, 1, true);
    check_ok(ems_reach_build(&land.travel, NULL, 0, EMS_LIGHTS, 0, &land.arena, &reach));
    check_int(ems_reach_time(&reach, land.places[0]), EMS_NEVER);
    release(&land);
}

/* Three nodes in a row; the row of a table is where one comes from. */
static void a_matrix_is_read_by_rows(void **state)
{
    (void)state;
    struct land land = {0};
    static const struct ems_point node_at[] = {{0, 0}, {1000, 0}, {2000, 0}};
    static const ems_time times[] = {0, 60, EMS_NEVER, 30, 0, 40, 10, 20, 0};
    static const int32_t node_of[STATIONS] = {1, 0, 0, 0, 0, 0};
    const int32_t both[] = {0, 1};
    struct ems_travel_def def = def_of(&land);
    struct ems_reach reach;
    def.kind = EMS_TRAVEL_MATRIX;
    def.matrix = (struct ems_matrix_def){.node_count = 3, .node_at = node_at, .node_of = node_of};
    for (int m = 0; m < EMS_MODES; m++) def.matrix.time[m] = times;
    check_ok(ems_travel_init(&land.travel, &def, &land.arena));
    check_ok(ems_reach_build(&land.travel, both, 1, EMS_LIGHTS, 0, &land.arena, &reach)); /* node 1 alone */
    check_int(ems_reach_time(&reach, (struct ems_point){-90, 40}), 30);
    check_int(ems_reach_time(&reach, (struct ems_point){1600, 40}), 40);
    check_ok(ems_reach_build(&land.travel, both + 1, 1, EMS_LIGHTS, 0, &land.arena, &reach)); /* node 0 */
    check_int(ems_reach_time(&reach, (struct ems_point){1600, 40}), EMS_NEVER);
    check_ok(ems_reach_build(&land.travel, both, 2, EMS_LIGHTS, 0, &land.arena, &reach));
    check_int(ems_reach_time(&reach, (struct ems_point){10, 0}), 0);
    check_int(ems_reach_time(&reach, (struct ems_point){1600, 40}), 40);
    ems_arena_free(&land.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_single_questions),
        cmocka_unit_test(spreads_as_single_questions_say),
        cmocka_unit_test(nobody_reaches_nothing),
        cmocka_unit_test(a_matrix_is_read_by_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
