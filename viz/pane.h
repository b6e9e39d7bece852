/* The parts of the window that are not the map: each is a canvas of its own, drawn when it has changed and
 * copied in every frame. panes.c has the table of who draws which. Later ones lie on top of earlier ones. */
#ifndef EMS_VIZ_PANE_H
#define EMS_VIZ_PANE_H

#include <stdbool.h>

#include "canvas.h"
#include "rect.h"
#include "widget.h"

enum viz_pane_id {
    VIZ_PANE_LEGEND,
    VIZ_PANE_SCALE, /* scale bar and north */
    VIZ_PANE_BANNER,
    VIZ_PANE_LOG,
    VIZ_PANE_PANEL,
    VIZ_PANE_TIMELINE,
    VIZ_PANE_STATUS,
    VIZ_PANE_MENU,
    VIZ_PANE_DROP, /* the open menu */
    VIZ_PANE_PICK, /* what overlaps where the mouse was */
    VIZ_PANE_DIALOG,
    VIZ_PANE_TIP,
    VIZ_PANES
};

struct viz_pane {
    struct viz_rect rect; /* empty: not there */
    struct viz_canvas canvas;
    bool dirty;
};

struct viz_app;

/* Rectangles of all panes, from the layout and what is open. */
void viz_panes_arrange(struct viz_app *app);
/* The topmost pane at a pixel, or -1: the map. */
int viz_pane_at(const struct viz_app *app, int x, int y);
/* Draws a pane with the input there is; widgets answer while it is drawn. */
void viz_pane_draw(struct viz_app *app, int pane);
/* Draws those that have changed and copies all to the window. */
void viz_panes_show(struct viz_app *app);
void viz_panes_free(struct viz_app *app);

/* The drawers, each in the file of its name. */
void viz_legend_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_scale_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_banner_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_panel_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_timeline_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_status_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_menu_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_drop_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_log_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_pick_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_dialog_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
void viz_tip_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect);
/* Sizes that follow from contents. */
struct viz_size viz_legend_pane_size(struct viz_app *app);
struct viz_rect viz_pick_pane_rect(struct viz_app *app);
struct viz_rect viz_drop_pane_rect(struct viz_app *app);

#endif
