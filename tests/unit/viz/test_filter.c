#include "viz/filter.h"
#include "viz/picking.h"

#include "support/check.h"

static void nothing_chosen_takes_all(void **state)
{
    (void)state;
    struct ems_call_filter f = ems_call_filter_default();
    assert_false(viz_filter_is_on(&f));
    assert_true(viz_filter_takes(&f, 0, 3, EMS_NONE));
    assert_true(viz_filter_takes(&f, 9, 23, 4));
}

static void each_choice_leaves_out_by_itself(void **state)
{
    (void)state;
    struct ems_call_filter f = ems_call_filter_default();
    f.priorities = 1U << 0 | 1U << 2;
    assert_true(viz_filter_is_on(&f));
    assert_true(viz_filter_takes(&f, 1, 0, 0));
    assert_false(viz_filter_takes(&f, 2, 0, 0));
    assert_true(viz_filter_takes(&f, 3, 0, 0));
    assert_false(viz_filter_takes(&f, 0, 0, 0)); /* no request */
    f = ems_call_filter_default();
    f.hours = 1U << 8 | 1U << 23;
    assert_true(viz_filter_takes(&f, 2, 8, 0));
    assert_false(viz_filter_takes(&f, 2, 9, 0));
    assert_true(viz_filter_takes(&f, 2, 23, 0));
    f = ems_call_filter_default();
    f.area = 2;
    assert_true(viz_filter_takes(&f, 2, 8, 2));
    assert_false(viz_filter_takes(&f, 2, 8, 0));
    assert_false(viz_filter_takes(&f, 2, 8, EMS_NONE));
}

static void tasks_of_a_moment_are_left_in_order(void **state)
{
    (void)state;
    struct ems_task_view tasks[] = {{.call = 1, .priority = 1, .area = 0},
                                    {.call = 2, .priority = 2, .area = 0},
                                    {.call = 3, .priority = 1, .area = 1},
                                    {.call = 4, .priority = 1, .area = 0}};
    struct viz_moment moment = {.task = tasks, .task_count = 4};
    struct ems_call_filter f = ems_call_filter_default();
    f.priorities = 1;
    f.area = 0;
    viz_filter_moment(&f, &moment, NULL);
    check_int(moment.task_count, 2);
    check_int((int64_t)moment.task[0].call, 1);
    check_int((int64_t)moment.task[1].call, 4);
}

static void places_survive_being_picked(void **state)
{
    (void)state;
    const struct ems_point points[] = {{0, 0}, {12345.6, -9876.5}, {-2000000.1, 1500000.4}};
    for (int i = 0; i < 3; i++) {
        struct viz_pick pick = viz_pick_place(points[i]);
        struct ems_point back = viz_pick_point(pick);
        check_int(pick.kind, VIZ_PICK_PLACE);
        check_near(back.x_m, points[i].x_m, 0.11);
        check_near(back.y_m, points[i].y_m, 0.11);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_chosen_takes_all),
        cmocka_unit_test(each_choice_leaves_out_by_itself),
        cmocka_unit_test(tasks_of_a_moment_are_left_in_order),
        cmocka_unit_test(places_survive_being_picked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
