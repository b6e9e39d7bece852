/* Looking into a table, and writing one, for base/csv.h. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/csv.h"

int32_t ems_csv_column(const struct ems_csv *csv, const char *name)
{
    for (int32_t c = 0; c < csv->columns && csv->cells != NULL; c++)
        if (strcmp(csv->cells[c], name) == 0) return c;
    return -1;
}

/* A header that may have been meant for this one. Short names are all near each other: only their case may
 * differ. */
static const char *meant(const struct ems_csv *csv, const char *name)
{
    enum { SHORT = 4 };
    if (csv->cells == NULL) return NULL;
    for (int32_t c = 0; c < csv->columns; c++)
        if (strcasecmp(csv->cells[c], name) == 0) return csv->cells[c];
    const char *near = strlen(name) < SHORT ? NULL : ems_closest_name(name, csv->cells, csv->columns);
    return near != NULL && near[0] != '\0' ? near : NULL;
}

int32_t ems_csv_require(const struct ems_csv *csv, const char *name, struct ems_diags *diags)
{
    int32_t column = ems_csv_column(csv, name);
    if (column >= 0) return column;
    struct ems_diag *d = ems_diag_error(diags, (struct ems_place_in_file){csv->file, 1, 0}, "",
                                        EMS_T_CSV_NO_COLUMN, EMS_ARGS(name));
    const char *near = meant(csv, name);
    if (near != NULL) ems_diag_hint(diags, d, EMS_T_HINT_CSV_RENAME, EMS_ARGS(near, name));
    return -1;
}

void ems_csv_check_columns(const struct ems_csv *csv, const char *const *known, int32_t count,
                           struct ems_diags *diags)
{
    for (int32_t c = 0; c < csv->columns && csv->cells != NULL; c++) {
        bool is_known = false;
        for (int32_t k = 0; k < count; k++) is_known = is_known || strcmp(csv->cells[c], known[k]) == 0;
        const char *near = is_known ? NULL : ems_closest_name(csv->cells[c], known, count);
        if (near == NULL || ems_csv_column(csv, near) >= 0) continue;
        struct ems_diag *d = ems_diag_warning(diags, (struct ems_place_in_file){csv->file, 1, 0}, "",
                                              EMS_T_CSV_UNUSED_COLUMN, EMS_ARGS(csv->cells[c]));
        ems_diag_hint(diags, d, EMS_T_HINT_DID_YOU_MEAN, EMS_ARGS(near));
    }
}

const char *ems_csv_text(const struct ems_csv *csv, int64_t row, int32_t column)
{
    return column < 0 ? "" : csv->cells[(row + 1) * csv->columns + column];
}

const char *ems_csv_path(const struct ems_csv *csv, int64_t row, char out[EMS_CSV_PATH])
{
    out[0] = '\0';
    if (csv->features) snprintf(out, EMS_CSV_PATH, "features[%lld]", (long long)row);
    return out;
}

struct ems_place_in_file ems_csv_place(const struct ems_csv *csv, int64_t row)
{
    return (struct ems_place_in_file){csv->file, csv->lines[row], 0};
}

static void tell_cell(const struct ems_csv *csv, int64_t row, int32_t column, enum ems_text message,
                      struct ems_diags *diags)
{
    char path[EMS_CSV_PATH];
    const char *name = column < 0 ? "" : csv->cells[column], *text = ems_csv_text(csv, row, column);
    if (text[0] == '\0') message = EMS_T_CSV_NO_VALUE;
    ems_diag_error(diags, ems_csv_place(csv, row), ems_csv_path(csv, row, path), message,
                   EMS_ARGS(name, text));
}

static void tell_range(const struct ems_csv *csv, int64_t row, int32_t column, double low, double high,
                       struct ems_diags *diags)
{
    char from[EMS_NUMBER_SIZE], to[EMS_NUMBER_SIZE], path[EMS_CSV_PATH];
    ems_number_format(low, from);
    ems_number_format(high, to);
    ems_diag_error(diags, ems_csv_place(csv, row), ems_csv_path(csv, row, path), EMS_T_CSV_OUT_OF_RANGE,
                   EMS_ARGS(csv->cells[column], ems_csv_text(csv, row, column), from, to));
}

bool ems_csv_number(const struct ems_csv *csv, int64_t row, int32_t column, double low, double high,
                    struct ems_diags *diags, double *out)
{
    const char *text = ems_csv_text(csv, row, column);
    if (!ems_number_parse(text, strlen(text), out)) {
        tell_cell(csv, row, column, EMS_T_CSV_NOT_NUMBER, diags);
        return false;
    }
    if (*out >= low && *out <= high) return true;
    tell_range(csv, row, column, low, high, diags);
    return false;
}

bool ems_csv_integer(const struct ems_csv *csv, int64_t row, int32_t column, int64_t low, int64_t high,
                     struct ems_diags *diags, int64_t *out)
{
    const char *text = ems_csv_text(csv, row, column);
    if (!ems_integer_parse(text, strlen(text), out)) {
        tell_cell(csv, row, column, EMS_T_CSV_NOT_INTEGER, diags);
        return false;
    }
    if (*out >= low && *out <= high) return true;
    tell_range(csv, row, column, (double)low, (double)high, diags);
    return false;
}
