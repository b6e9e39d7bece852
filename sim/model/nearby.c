#include "model/nearby.h"

enum { WIDE = -1, NOT_LISTED = 0 };

/* Counts the cells that the line crosses and notes them in the links, at most EMS_CELLS_A_VEHICLE; WIDE when
 * they are more. Row by row: in each from where the line enters it to where it leaves it. What lies outside
 * the grid counts to its edge. */
static int32_t cells_crossed(const struct ems_grid *g, struct ems_point from, struct ems_point to,
                             struct ems_cell_link *links)
{
    struct ems_point south = from.y_m <= to.y_m ? from : to, north = from.y_m <= to.y_m ? to : from;
    int32_t row = ems_grid_row(g, south.y_m), last_row = ems_grid_row(g, north.y_m), count = 0;
    double slope = row < last_row ? (north.x_m - south.x_m) / (north.y_m - south.y_m) : 0;
    for (double x_m = south.x_m, next_m; row <= last_row; row++, x_m = next_m) {
        double edge_m = g->low.y_m + (row + 1) * g->cell_m;
        next_m = row == last_row ? north.x_m : south.x_m + slope * (edge_m - south.y_m);
        int32_t west = ems_grid_column(g, x_m < next_m ? x_m : next_m),
                east = ems_grid_column(g, x_m < next_m ? next_m : x_m);
        if (count + east - west >= EMS_CELLS_A_VEHICLE) return WIDE;
        for (int32_t column = west; column <= east; column++) links[count++].cell = row * g->columns + column;
    }
    return count;
}

static struct ems_cell_link *link_of(struct ems_world *world, int32_t link)
{
    const uint32_t number = (uint32_t)link; /* divides by a shift */
    return &world->moving_units.items[number / EMS_CELLS_A_VEHICLE].links[number % EMS_CELLS_A_VEHICLE];
}

static void link_in(struct ems_world *world, int32_t *head, int32_t link)
{
    struct ems_cell_link *l = link_of(world, link);
    l->next = *head;
    l->previous = EMS_NONE;
    if (*head != EMS_NONE) link_of(world, *head)->previous = link;
    *head = link;
}

static void link_out(struct ems_world *world, int32_t *head, const struct ems_cell_link *link)
{
    if (link->previous == EMS_NONE)
        *head = link->next;
    else
        link_of(world, link->previous)->next = link->next;
    if (link->next != EMS_NONE) link_of(world, link->next)->previous = link->previous;
}

/* Where it will be at any time until it arrives. */
static void set_course(struct ems_moving_unit *m, const struct ems_travel *travel,
                       const struct ems_trip *trip, bool stands)
{
    struct ems_point from = trip->from.at, to = trip->to.at;
    m->x_each = m->y_each = stands || travel->uniform[trip->mode] ? 0 : NAN;
    if (!stands && trip->arrive > trip->depart) {
        double each = 1 / (double)(trip->arrive - trip->depart);
        m->x_each += (to.x_m - from.x_m) * each;
        m->y_each += (to.y_m - from.y_m) * each;
    }
    m->x_m = to.x_m - (stands ? 0 : (double)trip->arrive * m->x_each);
    m->y_m = to.y_m - (stands ? 0 : (double)trip->arrive * m->y_each);
}

void ems_nearby_enter(const struct ems_model *model, struct ems_world *world, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = &world->vehicles.items[vehicle];
    struct ems_moving_unit *unit = &world->moving_units.items[vehicle];
    enum ems_travel_kind kind = model->travel.def.kind;
    bool stands = v->status == EMS_V_TURNOUT;
    bool is_straight = stands || kind == EMS_TRAVEL_STRAIGHT || kind == EMS_TRAVEL_CONSTANT;
    struct ems_point from = stands ? v->trip.to.at : v->trip.from.at, to = v->trip.to.at;
    set_course(unit, &model->travel, &v->trip, stands);
    v->indexed = is_straight ? cells_crossed(&model->index.stations.grid, from, to, unit->links) : WIDE;
    ems_bit_put(world->homeward.items, vehicle, v->status == EMS_V_RETURNING);
    int32_t first = vehicle * EMS_CELLS_A_VEHICLE;
    if (v->indexed == WIDE) link_in(world, &world->s.wide_head, first);
    for (int32_t i = 0; i < v->indexed; i++)
        link_in(world, &world->cell_heads.items[unit->links[i].cell], first + i);
}

void ems_nearby_leave(struct ems_world *world, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = &world->vehicles.items[vehicle];
    const struct ems_cell_link *links = world->moving_units.items[vehicle].links;
    if (v->indexed == WIDE) link_out(world, &world->s.wide_head, links);
    for (int32_t i = 0; i < v->indexed; i++)
        link_out(world, &world->cell_heads.items[links[i].cell], &links[i]);
    ems_bit_put(world->homeward.items, vehicle, false);
    v->indexed = NOT_LISTED;
}
