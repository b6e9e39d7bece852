/* The actions of the menu Time, for modes that play time on the first map (mode.h: .can = viz_time_can, .act
 * = viz_time_act). With two maps both go. */
#ifndef EMS_VIZ_TIME_ACTIONS_H
#define EMS_VIZ_TIME_ACTIONS_H

#include <stdbool.h>

#include "command.h"
#include "ems120/time.h"

bool viz_time_can(const struct viz_app *app, enum viz_action action);
void viz_time_act(struct viz_app *app, enum viz_action action);
/* All maps to a moment. */
void viz_time_seek(struct viz_app *app, ems_time at);
/* What was typed: a moment ("2d 08:00", "8h") or a speed ("x500"). False: neither. */
bool viz_time_take_typed(struct viz_app *app, const char *text);

#endif
