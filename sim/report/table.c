#include "report/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "report/columns.h"

enum { GAP = 2 };

struct ems_table ems_table_begin(int32_t columns)
{
    assert(columns <= EMS_TABLE_COLUMNS_MAX);
    return (struct ems_table){.columns = columns, .left = 1};
}

void ems_table_row(struct ems_table *table, const char *const *cells)
{
    for (int32_t c = 0; c < table->columns; c++)
        if (!EMS_PUSH(&table->cells, cells[c])) table->no_memory = true;
}

static bool is_heading(const struct ems_table *table, const char *const *row)
{
    for (int32_t c = 1; c < table->columns; c++)
        if (row[c] != NULL) return false;
    return true;
}

/* Widths (zeroed before) that all rows fit into, the first cut down so that a line fits the page. */
static void measure(const struct ems_table *table, int32_t *widths)
{
    int32_t others = 0;
    for (int32_t i = 0; i + table->columns <= table->cells.count; i += table->columns) {
        const char *const *row = (const char *const *)table->cells.items + i;
        if (is_heading(table, row)) continue;
        for (int32_t c = 0; c < table->columns; c++) {
            int32_t width = row[c] != NULL ? ems_columns_width(row[c]) : 0;
            if (width > widths[c]) widths[c] = width;
        }
    }
    for (int32_t c = 1; c < table->columns; c++) others += widths[c] + GAP;
    if (widths[0] > EMS_PAGE_COLUMNS - others) widths[0] = EMS_PAGE_COLUMNS - others;
    if (widths[0] < 8) widths[0] = 8;
}

/* Leaves out control characters: a name from a scenario may hold a line break. */
static void put_cell(FILE *out, const char *cell, size_t bytes)
{
    for (const char *p = cell; p < cell + bytes;) {
        const char *from = p;
        uint32_t c = ems_columns_next(&p);
        if (c >= 0x20 && c != 0x7f) fwrite(from, 1, (size_t)(p - from), out);
    }
}

static void spaces(FILE *out, int32_t count)
{
    for (int32_t i = 0; i < count; i++) putc(' ', out);
}

/* The cell, cut to `width` with two dots where it is longer. Returns the columns it took. */
static int32_t put_fitting(FILE *out, const char *cell, int32_t width)
{
    int32_t whole = ems_columns_width(cell);
    if (whole <= width) {
        put_cell(out, cell, strlen(cell));
        return whole;
    }
    size_t bytes = ems_columns_fit(cell, width - 2);
    int32_t taken = 2;
    for (const char *p = cell; p < cell + bytes;) taken += ems_columns_of(ems_columns_next(&p));
    put_cell(out, cell, bytes);
    fputs("..", out);
    return taken;
}

static void print_row(const struct ems_table *table, const char *const *row, const int32_t *widths, FILE *out)
{
    int32_t owed = 0; /* spaces that are printed only if something follows */
    for (int32_t c = 0; c < table->columns; c++) {
        const char *cell = row[c] != NULL ? row[c] : "";
        bool left = (table->left >> c & 1) != 0;
        int32_t width = ems_columns_width(cell) < widths[c] ? ems_columns_width(cell) : widths[c];
        int32_t fill = widths[c] - width;
        owed += (c > 0 ? GAP : 0) + (left ? 0 : fill);
        if (width > 0) {
            spaces(out, owed);
            owed = width - put_fitting(out, cell, widths[c]);
        }
        if (left) owed += fill;
    }
    putc('\n', out);
}

bool ems_table_end(struct ems_table *table, FILE *out)
{
    int32_t widths[EMS_TABLE_COLUMNS_MAX] = {0};
    bool done = !table->no_memory;
    measure(table, widths);
    for (int32_t i = 0; done && i + table->columns <= table->cells.count; i += table->columns) {
        const char *const *row = (const char *const *)table->cells.items + i;
        if (is_heading(table, row)) {
            if (row[0] != NULL) (void)put_fitting(out, row[0], EMS_PAGE_COLUMNS);
            putc('\n', out);
        } else {
            print_row(table, row, widths, out);
        }
    }
    free((void *)table->cells.items);
    table->cells.items = NULL;
    table->cells.count = table->cells.capacity = 0;
    return done;
}
