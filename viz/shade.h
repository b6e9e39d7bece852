/* The numbers behind the shaded maps: how soon somebody could be anywhere, how far the nearest station is,
 * how many calls are late in each area. They are ordered by the thread of the window, which alone may look at
 * a simulation, and computed in the worker that draws the base map.
 *
 *     struct viz_wish wish = viz_wish_planned(scenario);  or viz_wish_now(scenario, sim, at)
 *     ... handed over with an order for a picture (base.h) ...
 *     viz_shade_compute(&shade, &ground, &wish);           in the worker
 *     viz_wish_close(&wish); */
#ifndef EMS_VIZ_SHADE_H
#define EMS_VIZ_SHADE_H

#include "ground.h"
#include "raster.h"
#include "ems120/cover.h"
#include "ems120/figures.h"

struct viz_wish {                      /* what a shaded map is to be about; owns what it points to */
    struct ems_cover_sources *sources; /* NULL: keep what there is */
    struct ems_area_figures *areas;    /* of the scenario's areas and one more; NULL: keep what there is */
};

struct viz_shade {
    struct ems_cover_grid *grid;
    struct viz_raster minutes; /* until somebody could be there */
    struct viz_raster
        beyond; /* metres that the nearest station is farther than the service radius; below 0: covered */
    float *radius_m; /* of service, for each cell; 0 where there is none */
    struct ems_area_figures *areas;
};

/* EMS_NO_MEMORY leaves what was there. Takes what the wish has. */
enum ems_status viz_shade_compute(struct viz_shade *shade, const struct viz_ground *ground,
                                  struct viz_wish *wish);
void viz_shade_close(struct viz_shade *shade);
void viz_wish_close(struct viz_wish *wish);

#endif
