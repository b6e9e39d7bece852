/* Rings around what is under the mouse and what is selected, and the way of a selected vehicle. */
#include "app.h"

/* False: it is not there at the moment. */
static bool place_of(const struct viz_frame *f, struct viz_pick what, struct viz_pixel *out)
{
    const struct viz_moment *m = f->moment;
    switch (what.kind) {
    case VIZ_PICK_NOTHING:
        return false;
    case VIZ_PICK_VEHICLE:
        if (what.id >= m->info.vehicles) return false;
        *out = viz_vehicle_pixel(f, (ems_vehicle_id)what.id);
        return true;
    case VIZ_PICK_STATION:
        if (what.id >= m->info.stations) return false;
        *out = viz_frame_pixel(f, ems_station_info(m->scenario, (ems_station_id)what.id).at);
        return true;
    case VIZ_PICK_HOSPITAL:
        if (what.id >= m->info.hospitals) return false;
        *out = viz_hospital_pixel(f, (ems_hospital_id)what.id);
        return true;
    case VIZ_PICK_PLACE:
        *out = viz_frame_pixel(f, viz_pick_point(what));
        return true;
    case VIZ_PICK_CALL:
        for (int32_t t = 0; t < m->task_count; t++)
            if ((int64_t)m->task[t].call == what.id) {
                *out = viz_frame_pixel(f, m->task[t].at);
                return true;
            }
        if (f->call_at == NULL || !viz_pick_equals(what, f->selected)) return false;
        *out = viz_frame_pixel(f, *f->call_at);
        return true;
    }
    return false;
}

static void draw_way(const struct viz_frame *f, ems_vehicle_id vehicle)
{
    const struct viz_vehicle *v = &f->moment->vehicle[vehicle];
    struct viz_pixel from = viz_frame_pixel(f, v->view.at), to = viz_frame_pixel(f, v->view.to);
    struct viz_colour c = f->look->theme->accent;
    if (!viz_vehicle_moves(v)) return;
    SDL_SetRenderDrawColor(f->renderer, c.r, c.g, c.b, 255);
    for (int i = 0; i < 2; i++)
        SDL_RenderDrawLineF(f->renderer, (float)from.x + (float)i, (float)from.y, (float)to.x + (float)i,
                            (float)to.y);
}

void viz_marks_draw(const struct viz_frame *f)
{
    struct viz_pixel at;
    if (f->selected.kind == VIZ_PICK_VEHICLE && f->selected.id < f->moment->info.vehicles)
        draw_way(f, (ems_vehicle_id)f->selected.id);
    if (place_of(f, f->hovered, &at)) viz_sprite_draw(f->sprites, f->renderer, VIZ_SIGN_MARK, 0, 0, at);
    if (place_of(f, f->selected, &at)) viz_sprite_draw(f->sprites, f->renderer, VIZ_SIGN_MARK, 1, 0, at);
}
