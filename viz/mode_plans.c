/* Plans: what `site` or `size` found. One plan is on the map as the scenario that it makes, with marks for
 * what it changes; the panel ranks them. From here to a comparison with now, or to editing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plans.h"

/* ---- the folder ---- */

/* The scenario that the plans change is what the first of them extends. */
static enum ems_status find_base(struct viz_app *app)
{
    struct ems_scenario *plan = NULL;
    enum ems_status status = viz_app_read_scenario(app, ems_plan_info(app->plans, 0).path, &plan);
    if (status != EMS_OK) return status;
    const char *base = ems_scenario_extends(plan);
    app->base_path = base != NULL ? strdup(base) : NULL;
    ems_scenario_free(plan);
    if (base == NULL) viz_app_tell_text(app, VIZ_T_PLANS_NO_BASE);
    if (app->base_path == NULL) return base == NULL ? EMS_BAD_INPUT : EMS_NO_MEMORY;
    app->input = app->base_path;
    return EMS_OK;
}

enum ems_status viz_plans_open(struct viz_app *app)
{
    struct ems_messages *messages = ems_messages_create();
    if (messages == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_plans_open(app->input, messages, &app->plans);
    viz_app_tell(app, messages);
    ems_messages_free(messages);
    return status == EMS_OK ? find_base(app) : status;
}

void viz_plans_close(struct viz_app *app)
{
    ems_plans_free(app->plans);
    free(app->base_path);
    app->plans = NULL;
    app->base_path = NULL;
}

/* ---- one plan ---- */

static void forget(struct viz_app *app, struct viz_planning *p)
{
    atomic_store(&app->map[0].ground.change, NULL);
    app->look.plan = NULL;
    if (app->map[0].base != NULL) viz_base_wait(app->map[0].base); /* it may be drawing what goes now */
    viz_change_stop(&p->change);
    viz_plan_marks_free(&p->marks);
    app->selected = app->hovered = (struct viz_pick){VIZ_PICK_NOTHING, 0};
}

enum ems_status viz_plans_choose(struct viz_app *app, int plan)
{
    struct viz_planning *p = app->mode_state;
    struct ems_scenario *scenario = NULL;
    struct viz_plan_marks marks;
    struct ems_plan_info info = ems_plan_info(app->plans, plan);
    enum ems_status status = viz_app_read_scenario(app, info.path, &scenario);
    if (status == EMS_OK) status = viz_plan_marks_make(&marks, app->plans, plan, app->scenario, scenario);
    if (status != EMS_OK) {
        ems_scenario_free(scenario);
        return status;
    }
    forget(app, p);
    status = viz_map_open(app, 0, scenario);
    ems_scenario_free(p->scenario);
    p->scenario = scenario;
    p->marks = marks;
    if (status != EMS_OK) return status;
    app->plan = plan;
    app->look.plan = &p->marks;
    p->change = (struct viz_change){0};
    viz_change_start(&p->change, app->scenario, scenario, app->map[0].ground.box, app->wake_event);
    viz_app_touch(app);
    return EMS_OK;
}

/* ---- the mode ---- */

static bool can_enter(const struct viz_app *app)
{
    return app->plans != NULL;
}

static void leave(struct viz_app *app)
{
    struct viz_planning *p = app->mode_state;
    forget(app, p);
    viz_map_open(app, 0, app->scenario);
    ems_scenario_free(p->scenario);
    memcpy(app->look.shown, p->shown, sizeof app->look.shown);
    free(p);
    app->mode_state = NULL;
}

static enum ems_status enter(struct viz_app *app)
{
    struct viz_planning *p = calloc(1, sizeof *p);
    if (p == NULL) return EMS_NO_MEMORY;
    app->mode_state = p;
    app->clock.playing = false;
    memcpy(p->shown, app->look.shown, sizeof p->shown);
    if (app->options->layers == NULL) viz_look_show(&app->look, viz_layer_named("difference"), true);
    enum ems_status status = viz_plans_choose(app, app->plan);
    if (status != EMS_OK) leave(app);
    return status;
}

static bool update(struct viz_app *app, double seconds)
{
    struct viz_planning *p = app->mode_state;
    (void)seconds;
    if (app->options->render != NULL)
        while (p->change.map == VIZ_WORK_RUNS && !atomic_load(&p->change.map_done)) SDL_Delay(2);
    if (viz_change_update(&p->change)) {
        if (p->change.map == VIZ_WORK_DONE) atomic_store(&app->map[0].ground.change, &p->change.raster);
        if (p->change.map == VIZ_WORK_FAILED || p->change.figures == VIZ_WORK_FAILED)
            viz_app_say(app, VIZ_T_FAILED, NULL, NULL);
        viz_map_shade(app, 0, NULL, NULL);
        viz_app_touch(app);
    }
    if (p->change.figures == VIZ_WORK_RUNS) viz_app_touch(app);
    return false;
}

static bool can(const struct viz_app *app, enum viz_action action)
{
    switch (action) {
    case VIZ_DO_NEXT_PLAN:
        return app->plan + 1 < ems_plans_info(app->plans).plans;
    case VIZ_DO_PREVIOUS_PLAN:
        return app->plan > 0;
    case VIZ_DO_COMPARE_PLAN:
    case VIZ_DO_EDIT_PLAN:
        return true;
    default:
        return false;
    }
}

static void act(struct viz_app *app, enum viz_action action)
{
    const char *path = ems_plan_info(app->plans, app->plan).path;
    if (action == VIZ_DO_NEXT_PLAN) viz_plans_choose(app, app->plan + 1);
    if (action == VIZ_DO_PREVIOUS_PLAN) viz_plans_choose(app, app->plan - 1);
    if (action == VIZ_DO_COMPARE_PLAN) {
        app->second = path;
        viz_mode_start(app, viz_mode_named("compare"));
    }
    if (action == VIZ_DO_EDIT_PLAN) {
        app->start = path;
        viz_mode_start(app, viz_mode_named("edit"));
    }
}

const struct viz_mode viz_mode_plans = {.name = "plans",
                                        .title = VIZ_T_MODE_PLANS,
                                        .key = SDLK_F10,
                                        .is_still = true,
                                        .can_enter = can_enter,
                                        .enter = enter,
                                        .leave = leave,
                                        .update = update,
                                        .can = can,
                                        .act = act,
                                        .panel = viz_plans_panel};
