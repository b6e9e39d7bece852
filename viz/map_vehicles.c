/* Vehicles, each state with its own shape; those standing at a station are lined up below it. */
#include "legend.h"
#include "shapes.h"
#include "sprites.h"
#include "statuses.h"

/* Standing ones first, so that those on the move are on top. */
static void draw_some(const struct viz_frame *f, bool moving)
{
    double reach = viz_sign_radius(VIZ_SIGN_VEHICLE, f->look->scale);
    for (ems_vehicle_id v = 0; v < f->moment->info.vehicles; v++) {
        const struct viz_vehicle *vehicle = &f->moment->vehicle[v];
        if (viz_vehicle_moves(vehicle) != moving) continue;
        if (vehicle->view.status == EMS_V_IDLE && vehicle->row > 0 &&
            viz_station_is_tight(f, vehicle->view.station))
            continue; /* counted below */
        struct viz_pixel at = viz_vehicle_pixel(f, v);
        double heading = moving ? vehicle->heading : 0;
        if (viz_frame_sees(f, at, reach))
            viz_sprite_draw(f->sprites, f->renderer, VIZ_SIGN_VEHICLE, (int)vehicle->view.status, heading,
                            at);
    }
}

/* Where rows would run into each other, the idle vehicles of a station are one sign with their number. */
static void draw_counts(const struct viz_frame *f)
{
    double below = 18 * f->look->scale;
    for (ems_station_id s = 0; s < f->moment->info.stations; s++) {
        if (f->moment->idle[s] == 0 || !viz_station_is_tight(f, s)) continue;
        struct viz_pixel at = viz_frame_pixel(f, ems_station_info(f->moment->scenario, s).at);
        at.y += below;
        if (viz_frame_sees(f, at, below))
            viz_sprite_draw(f->sprites, f->renderer, VIZ_SIGN_IDLE_COUNT, f->moment->idle[s], 0, at);
    }
}

static void draw(const struct viz_frame *f)
{
    draw_some(f, false);
    draw_counts(f);
    draw_some(f, true);
}

static void legend(struct viz_legend *l)
{
    for (int s = 0; s < EMS_V_STATUSES; s++)
        if (s != EMS_V_SPARE || l->moment->by_status[s] > 0)
            viz_legend_shape(l, viz_shape_vehicle, s,
                             viz_text(viz_status_text((enum ems_vehicle_status)s), l->look->lang));
}

const struct viz_layer viz_layer_vehicles = {.name = "vehicles",
                                             .title = VIZ_T_LAYER_VEHICLES,
                                             .key = SDLK_v,
                                             .shown = true,
                                             .live = draw,
                                             .legend = legend};
