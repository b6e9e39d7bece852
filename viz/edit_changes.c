#include <math.h>
#include <stdio.h>
#include <string.h>

#include "edit.h"

const struct ems_scenario *viz_edit_scenario(const struct viz_app *app)
{
    const struct viz_edit *e = viz_edit_of(app);
    return e->scenario != NULL ? e->scenario : app->scenario;
}

ems_station_id viz_edit_selected(const struct viz_app *app)
{
    int32_t stations = ems_scenario_info(viz_edit_scenario(app)).stations;
    bool is_one = app->selected.kind == VIZ_PICK_STATION && app->selected.id < stations;
    return is_one ? (ems_station_id)app->selected.id : EMS_NONE;
}

enum ems_status viz_reach_compute(struct viz_reach *reach, const struct ems_scenario *scenario,
                                  const struct ems_cover_sources *sources)
{
    static const ems_time times[VIZ_EDIT_TIMES] = {8 * EMS_MINUTE, 10 * EMS_MINUTE, 15 * EMS_MINUTE};
    memcpy(reach->within, times, sizeof times);
    return ems_cover_within(scenario, sources, times, VIZ_EDIT_TIMES, &reach->people);
}

/* Puts the selection on the station of that id, wherever it is in the list now. */
static void select_station(struct viz_app *app, const char *id)
{
    const struct ems_scenario *scenario = viz_edit_scenario(app);
    int32_t stations = ems_scenario_info(scenario).stations;
    app->selected = (struct viz_pick){VIZ_PICK_NOTHING, 0};
    for (ems_station_id s = 0; s < stations; s++)
        if (strcmp(ems_station_info(scenario, s).id, id) == 0)
            app->selected = (struct viz_pick){VIZ_PICK_STATION, s};
}

/* Shows `scenario` (NULL: the app's own) in place of the one before, which is freed. */
static enum ems_status show(struct viz_app *app, struct ems_scenario *scenario)
{
    struct viz_edit *e = viz_edit_of(app);
    struct ems_scenario *before = e->scenario;
    const struct ems_scenario *shown = scenario != NULL ? scenario : app->scenario;
    struct ems_cover_def def = ems_cover_def_default(shown);
    app->hovered = (struct viz_pick){VIZ_PICK_NOTHING, 0};
    enum ems_status status = viz_map_open(app, 0, shown);
    e->scenario = scenario;
    viz_change_stop(&e->change); /* it compares what was shown before */
    e->change = (struct viz_change){.first = app->scenario, .second = shown, .wake_event = app->wake_event};
    ems_scenario_free(before);
    ems_cover_sources_free(e->sources);
    e->sources = NULL;
    if (status == EMS_OK) status = ems_cover_sources_planned(shown, &def, &e->sources);
    if (status == EMS_OK) status = viz_reach_compute(&e->after, shown, e->sources);
    if (status == EMS_NO_MEMORY) viz_app_say(app, VIZ_T_NO_MEMORY, NULL, NULL);
    viz_app_touch(app);
    return status;
}

static enum ems_status add_station(struct ems_edit *list, const struct viz_edit_change *c)
{
    enum ems_status status = ems_edit_add_station(list, c->station, NULL, c->at);
    if (status == EMS_OK) status = ems_edit_vehicles(list, c->station, c->type, 1);
    return status == EMS_OK ? ems_edit_crews(list, c->station, 1) : status;
}

static enum ems_status apply(struct ems_edit *list, const struct viz_edit_change *c)
{
    switch (c->kind) {
    case VIZ_EDIT_MOVE:
        return ems_edit_move_station(list, c->station, c->at);
    case VIZ_EDIT_ADD:
        return add_station(list, c);
    case VIZ_EDIT_REMOVE:
        return ems_edit_remove_station(list, c->station);
    case VIZ_EDIT_VEHICLES:
        return ems_edit_vehicles(list, c->station, c->type, c->count);
    case VIZ_EDIT_CREWS:
        return ems_edit_crews(list, c->station, c->count);
    }
    return EMS_BAD_USAGE;
}

/* The list as it is now becomes the scenario shown. */
static enum ems_status open_list(struct viz_app *app)
{
    struct viz_edit *e = viz_edit_of(app);
    struct ems_scenario *scenario = NULL;
    ems_messages_clear(e->messages);
    if (ems_edit_count(e->list) == 0 && app->start == NULL) return show(app, NULL);
    enum ems_status status = ems_edit_open(e->list, e->messages, &scenario);
    return status == EMS_OK ? show(app, scenario) : status;
}

static bool refuse(struct viz_app *app, enum ems_status status)
{
    viz_app_say(app, status == EMS_NO_MEMORY ? VIZ_T_NO_MEMORY : VIZ_T_EDIT_REFUSED, NULL, NULL);
    viz_app_touch(app);
    return false;
}

bool viz_edit_make(struct viz_app *app, struct viz_edit_change change)
{
    struct viz_edit *e = viz_edit_of(app);
    change.before = ems_edit_count(e->list);
    enum ems_status status = apply(e->list, &change);
    if (status == EMS_OK) status = open_list(app);
    if (status == EMS_OK) status = viz_undo_push(&e->undo, &change);
    if (status != EMS_OK) {
        ems_edit_truncate(e->list, change.before);
        return refuse(app, status);
    }
    e->replace = false;
    select_station(app, change.station);
    return true;
}

void viz_edit_undo(struct viz_app *app)
{
    struct viz_edit *e = viz_edit_of(app);
    const struct viz_edit_change *c = viz_undo_back(&e->undo);
    if (c == NULL) return;
    ems_edit_truncate(e->list, c->before);
    if (open_list(app) != EMS_OK) refuse(app, EMS_BAD_INPUT);
    select_station(app, c->station);
}

void viz_edit_redo(struct viz_app *app)
{
    struct viz_edit *e = viz_edit_of(app);
    const struct viz_edit_change *c = viz_undo_forward(&e->undo);
    if (c == NULL) return;
    if (apply(e->list, c) != EMS_OK || open_list(app) != EMS_OK) refuse(app, EMS_BAD_INPUT);
    select_station(app, c->station);
}

enum ems_status viz_edit_show_start(struct viz_app *app)
{
    return open_list(app);
}

void viz_edit_show_original(struct viz_app *app)
{
    show(app, NULL);
}
