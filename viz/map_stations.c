/* Stations. */
#include "legend.h"
#include "shapes.h"
#include "sprites.h"

static void draw(const struct viz_frame *f)
{
    double reach = viz_sign_radius(VIZ_SIGN_STATION, f->look->scale);
    for (ems_station_id s = 0; s < f->moment->info.stations; s++) {
        struct viz_pixel at = viz_frame_pixel(f, ems_station_info(f->moment->scenario, s).at);
        if (viz_frame_sees(f, at, reach))
            viz_sprite_draw(f->sprites, f->renderer, VIZ_SIGN_STATION, 0, 0, at);
    }
}

static void legend(struct viz_legend *l)
{
    viz_legend_shape(l, viz_shape_station, 0, viz_text(VIZ_T_STATION, l->look->lang));
}

const struct viz_layer viz_layer_stations = {.name = "stations",
                                             .title = VIZ_T_LAYER_STATIONS,
                                             .key = SDLK_9,
                                             .shown = true,
                                             .live = draw,
                                             .legend = legend};
