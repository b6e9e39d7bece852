#include "dialog.h"

#include "app.h"

void viz_dialog_open(struct viz_app *app, const struct viz_dialog *dialog, void *state)
{
    viz_dialog_close(app);
    app->dialog = dialog;
    app->dialog_state = state;
    app->open_menu = -1;
    app->ui.focus = 0;
    viz_app_touch(app);
}

void viz_dialog_close(struct viz_app *app)
{
    const struct viz_dialog *dialog = app->dialog;
    void *state = app->dialog_state;
    app->dialog = NULL;
    app->dialog_state = NULL;
    if (dialog != NULL && dialog->close != NULL) dialog->close(app, state);
    viz_app_touch(app);
}

void viz_dialog_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    struct viz_rect rest = viz_rect_inset(rect, viz_px(ui, 16));
    viz_frame_rect(ui, rect, ui->theme->line);
    struct viz_rect head = viz_rect_cut_top(&rest, viz_px(ui, 26));
    struct viz_rect cross = viz_rect_cut_right(&head, viz_px(ui, 26));
    viz_label(ui, head, viz_text(app->dialog->title, ui->lang), 17, true, VIZ_LEFT, ui->theme->text);
    viz_rect_cut_top(&rest, viz_px(ui, 10));
    if (viz_button(ui, cross, viz_id("dialog.close", 0), "\xc3\x97", VIZ_BUTTON_FLAT)) {
        viz_dialog_close(app);
        return;
    }
    app->dialog->draw(app, ui, rest);
}
