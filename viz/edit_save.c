/* Where to save the changed scenario. A file that is there is replaced only after the user has said so. */
#include <errno.h>
#include <string.h>

#include "edit.h"

static void save(struct viz_app *app)
{
    struct viz_edit *e = viz_edit_of(app);
    ems_messages_clear(e->messages);
    enum ems_save how = e->replace ? EMS_SAVE_REPLACE : EMS_SAVE_NEW;
    enum ems_status status = ems_edit_save(e->list, e->path, how, e->messages);
    if (status == EMS_OK) {
        viz_app_say(app, VIZ_T_EDIT_SAVED, e->path, NULL);
        viz_dialog_close(app);
    }
    e->replace = status == EMS_BAD_USAGE;
    viz_app_touch(app);
}

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect inside)
{
    struct viz_edit *e = viz_edit_of(app);
    int h = viz_paragraph(ui, inside, viz_text(VIZ_T_EDIT_SAVE_HOW, ui->lang), 13, ui->theme->text);
    viz_rect_cut_top(&inside, h + viz_px(ui, 8));
    struct viz_rect field = viz_rect_cut_top(&inside, viz_px(ui, 30));
    enum viz_field_answer answer = viz_field(ui, field, viz_id("path", 0), e->path, sizeof e->path);
    if (answer == VIZ_FIELD_CHANGED) e->replace = false;
    viz_rect_cut_top(&inside, viz_px(ui, 8));
    for (int32_t i = 0; i < ems_messages_count(e->messages) && i < 2; i++) {
        struct ems_message m = ems_message_at(e->messages, i, ui->lang);
        h = viz_paragraph(ui, inside, m.text, 12, ui->theme->warning);
        viz_rect_cut_top(&inside, h + viz_px(ui, 4));
    }
    struct viz_rect row = viz_rect_cut_top(&inside, viz_px(ui, 32));
    struct viz_rect button = viz_rect_cut_right(&row, viz_px(ui, 150));
    enum viz_text label = e->replace ? VIZ_T_EDIT_REPLACE : VIZ_T_EDIT_SAVE;
    bool pressed = viz_button(ui, button, viz_id("save", 0), viz_text(label, ui->lang), VIZ_BUTTON_PRIMARY);
    bool entered = answer == VIZ_FIELD_ENTERED && !e->replace; /* Enter alone replaces nothing */
    if (e->path[0] != '\0' && (pressed || entered)) save(app);
}

static const struct viz_dialog dialog = {
    .title = VIZ_T_EDIT_SAVE_TITLE, .width = 520, .height = 240, .draw = draw};

void viz_edit_ask_to_save(struct viz_app *app)
{
    ems_messages_clear(viz_edit_of(app)->messages);
    viz_dialog_open(app, &dialog, NULL);
}
