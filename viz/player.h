/* Plays time on one map: a live simulation or a recorded run (ems120/playback.h), by the window's clock. It
 * keeps the map's moment, figures and shaded maps up to date, the costly ones not in every frame. Modes own
 * players. */
#ifndef EMS_VIZ_PLAYER_H
#define EMS_VIZ_PLAYER_H

#include <stdbool.h>

#include "ems120/playback.h"

struct viz_app;

struct viz_player {
    struct ems_playback *playback;
    int map;
    double since_figures_s, since_shade_s; /* of the wall */
    bool ended;
};

/* A live simulation of the map's scenario, at its start. */
enum ems_status viz_player_open(struct viz_player *player, struct viz_app *app, int map);
/* Takes a playback over, a recorded run for instance. */
enum ems_status viz_player_take(struct viz_player *player, struct viz_app *app, int map,
                                struct ems_playback *playback);
void viz_player_close(struct viz_player *player);
/* Lets `seconds` of the wall pass at the clock's speed. Returns false when it stands still. */
bool viz_player_update(struct viz_player *player, struct viz_app *app, double seconds);
/* Goes to a moment, back or forward, and shows it with all its figures. */
void viz_player_seek(struct viz_player *player, struct viz_app *app, ems_time at);
/* Reads moment and figures again after the playback was moved by other means. */
void viz_player_show(struct viz_player *player, struct viz_app *app);

#endif
