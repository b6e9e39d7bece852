/* What a change brings, where: minutes that an ambulance comes sooner (blue) or later (orange). */
#include "shaded.h"

static const struct viz_colour nothing = {0, 0, 0, 0};

static void paint(const struct viz_paint *p)
{
    struct viz_colour colours[VIZ_CHANGE_BANDS];
    const struct viz_bands bands = {VIZ_CHANGE_BANDS, viz_change_limits, colours};
    const struct viz_raster *change = atomic_load(&p->ground->change);
    if (change == NULL) return;
    viz_change_colours(p->look.theme, nothing, colours);
    viz_shaded_paint(p, change, &bands);
}

static void legend(struct viz_legend *l)
{
    viz_change_legend(l, l->look->plan != NULL ? VIZ_T_LEGEND_PLAN_CHANGE : VIZ_T_LEGEND_DIFFERENCE, nothing);
}

const struct viz_layer viz_layer_difference = {.name = "difference",
                                               .title = VIZ_T_LAYER_DIFFERENCE,
                                               .key = SDLK_d,
                                               .group = VIZ_GROUP_SHADE,
                                               .base = paint,
                                               .legend = legend};
