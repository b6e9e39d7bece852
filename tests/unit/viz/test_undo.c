#include "viz/undo.h"

#include "support/check.h"

static int value_of(const void *item)
{
    return item != NULL ? *(const int *)item : -1;
}

static void push(struct viz_undo *u, int value)
{
    check_ok(viz_undo_push(u, &value));
}

static void changes_come_back_last_first_and_can_be_done_again(void **state)
{
    (void)state;
    struct viz_undo u = viz_undo_of(sizeof(int));
    check_int(value_of(viz_undo_back(&u)), -1);
    for (int i = 0; i < 40; i++) push(&u, i);
    for (int i = 39; i >= 0; i--) check_int(value_of(viz_undo_back(&u)), i);
    check_int(value_of(viz_undo_back(&u)), -1);
    for (int i = 0; i < 40; i++) check_int(value_of(viz_undo_forward(&u)), i);
    check_int(value_of(viz_undo_forward(&u)), -1);
    viz_undo_free(&u);
}

static void a_new_change_forgets_what_was_taken_back(void **state)
{
    (void)state;
    struct viz_undo u = viz_undo_of(sizeof(int));
    push(&u, 1);
    push(&u, 2);
    viz_undo_back(&u);
    push(&u, 3);
    check_int(value_of(viz_undo_forward(&u)), -1);
    check_int(u.done, 2);
    check_int(value_of(viz_undo_at(&u, 1)), 3);
    viz_undo_free(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_come_back_last_first_and_can_be_done_again),
        cmocka_unit_test(a_new_change_forgets_what_was_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
