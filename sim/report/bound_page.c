#include "base/number.h"
#include "report/bound_report.h"
#include "report/sheet.h"

struct page {
    const struct ems_bound *bound;
    struct ems_sheet sheet;
};

/* A difference of shares: +3.4 */
static const char *say_points(struct page *page, double share)
{
    char number[EMS_NUMBER_SIZE];
    if (!isfinite(share)) return "-";
    ems_number_format_fixed(share * 100, 1, number);
    const char *text = ems_arena_strdup(&page->sheet.words.arena, number);
    return text != NULL ? text : "?";
}

bool ems_bound_is_beyond(const struct ems_bound *bound, int32_t target)
{
    const struct ems_figure *figure = &bound->found[target].bound;
    double high = isnan(figure->high) ? figure->value : figure->high;
    return high < bound->model->targets[target].share;
}

static void print_title(struct page *page)
{
    const struct ems_bound *bound = page->bound;
    struct ems_words *words = &page->sheet.words;
    const char *done = ems_say_integer(words, bound->replications);
    ems_sheet_line(&page->sheet, ems_name_in(&bound->model->name, words->lang, bound->model->scenario_id));
    ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_BOUND_TITLE));
    if (bound->replications < bound->asked)
        ems_sheet_line(&page->sheet,
                       EMS_SAY(words, BOUND_STOPPED, done, ems_say_integer(words, bound->asked)));
    else
        ems_sheet_line(&page->sheet, EMS_SAY(words, BOUND_RUNS, done));
}

static void print_targets(struct page *page)
{
    const struct ems_bound *bound = page->bound;
    const struct ems_model *model = bound->model;
    struct ems_words *words = &page->sheet.words;
    struct ems_table table = ems_table_begin(6);
    fputc('\n', page->sheet.out);
    EMS_ROW(&table, ems_sheet_text(&page->sheet, EMS_T_R_HEAD_TARGETS),
            ems_sheet_text(&page->sheet, EMS_T_R_REQUIRED), ems_sheet_text(&page->sheet, EMS_T_BOUND_COL_NOW),
            ems_sheet_text(&page->sheet, EMS_T_BOUND_COL_MOST),
            ems_sheet_text(&page->sheet, EMS_T_R_INTERVAL),
            ems_sheet_text(&page->sheet, EMS_T_BOUND_COL_LEFT));
    for (int32_t t = 0; t < model->target_count; t++) {
        const struct ems_bound_found *found = &bound->found[t];
        EMS_ROW(&table, ems_say_target(words, model, &model->targets[t]),
                ems_say_number(words, EMS_SAY_SHARE, model->targets[t].share),
                ems_say_figure(words, EMS_SAY_SHARE, &found->now),
                ems_say_figure(words, EMS_SAY_SHARE, &found->bound),
                ems_say_interval(words, EMS_SAY_SHARE, &found->bound), say_points(page, found->left.value));
    }
    ems_sheet_end_table(&page->sheet, &table);
    ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_BOUND_NOTE_LEFT));
    for (int32_t t = 0; t < model->target_count; t++)
        if (ems_bound_is_beyond(bound, t))
            ems_sheet_line(&page->sheet,
                           EMS_SAY(words, BOUND_BEYOND, ems_say_target(words, model, &model->targets[t])));
}

static void print_reasons(struct page *page)
{
    const struct ems_bound *bound = page->bound;
    const struct ems_model *model = bound->model;
    struct ems_words *words = &page->sheet.words;
    struct ems_table table = ems_table_begin(4);
    fputc('\n', page->sheet.out);
    EMS_ROW(&table, ems_sheet_text(&page->sheet, EMS_T_BOUND_HEAD_WHY),
            ems_sheet_text(&page->sheet, EMS_T_BOUND_COL_STATIONS),
            ems_sheet_text(&page->sheet, EMS_T_BOUND_COL_FREE),
            ems_sheet_text(&page->sheet, EMS_T_BOUND_COL_ROAD));
    for (int32_t t = 0; t < model->target_count; t++) {
        const struct ems_bound_found *found = &bound->found[t];
        EMS_ROW(&table, ems_say_target(words, model, &model->targets[t]),
                ems_say_number(words, EMS_SAY_SHARE, found->at_stations),
                ems_say_figure(words, EMS_SAY_NUMBER, &found->free_crews),
                ems_say_figure(words, EMS_SAY_NUMBER, &found->on_road));
    }
    ems_sheet_end_table(&page->sheet, &table);
    ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_BOUND_NOTE_STATIONS));
    ems_sheet_line(&page->sheet, ems_sheet_text(&page->sheet, EMS_T_BOUND_NOTE_FREE));
}

enum ems_status ems_bound_print(const struct ems_bound *bound, enum ems_lang lang, FILE *out)
{
    struct page page = {.bound = bound, .sheet.out = out};
    page.sheet.words.lang = lang;
    print_title(&page);
    print_targets(&page);
    print_reasons(&page);
    bool no_memory = page.sheet.no_memory || page.sheet.words.arena.failed;
    ems_arena_free(&page.sheet.words.arena);
    if (no_memory) return EMS_NO_MEMORY;
    return fflush(out) != 0 || ferror(out) ? EMS_IO : EMS_OK;
}
