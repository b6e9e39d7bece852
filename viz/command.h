/* All that can be done, as one numbered list made of three tables: actions (actions.def), layers (layers.c)
 * and modes (modes.c). Menus, keys and help are made from it, so a row in a table is all that a new one
 * needs. */
#ifndef EMS_VIZ_COMMAND_H
#define EMS_VIZ_COMMAND_H

#include <SDL.h>
#include <stdbool.h>

#include "texts.h"

enum viz_action {
#define VIZ_ACTION(id, menu, key, mods, function) VIZ_DO_##id,
#include "actions.def"
#undef VIZ_ACTION
    VIZ_ACTIONS
};

enum viz_menu {
    VIZ_MENU_FILE,
    VIZ_MENU_EDIT,
    VIZ_MENU_VIEW,
    VIZ_MENU_LAYERS,
    VIZ_MENU_TIME,
    VIZ_MENU_MODE,
    VIZ_MENU_HELP,
    VIZ_MENUS
};

struct viz_app;

struct viz_command {
    enum viz_menu menu;
    enum viz_text text;
    SDL_Keycode key; /* 0: none */
    Uint16 mods;
    bool can, is_on;
};

int viz_command_count(void);
struct viz_command viz_command_at(const struct viz_app *app, int number);
void viz_command_run(struct viz_app *app, int number);
/* The command of this key that can be done now, or -1. */
int viz_command_for_key(const struct viz_app *app, SDL_Keycode key, Uint16 mods);
/* Such as "Ctrl+S". Returns `out`. */
const char *viz_command_key_name(const struct viz_command *command, char *out, size_t size);
enum viz_text viz_menu_text(enum viz_menu menu);
void viz_action_run(struct viz_app *app, enum viz_action action);
bool viz_action_can(const struct viz_app *app, enum viz_action action);

/* What actions do where no mode does otherwise (actions.c). */
void viz_do_help(struct viz_app *app);
void viz_do_screenshot(struct viz_app *app);
void viz_do_quit(struct viz_app *app);
void viz_do_zoom_in(struct viz_app *app);
void viz_do_zoom_out(struct viz_app *app);
void viz_do_fit(struct viz_app *app);
void viz_do_follow(struct viz_app *app);
void viz_do_panel(struct viz_app *app);
void viz_do_legend(struct viz_app *app);
void viz_do_now(struct viz_app *app);
void viz_do_log(struct viz_app *app);
void viz_do_filter(struct viz_app *app);
void viz_do_why(struct viz_app *app);
void viz_do_why_hospital(struct viz_app *app);
void viz_do_language(struct viz_app *app);
void viz_do_text_size(struct viz_app *app);
void viz_do_theme(struct viz_app *app);
void viz_do_fullscreen(struct viz_app *app);
void viz_do_play(struct viz_app *app);
void viz_do_faster(struct viz_app *app);
void viz_do_slower(struct viz_app *app);

#endif
