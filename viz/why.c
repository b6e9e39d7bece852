/* Why this one? The candidates of a decision, as a dispatcher would have looked at them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "app.h"
#include "format.h"
#include "history.h"
#include "player.h"
#include "statuses.h"
#include "ems120/candidates.h"

struct why {
    struct ems_explanation explanation;
    const struct viz_map *map;
    double scroll;
};

/* ---- which decision ---- */

/* The open task of a call or a vehicle; EMS_NONE. */
static ems_task_id open_task(const struct ems_sim *sim, struct viz_pick what)
{
    for (ems_task_id t = 0; t < ems_sim_task_limit(sim); t++) {
        struct ems_task_view task;
        if (!ems_sim_task(sim, t, &task) || task.vehicle == EMS_NONE) continue;
        if (what.kind == VIZ_PICK_CALL ? (int64_t)task.call == what.id : task.vehicle == what.id) return t;
    }
    return EMS_NONE;
}

static enum ems_status explain(struct viz_app *app, const struct viz_map *map, enum ems_policy_role role,
                               struct ems_explanation *out)
{
    struct viz_pick what = app->selected;
    struct ems_playback *playback = map->player->playback;
    enum ems_trips_of of = what.kind == VIZ_PICK_CALL ? EMS_TRIPS_OF_CALL : EMS_TRIPS_OF_VEHICLE;
    map->player->deadline = 0;
    ems_task_id task = open_task(ems_playback_sim(playback), what);
    if (task != EMS_NONE && ems_playback_explain_task(playback, task, role, out) == EMS_OK) return EMS_OK;
    int64_t trip =
        viz_history_trip_at(ems_playback_journal(playback), of, (uint64_t)what.id, map->moment.now);
    return trip != 0 ? ems_playback_explain(playback, trip, role, out) : EMS_BAD_USAGE;
}

/* ---- the table ---- */

enum { COLUMNS = 7 };

struct columns {
    struct viz_rect cell[COLUMNS];
};

/* Shares of the width in percent. */
static struct columns columns_of(struct viz_rect row, const int *shares)
{
    struct columns out;
    int width = row.w;
    for (int c = 0; c < COLUMNS; c++) out.cell[c] = viz_rect_cut_left(&row, width * shares[c] / 100);
    return out;
}

static const int vehicle_shares[COLUMNS] = {30, 15, 9, 8, 8, 10, 20};
static const int hospital_shares[COLUMNS] = {38, 12, 15, 0, 0, 0, 35};

static void write_cell(struct viz_ui *ui, struct viz_rect cell, const char *text, bool bold, bool number,
                       struct viz_colour colour)
{
    cell.w -= viz_px(ui, 6);
    viz_label(ui, cell, text, 12, bold, number ? VIZ_RIGHT : VIZ_LEFT, colour);
}

static const char *time_text(char *out, size_t size, ems_time time)
{
    return viz_format_minutes(out, size, time == EMS_NEVER ? (double)INFINITY : (double)time / 1e6);
}

static void write_vehicle(struct viz_ui *ui, struct viz_rect row, const struct why *why, int number)
{
    const struct ems_vehicle_candidate *v = &why->explanation.vehicles[number];
    struct columns c = columns_of(row, vehicle_shares);
    struct viz_colour colour = v->bar == EMS_BAR_NONE ? ui->theme->text : ui->theme->faint;
    enum viz_text remark = v->chosen                   ? VIZ_T_WHY_CHOSEN
                           : v->bar != EMS_BAR_NONE    ? (enum viz_text)(VIZ_T_BAR_NONE + (int)v->bar)
                           : v->takes_from != EMS_NONE ? VIZ_T_WHY_TAKES
                                                       : VIZ_T_NONE;
    char text[32];
    write_cell(ui, c.cell[0], ems_vehicle_info(why->map->scenario, v->vehicle).id, v->chosen, false, colour);
    write_cell(ui, c.cell[1], viz_text(viz_status_text(v->status), ui->lang), v->chosen, false, colour);
    write_cell(ui, c.cell[2], time_text(text, sizeof text, v->turnout), v->chosen, true, colour);
    write_cell(ui, c.cell[3], time_text(text, sizeof text, v->travel), v->chosen, true, colour);
    write_cell(ui, c.cell[4], time_text(text, sizeof text, v->expected), v->chosen, true, colour);
    snprintf(text, sizeof text, "%d.%d km", (int)(v->distance_m / 1000), (int)(v->distance_m / 100) % 10);
    write_cell(ui, c.cell[5], text, v->chosen, true, colour);
    c.cell[6].x += viz_px(ui, 8);
    write_cell(ui, c.cell[6], viz_text(remark, ui->lang), v->chosen, false,
               v->chosen ? ui->theme->accent : colour);
}

static void write_hospital(struct viz_ui *ui, struct viz_rect row, const struct why *why, int number)
{
    const struct ems_hospital_candidate *h = &why->explanation.hospitals[number];
    struct columns c = columns_of(row, hospital_shares);
    struct viz_colour colour = h->bar == EMS_BAR_NONE ? ui->theme->text : ui->theme->faint;
    enum viz_text remark = h->chosen ? VIZ_T_WHY_CHOSEN : (enum viz_text)(VIZ_T_BAR_NONE + (int)h->bar);
    char text[64], busy[16], bays[16];
    write_cell(ui, c.cell[0], ems_hospital_name(why->map->scenario, h->hospital, ui->lang), h->chosen, false,
               colour);
    write_cell(ui, c.cell[1], time_text(text, sizeof text, h->travel), h->chosen, true, colour);
    viz_format_count(busy, sizeof busy, h->bays_busy);
    viz_format_count(bays, sizeof bays, h->bays);
    snprintf(text, sizeof text, "%s%s%s", busy, h->bays < 0 ? "" : " / ", h->bays < 0 ? "" : bays);
    write_cell(ui, c.cell[2], text, h->chosen, true, colour);
    c.cell[6].x += viz_px(ui, 8);
    write_cell(ui, c.cell[6], viz_text(remark, ui->lang), h->chosen, false,
               h->chosen ? ui->theme->accent : colour);
}

static bool may(const struct ems_explanation *e, int row)
{
    return (e->role == EMS_ROLE_DISPATCH ? e->vehicles[row].bar : e->hospitals[row].bar) == EMS_BAR_NONE;
}

static void write_row(struct viz_ui *ui, struct viz_rect row, int number, void *self)
{
    const struct why *why = self;
    const struct ems_explanation *e = &why->explanation;
    if (number > 0 && may(e, number - 1) && !may(e, number))
        viz_fill(ui, (struct viz_rect){row.x, row.y, row.w, 1}, ui->theme->faint);
    if (e->role == EMS_ROLE_DISPATCH)
        write_vehicle(ui, row, why, number);
    else
        write_hospital(ui, row, why, number);
}

static void write_head(struct viz_ui *ui, struct viz_rect row, bool vehicles)
{
    static const enum viz_text of_vehicles[COLUMNS] = {
        VIZ_T_WHY_COL_VEHICLE, VIZ_T_WHY_COL_STATE,    VIZ_T_WHY_COL_TURNOUT, VIZ_T_WHY_COL_DRIVE,
        VIZ_T_WHY_COL_ARRIVAL, VIZ_T_WHY_COL_DISTANCE, VIZ_T_WHY_COL_REMARK};
    static const enum viz_text of_hospitals[COLUMNS] = {
        VIZ_T_WHY_COL_HOSPITAL, VIZ_T_WHY_COL_DRIVE, VIZ_T_WHY_COL_BAYS, VIZ_T_NONE, VIZ_T_NONE, VIZ_T_NONE,
        VIZ_T_WHY_COL_REMARK};
    row.w -= viz_px(ui, 6);
    struct columns c = columns_of(row, vehicles ? vehicle_shares : hospital_shares);
    c.cell[6].x += viz_px(ui, 8);
    for (int i = 0; i < COLUMNS; i++) {
        bool number = i != 0 && i != 6 && (i != 1 || !vehicles);
        write_cell(ui, c.cell[i], viz_text((vehicles ? of_vehicles : of_hospitals)[i], ui->lang), true,
                   number, ui->theme->faint);
    }
    viz_fill(ui, (struct viz_rect){row.x, row.y + row.h - 1, row.w, 1}, ui->theme->line);
}

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect inside)
{
    struct why *why = app->dialog_state;
    const struct ems_explanation *e = &why->explanation;
    bool vehicles = e->role == EMS_ROLE_DISPATCH;
    char number[32], call[64], clock[32], text[128];
    viz_text_with(call, sizeof call, VIZ_T_CALL, ui->lang,
                  viz_format_count(number, sizeof number, (int64_t)e->call), NULL);
    snprintf(text, sizeof text, "%s  %s",
             viz_format_clock(clock, sizeof clock, &why->map->moment.info, e->at), call);
    viz_label(ui, viz_rect_cut_top(&inside, viz_px(ui, 24)), text, 14, true, VIZ_LEFT, ui->theme->text);
    int height =
        viz_paragraph(ui, inside, viz_text(vehicles ? VIZ_T_WHY_VEHICLES : VIZ_T_WHY_HOSPITALS, ui->lang), 12,
                      ui->theme->faint);
    viz_rect_cut_top(&inside, height + viz_px(ui, 2));
    if (e->of_vehicle)
        viz_label(ui, viz_rect_cut_top(&inside, viz_px(ui, 20)), viz_text(VIZ_T_WHY_BY_VEHICLE, ui->lang), 12,
                  false, VIZ_LEFT, ui->theme->text);
    write_head(ui, viz_rect_cut_top(&inside, viz_px(ui, 24)), vehicles);
    int row =
        viz_list(ui, inside, viz_id("why", 0), e->count, viz_px(ui, 23), -1, &why->scroll, write_row, why);
    if (row < 0) return;
    struct viz_pick what = {vehicles ? VIZ_PICK_VEHICLE : VIZ_PICK_HOSPITAL,
                            vehicles ? e->vehicles[row].vehicle : e->hospitals[row].hospital};
    viz_dialog_close(app);
    viz_app_select(app, what);
}

static void close(struct viz_app *app, void *state)
{
    struct why *why = state;
    (void)app;
    ems_explanation_free(&why->explanation);
    free(why);
}

static const struct viz_dialog dialog = {
    .title = VIZ_T_WHY_TITLE, .width = 820, .height = 480, .draw = draw, .close = close};

static void open(struct viz_app *app, enum ems_policy_role role)
{
    const struct viz_map *map = &app->map[viz_pick_map(app)];
    bool can = app->selected.kind == VIZ_PICK_CALL || app->selected.kind == VIZ_PICK_VEHICLE;
    if (!can || map->player == NULL) {
        viz_app_say(app, VIZ_T_WHY_SELECT, NULL, NULL);
        return;
    }
    struct why *why = calloc(1, sizeof *why);
    enum ems_status status = why != NULL ? explain(app, map, role, &why->explanation) : EMS_NO_MEMORY;
    if (status != EMS_OK) {
        free(why);
        viz_app_say(app,
                    status == EMS_NO_MEMORY   ? VIZ_T_NO_MEMORY
                    : status == EMS_BAD_USAGE ? VIZ_T_WHY_SELECT
                                              : VIZ_T_WHY_NOT,
                    NULL, NULL);
        return;
    }
    why->map = map;
    app->clock.playing = false;
    viz_dialog_open(app, &dialog, why);
}

void viz_do_why(struct viz_app *app)
{
    open(app, EMS_ROLE_DISPATCH);
}

void viz_do_why_hospital(struct viz_app *app)
{
    open(app, EMS_ROLE_DESTINATION);
}
