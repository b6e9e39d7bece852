#include "report/page.h"

const char *ems_page_text(const struct ems_page *page, enum ems_text id)
{
    return ems_text(id, page->words.lang);
}

void ems_page_heading(struct ems_page *page, enum ems_text id)
{
    struct ems_table table = ems_table_begin(1);
    fputc('\n', page->out);
    EMS_ROW(&table, ems_page_text(page, id));
    if (!ems_table_end(&table, page->out)) page->no_memory = true;
}

void ems_page_line(struct ems_page *page, const char *words)
{
    struct ems_table table = ems_table_begin(1);
    EMS_ROW(&table, words);
    if (!ems_table_end(&table, page->out)) page->no_memory = true;
}

void ems_page_end_table(struct ems_page *page, struct ems_table *table)
{
    if (!ems_table_end(table, page->out)) page->no_memory = true;
}

void ems_page_figure(struct ems_page *page, struct ems_table *table, const char *label,
                     enum ems_saying saying, const struct ems_figure *figure)
{
    EMS_ROW(table, label, ems_say_figure(&page->words, saying, figure),
            ems_say_interval(&page->words, saying, figure));
}

struct ems_table ems_page_begin_figures(struct ems_page *page, enum ems_text title)
{
    struct ems_table table = ems_table_begin(3);
    fputc('\n', page->out);
    EMS_ROW(&table, ems_page_text(page, title), ems_page_text(page, EMS_T_R_VALUE),
            ems_page_text(page, EMS_T_R_INTERVAL));
    return table;
}
