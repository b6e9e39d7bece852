#include "player.h"

#include <math.h>

#include "app.h"

static const double figures_every_s = 0.25, shade_every_s = 0.7; /* of the wall, while it plays */
static const Uint64 budget_ms = 10; /* of a frame, when it goes as fast as it can */

enum ems_status viz_player_take(struct viz_player *player, struct viz_app *app, int map,
                                struct ems_playback *playback)
{
    *player = (struct viz_player){.playback = playback, .map = map};
    app->map[map].threshold_count =
        ems_figures_thresholds(ems_playback_journal(playback), app->map[map].thresholds);
    viz_player_show(player, app);
    return EMS_OK;
}

enum ems_status viz_player_open(struct viz_player *player, struct viz_app *app, int map)
{
    struct ems_playback_def def = ems_playback_def_default();
    struct ems_playback *playback = NULL;
    def.replication = app->options->replication;
    enum ems_status status = ems_playback_open(app->map[map].scenario, &def, &playback);
    return status == EMS_OK ? viz_player_take(player, app, map, playback) : status;
}

void viz_player_close(struct viz_player *player)
{
    ems_playback_free(player->playback);
    *player = (struct viz_player){0};
}

static void read_moment(struct viz_player *player, struct viz_app *app)
{
    struct viz_moment *moment = &app->map[player->map].moment;
    if (viz_moment_read(moment, ems_playback_sim(player->playback), ems_playback_now(player->playback)) !=
        EMS_OK)
        viz_app_say(app, VIZ_T_NO_MEMORY, NULL, NULL);
    viz_app_touch_time(app);
}

static void read_figures(struct viz_player *player, struct viz_app *app)
{
    struct ems_call_filter filter = ems_call_filter_default();
    player->since_figures_s = 0;
    if (ems_playback_figures(player->playback, &filter, &app->map[player->map].figures) != EMS_OK)
        viz_app_say(app, VIZ_T_NO_MEMORY, NULL, NULL);
    app->panes[VIZ_PANE_PANEL].dirty = true;
}

static bool wants_shade(const struct viz_app *app)
{
    return app->look.now || app->look.shown[viz_layer_named("lateness")];
}

static void read_shade(struct viz_player *player, struct viz_app *app)
{
    player->since_shade_s = 0;
    viz_map_shade(app, player->map, ems_playback_sim(player->playback),
                  ems_playback_journal(player->playback));
}

void viz_player_show(struct viz_player *player, struct viz_app *app)
{
    read_moment(player, app);
    read_figures(player, app);
    read_shade(player, app);
    viz_app_touch(app);
}

void viz_player_seek(struct viz_player *player, struct viz_app *app, ems_time at)
{
    player->ended = ems_playback_seek(player->playback, at < 0 ? 0 : at) == EMS_FINISHED;
    viz_player_show(player, app);
}

static enum ems_step play_as_far_as_it_goes(struct viz_player *player)
{
    Uint64 start = SDL_GetTicks64();
    enum ems_step step = EMS_STEPPED;
    while (step == EMS_STEPPED && SDL_GetTicks64() - start < budget_ms)
        step = ems_playback_seek(player->playback, ems_playback_now(player->playback) + 5 * EMS_MINUTE);
    return step;
}

static enum ems_step play(struct viz_player *player, double simulated_s)
{
    if (isinf(simulated_s)) return play_as_far_as_it_goes(player);
    return ems_playback_seek(player->playback, ems_playback_now(player->playback) +
                                                   (ems_time)(simulated_s * (double)EMS_SECOND));
}

bool viz_player_update(struct viz_player *player, struct viz_app *app, double seconds)
{
    player->since_figures_s += seconds;
    player->since_shade_s += seconds;
    if (wants_shade(app) && player->since_shade_s > shade_every_s && app->clock.playing)
        read_shade(player, app);
    if (!app->clock.playing || player->ended) return false;
    enum ems_step step = play(player, seconds * app->clock.speed);
    if (step == EMS_FINISHED || step == EMS_FAILED) {
        player->ended = true;
        app->clock.playing = false;
        viz_app_say(app, step == EMS_FINISHED ? VIZ_T_ENDED : VIZ_T_FAILED, NULL, NULL);
        viz_player_show(player, app);
        return false;
    }
    read_moment(player, app);
    if (player->since_figures_s > figures_every_s) read_figures(player, app);
    return true;
}
