#include "ask_parts.h"
#include "history.h"
#include "statuses.h"

/* The serial of the call that it has an order for; 0: none. */
static uint64_t call_of(const struct viz_ask *ask, const struct ems_vehicle_view *view)
{
    struct ems_task_view task;
    if (ask->playback == NULL || view->task == EMS_NONE) return 0;
    return ems_sim_task(ems_playback_sim(ask->playback), view->task, &task) ? task.call : 0;
}

static void write_buttons(struct viz_ask *ask)
{
    struct viz_ui *ui = ask->ui;
    struct viz_rect row = viz_rect_cut_top(ask->rest, viz_px(ui, 32));
    row.y += viz_px(ui, 4);
    row.h -= viz_px(ui, 6);
    struct viz_rect left = viz_rect_cut_left(&row, row.w / 2 - viz_px(ui, 3));
    viz_rect_cut_left(&row, viz_px(ui, 6));
    if (viz_button(ui, left, viz_id("ask.follow", 0), viz_text(VIZ_T_ASK_FOLLOW, ui->lang),
                   ask->app->following ? VIZ_BUTTON_ON : VIZ_BUTTON_PLAIN))
        viz_action_run(ask->app, VIZ_DO_FOLLOW);
    if (viz_button(ui, row, viz_id("ask.why", 0), viz_text(VIZ_T_ASK_WHY, ui->lang),
                   ask->playback != NULL ? VIZ_BUTTON_PLAIN : VIZ_BUTTON_OFF))
        viz_action_run(ask->app, VIZ_DO_WHY);
}

void viz_ask_vehicle(struct viz_ask *ask)
{
    const struct viz_moment *m = &ask->map->moment;
    char text[128], number[32];
    if (ask->what.id >= m->info.vehicles) return;
    struct ems_vehicle_info info = ems_vehicle_info(m->scenario, (ems_vehicle_id)ask->what.id);
    const struct ems_vehicle_view *view = &m->vehicle[ask->what.id].view;
    enum ems_lang lang = ask->ui->lang;
    viz_ask_line(ask, VIZ_T_ASK_NOW, viz_text(viz_status_text(view->status), lang));
    if (view->due != EMS_NEVER && view->due >= m->now && !ask->app->dispatching)
        viz_ask_line(ask, VIZ_T_ASK_UNTIL, viz_format_clock(text, sizeof text, &m->info, view->due));
    viz_ask_link(ask, 1, viz_text(VIZ_T_ASK_STATION, lang), ems_station_name(m->scenario, info.station, lang),
                 EMS_NEVER, (struct viz_pick){VIZ_PICK_STATION, info.station});
    uint64_t call = call_of(ask, view);
    if (call != 0)
        viz_ask_link(ask, 2, viz_text(VIZ_T_ASK_CALL, lang),
                     viz_format_count(number, sizeof number, (int64_t)call), EMS_NEVER,
                     (struct viz_pick){VIZ_PICK_CALL, (int64_t)call});
    if (ask->playback != NULL) {
        struct viz_history history = viz_history_of(ems_playback_journal(ask->playback), EMS_TRIPS_OF_VEHICLE,
                                                    (uint64_t)ask->what.id, m->now);
        viz_ask_number(ask, VIZ_T_ASK_ORDERS, history.orders);
        viz_ask_minutes(ask, VIZ_T_ASK_ORDER_TO_SCENE, history.order_to_scene_s);
        viz_ask_line(ask, VIZ_T_ASK_DRIVEN, viz_format_distance(text, sizeof text, history.to_scene_m));
        write_buttons(ask);
        viz_ask_trips(ask, &history);
        return;
    }
    write_buttons(ask);
}
