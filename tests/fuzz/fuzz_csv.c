/* A table: read, asked for numbers, written out again and read once more with the same cells. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const struct ems_csv *csv, struct ems_diags *diags)
{
    double number;
    int64_t integer;
    for (int64_t row = 0; row < csv->rows && row < 50; row++) {
        for (int32_t column = 0; column < csv->columns && column < 8; column++) {
            ems_csv_number(csv, row, column, -1e6, 1e6, diags, &number);
            ems_csv_integer(csv, row, column, 0, 1000, diags, &integer);
        }
    }
}

static char *write_out(const struct ems_csv *csv, size_t *length)
{
    char *text = NULL;
    FILE *stream = open_memstream(&text, length);
    if (stream == NULL) return NULL;
    struct ems_csv_writer writer = ems_csv_writer(stream);
    for (int64_t i = 0; i < (csv->rows + 1) * csv->columns; i++) {
        ems_csv_put_text(&writer, csv->cells[i]);
        if ((i + 1) % csv->columns == 0) ems_csv_end_row(&writer);
    }
    if (ems_csv_end(&writer) != EMS_OK) __builtin_trap();
    fclose(stream);
    return text;
}

static void compare(const struct ems_csv *csv)
{
    struct ems_diags diags = {0};
    struct ems_csv again;
    size_t length;
    char *text = write_out(csv, &length);
    if (text == NULL) return;
    if (ems_csv_parse(text, length, "again.csv", &diags, &again) != EMS_OK) __builtin_trap();
    if (again.columns != csv->columns || again.rows != csv->rows) __builtin_trap();
    for (int64_t i = 0; i < (csv->rows + 1) * csv->columns; i++) {
        if (strcmp(again.cells[i], csv->cells[i]) != 0) __builtin_trap();
    }
    ems_csv_free(&again);
    ems_diags_free(&diags);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ems_diags diags = {0};
    struct ems_csv csv;
    enum ems_status status = ems_csv_parse((const char *)data, size, "fuzz.csv", &diags, &csv);
    if (status == EMS_OK) {
        /* A row of one empty cell is an empty line when written, which readers drop. */
        if (csv.columns > 1) compare(&csv);
        ask(&csv, &diags);
    } else if (diags.errors == 0) {
        __builtin_trap();
    }
    ems_csv_free(&csv);
    ems_diags_free(&diags);
    return 0;
}
