/* What of a scenario does not change while it is shown, made ready for drawing once: extent, roads, people.
 * Shared by all threads that draw. The scenario must outlive it. */
#ifndef EMS_VIZ_GROUND_H
#define EMS_VIZ_GROUND_H

#include <stdatomic.h>

#include "camera.h"
#include "raster.h"
#include "ems120/roads.h"
#include "ems120/scenario.h"
#include "ems120/status.h"

struct viz_ground {
    const struct ems_scenario *scenario;
    struct ems_scenario_info info;
    struct viz_bounds bounds; /* of areas, stations, hospitals and people */
    struct ems_box box;       /* all that is on the map, roads and a margin too */
    struct ems_roads *roads;
    double *station_gap_m;  /* from each station to the next one, HUGE_VAL when there is one alone */
    double *hospital_gap_m; /* from each hospital to the nearest station */
    /* minutes that another scenario takes longer, while two are compared; belongs to who compares */
    _Atomic(const struct viz_raster *) change;
    struct viz_raster density; /* people on a square kilometre; without numbers when nobody lives anywhere */
};

enum ems_status viz_ground_open(struct viz_ground *ground, const struct ems_scenario *scenario);
void viz_ground_close(struct viz_ground *ground);

#endif
