/* Arenas and growing arrays: zeroed, aligned, apart from each other, and honest about memory that is out. */
#include "support/check.h"

#include "base/arena.h"
#include "base/array.h"
#include "base/pages.h"

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    unsigned char *pieces[300];
    size_t sizes[300];
    for (size_t i = 0; i < 300; i++) {
        sizes[i] = 1 + i * i % 1777;
        pieces[i] = ems_arena_alloc(&arena, 1, sizes[i]);
        assert_non_null(pieces[i]);
        check_int((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < sizes[i]; k++) assert_int_equal(pieces[i][k], 0);
        memset(pieces[i], (int)(i % 255) + 1, sizes[i]);
    }
    for (size_t i = 0; i < 300; i++)
        for (size_t k = 0; k < sizes[i]; k++) assert_int_equal(pieces[i][k], (int)(i % 255) + 1);
    ems_arena_free(&arena);
}

static void a_failure_stays(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    assert_null(ems_arena_alloc(&arena, SIZE_MAX / 2, 16));
    check_true(arena.failed);
    ems_arena_free(&arena);
}

struct journal {
    char letters[8];
    size_t count;
};
struct entry {
    struct journal *journal;
    char letter;
};

static void write_down(void *argument)
{
    const struct entry *entry = argument;
    entry->journal->letters[entry->journal->count++] = entry->letter;
}

/* What is deferred may itself lie in the arena. */
static void defer_letter(struct ems_arena *arena, struct journal *journal, char letter)
{
    struct entry *entry = EMS_NEW(arena, struct entry);
    *entry = (struct entry){journal, letter};
    check_true(ems_arena_defer(arena, write_down, entry));
}

static void what_is_deferred_comes_once_and_backwards(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    struct journal journal = {0};
    defer_letter(&arena, &journal, 'a');
    ems_arena_alloc(&arena, 1, 1 << 20); /* entries in several blocks */
    defer_letter(&arena, &journal, 'b');
    check_text(journal.letters, "");
    ems_arena_reset(&arena);
    check_text(journal.letters, "ba");
    defer_letter(&arena, &journal, 'c');
    ems_arena_free(&arena);
    check_text(journal.letters, "bac");
    ems_arena_free(&arena);
    check_text(journal.letters, "bac");
}

static void texts_are_copied(void **state)
{
    (void)state;
    struct ems_arena arena = {0};
    char text[] = "abc";
    char *copy = ems_arena_strdup(&arena, text), *part = ems_arena_strndup(&arena, text, 2);
    text[0] = 'x';
    check_text(copy, "abc");
    check_text(part, "ab");
    check_text(ems_arena_format(&arena, "%s=%d", copy, 5), "abc=5");
    ems_arena_free(&arena);
}

static void arrays_grow_and_keep(void **state)
{
    (void)state;
    EMS_ARRAY(int64_t) numbers = {0};
    for (int64_t i = 0; i < 5000; i++) assert_true(EMS_PUSH(&numbers, i));
    for (int64_t i = 0; i < 5000; i++) check_int(numbers.items[i], i);
    check_int(numbers.count, 5000);
    check_true(numbers.capacity >= 5000);
    check_int((int64_t)((uintptr_t)numbers.items % 64), 0);
    for (int32_t i = 5000; i < numbers.capacity; i++) check_int(numbers.items[i], 0);
    const int64_t too_many = (int64_t)INT32_MAX + 1;
    check_true(!EMS_RESERVE(&numbers, too_many));
    check_int(numbers.items[4999], 4999);
    free(numbers.items);
}

/* As it grows beyond where it has pages of its own. */
static void large_arrays_have_large_pages(void **state)
{
    (void)state;
    EMS_ARRAY(int64_t) numbers = {0};
    for (int64_t i = 0; i < 100000; i++) assert_true(EMS_PUSH(&numbers, i));
    check_int((int64_t)((uintptr_t)numbers.items % EMS_LARGE_PAGE), 0);
    for (int64_t i = 0; i < 100000; i++) check_int(numbers.items[i], i);
    for (int32_t i = 100000; i < numbers.capacity; i++) check_int(numbers.items[i], 0);
    free(numbers.items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(a_failure_stays),
        cmocka_unit_test(what_is_deferred_comes_once_and_backwards),
        cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(arrays_grow_and_keep),
        cmocka_unit_test(large_arrays_have_large_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
