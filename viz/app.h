/* The window as a value: everything that is open, shown and chosen. Modes, panels and layers find here what
 * they need; main makes one, the loop (loop.c) drives it.
 *
 * Who owns what: the app owns scenario, ground, maps and panes; the mode owns its simulation or playback and
 * fills the maps' moments. Nothing is drawn unless viz_app_touch (or a moving mode) asked for it. */
#ifndef EMS_VIZ_APP_H
#define EMS_VIZ_APP_H

#include <SDL.h>
#include <stdbool.h>

#include "base.h"
#include "bookmarks.h"
#include "camera.h"
#include "command.h"
#include "dialog.h"
#include "fonts.h"
#include "ground.h"
#include "layer.h"
#include "layout.h"
#include "log.h"
#include "mode.h"
#include "moment.h"
#include "options.h"
#include "pane.h"
#include "span.h"
#include "sprites.h"
#include "state.h"
#include "widget.h"
#include "ems120/figures.h"
#include "ems120/journal.h"

struct viz_map { /* one of those side by side */
    struct viz_rect rect;
    const struct ems_scenario *scenario;
    struct viz_ground ground;
    struct viz_moment moment; /* filled by the mode */
    struct viz_base *base;
    struct viz_player *player; /* of the mode; NULL: nothing is played */
    /* Filled by the mode; NAN where there is nothing yet. */
    struct ems_figures figures;
    ems_time thresholds[EMS_FIGURES_THRESHOLDS];
    int32_t threshold_count;
};

struct viz_clock {
    bool playing;
    double speed; /* simulated seconds in one of the wall; INFINITY: as fast as it goes */
};

struct viz_player;

/* What the timeline shows, and its bars, which are counted anew now and then. */
enum { VIZ_TIMELINE_BARS = 300 };
struct viz_timeline {
    struct viz_span span; /* empty: all */
    struct viz_span counted;
    ems_time known; /* when counted */
    int32_t count;
    struct ems_density bar[VIZ_TIMELINE_BARS];
    char typed[48]; /* in the field for a moment or a speed */
};

struct viz_app {
    const struct viz_options *options;
    SDL_Window *window; /* NULL when rendering to a file */
    SDL_Renderer *renderer;
    SDL_Surface *surface; /* that is rendered to without a window */
    int width, height;
    bool quit, dirty;
    Uint32 wake_event; /* pushed when a base map is finished */

    struct viz_font font;
    struct viz_writer *writer;
    struct viz_look look; /* language, theme, text size, layers */
    int text_size;        /* 1 to 3 */
    struct viz_ui ui;
    struct viz_layout layout;
    struct viz_pane panes[VIZ_PANES];
    struct viz_sprites sprites;
    bool show_panel, show_legend;
    bool is_narrow; /* the panel would cover the map */
    double panel_scroll;
    int active_pane;                 /* that holds the mouse or the keys */
    uint32_t folded;                 /* bits: sections of the panel that are folded */
    int open_menu;                   /* enum viz_menu, -1: none */
    const struct viz_dialog *dialog; /* NULL: none */
    void *dialog_state;
    char said[512];          /* in the status line */
    Uint64 said_at;          /* milliseconds */
    struct viz_state *state; /* that is told what is shown; NULL: none */
    enum ems_status failure; /* the program ends with it when it made a picture */

    /* Paths: of the scenario or run; of another one to compare with, or NULL; that editing starts from, NULL:
     * `input`. The last is a plan, or NULL. */
    const char *input, *second, *start;
    struct ems_plans *plans; /* NULL: no folder of plans is open */
    char *base_path;         /* what the plans change */
    int plan;                /* that is shown */

    struct ems_scenario *scenario; /* of the first map */
    struct viz_camera camera;      /* of all maps */
    struct viz_map map[VIZ_MAPS];
    int map_count;
    bool dragging; /* the map, by the mouse */
    int drag_x, drag_y;
    struct viz_pick hovered, selected;
    int selected_map;             /* that it was selected on */
    struct ems_point selected_at; /* of a call, whether it is on the map at the moment or not */
    bool selected_is_somewhere;
    bool following;   /* the selected vehicle */
    bool dispatching; /* a trainee's hour runs: nothing is shown that a dispatcher could not know, and time
                         does not go back */
    struct viz_clock clock;
    struct viz_timeline timeline;
    struct viz_bookmarks bookmarks, remembered; /* remembered: as they were at first */
    struct ems_call_filter filter;
    struct viz_log log;
    struct viz_picks picks; /* a list to choose from while there are two or more; at the mouse */

    const struct viz_mode *mode;
    void *mode_state;
};

/* What is open is the scenario of the options. EMS_BAD_INPUT was told on stderr. */
enum ems_status viz_app_open(struct viz_app *app, const struct viz_options *options);
void viz_app_close(struct viz_app *app);
/* Shows another scenario on a map (borrowed), its own moment at time 0. */
enum ems_status viz_map_open(struct viz_app *app, int number, const struct ems_scenario *scenario);
void viz_map_close(struct viz_map *map);
/* One map, or two side by side. */
void viz_app_show_maps(struct viz_app *app, int count);

/* Something that is seen has changed: all is drawn again in the next frame. */
void viz_app_touch(struct viz_app *app);
/* Only what shows time passing: the map and the panes with figures. */
void viz_app_touch_time(struct viz_app *app);
/* Messages about a file: on stderr, and in a dialog of the window when there is one. */
void viz_app_tell(struct viz_app *app, struct ems_messages *messages);
/* One thing that is wrong, likewise. */
void viz_app_tell_text(struct viz_app *app, enum viz_text text);
/* A scenario or a run's folder, with the changes of the command line. Messages are told. */
enum ems_status viz_app_read_scenario(struct viz_app *app, const char *path, struct ems_scenario **out);
/* A line for the user in the status bar; {0} and {1} may be NULL. */
void viz_app_say(struct viz_app *app, enum viz_text text, const char *first, const char *second);
const char *viz_app_text(const struct viz_app *app, enum viz_text text);

/* No time passes in this mode. */
static inline bool viz_app_is_still(const struct viz_app *app)
{
    return app->mode != NULL && app->mode->is_still;
}
/* Sizes of everything after the window, the text size or the number of maps have changed. */
void viz_app_arrange(struct viz_app *app);
/* In the language that is chosen. */
void viz_app_name_window(struct viz_app *app);
void viz_app_fit_camera(struct viz_app *app);
/* Orders the shaded maps anew: the vehicles at home, or with look.now those of this simulation (NULL: at
 * home). */
void viz_map_shade(struct viz_app *app, int number, const struct ems_sim *sim,
                   const struct ems_journal *journal);
/* What lies at a pixel of a map, nearest first. */
struct viz_picks viz_map_pick(const struct viz_app *app, int number, int x, int y);
struct viz_frame viz_map_frame(struct viz_app *app, int number);
/* The map at a pixel of the window, or -1. */
int viz_map_at(const struct viz_app *app, int x, int y);

/* The map that what is selected belongs to. */
static inline int viz_pick_map(const struct viz_app *app)
{
    return app->selected_map < app->map_count ? app->selected_map : 0;
}
/* Selects it, and closes the list of what could be selected. */
void viz_app_select(struct viz_app *app, struct viz_pick what);
/* What it is called: "centre-als-1", "call 417"; "" for nothing. */
const char *viz_pick_name(const struct viz_app *app, struct viz_pick what, char *out, size_t size);
/* Rings around what is under the mouse and what is selected. */
void viz_marks_draw(const struct viz_frame *frame);
/* In a line or two, what that is and does; "" for nothing. */
/* Adds that there are so many more. */
void viz_story_others(const struct viz_app *app, int others, char *out, size_t size);
void viz_story_tip(const struct viz_app *app, struct viz_pick what, char *out, size_t size);

/* Brings everything on screen up to date; `seconds` have passed. Returns whether another frame should follow
 * soon. */
bool viz_app_frame(struct viz_app *app, double seconds);
void viz_app_event(struct viz_app *app, const SDL_Event *event);
/* Until the user quits. */
void viz_app_run(struct viz_app *app);

#endif
