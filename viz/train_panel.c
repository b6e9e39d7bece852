/* The train mode's part of the panel: choices before the start, the question with what may be answered; and
 * the strip under the map. */
#include <math.h>
#include <stdio.h>

#include "format.h"
#include "section.h"
#include "statuses.h"
#include "train.h"

enum { ROWS = 24 };

static void title(struct viz_ui *ui, struct viz_rect *rest, const char *text, struct viz_colour colour)
{
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 28));
    viz_fill(ui, (struct viz_rect){row.x, row.y, row.w, 1}, ui->theme->line);
    viz_label(ui, row, text, 14, true, VIZ_LEFT, colour);
}

static void say(struct viz_ui *ui, struct viz_rect *rest, enum viz_text text, struct viz_colour colour)
{
    int h = viz_paragraph(ui, *rest, viz_text(text, ui->lang), 12, colour);
    viz_rect_cut_top(rest, h + viz_px(ui, 8));
}

static bool button(struct viz_ui *ui, struct viz_rect *rest, const char *name, enum viz_text label,
                   enum viz_button_look look)
{
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 34));
    return viz_button(ui, viz_rect_inset(row, 2), viz_id(name, 0), viz_text(label, ui->lang), look);
}

static const char *time_words(char *out, size_t size, ems_time time)
{
    return viz_format_minutes(out, size, time == EMS_NEVER ? (double)NAN : (double)time / 1e6);
}

/* ---- before ---- */

static void draw_setup(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    static const enum viz_text how[] = {VIZ_T_TRAIN_EASY_HOW, VIZ_T_TRAIN_NORMAL_HOW, VIZ_T_TRAIN_HARD_HOW};
    struct viz_train *t = viz_train_of(app);
    const char *const levels[] = {viz_text(VIZ_T_TRAIN_EASY, ui->lang),
                                  viz_text(VIZ_T_TRAIN_NORMAL, ui->lang),
                                  viz_text(VIZ_T_TRAIN_HARD, ui->lang)};
    const char *const hours[] = {viz_text(VIZ_T_TRAIN_HOURS_1, ui->lang),
                                 viz_text(VIZ_T_TRAIN_HOURS_4, ui->lang),
                                 viz_text(VIZ_T_TRAIN_HOURS_12, ui->lang)};
    char clock[32], date[96];
    const struct ems_scenario_info *info = &app->map[0].moment.info;
    title(ui, rest, viz_text(VIZ_T_TRAIN_SETUP, ui->lang), ui->theme->text);
    say(ui, rest, VIZ_T_TRAIN_ABOUT, ui->theme->text);
    viz_section_line(ui, rest, viz_text(VIZ_T_TRAIN_BEGINS, ui->lang),
                     viz_format_clock(clock, sizeof clock, info, t->from));
    viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 20)),
              viz_format_date(date, sizeof date, info, t->from, ui->lang), 12, false, VIZ_RIGHT,
              ui->theme->faint);
    viz_rect_cut_top(rest, viz_px(ui, 6));
    bool changed = viz_segments(ui, viz_rect_cut_top(rest, viz_px(ui, 30)), viz_id("train.hours", 0), hours,
                                3, &t->hours);
    viz_rect_cut_top(rest, viz_px(ui, 8));
    changed |= viz_segments(ui, viz_rect_cut_top(rest, viz_px(ui, 30)), viz_id("train.level", 0), levels, 3,
                            &t->level);
    viz_rect_cut_top(rest, viz_px(ui, 6));
    say(ui, rest, how[t->level], ui->theme->faint);
    changed |= viz_checkbox(ui, viz_rect_cut_top(rest, viz_px(ui, 28)), viz_id("train.hospitals", 0),
                            viz_text(VIZ_T_TRAIN_HOSPITALS, ui->lang), &t->hospitals);
    viz_rect_cut_top(rest, viz_px(ui, 6));
    if (changed) viz_app_touch(app);
    if (button(ui, rest, "train.start", VIZ_T_TRAIN_START, VIZ_BUTTON_PRIMARY)) viz_train_start(app);
}

/* ---- the question ---- */

static void draw_call(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_train_question *q = &viz_train_of(app)->asked;
    const struct ems_scenario *s = app->map[0].scenario;
    char number[32], priority[16], waited[32], text[160];
    snprintf(priority, sizeof priority, "%d", q->task.priority);
    viz_format_count(number, sizeof number, (int64_t)q->task.call);
    viz_text_with(text, sizeof text, VIZ_T_CALL_NUMBER, ui->lang, number, priority);
    viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 24)), text, 14, true, VIZ_LEFT, ui->theme->text);
    if (q->task.condition != EMS_NONE)
        viz_section_line(ui, rest, viz_text(VIZ_T_ASK_CONDITION, ui->lang),
                         ems_condition_name(s, q->task.condition, ui->lang));
    if (q->task.area != EMS_NONE)
        viz_section_line(ui, rest, viz_text(VIZ_T_ASK_AREA, ui->lang),
                         ems_area_name(s, q->task.area, ui->lang));
    ems_time now = ems_playback_now(viz_train_of(app)->player.playback);
    viz_section_line(ui, rest, viz_text(VIZ_T_TRAIN_RANG_AGO, ui->lang),
                     time_words(waited, sizeof waited, q->rang == EMS_NEVER ? EMS_NEVER : now - q->rang));
    if (q->task.role == 0) return;
    snprintf(number, sizeof number, "%d", q->task.role + 1);
    viz_section_line(ui, rest, viz_text(VIZ_T_TRAIN_MORE_VEHICLES, ui->lang), number);
}

static const char *row_name(const struct viz_app *app, const struct viz_train_row *row, char *out,
                            size_t size)
{
    const struct viz_train *t = viz_train_of(app);
    const struct ems_scenario *s = app->map[0].scenario;
    char number[32];
    if (t->asked.question.role == EMS_ROLE_DESTINATION)
        return ems_hospital_name(s, row->answer, app->look.lang);
    if (viz_train_asks_vehicle(t)) return ems_vehicle_info(s, row->answer).id;
    return viz_text_with(out, size, VIZ_T_CALL, app->look.lang,
                         viz_format_count(number, sizeof number, (int64_t)row->call), NULL);
}

static void row_state(const struct viz_app *app, const struct viz_train_row *row, char *out, size_t size)
{
    const struct viz_train *t = viz_train_of(app);
    const struct ems_scenario *s = app->map[0].scenario;
    enum viz_text text = row->takes ? VIZ_T_WHY_TAKES : viz_status_text(row->status);
    out[0] = '\0';
    if (viz_train_asks_vehicle(t))
        snprintf(out, size, "%s \xc2\xb7 %s", viz_text(text, app->look.lang),
                 ems_vehicle_type_name(s, ems_vehicle_info(s, row->answer).type, app->look.lang));
    if (t->asked.question.role == EMS_ROLE_DESTINATION && row->bays >= 0)
        snprintf(out, size, "%d/%d", row->bays_busy, row->bays);
}

/* Number, name, expected arrival; below a vehicle, or beside a hospital, its state. Returns whether it was
 * clicked. */
static bool draw_row(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest, int32_t number)
{
    struct viz_train *t = viz_train_of(app);
    const struct viz_train_row *row = &t->asked.row[number];
    bool two_lines = viz_train_asks_vehicle(t);
    struct viz_rect line = viz_rect_cut_top(rest, viz_px(ui, two_lines ? 37 : 26)), place = line;
    uint32_t id = viz_id("train.row", number);
    char key[16] = "", name[64], state[160], minutes[32];
    bool is_advised = t->asked.has_advice && t->asked.advice == row->answer, over = viz_is_over(ui, place);
    if (over || is_advised)
        viz_fill(ui, place, viz_colour_mix(ui->theme->panel, ui->theme->accent, over ? 0.25 : 0.12));
    if (over && viz_train_asks_vehicle(t) && t->pointed != row->answer) {
        t->pointed = row->answer;
        app->dirty = true;
    }
    if (number < 9) snprintf(key, sizeof key, "%d", (int)number + 1);
    viz_label(ui, viz_rect_cut_left(&line, viz_px(ui, 20)), key, 12, false, VIZ_CENTRE, ui->theme->faint);
    if (t->level != VIZ_TRAIN_HARD)
        viz_label(ui, viz_rect_cut_right(&line, viz_px(ui, 46)),
                  time_words(minutes, sizeof minutes, row->expected), 13, true, VIZ_RIGHT, ui->theme->text);
    row_state(app, row, state, sizeof state);
    struct viz_rect beside = two_lines ? viz_rect_cut_bottom(&line, viz_px(ui, 17))
                                       : viz_rect_cut_right(&line, viz_px(ui, state[0] != '\0' ? 76 : 0));
    viz_label(ui, beside, state, 12, false, VIZ_LEFT, ui->theme->faint);
    line.w -= viz_px(ui, 4);
    viz_label(ui, line, row_name(app, row, name, sizeof name), 13, is_advised, VIZ_LEFT, ui->theme->text);
    viz_tip(ui, place, row_name(app, row, name, sizeof name));
    viz_note(ui, place, row_name(app, row, name, sizeof name));
    if (over && ui->input.pressed) ui->active = id;
    if (ui->active != id || !ui->input.released) return false;
    ui->active = 0;
    return over;
}

static void draw_advice(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_train_question *q = &viz_train_of(app)->asked;
    char name[64], text[160];
    if (!q->has_advice) return;
    const char *advised = viz_text(VIZ_T_TRAIN_HOLD, ui->lang);
    for (int32_t i = 0; i < q->count; i++)
        if (q->row[i].answer == q->advice) advised = row_name(app, &q->row[i], name, sizeof name);
    viz_text_with(text, sizeof text, VIZ_T_TRAIN_ADVICE, ui->lang, advised, NULL);
    viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 24)), text, 13, true, VIZ_LEFT, ui->theme->accent);
}

static void draw_rest(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_train_question *q = &viz_train_of(app)->asked;
    char more[24], barred[24], text[160];
    int32_t hidden = q->count > ROWS ? q->count - ROWS : 0;
    viz_format_count(more, sizeof more, hidden);
    viz_format_count(barred, sizeof barred, q->barred);
    if (hidden > 0) {
        viz_text_with(text, sizeof text, VIZ_T_TRAIN_MORE_ROWS, ui->lang, more, NULL);
        viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 20)), text, 12, false, VIZ_LEFT, ui->theme->faint);
    }
    if (q->barred == 0) return;
    viz_text_with(text, sizeof text, VIZ_T_TRAIN_BARRED, ui->lang, barred, NULL);
    viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 20)), text, 12, false, VIZ_LEFT, ui->theme->faint);
}

static void draw_thinking(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_train *t = viz_train_of(app);
    char seconds[32];
    struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 24));
    viz_label(ui, row, viz_text(VIZ_T_TRAIN_THINKING, ui->lang), 12, false, VIZ_LEFT, ui->theme->faint);
    viz_label(ui, row, viz_format_minutes(seconds, sizeof seconds, floor(viz_train_thinking(t))), 13, true,
              VIZ_RIGHT, t->level == VIZ_TRAIN_HARD ? ui->theme->warning : ui->theme->faint);
}

static void draw_question(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_train *t = viz_train_of(app);
    bool hospital = t->asked.question.role == EMS_ROLE_DESTINATION;
    enum viz_text what = hospital                    ? VIZ_T_TRAIN_ASK_HOSPITAL
                         : viz_train_asks_vehicle(t) ? VIZ_T_TRAIN_ASK_VEHICLE
                                                     : VIZ_T_TRAIN_ASK_TASK;
    title(ui, rest, viz_text(what, ui->lang), ui->theme->warning);
    if (t->asked.question.task != EMS_NONE)
        draw_call(app, ui, rest);
    else
        viz_section_line(ui, rest, viz_text(VIZ_T_TRAIN_FREE, ui->lang),
                         ems_vehicle_info(app->map[0].scenario, t->asked.question.vehicle).id);
    draw_thinking(app, ui, rest);
    draw_advice(app, ui, rest);
    int32_t chosen = -1;
    for (int32_t i = 0; i < t->asked.count && i < ROWS; i++)
        if (draw_row(app, ui, rest, i)) chosen = i;
    draw_rest(app, ui, rest);
    bool holds =
        button(ui, rest, "train.hold", hospital ? VIZ_T_TRAIN_BY_RULE : VIZ_T_TRAIN_HOLD_H, VIZ_BUTTON_PLAIN);
    viz_rect_cut_top(rest, viz_px(ui, 8));
    if (chosen >= 0 || holds) viz_train_answer(app, holds ? EMS_NONE : t->asked.row[chosen].answer);
}

void viz_train_panel(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_train *t = viz_train_of(app);
    if (t->stage == VIZ_TRAIN_SETUP) {
        draw_setup(app, ui, rest);
    } else if (t->stage == VIZ_TRAIN_OVER) {
        title(ui, rest, viz_text(VIZ_T_TRAIN_OVER, ui->lang), ui->theme->text);
        if (button(ui, rest, "train.score", VIZ_T_TRAIN_SHEET, VIZ_BUTTON_PRIMARY)) viz_train_show_score(app);
        if (button(ui, rest, "train.again", VIZ_T_TRAIN_AGAIN, VIZ_BUTTON_PLAIN)) viz_train_reset(app);
    } else if (t->asked.is_open) {
        draw_question(app, ui, rest);
    } else {
        title(ui, rest, viz_text(VIZ_T_TRAIN_WAITS, ui->lang), ui->theme->faint);
    }
    viz_rect_cut_top(rest, viz_px(ui, 10));
}

/* ---- under the map ---- */

static void draw_speed(struct viz_app *app, struct viz_ui *ui, struct viz_rect *row)
{
    const struct viz_train *t = viz_train_of(app);
    char speed[64];
    bool can_pause = t->stage == VIZ_TRAIN_RUNS && t->level != VIZ_TRAIN_HARD && !t->asked.is_open;
    struct viz_rect pause = viz_rect_cut_left(row, viz_px(ui, 90));
    struct viz_rect slower = viz_rect_cut_left(row, viz_px(ui, 34));
    struct viz_rect name = viz_rect_cut_left(row, viz_px(ui, 60));
    struct viz_rect faster = viz_rect_cut_left(row, viz_px(ui, 34));
    if (viz_button(ui, viz_rect_inset(pause, 2), viz_id("train.pause", 0),
                   viz_text(app->clock.playing ? VIZ_T_TRAIN_PAUSE : VIZ_T_TRAIN_GO_ON, ui->lang),
                   can_pause ? VIZ_BUTTON_PLAIN : VIZ_BUTTON_OFF))
        viz_action_run(app, VIZ_DO_PLAY);
    if (viz_button(ui, viz_rect_inset(slower, 2), viz_id("train.slower", 0), "\xe2\x88\x92",
                   VIZ_BUTTON_PLAIN))
        viz_action_run(app, VIZ_DO_SLOWER);
    viz_label(ui, name, viz_format_speed(speed, sizeof speed, app->clock.speed, ui->lang), 14, true,
              VIZ_CENTRE, ui->theme->text);
    if (viz_button(ui, viz_rect_inset(faster, 2), viz_id("train.faster", 0), "+", VIZ_BUTTON_PLAIN))
        viz_action_run(app, VIZ_DO_FASTER);
    viz_rect_cut_left(row, viz_px(ui, 12));
}

static void draw_clock(const struct viz_app *app, struct viz_ui *ui, struct viz_rect row)
{
    char clock[32], date[96];
    const struct viz_moment *m = &app->map[0].moment;
    ems_time at = viz_train_of(app)->stage == VIZ_TRAIN_SETUP ? viz_train_of(app)->from : m->now;
    viz_label(ui, viz_rect_cut_left(&row, viz_px(ui, 100)),
              viz_format_clock(clock, sizeof clock, &m->info, at), 19, true, VIZ_LEFT, ui->theme->text);
    viz_label(ui, row, viz_format_date(date, sizeof date, &m->info, at, ui->lang), 12, false, VIZ_LEFT,
              ui->theme->faint);
}

/* How much of the hour is over, and how many decisions it took. */
static void draw_hour(const struct viz_app *app, struct viz_ui *ui, struct viz_rect rest)
{
    const struct viz_train *t = viz_train_of(app);
    char passed[32], whole[32], count[24], text[160];
    if (t->training == NULL) return;
    ems_time length = t->until - t->from, gone = app->map[0].moment.now - t->from;
    gone = gone < 0 ? 0 : gone > length ? length : gone;
    viz_bar(ui, viz_rect_cut_top(&rest, viz_px(ui, 8)), (double)gone / (double)length, ui->theme->accent);
    /* hours and minutes, as if they were minutes and seconds */
    viz_text_with(text, sizeof text, VIZ_T_TRAIN_PASSED, ui->lang,
                  time_words(passed, sizeof passed, gone / EMS_MINUTE * EMS_SECOND),
                  time_words(whole, sizeof whole, length / EMS_MINUTE * EMS_SECOND));
    struct viz_rect row = viz_rect_cut_top(&rest, viz_px(ui, 22));
    viz_label(ui, row, text, 12, false, VIZ_LEFT, ui->theme->faint);
    viz_format_count(count, sizeof count, ems_training_decisions(t->training));
    viz_text_with(text, sizeof text, VIZ_T_TRAIN_DECIDED, ui->lang, count, NULL);
    viz_label(ui, row, text, 12, false, VIZ_RIGHT, ui->theme->faint);
}

void viz_train_timeline(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    struct viz_rect rest = viz_rect_inset(rect, viz_px(ui, 10));
    struct viz_rect row = viz_rect_cut_top(&rest, viz_px(ui, 34));
    bool runs = viz_train_of(app)->stage == VIZ_TRAIN_RUNS;
    struct viz_rect end = viz_rect_cut_right(&row, viz_px(ui, 130));
    draw_speed(app, ui, &row);
    draw_clock(app, ui, row);
    viz_rect_cut_top(&rest, viz_px(ui, 8));
    draw_hour(app, ui, rest);
    if (viz_button(ui, viz_rect_inset(end, 2), viz_id("train.end", 0), viz_text(VIZ_T_TRAIN_END, ui->lang),
                   runs ? VIZ_BUTTON_PLAIN : VIZ_BUTTON_OFF))
        viz_train_finish(app, false);
}
