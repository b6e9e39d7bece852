/* Live: the simulation of the scenario, played while it is watched. */
#include <stdlib.h>

#include "app.h"
#include "player.h"
#include "time_actions.h"

static enum ems_status enter(struct viz_app *app)
{
    struct viz_player *player = calloc(1, sizeof *player);
    if (player == NULL) return EMS_NO_MEMORY;
    enum ems_status status = viz_player_open(player, app, 0);
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

const struct viz_mode viz_mode_live = {.name = "live",
                                       .title = VIZ_T_MODE_LIVE,
                                       .key = SDLK_F5,
                                       .enter = enter,
                                       .leave = leave,
                                       .update = update,
                                       .can = viz_time_can,
                                       .act = viz_time_act};
