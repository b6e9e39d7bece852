/* A table in a terminal, aligned by display columns so that Chinese and English both stand straight. The
 * first column is to the left and gives way when a line would pass the page; the others are to the right.
 * Cells are borrowed until it is printed. */
#ifndef EMS_REPORT_TABLE_H
#define EMS_REPORT_TABLE_H

#include <stdio.h>

#include "base/array.h"

enum { EMS_PAGE_COLUMNS = 80, EMS_TABLE_COLUMNS_MAX = 10 };

struct ems_table {
    EMS_ARRAY(const char *) cells;
    int32_t columns;
    uint32_t left; /* bit i: column i is to the left, too */
    bool no_memory;
};

struct ems_table ems_table_begin(int32_t columns);
/* `columns` cells; NULL is empty. A row whose first cell alone is not NULL is a heading over the whole page.
 */
void ems_table_row(struct ems_table *table, const char *const *cells);
#define EMS_ROW(table, ...) ems_table_row((table), (const char *const[]){__VA_ARGS__})
/* Prints and frees; false when memory was out. Write errors stay with the stream. */
bool ems_table_end(struct ems_table *table, FILE *out);

#endif
