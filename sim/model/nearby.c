#include "model/nearby.h"

/* A cell by the middle of the way, of the first level whose cells are as wide as it is long. */
static int32_t list_for(const struct ems_model *model, struct ems_point from, struct ems_point to)
{
    const struct ems_model_index *index = &model->index;
    double dx = to.x_m - from.x_m, dy = to.y_m - from.y_m;
    for (int32_t l = 0; l < index->way_levels; l++) {
        const struct ems_grid *g = &index->ways[l].grid;
        if (dx * dx + dy * dy > g->cell_m * g->cell_m) continue;
        struct ems_point middle = {from.x_m + dx / 2, from.y_m + dy / 2};
        return index->ways[l].first_list + ems_grid_cell(g, middle);
    }
    return index->way_lists;
}

/* The latest place that was freed, so that few are in use; there is one for each vehicle. */
static int32_t take_place(struct ems_world *world)
{
    int32_t place = world->s.free_moving;
    if (place == EMS_NONE) return world->moving_units.count++;
    world->s.free_moving = world->moving_units.items[place].next;
    return place;
}

static void link_in(struct ems_world *world, int32_t unit, int32_t list)
{
    struct ems_moving_unit *units = world->moving_units.items;
    int32_t first = world->moving_lists.items[list];
    units[unit].next = first;
    units[unit].previous = EMS_NONE;
    units[unit].list = list;
    if (first != EMS_NONE) units[first].previous = unit;
    world->moving_lists.items[list] = unit;
}

static void link_out(struct ems_world *world, const struct ems_moving_unit *unit)
{
    struct ems_moving_unit *units = world->moving_units.items;
    if (unit->previous == EMS_NONE)
        world->moving_lists.items[unit->list] = unit->next;
    else
        units[unit->previous].next = unit->next;
    if (unit->next != EMS_NONE) units[unit->next].previous = unit->previous;
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
    v->moving = take_place(world);
    struct ems_moving_unit *unit = &world->moving_units.items[v->moving];
    unit->vehicle = vehicle;
    unit->crew = v->crew;
    set_course(unit, from, to, &v->trip, stands || travel->uniform[v->trip.mode]);
    link_in(world, v->moving, is_straight ? list_for(model, from, to) : model->index.way_lists);
    ems_bit_put(world->homeward.items, vehicle, v->status == EMS_V_RETURNING);
}

void ems_nearby_leave(struct ems_world *world, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = &world->vehicles.items[vehicle];
    if (v->moving == EMS_NONE) return;
    struct ems_moving_unit *unit = &world->moving_units.items[v->moving];
    link_out(world, unit);
    unit->next = world->s.free_moving;
    world->s.free_moving = v->moving;
    v->moving = EMS_NONE;
    ems_bit_put(world->homeward.items, vehicle, false);
}
