/* What actions do in every mode that does not do them itself; actions.def names these functions. */
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "app.h"
#include "render.h"

void viz_do_quit(struct viz_app *app)
{
    app->quit = true;
}

/* ---- view ---- */

static void zoom_middle(struct viz_app *app, double factor)
{
    viz_camera_zoom(&app->camera, app->camera.width / 2.0, app->camera.height / 2.0, factor);
}

void viz_do_zoom_in(struct viz_app *app)
{
    zoom_middle(app, 1.25);
}

void viz_do_zoom_out(struct viz_app *app)
{
    zoom_middle(app, 0.8);
}

void viz_do_fit(struct viz_app *app)
{
    viz_app_fit_camera(app);
}

void viz_do_follow(struct viz_app *app)
{
    app->following = !app->following && app->selected.kind == VIZ_PICK_VEHICLE;
    if (app->selected.kind != VIZ_PICK_VEHICLE) viz_app_say(app, VIZ_T_SELECT_A_VEHICLE, NULL, NULL);
}

void viz_do_panel(struct viz_app *app)
{
    app->show_panel = !app->show_panel;
    viz_app_arrange(app);
}

void viz_do_legend(struct viz_app *app)
{
    app->show_legend = !app->show_legend;
}

void viz_do_now(struct viz_app *app)
{
    app->look.now = !app->look.now;
    if (!app->look.now)
        for (int m = 0; m < app->map_count; m++) viz_map_shade(app, m, NULL, NULL);
}

void viz_do_language(struct viz_app *app)
{
    app->look.lang = app->look.lang == EMS_LANG_EN ? EMS_LANG_ZH : EMS_LANG_EN;
    viz_app_name_window(app);
    viz_app_arrange(app);
}

void viz_do_text_size(struct viz_app *app)
{
    app->text_size = app->text_size % 3 + 1;
    viz_app_arrange(app);
}

void viz_do_theme(struct viz_app *app)
{
    app->look.theme = viz_theme_of(app->look.theme != viz_theme_of(true));
    viz_app_arrange(app);
}

void viz_do_fullscreen(struct viz_app *app)
{
    if (app->window == NULL) return;
    bool is_full = (SDL_GetWindowFlags(app->window) & SDL_WINDOW_FULLSCREEN_DESKTOP) != 0;
    SDL_SetWindowFullscreen(app->window, is_full ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
}

/* ---- time ---- */

static const double speeds[] = {1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 3600, INFINITY};
enum { SPEEDS = sizeof speeds / sizeof speeds[0] };

void viz_do_play(struct viz_app *app)
{
    app->clock.playing = !app->clock.playing;
}

void viz_do_faster(struct viz_app *app)
{
    for (int i = 0; i < SPEEDS; i++)
        if (speeds[i] > app->clock.speed) {
            app->clock.speed = speeds[i];
            return;
        }
}

void viz_do_slower(struct viz_app *app)
{
    for (int i = SPEEDS - 1; i >= 0; i--)
        if (speeds[i] < app->clock.speed) {
            app->clock.speed = speeds[i];
            return;
        }
}

/* ---- pictures ---- */

/* A name that is free: two pictures of one second do not overwrite each other. */
static bool free_name(char *out, size_t size)
{
    time_t now = time(NULL);
    struct tm local;
    if (localtime_r(&now, &local) == NULL) return false;
    for (int n = 0; n < 100; n++) {
        char number[8] = "";
        if (n > 0) snprintf(number, sizeof number, "-%d", n + 1);
        snprintf(out, size, "ems120-%04d%02d%02d-%02d%02d%02d%s.png", local.tm_year + 1900, local.tm_mon + 1,
                 local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec, number);
        FILE *there = fopen(out, "rb");
        if (there == NULL) return true;
        fclose(there);
    }
    return false;
}

void viz_do_screenshot(struct viz_app *app)
{
    char name[64];
    bool done = free_name(name, sizeof name) && viz_render_png(app, name) == EMS_OK;
    viz_app_say(app, done ? VIZ_T_PICTURE_SAVED : VIZ_T_PICTURE_FAILED, name, NULL);
}
