/* Under the map: play and speed, the clock, and the run from its beginning to its end. A mode may draw its
 * own instead. */
#include <math.h>
#include <stdio.h>

#include "app.h"
#include "format.h"
#include "player.h"
#include "time_actions.h"
#include "track.h"

static void draw_triangle(struct viz_ui *ui, struct viz_rect r, bool playing)
{
    double x = r.x + r.w / 2.0, y = r.y + r.h / 2.0, s = r.h * 0.24;
    cairo_t *cr = ui->cr;
    viz_colour_use(cr, ui->theme->on_accent);
    if (playing) {
        cairo_rectangle(cr, x - s, y - s, s * 0.7, 2 * s);
        cairo_rectangle(cr, x + s * 0.3, y - s, s * 0.7, 2 * s);
    } else {
        cairo_move_to(cr, x - s * 0.7, y - s);
        cairo_line_to(cr, x + s, y);
        cairo_line_to(cr, x - s * 0.7, y + s);
        cairo_close_path(cr);
    }
    cairo_fill(cr);
}

static void tip_of(struct viz_ui *ui, struct viz_rect rect, enum viz_text text)
{
    viz_tip(ui, rect, viz_text(text, ui->lang));
}

/* A button that does an action, cut off the left of *rest if there is room. */
static void draw_action(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest, enum viz_action action,
                        const char *label, enum viz_text tip)
{
    struct viz_type type = viz_type_of(ui, 13);
    int width = viz_measure(ui->writer, label, &type).w + viz_px(ui, 16);
    if (width < viz_px(ui, 28)) width = viz_px(ui, 28);
    if (rest->w < width) return;
    struct viz_rect place = viz_rect_cut_left(rest, width);
    enum viz_button_look look = viz_action_can(app, action) ? VIZ_BUTTON_PLAIN : VIZ_BUTTON_OFF;
    if (viz_button(ui, place, viz_id(label, (int)action), label, look)) viz_action_run(app, action);
    tip_of(ui, place, tip);
    viz_rect_cut_left(rest, viz_px(ui, 3));
}

/* Play, slower, speed, faster; cut off the left of *rest. */
static void draw_transport(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    char speed[64];
    int side = viz_px(ui, 34), gap = viz_px(ui, 6);
    struct viz_rect play = viz_rect_cut_left(rest, side + gap);
    play.w = side;
    if (viz_button(ui, play, viz_id("play", 0), "", VIZ_BUTTON_PRIMARY)) viz_action_run(app, VIZ_DO_PLAY);
    viz_note(ui, play, viz_text(VIZ_T_DO_PLAY, ui->lang));
    draw_triangle(ui, play, app->clock.playing);
    tip_of(ui, play, VIZ_T_DO_PLAY);
    if (rest->w < viz_px(ui, 330)) return; /* the clock goes before them; keys do the same */
    draw_action(app, ui, rest, VIZ_DO_STEP_BACK, "\xe2\x97\x80|", VIZ_T_DO_STEP_BACK);
    draw_action(app, ui, rest, VIZ_DO_STEP, "|\xe2\x96\xb6", VIZ_T_DO_STEP);
    viz_rect_cut_left(rest, gap);
    draw_action(app, ui, rest, VIZ_DO_SLOWER, "\xe2\x88\x92", VIZ_T_DO_SLOWER);
    viz_label(ui, viz_rect_cut_left(rest, viz_px(ui, 58)),
              viz_format_speed(speed, sizeof speed, app->clock.speed, ui->lang), 14, true, VIZ_CENTRE,
              ui->theme->text);
    draw_action(app, ui, rest, VIZ_DO_FASTER, "+", VIZ_T_DO_FASTER);
    viz_rect_cut_left(rest, viz_px(ui, 12));
}

/* What is less often used, after the clock. */
static void draw_jumps(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    char label[64];
    const char *late = viz_text(VIZ_T_LATE_BUTTON, ui->lang);
    snprintf(label, sizeof label, "\xe2\x97\x80 %s", late);
    draw_action(app, ui, rest, VIZ_DO_PREVIOUS_LATE, label, VIZ_T_DO_PREVIOUS_LATE);
    snprintf(label, sizeof label, "%s \xe2\x96\xb6", late);
    draw_action(app, ui, rest, VIZ_DO_NEXT_LATE, label, VIZ_T_DO_NEXT_LATE);
    viz_rect_cut_left(rest, viz_px(ui, 8));
    draw_action(app, ui, rest, VIZ_DO_PREVIOUS_BOOKMARK, "\xe2\x97\x80", VIZ_T_DO_PREVIOUS_BOOKMARK);
    draw_action(app, ui, rest, VIZ_DO_BOOKMARK, "\xe2\x98\x85", VIZ_T_DO_BOOKMARK);
    draw_action(app, ui, rest, VIZ_DO_NEXT_BOOKMARK, "\xe2\x96\xb6", VIZ_T_DO_NEXT_BOOKMARK);
    viz_rect_cut_left(rest, viz_px(ui, 8));
}

/* For a moment or a speed. */
static void draw_field(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    uint32_t id = viz_id("goto", 0);
    char *typed = app->timeline.typed;
    if (rest->w < viz_px(ui, 150) || !viz_action_can(app, VIZ_DO_GO_TO)) return;
    struct viz_rect place = viz_rect_cut_left(rest, viz_px(ui, 168));
    enum viz_field_answer answer = viz_field(ui, place, id, typed, sizeof app->timeline.typed);
    if (typed[0] == '\0' && ui->focus != id)
        viz_label(ui, viz_rect_inset(place, viz_px(ui, 8)), viz_text(VIZ_T_GO_TO_HINT, ui->lang), 12, false,
                  VIZ_LEFT, ui->theme->faint);
    if (answer != VIZ_FIELD_ENTERED) return;
    ui->focus = 0;
    if (typed[0] != '\0' && !viz_time_take_typed(app, typed)) viz_app_say(app, VIZ_T_GO_TO_BAD, typed, NULL);
    typed[0] = '\0';
    viz_app_touch(app);
}

static void draw_progress(const struct viz_app *app, struct viz_ui *ui, struct viz_rect rest)
{
    char share[32] = "", text[160];
    const struct viz_player *player = app->map[0].player;
    double done = player != NULL ? viz_player_progress(player) : -1;
    if (done < 0) return;
    viz_format_share(share, sizeof share, done);
    viz_text_with(text, sizeof text, isnan(done) ? VIZ_T_ON_ITS_WAY_LATE : VIZ_T_ON_ITS_WAY, ui->lang, share,
                  NULL);
    viz_label(ui, rest, text, 12, true, VIZ_RIGHT, ui->theme->accent);
}

static void draw_clock(const struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    char clock[32], date[96];
    const struct viz_moment *m = &app->map[0].moment;
    struct viz_rect place = viz_rect_cut_left(rest, viz_px(ui, 210));
    struct viz_rect above = viz_rect_cut_top(&place, place.h / 2 + viz_px(ui, 3));
    viz_label(ui, above, viz_format_clock(clock, sizeof clock, &m->info, m->now), 19, true, VIZ_LEFT,
              ui->theme->text);
    viz_label(ui, place, viz_format_date(date, sizeof date, &m->info, m->now, ui->lang), 12, false, VIZ_LEFT,
              ui->theme->faint);
}

void viz_timeline_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    viz_fill(ui, (struct viz_rect){rect.x, rect.y, rect.w, 1}, ui->theme->line);
    if (app->mode != NULL && app->mode->timeline != NULL) {
        app->mode->timeline(app, ui, rect);
        return;
    }
    struct viz_rect rest = viz_rect_inset(rect, viz_px(ui, 10));
    struct viz_rect row = viz_rect_cut_top(&rest, viz_px(ui, 34));
    draw_transport(app, ui, &row);
    draw_clock(app, ui, &row);
    draw_jumps(app, ui, &row);
    draw_field(app, ui, &row);
    draw_progress(app, ui, row);
    viz_rect_cut_top(&rest, viz_px(ui, 9));
    viz_track_draw(app, ui, rest);
}
