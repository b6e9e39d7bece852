#include "base/number.h"
#include "report/bound_report.h"
#include "report/table.h"
#include "report/words.h"

struct page {
    const struct ems_bound *bound;
    struct ems_words words;
    FILE *out;
    bool no_memory;
};

static const char *text_of(const struct page *page, enum ems_text id)
{
    return ems_text(id, page->words.lang);
}

static void line(struct page *page, const char *words)
{
    struct ems_table table = ems_table_begin(1);
    EMS_ROW(&table, words);
    if (!ems_table_end(&table, page->out)) page->no_memory = true;
}

static void end_table(struct page *page, struct ems_table *table)
{
    if (!ems_table_end(table, page->out)) page->no_memory = true;
}

/* A difference of shares: +3.4 */
static const char *say_points(struct page *page, double share)
{
    char number[EMS_NUMBER_SIZE];
    if (!isfinite(share)) return "-";
    ems_number_format_fixed(share * 100, 1, number);
    const char *text = ems_arena_strdup(&page->words.arena, number);
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
    struct ems_words *words = &page->words;
    const char *done = ems_say_integer(words, bound->replications);
    line(page, ems_name_in(&bound->model->name, words->lang, bound->model->scenario_id));
    line(page, text_of(page, EMS_T_BOUND_TITLE));
    if (bound->replications < bound->asked)
        line(page, EMS_SAY(words, BOUND_STOPPED, done, ems_say_integer(words, bound->asked)));
    else
        line(page, EMS_SAY(words, BOUND_RUNS, done));
}

static void print_targets(struct page *page)
{
    const struct ems_bound *bound = page->bound;
    const struct ems_model *model = bound->model;
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(6);
    fputc('\n', page->out);
    EMS_ROW(&table, text_of(page, EMS_T_R_HEAD_TARGETS), text_of(page, EMS_T_R_REQUIRED),
            text_of(page, EMS_T_BOUND_COL_NOW), text_of(page, EMS_T_BOUND_COL_MOST),
            text_of(page, EMS_T_R_INTERVAL), text_of(page, EMS_T_BOUND_COL_LEFT));
    for (int32_t t = 0; t < model->target_count; t++) {
        const struct ems_bound_found *found = &bound->found[t];
        EMS_ROW(&table, ems_say_target(words, model, &model->targets[t]),
                ems_say_number(words, EMS_SAY_SHARE, model->targets[t].share),
                ems_say_figure(words, EMS_SAY_SHARE, &found->now),
                ems_say_figure(words, EMS_SAY_SHARE, &found->bound),
                ems_say_interval(words, EMS_SAY_SHARE, &found->bound), say_points(page, found->left.value));
    }
    end_table(page, &table);
    line(page, text_of(page, EMS_T_BOUND_NOTE_LEFT));
    for (int32_t t = 0; t < model->target_count; t++)
        if (ems_bound_is_beyond(bound, t))
            line(page, EMS_SAY(words, BOUND_BEYOND, ems_say_target(words, model, &model->targets[t])));
}

static void print_reasons(struct page *page)
{
    const struct ems_bound *bound = page->bound;
    const struct ems_model *model = bound->model;
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(4);
    fputc('\n', page->out);
    EMS_ROW(&table, text_of(page, EMS_T_BOUND_HEAD_WHY), text_of(page, EMS_T_BOUND_COL_STATIONS),
            text_of(page, EMS_T_BOUND_COL_FREE), text_of(page, EMS_T_BOUND_COL_ROAD));
    for (int32_t t = 0; t < model->target_count; t++) {
        const struct ems_bound_found *found = &bound->found[t];
        EMS_ROW(&table, ems_say_target(words, model, &model->targets[t]),
                ems_say_number(words, EMS_SAY_SHARE, found->at_stations),
                ems_say_figure(words, EMS_SAY_NUMBER, &found->free_crews),
                ems_say_figure(words, EMS_SAY_NUMBER, &found->on_road));
    }
    end_table(page, &table);
    line(page, text_of(page, EMS_T_BOUND_NOTE_STATIONS));
    line(page, text_of(page, EMS_T_BOUND_NOTE_FREE));
}

enum ems_status ems_bound_print(const struct ems_bound *bound, enum ems_lang lang, FILE *out)
{
    struct page page = {.bound = bound, .out = out};
    page.words.lang = lang;
    print_title(&page);
    print_targets(&page);
    print_reasons(&page);
    bool no_memory = page.no_memory || page.words.arena.failed;
    ems_arena_free(&page.words.arena);
    if (no_memory) return EMS_NO_MEMORY;
    return fflush(out) != 0 || ferror(out) ? EMS_IO : EMS_OK;
}
