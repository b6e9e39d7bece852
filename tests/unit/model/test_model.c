/* Questions to a model: the hour, the area of a point, needs. */
#include "model/model.h"

#include "support/check.h"

static void night_may_pass_midnight(void **state)
{
    (void)state;
    struct ems_model m = {.clock = {.start_of_day = 6 * EMS_HOUR},
                          .durations = {.night_from = 22 * EMS_HOUR, .night_to = 6 * EMS_HOUR}};
    assert_false(ems_model_is_night(&m, 0)); /* six in the morning */
    assert_false(ems_model_is_night(&m, 16 * EMS_HOUR - 1));
    assert_true(ems_model_is_night(&m, 16 * EMS_HOUR));
    assert_true(ems_model_is_night(&m, 24 * EMS_HOUR - 1));
    assert_ptr_equal(ems_model_turnout(&m, 17 * EMS_HOUR), &m.durations.turnout_night);
    assert_ptr_equal(ems_model_turnout(&m, 0), &m.durations.turnout_day);
    m.durations.night_to = m.durations.night_from; /* no night */
    assert_ptr_equal(ems_model_turnout(&m, 17 * EMS_HOUR), &m.durations.turnout_day);
}

static void a_point_is_in_the_smallest_area(void **state)
{
    (void)state;
    struct ems_area areas[3] = {
        {.id = "county", .area_m2 = 400, .shape = ems_shape_circle((struct ems_point){0, 0}, 20)},
        {.id = "town", .area_m2 = 25, .shape = ems_shape_circle((struct ems_point){5, 0}, 5)},
        {.id = "twin", .area_m2 = 25, .shape = ems_shape_circle((struct ems_point){5, 0}, 5)},
    };
    const struct ems_model m = {.areas = areas, .area_count = 3};
    check_int(ems_model_area_at(&m, (struct ems_point){6, 0}), 1); /* a tie goes by the order of the file */
    check_int(ems_model_area_at(&m, (struct ems_point){-6, 0}), 0);
    check_int(ems_model_area_at(&m, (struct ems_point){50, 0}), EMS_NONE);
}

static void demand_ends_with_the_horizon(void **state)
{
    (void)state;
    const double hourly[] = {0.5, 1.5, 1.0};
    const struct ems_model m = {.clock = {.start_of_day = EMS_HOUR / 2},
                                .demand = {.hourly = hourly, .hour_count = 3}};
    check_near(ems_model_demand_factor(&m, 0), 0.5, 0);
    check_near(ems_model_demand_factor(&m, EMS_HOUR / 2), 1.5, 0);
    check_near(ems_model_demand_factor(&m, 3 * EMS_HOUR), 0, 0);
}

static void needs_are_distinct_bits(void **state)
{
    (void)state;
    uint32_t all = ems_need_bit(EMS_NONE);
    for (int32_t t = 0; t < EMS_VEHICLE_TYPES_MAX; t++) {
        assert_true((all & ems_need_bit(t)) == 0);
        all |= ems_need_bit(t);
    }
    assert_true(all == UINT32_MAX);
}

static void check_stretch(const struct ems_model *m, int32_t window, enum ems_stretch stretch, int64_t from_h,
                          int64_t to_h)
{
    ems_time from, to;
    ems_model_stretch(m, window, stretch, &from, &to);
    check_int(from / EMS_HOUR, from_h);
    check_int(to / EMS_HOUR, to_h);
}

static void stretches_are_held_in_what_is_counted(void **state)
{
    (void)state;
    const struct ems_window windows[] = {{30 * EMS_HOUR, 40 * EMS_HOUR},
                                         {12 * EMS_HOUR, 20 * EMS_HOUR},
                                         {90 * EMS_HOUR, EMS_NEVER},
                                         {2 * EMS_HOUR, 14 * EMS_HOUR}};
    struct ems_model m = {
        .clock = {.warmup = 10 * EMS_HOUR, .duration = 90 * EMS_HOUR}, .windows = windows, .window_count = 4};
    check_stretch(&m, 0, EMS_STRETCH_BEFORE, 20, 30);
    check_stretch(&m, 0, EMS_STRETCH_DURING, 30, 40);
    check_stretch(&m, 0, EMS_STRETCH_AFTER, 40, 50);
    check_stretch(&m, 1, EMS_STRETCH_BEFORE, 10, 12); /* counting begins */
    check_stretch(&m, 1, EMS_STRETCH_AFTER, 20, 28);
    check_stretch(&m, 2, EMS_STRETCH_BEFORE, 80, 90); /* as long as what is left */
    check_stretch(&m, 2, EMS_STRETCH_DURING, 90, 100);
    check_stretch(&m, 2, EMS_STRETCH_AFTER, 100, 100); /* nothing */
    check_stretch(&m, 3, EMS_STRETCH_DURING, 10, 14);
    ems_time from, to;
    ems_model_stretch(&m, 3, EMS_STRETCH_BEFORE, &from, &to);
    check_true(from >= to);
    m.clock.duration = EMS_NEVER; /* a trace */
    check_stretch(&m, 0, EMS_STRETCH_AFTER, 40, 50);
    ems_model_stretch(&m, 2, EMS_STRETCH_DURING, &from, &to);
    check_true(to == EMS_NEVER);
    ems_model_stretch(&m, 2, EMS_STRETCH_AFTER, &from, &to);
    check_true(from >= to);
    ems_model_stretch(&m, 2, EMS_STRETCH_BEFORE, &from, &to);
    check_int(from / EMS_HOUR, 10);
    check_int(to / EMS_HOUR, 90);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(night_may_pass_midnight),
        cmocka_unit_test(a_point_is_in_the_smallest_area),
        cmocka_unit_test(demand_ends_with_the_horizon),
        cmocka_unit_test(stretches_are_held_in_what_is_counted),
        cmocka_unit_test(needs_are_distinct_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
