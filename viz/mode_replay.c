/* Replay: a run that was recorded, by its snapshots. */
#include "play_mode.h"
#include "time_actions.h"

static bool can_enter(const struct viz_app *app)
{
    return app->options->set_count == 0 && ems_path_is_run(app->input);
}

static enum ems_status open_run(struct viz_player *player, struct viz_app *app)
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
    return viz_play_mode_enter(app, open_run);
}

const struct viz_mode viz_mode_replay = {.name = "replay",
                                         .title = VIZ_T_MODE_REPLAY,
                                         .key = SDLK_F6,
                                         .can_enter = can_enter,
                                         .enter = enter,
                                         .leave = viz_play_mode_leave,
                                         .update = viz_play_mode_update,
                                         .can = viz_time_can,
                                         .act = viz_time_act};
