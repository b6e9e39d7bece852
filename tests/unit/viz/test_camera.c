#include "viz/camera.h"

#include "support/check.h"

static struct viz_bounds box(double x0, double y0, double x1, double y1)
{
    struct viz_bounds b = viz_bounds_empty();
    viz_bounds_add(&b, (struct ems_point){x0, y0});
    viz_bounds_add(&b, (struct ems_point){x1, y1});
    return b;
}

static void a_fit_shows_all_with_its_margin_and_north_up(void **state)
{
    (void)state;
    struct viz_camera c = viz_camera_fit(box(-1000, 0, 3000, 1000), 840, 640, 20);
    check_near(c.m_per_px, 5, 1e-12); /* 4,000 m in 800 px */
    struct viz_pixel west = viz_camera_pixel(&c, (struct ems_point){-1000, 500});
    struct viz_pixel north_east = viz_camera_pixel(&c, (struct ems_point){3000, 1000});
    check_near(west.x, 20, 1e-9);
    check_near(west.y, 320, 1e-9);
    check_near(north_east.x, 820, 1e-9);
    check_near(north_east.y, 220, 1e-9);
}

static void pixels_and_points_are_inverse(void **state)
{
    (void)state;
    struct viz_camera c = viz_camera_fit(box(0, 0, 70000, 30000), 801, 603, 13);
    for (int i = 0; i < 50; i++) {
        double x = i * 37 % 801, y = i * 91 % 603;
        struct viz_pixel p = viz_camera_pixel(&c, viz_camera_point(&c, x, y));
        check_near(p.x, x, 1e-9);
        check_near(p.y, y, 1e-9);
    }
}

static void panning_moves_the_place_under_the_mouse_with_it(void **state)
{
    (void)state;
    struct viz_camera c = viz_camera_fit(box(0, 0, 1000, 1000), 500, 500, 0);
    struct ems_point held = viz_camera_point(&c, 100, 200);
    viz_camera_pan(&c, 30, -70);
    struct viz_pixel now = viz_camera_pixel(&c, held);
    check_near(now.x, 130, 1e-9);
    check_near(now.y, 130, 1e-9);
}

static void zooming_keeps_the_place_under_the_mouse(void **state)
{
    (void)state;
    struct viz_camera c = viz_camera_fit(box(0, 0, 90000, 90000), 900, 900, 0);
    struct ems_point held = viz_camera_point(&c, 777, 111);
    for (int i = 0; i < 20; i++) viz_camera_zoom(&c, 777, 111, i % 3 == 0 ? 0.7 : 1.3);
    struct viz_pixel now = viz_camera_pixel(&c, held);
    check_near(now.x, 777, 1e-6);
    check_near(now.y, 111, 1e-6);
}

static void zooming_ends_at_the_limits(void **state)
{
    (void)state;
    struct viz_camera c = viz_camera_fit(box(0, 0, 1000, 1000), 500, 500, 0);
    for (int i = 0; i < 200; i++) viz_camera_zoom(&c, 10, 10, 1.5);
    check_near(c.m_per_px, VIZ_CAMERA_CLOSEST, 0);
    for (int i = 0; i < 400; i++) viz_camera_zoom(&c, 10, 10, 0.5);
    check_near(c.m_per_px, VIZ_CAMERA_WIDEST, 0);
}

static void a_map_without_extent_gets_a_view(void **state)
{
    (void)state;
    struct viz_camera nothing = viz_camera_fit(viz_bounds_empty(), 500, 400, 10);
    struct viz_camera point = viz_camera_fit(box(5, 7, 5, 7), 500, 400, 10);
    check_true(nothing.m_per_px > 1 && nothing.m_per_px < 100);
    check_near(point.m_per_px, nothing.m_per_px, 0);
    check_near(point.centre.x_m, 5, 0);
    check_near(point.centre.y_m, 7, 0);
    struct viz_camera no_room = viz_camera_fit(box(0, 0, 1000, 1000), 10, 10, 30);
    check_true(isfinite(no_room.m_per_px) && no_room.m_per_px > 0);
}

static void a_widened_view_has_the_same_middle(void **state)
{
    (void)state;
    struct viz_camera c = viz_camera_fit(box(0, 0, 1000, 700), 500, 400, 10),
                      wide = viz_camera_widened(&c, 160);
    struct viz_pixel a = viz_camera_pixel(&c, (struct ems_point){100, 100});
    struct viz_pixel b = viz_camera_pixel(&wide, (struct ems_point){100, 100});
    check_near(b.x - a.x, 160, 1e-9);
    check_near(b.y - a.y, 160, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fit_shows_all_with_its_margin_and_north_up),
        cmocka_unit_test(pixels_and_points_are_inverse),
        cmocka_unit_test(panning_moves_the_place_under_the_mouse_with_it),
        cmocka_unit_test(zooming_keeps_the_place_under_the_mouse),
        cmocka_unit_test(zooming_ends_at_the_limits),
        cmocka_unit_test(a_map_without_extent_gets_a_view),
        cmocka_unit_test(a_widened_view_has_the_same_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
