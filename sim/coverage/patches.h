/* The demand places laid out for asking how many people are covered at a moment: in patches of up to 64
 * places that lie together and have one service radius, so that what is covered of a patch is one word. Each
 * station knows the patches that it covers, wholly or in part. Patches stand in the cells of a grid, one
 * layer of cells for each radius.
 *
 * The radius is that of the class of the place's area (docs/methods.md, dynamic cover); places of classes
 * without a radius are in no patch. Built once for a model, immutable, shared by all simulations of it; owned
 * by its arena. */
#ifndef EMS_COVERAGE_PATCHES_H
#define EMS_COVERAGE_PATCHES_H

#include "base/arena.h"
#include "base/status.h"
#include "coverage/offsets.h"
#include "geo/grid.h"
#include "model/model.h"

/* The number of a patch is that of its cell. Where more than 64 places crowd a cell, the patch has others
 * behind it, numbered after the cells of the layer. An empty cell has an empty patch. */
struct ems_cover_patch {
    int64_t people_millionths;
    int64_t each_millionths;          /* in each place, when they are equal; else -1 */
    uint64_t all;                     /* a bit for each place */
    int32_t first_place, place_count; /* bit i is place first_place + i */
    int32_t first_part, end_part;     /* of `by_patch` */
    int32_t cell;
};

/* Where a patch lies on the map's raster: what is looked at most stands close together. */
struct ems_cover_outline {
    struct ems_spot centre;
    int32_t half_x, half_y; /* of the rectangle around its places: half its width and height, or more */
    int32_t first_offset;   /* of `offsets` */
    int32_t next;           /* patch of the same cell, EMS_NONE */
};

/* A station covers some places of a patch, not all. */
struct ems_cover_part {
    uint64_t places;
    int32_t patch, station;
};

/* What a station covers among 64 patches, those of one word of a bitset over all patches. */
struct ems_cover_span {
    uint64_t whole, part;
    int32_t word;
    int32_t first_part; /* of `parts`: one for each bit of `part` */
};

/* The cells of a layer are numbered by blocks of eight by eight: the 64 bits of a word in a bitset over all
 * patches. */
struct ems_cover_layer {
    double radius_m;
    struct ems_offset_limits limits; /* of the radius */
    struct ems_grid grid;            /* of its places */
    double cells_a_metre;
    int32_t first_place, place_count;
    int32_t first_block, end_block, blocks_a_row;
};

struct ems_cover_map {
    const struct ems_cover_layer *layers;
    const struct ems_cover_patch *patches;
    const struct ems_cover_outline *outlines; /* by patch */
    struct ems_offset_raster raster;
    const struct ems_offset *offsets;
    const struct ems_point *places;        /* by layer and patch: where they are, */
    const int64_t *people_millionths;      /* and how many live there */
    const struct ems_cover_span *spans;    /* by station, */
    const int32_t *first_span;             /* from first_span[s] to first_span[s + 1] */
    const struct ems_cover_part *parts;    /* by span */
    const struct ems_cover_part *by_patch; /* the same, those that cover most of the patch first */
    int32_t layer_count, patch_count, place_count, station_count;
    int32_t words; /* of a bitset over the stations */
};

static inline int32_t ems_cover_cell(const struct ems_cover_layer *layer, int32_t row, int32_t column)
{
    int32_t block = layer->first_block + row / 8 * layer->blocks_a_row + column / 8;
    return 64 * block + row % 8 * 8 + column % 8;
}

/* Columns and rows of a layer's cells in which a point can cover something; false: there are none. */
struct ems_cover_window {
    int32_t west, east, south, north;
};
static inline bool ems_cover_window(const struct ems_cover_layer *layer, struct ems_point from,
                                    struct ems_cover_window *out)
{
    double scale = layer->cells_a_metre;
    double reach = (layer->radius_m + 0.001) * scale; /* what ems_near_reaches takes in, and more */
    double x = (from.x_m - layer->grid.low.x_m) * scale, y = (from.y_m - layer->grid.low.y_m) * scale;
    int32_t columns = layer->grid.columns, rows = layer->grid.rows;
    if (x + reach < 0 || x - reach > columns || y + reach < 0 || y - reach > rows) return false;
    *out = (struct ems_cover_window){
        .west = ems_grid_held(x - reach, columns),
        .east = ems_grid_held(x + reach, columns),
        .south = ems_grid_held(y - reach, rows),
        .north = ems_grid_held(y + reach, rows),
    };
    return true;
}

/* A point, as patches see it. */
struct ems_cover_sight {
    struct ems_point at;
    struct ems_spot spot;
};
static inline struct ems_cover_sight ems_cover_sight(const struct ems_cover_map *map, struct ems_point at)
{
    return (struct ems_cover_sight){at, ems_offset_spot(&map->raster, at)};
}

/* Those of the places `among` of a layer's patch that lie within its radius of a point, which is no further
 * than that from the patch's cell. */
uint64_t ems_cover_reach(const struct ems_cover_map *map, const struct ems_cover_layer *layer, int32_t patch,
                         const struct ems_cover_sight *from, uint64_t among);

/* Every station counts, crewed or not: who is available is asked later. EMS_NO_MEMORY. */
enum ems_status ems_cover_map_build(const struct ems_model *model, struct ems_arena *arena,
                                    struct ems_cover_map *out);

#endif
