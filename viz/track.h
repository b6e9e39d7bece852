/* The line of time under the map: how many calls rang when, and how many of them are late; a click or drag
 * goes there, the wheel zooms. */
#ifndef EMS_VIZ_TRACK_H
#define EMS_VIZ_TRACK_H

#include "rect.h"
#include "widget.h"

struct viz_app;

void viz_track_draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);

#endif
