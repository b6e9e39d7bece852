#include "command.h"

#include <stdio.h>

#include "app.h"
#include "filter.h"

struct row {
    enum viz_menu menu;
    enum viz_text text;
    SDL_Keycode key;
    Uint16 mods;
    void (*function)(struct viz_app *app);
};

static const struct row actions[VIZ_ACTIONS] = {
#define VIZ_ACTION(id, menu, key, mods, function) {VIZ_MENU_##menu, VIZ_T_DO_##id, key, mods, function},
#include "actions.def"
#undef VIZ_ACTION
};

static int mode_count(void)
{
    int count = 0;
    while (viz_modes[count] != NULL) count++;
    return count;
}

int viz_command_count(void)
{
    return VIZ_ACTIONS + viz_layer_count() + mode_count();
}

bool viz_action_can(const struct viz_app *app, enum viz_action action)
{
    const struct viz_mode *mode = app->mode;
    if (mode != NULL && mode->can != NULL && mode->can(app, action)) return true;
    return actions[action].function != NULL;
}

void viz_action_run(struct viz_app *app, enum viz_action action)
{
    const struct viz_mode *mode = app->mode;
    if (mode != NULL && mode->can != NULL && mode->can(app, action))
        mode->act(app, action);
    else if (actions[action].function != NULL)
        actions[action].function(app);
    viz_app_touch(app);
}

static bool action_is_on(const struct viz_app *app, enum viz_action action)
{
    switch (action) {
    case VIZ_DO_PLAY:
        return app->clock.playing;
    case VIZ_DO_PANEL:
        return app->show_panel;
    case VIZ_DO_LEGEND:
        return app->show_legend;
    case VIZ_DO_LOG:
        return app->log.shown;
    case VIZ_DO_FILTER:
        return viz_filter_is_on(&app->filter);
    case VIZ_DO_NOW:
        return app->look.now;
    case VIZ_DO_THEME:
        return app->look.theme == viz_theme_of(true);
    case VIZ_DO_FOLLOW:
        return app->following;
    default:
        return app->mode != NULL && app->mode->is_on != NULL && app->mode->is_on(app, action);
    }
}

static struct viz_command of_layer(const struct viz_app *app, int layer)
{
    const struct viz_layer *l = viz_layers[layer];
    return (struct viz_command){.menu = VIZ_MENU_LAYERS,
                                .text = l->title,
                                .key = l->key,
                                .can = true,
                                .is_on = app->look.shown[layer]};
}

static struct viz_command of_mode(const struct viz_app *app, const struct viz_mode *mode)
{
    return (struct viz_command){.menu = VIZ_MENU_MODE,
                                .text = mode->title,
                                .key = mode->key,
                                .can = viz_mode_can_enter(app, mode),
                                .is_on = app->mode == mode};
}

struct viz_command viz_command_at(const struct viz_app *app, int number)
{
    if (number >= VIZ_ACTIONS + viz_layer_count())
        return of_mode(app, viz_modes[number - VIZ_ACTIONS - viz_layer_count()]);
    if (number >= VIZ_ACTIONS) return of_layer(app, number - VIZ_ACTIONS);
    const struct row *row = &actions[number];
    return (struct viz_command){.menu = row->menu,
                                .text = row->text,
                                .key = row->key,
                                .mods = row->mods,
                                .can = viz_action_can(app, (enum viz_action)number),
                                .is_on = action_is_on(app, (enum viz_action)number)};
}

void viz_command_run(struct viz_app *app, int number)
{
    int layers = viz_layer_count();
    if (number < VIZ_ACTIONS)
        viz_action_run(app, (enum viz_action)number);
    else if (number < VIZ_ACTIONS + layers)
        viz_look_show(&app->look, number - VIZ_ACTIONS, !app->look.shown[number - VIZ_ACTIONS]);
    else if (viz_modes[number - VIZ_ACTIONS - layers] != app->mode)
        viz_mode_start(app, viz_modes[number - VIZ_ACTIONS - layers]);
    viz_app_touch(app);
}

/* Left or right of Ctrl and Shift count alike; locks do not count. */
static Uint16 plain(Uint16 mods)
{
    Uint16 out = 0;
    if (mods & KMOD_CTRL) out |= KMOD_CTRL;
    if (mods & KMOD_SHIFT) out |= KMOD_SHIFT;
    if (mods & KMOD_ALT) out |= KMOD_ALT;
    return out;
}

int viz_command_for_key(const struct viz_app *app, SDL_Keycode key, Uint16 mods)
{
    int count = viz_command_count();
    for (int i = 0; i < count; i++) {
        struct viz_command c = viz_command_at(app, i);
        if (c.key == key && c.key != 0 && plain(c.mods) == plain(mods) && c.can) return i;
    }
    return -1;
}

const char *viz_command_key_name(const struct viz_command *command, char *out, size_t size)
{
    snprintf(out, size, "%s%s%s", command->mods & KMOD_CTRL ? "Ctrl+" : "",
             command->mods & KMOD_SHIFT ? "Shift+" : "",
             command->key != 0 ? SDL_GetKeyName(command->key) : "");
    return out;
}

enum viz_text viz_menu_text(enum viz_menu menu)
{
    static const enum viz_text texts[VIZ_MENUS] = {VIZ_T_MENU_FILE,   VIZ_T_MENU_EDIT, VIZ_T_MENU_VIEW,
                                                   VIZ_T_MENU_LAYERS, VIZ_T_MENU_TIME, VIZ_T_MENU_MODE,
                                                   VIZ_T_MENU_HELP};
    return texts[menu];
}
