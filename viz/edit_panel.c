/* The edit mode's part of the panel: the selected station, what the changes bring, and what to do next. */
#include <stdio.h>

#include "compare.h"
#include "edit.h"
#include "format.h"
#include "section.h"

static void title(struct viz_ui *ui, struct viz_rect *rest, const char *text)
{
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 28));
    viz_fill(ui, (struct viz_rect){row.x, row.y, row.w, 1}, ui->theme->line);
    viz_label(ui, row, text, 13, true, VIZ_LEFT, ui->theme->faint);
}

/* A name, a number, and buttons for one fewer and one more. Returns -1, 0 or 1. */
static int counter(struct viz_ui *ui, struct viz_rect *rest, const char *name, int id, int32_t value,
                   bool can_fall)
{
    char number[16];
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 28));
    struct viz_rect more = viz_rect_cut_right(&row, viz_px(ui, 28));
    struct viz_rect count = viz_rect_cut_right(&row, viz_px(ui, 34));
    struct viz_rect fewer = viz_rect_cut_right(&row, viz_px(ui, 28));
    viz_label(ui, row, name, 13, false, VIZ_LEFT, ui->theme->text);
    viz_label(ui, count, viz_format_count(number, sizeof number, value), 13, true, VIZ_CENTRE,
              ui->theme->text);
    bool falls = viz_button(ui, viz_rect_inset(fewer, 2), viz_id("fewer", id), "\xe2\x88\x92",
                            can_fall ? VIZ_BUTTON_PLAIN : VIZ_BUTTON_OFF);
    bool rises = viz_button(ui, viz_rect_inset(more, 2), viz_id("more", id), "+", VIZ_BUTTON_PLAIN);
    return rises ? 1 : falls ? -1 : 0;
}

static int32_t owned_of_type(const struct ems_scenario *scenario, const struct ems_station_info *station,
                             ems_vehicle_type_id type)
{
    int32_t count = 0;
    for (int32_t i = 0; i < station->vehicles; i++)
        if (ems_vehicle_info(scenario, station->first_vehicle + i).type == type) count++;
    return count;
}

static struct viz_edit_change change_of(enum viz_edit_kind kind, const char *station)
{
    struct viz_edit_change change = {.kind = kind};
    snprintf(change.station, sizeof change.station, "%s", station);
    return change;
}

static void edit_crews(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest,
                       const struct ems_station_info *station)
{
    int by = counter(ui, rest, viz_text(VIZ_T_EDIT_CREWS, ui->lang), 0, station->crews, station->crews > 0);
    if (by == 0) return;
    struct viz_edit_change change = change_of(VIZ_EDIT_CREWS, station->id);
    change.count = station->crews + by;
    viz_edit_make(app, change);
}

static void edit_vehicles(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest,
                          ems_station_id station)
{
    const struct ems_scenario *scenario = viz_edit_scenario(app);
    struct ems_station_info info = ems_station_info(scenario, station);
    int32_t types = ems_scenario_info(scenario).vehicle_types;
    for (ems_vehicle_type_id t = 0; t < types; t++) {
        int32_t owned = owned_of_type(scenario, &info, t);
        int by = counter(ui, rest, ems_vehicle_type_name(scenario, t, ui->lang), 1 + t, owned, owned > 0);
        if (by == 0) continue;
        struct viz_edit_change change = change_of(VIZ_EDIT_VEHICLES, info.id);
        snprintf(change.type, sizeof change.type, "%s", ems_vehicle_type_info(scenario, t).id);
        change.count = owned + by;
        viz_edit_make(app, change);
        return; /* the scenario is another one now */
    }
}

static void draw_station(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    ems_station_id s = viz_edit_selected(app);
    if (s == EMS_NONE) {
        title(ui, rest, viz_text(VIZ_T_EDIT_STATION, ui->lang));
        int h = viz_paragraph(ui, *rest, viz_text(VIZ_T_EDIT_HINT, ui->lang), 12, ui->theme->faint);
        viz_rect_cut_top(rest, h + viz_px(ui, 8));
        return;
    }
    struct ems_station_info info = ems_station_info(viz_edit_scenario(app), s);
    title(ui, rest, ems_station_name(viz_edit_scenario(app), s, ui->lang));
    edit_crews(app, ui, rest, &info);
    if (viz_edit_selected(app) == s) edit_vehicles(app, ui, rest, s);
    viz_rect_cut_top(rest, viz_px(ui, 6));
}

/* ---- what it brings ---- */

/* "94.1 % -> 95.0 %" */
static void draw_reach(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_edit *e = viz_edit_of(app);
    title(ui, rest, viz_text(VIZ_T_EDIT_REACH, ui->lang));
    for (int i = 0; i < VIZ_EDIT_TIMES; i++) {
        char name[64], minutes[16], value[64];
        double people = e->before.people.people;
        snprintf(minutes, sizeof minutes, "%d", (int)(e->after.within[i] / EMS_MINUTE));
        viz_text_with(name, sizeof name, VIZ_T_EDIT_WITHIN, ui->lang, minutes, NULL);
        double before = people > 0 ? 100 * e->before.people.within[i] / people : 0;
        double after =
            e->after.people.people > 0 ? 100 * e->after.people.within[i] / e->after.people.people : 0;
        snprintf(value, sizeof value, "%.1f %% \xe2\x86\x92 %.1f %%", before, after);
        viz_section_line(ui, rest, name, value);
    }
    viz_rect_cut_top(rest, viz_px(ui, 6));
}

static void draw_simulated(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    struct viz_edit *e = viz_edit_of(app);
    if (e->scenario == NULL) return;
    title(ui, rest, viz_text(VIZ_T_EDIT_TRIAL, ui->lang));
    viz_change_panel(app, ui, rest, &e->change);
    viz_rect_cut_top(rest, viz_px(ui, 6));
}

/* ---- what to do ---- */

static void button_for(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect, enum viz_action action,
                       enum viz_text label)
{
    enum viz_button_look look = viz_action_can(app, action) ? VIZ_BUTTON_PLAIN : VIZ_BUTTON_OFF;
    if (viz_button(ui, viz_rect_inset(rect, 2), viz_id("do", (int)action), viz_text(label, ui->lang), look))
        viz_action_run(app, action);
}

static void draw_buttons(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 32));
    struct viz_rect half = viz_rect_cut_left(&row, row.w / 2);
    button_for(app, ui, half, VIZ_DO_ADD_STATION, VIZ_T_DO_ADD_STATION);
    button_for(app, ui, row, VIZ_DO_REMOVE, VIZ_T_EDIT_REMOVE);
    row = viz_rect_cut_top(rest, viz_px(ui, 32));
    struct viz_rect third = viz_rect_cut_left(&row, row.w / 3);
    button_for(app, ui, third, VIZ_DO_UNDO, VIZ_T_DO_UNDO);
    third = viz_rect_cut_left(&row, row.w / 2);
    button_for(app, ui, third, VIZ_DO_REDO, VIZ_T_DO_REDO);
    button_for(app, ui, row, VIZ_DO_SAVE, VIZ_T_EDIT_SAVE);
    viz_rect_cut_top(rest, viz_px(ui, 6));
}

static void draw_messages(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_edit *e = viz_edit_of(app);
    for (int32_t i = 0; i < ems_messages_count(e->messages) && i < 3; i++) {
        struct ems_message m = ems_message_at(e->messages, i, ui->lang);
        int h = viz_paragraph(ui, *rest, m.text, 12, ui->theme->warning);
        viz_rect_cut_top(rest, h + viz_px(ui, 4));
    }
}

void viz_edit_panel(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    draw_buttons(app, ui, rest);
    draw_messages(app, ui, rest);
    draw_station(app, ui, rest);
    draw_reach(app, ui, rest);
    draw_simulated(app, ui, rest);
}
