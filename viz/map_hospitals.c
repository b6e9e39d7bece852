/* Hospitals; one that takes nobody at the moment has a bar instead of the cross. */
#include "legend.h"
#include "shapes.h"
#include "sprites.h"

static void draw(const struct viz_frame *f)
{
    double reach = viz_sign_radius(VIZ_SIGN_HOSPITAL, f->look->scale);
    for (ems_hospital_id h = 0; h < f->moment->info.hospitals; h++) {
        struct viz_pixel at = viz_hospital_pixel(f, h);
        if (viz_frame_sees(f, at, reach))
            viz_sprite_draw(f->sprites, f->renderer, VIZ_SIGN_HOSPITAL, f->moment->hospital[h].closed, 0, at);
    }
}

static void legend(struct viz_legend *l)
{
    viz_legend_shape(l, viz_shape_hospital, 0, viz_text(VIZ_T_HOSPITAL, l->look->lang));
}

const struct viz_layer viz_layer_hospitals = {.name = "hospitals",
                                              .title = VIZ_T_LAYER_HOSPITALS,
                                              .key = SDLK_8,
                                              .shown = true,
                                              .live = draw,
                                              .legend = legend};
