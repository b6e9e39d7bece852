/* What pages for a terminal begin with: words in a language, where they go, and whether memory has lasted.
 * Inside report only; a page has a sheet as its member. */
#ifndef EMS_REPORT_SHEET_H
#define EMS_REPORT_SHEET_H

#include "report/table.h"
#include "report/words.h"

struct ems_sheet {
    struct ems_words words;
    FILE *out;
    bool no_memory;
};

const char *ems_sheet_text(const struct ems_sheet *sheet, enum ems_text id);
void ems_sheet_line(struct ems_sheet *sheet, const char *words);
void ems_sheet_end_table(struct ems_sheet *sheet, struct ems_table *table);

#endif
