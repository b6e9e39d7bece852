/* Where several things lie on top of each other: a list beside the mouse to choose one from. */
#include "app.h"

static int row_height(const struct viz_ui *ui)
{
    return viz_px(ui, 25);
}

struct viz_rect viz_pick_pane_rect(struct viz_app *app)
{
    const struct viz_ui *ui = &app->ui;
    struct viz_type type = viz_type_of(ui, 13);
    int width = 0;
    if (app->picks.count < 2) return (struct viz_rect){0, 0, 0, 0};
    for (int i = 0; i < app->picks.count; i++) {
        char name[256];
        int w =
            viz_measure(app->writer, viz_pick_name(app, app->picks.items[i].what, name, sizeof name), &type)
                .w;
        if (w > width) width = w;
    }
    struct viz_rect r = {(int)app->picks.x + 8, (int)app->picks.y + 4, width + viz_px(ui, 24),
                         app->picks.count * row_height(ui) + viz_px(ui, 8)};
    if (r.x + r.w > app->width) r.x = app->width - r.w;
    if (r.y + r.h > app->height) r.y = app->height - r.h;
    return r;
}

void viz_pick_pane(struct viz_app *app, struct viz_ui *ui, struct viz_rect rect)
{
    struct viz_rect rest = rect;
    int chosen = -1;
    viz_frame_rect(ui, rect, ui->theme->line);
    viz_rect_cut_top(&rest, viz_px(ui, 4));
    for (int i = 0; i < app->picks.count; i++) {
        char name[256];
        struct viz_rect row = viz_rect_cut_top(&rest, row_height(ui));
        row.x += 1;
        row.w -= 2;
        if (viz_is_over(ui, row)) {
            viz_fill(ui, row, viz_colour_mix(ui->theme->panel, ui->theme->accent, 0.18));
            if (ui->input.released) chosen = i;
        }
        row.x += viz_px(ui, 10);
        row.w -= viz_px(ui, 12);
        viz_pick_name(app, app->picks.items[i].what, name, sizeof name);
        viz_label(ui, row, name, 13, false, VIZ_LEFT, ui->theme->text);
        viz_note(ui, row, name);
    }
    if (chosen >= 0) viz_app_select(app, app->picks.items[chosen].what);
}

void viz_app_select(struct viz_app *app, struct viz_pick what)
{
    if (!viz_pick_equals(app->selected, what)) app->following = false;
    if (app->selected.kind == VIZ_PICK_NOTHING && what.kind != VIZ_PICK_NOTHING) app->panel_scroll = 0;
    app->selected = what;
    app->picks.count = 0;
    viz_app_touch(app);
}
