/* A number for each cell of a grid over the plane, and how the map shows it: interpolated smoothly for each
 * pixel, then banded, so that borders of bands are curves and not steps. */
#ifndef EMS_VIZ_RASTER_H
#define EMS_VIZ_RASTER_H

#include <cairo.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "camera.h"
#include "theme.h"
#include "ems120/box.h"
#include "ems120/status.h"

struct viz_raster {
    struct ems_box box; /* outer edges of the cells */
    int columns, rows;  /* row 0 is the southernmost */
    float *value;       /* columns * rows; NULL while there are none */
};

/* What is below limit[0] has colour[0], ..., what reaches limit[count - 2] has colour[count - 1]. */
struct viz_bands {
    int count;
    const float *limit;
    const struct viz_colour *colour;
};

/* Cells as square as they come, `cells` along the longer side (and 2 at least along the other); all zero. */
enum ems_status viz_raster_open(struct viz_raster *raster, struct ems_box box, int cells);
void viz_raster_close(struct viz_raster *raster);
double viz_raster_cell_area_m2(const struct viz_raster *raster);
/* The cell's number, or -1 outside. */
int viz_raster_cell(const struct viz_raster *raster, struct ems_point point);
/* Spreads each number over its neighbours `cells` around, sums kept but for what leaves the edge. */
enum ems_status viz_raster_blur(struct viz_raster *raster, int cells);

/* A picture of it as the camera sees it, transparent outside; NULL when memory is out or *stop became true.
 * The caller destroys it. */
cairo_surface_t *viz_raster_picture(const struct viz_raster *raster, const struct viz_camera *camera,
                                    const struct viz_bands *bands, const atomic_bool *stop);
int viz_band_of(const struct viz_bands *bands, float value);

#endif
