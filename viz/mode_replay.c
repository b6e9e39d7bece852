/* Replay: a run that was recorded, by its snapshots. */
#include <stdlib.h>

#include "app.h"
#include "player.h"
#include "time_actions.h"

static bool can_enter(const struct viz_app *app)
{
    return app->options->set_count == 0 && ems_path_is_run(app->input);
}

static enum ems_status open_run(struct viz_app *app, struct viz_player *player)
{
    struct ems_messages *messages = ems_messages_create();
    if (messages == NULL) return EMS_NO_MEMORY;
    enum ems_status status = viz_player_open_run(player, app, 0, app->input, messages);
    viz_app_tell(app, messages);
    ems_messages_free(messages);
    return status;
}

static enum ems_status enter(struct viz_app *app)
{
    struct viz_player *player = calloc(1, sizeof *player);
    if (player == NULL) return EMS_NO_MEMORY;
    enum ems_status status = open_run(app, player);
    if (status != EMS_OK) {
        free(player);
        return status;
    }
    app->mode_state = player;
    if (app->options->at > 0) viz_player_seek(player, app, app->options->at);
    return EMS_OK;
}

static void leave(struct viz_app *app)
{
    viz_player_close(app->mode_state, app);
    free(app->mode_state);
    app->mode_state = NULL;
}

static bool update(struct viz_app *app, double seconds)
{
    return viz_player_update(app->mode_state, app, seconds);
}

const struct viz_mode viz_mode_replay = {.name = "replay",
                                         .title = VIZ_T_MODE_REPLAY,
                                         .key = SDLK_F6,
                                         .can_enter = can_enter,
                                         .enter = enter,
                                         .leave = leave,
                                         .update = update,
                                         .can = viz_time_can,
                                         .act = viz_time_act};
