#include "app.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bookmarks_file.h"
#include "config.h"
#include "folders.h"
#include "plans.h"
#include "ems120/playback.h"

const char *viz_app_text(const struct viz_app *app, enum viz_text text)
{
    return viz_text(text, app->look.lang);
}

void viz_app_touch(struct viz_app *app)
{
    for (int p = 0; p < VIZ_PANES; p++) app->panes[p].dirty = true;
    app->dirty = true;
}

void viz_app_touch_time(struct viz_app *app)
{
    app->panes[VIZ_PANE_TIMELINE].dirty = true;
    app->dirty = true;
}

void viz_app_say(struct viz_app *app, enum viz_text text, const char *first, const char *second)
{
    viz_text_with(app->said, sizeof app->said, text, app->look.lang, first, second);
    app->said_at = SDL_GetTicks64();
    app->panes[VIZ_PANE_STATUS].dirty = true;
    app->dirty = true;
}

/* ---- opening ---- */

enum ems_status viz_app_read_scenario(struct viz_app *app, const char *path, struct ems_scenario **out)
{
    struct viz_folders folders;
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_messages *messages = ems_messages_create();
    if (messages == NULL) return EMS_NO_MEMORY;
    viz_folders_find(&folders);
    def.path = path;
    def.sets = app->options->sets;
    def.set_count = app->options->set_count;
    def.data_folders = folders.list;
    def.data_folder_count = folders.count;
    enum ems_status status = ems_scenario_open(&def, messages, out);
    viz_app_tell(app, messages);
    ems_messages_free(messages);
    return status;
}

static enum ems_status open_drawing(struct viz_app *app)
{
    app->font = viz_font_find();
    if (app->font.family[0] == '\0') {
        fprintf(stderr, "%s\n", viz_app_text(app, VIZ_T_NO_FONT));
        return EMS_IO;
    }
    if (!app->font.has_chinese) fprintf(stderr, "%s\n", viz_text(VIZ_T_NO_CHINESE_FONT, app->look.lang));
    return viz_writer_create(app->font.family, &app->writer);
}

static void choose_look(struct viz_app *app)
{
    const struct viz_options *o = app->options;
    for (int i = 0; i < viz_layer_count(); i++) app->look.shown[i] = viz_layers[i]->shown;
    app->look.lang = o->lang;
    app->look.theme = viz_theme_of(o->dark);
    app->text_size = o->text_size;
    app->clock.speed = o->speed > 0 ? o->speed : 60;
    app->show_panel = app->show_legend = true;
    app->open_menu = -1;
    app->map_count = 1;
    app->width = o->width;
    app->height = o->height;
    viz_config_load(app);
    if (o->layers != NULL) viz_config_choose_layers(app, o->layers);
    if (!app->font.has_chinese) app->look.lang = EMS_LANG_EN;
}

static enum ems_status open_state(struct viz_app *app)
{
    const char *path = app->options->state;
    enum ems_status status = path != NULL ? viz_state_open(path, &app->state) : EMS_OK;
    if (status == EMS_IO) fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return status;
}

void viz_app_name_window(struct viz_app *app)
{
    char title[300];
    if (app->window == NULL) return;
    snprintf(title, sizeof title, "%s - ems120", ems_scenario_name(app->scenario, app->look.lang));
    SDL_SetWindowTitle(app->window, title);
}

/* SDL falls back to drawing nowhere when the screen that the environment names is not there. */
static bool is_seen(void)
{
    const char *wish = getenv("SDL_VIDEODRIVER"), *driver = SDL_GetCurrentVideoDriver();
    if (wish != NULL && wish[0] != '\0') return true;
    if (driver != NULL && strcmp(driver, "offscreen") != 0 && strcmp(driver, "dummy") != 0) return true;
    const char *display = getenv("DISPLAY");
    SDL_SetError("DISPLAY=%s", display != NULL ? display : "");
    return false;
}

static bool open_window(struct viz_app *app)
{
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_RENDER_DRIVER, "software");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0 || !is_seen()) return false;
    app->window = SDL_CreateWindow("ems120", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, app->width,
                                   app->height, SDL_WINDOW_RESIZABLE);
    if (app->window == NULL) return false;
    viz_app_name_window(app);
    SDL_SetWindowMinimumSize(app->window, VIZ_SMALLEST_WIDTH, VIZ_SMALLEST_HEIGHT);
    app->renderer = SDL_CreateRenderer(app->window, -1, SDL_RENDERER_SOFTWARE);
    app->wake_event = SDL_RegisterEvents(1);
    SDL_StopTextInput();
    return app->renderer != NULL;
}

static bool open_surface(struct viz_app *app)
{
    app->surface = SDL_CreateRGBSurfaceWithFormat(0, app->width, app->height, 32, SDL_PIXELFORMAT_RGB888);
    app->renderer = app->surface != NULL ? SDL_CreateSoftwareRenderer(app->surface) : NULL;
    return app->renderer != NULL;
}

/* SDL takes to drawing nowhere when there is no screen; a window that nobody sees is no answer. A driver that
 * was asked for by name is. */
static bool has_screen(void)
{
    const char *driver = getenv("SDL_VIDEODRIVER");
    if (driver != NULL && driver[0] != '\0') return true;
    const char *x11 = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
    return (x11 != NULL && x11[0] != '\0') || (wayland != NULL && wayland[0] != '\0');
}

static enum ems_status open_screen(struct viz_app *app)
{
    bool to_file = app->options->render != NULL;
    if (!to_file && !has_screen()) {
        fprintf(stderr, "%s\n", viz_app_text(app, VIZ_T_NO_DISPLAY));
        return EMS_IO;
    }
    if (to_file ? open_surface(app) : open_window(app)) return EMS_OK;
    fprintf(stderr, "%s %s\n", viz_app_text(app, to_file ? VIZ_T_NO_MEMORY : VIZ_T_NO_DISPLAY),
            SDL_GetError());
    return EMS_IO;
}

/* A run is replayed, unless its scenario is changed: that is simulated. */
static const char *first_mode(const struct viz_options *o)
{
    if (o->second != NULL) return "compare";
    if (ems_path_is_plans(o->input)) return "plans";
    return ems_path_is_run(o->input) && o->set_count == 0 ? "replay" : "live";
}

static void recall_bookmarks(struct viz_app *app)
{
    struct ems_scenario_info info = ems_scenario_info(app->scenario);
    viz_bookmarks_load(&app->bookmarks, &info, app->options->replication);
    app->remembered = app->bookmarks;
}

enum ems_status viz_app_open(struct viz_app *app, const struct viz_options *options)
{
    *app = (struct viz_app){.options = options,
                            .input = options->input,
                            .second = options->second,
                            .look = {.lang = options->lang},
                            .filter = ems_call_filter_default()};
    enum ems_status status = open_drawing(app);
    choose_look(app);
    if (status == EMS_OK && ems_path_is_plans(app->input)) status = viz_plans_open(app);
    if (status == EMS_OK) status = viz_app_read_scenario(app, app->input, &app->scenario);
    if (status == EMS_OK) status = open_state(app);
    if (status == EMS_OK) status = open_screen(app);
    if (status == EMS_OK) status = viz_map_open(app, 0, app->scenario);
    if (status != EMS_OK) return status;
    if (options->render == NULL) recall_bookmarks(app);
    viz_app_arrange(app);
    viz_app_fit_camera(app);
    const char *name = options->mode != NULL ? options->mode : first_mode(options);
    const struct viz_mode *mode = viz_mode_named(name);
    if (mode != NULL && !viz_mode_can_enter(app, mode)) {
        fprintf(stderr, "%s: %s\n", name, viz_app_text(app, VIZ_T_MODE_NEEDS));
        return EMS_BAD_USAGE;
    }
    if (mode != NULL) return viz_mode_start(app, mode);
    fprintf(stderr, "%s: %s\n", viz_app_text(app, VIZ_T_NO_MODE), name);
    return EMS_BAD_USAGE;
}

/* Only when they are other ones now. */
static void remember_bookmarks(const struct viz_app *app)
{
    const struct viz_bookmarks *now = &app->bookmarks, *before = &app->remembered;
    bool same =
        now->count == before->count && memcmp(now->at, before->at, (size_t)now->count * sizeof *now->at) == 0;
    if (app->scenario == NULL || same) return;
    struct ems_scenario_info info = ems_scenario_info(app->scenario);
    viz_bookmarks_save(now, &info, app->options->replication);
}

void viz_app_close(struct viz_app *app)
{
    viz_dialog_close(app);
    if (app->mode != NULL && app->mode->leave != NULL) app->mode->leave(app);
    if (app->window != NULL) viz_config_save(app);
    if (app->window != NULL) remember_bookmarks(app);
    for (int m = 0; m < VIZ_MAPS; m++) viz_map_close(&app->map[m]);
    viz_panes_free(app);
    viz_sprites_free(&app->sprites);
    viz_writer_free(app->writer);
    ems_scenario_free(app->scenario);
    viz_plans_close(app);
    viz_state_close(app->state);
    if (app->renderer != NULL) SDL_DestroyRenderer(app->renderer);
    if (app->surface != NULL) SDL_FreeSurface(app->surface);
    if (app->window != NULL) SDL_DestroyWindow(app->window);
    SDL_Quit();
    *app = (struct viz_app){0};
}

/* ---- sizes ---- */

static struct viz_layout layout_of(const struct viz_app *app, bool panel)
{
    return viz_layout_of(&(struct viz_layout_wish){.width = app->width,
                                                   .height = app->height,
                                                   .scale = app->look.scale,
                                                   .maps = app->map_count,
                                                   .panel = panel,
                                                   .timeline = !viz_app_is_still(app)});
}

/* A window that has become too narrow for the panel beside the map gives the map the room, until the panel is
 * asked for; one that has become wide enough shows it again. */
static void fold_panel(struct viz_app *app)
{
    bool is_narrow = layout_of(app, true).panel_covers;
    if (is_narrow != app->is_narrow) app->show_panel = !is_narrow;
    app->is_narrow = is_narrow;
}

void viz_app_arrange(struct viz_app *app)
{
    static const double scale_of_size[] = {1, 1, 1.25, 1.5};
    app->look.scale = scale_of_size[app->text_size];
    app->ui.scale = app->look.scale;
    app->ui.writer = app->writer;
    app->ui.theme = app->look.theme;
    app->ui.lang = app->look.lang;
    fold_panel(app);
    app->layout = layout_of(app, app->show_panel);
    for (int m = 0; m < VIZ_MAPS; m++) app->map[m].rect = app->layout.map[m];
    viz_camera_resize(&app->camera, app->map[0].rect.w, app->map[0].rect.h);
    viz_app_touch(app);
}

/* Pixels on the left of the map that its legend covers, where the map has room beside it. */
static int beside_legend(struct viz_app *app)
{
    struct viz_rect map = app->map[0].rect;
    struct viz_size legend = viz_legend_pane_size(app);
    bool is_wide = map.w > 3 * legend.w && map.w - legend.w > map.h * 3 / 4;
    return app->show_legend && is_wide && app->map_count == 1 ? legend.w : 0;
}

void viz_app_fit_camera(struct viz_app *app)
{
    struct viz_rect map = app->map[0].rect;
    int margin = map.w > 400 ? 30 : 8, beside = beside_legend(app);
    app->camera = viz_camera_fit(app->map[0].ground.bounds, map.w - beside, map.h, margin);
    app->camera.centre.x_m -= app->camera.m_per_px * beside / 2;
    app->camera.width = map.w;
    app->following = false;
    viz_app_touch(app);
}
