#include "report/page.h"

/* As a timeline says it: day 10 08:00. */
static const char *say_moment(struct ems_page *page, ems_time at)
{
    ems_time local = at + page->model->clock.start_of_day;
    const char *day = ems_say_integer(&page->words, local / EMS_DAY + 1);
    const char *time = ems_arena_format(&page->words.arena, "%02d:%02d", (int)(local % EMS_DAY / EMS_HOUR),
                                        (int)(local % EMS_HOUR / EMS_MINUTE));
    return EMS_SAY(&page->words, R_MOMENT, day, time != NULL ? time : "?");
}

static const char *say_window(struct ems_page *page, const struct ems_window *window)
{
    const char *from = say_moment(page, window->from);
    if (window->to == EMS_NEVER) return EMS_SAY(&page->words, R_WINDOW_OPEN, from);
    return EMS_SAY(&page->words, R_WINDOW, from, say_moment(page, window->to));
}

static void row(struct ems_page *page, struct ems_table *table, int32_t w, enum ems_stretch stretch)
{
    static const enum ems_text names[] = {EMS_T_R_BEFORE, EMS_T_R_DURING, EMS_T_R_AFTER};
    struct ems_words *words = &page->words;
    const struct ems_window_result *result = &page->results->by_window[w];
    const struct ems_group_result *group = &result->groups[stretch];
    ems_time from, to;
    ems_model_stretch(page->model, w, stretch, &from, &to);
    if (from >= to) return;
    EMS_ROW(table, ems_page_text(page, names[stretch]),
            ems_say_figure(words, EMS_SAY_COUNT, &result->per_day[stretch]),
            ems_say_figure(words, EMS_SAY_MINUTES, &group->mean_s),
            ems_say_figure(words, EMS_SAY_MINUTES, &group->p90_s),
            ems_say_figure(words, EMS_SAY_SHARE, &group->within[page->threshold]),
            ems_say_figure(words, EMS_SAY_SHARE, &group->queued_share),
            ems_say_figure(words, EMS_SAY_NUMBER, &result->waiting[stretch]));
}

void ems_page_windows(struct ems_page *page)
{
    const struct ems_model *model = page->model;
    struct ems_words *words = &page->words;
    if (model->window_count == 0 || page->results->method != EMS_METHOD_SIMULATION) return;
    struct ems_table table = ems_table_begin(7);
    fputc('\n', page->out);
    EMS_ROW(&table, ems_page_text(page, EMS_T_R_HEAD_WINDOWS), ems_page_text(page, EMS_T_R_COL_PER_DAY),
            ems_page_text(page, EMS_T_R_COL_MEAN), ems_page_text(page, EMS_T_R_COL_P90),
            EMS_SAY(words, R_COL_WITHIN, ems_say_limit(words, model->thresholds[page->threshold])),
            ems_page_text(page, EMS_T_R_COL_WAITED), ems_page_text(page, EMS_T_R_COL_WAITING));
    for (int32_t w = 0; w < model->window_count; w++) {
        EMS_ROW(&table, say_window(page, &model->windows[w]), "", "", "", "", "", "");
        for (int s = 0; s < EMS_STRETCH_COUNT; s++) row(page, &table, w, (enum ems_stretch)s);
    }
    ems_page_end_table(page, &table);
    ems_page_line(page, ems_page_text(page, EMS_T_R_WINDOWS_NOTE));
}
