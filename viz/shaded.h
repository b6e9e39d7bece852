/* What shaded maps share: a raster in bands within the areas, and the bands of a change in minutes, sooner in
 * the colour of a gain, later in that of a loss. */
#ifndef EMS_VIZ_SHADED_H
#define EMS_VIZ_SHADED_H

#include "layer.h"
#include "legend.h"
#include "raster.h"

enum { VIZ_CHANGE_BANDS = 7 };

extern const float viz_change_limits[VIZ_CHANGE_BANDS - 1]; /* minutes */

/* VIZ_CHANGE_BANDS colours; `none` is that of what hardly changes. */
void viz_change_colours(const struct viz_theme *theme, struct viz_colour none, struct viz_colour *out);
void viz_change_legend(struct viz_legend *legend, enum viz_text title, struct viz_colour none);

void viz_shaded_paint(const struct viz_paint *paint, const struct viz_raster *raster,
                      const struct viz_bands *bands);

#endif
