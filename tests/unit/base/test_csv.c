#include "support/check.h"

#include <errno.h>

#include "base/csv.h"

static enum ems_status parse(const char *text, struct ems_diags *diags, struct ems_csv *csv)
{
    return ems_csv_parse(text, strlen(text), "t.csv", diags, csv);
}

static void rows_and_lines(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    struct ems_csv csv;
    const char *text = "\xEF\xBB\xBF"
                       "call, lon ,note\r\n1,127.5,plain\r\n\r\n2,-3,\"a \"\"quoted\"\"\n, text\"\r\n3,,急救";
    check_ok(parse(text, &diags, &csv));
    check_int(csv.columns, 3);
    check_int(csv.rows, 3);
    check_int(ems_csv_column(&csv, "lon"), 1);
    check_int(ems_csv_column(&csv, "Lon"), -1);
    check_text(ems_csv_text(&csv, 0, 2), "plain");
    check_text(ems_csv_text(&csv, 1, 2), "a \"quoted\"\n, text");
    check_text(ems_csv_text(&csv, 2, 1), "");
    check_text(ems_csv_text(&csv, 2, 2), "急救");
    check_text(ems_csv_text(&csv, 2, -1), "");
    check_int(ems_csv_place(&csv, 0).line, 2);
    check_int(ems_csv_place(&csv, 1).line, 4);
    check_int(ems_csv_place(&csv, 2).line, 6);
    check_int(diags.count, 0);
    ems_csv_free(&csv);
    /* lines that end in CR alone, as old Macs wrote */
    check_ok(parse("a,b\r1,2\r3,4\r", &diags, &csv));
    check_int(csv.rows, 2);
    check_int(ems_csv_place(&csv, 1).line, 3);
    check_text(ems_csv_text(&csv, 1, 1), "4");
    ems_csv_free(&csv);
    ems_diags_free(&diags);
}

static void one_error(const char *text, enum ems_text message, int line)
{
    struct ems_diags diags = {0};
    struct ems_csv csv;
    check_int(parse(text, &diags, &csv), EMS_BAD_INPUT);
    check_int(diags.count, 1);
    check_text(ems_text(diags.items[0].message, EMS_LANG_EN), ems_text(message, EMS_LANG_EN));
    check_int(diags.items[0].at.line, line);
    ems_csv_free(&csv);
    ems_diags_free(&diags);
}

static void bad_tables_are_told(void **state)
{
    (void)state;
    one_error("", EMS_T_CSV_EMPTY, 1);
    one_error("\n\n", EMS_T_CSV_EMPTY, 1);
    one_error("a,b\n1\n", EMS_T_CSV_ROW_LENGTH, 2);
    one_error("a,b\n1,2\n1,2,3\n", EMS_T_CSV_ROW_LENGTH, 3);
    one_error("a,b\n1,2\n\"1,2\n3,4\n", EMS_T_CSV_QUOTE, 3);
    one_error("a,b\n1,x\"y\n", EMS_T_CSV_QUOTE, 2);
    one_error("a,b\n1,2\n3,\xC4\xE3\n", EMS_T_NOT_UTF8, 3);
    char wide[EMS_CSV_COLUMNS_MAX + 2];
    memset(wide, ',', sizeof wide);
    wide[sizeof wide - 1] = '\0';
    one_error(wide, EMS_T_CSV_TOO_WIDE, 1);
    struct ems_diags diags = {0};
    struct ems_csv csv;
    check_int(ems_csv_parse("a\n\0\n", 4, "t.csv", &diags, &csv), EMS_BAD_INPUT);
    check_int(diags.items[0].at.line, 2);
    ems_csv_free(&csv);
    ems_diags_free(&diags);
}

/* A wrong separator spoils every row; not every row is told, and the cells are there all the same. */
static void ragged_rows_stay_whole(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    struct ems_csv csv;
    char text[2000] = "a,b,c\n";
    for (int i = 0; i < 100; i++) strcat(text, i % 2 ? "1\n" : "1,2,3,4\n");
    check_int(parse(text, &diags, &csv), EMS_BAD_INPUT);
    check_within(diags.count, 10, 50);
    check_int(csv.rows, 100);
    check_text(ems_csv_text(&csv, 0, 2), "3");
    check_text(ems_csv_text(&csv, 1, 0), "1");
    check_text(ems_csv_text(&csv, 1, 2), "");
    check_text(ems_csv_text(&csv, 99, 2), "");
    ems_csv_free(&csv);
    ems_diags_free(&diags);
}

static void columns_are_looked_up(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    struct ems_csv csv;
    check_ok(parse("cal,arrival_s,scnee_s,remark\n1,2,3,4\n", &diags, &csv));
    check_int(ems_csv_require(&csv, "arrival_s", &diags), 1);
    check_int(diags.count, 0);
    check_int(ems_csv_require(&csv, "call", &diags), -1);
    check_int(diags.count, 1);
    check_int(diags.items[0].message, EMS_T_CSV_NO_COLUMN);
    check_text(diags.items[0].hint_args[0], "cal");
    const char *const known[] = {"call", "arrival_s", "scene_s"};
    ems_csv_check_columns(&csv, known, 3, &diags);
    /* cal and scnee_s are nearly known ones; remark is the user's own business */
    check_int(diags.count, 3);
    check_int(diags.errors, 1);
    check_text(diags.items[2].args[0], "scnee_s");
    check_text(diags.items[2].hint_args[0], "scene_s");
    ems_csv_free(&csv);
    ems_diags_free(&diags);
}

static void cells_are_typed(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    struct ems_csv csv;
    double number = 0;
    int64_t integer = 0;
    check_ok(parse("n\n12.5\nx\n\n-1\n7\n", &diags, &csv));
    check_true(ems_csv_number(&csv, 0, 0, 0, 100, &diags, &number));
    check_near(number, 12.5, 0);
    check_true(!ems_csv_integer(&csv, 0, 0, 0, 100, &diags, &integer));
    check_int(diags.items[0].message, EMS_T_CSV_NOT_INTEGER);
    check_true(!ems_csv_number(&csv, 1, 0, 0, 100, &diags, &number));
    check_int(diags.items[1].message, EMS_T_CSV_NOT_NUMBER);
    check_text(diags.items[1].args[1], "x");
    check_int(diags.items[1].at.line, 3);
    check_true(!ems_csv_number(&csv, 2, 0, 0, 100, &diags, &number));
    check_int(diags.items[2].message, EMS_T_CSV_OUT_OF_RANGE);
    check_text(diags.items[2].args[3], "100");
    check_true(ems_csv_integer(&csv, 3, 0, 7, 7, &diags, &integer));
    check_int(integer, 7);
    ems_csv_free(&csv);
    ems_diags_free(&diags);
}

/* What is written reads back as it was. */
static void written_texts_come_back(void **state)
{
    (void)state;
    const char *texts[] = {("\xEF\xBB\xBF"
                            "mark"),
                           "plain",
                           "",
                           "a,b",
                           "say \"hi\"",
                           "two\nlines",
                           " spaces ",
                           "急救站",
                           "\"",
                           "\r",
                           "x\ty"};
    enum { COUNT = sizeof texts / sizeof *texts };
    char *bytes = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&bytes, &size);
    struct ems_csv_writer writer = ems_csv_writer(stream);
    for (int i = 0; i < COUNT; i++) ems_csv_put_text(&writer, texts[i]);
    ems_csv_end_row(&writer);
    for (int i = 0; i < COUNT; i++) ems_csv_put_text(&writer, texts[i]);
    ems_csv_end_row(&writer);
    check_ok(ems_csv_end(&writer));
    fclose(stream);
    struct ems_diags diags = {0};
    struct ems_csv csv;
    check_ok(ems_csv_parse(bytes, size, "t.csv", &diags, &csv));
    check_int(csv.rows, 1);
    for (int row = -1; row < 1; row++) /* the header, too */
        for (int i = 0; i < COUNT; i++) check_text(ems_csv_text(&csv, row, i), texts[i]);
    ems_csv_free(&csv);
    ems_diags_free(&diags);
    free(bytes);
}

static void numbers_and_times_are_written(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&bytes, &size);
    struct ems_csv_writer writer = ems_csv_writer(stream);
    ems_csv_put_integer(&writer, -42);
    ems_csv_put_number(&writer, 0.5);
    ems_csv_put_number(&writer, NAN);
    ems_csv_put_time(&writer, 1500 * EMS_MILLISECOND);
    ems_csv_put_time(&writer, EMS_NEVER);
    ems_csv_put_empty(&writer);
    ems_csv_put_text(&writer, NULL);
    ems_csv_put_integer(&writer, 1);
    ems_csv_end_row(&writer);
    check_ok(ems_csv_end(&writer));
    fclose(stream);
    check_text(bytes, "-42,0.5,,1.5,,,,1\n");
    free(bytes);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    FILE *full = fopen("/dev/full", "w");
    if (full == NULL) check_skip("no /dev/full here: a full disk is not checked");
    struct ems_csv_writer writer = ems_csv_writer(full);
    for (int i = 0; i < 10000; i++) {
        ems_csv_put_text(&writer, "a field, quoted");
        ems_csv_end_row(&writer);
    }
    check_int(ems_csv_end(&writer), EMS_IO);
    check_int(errno, ENOSPC);
    fclose(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_lines),
        cmocka_unit_test(bad_tables_are_told),
        cmocka_unit_test(ragged_rows_stay_whole),
        cmocka_unit_test(columns_are_looked_up),
        cmocka_unit_test(cells_are_typed),
        cmocka_unit_test(written_texts_come_back),
        cmocka_unit_test(numbers_and_times_are_written),
        cmocka_unit_test(a_full_disk_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
