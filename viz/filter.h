/* What is shown of the calls: by priority, hour of ringing and area. Figures, the map of lateness and the
 * calls on the map follow it. The value is ems120/figures.h's struct ems_call_filter; here is what the window
 * does with it. */
#ifndef EMS_VIZ_FILTER_H
#define EMS_VIZ_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "moment.h"
#include "ems120/figures.h"

struct viz_app;

bool viz_filter_is_on(const struct ems_call_filter *filter);
/* Whether a call that rang at this local hour is wanted. */
bool viz_filter_takes(const struct ems_call_filter *filter, int priority, int hour, ems_area_id area);
/* Leaves those tasks in the moment that are wanted. */
void viz_filter_moment(const struct ems_call_filter *filter, struct viz_moment *moment,
                       const struct ems_sim *sim);
/* "priority 1 · 8-20 h · Town". Returns `out`. */
const char *viz_filter_words(const struct viz_app *app, char *out, size_t size);
/* Another filter is in force: everything is read again. */
void viz_filter_apply(struct viz_app *app);

#endif
