/* Editing: what the edit mode keeps. A change is made on the library's list (ems120/edit.h), the scenario is
 * opened again with all changes, and the map shows that. Undo shortens the list, redo makes the change again.
 * The files: mode_edit.c (mouse and actions), edit_changes.c (the list), edit_panel.c, edit_save.c (the
 * dialog). */
#ifndef EMS_VIZ_EDIT_H
#define EMS_VIZ_EDIT_H

#include "app.h"
#include "change.h"
#include "undo.h"
#include "ems120/edit.h"

enum { VIZ_EDIT_ID = 64, VIZ_EDIT_TIMES = 3 };

enum viz_edit_kind {
    VIZ_EDIT_MOVE,
    VIZ_EDIT_ADD, /* with one vehicle of `type` and one crew */
    VIZ_EDIT_REMOVE,
    VIZ_EDIT_VEHICLES,
    VIZ_EDIT_CREWS
};

struct viz_edit_change {
    enum viz_edit_kind kind;
    char station[VIZ_EDIT_ID], type[VIZ_EDIT_ID];
    struct ems_point at;
    int32_t count;
    int32_t before; /* length of the library's list before it */
};

/* People whom all vehicles at home would reach within each time. */
struct viz_reach {
    ems_time within[VIZ_EDIT_TIMES];
    struct ems_cover_people_within people;
};

struct viz_edit {
    struct ems_edit *list;
    struct viz_undo undo;
    struct ems_scenario *scenario; /* with all changes; NULL: none yet, the map shows the app's */
    struct ems_messages *messages; /* what is wrong with the last change; empty: nothing */
    struct viz_reach before, after;
    bool is_placing; /* the next click puts a new station there */
    /* A station held by the mouse; EMS_NONE: none. */
    ems_station_id held;
    bool has_moved;
    struct ems_point to;
    struct ems_cover_sources *sources; /* those of the scenario shown, the held one moved */
    struct viz_change change;          /* before and after, simulated when asked for */
    char path[512];                    /* to save at */
    bool replace;                      /* the file is there: save once more to replace it */
};

static inline struct viz_edit *viz_edit_of(const struct viz_app *app)
{
    return app->mode_state;
}

/* The scenario shown: with the changes. */
const struct ems_scenario *viz_edit_scenario(const struct viz_app *app);
/* The station that is selected, or EMS_NONE. */
ems_station_id viz_edit_selected(const struct viz_app *app);

/* Makes a change (its `before` is filled in) and shows what comes of it. False: it makes no scenario, nothing
 * has changed, and the messages say why. */
bool viz_edit_make(struct viz_app *app, struct viz_edit_change change);
void viz_edit_undo(struct viz_app *app);
void viz_edit_redo(struct viz_app *app);
/* Shows the plan that editing starts from. */
enum ems_status viz_edit_show_start(struct viz_app *app);
/* Shows the app's own scenario again, as on leaving. */
void viz_edit_show_original(struct viz_app *app);
enum ems_status viz_reach_compute(struct viz_reach *reach, const struct ems_scenario *scenario,
                                  const struct ems_cover_sources *sources);

void viz_edit_panel(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest);
void viz_edit_ask_to_save(struct viz_app *app);

#endif
