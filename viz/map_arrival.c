/* Coverage as arrival time: minutes until the first ambulance could be there, in bands with smooth borders.
 */
#include "shaded.h"

#include <stdio.h>

static const float limits[VIZ_BANDS - 1] = {4, 8, 12, 15};

static void paint(const struct viz_paint *p)
{
    struct viz_bands bands = {VIZ_BANDS, limits, p->look.theme->band};
    viz_shaded_paint(p, &p->shade->minutes, &bands);
}

static void legend(struct viz_legend *l)
{
    static const char *const numbers[VIZ_BANDS - 1] = {"4", "8", "12", "15"};
    enum ems_lang lang = l->look->lang;
    viz_legend_title(l,
                     viz_text(l->look->now ? VIZ_T_LEGEND_ARRIVAL_NOW : VIZ_T_LEGEND_ARRIVAL_PLANNED, lang));
    viz_legend_bands(l, l->look->theme->band, numbers, VIZ_BANDS, viz_text(VIZ_T_MINUTES, lang));
}

const struct viz_layer viz_layer_arrival = {.name = "arrival",
                                            .title = VIZ_T_LAYER_ARRIVAL,
                                            .key = SDLK_2,
                                            .shown = true,
                                            .group = VIZ_GROUP_SHADE,
                                            .base = paint,
                                            .legend = legend};
