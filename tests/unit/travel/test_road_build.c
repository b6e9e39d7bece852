/* What differs from hour to hour and by the timeline: factors by class of road and area, slow and closed
 * roads.
 */
#include "unit/travel/land.h"

static void hours_change_classes_of_road_in_classes_of_area(void **state)
{
    (void)state;
    static const uint8_t cells[] = {0, 1};
    struct land land;
    begin(&land, false);
    struct ems_road_factor factors[] = {{.roads = 1U << 1, .areas = 1U << 1}, /* primary in class 1 */
                                        {.roads = UINT64_MAX, .areas = 1U << 1},
                                        {.roads = UINT64_MAX, .areas = UINT32_MAX}};
    for (int h = 0; h < 24; h++) factors[0].by_hour[h] = factors[1].by_hour[h] = factors[2].by_hour[h] = 1;
    factors[0].by_hour[8] = 0.5;
    factors[1].by_hour[8] = factors[1].by_hour[9] = 0.8;
    factors[2].by_hour[20] = 0.5;
    land.def.classes = (struct ems_raster){
        .low = {-2600, -2000}, .cell_m = 4000, .columns = 2, .rows = 1, .values = cells}; /* 1 from x 1400 */
    land.def.hour_factor[10] = 0.5;
    land.def.start_of_day = 5 * EMS_HOUR;
    land.def.road.factors = factors;
    land.def.road.factor_count = 3;
    check_text(land.network.class_name[1], "primary");
    struct ems_location a = add_place(&land, -100, 0), b = add_place(&land, 2000, 50);
    for (int32_t sources = 0; sources <= 2; sources++) {
        init(&land, sources);
        check_int(land.travel.road->conditions.count, 4); /* usual, 8, 9 and 20 o'clock */
        check_int(time_at(&land, a, b, EMS_LIGHTS, 0), 135 * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 3 * EMS_HOUR), (10 + 60 + 150 + 5) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 4 * EMS_HOUR - 1), (10 + 60 + 150 + 5) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 4 * EMS_HOUR), (10 + 60 + 75 + 5) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 5 * EMS_HOUR), 2 * 135 * S); /* off the road too */
        check_int(time_at(&land, a, b, EMS_LIGHTS, 6 * EMS_HOUR), 135 * S);
        check_int(time_at(&land, b, a, EMS_NORMAL, 15 * EMS_HOUR), (10 + 200 + 200 + 20) * S);
        check_int(time_at(&land, b, a, EMS_NORMAL, (24 + 15) * EMS_HOUR), (10 + 200 + 200 + 20) * S);
        check_near(length_of(&land, a, b), 2150, 1e-3);
    }
    end(&land);
}

static void closures_and_slow_roads(void **state)
{
    (void)state;
    struct land land;
    begin(&land, false);
    const struct ems_shape circle = ems_shape_circle((struct ems_point){1500, 100}, 101);
    const struct ems_shape beside = ems_shape_circle((struct ems_point){1500, 100}, 99);
    const struct ems_road_change changes[] = {
        {.from = 3600 * S, .to = 7200 * S, .roads = UINT64_MAX, .within = &circle, .factor = 0},
        {.from = 3600 * S, .to = EMS_NEVER, .roads = UINT64_MAX, .within = &beside, .factor = 0},
        {.from = 7000 * S, .to = 9000 * S, .roads = 1U << 1, .factor = 0.5},
        {.from = 8000 * S, .to = 10000 * S, .roads = UINT64_MAX, .factor = 0.5}};
    land.def.road.changes = changes;
    land.def.road.change_count = 4;
    struct ems_location a = add_place(&land, -100, 0), b = add_place(&land, 2000, 50);
    for (int32_t sources = 0; sources <= 2; sources++) {
        init(&land, sources);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 3600 * S - 1), 135 * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 3600 * S), EMS_NEVER);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 7200 * S - 1), EMS_NEVER);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 7200 * S), (15 + 60 + 120) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 8500 * S), (15 + 120 + 240) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 9000 * S), (15 + 120 + 120) * S);
        check_int(time_at(&land, a, b, EMS_LIGHTS, 10000 * S), 135 * S);
        struct ems_trip trip = {.from = a, .to = b, .mode = EMS_LIGHTS, .depart = 5000 * S};
        check_true(!ems_trip_plan(&land.travel, &trip, false, NULL));
        check_true(ems_trip_plan(&land.travel, &trip, true, NULL)); /* over the closed road, to come home */
        check_int(trip.expected, 135 * S);
        check_int(trip.as_if_open, 1);
        check_near(trip.length_m, 2150, 1e-3);
        trip.arrive = trip.depart + trip.expected;
        struct ems_location spot = ems_trip_location(&land.travel, &trip, trip.depart + 100 * S, NULL);
        check_near(spot.at.x_m, 1500, 1e-3);
        check_int(spot.node, 2);
        check_int(spot.lead, 30 * S);
        trip.depart = 3000 * S;
        check_true(ems_trip_plan(&land.travel, &trip, true, NULL));
        check_int(trip.as_if_open, 0);
        struct ems_travel usual = land.travel;
        usual.changeless = true; /* coverage asks so */
        check_int(ems_travel_time(&usual, &a, &b, EMS_LIGHTS, 5000 * S), 135 * S);
    }
    end(&land);
}

/* The end of an edge at which a closed one begins is still reached; on the closed edge nobody is. */
static void places_on_a_closed_edge_are_cut_off(void **state)
{
    (void)state;
    struct land land;
    begin(&land, true);
    const struct ems_road_change closed = {.from = 0, .to = 60 * S, .roads = 1U << 1, .factor = 0};
    land.def.road.changes = &closed;
    land.def.road.change_count = 1;
    struct ems_location p = add_place(&land, 300, 20), r = add_place(&land, 1500, 30),
                        r2 = add_place(&land, 1600, 30), q = add_place(&land, 700, -10);
    for (int32_t sources = 0; sources <= 4; sources++) {
        init(&land, sources);
        check_int(time_at(&land, p, r, EMS_LIGHTS, 0), EMS_NEVER);
        check_int(time_at(&land, r, p, EMS_LIGHTS, 0), EMS_NEVER);
        check_int(time_at(&land, r, r2, EMS_LIGHTS, 0), EMS_NEVER);
        check_int(time_at(&land, p, q, EMS_LIGHTS, 0), 27 * S);
        check_int(time_at(&land, r, r2, EMS_LIGHTS, 60 * S), (3 + 6 + 3) * S);
    }
    end(&land);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_change_classes_of_road_in_classes_of_area),
        cmocka_unit_test(closures_and_slow_roads),
        cmocka_unit_test(places_on_a_closed_edge_are_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
