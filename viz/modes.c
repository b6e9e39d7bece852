#include <string.h>

#include "app.h"

extern const struct viz_mode viz_mode_live, viz_mode_replay, viz_mode_compare, viz_mode_edit, viz_mode_train,
    viz_mode_plans;

const struct viz_mode *const viz_modes[] = {&viz_mode_live,
                                            &viz_mode_replay,
                                            &viz_mode_compare,
                                            &viz_mode_edit,
                                            &viz_mode_train,
                                            &viz_mode_plans,
                                            NULL};

const struct viz_mode *viz_mode_named(const char *name)
{
    for (int i = 0; viz_modes[i] != NULL; i++)
        if (strcmp(viz_modes[i]->name, name) == 0) return viz_modes[i];
    return NULL;
}

bool viz_mode_can_enter(const struct viz_app *app, const struct viz_mode *mode)
{
    return mode->can_enter == NULL || mode->can_enter(app);
}

static enum ems_status enter(struct viz_app *app, const struct viz_mode *mode)
{
    app->mode = mode;
    app->mode_state = NULL;
    enum ems_status status = mode->enter != NULL ? mode->enter(app) : EMS_OK;
    if (status != EMS_OK) app->mode = NULL;
    return status;
}

enum ems_status viz_mode_start(struct viz_app *app, const struct viz_mode *mode)
{
    if (app->mode != NULL && app->mode->leave != NULL) app->mode->leave(app);
    enum ems_status status = enter(app, mode);
    if (app->mode != NULL && app->mode->panel != NULL) app->show_panel = true; /* where it asks and answers */
    if (status != EMS_OK) {
        viz_app_say(app, status == EMS_NO_MEMORY ? VIZ_T_NO_MEMORY : VIZ_T_FAILED, NULL, NULL);
        if (mode != viz_modes[0]) enter(app, viz_modes[0]);
    }
    viz_app_arrange(app);
    return status;
}
