/* Coverage as radius: what lies within the service radius of the nearest station, in a straight line, and a
 * ring around every station. */
#include "shaded.h"

static const double full_turn = 6.283185307179586;

static void fill(const struct viz_paint *p)
{
    static const float edge[] = {0};
    struct viz_colour colours[] = {p->look.theme->covered, {0, 0, 0, 0}};
    struct viz_bands bands = {2, edge, colours};
    viz_shaded_paint(p, &p->shade->beyond, &bands);
}

static void paint(const struct viz_paint *p)
{
    const struct ems_scenario *scenario = p->ground->scenario;
    fill(p);
    viz_colour_use(p->cr, viz_colour_faded(p->look.theme->ring, 0.75));
    cairo_set_line_width(p->cr, 1.2);
    for (ems_station_id s = 0; s < p->ground->info.stations && !*p->stop; s++) {
        struct ems_station_info station = ems_station_info(scenario, s);
        if (station.area == EMS_NONE) continue;
        double radius = ems_area_info(scenario, station.area).service_radius_m / p->camera.m_per_px;
        struct viz_pixel at = viz_camera_pixel(&p->camera, station.at);
        cairo_new_path(p->cr);
        cairo_arc(p->cr, at.x, at.y, radius, 0, full_turn);
        cairo_stroke(p->cr);
    }
}

static void legend(struct viz_legend *l)
{
    viz_legend_title(
        l, viz_text(l->look->now ? VIZ_T_LEGEND_RADIUS_NOW : VIZ_T_LEGEND_RADIUS_PLANNED, l->look->lang));
    viz_legend_patch(l, l->look->theme->covered, viz_text(VIZ_T_LEGEND_COVERED, l->look->lang));
}

const struct viz_layer viz_layer_radius = {.name = "radius",
                                           .title = VIZ_T_LAYER_RADIUS,
                                           .key = SDLK_3,
                                           .group = VIZ_GROUP_SHADE,
                                           .base = paint,
                                           .legend = legend};
