#include "ask_parts.h"

#include <stdio.h>

#include "history.h"
#include "time_actions.h"

void viz_ask_heading(struct viz_ask *ask, enum viz_text text)
{
    viz_rect_cut_top(ask->rest, viz_px(ask->ui, 4));
    viz_label(ask->ui, viz_rect_cut_top(ask->rest, viz_px(ask->ui, 20)), viz_text(text, ask->ui->lang), 12,
              false, VIZ_LEFT, ask->ui->theme->faint);
}

void viz_ask_line(struct viz_ask *ask, enum viz_text name, const char *value)
{
    struct viz_ui *ui = ask->ui;
    struct viz_type type = viz_type_of(ui, 13);
    const char *text = viz_text(name, ui->lang);
    struct viz_rect row = viz_rect_cut_top(ask->rest, viz_px(ui, 21));
    struct viz_rect left = viz_rect_cut_left(&row, viz_measure(ui->writer, text, &type).w + viz_px(ui, 10));
    viz_label(ui, left, text, 13, false, VIZ_LEFT, ui->theme->faint);
    viz_label(ui, row, value, 13, true, VIZ_RIGHT, ui->theme->text);
}

void viz_ask_number(struct viz_ask *ask, enum viz_text name, int64_t value)
{
    char text[32];
    viz_ask_line(ask, name, viz_format_count(text, sizeof text, value));
}

void viz_ask_minutes(struct viz_ask *ask, enum viz_text name, double seconds)
{
    char text[32];
    viz_ask_line(ask, name, viz_format_minutes(text, sizeof text, seconds));
}

const char *viz_ask_moment(const struct viz_ask *ask, ems_time at, char *out, size_t size)
{
    char number[24], day[64], clock[32];
    const struct ems_scenario_info *info = &ask->map->moment.info;
    long long day_number = (info->start_of_day + at) / EMS_DAY + 1;
    snprintf(number, sizeof number, "%lld", day_number);
    viz_text_with(day, sizeof day, VIZ_T_DAY_N, ask->ui->lang, number, NULL);
    snprintf(out, size, "%s %s", day, viz_format_clock(clock, sizeof clock, info, at));
    return out;
}

void viz_ask_link(struct viz_ask *ask, int number, const char *left, const char *right, ems_time at,
                  struct viz_pick what)
{
    struct viz_ui *ui = ask->ui;
    struct viz_rect row = viz_rect_cut_top(ask->rest, viz_px(ui, 21)), name = row;
    bool over = viz_is_over(ui, row), can = at != EMS_NEVER || what.kind != VIZ_PICK_NOTHING;
    if (can && over) viz_fill(ui, row, ui->theme->raised);
    struct viz_type type = viz_type_of(ui, 13);
    int wanted = viz_measure(ui->writer, left, &type).w + viz_px(ui, 10), most = row.w * 6 / 10;
    type.bold = true;
    int of_value = viz_measure(ui->writer, right, &type).w;
    if (row.w - of_value > most) most = row.w - of_value;
    struct viz_rect value = viz_rect_cut_right(&name, row.w - (wanted < most ? wanted : most));
    viz_label(ui, name, left, 13, false, VIZ_LEFT, can ? ui->theme->accent : ui->theme->faint);
    viz_label(ui, value, right, 13, true, VIZ_RIGHT, ui->theme->text);
    if (can) viz_note(ui, row, left);
    uint32_t id = viz_id("ask.link", number);
    if (can && over && ui->input.pressed) ui->active = id;
    if (ui->active != id || !ui->input.released) return;
    ui->active = 0;
    if (!over) return;
    if (what.kind != VIZ_PICK_NOTHING) viz_app_select(ask->app, what);
    if (at != EMS_NEVER) viz_time_seek(ask->app, at);
}

void viz_ask_trips(struct viz_ask *ask, const struct viz_history *history)
{
    if (history->count > 0) viz_ask_heading(ask, VIZ_T_ASK_HISTORY);
    for (int i = 0; i < history->count; i++) {
        const struct ems_trip_fact *trip = &history->latest[i];
        char left[96], right[128], call[64], number[32], minutes[32];
        viz_ask_moment(ask, trip->ordered, left, sizeof left);
        viz_text_with(call, sizeof call, VIZ_T_CALL, ask->ui->lang,
                      viz_format_count(number, sizeof number, (int64_t)trip->call), NULL);
        double way_s = trip->on_scene != EMS_NEVER ? (double)(trip->on_scene - trip->ordered) / 1e6 : -1;
        snprintf(right, sizeof right, "%s  %s", call,
                 way_s >= 0 ? viz_format_minutes(minutes, sizeof minutes, way_s) : "\xe2\x80\x93");
        viz_ask_link(ask, 100 + i, left, right, trip->ordered,
                     (struct viz_pick){VIZ_PICK_CALL, (int64_t)trip->call});
    }
}
