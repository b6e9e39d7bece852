#include "shaded.h"

const float viz_change_limits[VIZ_CHANGE_BANDS - 1] = {-4, -2, -0.5F, 0.5F, 2, 4};

void viz_change_colours(const struct viz_theme *t, struct viz_colour none, struct viz_colour *out)
{
    static const double strength[VIZ_CHANGE_BANDS] = {0.85, 0.55, 0.28, 0, 0.28, 0.55, 0.85};
    enum { MIDDLE = VIZ_CHANGE_BANDS / 2 };
    for (int b = 0; b < VIZ_CHANGE_BANDS; b++)
        out[b] = b == MIDDLE ? none : viz_colour_faded(b < MIDDLE ? t->gain : t->loss, strength[b]);
}

void viz_change_legend(struct viz_legend *l, enum viz_text title, struct viz_colour none)
{
    static const char *const numbers[VIZ_CHANGE_BANDS - 1] = {"\u2212"
                                                              "4",
                                                              "\u2212"
                                                              "2",
                                                              "\u2212\u00bd",
                                                              "\u00bd",
                                                              "2",
                                                              "4"};
    struct viz_colour colours[VIZ_CHANGE_BANDS];
    viz_change_colours(l->look->theme, none, colours);
    viz_legend_title(l, viz_text(title, l->look->lang));
    viz_legend_bands(l, colours, numbers, VIZ_CHANGE_BANDS, viz_text(VIZ_T_MINUTES, l->look->lang));
}

void viz_shaded_paint(const struct viz_paint *p, const struct viz_raster *raster,
                      const struct viz_bands *bands)
{
    cairo_surface_t *picture = viz_raster_picture(raster, &p->camera, bands, p->stop);
    if (picture == NULL) return;
    cairo_set_source_surface(p->cr, picture, 0, 0);
    if (p->mask != NULL)
        cairo_mask_surface(p->cr, p->mask, 0, 0);
    else
        cairo_paint(p->cr);
    cairo_surface_destroy(picture);
}
