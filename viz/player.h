/* Plays time on one map: a live simulation or a recorded run (ems120/playback.h), by the window's clock. It
 * keeps the map's moment, figures and shaded maps up to date, the costly ones not in every frame. Modes own
 * players, zeroed before they are opened, at a place that does not change.
 *
 * A long way (a seek over months, the search for a call that is late) is played a slice in each frame, so
 * that the window goes on answering; viz_player_progress tells how far it has come. */
#ifndef EMS_VIZ_PLAYER_H
#define EMS_VIZ_PLAYER_H

#include <SDL.h>
#include <stdbool.h>

#include "ems120/playback.h"

struct viz_app;

enum viz_way {                /* what is under way for longer than a frame */
               VIZ_WAY_NONE,  /* nothing: time passes by the clock */
               VIZ_WAY_TO,    /* to the moment `goal` */
               VIZ_WAY_LATE,  /* on, until a late call after `goal` is known */
               VIZ_WAY_LATER, /* to `goal`, where a late call rang, to be selected there */
};

struct viz_player {
    struct ems_playback *playback;
    int map;
    double since_figures_s, since_shade_s; /* of the wall */
    bool shaded_now, shaded_lateness;      /* what the shaded maps were last made for */
    bool ended;
    enum ems_step last; /* what the last move came to */
    enum viz_way way;
    ems_time goal, began; /* of the way */
    Uint64 deadline;      /* of the present slice, milliseconds; 0: none */
};

/* A live simulation of the map's scenario, at its start. */
enum ems_status viz_player_open(struct viz_player *player, struct viz_app *app, int map);
/* A recorded run of the map's scenario. EMS_BAD_INPUT: the messages say what is wrong. */
enum ems_status viz_player_open_run(struct viz_player *player, struct viz_app *app, int map,
                                    const char *folder, struct ems_messages *messages);
/* Takes a playback over. */
enum ems_status viz_player_take(struct viz_player *player, struct viz_app *app, int map,
                                struct ems_playback *playback);
void viz_player_close(struct viz_player *player, struct viz_app *app);
/* Lets `seconds` of the wall pass at the clock's speed. Returns false when it stands still. */
bool viz_player_update(struct viz_player *player, struct viz_app *app, double seconds);
/* Plays on to a moment for a few milliseconds at most; true: it is reached, or there is no going on. For
 * several players with one clock. */
bool viz_player_reach(struct viz_player *player, struct viz_app *app, ems_time at);
/* The same, and shows it: for the second of two maps with one clock. */
bool viz_player_follow(struct viz_player *player, struct viz_app *app, ems_time at, double seconds);
/* Goes to a moment, back or forward, and shows it with all its figures; what takes long goes on in updates.
 */
void viz_player_seek(struct viz_player *player, struct viz_app *app, ems_time at);
/* One event on or back. */
void viz_player_step(struct viz_player *player, struct viz_app *app, bool back);
/* To the next late call that rings after the moment shown, or the last one before it. */
void viz_player_seek_late(struct viz_player *player, struct viz_app *app, bool back);
/* Of a way that is under way, 0 to 1 (NAN: nobody knows); -1: there is none. */
double viz_player_progress(const struct viz_player *player);
/* Reads moment and figures again after the playback was moved by other means. */
void viz_player_show(struct viz_player *player, struct viz_app *app);

#endif
