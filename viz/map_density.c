/* Demand: people on a square kilometre, whose calls the ambulances are there for. */
#include "legend.h"

static const float limits[VIZ_BANDS] = {1, 30, 150, 600, 2500};

static void paint(const struct viz_paint *p)
{
    struct viz_colour colours[VIZ_BANDS + 1] = {{0, 0, 0, 0}};
    for (int b = 0; b < VIZ_BANDS; b++) colours[b + 1] = p->look.theme->density[b];
    struct viz_bands bands = {VIZ_BANDS + 1, limits, colours};
    cairo_surface_t *picture = viz_raster_picture(&p->ground->density, &p->camera, &bands, p->stop);
    if (picture == NULL) return;
    cairo_set_source_surface(p->cr, picture, 0, 0);
    cairo_paint(p->cr);
    cairo_surface_destroy(picture);
}

static void legend(struct viz_legend *l)
{
    static const char *const numbers[VIZ_BANDS - 1] = {"30", "150", "600", "2500"};
    viz_legend_title(l, viz_text(VIZ_T_LAYER_DENSITY, l->look->lang));
    viz_legend_bands(l, l->look->theme->density, numbers, VIZ_BANDS,
                     viz_text(VIZ_T_PEOPLE_KM2, l->look->lang));
}

const struct viz_layer viz_layer_density = {.name = "density",
                                            .title = VIZ_T_LAYER_DENSITY,
                                            .key = SDLK_4,
                                            .group = VIZ_GROUP_SHADE,
                                            .base = paint,
                                            .legend = legend};
