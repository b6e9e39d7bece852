#include "viz/span.h"

#include "support/check.h"

static void pixels_and_moments_are_each_others_inverse(void **state)
{
    (void)state;
    struct viz_span span = {10 * EMS_DAY, 20 * EMS_DAY};
    check_int(viz_span_x(span, 100, 1000, 10 * EMS_DAY), 100);
    check_int(viz_span_x(span, 100, 1000, 15 * EMS_DAY), 600);
    check_int(viz_span_x(span, 100, 1000, 20 * EMS_DAY), 1100);
    for (int x = 100; x <= 1100; x += 7)
        check_int(viz_span_x(span, 100, 1000, viz_span_time(span, 100, 1000, x)), x);
}

static void pixels_outside_are_the_ends(void **state)
{
    (void)state;
    struct viz_span span = {EMS_HOUR, 2 * EMS_HOUR};
    check_int(viz_span_time(span, 50, 100, -900), EMS_HOUR);
    check_int(viz_span_time(span, 50, 100, 900), 2 * EMS_HOUR);
    check_int(viz_span_x(span, 50, 100, 0), -50);
    check_int(viz_span_x(span, 50, 100, EMS_NEVER), 250);
    check_int(viz_span_time(span, 50, 0, 60), EMS_HOUR);
}

static void zooming_keeps_the_moment_under_the_mouse(void **state)
{
    (void)state;
    struct viz_span whole = {0, 100 * EMS_DAY}, span = whole;
    ems_time at = 40 * EMS_DAY;
    for (int i = 0; i < 4; i++) {
        int before = viz_span_x(span, 0, 1000, at);
        span = viz_span_zoom(span, whole, at, 2);
        check_near(viz_span_x(span, 0, 1000, at), before, 1);
    }
    check_int((span.until - span.from) / EMS_HOUR, 100 * 24 / 16);
    for (int i = 0; i < 9; i++) span = viz_span_zoom(span, whole, at, 0.5);
    check_int(span.from, 0);
    check_int(span.until, 100 * EMS_DAY);
    for (int i = 0; i < 60; i++) span = viz_span_zoom(span, whole, at, 3);
    check_int(span.until - span.from, VIZ_SPAN_LEAST);
}

static void a_moment_that_leaves_takes_the_stretch_along(void **state)
{
    (void)state;
    struct viz_span whole = {0, 100 * EMS_DAY}, span = {10 * EMS_DAY, 20 * EMS_DAY};
    struct viz_span same = viz_span_showing(span, whole, 15 * EMS_DAY);
    check_int(same.from, span.from);
    struct viz_span later = viz_span_showing(span, whole, 50 * EMS_DAY);
    check_int(later.until - later.from, 10 * EMS_DAY);
    assert_true(later.from <= 50 * EMS_DAY && later.until >= 50 * EMS_DAY);
    struct viz_span last = viz_span_showing(span, whole, 100 * EMS_DAY);
    check_int(last.until, 100 * EMS_DAY);
    struct viz_span first = viz_span_showing(span, whole, 0);
    check_int(first.from, 0);
}

static void marks_stand_as_far_apart_as_wanted(void **state)
{
    (void)state;
    const ems_time lengths[] = {EMS_HOUR, EMS_DAY, 7 * EMS_DAY, 364 * EMS_DAY, 3640 * EMS_DAY};
    for (int i = 0; i < 5; i++) {
        struct viz_span span = {0, lengths[i]};
        ems_time tick = viz_span_tick(span, 1200, 64);
        assert_true((double)tick / (double)lengths[i] * 1200 >= 64);
        assert_true((double)tick / (double)lengths[i] * 1200 < 64 * 6);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pixels_and_moments_are_each_others_inverse),
        cmocka_unit_test(pixels_outside_are_the_ends),
        cmocka_unit_test(zooming_keeps_the_moment_under_the_mouse),
        cmocka_unit_test(a_moment_that_leaves_takes_the_stretch_along),
        cmocka_unit_test(marks_stand_as_far_apart_as_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
