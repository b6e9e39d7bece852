/* Compare: two scenarios, or two runs, side by side with one clock and one camera. They meet the same calls.
 */
#include <math.h>
#include <stdlib.h>

#include "app.h"
#include "change.h"
#include "compare.h"
#include "player.h"
#include "time_actions.h"

static bool can_enter(const struct viz_app *app)
{
    return app->second != NULL;
}

/* ---- opening ---- */

/* Both are drawn by one camera: their planes must have the same origin. */
static bool is_same_place(const struct ems_scenario *a, const struct ems_scenario *b)
{
    static const struct ems_point origin = {0, 0};
    struct ems_lon_lat first = ems_scenario_wgs84(a, origin), second = ems_scenario_wgs84(b, origin);
    return fabs(first.lon - second.lon) < 1e-5 && fabs(first.lat - second.lat) < 1e-5;
}

static enum ems_status open_player(struct viz_app *app, struct viz_player *player, int map, const char *path)
{
    bool is_run = app->options->set_count == 0 && ems_path_is_run(path);
    if (!is_run) return viz_player_open(player, app, map);
    struct ems_messages *messages = ems_messages_create();
    if (messages == NULL) return EMS_NO_MEMORY;
    enum ems_status status = viz_player_open_run(player, app, map, path, messages);
    viz_app_tell(app, messages);
    ems_messages_free(messages);
    return status;
}

static enum ems_status open_second(struct viz_app *app, struct viz_comparing *c)
{
    enum ems_status status = viz_app_read_scenario(app, app->second, &c->second);
    if (status != EMS_OK) return status;
    if (!is_same_place(app->scenario, c->second)) {
        viz_app_tell_text(app, VIZ_T_COMPARE_ELSEWHERE);
        return EMS_BAD_INPUT;
    }
    status = viz_map_open(app, 1, c->second);
    if (status == EMS_OK) status = open_player(app, &c->player[0], 0, app->input);
    return status == EMS_OK ? open_player(app, &c->player[1], 1, app->second) : status;
}

static void leave(struct viz_app *app)
{
    struct viz_comparing *c = app->mode_state;
    viz_app_show_maps(app, 1);
    viz_change_stop_showing(app);
    for (int m = 0; m < VIZ_MAPS; m++) {
        viz_player_close(&c->player[m], app);
        viz_canvas_free(&c->name[m]);
    }
    viz_map_close(&app->map[1]);
    viz_change_stop(&c->change);
    ems_scenario_free(c->second);
    free(c);
    app->mode_state = NULL;
}

static enum ems_status enter(struct viz_app *app)
{
    struct viz_comparing *c = calloc(1, sizeof *c);
    if (c == NULL) return EMS_NO_MEMORY;
    app->mode_state = c;
    enum ems_status status = open_second(app, c);
    if (status != EMS_OK) {
        leave(app);
        return status;
    }
    viz_app_show_maps(app, 2);
    viz_app_fit_camera(app);
    viz_change_start(&c->change, app->scenario, c->second, app->map[0].ground.box, app->wake_event);
    if (app->options->at > 0) viz_time_seek(app, app->options->at);
    return EMS_OK;
}

/* ---- time ---- */

/* The first goes by the clock; the second follows to where the first one is. */
static bool pass(struct viz_app *app, struct viz_comparing *c, double seconds)
{
    ems_time now = ems_playback_now(c->player[0].playback);
    bool behind = ems_playback_now(c->player[1].playback) != now && !c->player[1].ended;
    if (!behind && app->clock.playing && !viz_player_update(&c->player[0], app, seconds)) {
        viz_player_show(&c->player[1], app);
        return false;
    }
    if (!behind && !app->clock.playing) return false;
    viz_player_follow(&c->player[1], app, ems_playback_now(c->player[0].playback), seconds);
    return true;
}

static bool update(struct viz_app *app, double seconds)
{
    struct viz_comparing *c = app->mode_state;
    if (app->options->render != NULL)
        while (c->change.map == VIZ_WORK_RUNS && !atomic_load(&c->change.map_done)) SDL_Delay(2);
    if (viz_change_update(&c->change)) viz_change_show(app);
    if (c->change.figures == VIZ_WORK_RUNS) app->panes[VIZ_PANE_PANEL].dirty = app->dirty = true;
    bool on_its_way = false;
    for (int m = 0; m < VIZ_MAPS; m++)
        if (c->player[m].way != VIZ_WAY_NONE) {
            viz_player_update(&c->player[m], app, seconds);
            on_its_way = true;
        }
    return on_its_way || pass(app, c, seconds);
}

const struct viz_mode viz_mode_compare = {.name = "compare",
                                          .title = VIZ_T_MODE_COMPARE,
                                          .key = SDLK_F7,
                                          .can_enter = can_enter,
                                          .enter = enter,
                                          .leave = leave,
                                          .update = update,
                                          .draw = viz_compare_draw,
                                          .panel = viz_compare_panel,
                                          .can = viz_time_can,
                                          .act = viz_time_act};
