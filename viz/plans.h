/* Plans of `site` or `size` in the window: the folder that is open, the plan that is shown, and what it
 * changes as marks on the map. The files: mode_plans.c (opening, choosing), plans_panel.c, map_plan.c (the
 * layers). */
#ifndef EMS_VIZ_PLANS_H
#define EMS_VIZ_PLANS_H

#include "app.h"
#include "change.h"
#include "ems120/plans.h"

/* A station that the plan changes; `from` is where it was. */
struct viz_plan_station {
    struct ems_station_change change;
    struct ems_point from, to;
    bool is_more; /* staffed: with more crews or vehicles than now */
};
struct viz_plan_people {
    struct ems_point at;
    double people;
    bool gains;
};

/* On the plane of the plan's scenario. Layers draw it, so it stays as it is while a base map may show it. */
struct viz_plan_marks {
    struct viz_plan_station *station;
    struct viz_plan_people *people;
    struct ems_point *candidate;
    int32_t stations, peoples, candidates, areas;
    double *area_s; /* difference by area of the scenario; NAN: not told apart, or not known */
};
enum ems_status viz_plan_marks_make(struct viz_plan_marks *marks, const struct ems_plans *plans, int32_t plan,
                                    const struct ems_scenario *now, const struct ems_scenario *then);
void viz_plan_marks_free(struct viz_plan_marks *marks);

struct viz_planning {
    struct ems_scenario *scenario; /* of the plan that is shown */
    struct viz_plan_marks marks;
    struct viz_change change; /* now and then */
    bool shown[VIZ_LAYERS];   /* layers before the mode was entered */
    double scroll;            /* of the list of plans */
};

/* Opens the folder that the command line names, and the scenario that its plans change: app->input. */
enum ems_status viz_plans_open(struct viz_app *app);
void viz_plans_close(struct viz_app *app);
/* Shows another plan. */
enum ems_status viz_plans_choose(struct viz_app *app, int plan);
void viz_plans_panel(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest);

#endif
