#include "viz/picking.h"

#include "support/check.h"

static void the_nearest_comes_first_and_far_ones_are_left_out(void **state)
{
    (void)state;
    struct viz_picks p = viz_picks_at(100, 100, 10);
    viz_picks_offer(&p, VIZ_PICK_STATION, 1, (struct viz_pixel){109, 100});
    viz_picks_offer(&p, VIZ_PICK_VEHICLE, 2, (struct viz_pixel){103, 104});
    viz_picks_offer(&p, VIZ_PICK_VEHICLE, 3, (struct viz_pixel){100, 111});
    viz_picks_offer(&p, VIZ_PICK_HOSPITAL, 4, (struct viz_pixel){100, 110});
    check_int(p.count, 3);
    check_int(p.items[0].what.id, 2);
    check_near(p.items[0].distance_px, 5, 1e-12);
    check_int(p.items[1].what.id, 1);
    check_int(p.items[2].what.id, 4); /* exactly at the edge counts */
}

static void equally_near_ones_go_by_kind_then_number(void **state)
{
    (void)state;
    struct viz_picks p = viz_picks_at(0, 0, 10);
    viz_picks_offer(&p, VIZ_PICK_STATION, 0, (struct viz_pixel){0, 0});
    viz_picks_offer(&p, VIZ_PICK_VEHICLE, 9, (struct viz_pixel){0, 0});
    viz_picks_offer(&p, VIZ_PICK_VEHICLE, 3, (struct viz_pixel){0, 0});
    viz_picks_offer(&p, VIZ_PICK_CALL, 7, (struct viz_pixel){0, 0});
    check_int(p.items[0].what.kind, VIZ_PICK_CALL);
    check_int(p.items[1].what.id, 3);
    check_int(p.items[2].what.id, 9);
    check_int(p.items[3].what.kind, VIZ_PICK_STATION);
}

/* Against sorting all of them. */
static void of_too_many_the_nearest_are_kept(void **state)
{
    (void)state;
    struct viz_picks p = viz_picks_at(0, 0, 1000);
    for (int i = 0; i < 100; i++)
        viz_picks_offer(&p, VIZ_PICK_VEHICLE, i,
                        (struct viz_pixel){(i * 37) % 101 + 1, 0}); /* all different */
    check_int(p.count, VIZ_PICKS);
    for (int i = 0; i < VIZ_PICKS; i++) {
        int rank = 0;
        double mine = p.items[i].distance_px;
        for (int k = 0; k < 100; k++) rank += (k * 37) % 101 + 1 < mine;
        check_int(rank, i);
    }
}

static void what_is_nowhere_is_not_picked(void **state)
{
    (void)state;
    struct viz_picks p = viz_picks_at(0, 0, 10);
    viz_picks_offer(&p, VIZ_PICK_VEHICLE, 1, (struct viz_pixel){NAN, 0});
    check_int(p.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_comes_first_and_far_ones_are_left_out),
        cmocka_unit_test(equally_near_ones_go_by_kind_then_number),
        cmocka_unit_test(of_too_many_the_nearest_are_kept),
        cmocka_unit_test(what_is_nowhere_is_not_picked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
