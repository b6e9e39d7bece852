#include "model/nearby.h"

enum { WIDE = -1, NOT_LISTED = 0 };

/* The cells that the line crosses, at most EMS_CELLS_A_VEHICLE; WIDE when they are more. Row by row: in each
 * from where the line enters it to where it leaves it. What lies outside the grid counts to its edge. */
static int32_t cells_crossed(const struct ems_grid *g, struct ems_point from, struct ems_point to,
                             int32_t *cells)
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
        for (int32_t column = west; column <= east; column++) cells[count++] = row * g->columns + column;
    }
    return count;
}

static void link_in(struct ems_world *world, int32_t *head, int32_t link, int32_t cell)
{
    struct ems_cell_link *links = world->cell_links.items;
    links[link] = (struct ems_cell_link){.next = *head, .previous = EMS_NONE, .cell = cell};
    if (*head != EMS_NONE) links[*head].previous = link;
    *head = link;
}

static void link_out(struct ems_world *world, int32_t *head, int32_t link)
{
    struct ems_cell_link *links = world->cell_links.items, *l = &links[link];
    if (l->previous == EMS_NONE)
        *head = l->next;
    else
        links[l->previous].next = l->next;
    if (l->next != EMS_NONE) links[l->next].previous = l->previous;
}

void ems_nearby_enter(const struct ems_model *model, struct ems_world *world, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = &world->vehicles.items[vehicle];
    int32_t cells[EMS_CELLS_A_VEHICLE];
    struct ems_point from = v->status == EMS_V_TURNOUT ? v->trip.to.at : v->trip.from.at;
    bool is_straight = v->status == EMS_V_TURNOUT || model->travel.def.kind == EMS_TRAVEL_STRAIGHT ||
                       model->travel.def.kind == EMS_TRAVEL_CONSTANT;
    v->indexed = is_straight ? cells_crossed(&model->index.stations.grid, from, v->trip.to.at, cells) : WIDE;
    if (v->indexed == WIDE) {
        link_in(world, &world->s.wide_head, vehicle * EMS_CELLS_A_VEHICLE, EMS_NONE);
        return;
    }
    for (int32_t i = 0; i < v->indexed; i++)
        link_in(world, &world->cell_heads.items[cells[i]], vehicle * EMS_CELLS_A_VEHICLE + i, cells[i]);
}

void ems_nearby_leave(struct ems_world *world, ems_vehicle_id vehicle)
{
    struct ems_vehicle_state *v = &world->vehicles.items[vehicle];
    if (v->indexed == WIDE) link_out(world, &world->s.wide_head, vehicle * EMS_CELLS_A_VEHICLE);
    for (int32_t i = 0; i < v->indexed; i++) {
        int32_t link = vehicle * EMS_CELLS_A_VEHICLE + i;
        link_out(world, &world->cell_heads.items[world->cell_links.items[link].cell], link);
    }
    v->indexed = NOT_LISTED;
}
