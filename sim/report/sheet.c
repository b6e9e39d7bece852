#include "report/sheet.h"

const char *ems_sheet_text(const struct ems_sheet *sheet, enum ems_text id)
{
    return ems_text(id, sheet->words.lang);
}

void ems_sheet_line(struct ems_sheet *sheet, const char *words)
{
    struct ems_table table = ems_table_begin(1);
    EMS_ROW(&table, words);
    ems_sheet_end_table(sheet, &table);
}

void ems_sheet_end_table(struct ems_sheet *sheet, struct ems_table *table)
{
    if (!ems_table_end(table, sheet->out)) sheet->no_memory = true;
}
