/* What the window shows, told to a file: a line of JSON whenever it has changed, for scripts that drive the
 * window, for tests, and for a record of what was done. While time passes and nothing else changes there are
 * four lines a second.
 *
 * Each line has the mode, the moment, what is selected and said, and the camera (camera: centre in millionths
 * of a degree, or of a metre where the scenario has a plane of its own, then micrometres in a pixel; maps:
 * their rectangles). Its `buttons` are everything that can be clicked, with its label and rectangle, what
 * lies on top first; they are left out while they are as in the line before. `busy` says that more is to come
 * without anybody doing anything. */
#ifndef EMS_VIZ_STATE_H
#define EMS_VIZ_STATE_H

#include <stdbool.h>

#include "widget.h"
#include "ems120/status.h"

struct viz_app;
struct viz_state;

/* The file is emptied. EMS_IO: errno says why. */
enum ems_status viz_state_open(const char *path, struct viz_state **out);
/* NULL is fine, here and below. */
void viz_state_close(struct viz_state *state);
/* Where the widgets of a pane are noted from now on; those of its last drawing are forgotten. */
struct viz_notes *viz_state_pane(struct viz_state *state, int pane, struct viz_rect bounds);
/* Writes a line if there is something to tell. `moves`: another frame follows by itself. */
void viz_state_tell(struct viz_app *app, bool moves);

#endif
