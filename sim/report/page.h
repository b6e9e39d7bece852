/* A page under way: what its sections share. Inside report only; see report.h for what prints a page. */
#ifndef EMS_REPORT_PAGE_H
#define EMS_REPORT_PAGE_H

#include "report/report.h"
#include "report/table.h"
#include "report/words.h"

enum { EMS_PAGE_ROWS = 40 }; /* of a list that grows with the scenario */

struct ems_page {
    const struct ems_report *report;
    const struct ems_results *results;
    const struct ems_model *model;
    struct ems_words words;
    FILE *out;
    int32_t threshold; /* of model->thresholds: the one shown in tables */
    bool no_memory;
};

const char *ems_page_text(const struct ems_page *page, enum ems_text id);
/* A line of its own; `heading` leaves one empty before it. */
void ems_page_line(struct ems_page *page, const char *words);
void ems_page_heading(struct ems_page *page, enum ems_text id);
void ems_page_end_table(struct ems_page *page, struct ems_table *table);
/* A table of label, value and interval, with an empty line before it. */
struct ems_table ems_page_begin_figures(struct ems_page *page, enum ems_text title);
void ems_page_figure(struct ems_page *page, struct ems_table *table, const char *label,
                     enum ems_saying saying, const struct ems_figure *figure);

/* Stations and crews, call centre and dispatch, hospitals, final states: page_resources.c. */
void ems_page_resources(struct ems_page *page);

/* What the timeline did: page_windows.c. */
void ems_page_windows(struct ems_page *page);

#endif
