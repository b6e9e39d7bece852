/* Outlines of areas as Cairo paths, for every layer that fills or draws them (even-odd: rings are edges and
 * holes). */
#ifndef EMS_VIZ_AREA_PATH_H
#define EMS_VIZ_AREA_PATH_H

#include "layer.h"

void viz_area_path(cairo_t *cr, const struct viz_paint *paint, ems_area_id area);

#endif
