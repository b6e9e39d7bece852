/* A mode: what the window is used for. Live and replay show time passing, compare shows two maps, edit
 * changes the scenario, train asks a person. One file mode_<name>.c with one `const struct viz_mode`, listed
 * once in modes.c; menu, key and --mode follow from that row.
 *
 * A mode owns its state (app->mode_state, made by enter, freed by leave), fills the moments of the maps that
 * it shows (viz_moment_read), and calls viz_app_touch whenever something to be seen has changed. Any function
 * may be NULL. All run in the window's thread. */
#ifndef EMS_VIZ_MODE_H
#define EMS_VIZ_MODE_H

#include <SDL.h>
#include <stdbool.h>

#include "command.h"
#include "layer.h"
#include "texts.h"
#include "widget.h"
#include "ems120/status.h"

struct viz_app;

struct viz_mode {
    const char *name; /* of --mode */
    enum viz_text title, banner /* stands over the map all the time; VIZ_T_NONE: nothing */;
    SDL_Keycode key;
    bool is_still; /* no time passes: no timeline, and no figures of what has happened */
    /* Whether it can be entered with what is open. */
    bool (*can_enter)(const struct viz_app *app);
    enum ems_status (*enter)(struct viz_app *app);
    void (*leave)(struct viz_app *app);
    /* `seconds` of the wall have passed since the last call; returns whether something moves, so that the
     * next frame comes soon. */
    bool (*update)(struct viz_app *app, double seconds);
    /* True: the mode has dealt with it and nobody else shall. Keys come here after text fields and before the
     * table of actions; the mouse when it is over a map. */
    bool (*event)(struct viz_app *app, const SDL_Event *event);
    /* Actions of actions.def that the mode does itself, or that exist only in it. */
    bool (*can)(const struct viz_app *app, enum viz_action action);
    void (*act)(struct viz_app *app, enum viz_action action);
    /* Whether an action that is switched on and off is on. */
    bool (*is_on)(const struct viz_app *app, enum viz_action action);
    /* Over the map's layers, in each frame, with sprites and lines of SDL. */
    void (*draw)(struct viz_app *app, const struct viz_frame *frame, int map);
    /* The mode's own part of the panel, under the clock: draws from the top of *rest and cuts off what it
     * took. */
    void (*panel)(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest);
    /* Whether its part of the panel says all there is to say of this, which is then not said twice. */
    bool (*tells)(const struct viz_app *app, struct viz_pick what);
    /* Instead of the timeline of live and replay. */
    void (*timeline)(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
};

extern const struct viz_mode
    *const viz_modes[]; /* ends with NULL; the first is what the window starts with */

/* NULL when there is none of that name. */
const struct viz_mode *viz_mode_named(const char *name);
/* Leaves the present mode and enters that one; when that fails, says so and enters the first mode instead. */
enum ems_status viz_mode_start(struct viz_app *app, const struct viz_mode *mode);
bool viz_mode_can_enter(const struct viz_app *app, const struct viz_mode *mode);

#endif
