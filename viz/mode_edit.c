/* Edit: stations are dragged, added and removed, crews and vehicles counted up and down; the map shows at
 * once how soon everybody could be reached. The scenario's own file is never written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edit.h"
#include "folders.h"
#include "sprites.h"

/* ---- in and out ---- */

static enum ems_status open_list(struct viz_app *app, struct viz_edit *e)
{
    struct viz_folders folders;
    struct ems_scenario_def def = ems_scenario_def_default();
    viz_folders_find(&folders);
    def.path = app->start != NULL ? app->start : app->input;
    def.sets = app->options->sets;
    def.set_count = app->options->set_count;
    def.data_folders = folders.list;
    def.data_folder_count = folders.count;
    e->messages = ems_messages_create();
    if (e->messages == NULL) return EMS_NO_MEMORY;
    return ems_edit_create(&def, e->messages, &e->list);
}

static enum ems_status measure(struct viz_app *app, struct viz_edit *e)
{
    struct ems_cover_def def = ems_cover_def_default(app->scenario);
    enum ems_status status = ems_cover_sources_planned(app->scenario, &def, &e->sources);
    if (status == EMS_OK) status = viz_reach_compute(&e->before, app->scenario, e->sources);
    e->after = e->before;
    return status;
}

static void close(struct viz_edit *e)
{
    viz_change_stop(&e->change);
    ems_cover_sources_free(e->sources);
    ems_scenario_free(e->scenario);
    ems_edit_free(e->list);
    ems_messages_free(e->messages);
    viz_undo_free(&e->undo);
    free(e);
}

static enum ems_status enter(struct viz_app *app)
{
    struct viz_edit *e = calloc(1, sizeof *e);
    if (e == NULL) return EMS_NO_MEMORY;
    e->undo = viz_undo_of(sizeof(struct viz_edit_change));
    e->held = EMS_NONE;
    snprintf(e->path, sizeof e->path, "%s-plan.yaml", ems_scenario_info(app->scenario).id);
    enum ems_status status = open_list(app, e);
    if (status == EMS_OK) status = measure(app, e);
    if (status != EMS_OK) {
        close(e);
        return status;
    }
    app->clock.playing = false;
    app->mode_state = e;
    viz_map_shade(app, 0, NULL, NULL);
    return app->start != NULL ? viz_edit_show_start(app) : EMS_OK;
}

static void leave(struct viz_app *app)
{
    struct viz_edit *e = viz_edit_of(app);
    if (e->scenario != NULL) viz_edit_show_original(app);
    close(e);
    app->mode_state = NULL;
    app->start = NULL;
}

/* Nothing moves by itself but the progress of a simulation. */
static bool update(struct viz_app *app, double seconds)
{
    struct viz_edit *e = viz_edit_of(app);
    (void)seconds;
    if (viz_change_update(&e->change) || e->change.figures == VIZ_WORK_RUNS) viz_app_touch(app);
    return false;
}

/* ---- the mouse ---- */

static struct ems_point point_at(const struct viz_app *app, int x, int y)
{
    struct viz_rect map = app->map[0].rect;
    return viz_camera_point(&app->camera, x - map.x, y - map.y);
}

static ems_station_id station_at(const struct viz_app *app, int x, int y)
{
    struct viz_picks picks = viz_map_pick(app, 0, x, y);
    for (int i = 0; i < picks.count; i++)
        if (picks.items[i].what.kind == VIZ_PICK_STATION) return (ems_station_id)picks.items[i].what.id;
    return EMS_NONE;
}

/* The type that most vehicles have: what a new station gets one of. */
static const char *commonest_type(const struct ems_scenario *scenario)
{
    struct ems_scenario_info info = ems_scenario_info(scenario);
    ems_vehicle_type_id best = 0;
    for (ems_vehicle_type_id t = 1; t < info.vehicle_types; t++)
        if (ems_vehicle_type_info(scenario, t).owned > ems_vehicle_type_info(scenario, best).owned) best = t;
    return info.vehicle_types > 0 ? ems_vehicle_type_info(scenario, best).id : "";
}

static void add_at(struct viz_app *app, struct ems_point at)
{
    struct viz_edit *e = viz_edit_of(app);
    struct viz_edit_change change = {.kind = VIZ_EDIT_ADD, .at = at};
    e->is_placing = false;
    snprintf(change.type, sizeof change.type, "%s", commonest_type(viz_edit_scenario(app)));
    if (ems_edit_new_id(e->list, "new-station", change.station, VIZ_EDIT_ID)) viz_edit_make(app, change);
}

static bool press(struct viz_app *app, int x, int y)
{
    struct viz_edit *e = viz_edit_of(app);
    if (e->is_placing) {
        add_at(app, point_at(app, x, y));
        return true;
    }
    e->held = station_at(app, x, y);
    if (e->held == EMS_NONE) return false;
    e->has_moved = false;
    app->drag_x = x;
    app->drag_y = y;
    app->selected = (struct viz_pick){VIZ_PICK_STATION, e->held};
    viz_app_touch(app);
    return true;
}

/* A copy of the sources for the worker, the held station moved. */
static void shade_drag(struct viz_app *app)
{
    struct viz_edit *e = viz_edit_of(app);
    struct ems_cover_def def = ems_cover_def_default(viz_edit_scenario(app));
    struct viz_wish wish = {0};
    if (e->sources == NULL || ems_cover_sources_move(e->sources, e->held, e->to) != EMS_OK) return;
    viz_reach_compute(&e->after, viz_edit_scenario(app), e->sources);
    if (ems_cover_sources_planned(viz_edit_scenario(app), &def, &wish.sources) == EMS_OK &&
        ems_cover_sources_move(wish.sources, e->held, e->to) == EMS_OK)
        viz_base_wish(app->map[0].base, &wish);
    viz_wish_close(&wish);
}

static bool drag(struct viz_app *app, int x, int y)
{
    struct viz_edit *e = viz_edit_of(app);
    if (e->held == EMS_NONE) return false;
    e->has_moved = e->has_moved || abs(x - app->drag_x) + abs(y - app->drag_y) > 4;
    if (!e->has_moved) return true;
    e->to = point_at(app, x, y);
    shade_drag(app);
    viz_app_touch(app);
    return true;
}

static bool release(struct viz_app *app)
{
    struct viz_edit *e = viz_edit_of(app);
    if (e->held == EMS_NONE) return false;
    struct viz_edit_change change = {.kind = VIZ_EDIT_MOVE, .at = e->to};
    snprintf(change.station, sizeof change.station, "%s",
             ems_station_info(viz_edit_scenario(app), e->held).id);
    e->held = EMS_NONE;
    if (e->has_moved && !viz_edit_make(app, change)) { /* back to where it was */
        ems_cover_sources_free(e->sources);
        e->sources = NULL;
        struct ems_cover_def def = ems_cover_def_default(viz_edit_scenario(app));
        if (ems_cover_sources_planned(viz_edit_scenario(app), &def, &e->sources) == EMS_OK)
            viz_reach_compute(&e->after, viz_edit_scenario(app), e->sources);
        viz_map_shade(app, 0, NULL, NULL);
    }
    viz_app_touch(app);
    return true;
}

static bool event(struct viz_app *app, const SDL_Event *e)
{
    bool left = (e->type == SDL_MOUSEBUTTONDOWN || e->type == SDL_MOUSEBUTTONUP) &&
                e->button.button == SDL_BUTTON_LEFT;
    if (e->type == SDL_KEYDOWN && e->key.keysym.sym == SDLK_ESCAPE && viz_edit_of(app)->is_placing) {
        viz_edit_of(app)->is_placing = false;
        viz_app_touch(app);
        return true;
    }
    if (left && e->type == SDL_MOUSEBUTTONDOWN) return press(app, e->button.x, e->button.y);
    if (left) return release(app);
    if (e->type == SDL_MOUSEMOTION) return drag(app, e->motion.x, e->motion.y);
    return false;
}

/* ---- actions ---- */

static bool can(const struct viz_app *app, enum viz_action action)
{
    const struct viz_edit *e = viz_edit_of(app);
    switch (action) {
    case VIZ_DO_SAVE:
    case VIZ_DO_UNDO:
        return e->undo.done > 0;
    case VIZ_DO_REDO:
        return e->undo.done < e->undo.count;
    case VIZ_DO_ADD_STATION:
        return true;
    case VIZ_DO_REMOVE:
        return viz_edit_selected(app) != EMS_NONE;
    default:
        return false;
    }
}

static void remove_selected(struct viz_app *app)
{
    struct viz_edit_change change = {.kind = VIZ_EDIT_REMOVE};
    ems_station_id station = viz_edit_selected(app);
    snprintf(change.station, sizeof change.station, "%s",
             ems_station_info(viz_edit_scenario(app), station).id);
    viz_edit_make(app, change);
}

static void act(struct viz_app *app, enum viz_action action)
{
    if (action == VIZ_DO_SAVE) viz_edit_ask_to_save(app);
    if (action == VIZ_DO_UNDO) viz_edit_undo(app);
    if (action == VIZ_DO_REDO) viz_edit_redo(app);
    if (action == VIZ_DO_REMOVE) remove_selected(app);
    if (action == VIZ_DO_ADD_STATION) {
        viz_edit_of(app)->is_placing = true;
        viz_app_say(app, VIZ_T_EDIT_CLICK_TO_ADD, NULL, NULL);
    }
    viz_app_touch(app);
}

static bool is_on(const struct viz_app *app, enum viz_action action)
{
    return action == VIZ_DO_ADD_STATION && viz_edit_of(app)->is_placing;
}

/* The held station at the mouse, with a line from where it was. */
static void draw(struct viz_app *app, const struct viz_frame *f, int map)
{
    const struct viz_edit *e = viz_edit_of(app);
    if (map != 0 || e->held == EMS_NONE || !e->has_moved) return;
    struct viz_pixel from = viz_frame_pixel(f, ems_station_info(viz_edit_scenario(app), e->held).at);
    struct viz_pixel to = viz_frame_pixel(f, e->to);
    struct viz_colour c = f->look->theme->accent;
    SDL_SetRenderDrawColor(f->renderer, c.r, c.g, c.b, 255);
    SDL_RenderDrawLineF(f->renderer, (float)from.x, (float)from.y, (float)to.x, (float)to.y);
    viz_sprite_draw(f->sprites, f->renderer, VIZ_SIGN_STATION, 0, 0, to);
    viz_sprite_draw(f->sprites, f->renderer, VIZ_SIGN_MARK, 1, 0, to);
}

const struct viz_mode viz_mode_edit = {.name = "edit",
                                       .title = VIZ_T_MODE_EDIT,
                                       .banner = VIZ_T_EDIT_BANNER,
                                       .key = SDLK_F8,
                                       .is_still = true,
                                       .enter = enter,
                                       .leave = leave,
                                       .update = update,
                                       .event = event,
                                       .can = can,
                                       .act = act,
                                       .is_on = is_on,
                                       .draw = draw,
                                       .panel = viz_edit_panel};
