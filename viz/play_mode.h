/* What the modes that play time on the first map alone share: one player as their state (mode.h). */
#ifndef EMS_VIZ_PLAY_MODE_H
#define EMS_VIZ_PLAY_MODE_H

#include "app.h"
#include "player.h"

/* Enters with a player that `open` opens on the first map, at the moment of --at. */
enum ems_status viz_play_mode_enter(struct viz_app *app,
                                    enum ems_status (*open)(struct viz_player *player, struct viz_app *app));
void viz_play_mode_leave(struct viz_app *app);
bool viz_play_mode_update(struct viz_app *app, double seconds);

#endif
