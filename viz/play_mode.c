#include "play_mode.h"

#include <stdlib.h>

enum ems_status viz_play_mode_enter(struct viz_app *app,
                                    enum ems_status (*open)(struct viz_player *player, struct viz_app *app))
{
    struct viz_player *player = calloc(1, sizeof *player);
    if (player == NULL) return EMS_NO_MEMORY;
    enum ems_status status = open(player, app);
    if (status != EMS_OK) {
        free(player);
        return status;
    }
    app->mode_state = player;
    if (app->options->at > 0) viz_player_seek(player, app, app->options->at);
    return EMS_OK;
}

void viz_play_mode_leave(struct viz_app *app)
{
    viz_player_close(app->mode_state, app);
    free(app->mode_state);
    app->mode_state = NULL;
}

bool viz_play_mode_update(struct viz_app *app, double seconds)
{
    return viz_player_update(app->mode_state, app, seconds);
}
