/* Where a vehicle is on its way, how it goes elsewhere from there, and what is remembered of the way. */
#include "travel/goal.h"
#include "unit/travel/land.h"

/* Of a way made of straight pieces, each driven evenly. */
struct piece {
    double seconds, x_m, y_m; /* to where */
    int32_t place, node;      /* what its location says */
};

static void check_walk(const struct land *land, const struct ems_trip *trip, double pace,
                       const struct piece *pieces, int count)
{
    double begun = 0;
    struct ems_point from = trip->from.at;
    for (int i = 0; i < count; i++) {
        const struct piece *p = &pieces[i];
        for (double t = 0.5; t < p->seconds; t++) {
            double share = t / p->seconds;
            ems_time at = trip->depart + ems_time_from_seconds((begun + t) * pace);
            struct ems_location spot = ems_trip_location(&land->travel, trip, at, NULL);
            check_near(spot.at.x_m, from.x_m + share * (p->x_m - from.x_m), 2e-3);
            check_near(spot.at.y_m, from.y_m + share * (p->y_m - from.y_m), 2e-3);
            check_int(spot.place, p->place);
            check_int(spot.node, p->node);
            struct ems_point point = ems_trip_position(&land->travel, trip, at);
            check_near(point.x_m, spot.at.x_m, 0);
        }
        begun += p->seconds;
        from = (struct ems_point){p->x_m, p->y_m};
    }
    check_near(ems_time_seconds(trip->arrive - trip->depart), begun * pace, 1e-9);
}

/* A trip ended on the way is as long as it was driven, and ends where the vehicle was. */
static void check_stop(const struct land *land, struct ems_trip trip, ems_time at, double driven_m,
                       int32_t place)
{
    struct ems_location spot = ems_trip_location(&land->travel, &trip, at, NULL);
    ems_trip_stop(&land->travel, &trip, at, NULL);
    check_near(trip.length_m, driven_m, 1e-3);
    check_int(trip.to.place, place);
    check_near(trip.to.at.x_m, spot.at.x_m, 0);
    check_near(trip.to.at.y_m, spot.at.y_m, 0);
    check_int(trip.to.lead, spot.lead);
    check_int(trip.arrive, at);
}

static void a_vehicle_follows_the_nodes(void **state)
{
    (void)state;
    static const struct piece way[] = {{10, 0, 0, EMS_UNDER_WAY, 0},
                                       {60, 1000, 0, EMS_UNDER_WAY, 1},
                                       {60, 2000, 0, EMS_UNDER_WAY, 2},
                                       {5, 2000, 50, EMS_ON_STRETCH, 2}};
    struct land land;
    begin(&land, false);
    land.def.hour_factor[1] = 0.5;
    struct ems_location a = add_place(&land, -100, 0), b = add_place(&land, 2000, 50);
    init(&land, 2);
    struct ems_trip trip = planned(&land, a, b, EMS_LIGHTS, 100 * S);
    check_walk(&land, &trip, 1, way, 4);
    trip.arrive = trip.depart + 3 * trip.expected; /* drawn three times as slow */
    check_walk(&land, &trip, 3, way, 4);
    trip = planned(&land, a, b, EMS_LIGHTS, EMS_HOUR); /* an hour with half the speed */
    check_walk(&land, &trip, 2, way, 4);
    /* at the ends */
    check_int(ems_trip_location(&land.travel, &trip, trip.depart, NULL).place, a.place);
    check_int(ems_trip_location(&land.travel, &trip, trip.arrive, NULL).place, b.place);
    check_int(ems_trip_location(&land.travel, &trip, trip.arrive + 1, NULL).place, b.place);
    check_stop(&land, trip, trip.depart, 0, a.place);
    check_stop(&land, trip, trip.depart + trip.expected / 2, 1075, EMS_UNDER_WAY);
    check_stop(&land, trip, trip.arrive, 2150, b.place);
    end(&land);
}

static void a_vehicle_follows_the_edges(void **state)
{
    (void)state;
    static const struct piece to_r[] = {{2, 300, 0, EMS_UNDER_WAY, 1},
                                        {42, 1000, 0, EMS_UNDER_WAY, 1},
                                        {30, 1500, 0, EMS_UNDER_WAY, 2},
                                        {3, 1500, 30, EMS_UNDER_WAY, 2}};
    static const struct piece to_q[] = {
        {2, 300, 0, EMS_UNDER_WAY, 1}, {24, 700, 0, EMS_UNDER_WAY, 1}, {1, 700, -10, EMS_UNDER_WAY, 1}};
    static const struct piece to_p[] = {
        {1, 700, 0, EMS_UNDER_WAY, 0}, {24, 300, 0, EMS_UNDER_WAY, 0}, {2, 300, 20, EMS_UNDER_WAY, 0}};
    struct land land;
    begin(&land, true);
    land.def.hour_factor[1] = 0.8;
    struct ems_location p = add_place(&land, 300, 20), q = add_place(&land, 700, -10),
                        r = add_place(&land, 1500, 30);
    init(&land, 1);
    struct ems_trip trip = planned(&land, p, r, EMS_LIGHTS, 0);
    check_walk(&land, &trip, 1, to_r, 4);
    check_int(ems_trip_location(&land.travel, &trip, 1 * S, NULL).lead, 43 * S);
    check_int(ems_trip_location(&land.travel, &trip, 54 * S, NULL).lead, 50 * S); /* on to node 3 */
    check_int(ems_trip_location(&land.travel, &trip, 76 * S, NULL).lead,
              (2 + 30) * S); /* back, then on to it */
    trip = planned(&land, p, q, EMS_LIGHTS, 0);
    check_walk(&land, &trip, 1, to_q, 3);
    check_int(ems_trip_location(&land.travel, &trip, 1 * S, NULL).lead, (1 + 42) * S);
    check_int(ems_trip_location(&land.travel, &trip, 12 * S, NULL).lead, 32 * S);
    trip = planned(&land, q, p, EMS_LIGHTS, 0);
    check_walk(&land, &trip, 1, to_p, 3);
    check_int(ems_trip_location(&land.travel, &trip, 11 * S, NULL).lead, 32 * S);
    trip = planned(&land, p, r, EMS_LIGHTS, EMS_HOUR);
    check_walk(&land, &trip, 1.25, to_r, 4);
    trip = planned(&land, q, p, EMS_LIGHTS, EMS_HOUR);
    check_walk(&land, &trip, 1.25, to_p, 3);
    end(&land);
}

/* What is left of an arc, or of the stretch at the start, stays as it is in another mode; the stretch at the
 * end is driven back in the new one. */
static void going_elsewhere_from_under_way(void **state)
{
    (void)state;
    struct land land;
    begin(&land, false);
    struct ems_location a = add_place(&land, -100, 0), b = add_place(&land, 2000, 50);
    init(&land, 2);
    struct ems_trip trip = planned(&land, a, b, EMS_LIGHTS, 0);
    struct ems_location spot = ems_trip_location(&land.travel, &trip, 4 * S, NULL);
    check_int(spot.lead, 6 * S);
    check_int(time_at(&land, spot, a, EMS_LIGHTS, 4 * S), (6 + 10) * S);
    check_int(time_at(&land, spot, a, EMS_NORMAL, 4 * S), (6 + 20) * S);
    spot = ems_trip_location(&land.travel, &trip, 10 * S, NULL); /* at the node: the arc ahead */
    check_int(spot.node, 1);
    check_int(spot.lead, 60 * S);
    spot = ems_trip_location(&land.travel, &trip, 40 * S, NULL);
    check_int(time_at(&land, spot, a, EMS_NORMAL, 40 * S), (30 + 100 + 20) * S);
    check_int(time_at(&land, spot, a, EMS_LIGHTS, 40 * S), (30 + 60 + 10) * S);
    check_int(time_at(&land, spot, b, EMS_LIGHTS, 40 * S), 95 * S);
    struct ems_trip next = planned(&land, spot, a, EMS_NORMAL, 40 * S);
    check_near(next.length_m, 500 + 1000 + 100, 1e-3);
    static const struct piece back[] = {
        {30, 1000, 0, EMS_UNDER_WAY, 1}, {100, 0, 0, EMS_UNDER_WAY, 0}, {20, -100, 0, EMS_ON_STRETCH, 0}};
    check_walk(&land, &next, 1, back, 3);
    spot = ems_trip_location(&land.travel, &trip, 133 * S, NULL); /* 30 m from the road */
    check_int(time_at(&land, spot, a, EMS_LIGHTS, 133 * S), (3 + 120 + 10) * S);
    check_int(time_at(&land, spot, a, EMS_NORMAL, 133 * S), (6 + 200 + 20) * S);
    /* and in the other order: out in normal mode, back with lights */
    trip = planned(&land, a, b, EMS_NORMAL, 0);
    spot = ems_trip_location(&land.travel, &trip, (220 + 4) * S, NULL); /* 20 m from the road */
    check_int(time_at(&land, spot, a, EMS_LIGHTS, 224 * S), (2 + 120 + 10) * S);
    check_int(time_at(&land, spot, a, EMS_NORMAL, 224 * S), (4 + 200 + 20) * S);
    next = planned(&land, spot, a, EMS_LIGHTS, 224 * S);
    static const struct piece home[] = {{2, 2000, 0, EMS_UNDER_WAY, 2},
                                        {60, 1000, 0, EMS_UNDER_WAY, 1},
                                        {60, 0, 0, EMS_UNDER_WAY, 0},
                                        {10, -100, 0, EMS_ON_STRETCH, 0}};
    check_walk(&land, &next, 1, home, 4);
    end(&land);
}

/* Who is sent where it is going anyway arrives when it would have. */
static void going_on_costs_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct land land;
        uint64_t dice = seed;
        begin_random(&land, &dice, false);
        for (int h = 0; h < 24; h++) land.def.hour_factor[h] = seed % 3 == 0 ? 0.7 : 1;
        init(&land, 4);
        for (int t = 0; t < TRIPS; t++) {
            enum ems_mode mode = (enum ems_mode)test_random(&dice, EMS_MODES);
            struct ems_trip trip = planned(&land, place_of(&land, &dice), place_of(&land, &dice), mode, 0);
            ems_time at = (ems_time)some(&dice, (double)trip.expected);
            struct ems_location spot = ems_trip_location(&land.travel, &trip, at, NULL);
            if (spot.place != EMS_UNDER_WAY) continue; /* on the last stretch one turns back */
            check_near(ems_time_seconds(time_at(&land, spot, trip.to, mode, at)),
                       ems_time_seconds(trip.expected - at), 5e-6);
        }
        end(&land);
    }
}

/* What is remembered of a way changes no position, whichever trip it was filled by and in whichever order one
 * asks; nor does it change the trip that is planned from there. */
static void memory_changes_nothing(void **state)
{
    (void)state;
    int64_t homeward = 0, outward = 0, legs = 0;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct land land;
        struct ems_trip_way way = {0};
        uint64_t dice = seed;
        begin_random(&land, &dice, seed % 2 == 0);
        for (int h = 0; h < 24; h++) land.def.hour_factor[h] = seed % 3 == 0 ? 0.7 : 1;
        init(&land, (int32_t)(seed % 4) * 2);
        for (int t = 0; t < TRIPS; t++) {
            enum ems_mode mode = (enum ems_mode)test_random(&dice, EMS_MODES);
            struct ems_trip trip = planned(&land, place_of(&land, &dice), place_of(&land, &dice), mode, 0);
            trip.arrive = (ems_time)((double)trip.expected * (0.5 + some(&dice, 1)));
            ems_time at = 0;
            for (int look = 0; look < 6; look++) {
                at = (ems_time)some(&dice, 1.1 * (double)trip.arrive);
                const struct ems_location x = ems_trip_location(&land.travel, &trip, at, NULL),
                                          y = ems_trip_location(&land.travel, &trip, at, &way);
                assert_memory_equal(&x, &y, sizeof x);
            }
            homeward += way.leg_count == EMS_LEGS_HOMEWARD;
            outward += way.leg_count == EMS_LEGS_OUTWARD;
            legs += way.leg_count > 0;
            struct ems_trip on = {.from = ems_trip_location(&land.travel, &trip, at, NULL),
                                  .to = place_of(&land, &dice),
                                  .mode = (int32_t)mode,
                                  .depart = at},
                            same = on;
            struct ems_travel_goal goal;
            ems_travel_aim(&goal, &land.travel, &on.to, mode, at);
            ems_time asked = ems_travel_time_to(&goal, &on.from, EMS_NEVER, &way);
            check_true(ems_travel_least_to(&goal, &on.from) <= asked);
            check_true(ems_trip_plan(&land.travel, &on, false, NULL));
            check_true(ems_trip_plan(&land.travel, &same, false, &way));
            check_int(same.expected, asked);
            assert_memory_equal(&on, &same, sizeof on);
        }
        end(&land);
    }
    check_true(homeward > 200 && outward > 200 && legs > 200);
}

/* A way with more legs than are kept is searched for each time. */
static void long_ways_are_not_kept(void **state)
{
    (void)state;
    enum { LENGTH = 400 };
    struct land land;
    struct ems_trip_way way = {0};
    memset(&land, 0, sizeof land);
    for (int n = 0; n <= LENGTH; n++) add_node(&land, 100.0 * n, 0, 1);
    for (int n = 1; n <= LENGTH; n++) add_road(&land, n, n + 1, 100, 10, 12, "street");
    make_network(&land);
    begin_def(&land, false);
    struct ems_location a = add_place(&land, 0, 0), b = add_place(&land, 100 * LENGTH, 0);
    init(&land, 0);
    struct ems_trip trip = planned(&land, a, b, EMS_LIGHTS, 0);
    for (int n = 1; n < LENGTH; n += 7) {
        struct ems_location spot = ems_trip_location(&land.travel, &trip, n * 10 * S + 5 * S, &way);
        check_near(spot.at.x_m, 100 * n + 50, 1e-6);
        check_int(spot.lead, 5 * S);
    }
    way.leg_count = EMS_LEGS_TOO_MANY;
    check_near(ems_trip_location(&land.travel, &trip, 25 * S, &way).at.x_m, 250, 1e-6);
    end(&land);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vehicle_follows_the_nodes),    cmocka_unit_test(a_vehicle_follows_the_edges),
        cmocka_unit_test(going_elsewhere_from_under_way), cmocka_unit_test(going_on_costs_nothing),
        cmocka_unit_test(memory_changes_nothing),         cmocka_unit_test(long_ways_are_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
