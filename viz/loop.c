/* The loop: events in, frames out, and sleep in between. A frame is drawn only when something has changed, at
 * most sixty times a second. */
#include <math.h>

#include "app.h"

static const double frame_s = 1.0 / 60;

/* ---- drawing ---- */

static void draw_map(struct viz_app *app, int number)
{
    struct viz_map *map = &app->map[number];
    struct viz_frame frame = viz_map_frame(app, number);
    SDL_Rect clip = viz_sdl_rect(map->rect);
    viz_base_want(map->base, &app->camera, &app->look);
    if (app->options->render != NULL) viz_base_wait(map->base);
    viz_base_update(map->base, app->renderer);
    viz_base_show(map->base, app->renderer, map->rect, &app->camera, app->look.theme);
    SDL_RenderSetClipRect(app->renderer, &clip);
    for (int i = 0; viz_layers[i] != NULL; i++)
        if (app->look.shown[i] && viz_layers[i]->live != NULL) viz_layers[i]->live(&frame);
    viz_marks_draw(&frame);
    if (app->mode != NULL && app->mode->draw != NULL) app->mode->draw(app, &frame, number);
    SDL_RenderSetClipRect(app->renderer, NULL);
}

static void draw(struct viz_app *app)
{
    const struct viz_colour ground = app->look.theme->line;
    if (viz_sprites_fit(&app->sprites, app->renderer, app->look.theme, app->look.scale) != EMS_OK) return;
    SDL_SetRenderDrawColor(app->renderer, ground.r, ground.g, ground.b, 255);
    SDL_RenderClear(app->renderer);
    for (int m = 0; m < app->map_count; m++)
        if (!viz_rect_is_empty(app->map[m].rect)) draw_map(app, m);
    viz_panes_arrange(app);
    viz_panes_show(app);
    SDL_RenderPresent(app->renderer);
}

static void follow(struct viz_app *app)
{
    if (!app->following || app->selected.kind != VIZ_PICK_VEHICLE) return;
    struct viz_moment *moment = &app->map[0].moment;
    if (app->selected.id < moment->info.vehicles)
        app->camera.centre = moment->vehicle[app->selected.id].view.at;
}

bool viz_app_frame(struct viz_app *app, double seconds)
{
    bool moves = app->mode != NULL && app->mode->update != NULL && app->mode->update(app, seconds);
    bool changed = app->dirty;
    app->dirty = false;
    if (changed) {
        follow(app);
        draw(app);
        moves = moves || app->dirty;
    }
    viz_state_tell(app, moves);
    return moves;
}

/* ---- events ---- */

static void end_of_input(struct viz_app *app)
{
    struct viz_input *in = &app->ui.input;
    in->pressed = in->released = in->right_pressed = in->double_click = false;
    in->wheel = 0;
    in->typed = "";
    in->key = 0;
    if (!in->down) app->ui.active = 0;
}

/* Draws the pane with this input, so that its widgets answer, and all of it once more later. */
static void give_to_pane(struct viz_app *app, int pane)
{
    viz_pane_draw(app, pane);
    viz_app_touch(app);
}

static void drag_map(struct viz_app *app, const SDL_Event *e)
{
    struct viz_input *in = &app->ui.input;
    switch (e->type) {
    case SDL_MOUSEBUTTONDOWN:
        app->dragging = e->button.button == SDL_BUTTON_LEFT || e->button.button == SDL_BUTTON_MIDDLE;
        app->drag_x = in->x;
        app->drag_y = in->y;
        break;
    case SDL_MOUSEMOTION:
        if (!app->dragging) break;
        viz_camera_pan(&app->camera, e->motion.xrel, e->motion.yrel);
        app->following = false;
        app->dirty = true;
        break;
    case SDL_MOUSEWHEEL: {
        int map = viz_map_at(app, in->x, in->y);
        if (map < 0) break;
        viz_camera_zoom(&app->camera, in->x - app->map[map].rect.x, in->y - app->map[map].rect.y,
                        in->wheel > 0 ? 1.2 : 1 / 1.2);
        viz_app_touch(app);
        break;
    }
    default:
        break;
    }
}

/* A click that was no drag selects what lies there. */
static void select_on_map(struct viz_app *app)
{
    struct viz_input *in = &app->ui.input;
    bool moved = abs(in->x - app->drag_x) + abs(in->y - app->drag_y) > 4;
    int map = viz_map_at(app, in->x, in->y);
    app->dragging = false;
    if (moved || map < 0) return;
    struct viz_picks picks = viz_map_pick(app, map, in->x, in->y);
    app->selected_map = map;
    if (picks.count > 1) {
        app->picks = picks; /* the list asks which one */
        app->ui.tip[0] = '\0';
        viz_app_touch(app);
        return;
    }
    struct ems_point at =
        viz_camera_point(&app->camera, in->x - app->map[map].rect.x, in->y - app->map[map].rect.y);
    bool was_place = app->selected.kind == VIZ_PICK_PLACE;
    struct viz_pick nothing = {VIZ_PICK_NOTHING, 0};
    viz_app_select(app, picks.count > 0 ? picks.items[0].what : was_place ? nothing : viz_pick_place(at));
}

static void hover(struct viz_app *app, int pane)
{
    struct viz_input *in = &app->ui.input;
    struct viz_pick before = app->hovered;
    int others = 0;
    int map = pane < 0 ? viz_map_at(app, in->x, in->y) : -1;
    app->hovered = (struct viz_pick){VIZ_PICK_NOTHING, 0};
    if (map >= 0 && !app->dragging) {
        struct viz_picks picks = viz_map_pick(app, map, in->x, in->y);
        if (picks.count > 0) app->hovered = picks.items[0].what;
        others = picks.count - 1;
    }
    if (!viz_pick_equals(before, app->hovered)) app->dirty = true;
    app->panes[VIZ_PANE_STATUS].dirty = true;
    app->ui.tip[0] = '\0';
    viz_story_tip(app, app->hovered, app->ui.tip, sizeof app->ui.tip);
    if (others > 0) viz_story_others(app, others, app->ui.tip, sizeof app->ui.tip);
}

static void on_mouse(struct viz_app *app, const SDL_Event *e)
{
    struct viz_input *in = &app->ui.input;
    int pane = app->dragging ? -1 : viz_pane_at(app, in->x, in->y);
    if (app->dialog != NULL && pane != VIZ_PANE_DIALOG && app->ui.active == 0) return;
    if (app->open_menu >= 0 && in->pressed && pane != VIZ_PANE_DROP && pane != VIZ_PANE_MENU) {
        app->open_menu = -1;
        viz_app_touch(app);
        return;
    }
    if (app->picks.count > 1 && in->pressed && pane != VIZ_PANE_PICK) {
        app->picks.count = 0;
        viz_app_touch(app);
        return;
    }
    if (e->type == SDL_MOUSEMOTION) hover(app, pane);
    if (e->type == SDL_MOUSEMOTION && pane >= 0 && app->ui.active == 0) {
        app->panes[pane].dirty = app->dirty = true;
        return;
    }
    int holder = app->ui.active != 0 ? app->active_pane : pane;
    if (holder >= 0) {
        if (in->pressed) app->active_pane = pane;
        give_to_pane(app, holder);
        return;
    }
    if (in->pressed) app->ui.focus = 0;
    if (app->mode != NULL && app->mode->event != NULL && app->mode->event(app, e)) return;
    drag_map(app, e);
    if (in->released && e->button.button == SDL_BUTTON_LEFT) select_on_map(app);
    if (in->released) app->dragging = false;
}

/* Fields first, then the mode, then the table of commands. */
static void on_key(struct viz_app *app, const SDL_Event *e)
{
    app->ui.tip[0] = '\0'; /* it is about what was there before */
    SDL_Keycode key = e->key.keysym.sym;
    if (key == SDLK_ESCAPE && app->picks.count > 1) {
        app->picks.count = 0;
        viz_app_touch(app);
        return;
    }
    if (key == SDLK_ESCAPE && (app->dialog != NULL || app->open_menu >= 0 || app->ui.focus != 0)) {
        if (app->ui.focus == 0 && app->dialog != NULL) viz_dialog_close(app);
        app->open_menu = -1;
        app->ui.focus = 0;
        viz_app_touch(app);
        return;
    }
    if (app->ui.focus != 0) {
        app->ui.input.key = key;
        app->ui.input.mods = e->key.keysym.mod;
        give_to_pane(app, app->active_pane);
        return;
    }
    if (app->dialog != NULL) return;
    if (app->mode != NULL && app->mode->event != NULL && app->mode->event(app, e)) return;
    int command = viz_command_for_key(app, key, e->key.keysym.mod);
    if (command >= 0) viz_command_run(app, command);
}

static void on_window(struct viz_app *app, const SDL_Event *e)
{
    if (e->window.event == SDL_WINDOWEVENT_SIZE_CHANGED) {
        app->width = e->window.data1;
        app->height = e->window.data2;
        viz_app_arrange(app);
    }
    app->dirty = true;
}

static void take_mouse(struct viz_input *in, const SDL_Event *e)
{
    if (e->type == SDL_MOUSEMOTION) {
        in->x = e->motion.x;
        in->y = e->motion.y;
    } else if (e->type == SDL_MOUSEWHEEL) {
        in->wheel = e->wheel.y;
    } else {
        bool left = e->button.button == SDL_BUTTON_LEFT, down = e->type == SDL_MOUSEBUTTONDOWN;
        in->x = e->button.x;
        in->y = e->button.y;
        in->pressed = left && down;
        in->released = left && !down;
        in->right_pressed = e->button.button == SDL_BUTTON_RIGHT && down;
        in->double_click = in->pressed && e->button.clicks == 2;
        if (left) in->down = down;
    }
}

void viz_app_event(struct viz_app *app, const SDL_Event *e)
{
    app->ui.input.typed = "";
    switch (e->type) {
    case SDL_QUIT:
        app->quit = true;
        break;
    case SDL_WINDOWEVENT:
        on_window(app, e);
        break;
    case SDL_KEYDOWN:
        on_key(app, e);
        break;
    case SDL_TEXTINPUT:
        if (app->ui.focus == 0) break;
        app->ui.input.typed = e->text.text;
        give_to_pane(app, app->active_pane);
        break;
    case SDL_MOUSEMOTION:
    case SDL_MOUSEWHEEL:
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        take_mouse(&app->ui.input, e);
        on_mouse(app, e);
        break;
    default:
        if (e->type == app->wake_event || e->type == SDL_RENDER_TARGETS_RESET) app->dirty = true;
    }
    end_of_input(app);
    if (app->ui.focus != 0 && !SDL_IsTextInputActive()) SDL_StartTextInput();
    if (app->ui.focus == 0 && SDL_IsTextInputActive()) SDL_StopTextInput();
}

/* ---- time ---- */

static double seconds_since(Uint64 *last)
{
    Uint64 now = SDL_GetPerformanceCounter();
    double seconds = (double)(now - *last) / (double)SDL_GetPerformanceFrequency();
    *last = now;
    return fmin(seconds, 0.25); /* after a pause of the machine no leap */
}

static void take_events(struct viz_app *app, bool moves)
{
    SDL_Event event;
    bool idle = !moves && !app->dirty;
    if (idle && SDL_WaitEventTimeout(&event, 500)) viz_app_event(app, &event);
    while (SDL_PollEvent(&event)) viz_app_event(app, &event);
}

void viz_app_run(struct viz_app *app)
{
    bool moves = true;
    Uint64 last = SDL_GetPerformanceCounter();
    while (!app->quit) {
        Uint64 start = SDL_GetPerformanceCounter();
        take_events(app, moves);
        moves = viz_app_frame(app, seconds_since(&last));
        double took = (double)(SDL_GetPerformanceCounter() - start) / (double)SDL_GetPerformanceFrequency();
        if ((moves || app->dirty) && took < frame_s) SDL_Delay((Uint32)((frame_s - took) * 1000));
    }
}
