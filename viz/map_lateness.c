/* Lateness: the share of each area's requests so far that were reached after their deadline, or not at all.
 */
#include "area_path.h"
#include "legend.h"

#include <math.h>

static const float limits[VIZ_BANDS - 1] = {0.05F, 0.10F, 0.20F, 0.30F};

static void paint(const struct viz_paint *p)
{
    struct viz_bands bands = {VIZ_BANDS, limits, p->look.theme->late};
    if (p->shade->areas == NULL) return;
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
    for (ems_area_id a = 0; a < p->ground->info.areas && !*p->stop; a++) {
        double share = p->shade->areas[a].late_share;
        if (isnan(share)) continue;
        viz_area_path(p->cr, p, a);
        viz_colour_use(p->cr, bands.colour[viz_band_of(&bands, (float)share)]);
        cairo_fill(p->cr);
    }
}

static void legend(struct viz_legend *l)
{
    static const char *const numbers[VIZ_BANDS - 1] = {"5", "10", "20", "30"};
    viz_legend_title(l, viz_text(VIZ_T_LEGEND_LATENESS, l->look->lang));
    viz_legend_bands(l, l->look->theme->late, numbers, VIZ_BANDS, "%");
}

const struct viz_layer viz_layer_lateness = {.name = "lateness",
                                             .title = VIZ_T_LAYER_LATENESS,
                                             .key = SDLK_5,
                                             .group = VIZ_GROUP_SHADE,
                                             .base = paint,
                                             .legend = legend};
