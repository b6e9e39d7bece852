/* Tables: alignment by display columns, and lines that never pass the page. */
#include "support/check.h"

#include "report/columns.h"
#include "report/table.h"

static char *print_table(struct ems_table *table)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    check_true(ems_table_end(table, out));
    fclose(out);
    return text;
}

static void test_alignment_in_both_scripts(void **state)
{
    (void)state;
    struct ems_table table = ems_table_begin(3);
    EMS_ROW(&table, "站", "orders", "busy");
    EMS_ROW(&table, "山区急救站", "7", "1.0 %");
    EMS_ROW(&table, "Centre", "1234", NULL);
    char *text = print_table(&table);
    check_text(text, "站          orders   busy\n"
                     "山区急救站       7  1.0 %\n"
                     "Centre        1234\n");
    free(text);
}

static void test_headings_span_the_page(void **state)
{
    (void)state;
    struct ems_table table = ems_table_begin(2);
    EMS_ROW(&table, "A heading that is longer than the column below it", NULL);
    EMS_ROW(&table, "a", "1");
    char *text = print_table(&table);
    check_text(text, "A heading that is longer than the column below it\na         1\n");
    free(text);
}

static void test_first_column_gives_way(void **state)
{
    (void)state;
    char name[200];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct ems_table table = ems_table_begin(3);
    EMS_ROW(&table, name, "12345", "67890");
    EMS_ROW(&table, "二级市人民医院急救中心第一急救站（含城区东部、西部、南部、北部以及开发区）的车组", "1",
            "2");
    char *text = print_table(&table);
    int lines = 0;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"), lines++) {
        check_within(ems_columns_width(line), 70, EMS_PAGE_COLUMNS);
        check_true(strstr(line, lines == 0 ? "67890" : "2") != NULL);
    }
    check_int(lines, 2);
    free(text);
}

static void test_control_characters_are_left_out(void **state)
{
    (void)state;
    struct ems_table table = ems_table_begin(2);
    EMS_ROW(&table, "two\nlines\x1b[31m", "1");
    char *text = print_table(&table);
    check_text(text, "twolines[31m  1\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alignment_in_both_scripts),
        cmocka_unit_test(test_headings_span_the_page),
        cmocka_unit_test(test_first_column_gives_way),
        cmocka_unit_test(test_control_characters_are_left_out),
    };
    return cmocka_run_group_tests_name("report/table", tests, NULL, NULL);
}
