/* The places of a map of cover, by where they are: one layer for each service radius, its places in the cells
 * of a grid, and inside a cell those of one group together (a piece). So what lies around a point is a few
 * runs of memory, and a group that becomes covered touches its pieces, not its places. Made by
 * ems_cover_groups_build; owned by its arena. */
#ifndef EMS_COVERAGE_LAYERS_H
#define EMS_COVERAGE_LAYERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "geo/grid.h"

/* Places of one group in one cell. */
struct ems_cover_piece {
    int64_t people_millionths;
    int32_t group, cell;
    int32_t first_place, end_place;
};

struct ems_cover_cell {
    struct ems_point centre; /* of the rectangle around its places, */
    double radius_m;         /* which is this far from it at most */
    int32_t first_piece, end_piece;
};

/* The cells of a layer are numbered by blocks of eight by eight (ems_cover_cell_number): the 64 bits of a
 * word in a bitset over all cells. */
struct ems_cover_layer {
    double radius_m;
    struct ems_grid grid;
    int32_t first_block, blocks_a_row;
};

struct ems_cover_layers {
    const struct ems_cover_layer *layers;
    const struct ems_cover_cell *cells;
    const struct ems_cover_piece *pieces;
    const struct ems_point *at;       /* the places: where they are, */
    const int64_t *people_millionths; /* and how many live there */
    int32_t count, block_count, cell_count, piece_count, place_count;
};

static inline int32_t ems_cover_cell_number(const struct ems_cover_layer *layer, int32_t row, int32_t column)
{
    int32_t block = layer->first_block + row / 8 * layer->blocks_a_row + column / 8;
    return 64 * block + row % 8 * 8 + column % 8;
}

/* A place to be laid out. */
struct ems_cover_place {
    struct ems_point at;
    int64_t people_millionths;
    double radius_m;
    int32_t group;
};

/* `places` stand in the order of their groups. False: memory is out. O(layers x places). */
bool ems_cover_layers_build(struct ems_cover_layers *out, const struct ems_cover_place *places, int32_t count,
                            struct ems_arena *arena);

#endif
