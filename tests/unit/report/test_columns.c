/* Display columns of characters, and where a text is cut. */
#include "support/check.h"

#include "report/columns.h"

static void test_widths(void **state)
{
    (void)state;
    const struct {
        const char *text;
        int32_t columns;
    } texts[] = {{"", 0},        {"abc", 3},     {"蛟河市", 6}, {"（分:秒）", 9}, {"é", 1},
                 {"e\u0301", 1}, {"가나", 4},    {"ｶﾅ", 2},     {"カナ", 4},      {"𠀀", 2},
                 {"a\tb", 2},    {"\u200bx", 1}, {"≤ 10", 4},   {"🚑", 2},         {"，。！", 6}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_int(ems_columns_width(texts[i].text), texts[i].columns);
}

static void test_malformed_bytes_go_one_by_one(void **state)
{
    (void)state;
    const char *p = "\xe4\xb8"
                    "a\xff";
    check_int(ems_columns_next(&p), 0xfffd);
    check_int(ems_columns_next(&p), 0xfffd);
    check_int(ems_columns_next(&p), 'a');
    check_int(ems_columns_next(&p), 0xfffd);
    check_int(ems_columns_next(&p), 0);
}

static void test_cut_at_whole_characters(void **state)
{
    (void)state;
    check_int(ems_columns_fit("蛟河市", 6), 9);
    check_int(ems_columns_fit("蛟河市", 5), 6); /* half a character does not fit */
    check_int(ems_columns_fit("蛟河市", 1), 0);
    check_int(ems_columns_fit("ab", 80), 2);
    check_int(ems_columns_fit("e\u0301x", 1), 3); /* a mark stays with its letter */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_malformed_bytes_go_one_by_one),
        cmocka_unit_test(test_cut_at_whole_characters),
    };
    return cmocka_run_group_tests_name("report/columns", tests, NULL, NULL);
}
