/* Calls that want a vehicle or have one, by priority; those without one yet have a mark in them. */
#include "legend.h"
#include "shapes.h"
#include "sprites.h"

static void draw(const struct viz_frame *f)
{
    double reach = viz_sign_radius(VIZ_SIGN_CALL, f->look->scale);
    for (int32_t t = 0; t < f->moment->task_count; t++) {
        const struct ems_task_view *task = &f->moment->task[t];
        struct viz_pixel at = viz_frame_pixel(f, task->at);
        int sign = task->priority + (task->waiting ? VIZ_CALL_WAITING : 0);
        if (viz_frame_sees(f, at, reach))
            viz_sprite_draw(f->sprites, f->renderer, VIZ_SIGN_CALL, sign, 0, at);
    }
}

static void legend(struct viz_legend *l)
{
    static const enum viz_text names[] = {VIZ_T_PRIORITY_1, VIZ_T_PRIORITY_2, VIZ_T_PRIORITY_3};
    viz_legend_shape(l, viz_shape_call, 1 + VIZ_CALL_WAITING, viz_text(VIZ_T_CALL_WAITS, l->look->lang));
    for (int p = 0; p < 3; p++) viz_legend_shape(l, viz_shape_call, p + 1, viz_text(names[p], l->look->lang));
}

const struct viz_layer viz_layer_calls = {.name = "calls",
                                          .title = VIZ_T_LAYER_CALLS,
                                          .key = SDLK_0,
                                          .shown = true,
                                          .live = draw,
                                          .legend = legend};
