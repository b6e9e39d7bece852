/* What the parts of the page of report/size_report.h share. Inside report only. */
#ifndef EMS_REPORT_SIZE_PAGE_H
#define EMS_REPORT_SIZE_PAGE_H

#include "report/size_report.h"
#include "report/table.h"
#include "report/words.h"

struct ems_size_page {
    const struct ems_size_report *report;
    const struct ems_size *size;
    const struct ems_model *model;
    struct ems_words words;
    FILE *out;
    bool no_memory;
};

const char *ems_size_text(const struct ems_size_page *page, enum ems_text id);
/* A line, folded to the page. */
void ems_size_line(struct ems_size_page *page, const char *words);
void ems_size_end_table(struct ems_size_page *page, struct ems_table *table);
const char *ems_size_say(struct ems_size_page *page, double value, int decimals);
const char *ems_size_station(struct ems_size_page *page, int32_t station);
const char *ems_size_target(struct ems_size_page *page, int32_t target);
/* Targets that fit beside others on a page; JSON has all. */
int32_t ems_size_shown_targets(const struct ems_size_page *page);

/* ---- size_tables.c ---- */
void ems_size_print_shifts(struct ems_size_page *page);
void ems_size_print_worlds(struct ems_size_page *page);
void ems_size_print_steps(struct ems_size_page *page);
void ems_size_print_curve(struct ems_size_page *page);

#endif
