/* Travel times against the formulas they follow. */
#include "travel/travel.h"

#include "support/check.h"

static struct ems_travel_def plain(void)
{
    struct ems_travel_def def = {.kind = EMS_TRAVEL_STRAIGHT, .detour = 1.3, .class_count = 2};
    for (int m = 0; m < EMS_MODES; m++)
        for (int c = 0; c < 2; c++) def.speed_mps[m][c] = m == EMS_LIGHTS ? 20 : 10;
    for (int h = 0; h < 24; h++) def.hour_factor[h] = 1;
    return def;
}

static struct ems_location at(double x_m, double y_m)
{
    return (struct ems_location){.at = {x_m, y_m}, .place = EMS_NOWHERE_FIXED};
}

static void uniform_speed_is_length_over_speed(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_travel travel;
    struct ems_travel_def def = plain();
    assert_int_equal(ems_travel_init(&travel, &def, &arena), EMS_OK);
    struct ems_location a = at(0, 0), b = at(3000, 4000);
    assert_true(ems_travel_time(&travel, &a, &b, EMS_LIGHTS, 0) == 325 * EMS_SECOND);
    assert_true(ems_travel_time(&travel, &b, &a, EMS_NORMAL, 0) == 650 * EMS_SECOND);
    struct ems_trip trip = {.from = a, .to = b};
    assert_true(ems_trip_plan(&travel, &trip, false, NULL));
    check_near(trip.length_m, 6500, 1e-9);
    ems_arena_free(&arena);
}

/* West of x = 1000 class 0, east of it class 1. */
static void speeds_are_integrated_over_classes(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_travel travel;
    static const uint8_t cells[] = {0, 1, 0, 1};
    struct ems_travel_def def = plain();
    def.detour = 1;
    def.speed_mps[EMS_LIGHTS][1] = 40;
    def.classes =
        (struct ems_raster){.low = {0, 0}, .cell_m = 1000, .columns = 2, .rows = 2, .values = cells};
    assert_int_equal(ems_travel_init(&travel, &def, &arena), EMS_OK);
    struct ems_location a = at(200, 500), b = at(1800, 500);
    assert_true(ems_travel_time(&travel, &a, &b, EMS_LIGHTS, 0) == 60 * EMS_SECOND); /* 800/20 + 800/40 */
    assert_true(ems_travel_time(&travel, &b, &a, EMS_LIGHTS, 0) == 60 * EMS_SECOND);
    struct ems_trip trip = {.from = a, .to = b, .depart = 0, .arrive = 60 * EMS_SECOND, .mode = EMS_LIGHTS};
    check_near(ems_trip_position(&travel, &trip, 20 * EMS_SECOND).x_m, 600, 0.01);
    check_near(ems_trip_position(&travel, &trip, 50 * EMS_SECOND).x_m, 1400, 0.01);
    check_near(ems_trip_position(&travel, &trip, 99 * EMS_SECOND).x_m, 1800, 0);
    ems_arena_free(&arena);
}

static void tables_give_the_same_times(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    static const uint8_t cells[] = {0, 1, 1, 0};
    const struct ems_point places[] = {{100, 100}, {1900, 300}, {250, 1700}, {1300, 1250}};
    struct ems_travel travel;
    struct ems_travel_def def = plain();
    def.speed_mps[EMS_LIGHTS][1] = 37;
    def.classes =
        (struct ems_raster){.low = {0, 0}, .cell_m = 1000, .columns = 2, .rows = 2, .values = cells};
    def.places = places;
    def.place_count = 4;
    def.source_count = 2;
    assert_int_equal(ems_travel_init(&travel, &def, &arena), EMS_OK);
    assert_non_null(travel.table[EMS_LIGHTS]);
    assert_null(travel.table[EMS_NORMAL]); /* one speed: cheaper to reckon */
    for (int32_t i = 0; i < 4; i++)
        for (int32_t j = 0; j < 4; j++) {
            struct ems_location fixed_a = {.at = places[i], .place = i},
                                fixed_b = {.at = places[j], .place = j};
            struct ems_location free_a = {.at = places[i], .place = -1},
                                free_b = {.at = places[j], .place = -1};
            assert_true(ems_travel_time(&travel, &fixed_a, &fixed_b, EMS_LIGHTS, 0) ==
                        ems_travel_time(&travel, &free_a, &free_b, EMS_LIGHTS, 0));
        }
    ems_arena_free(&arena);
}

/* Kolesar, Walker and Hausner 1975 with v = 100.7 km/h and a = 41.0 km/h/min: minutes for 1, 3, 5, 10 km. */
static void square_root_law_gives_the_published_times(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_travel travel;
    struct ems_travel_def def = plain();
    def.detour = 1;
    def.use_law = true;
    def.cruise_mps = 100.7 / 3.6;
    def.acceleration_mps2 = 41.0 / 3.6 / 60;
    assert_int_equal(ems_travel_init(&travel, &def, &arena), EMS_OK);
    const double km[] = {1, 3, 5, 10}, minutes[] = {2.419434, 4.190582, 5.435244, 8.414390};
    for (int i = 0; i < 4; i++) {
        struct ems_location a = at(0, 0), b = at(km[i] * 1000, 0);
        check_near((double)ems_travel_time(&travel, &a, &b, EMS_LIGHTS, 0) / 6e7, minutes[i], 5e-7);
    }
    ems_arena_free(&arena);
}

static void slower_hours_and_stretches_take_longer(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_travel travel;
    struct ems_travel_def def = plain();
    const struct ems_speed_change snow = {.from = 30 * EMS_HOUR, .to = 31 * EMS_HOUR, .factor = 0.8};
    def.hour_factor[8] = 0.5;
    def.start_of_day = 6 * EMS_HOUR;
    def.changes = &snow;
    def.change_count = 1;
    assert_int_equal(ems_travel_init(&travel, &def, &arena), EMS_OK);
    struct ems_location a = at(0, 0), b = at(2000, 0);
    ems_time usual = 130 * EMS_SECOND;
    assert_true(ems_travel_time(&travel, &a, &b, EMS_LIGHTS, 0) == usual);
    assert_true(ems_travel_time(&travel, &a, &b, EMS_LIGHTS, 2 * EMS_HOUR) == 2 * usual); /* 8 o'clock */
    assert_true(ems_travel_time(&travel, &a, &b, EMS_LIGHTS, 3 * EMS_HOUR) == usual);
    assert_true(ems_travel_time(&travel, &a, &b, EMS_LIGHTS, 30 * EMS_HOUR) ==
                usual / 4 * 5); /* noon, snow */
    assert_true(ems_travel_time(&travel, &a, &b, EMS_LIGHTS, 31 * EMS_HOUR) == usual);
    ems_arena_free(&arena);
}

static void the_bound_is_below_every_time(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct ems_travel_def def = plain();
    static const uint8_t cells[] = {0, 1, 1, 0};
    def.speed_mps[EMS_LIGHTS][1] = 33;
    def.hour_factor[3] = 1.4;
    def.classes =
        (struct ems_raster){.low = {0, 0}, .cell_m = 1000, .columns = 2, .rows = 2, .values = cells};
    for (int law = 0; law < 2; law++) {
        struct ems_travel travel;
        def.use_law = law;
        def.cruise_mps = 25;
        def.acceleration_mps2 = 0.3;
        assert_int_equal(ems_travel_init(&travel, &def, &arena), EMS_OK);
        for (int i = 0; i < 200; i++) {
            struct ems_location a = at((i * 37) % 2000, (i * 91) % 2000),
                                b = at((i * 53) % 2000, (i * 17) % 2000);
            ems_time bound = ems_travel_bound(&travel, ems_point_distance(a.at, b.at), EMS_LIGHTS);
            for (int hour = 0; hour < 24; hour++) {
                ems_time time = ems_travel_time(&travel, &a, &b, EMS_LIGHTS, hour * EMS_HOUR);
                assert_true(bound <= time);
                assert_true(ems_travel_reach_m(&travel, time, EMS_LIGHTS) >= ems_point_distance(a.at, b.at));
            }
        }
    }
    ems_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uniform_speed_is_length_over_speed),
        cmocka_unit_test(speeds_are_integrated_over_classes),
        cmocka_unit_test(tables_give_the_same_times),
        cmocka_unit_test(square_root_law_gives_the_published_times),
        cmocka_unit_test(slower_hours_and_stretches_take_longer),
        cmocka_unit_test(the_bound_is_below_every_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
