#include "time_actions.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "format.h"
#include "player.h"
#include "times.h"

bool viz_time_can(const struct viz_app *app, enum viz_action action)
{
    switch (action) {
    case VIZ_DO_STEP:
    case VIZ_DO_STEP_BACK:
    case VIZ_DO_NEXT_LATE:
    case VIZ_DO_PREVIOUS_LATE:
    case VIZ_DO_BOOKMARK:
    case VIZ_DO_GO_TO:
        return app->map[0].player != NULL;
    case VIZ_DO_NEXT_BOOKMARK:
    case VIZ_DO_PREVIOUS_BOOKMARK:
        return app->map[0].player != NULL && app->bookmarks.count > 0;
    default:
        return false;
    }
}

void viz_time_seek(struct viz_app *app, ems_time at)
{
    if (app->dispatching) {
        viz_app_say(app, VIZ_T_TRAIN_NO_WAY_BACK, NULL, NULL);
        return;
    }
    for (int m = 0; m < app->map_count; m++)
        if (app->map[m].player != NULL) viz_player_seek(app->map[m].player, app, at);
}

static void seek_bookmark(struct viz_app *app, int number)
{
    if (number >= 0) viz_time_seek(app, app->bookmarks.at[number]);
}

static void toggle_bookmark(struct viz_app *app)
{
    char clock[32];
    const struct viz_moment *m = &app->map[0].moment;
    int there = viz_bookmarks_find(&app->bookmarks, m->now);
    viz_format_clock(clock, sizeof clock, &m->info, m->now);
    if (there >= 0) {
        viz_bookmarks_remove(&app->bookmarks, there);
        viz_app_say(app, VIZ_T_BOOKMARK_GONE, clock, NULL);
    } else if (viz_bookmarks_add(&app->bookmarks, m->now)) {
        viz_app_say(app, VIZ_T_BOOKMARK_SET, clock, NULL);
    } else {
        viz_app_say(app, VIZ_T_BOOKMARKS_FULL, NULL, NULL);
    }
}

/* The other maps follow the first one to the moment of its event. */
static void step(struct viz_app *app, bool back)
{
    viz_player_step(app->map[0].player, app, back);
    for (int m = 1; m < app->map_count; m++)
        if (app->map[m].player != NULL) viz_player_seek(app->map[m].player, app, app->map[0].moment.now);
}

static void focus_field(struct viz_app *app)
{
    app->timeline.typed[0] = '\0';
    app->ui.focus = viz_id("goto", 0);
    app->active_pane = VIZ_PANE_TIMELINE;
}

void viz_time_act(struct viz_app *app, enum viz_action action)
{
    ems_time now = app->map[0].moment.now;
    switch (action) {
    case VIZ_DO_STEP:
    case VIZ_DO_STEP_BACK:
        step(app, action == VIZ_DO_STEP_BACK);
        break;
    case VIZ_DO_NEXT_LATE:
    case VIZ_DO_PREVIOUS_LATE:
        viz_player_seek_late(app->map[0].player, app, action == VIZ_DO_PREVIOUS_LATE);
        break;
    case VIZ_DO_BOOKMARK:
        toggle_bookmark(app);
        break;
    case VIZ_DO_NEXT_BOOKMARK:
        seek_bookmark(app, viz_bookmarks_next(&app->bookmarks, now));
        break;
    case VIZ_DO_PREVIOUS_BOOKMARK:
        seek_bookmark(app, viz_bookmarks_previous(&app->bookmarks, now));
        break;
    case VIZ_DO_GO_TO:
        focus_field(app);
        break;
    default:
        break;
    }
    viz_app_touch(app);
}

bool viz_time_take_typed(struct viz_app *app, const char *text)
{
    ems_time at = 0;
    const char *number = text[0] == 'x' || text[0] == 'X'    ? text + 1
                         : strncmp(text, "\xc3\x97", 2) == 0 ? text + 2
                                                             : NULL;
    if (number != NULL) {
        char *end = NULL;
        long speed = strtol(number, &end, 10);
        if (end == number || *end != '\0' || speed < 1 || speed > 86400) return false;
        app->clock.speed = (double)speed;
        return true;
    }
    if (!viz_time_parse(text, &at)) return false;
    viz_time_seek(app, at);
    return true;
}
