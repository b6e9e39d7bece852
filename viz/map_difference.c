/* What a change brings, where: minutes that an ambulance comes sooner (blue) or later (orange). */
#include "legend.h"

static const float limits[] = {-4, -2, -0.5F, 0.5F, 2, 4};
enum { BANDS = sizeof limits / sizeof limits[0] + 1 };

static void colours_of(const struct viz_theme *t, struct viz_colour *out)
{
    static const double strength[BANDS] = {0.85, 0.55, 0.28, 0, 0.28, 0.55, 0.85};
    for (int b = 0; b < BANDS; b++) out[b] = viz_colour_faded(b < BANDS / 2 ? t->gain : t->loss, strength[b]);
}

static void paint(const struct viz_paint *p)
{
    struct viz_colour colours[BANDS];
    struct viz_bands bands = {BANDS, limits, colours};
    const struct viz_raster *change = atomic_load(&p->ground->change);
    if (change == NULL) return;
    colours_of(p->look.theme, colours);
    cairo_surface_t *picture = viz_raster_picture(change, &p->camera, &bands, p->stop);
    if (picture == NULL) return;
    cairo_set_source_surface(p->cr, picture, 0, 0);
    if (p->mask != NULL)
        cairo_mask_surface(p->cr, p->mask, 0, 0);
    else
        cairo_paint(p->cr);
    cairo_surface_destroy(picture);
}

static void legend(struct viz_legend *l)
{
    static const char *const numbers[BANDS - 1] = {"\xe2\x88\x92"
                                                   "4",
                                                   "\xe2\x88\x92"
                                                   "2",
                                                   "\xe2\x88\x92\xc2\xbd",
                                                   "\xc2\xbd",
                                                   "2",
                                                   "4"};
    struct viz_colour colours[BANDS];
    colours_of(l->look->theme, colours);
    viz_legend_title(l, viz_text(l->look->plan != NULL ? VIZ_T_LEGEND_PLAN_CHANGE : VIZ_T_LEGEND_DIFFERENCE,
                                 l->look->lang));
    viz_legend_bands(l, colours, numbers, BANDS, viz_text(VIZ_T_MINUTES, l->look->lang));
}

const struct viz_layer viz_layer_difference = {.name = "difference",
                                               .title = VIZ_T_LAYER_DIFFERENCE,
                                               .key = SDLK_d,
                                               .group = VIZ_GROUP_SHADE,
                                               .base = paint,
                                               .legend = legend};
