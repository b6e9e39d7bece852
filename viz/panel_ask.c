/* What is selected: its story, history and numbers. */
#include "ask_parts.h"
#include "player.h"

static bool applies(const struct viz_app *app)
{
    bool is_told = app->mode != NULL && app->mode->tells != NULL && app->mode->tells(app, app->selected);
    return app->selected.kind != VIZ_PICK_NOTHING && !is_told;
}

static void write_title(struct viz_ask *ask)
{
    char name[256];
    struct viz_ui *ui = ask->ui;
    struct viz_rect row = viz_rect_cut_top(ask->rest, viz_px(ui, 26));
    struct viz_rect cross = viz_rect_cut_right(&row, viz_px(ui, 26));
    viz_label(ui, row, viz_pick_name(ask->app, ask->what, name, sizeof name), 15, true, VIZ_LEFT,
              ui->theme->text);
    if (viz_button(ui, cross, viz_id("ask.close", 0), "\xc3\x97", VIZ_BUTTON_FLAT))
        viz_app_select(ask->app, (struct viz_pick){VIZ_PICK_NOTHING, 0});
}

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct viz_map *map = &app->map[viz_pick_map(app)];
    const struct ems_playback *playback = map->player != NULL ? map->player->playback : NULL;
    struct viz_ask ask = {app, ui, rest, map, playback, app->selected};
    write_title(&ask);
    switch (ask.what.kind) {
    case VIZ_PICK_NOTHING:
        break;
    case VIZ_PICK_VEHICLE:
        viz_ask_vehicle(&ask);
        break;
    case VIZ_PICK_CALL:
        viz_ask_call(&ask);
        break;
    case VIZ_PICK_STATION:
        viz_ask_station(&ask);
        break;
    case VIZ_PICK_HOSPITAL:
        viz_ask_hospital(&ask);
        break;
    case VIZ_PICK_PLACE:
        viz_ask_place(&ask);
        break;
    }
}

const struct viz_section viz_section_ask = {
    .name = "ask", .title = VIZ_T_SECTION_ASK, .applies = applies, .draw = draw};
