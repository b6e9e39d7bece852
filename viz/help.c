/* Help on F1: every command with its key, by menu. */
#include <stdlib.h>

#include "app.h"

static void write_menu(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest, enum viz_menu menu)
{
    int count = viz_command_count();
    viz_label(ui, viz_rect_cut_top(rest, viz_px(ui, 24)), viz_text(viz_menu_text(menu), ui->lang), 13, true,
              VIZ_LEFT, ui->theme->accent);
    for (int i = 0; i < count; i++) {
        struct viz_command c = viz_command_at(app, i);
        char key[64];
        if (c.menu != menu) continue;
        struct viz_rect row = viz_rect_cut_top(rest, viz_px(ui, 22));
        struct viz_rect keys = viz_rect_cut_left(&row, viz_px(ui, 110));
        viz_label(ui, keys, viz_command_key_name(&c, key, sizeof key), 13, true, VIZ_LEFT, ui->theme->text);
        viz_label(ui, row, viz_text(c.text, ui->lang), 13, false, VIZ_LEFT, ui->theme->text);
    }
    viz_rect_cut_top(rest, viz_px(ui, 8));
}

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect inside)
{
    double *scroll = app->dialog_state;
    cairo_save(ui->cr);
    cairo_rectangle(ui->cr, inside.x, inside.y, inside.w, inside.h);
    cairo_clip(ui->cr);
    struct viz_rect rest = {inside.x, inside.y - (int)*scroll, inside.w - viz_px(ui, 10), 1 << 20};
    for (int m = 0; m < VIZ_MENUS; m++) write_menu(app, ui, &rest, (enum viz_menu)m);
    int height = rest.y + (int)*scroll - inside.y;
    viz_scroll(ui, inside, height, scroll);
    cairo_restore(ui->cr);
}

static void close(struct viz_app *app, void *state)
{
    (void)app;
    free(state);
}

static const struct viz_dialog help = {
    .title = VIZ_T_MENU_HELP, .width = 520, .height = 560, .draw = draw, .close = close};

void viz_do_help(struct viz_app *app)
{
    double *scroll = calloc(1, sizeof *scroll);
    if (scroll != NULL) viz_dialog_open(app, &help, scroll);
}
