/* Live: the simulation of the scenario, played while it is watched. */
#include "play_mode.h"
#include "time_actions.h"

static enum ems_status open_simulation(struct viz_player *player, struct viz_app *app)
{
    return viz_player_open(player, app, 0);
}

static enum ems_status enter(struct viz_app *app)
{
    return viz_play_mode_enter(app, open_simulation);
}

const struct viz_mode viz_mode_live = {.name = "live",
                                       .title = VIZ_T_MODE_LIVE,
                                       .key = SDLK_F5,
                                       .enter = enter,
                                       .leave = viz_play_mode_leave,
                                       .update = viz_play_mode_update,
                                       .can = viz_time_can,
                                       .act = viz_time_act};
