#include "model/nearby.h"

/* A cell by the middle of the way, unless it is longer than a cell is wide. */
static int32_t list_for(const struct ems_model *model, const struct ems_world *world, struct ems_point from,
                        struct ems_point to)
{
    const struct ems_grid *g = &model->index.ways;
    double dx = to.x_m - from.x_m, dy = to.y_m - from.y_m;
    if (dx * dx + dy * dy > g->cell_m * g->cell_m) return ems_world_elsewhere(world);
    return ems_grid_cell(g, (struct ems_point){from.x_m + dx / 2, from.y_m + dy / 2});
}

static void link_in(struct ems_world *world, ems_vehicle_id vehicle, int32_t list)
{
    struct ems_moving_unit *units = world->moving_units.items;
    ems_vehicle_id first = world->moving_lists.items[list];
    units[vehicle].next = first;
    units[vehicle].previous = EMS_NONE;
    units[vehicle].list = list;
    if (first != EMS_NONE) units[first].previous = vehicle;
    world->moving_lists.items[list] = vehicle;
}

static void link_out(struct ems_world *world, ems_vehicle_id vehicle)
{
    struct ems_moving_unit *units = world->moving_units.items, *u = &units[vehicle];
    if (u->previous == EMS_NONE)
        world->moving_lists.items[u->list] = u->next;
    else
        units[u->previous].next = u->next;
    if (u->next != EMS_NONE) units[u->next].previous = u->previous;
}

/* Where it will be at any time until it arrives. */
static void set_course(struct ems_moving_unit *m, struct ems_point from, struct ems_point to,
                       const struct ems_trip *trip, bool is_even)
{
    double each = trip->arrive > trip->depart ? 1 / (double)(trip->arrive - trip->depart) : 0;
    if (!is_even) each = NAN;
    m->x_each = (to.x_m - from.x_m) * each;
    m->y_each = (to.y_m - from.y_m) * each;
    m->x_m = to.x_m - (double)trip->arrive * m->x_each;
    m->y_m = to.y_m - (double)trip->arrive * m->y_each;
}

void ems_nearby_enter(const struct ems_model *model, struct ems_world *world, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = &world->vehicles.items[vehicle];
    const struct ems_travel *travel = &model->travel;
    bool stands = v->status == EMS_V_TURNOUT;
    bool is_straight =
        stands || travel->def.kind == EMS_TRAVEL_STRAIGHT || travel->def.kind == EMS_TRAVEL_CONSTANT;
    struct ems_point from = stands ? v->trip.to.at : v->trip.from.at, to = v->trip.to.at;
    set_course(&world->moving_units.items[vehicle], from, to, &v->trip,
               stands || travel->uniform[v->trip.mode]);
    link_in(world, vehicle, is_straight ? list_for(model, world, from, to) : ems_world_elsewhere(world));
    ems_bit_put(world->homeward.items, vehicle, v->status == EMS_V_RETURNING);
    v->listed = 1;
}

void ems_nearby_leave(struct ems_world *world, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = &world->vehicles.items[vehicle];
    if (!v->listed) return;
    link_out(world, vehicle);
    ems_bit_put(world->homeward.items, vehicle, false);
    v->listed = 0;
}
