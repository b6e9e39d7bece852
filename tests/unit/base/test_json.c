#include "support/check.h"

#include <errno.h>

#include "base/json.h"

static char *written(json_t *value)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&bytes, &size);
    check_ok(ems_json_write(value, stream));
    fclose(stream);
    json_decref(value);
    return bytes;
}

static void check_written(json_t *value, const char *expected)
{
    char *text = written(value);
    check_text(text, expected);
    free(text);
}

static void values_are_written(void **state)
{
    (void)state;
    check_written(ems_json_real(1.0 / 3), "0.333333\n");
    check_written(ems_json_real(0.1 + 0.2), "0.3\n");
    check_written(ems_json_real(-1e-9), "0.0\n");
    check_written(ems_json_real(328925), "328925.0\n");
    check_written(ems_json_real(123456789.123456), "123456789.123456\n");
    check_written(ems_json_real(NAN), "null\n");
    check_written(ems_json_real(INFINITY), "null\n");
    check_written(ems_json_seconds(90 * EMS_SECOND + 1), "90.000001\n");
    check_written(ems_json_seconds(EMS_NEVER), "null\n");
    check_written(ems_json_integer(INT64_MAX), "9223372036854775807\n");
    check_written(ems_json_text("蛟河"), "\"蛟河\"\n");
    check_written(ems_json_text(NULL), "null\n");
    check_written(ems_json_text("\xFF"), "null\n");
    json_t *object = json_object();
    json_object_set_new(object, "z", ems_json_integer(1));
    json_object_set_new(object, "a", ems_json_real(0.5));
    check_written(object, "{\n  \"z\": 1,\n  \"a\": 0.5\n}\n");
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    FILE *full = fopen("/dev/full", "w");
    if (full == NULL) check_skip("no /dev/full here: a full disk is not checked");
    json_t *value = ems_json_integer(1);
    check_int(ems_json_write(value, full), EMS_IO);
    check_int(errno, ENOSPC);
    check_int(ems_json_save(value, "/dev/full"), EMS_IO);
    check_int(errno, ENOSPC);
    json_decref(value);
    fclose(full);
}

static void check_bad(const char *text, size_t length, enum ems_text message, int line, int column)
{
    struct ems_diags diags = {0};
    json_t *value = NULL;
    check_int(ems_json_parse(text, length, "t.json", &diags, &value), EMS_BAD_INPUT);
    check_true(value == NULL);
    check_int(diags.count, 1);
    check_text(ems_text(diags.items[0].message, EMS_LANG_EN), ems_text(message, EMS_LANG_EN));
    check_text(diags.items[0].at.file, "t.json");
    check_int(diags.items[0].at.line, line);
    check_int(diags.items[0].at.column, column);
    ems_diags_free(&diags);
}

static void bad_json_is_told_with_its_place(void **state)
{
    (void)state;
#define CHECK_BAD(text, ...) check_bad(text, sizeof text - 1, __VA_ARGS__)
    CHECK_BAD("{\"a\": 1,\n \"b\": }", EMS_T_JSON_SYNTAX, 2, 7);
    CHECK_BAD("{\"a\": [1, 2", EMS_T_JSON_ENDS_EARLY, 1, 11);
    CHECK_BAD("{\"a\": 1, \"a\": 2}", EMS_T_JSON_DUPLICATE_KEY, 1, 12);
    CHECK_BAD("{} {}", EMS_T_JSON_AFTER_END, 1, 4);
    CHECK_BAD("{\n\"急\": \"\xC4\xE3\"}", EMS_T_NOT_UTF8, 2, 7);
    CHECK_BAD("{\"a\": 1e999}", EMS_T_JSON_NUMBER_TOO_LARGE, 1, 11);
    CHECK_BAD("{\"a\": NaN}", EMS_T_JSON_SYNTAX, 1, 9);
#undef CHECK_BAD
    char deep[10000];
    memset(deep, '[', sizeof deep);
    check_bad(deep, sizeof deep, EMS_T_JSON_TOO_DEEP, 1, 2049);
}

static void good_json_is_read(void **state)
{
    (void)state;
    struct ems_diags diags = {0};
    json_t *value = NULL;
    const char text[] = "\xEF\xBB\xBF{\"a\": [1, 2.5]}";
    check_ok(ems_json_parse(text, sizeof text - 1, "t.json", &diags, &value));
    check_near(json_number_value(json_array_get(json_object_get(value, "a"), 1)), 2.5, 0);
    check_int(diags.count, 0);
    json_decref(value);
    ems_diags_free(&diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_written), cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(bad_json_is_told_with_its_place), cmocka_unit_test(good_json_is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
