/* Areas: where people live close together is tinted, borders are thin lines. */
#include "area_path.h"
#include "legend.h"

#include <string.h>

static bool is_urban(const struct ems_scenario *scenario, ems_area_id area)
{
    const char *class_id = ems_area_info(scenario, area).class_id;
    return class_id != NULL && strcmp(class_id, "urban") == 0;
}

static void paint(const struct viz_paint *p)
{
    const struct viz_theme *theme = p->look.theme;
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_line_width(p->cr, 1);
    for (ems_area_id a = 0; a < p->ground->info.areas && !*p->stop; a++) {
        viz_area_path(p->cr, p, a);
        viz_colour_use(p->cr, is_urban(p->ground->scenario, a) ? theme->area_urban : theme->area_rural);
        cairo_fill_preserve(p->cr);
        viz_colour_use(p->cr, theme->area_line);
        cairo_stroke(p->cr);
    }
}

static void legend(struct viz_legend *l)
{
    viz_legend_patch(l, l->look->theme->area_urban, viz_text(VIZ_T_LEGEND_URBAN, l->look->lang));
}

const struct viz_layer viz_layer_areas = {.name = "areas",
                                          .title = VIZ_T_LAYER_AREAS,
                                          .key = SDLK_1,
                                          .shown = true,
                                          .base = paint,
                                          .legend = legend};
