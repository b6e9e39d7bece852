/* What the mode that compares has, and how it shows it: names over the maps, figures of both and their
 * difference in the panel. */
#ifndef EMS_VIZ_COMPARE_H
#define EMS_VIZ_COMPARE_H

#include "app.h"
#include "canvas.h"
#include "change.h"
#include "player.h"

struct viz_comparing {
    struct ems_scenario *second;
    struct viz_player player[VIZ_MAPS];
    struct viz_change change;
    struct viz_canvas name[VIZ_MAPS];
};

void viz_compare_draw(struct viz_app *app, const struct viz_frame *frame, int map);
void viz_compare_panel(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest);
/* Shares of all people as a bar: those who gain, the same, those who lose. */
void viz_people_panel(struct viz_ui *ui, struct viz_rect *rest, double gain, double same, double lose,
                      const enum viz_text *names);
/* The difference with its intervals, or the button that asks for it. */
void viz_change_panel(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest,
                      struct viz_change *change);
/* The map of the difference is there: draws it on both maps; takes it off again before it goes. */
void viz_change_show(struct viz_app *app);
void viz_change_stop_showing(struct viz_app *app);

#endif
