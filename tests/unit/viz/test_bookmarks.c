#include "viz/bookmarks.h"

#include "support/check.h"

static void they_stand_in_order_of_time_and_once_each(void **state)
{
    (void)state;
    struct viz_bookmarks b = {0};
    const ems_time moments[] = {50, 10, 90, 10, 30, 90};
    for (int i = 0; i < 6; i++) assert_true(viz_bookmarks_add(&b, moments[i]));
    check_int(b.count, 4);
    for (int i = 1; i < b.count; i++) assert_true(b.at[i - 1] < b.at[i]);
    check_int(viz_bookmarks_find(&b, 30), 1);
    check_int(viz_bookmarks_find(&b, 31), -1);
}

static void the_next_and_the_previous_are_not_the_present_one(void **state)
{
    (void)state;
    struct viz_bookmarks b = {3, {10, 30, 50}};
    check_int(viz_bookmarks_next(&b, 30), 2);
    check_int(viz_bookmarks_previous(&b, 30), 0);
    check_int(viz_bookmarks_next(&b, 50), -1);
    check_int(viz_bookmarks_previous(&b, 10), -1);
    check_int(viz_bookmarks_next(&b, 0), 0);
}

static void removing_closes_the_gap_and_a_full_list_says_so(void **state)
{
    (void)state;
    struct viz_bookmarks b = {0};
    for (int i = 0; i < VIZ_BOOKMARKS; i++) assert_true(viz_bookmarks_add(&b, i));
    assert_false(viz_bookmarks_add(&b, 1000));
    assert_true(viz_bookmarks_add(&b, 5)); /* there already */
    viz_bookmarks_remove(&b, 5);
    check_int(viz_bookmarks_find(&b, 5), -1);
    check_int(b.at[5], 6);
    viz_bookmarks_remove(&b, 700);
    viz_bookmarks_remove(&b, -1);
    check_int(b.count, VIZ_BOOKMARKS - 1);
    assert_true(viz_bookmarks_add(&b, 1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_stand_in_order_of_time_and_once_each),
        cmocka_unit_test(the_next_and_the_previous_are_not_the_present_one),
        cmocka_unit_test(removing_closes_the_gap_and_a_full_list_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
