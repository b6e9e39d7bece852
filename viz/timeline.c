/* Under the map: play and speed, the clock, and the run from its beginning to its end. A mode may draw its
 * own instead. */
#include <math.h>
#include <stdio.h>

#include "app.h"
#include "format.h"

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

/* Play, slower, speed, faster; cut off the left of *rest. */
static void draw_transport(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    char speed[64];
    int side = viz_px(ui, 32), gap = viz_px(ui, 6);
    struct viz_rect play = viz_rect_cut_left(rest, side + gap);
    play.w = side;
    if (viz_button(ui, play, viz_id("play", 0), "", VIZ_BUTTON_PRIMARY)) viz_action_run(app, VIZ_DO_PLAY);
    draw_triangle(ui, play, app->clock.playing);
    tip_of(ui, play, VIZ_T_DO_PLAY);
    struct viz_rect slower = viz_rect_cut_left(rest, viz_px(ui, 28));
    if (viz_button(ui, slower, viz_id("slower", 0), "\xe2\x88\x92", VIZ_BUTTON_PLAIN))
        viz_action_run(app, VIZ_DO_SLOWER);
    tip_of(ui, slower, VIZ_T_DO_SLOWER);
    viz_label(ui, viz_rect_cut_left(rest, viz_px(ui, 62)),
              viz_format_speed(speed, sizeof speed, app->clock.speed, ui->lang), 14, true, VIZ_CENTRE,
              ui->theme->text);
    struct viz_rect faster = viz_rect_cut_left(rest, viz_px(ui, 28));
    if (viz_button(ui, faster, viz_id("faster", 0), "+", VIZ_BUTTON_PLAIN))
        viz_action_run(app, VIZ_DO_FASTER);
    tip_of(ui, faster, VIZ_T_DO_FASTER);
    viz_rect_cut_left(rest, viz_px(ui, 14));
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

static void draw_track(const struct viz_app *app, struct viz_ui *ui, struct viz_rect track)
{
    const struct viz_moment *m = &app->map[0].moment;
    ems_time end = m->info.duration == EMS_NEVER ? EMS_NEVER : m->info.warmup + m->info.duration;
    viz_fill(ui, track, ui->theme->raised);
    if (end == EMS_NEVER || end <= 0) return;
    int warmup = (int)((double)m->info.warmup / (double)end * track.w);
    viz_fill(ui, (struct viz_rect){track.x, track.y, warmup, track.h},
             viz_colour_mix(ui->theme->raised, ui->theme->faint, 0.25));
    double share = fmin((double)m->now / (double)end, 1);
    int at = track.x + (int)(share * track.w);
    viz_fill(ui, (struct viz_rect){track.x, track.y, at - track.x, track.h},
             viz_colour_mix(ui->theme->raised, ui->theme->accent, 0.45));
    viz_fill(ui, (struct viz_rect){at - 1, track.y - 3, 3, track.h + 6}, ui->theme->accent);
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
    viz_rect_cut_top(&rest, viz_px(ui, 8));
    draw_track(app, ui, viz_rect_cut_top(&rest, viz_px(ui, 8)));
}
