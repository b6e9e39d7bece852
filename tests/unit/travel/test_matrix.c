/* A table of times between four nodes, worked out by hand. */
#include "support/check.h"

#include "travel/matrix.h"

enum { NODES = 4, PLACES = 5 };

static const ems_time S = EMS_SECOND;

/* b - - c       d is reached but not left */
/* a     d                                 */
static const struct ems_point node_at[NODES] = {{0, 0}, {0, 1000}, {1000, 1000}, {1000, 0}};
static const struct ems_point places[PLACES] = {{10, -20}, {0, 1000}, {990, 700}, {1500, 0}, {500, 0}};

struct table {
    struct ems_arena arena;
    ems_time times[EMS_MODES][NODES * NODES];
    int32_t node_of[PLACES];
    struct ems_travel travel;
};

static const int seconds[NODES * NODES] = {0, 10, 21, 30, 11, 0, 12, 40, 20, 13, 0, 50, -1, -1, -1, 0};

static void begin(struct table *t, double ten_o_clock)
{
    memset(t, 0, sizeof *t);
    struct ems_travel_def def = {.kind = EMS_TRAVEL_MATRIX,
                                 .detour = 1,
                                 .places = places,
                                 .place_count = PLACES,
                                 .source_count = 2,
                                 .matrix = {.node_count = NODES, .node_at = node_at, .node_of = t->node_of}};
    for (int i = 0; i < NODES * NODES; i++) {
        t->times[EMS_LIGHTS][i] = seconds[i] < 0 ? EMS_NEVER : seconds[i] * S;
        t->times[EMS_NORMAL][i] = seconds[i] < 0 ? EMS_NEVER : 2 * seconds[i] * S;
    }
    for (int m = 0; m < EMS_MODES; m++) def.matrix.time[m] = t->times[m];
    for (int p = 0; p < PLACES; p++) t->node_of[p] = ems_matrix_node(&def.matrix, places[p]);
    for (int h = 0; h < 24; h++) def.hour_factor[h] = h == 10 ? ten_o_clock : 1;
    check_ok(ems_travel_init(&t->travel, &def, &t->arena));
}

static struct ems_location place(int32_t number)
{
    return (struct ems_location){.at = places[number], .place = number};
}

static ems_time time_of(const struct table *t, struct ems_location from, struct ems_location to,
                        enum ems_mode mode, ems_time at)
{
    return ems_travel_time(&t->travel, &from, &to, mode, at);
}

static void places_stand_at_the_nearest_node(void **state)
{
    (void)state;
    struct table t;
    begin(&t, 1);
    const int expected[PLACES] = {0, 1, 2, 3, 0}; /* the last is as far from a as from d */
    for (int p = 0; p < PLACES; p++) check_int(t.node_of[p], expected[p]);
    check_near(ems_travel_access_m(&t.travel, 0), hypot(10, 20), 1e-9);
    check_near(ems_travel_access_m(&t.travel, 3), 500, 1e-9);
    ems_arena_free(&t.arena);
}

static void rows_are_where_one_comes_from(void **state)
{
    (void)state;
    struct table t;
    begin(&t, 0.5);
    check_int(time_of(&t, place(0), place(1), EMS_LIGHTS, 0), 10 * S);
    check_int(time_of(&t, place(1), place(0), EMS_LIGHTS, 0), 11 * S);
    check_int(time_of(&t, place(2), place(1), EMS_NORMAL, 0), 26 * S);
    check_int(time_of(&t, place(1), place(2), EMS_NORMAL, 0), 24 * S);
    check_int(time_of(&t, place(0), place(4), EMS_NORMAL, 0), 0);
    check_int(time_of(&t, place(0), place(2), EMS_LIGHTS, 10 * EMS_HOUR), 42 * S);
    check_int(time_of(&t, place(0), place(2), EMS_LIGHTS, 11 * EMS_HOUR), 21 * S);
    struct ems_location loose = {.at = {900, 800}, .place = EMS_NOWHERE_FIXED};
    check_int(time_of(&t, loose, place(0), EMS_LIGHTS, 0), 20 * S);
    check_int(time_of(&t, place(0), loose, EMS_LIGHTS, 0), 21 * S);
    ems_arena_free(&t.arena);
}

static void no_time_is_no_way(void **state)
{
    (void)state;
    struct table t;
    begin(&t, 0.5);
    check_int(time_of(&t, place(0), place(3), EMS_LIGHTS, 0), 30 * S);
    check_int(time_of(&t, place(3), place(0), EMS_LIGHTS, 0), EMS_NEVER);
    check_int(time_of(&t, place(3), place(0), EMS_LIGHTS, 10 * EMS_HOUR), EMS_NEVER);
    struct ems_trip trip = {.from = place(3), .to = place(0), .mode = EMS_NORMAL};
    check_true(!ems_trip_plan(&t.travel, &trip, true, NULL));
    ems_arena_free(&t.arena);
}

/* From a to c on the straight line between the nodes, not the places; at the middle b and d are as near as a
 * and c, and the first of the four is taken. */
static void under_way_one_is_at_the_nearest_node(void **state)
{
    (void)state;
    struct table t;
    begin(&t, 1);
    struct ems_trip trip = {.from = place(0), .to = place(2), .mode = EMS_NORMAL, .depart = 100 * S};
    check_true(ems_trip_plan(&t.travel, &trip, false, NULL));
    check_int(trip.expected, 42 * S);
    check_near(trip.length_m, hypot(980, 720), 1e-9);
    trip.arrive = trip.depart + 100 * S; /* drawn slower */
    for (int s = 1; s < 100; s++) {
        struct ems_location spot = ems_trip_location(&t.travel, &trip, trip.depart + s * S, NULL);
        check_near(spot.at.x_m, 10 * s, 1e-3);
        check_near(spot.at.y_m, 10 * s, 1e-3);
        check_int(spot.place, EMS_UNDER_WAY);
        check_int(spot.node, s <= 50 ? 0 : 2);
        check_int(spot.lead, 0);
        check_int(time_of(&t, spot, place(1), EMS_LIGHTS, 0), (s <= 50 ? 10 : 13) * S);
        struct ems_trip stopped = trip;
        ems_trip_stop(&t.travel, &stopped, trip.depart + s * S, NULL);
        check_near(stopped.length_m, trip.length_m * s / 100, 1e-6);
    }
    check_int(ems_trip_location(&t.travel, &trip, trip.depart, NULL).place, 0);
    check_int(ems_trip_location(&t.travel, &trip, trip.arrive, NULL).place, 2);
    /* and from there on to d: the line begins at the node */
    struct ems_trip next = {.from = ems_trip_location(&t.travel, &trip, trip.depart + 40 * S, NULL),
                            .to = place(3),
                            .mode = EMS_LIGHTS,
                            .depart = trip.depart + 40 * S};
    check_true(ems_trip_plan(&t.travel, &next, false, NULL));
    check_int(next.expected, 30 * S);
    next.arrive = next.depart + next.expected;
    struct ems_location spot = ems_trip_location(&t.travel, &next, next.depart + 18 * S, NULL);
    check_near(spot.at.x_m, 600, 1e-3);
    check_near(spot.at.y_m, 0, 1e-3);
    check_int(spot.node, 3);
    ems_arena_free(&t.arena);
}

/* Places stand aside of their nodes, so that no distance says anything about time. */
static void distance_bounds_nothing(void **state)
{
    (void)state;
    struct table t;
    begin(&t, 1);
    check_true(ems_travel_bound(&t.travel, 1e6, EMS_LIGHTS) <= 0);
    check_true(isinf(ems_travel_reach_m(&t.travel, 1, EMS_NORMAL)));
    ems_arena_free(&t.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_stand_at_the_nearest_node),
        cmocka_unit_test(rows_are_where_one_comes_from),
        cmocka_unit_test(no_time_is_no_way),
        cmocka_unit_test(under_way_one_is_at_the_nearest_node),
        cmocka_unit_test(distance_bounds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
