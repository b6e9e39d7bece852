#include "shade.h"

#include <math.h>
#include <stdlib.h>

enum { CELLS = 400 }; /* along the longer side of the map */
/* Stand for "never" and "nowhere", so that interpolation stays among numbers. */
static const float never_min = 10000, far_m = 1e7F;

void viz_wish_close(struct viz_wish *wish)
{
    ems_cover_sources_free(wish->sources);
    free(wish->areas);
    *wish = (struct viz_wish){0};
}

void viz_shade_close(struct viz_shade *shade)
{
    ems_cover_grid_free(shade->grid);
    viz_raster_close(&shade->minutes);
    viz_raster_close(&shade->beyond);
    free(shade->radius_m);
    free(shade->areas);
    *shade = (struct viz_shade){0};
}

static int cells_of(const struct viz_raster *raster)
{
    return raster->columns * raster->rows;
}

static enum ems_status open_grid(struct viz_shade *s, const struct viz_ground *ground)
{
    enum ems_status status = viz_raster_open(&s->minutes, ground->box, CELLS);
    if (status == EMS_OK) status = viz_raster_open(&s->beyond, ground->box, CELLS);
    if (status != EMS_OK) return status;
    s->radius_m = calloc((size_t)cells_of(&s->beyond), sizeof *s->radius_m);
    if (s->radius_m == NULL) return EMS_NO_MEMORY;
    status =
        ems_cover_grid_create(ground->scenario, ground->box, s->minutes.columns, s->minutes.rows, &s->grid);
    return status == EMS_OK ? ems_cover_radius(s->grid, s->radius_m) : status;
}

static void bound(struct viz_raster *raster, float most)
{
    for (int i = 0; i < cells_of(raster); i++)
        if (!(raster->value[i] < most)) raster->value[i] = most;
}

static void subtract_radius(struct viz_shade *s)
{
    for (int i = 0; i < cells_of(&s->beyond); i++)
        s->beyond.value[i] = s->radius_m[i] > 0 ? s->beyond.value[i] - s->radius_m[i] : far_m;
}

static enum ems_status compute_cover(struct viz_shade *s, const struct viz_ground *ground,
                                     const struct ems_cover_sources *sources)
{
    if (!(ground->box.high.x_m > ground->box.low.x_m)) return EMS_OK; /* a map without extent */
    enum ems_status status = s->grid == NULL ? open_grid(s, ground) : EMS_OK;
    if (status == EMS_OK) status = ems_cover_minutes(s->grid, sources, s->minutes.value);
    if (status == EMS_OK) status = ems_cover_metres(s->grid, sources, s->beyond.value);
    if (status != EMS_OK) {
        struct ems_area_figures *areas = s->areas;
        s->areas = NULL;
        viz_shade_close(s);
        s->areas = areas;
        return status;
    }
    bound(&s->minutes, never_min);
    bound(&s->beyond, far_m);
    subtract_radius(s);
    return EMS_OK;
}

enum ems_status viz_shade_compute(struct viz_shade *shade, const struct viz_ground *ground,
                                  struct viz_wish *wish)
{
    enum ems_status status = EMS_OK;
    if (wish->areas != NULL) {
        free(shade->areas);
        shade->areas = wish->areas;
        wish->areas = NULL;
    }
    if (wish->sources != NULL) status = compute_cover(shade, ground, wish->sources);
    viz_wish_close(wish);
    return status;
}
