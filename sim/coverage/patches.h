/* The demand places laid out for asking how many people are covered at a moment: in patches of up to 64
 * places that lie together and have one service radius, so that what is covered of a patch is one word. Each
 * station knows the patches in its reach and which of their places it covers. Patches stand in the cells of a
 * grid, one layer of cells for each radius.
 *
 * The radius is that of the class of the place's area (docs/methods.md, dynamic cover); places of classes
 * without a radius are in no patch. Built once for a model, immutable, shared by all simulations of it; owned
 * by its arena. */
#ifndef EMS_COVERAGE_PATCHES_H
#define EMS_COVERAGE_PATCHES_H

#include "base/arena.h"
#include "base/status.h"
#include "geo/grid.h"
#include "model/model.h"

struct ems_cover_patch {
    struct ems_point centre; /* of the rectangle around its places, */
    double extent_m;         /* which is this far from it at most */
    int64_t people_millionths;
    int64_t each_millionths;  /* in each place, when they are equal; else -1 */
    uint64_t all;             /* a bit for each place */
    int32_t first_place;      /* bit i is place first_place + i */
    int32_t cell;             /* see ems_cover_cell */
    int32_t first_by, end_by; /* of `by_patch` */
};

/* Which places of a patch a station covers. */
struct ems_cover_share {
    uint64_t places;
    int32_t patch, station;
};

/* The cells of a layer are numbered by blocks of eight by eight: the 64 bits of a word in a bitset over all
 * cells. */
struct ems_cover_layer {
    double radius_m;
    struct ems_grid grid;
    int32_t first_block, blocks_a_row;
};

struct ems_cover_map {
    const struct ems_cover_layer *layers;
    const int32_t *first_patch; /* by cell, one more than there are cells */
    const struct ems_cover_patch *patches;
    const struct ems_point *at;               /* the places: where they are, */
    const int64_t *people_millionths;         /* and how many live there */
    const struct ems_cover_share *by_patch;   /* those that cover most of it first */
    const struct ems_cover_share *by_station; /* from first_share[s] to first_share[s + 1] */
    const int32_t *first_share;
    int32_t layer_count, block_count, patch_count, place_count, station_count, share_count;
    int32_t words; /* of a bitset over the stations */
};

static inline int32_t ems_cover_cell(const struct ems_cover_layer *layer, int32_t row, int32_t column)
{
    int32_t block = layer->first_block + row / 8 * layer->blocks_a_row + column / 8;
    return 64 * block + row % 8 * 8 + column % 8;
}

/* Columns and rows of a layer's cells in which a point can cover something. */
struct ems_cover_window {
    int32_t west, east, south, north;
};
static inline struct ems_cover_window ems_cover_window(const struct ems_cover_layer *layer,
                                                       struct ems_point from)
{
    double reach = layer->radius_m + 0.001; /* what ems_near_reaches takes in, and more */
    return (struct ems_cover_window){.west = ems_grid_column(&layer->grid, from.x_m - reach),
                                     .east = ems_grid_column(&layer->grid, from.x_m + reach),
                                     .south = ems_grid_row(&layer->grid, from.y_m - reach),
                                     .north = ems_grid_row(&layer->grid, from.y_m + reach)};
}

/* Of the places of a patch in `among`, those within the radius of a point. */
uint64_t ems_cover_reach(const struct ems_cover_map *map, const struct ems_cover_patch *patch,
                         double radius_m, struct ems_point from, uint64_t among);

/* Every station counts, crewed or not: who is available is asked later. EMS_NO_MEMORY. */
enum ems_status ems_cover_map_build(const struct ems_model *model, struct ems_arena *arena,
                                    struct ems_cover_map *out);

#endif
