/* A dialog over the window: title, a close button, and whatever its drawer puts inside. While one is open
 * nothing else gets the mouse; Escape closes it.
 *
 *     static const struct viz_dialog about = {.title = VIZ_T_HELP, .width = 560, .height = 480, .draw =
 * draw_help}; viz_dialog_open(app, &about, NULL);
 */
#ifndef EMS_VIZ_DIALOG_H
#define EMS_VIZ_DIALOG_H

#include "rect.h"
#include "texts.h"
#include "widget.h"

struct viz_app;

struct viz_dialog {
    enum viz_text title;
    int width, height; /* at text size 1; smaller when the window is */
    void (*draw)(struct viz_app *app, struct viz_ui *ui, struct viz_rect inside);
    void (*close)(struct viz_app *app, void *state); /* frees the state; may be NULL */
};

void viz_dialog_open(struct viz_app *app, const struct viz_dialog *dialog, void *state);
void viz_dialog_close(struct viz_app *app);

#endif
