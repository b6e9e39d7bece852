#include "coverage/layers.h"

#include <string.h>

static const double PLACES_A_CELL = 12;

struct builder {
    const struct ems_cover_place *places;
    int32_t count;
    struct ems_arena *arena;
    struct ems_cover_layers *out;
    struct ems_cover_layer *layers;
    struct ems_cover_cell *cells;
    struct ems_cover_piece *pieces;
    struct ems_point *at, *of_layer;
    int64_t *people;
    int32_t *number; /* of the layer's points in `places` */
};

static void lay_place(struct builder *b, int32_t cell, int32_t number)
{
    struct ems_cover_layers *out = b->out;
    const struct ems_cover_place *place = &b->places[number];
    bool begins = out->piece_count == b->cells[cell].first_piece ||
                  b->pieces[out->piece_count - 1].group != place->group;
    if (begins)
        b->pieces[out->piece_count++] =
            (struct ems_cover_piece){.group = place->group, .cell = cell, .first_place = out->place_count};
    struct ems_cover_piece *last = &b->pieces[out->piece_count - 1];
    b->at[out->place_count] = place->at;
    b->people[out->place_count] = place->people_millionths;
    last->people_millionths += place->people_millionths;
    last->end_place = ++out->place_count;
}

/* The circle around the places from `first` on. */
static void bound_cell(const struct builder *b, struct ems_cover_cell *cell, int32_t first)
{
    struct ems_point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (int32_t i = first; i < b->out->place_count; i++) {
        low = (struct ems_point){fmin(low.x_m, b->at[i].x_m), fmin(low.y_m, b->at[i].y_m)};
        high = (struct ems_point){fmax(high.x_m, b->at[i].x_m), fmax(high.y_m, b->at[i].y_m)};
    }
    if (first == b->out->place_count) return;
    cell->centre = (struct ems_point){(low.x_m + high.x_m) / 2, (low.y_m + high.y_m) / 2};
    cell->radius_m = ems_point_distance(cell->centre, high);
}

static void lay_cells(struct builder *b, const struct ems_cover_layer *layer)
{
    const struct ems_grid *grid = &layer->grid;
    for (int32_t c = 0; c < grid->columns * grid->rows; c++) {
        int32_t number = ems_cover_cell_number(layer, c / grid->columns, c % grid->columns);
        int32_t first = b->out->place_count;
        struct ems_cover_cell *cell = &b->cells[number];
        cell->first_piece = b->out->piece_count;
        for (int32_t i = grid->first[c]; i < grid->first[c + 1]; i++)
            lay_place(b, number, b->number[grid->points[i]]);
        cell->end_piece = b->out->piece_count;
        bound_cell(b, cell, first);
    }
}

/* Cells of all layers stand one after the other. */
static bool make_blocks(struct builder *b, int32_t more)
{
    int32_t cells = 64 * (b->out->block_count + more);
    struct ems_cover_cell *moved = EMS_NEW_ARRAY(b->arena, struct ems_cover_cell, cells);
    if (moved == NULL) return false;
    if (b->cells != NULL) memcpy(moved, b->cells, (size_t)b->out->cell_count * sizeof *moved);
    b->cells = moved;
    b->out->cell_count = cells;
    b->out->block_count += more;
    return true;
}

static bool make_layer(struct builder *b, double radius_m)
{
    struct ems_cover_layer *layer = &b->layers[b->out->count];
    int32_t count = 0;
    for (int32_t p = 0; p < b->count; p++) {
        if (b->places[p].radius_m != radius_m) continue;
        b->of_layer[count] = b->places[p].at;
        b->number[count++] = p;
    }
    layer->radius_m = radius_m;
    layer->first_block = b->out->block_count;
    if (!ems_grid_build(&layer->grid, b->of_layer, count, PLACES_A_CELL, b->arena)) return false;
    layer->blocks_a_row = (layer->grid.columns + 7) / 8;
    if (!make_blocks(b, layer->blocks_a_row * ((layer->grid.rows + 7) / 8))) return false;
    b->out->count++;
    lay_cells(b, layer);
    return true;
}

/* The smallest radius above `radius_m`; INFINITY when there is none. */
static double next_radius(const struct builder *b, double radius_m)
{
    double next = INFINITY;
    for (int32_t p = 0; p < b->count; p++)
        if (b->places[p].radius_m > radius_m && b->places[p].radius_m < next) next = b->places[p].radius_m;
    return next;
}

static int32_t count_radii(const struct builder *b)
{
    int32_t count = 0;
    for (double r = next_radius(b, 0); r < INFINITY; r = next_radius(b, r)) count++;
    return count;
}

bool ems_cover_layers_build(struct ems_cover_layers *out, const struct ems_cover_place *places, int32_t count,
                            struct ems_arena *arena)
{
    struct builder b = {.places = places, .count = count, .arena = arena, .out = out};
    b.layers = EMS_NEW_ARRAY(arena, struct ems_cover_layer, count_radii(&b));
    b.pieces = EMS_NEW_ARRAY(arena, struct ems_cover_piece, count);
    b.at = EMS_NEW_ARRAY(arena, struct ems_point, count);
    b.of_layer = EMS_NEW_ARRAY(arena, struct ems_point, count);
    b.people = EMS_NEW_ARRAY(arena, int64_t, count);
    b.number = EMS_NEW_ARRAY(arena, int32_t, count);
    *out = (struct ems_cover_layers){.at = b.at, .people_millionths = b.people};
    if (!b.layers || !b.pieces || !b.at || !b.of_layer || !b.people || !b.number) return false;
    for (double r = next_radius(&b, 0); r < INFINITY; r = next_radius(&b, r))
        if (!make_layer(&b, r)) return false;
    out->layers = b.layers;
    out->cells = b.cells;
    out->pieces = b.pieces;
    return true;
}
