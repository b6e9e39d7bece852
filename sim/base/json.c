#include "base/json.h"

#include <errno.h>
#include <math.h>

#include "base/file.h"
#include "base/number.h"
#include "base/utf8.h"

json_t *ems_json_real(double value)
{
    return isfinite(value) ? json_real(ems_number_round(value)) : json_null();
}

json_t *ems_json_seconds(ems_time time)
{
    return time == EMS_NEVER ? json_null() : ems_json_real(ems_time_seconds(time));
}

json_t *ems_json_integer(int64_t value)
{
    return json_integer(value);
}

json_t *ems_json_text(const char *text)
{
    json_t *value = text == NULL ? NULL : json_string(text);
    return value != NULL ? value : json_null();
}

static enum ems_text what_is_wrong(const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_premature_end_of_input:
        return EMS_T_JSON_ENDS_EARLY;
    case json_error_invalid_utf8:
        return EMS_T_NOT_UTF8;
    case json_error_stack_overflow:
        return EMS_T_JSON_TOO_DEEP;
    case json_error_duplicate_key:
        return EMS_T_JSON_DUPLICATE_KEY;
    case json_error_numeric_overflow:
        return EMS_T_JSON_NUMBER_TOO_LARGE;
    case json_error_end_of_input_expected:
        return EMS_T_JSON_AFTER_END;
    default:
        return EMS_T_JSON_SYNTAX;
    }
}

enum ems_status ems_json_parse(const char *text, size_t length, const char *file, struct ems_diags *diags,
                               json_t **out)
{
    json_error_t error;
    size_t bad;
    *out = NULL;
    if (length >= 3 && (unsigned char)text[0] == 0xEF && (unsigned char)text[1] == 0xBB) {
        text += 3; /* a byte order mark */
        length -= 3;
    }
    if (!ems_utf8_valid(text, length, &bad)) {
        struct ems_diag *d = ems_diag_error(diags, ems_utf8_place(text, bad, file), "", EMS_T_NOT_UTF8, NULL);
        ems_diag_hint(diags, d, EMS_T_HINT_SAVE_UTF8, NULL);
        return EMS_BAD_INPUT;
    }
    *out = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (*out != NULL) return EMS_OK;
    /* jansson says nothing when memory is out */
    if (error.text[0] == '\0' || json_error_code(&error) == json_error_out_of_memory) return EMS_NO_MEMORY;
    struct ems_place_in_file at = {file, error.line, error.column > 0 ? error.column : 1};
    ems_diag_error(diags, at, "", what_is_wrong(&error), EMS_ARGS(error.text));
    return EMS_BAD_INPUT;
}

enum ems_status ems_json_write(const json_t *value, FILE *out)
{
    errno = 0;
    if (json_dumpf(value, out, JSON_INDENT(2) | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)) != 0 ||
        putc('\n', out) == EOF || fflush(out) != 0) {
        if (errno == 0) errno = EIO;
        return EMS_IO;
    }
    return EMS_OK;
}

enum ems_status ems_json_save(const json_t *value, const char *path)
{
    struct ems_file_out file;
    enum ems_status status = ems_file_create(path, &file);
    return status == EMS_OK ? ems_file_finish(&file, ems_json_write(value, file.stream)) : status;
}
