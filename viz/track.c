#include "track.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "app.h"
#include "format.h"
#include "player.h"
#include "time_actions.h"

/* All there is: to the end of the clock, or as far as a trace without one has come. */
static struct viz_span whole_of(const struct viz_app *app)
{
    const struct viz_moment *m = &app->map[0].moment;
    const struct viz_player *player = app->map[0].player;
    ems_time end = m->info.duration == EMS_NEVER ? 0 : m->info.warmup + m->info.duration;
    ems_time known = player != NULL ? ems_playback_info(player->playback).known_until : 0;
    if (m->info.duration == EMS_NEVER) end = known > m->now ? known : m->now;
    if (m->now > end) end = m->now; /* after the window calls come to their end */
    return (struct viz_span){0, end > EMS_HOUR ? end : EMS_HOUR};
}

static struct viz_span shown_of(struct viz_app *app, struct viz_span whole)
{
    struct viz_timeline *t = &app->timeline;
    if (viz_span_is_empty(t->span)) return whole;
    if (app->ui.active == 0) t->span = viz_span_showing(t->span, whole, app->map[0].moment.now);
    return t->span;
}

/* ---- bars ---- */

static void count(struct viz_app *app, struct viz_span span, int32_t bars)
{
    struct viz_timeline *t = &app->timeline;
    const struct viz_player *player = app->map[0].player;
    ems_time known = ems_playback_info(player->playback).known_until;
    ems_time grain = (span.until - span.from) / bars;
    bool same = t->count == bars && t->counted.from == span.from && t->counted.until == span.until;
    if (same && known < t->known + grain && known >= t->known) return;
    t->count = bars;
    t->counted = span;
    t->known = known;
    ems_journal_density(ems_playback_journal(player->playback), span.from, span.until, bars, t->bar);
}

static void draw_bars(struct viz_app *app, struct viz_ui *ui, struct viz_rect r, struct viz_span span)
{
    struct viz_timeline *t = &app->timeline;
    int32_t bars = r.w / viz_px(ui, 4), most = 1;
    if (app->map[0].player == NULL || bars < 1) return;
    count(app, span, bars < VIZ_TIMELINE_BARS ? bars : VIZ_TIMELINE_BARS);
    for (int32_t b = 0; b < t->count; b++)
        if (t->bar[b].calls > most) most = t->bar[b].calls;
    struct viz_colour calls = viz_colour_mix(ui->theme->raised, ui->theme->accent, 0.5);
    for (int32_t b = 0; b < t->count; b++) {
        int left = r.x + r.w * b / t->count, right = r.x + r.w * (b + 1) / t->count;
        int all = (int)lround((double)t->bar[b].calls / most * (r.h - 2));
        int late = (int)lround((double)t->bar[b].late / most * (r.h - 2));
        if (late == 0 && t->bar[b].late > 0) late = 1;
        viz_fill(ui, (struct viz_rect){left, r.y + r.h - all, right - left, all}, calls);
        viz_fill(ui, (struct viz_rect){left, r.y + r.h - late, right - left, late}, ui->theme->warning);
    }
}

/* ---- marks ---- */

static void draw_ticks(const struct viz_app *app, struct viz_ui *ui, struct viz_rect r,
                       struct viz_rect labels, struct viz_span span)
{
    const struct ems_scenario_info *info = &app->map[0].moment.info;
    ems_time tick = viz_span_tick(span, r.w, viz_px(ui, 64)), start = info->start_of_day;
    ems_time first = (span.from + start + tick - 1) / tick * tick - start;
    for (ems_time at = first; at <= span.until; at += tick) {
        char text[48], clock[32];
        int x = viz_span_x(span, r.x, r.w, at);
        if (at < 0) continue;
        viz_format_clock(clock, sizeof clock, info, at);
        long long number = (at + start) / EMS_DAY + 1;
        snprintf(text, sizeof text, "%lld", number);
        viz_fill(ui, (struct viz_rect){x, r.y + r.h, 1, viz_px(ui, 3)}, ui->theme->faint);
        struct viz_rect place = {x + 2, labels.y, viz_px(ui, 62), labels.h};
        if (place.x + viz_px(ui, 40) > r.x + r.w) break;
        char day[64];
        viz_text_with(day, sizeof day, VIZ_T_DAY_N, ui->lang, text, NULL);
        bool is_day = tick >= EMS_DAY || (at + start) % EMS_DAY == 0;
        clock[5] = '\0'; /* hours and minutes */
        viz_label(ui, place, is_day ? day : clock, 11, false, VIZ_LEFT, ui->theme->faint);
    }
}

static void draw_bookmarks(const struct viz_app *app, struct viz_ui *ui, struct viz_rect r,
                           struct viz_span span)
{
    for (int b = 0; b < app->bookmarks.count; b++) {
        ems_time at = app->bookmarks.at[b];
        int x = viz_span_x(span, r.x, r.w, at), s = viz_px(ui, 5);
        if (at < span.from || at > span.until) continue;
        viz_colour_use(ui->cr, ui->theme->text);
        cairo_move_to(ui->cr, x - s, r.y - s);
        cairo_line_to(ui->cr, x + s, r.y - s);
        cairo_line_to(ui->cr, x, r.y + s);
        cairo_close_path(ui->cr);
        cairo_fill(ui->cr);
    }
}

static void draw_moment(const struct viz_app *app, struct viz_ui *ui, struct viz_rect r, struct viz_span span)
{
    const struct viz_player *player = app->map[0].player;
    int x = viz_span_x(span, r.x, r.w, app->map[0].moment.now);
    if (player != NULL && (player->way == VIZ_WAY_TO || player->way == VIZ_WAY_LATER)) {
        int goal = viz_span_x(span, r.x, r.w, player->goal);
        viz_fill(ui, (struct viz_rect){goal - 1, r.y - 3, 2, r.h + 6}, ui->theme->faint);
    }
    viz_fill(ui, (struct viz_rect){x - 1, r.y - 3, 3, r.h + 6}, ui->theme->accent);
}

/* ---- the mouse ---- */

static void tell(const struct viz_app *app, struct viz_ui *ui, struct viz_rect r, struct viz_span span)
{
    char clock[32], date[96], calls[24], late[24], bar[128] = "", text[300];
    const struct viz_timeline *t = &app->timeline;
    ems_time at = viz_span_time(span, r.x, r.w, ui->input.x);
    const struct ems_scenario_info *info = &app->map[0].moment.info;
    int32_t b = t->count > 0 ? (int32_t)((int64_t)(ui->input.x - r.x) * t->count / r.w) : -1;
    if (b >= 0 && b < t->count && app->map[0].player != NULL)
        viz_text_with(bar, sizeof bar, VIZ_T_BAR_CALLS, ui->lang,
                      viz_format_count(calls, sizeof calls, t->bar[b].calls),
                      viz_format_count(late, sizeof late, t->bar[b].late));
    viz_format_clock(clock, sizeof clock, info, at);
    viz_format_date(date, sizeof date, info, at, ui->lang);
    snprintf(text, sizeof text, "%s  %s\n%s", clock, date, bar);
    viz_tip(ui, r, text);
}

/* A bookmark's own moment when the mouse is on its flag. */
static ems_time moment_at(const struct viz_app *app, const struct viz_ui *ui, struct viz_rect r,
                          struct viz_span span)
{
    for (int b = 0; b < app->bookmarks.count; b++) {
        int x = viz_span_x(span, r.x, r.w, app->bookmarks.at[b]);
        if (ui->input.pressed && abs(ui->input.x - x) <= viz_px(ui, 5)) return app->bookmarks.at[b];
    }
    return viz_span_time(span, r.x, r.w, ui->input.x);
}

static void take_mouse(struct viz_app *app, struct viz_ui *ui, struct viz_rect r, struct viz_span span,
                       struct viz_span whole)
{
    uint32_t id = viz_id("track", 0);
    bool over = viz_is_over(ui, r);
    if (over && ui->input.wheel != 0) {
        ems_time at = viz_span_time(span, r.x, r.w, ui->input.x);
        struct viz_span next = viz_span_zoom(span, whole, at, ui->input.wheel > 0 ? 1.5 : 1 / 1.5);
        bool all = next.from == whole.from && next.until == whole.until;
        app->timeline.span = all ? (struct viz_span){0, 0} : next;
        viz_app_touch(app);
    }
    if (app->map[0].player == NULL) return;
    bool begins = over && ui->input.pressed;
    if (begins) ui->active = id;
    if (ui->active != id) return;
    ems_time at = moment_at(app, ui, r, span);
    if (ui->input.released) ui->active = 0;
    if (begins || at != app->map[0].player->goal) viz_time_seek(app, at);
}

void viz_track_draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    struct viz_rect labels = viz_rect_cut_bottom(&rect, viz_px(ui, 16)), r = rect;
    struct viz_span whole = whole_of(app), span = shown_of(app, whole);
    const struct viz_moment *m = &app->map[0].moment;
    take_mouse(app, ui, rect, span, whole);
    viz_note(ui, r, "timeline");
    viz_fill(ui, r, ui->theme->raised);
    int warm = viz_span_x(span, r.x, r.w, m->info.warmup), left = warm < r.x ? 0 : warm - r.x;
    viz_fill(ui, (struct viz_rect){r.x, r.y, left < r.w ? left : r.w, r.h},
             viz_colour_mix(ui->theme->raised, ui->theme->faint, 0.2));
    draw_bars(app, ui, r, span);
    draw_ticks(app, ui, r, labels, span);
    cairo_save(ui->cr);
    cairo_rectangle(ui->cr, r.x - viz_px(ui, 6), r.y - viz_px(ui, 6), r.w + viz_px(ui, 12),
                    r.h + viz_px(ui, 12));
    cairo_clip(ui->cr);
    draw_moment(app, ui, r, span);
    draw_bookmarks(app, ui, r, span);
    cairo_restore(ui->cr);
    tell(app, ui, r, span);
}
