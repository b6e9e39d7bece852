#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "report/sweep_report.h"
#include "report/sheet.h"
#include "scenario/load.h"

enum { POINT_ROWS = 60, METRICS_SHOWN = 3 };

struct page {
    const struct ems_sweep_report *report;
    const struct ems_sweep *sweep;
    int32_t metrics[METRICS_SHOWN], metric_count;
    struct ems_sheet sheet;
};

/* ---- which metrics ---- */

static void show_metric(struct page *page, const char *name)
{
    const struct ems_kept *kept = &page->sweep->kept;
    for (int32_t m = 0; m < kept->count && page->metric_count < METRICS_SHOWN; m++)
        if (strcmp(kept->metrics[m].name, name) == 0) page->metrics[page->metric_count++] = m;
}

/* The first ones of the study file, or mean, p90 and the share within the main limit. */
static void choose_metrics(struct page *page)
{
    const struct ems_experiment *experiment = page->sweep->experiment;
    const struct ems_scenario *base = page->sweep->base; /* NULL: known from its database alone */
    for (int32_t m = 0; m < experiment->metric_count && m < METRICS_SHOWN; m++)
        page->metrics[page->metric_count++] = m;
    if (page->metric_count > 0) return;
    show_metric(page, "mean");
    show_metric(page, "p90");
    int32_t count = 0, main_one = base != NULL ? ems_metric_main_threshold(ems_scenario_model(base)) : 0,
            seen = 0;
    const struct ems_kept *kept = &page->sweep->kept;
    for (int32_t m = 0; m < kept->count && count == 0; m++)
        if (strncmp(kept->metrics[m].name, "within ", 7) == 0 && seen++ == main_one) {
            page->metrics[page->metric_count++] = m;
            count++;
        }
}

static const char *metric_label(struct page *page, const char *name)
{
    int32_t count;
    const struct ems_metric *metrics = ems_metrics_of_groups(&count);
    for (int32_t i = 0; i < count; i++)
        if (strcmp(metrics[i].key, name) == 0) return ems_sheet_text(&page->sheet, metrics[i].label);
    metrics = ems_metrics_of_whole(&count);
    for (int32_t i = 0; i < count; i++)
        if (strcmp(metrics[i].key, name) == 0) return ems_sheet_text(&page->sheet, metrics[i].label);
    if (strncmp(name, "within ", 7) == 0) return EMS_SAY(&page->sheet.words, R_COL_WITHIN, name + 7);
    return name;
}

/* ---- words ---- */

static enum ems_saying saying_of(enum ems_metric_unit unit)
{
    if (unit == EMS_METRIC_SECONDS) return EMS_SAY_MINUTES;
    return unit == EMS_METRIC_SHARE ? EMS_SAY_SHARE : EMS_SAY_NUMBER;
}

/* 12:34 ±4.1 s, 92.3 % ±0.4, 1234.50 ±3.20 */
static const char *say_with_error(struct page *page, enum ems_metric_unit unit,
                                  const struct ems_figure *figure)
{
    struct ems_words *words = &page->sheet.words;
    const char *value = ems_say_figure(words, saying_of(unit), figure);
    char half[EMS_NUMBER_SIZE];
    if (isnan(figure->value) || isnan(figure->error) || figure->n < 2) return value;
    double width = ems_student_quantile((1 + EMS_LEVEL) / 2, figure->n - 1) * figure->error;
    if (unit == EMS_METRIC_SHARE) width *= 100;
    ems_number_format_fixed(width, width < 0.1 || unit == EMS_METRIC_COUNT ? 2 : 1, half);
    const char *said =
        ems_arena_format(&words->arena, "%s ±%s%s", value, half, unit == EMS_METRIC_SECONDS ? " s" : "");
    return said != NULL ? said : "?";
}

static const char *say_levels(struct page *page, int32_t point)
{
    const struct ems_experiment *experiment = page->sweep->experiment;
    const char *text = ems_arena_format(&page->sheet.words.arena, "%d", (int)point + 1), *gap = "  ";
    for (int32_t f = 0; f < experiment->factor_count && text != NULL; f++) {
        const char *level = page->sweep->items[point].levels[f];
        if (level == NULL) continue;
        text = ems_arena_format(&page->sheet.words.arena, "%s%s%s=%s", text, gap,
                                experiment->factors[f].brief, level);
        gap = ", ";
    }
    if (text != NULL && gap[0] == ' ')
        text = ems_arena_format(&page->sheet.words.arena, "%s  %s", text,
                                ems_sheet_text(&page->sheet, EMS_T_SWEEP_AS_IT_IS));
    return text != NULL ? text : "?";
}

static const char *say_time(struct page *page, double seconds)
{
    char number[64];
    long whole = (long)(seconds + 0.5);
    if (isnan(seconds)) return ems_sheet_text(&page->sheet, EMS_T_R_NONE);
    if (whole >= 3600)
        snprintf(number, sizeof number, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
    else if (whole >= 60)
        snprintf(number, sizeof number, "%ld min %02ld s", whole / 60, whole % 60);
    else
        snprintf(number, sizeof number, "%ld s", whole);
    const char *text = ems_arena_strdup(&page->sheet.words.arena, number);
    return text != NULL ? text : "?";
}

static const char *say_state(struct page *page, int32_t point)
{
    static const enum ems_text texts[] = {[EMS_POINT_DONE] = EMS_T_SWEEP_DONE,
                                          [EMS_POINT_PARTIAL] = EMS_T_SWEEP_PARTIAL,
                                          [EMS_POINT_MISSING] = EMS_T_SWEEP_MISSING,
                                          [EMS_POINT_FAILED] = EMS_T_SWEEP_FAILED};
    return ems_sheet_text(&page->sheet, texts[ems_sweep_point_state(page->sweep, point)]);
}

/* ---- tables ---- */

static void print_title(struct page *page)
{
    const struct ems_experiment *experiment = page->sweep->experiment;
    struct ems_words *words = &page->sheet.words;
    static const enum ems_text designs[] = {[EMS_DESIGN_GRID] = EMS_T_SWEEP_GRID,
                                            [EMS_DESIGN_ONE_AT_A_TIME] = EMS_T_SWEEP_ONE,
                                            [EMS_DESIGN_LATIN_HYPERCUBE] = EMS_T_SWEEP_HYPERCUBE};
    ems_sheet_line(&page->sheet, ems_name_in(&experiment->name, words->lang, experiment->id));
    ems_sheet_line(&page->sheet,
                   EMS_SAY(words, SWEEP_TITLE, ems_sheet_text(&page->sheet, designs[experiment->design]),
                           ems_say_integer(words, page->sweep->count),
                           ems_say_integer(words, page->sweep->replications)));
    fputc('\n', page->sheet.out);
}

static void more_row(struct page *page, struct ems_table *table)
{
    int32_t left = page->sweep->count - POINT_ROWS;
    const char *cells[EMS_TABLE_COLUMNS_MAX] = {NULL};
    if (left <= 0) return;
    cells[0] = EMS_SAY(&page->sheet.words, SWEEP_MORE, ems_say_integer(&page->sheet.words, left));
    ems_table_row(table, cells);
}

static enum ems_status point_rows(struct page *page, struct ems_table *table, struct ems_figure *figures)
{
    const struct ems_sweep *sweep = page->sweep;
    enum ems_status status = EMS_OK;
    for (int32_t i = 0; i < sweep->count && i < POINT_ROWS && status == EMS_OK; i++) {
        const char *cells[METRICS_SHOWN + 1] = {say_levels(page, i)};
        bool shown = sweep->items[i].state.done > 0;
        if (shown) status = ems_sweep_figures(sweep, page->report->database, i, figures);
        if (!shown) cells[1] = say_state(page, i);
        for (int32_t m = 0; shown && status == EMS_OK && m < page->metric_count; m++) {
            int32_t metric = page->metrics[m];
            cells[m + 1] = say_with_error(page, sweep->kept.metrics[metric].unit, &figures[metric]);
        }
        ems_table_row(table, cells);
    }
    return status;
}

static enum ems_status print_points(struct page *page)
{
    const struct ems_kept *kept = &page->sweep->kept;
    struct ems_figure *figures = calloc((size_t)kept->count + 1, sizeof *figures);
    struct ems_table table = ems_table_begin(page->metric_count + 1);
    const char *heads[METRICS_SHOWN + 1] = {ems_sheet_text(&page->sheet, EMS_T_SWEEP_POINT)};
    if (figures == NULL) return EMS_NO_MEMORY;
    for (int32_t m = 0; m < page->metric_count; m++)
        heads[m + 1] = metric_label(page, kept->metrics[page->metrics[m]].name);
    ems_table_row(&table, heads);
    enum ems_status status = point_rows(page, &table, figures);
    more_row(page, &table);
    ems_sheet_end_table(&page->sheet, &table);
    free(figures);
    return status;
}

static struct page begin(const struct ems_sweep_report *report, enum ems_lang lang, FILE *out)
{
    struct page page = {.report = report, .sweep = report->sweep, .sheet.out = out};
    page.sheet.words.lang = lang;
    return page;
}

static enum ems_status end(struct page *page, enum ems_status status)
{
    bool no_memory = page->sheet.no_memory || page->sheet.words.arena.failed;
    ems_arena_free(&page->sheet.words.arena);
    return status == EMS_OK && no_memory ? EMS_NO_MEMORY : status;
}

enum ems_status ems_sweep_print(const struct ems_sweep_report *report, enum ems_lang lang, FILE *out)
{
    struct page page = begin(report, lang, out);
    choose_metrics(&page);
    print_title(&page);
    enum ems_status status = print_points(&page);
    fputc('\n', out);
    ems_sheet_line(&page.sheet, ems_sheet_text(&page.sheet, EMS_T_SWEEP_NOTE));
    return end(&page, status);
}

static void status_row(struct page *page, struct ems_table *table, int32_t point, double each_s)
{
    struct ems_words *words = &page->sheet.words;
    const struct ems_sweep_point *item = &page->sweep->items[point];
    int64_t missing = page->sweep->replications - item->state.done - item->state.failed;
    if (item->wrong != NULL) missing = 0;
    EMS_ROW(table, say_levels(page, point), say_state(page, point), ems_say_integer(words, item->state.done),
            ems_say_integer(words, item->state.failed), ems_say_integer(words, item->state.claimed),
            ems_say_integer(words, missing), say_time(page, ems_sweep_left_s(page->report, point, each_s)));
}

enum ems_status ems_sweep_print_status(const struct ems_sweep_report *report, enum ems_lang lang, FILE *out)
{
    struct page page = begin(report, lang, out);
    struct ems_table table = ems_table_begin(7);
    int64_t done, total;
    double each_s = ems_sweep_each_s(report->sweep);
    print_title(&page);
    EMS_ROW(&table, ems_sheet_text(&page.sheet, EMS_T_SWEEP_POINT),
            ems_sheet_text(&page.sheet, EMS_T_SWEEP_STATE), ems_sheet_text(&page.sheet, EMS_T_SWEEP_COL_DONE),
            ems_sheet_text(&page.sheet, EMS_T_SWEEP_COL_FAILED),
            ems_sheet_text(&page.sheet, EMS_T_SWEEP_COL_CLAIMED),
            ems_sheet_text(&page.sheet, EMS_T_SWEEP_COL_MISSING),
            ems_sheet_text(&page.sheet, EMS_T_SWEEP_COL_LEFT));
    for (int32_t i = 0; i < report->sweep->count && i < POINT_ROWS; i++) status_row(&page, &table, i, each_s);
    more_row(&page, &table);
    ems_sheet_end_table(&page.sheet, &table);
    ems_sweep_progress(report->sweep, &done, &total);
    fputc('\n', out);
    ems_sheet_line(&page.sheet,
                   EMS_SAY(&page.sheet.words, SWEEP_TOTAL, ems_say_integer(&page.sheet.words, done),
                           ems_say_integer(&page.sheet.words, total),
                           say_time(&page, ems_sweep_left_s(report, -1, each_s))));
    return end(&page, EMS_OK);
}
