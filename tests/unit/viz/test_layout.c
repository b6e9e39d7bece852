#include "viz/layout.h"

#include "support/check.h"

static struct viz_layout of(int width, int height, double scale, int maps)
{
    return viz_layout_of(&(struct viz_layout_wish){
        .width = width, .height = height, .scale = scale, .maps = maps, .panel = true, .timeline = true});
}

static bool is_inside(struct viz_rect r, int width, int height)
{
    return r.x >= 0 && r.y >= 0 && r.w >= 0 && r.h >= 0 && r.x + r.w <= width && r.y + r.h <= height;
}

static bool overlap(struct viz_rect a, struct viz_rect b)
{
    return a.w > 0 && a.h > 0 && b.w > 0 && b.h > 0 && a.x < b.x + b.w && b.x < a.x + a.w &&
           a.y < b.y + b.h && b.y < a.y + a.h;
}

static void check_parts(const struct viz_layout *l, int width, int height)
{
    const struct viz_rect parts[] = {l->menu, l->timeline, l->status, l->map[0], l->map[1], l->panel};
    int count = l->panel_covers ? 5 : 6;
    for (int i = 0; i < 6; i++) check_true(is_inside(parts[i], width, height));
    for (int i = 0; i < count; i++)
        for (int k = 0; k < i; k++) check_true(!overlap(parts[i], parts[k]));
}

static void parts_never_overlap_whatever_the_size(void **state)
{
    (void)state;
    for (int width = 0; width <= 2000; width += 50)
        for (int height = 0; height <= 1200; height += 60)
            for (int size = 0; size < 3; size++)
                for (int maps = 1; maps <= 2; maps++) {
                    struct viz_layout l = of(width, height, 1 + size * 0.25, maps);
                    check_parts(&l, width, height);
                }
}

static void a_usual_window_gives_most_to_the_map(void **state)
{
    (void)state;
    struct viz_layout l = of(1280, 800, 1, 1);
    check_true(!l.panel_covers);
    check_true(l.map[0].w >= 900 && l.map[0].h >= 600);
    check_int(l.map[1].w, 0);
    check_int(l.map[0].w + l.panel.w, 1280);
    check_int(l.menu.h + l.map[0].h + l.timeline.h + l.status.h, 800);
}

static void a_narrow_window_keeps_its_map(void **state)
{
    (void)state;
    struct viz_layout l = of(300, 400, 1, 1);
    check_true(l.panel_covers);
    check_int(l.map[0].w, 300);
    check_true(l.map[0].h > 150);
    check_true(l.panel.w <= 300);
}

static void a_small_screen_has_room_for_panel_and_map(void **state)
{
    (void)state;
    struct viz_layout l = of(640, 480, 1, 1);
    check_true(!l.panel_covers);
    check_int(l.map[0].w + l.panel.w, 640);
    check_true(l.map[0].w >= 290);
    check_true(of(640, 480, 1.5, 1).panel_covers);
}

static void two_maps_are_equally_wide(void **state)
{
    (void)state;
    struct viz_layout l = of(1281, 800, 1, 2);
    check_within(l.map[1].w - l.map[0].w, 0, 1);
    check_int(l.map[0].h, l.map[1].h);
    check_true(l.map[0].x + l.map[0].w < l.map[1].x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_never_overlap_whatever_the_size),
        cmocka_unit_test(a_usual_window_gives_most_to_the_map),
        cmocka_unit_test(a_narrow_window_keeps_its_map),
        cmocka_unit_test(a_small_screen_has_room_for_panel_and_map),
        cmocka_unit_test(two_maps_are_equally_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
