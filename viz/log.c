#include "log.h"

#include <stdio.h>

#include "app.h"
#include "format.h"
#include "player.h"
#include "time_actions.h"

static enum viz_text event_text(const struct ems_event_fact *e)
{
    static const enum viz_text texts[EMS_EVENT_COUNT] = {
#define EMS_X(id, name) VIZ_T_EV_##id,
        EMS_EVENTS(EMS_X)
#undef EMS_X
    };
    if (e->kind == EMS_EV_ANSWERED && e->call == 0) return VIZ_T_EV_CALL_BACK; /* nobody rang */
    return e->kind >= 0 && e->kind < EMS_EVENT_COUNT ? texts[e->kind] : VIZ_T_NONE;
}

/* ---- reading ---- */

static struct ems_event_filter filter_of(struct viz_pick what)
{
    struct ems_event_filter f = ems_event_filter_default();
    switch (what.kind) {
    case VIZ_PICK_CALL:
        f.call = (uint64_t)what.id;
        break;
    case VIZ_PICK_VEHICLE:
        f.vehicle = (ems_vehicle_id)what.id;
        break;
    case VIZ_PICK_STATION:
        f.station = (ems_station_id)what.id;
        break;
    case VIZ_PICK_HOSPITAL:
        f.hospital = (ems_hospital_id)what.id;
        break;
    case VIZ_PICK_NOTHING:
    case VIZ_PICK_PLACE:
        break;
    }
    return f;
}

/* The number of the first row: so many matching events before `number`. */
static int64_t go_back(const struct ems_journal *journal, const struct ems_event_filter *f, int64_t number,
                       int rows)
{
    for (; rows > 0; rows--) {
        int64_t before = ems_journal_event_find(journal, f, number - 1, true, NULL);
        if (before < 0) break;
        number = before;
    }
    return number;
}

static int64_t go_on(const struct ems_journal *journal, const struct ems_event_filter *f, int64_t number,
                     int rows)
{
    for (; rows > 0; rows--) {
        int64_t next = ems_journal_event_find(journal, f, number + 1, false, NULL);
        if (next < 0) break;
        number = next;
    }
    return number;
}

static void read_rows(struct viz_log *log, const struct ems_journal *journal, int64_t at, int rows)
{
    struct ems_event_filter f = filter_of(log->read_what);
    int before = rows * 2 / 3 - log->scrolled;
    int64_t number = before >= 0 ? go_back(journal, &f, at, before) : go_on(journal, &f, at, -before);
    log->count = 0;
    while (log->count < rows) {
        number = ems_journal_event_find(journal, &f, number, false, NULL);
        if (number < 0 || !ems_journal_event(journal, number, &log->row[log->count])) break;
        log->count++;
        number++;
    }
}

static void update(struct viz_app *app, int rows)
{
    struct viz_log *log = &app->log;
    const struct viz_player *player = app->map[viz_pick_map(app)].player;
    const struct ems_journal *journal = ems_playback_journal(player->playback);
    struct viz_pick what = log->only_selected ? app->selected : (struct viz_pick){VIZ_PICK_NOTHING, 0};
    ems_time known = ems_playback_info(player->playback).known_until;
    int64_t at = ems_journal_event_from(journal, app->map[0].moment.now + 1);
    if (at == log->read_at && log->scrolled == log->read_scrolled && rows == log->read_rows &&
        viz_pick_equals(what, log->read_what) && known == log->read_known)
        return;
    log->read_at = at;
    log->read_scrolled = log->scrolled;
    log->read_rows = rows;
    log->read_what = what;
    log->read_known = known;
    read_rows(log, journal, at, rows);
}

/* ---- drawing ---- */

static void write_row(struct viz_app *app, struct viz_ui *ui, struct viz_rect row,
                      const struct ems_event_fact *e)
{
    const struct viz_map *map = &app->map[viz_pick_map(app)];
    bool later = e->at > map->moment.now;
    struct viz_colour colour = later ? ui->theme->faint : ui->theme->text;
    char clock[32], number[32] = "", who[160];
    row = viz_rect_inset(row, 1);
    viz_label(ui, viz_rect_cut_left(&row, viz_px(ui, 62)),
              viz_format_clock(clock, sizeof clock, &map->moment.info, e->at), 12, false, VIZ_LEFT, colour);
    viz_label(ui, viz_rect_cut_left(&row, viz_px(ui, 128)), viz_text(event_text(e), ui->lang), 12, !later,
              VIZ_LEFT, colour);
    if (e->call != 0) viz_format_count(number, sizeof number, (int64_t)e->call);
    viz_label(ui, viz_rect_cut_left(&row, viz_px(ui, 52)), number, 12, false, VIZ_RIGHT, colour);
    viz_rect_cut_left(&row, viz_px(ui, 8));
    const char *vehicle = e->vehicle != EMS_NONE ? ems_vehicle_info(map->scenario, e->vehicle).id : "";
    const char *station = e->vehicle == EMS_NONE && e->station != EMS_NONE
                              ? ems_station_name(map->scenario, e->station, ui->lang)
                              : "";
    snprintf(who, sizeof who, "%s%s", vehicle, station);
    viz_label(ui, row, who, 12, false, VIZ_LEFT, colour);
}

static void jump(struct viz_app *app, const struct ems_event_fact *e)
{
    if (e->call != 0)
        viz_app_select(app, (struct viz_pick){VIZ_PICK_CALL, (int64_t)e->call});
    else if (e->station != EMS_NONE)
        viz_app_select(app, (struct viz_pick){VIZ_PICK_STATION, e->station});
    app->log.scrolled = 0;
    viz_time_seek(app, e->at);
}

static void draw_head(struct viz_app *app, struct viz_ui *ui, struct viz_rect row)
{
    const char *const labels[] = {viz_text(VIZ_T_LOG_ALL, ui->lang), viz_text(VIZ_T_LOG_SELECTED, ui->lang)};
    int chosen = app->log.only_selected ? 1 : 0;
    struct viz_rect cross = viz_rect_cut_right(&row, viz_px(ui, 24));
    struct viz_rect choice = viz_rect_cut_right(&row, viz_px(ui, 140));
    viz_label(ui, row, viz_text(VIZ_T_LOG_TITLE, ui->lang), 13, true, VIZ_LEFT, ui->theme->text);
    if (viz_segments(ui, viz_rect_inset(choice, 1), viz_id("log.which", 0), labels, 2, &chosen)) {
        app->log.only_selected = chosen == 1;
        app->log.scrolled = 0;
        viz_app_touch(app);
    }
    if (viz_button(ui, cross, viz_id("log.close", 0), "\xc3\x97", VIZ_BUTTON_FLAT))
        viz_action_run(app, VIZ_DO_LOG);
}

void viz_log_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    struct viz_rect rest = viz_rect_inset(rect, viz_px(ui, 8));
    viz_frame_rect(ui, rect, ui->theme->line);
    draw_head(app, ui, viz_rect_cut_top(&rest, viz_px(ui, 26)));
    viz_rect_cut_top(&rest, viz_px(ui, 4));
    int height = viz_px(ui, 20), rows = rest.h / height < VIZ_LOG_ROWS ? rest.h / height : VIZ_LOG_ROWS;
    if (app->map[viz_pick_map(app)].player == NULL || rows < 1) return;
    if (viz_is_over(ui, rest) && ui->input.wheel != 0) app->log.scrolled -= ui->input.wheel > 0 ? 3 : -3;
    update(app, rows);
    if (app->log.count == 0)
        viz_label(ui, viz_rect_cut_top(&rest, height), viz_text(VIZ_T_LOG_NOTHING, ui->lang), 12, false,
                  VIZ_LEFT, ui->theme->faint);
    bool above = false;
    for (int i = 0; i < app->log.count; i++) {
        struct ems_event_fact e = app->log.row[i];
        struct viz_rect row = viz_rect_cut_top(&rest, height);
        uint32_t id = viz_id("log.row", i);
        bool over = viz_is_over(ui, row), later = e.at > app->map[0].moment.now;
        if (over) viz_fill(ui, row, ui->theme->raised);
        if (later && above) viz_fill(ui, (struct viz_rect){row.x, row.y, row.w, 2}, ui->theme->accent);
        above = !later;
        write_row(app, ui, row, &e);
        viz_note(ui, row, viz_text(event_text(&e), ui->lang));
        if (over && ui->input.pressed) ui->active = id;
        if (ui->active != id || !ui->input.released) continue;
        ui->active = 0;
        if (over) jump(app, &e);
    }
}

void viz_do_log(struct viz_app *app)
{
    app->log.shown = !app->log.shown;
    app->log.scrolled = 0;
}
