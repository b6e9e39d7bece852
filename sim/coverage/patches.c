#include "coverage/patches.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "coverage/cover.h"
#include "coverage/near.h"

enum { PLACES_MAX = 64, PLACES_LEAST = 8, PLACES_MOST = 36 };

struct builder {
    const struct ems_model *model;
    struct ems_arena *arena;
    struct ems_cover_map *out;
    struct ems_cover_layer *layers;
    struct ems_point *at, *of_layer;
    int64_t *people;
    int32_t *number; /* of the layer's points among the model's places */
    EMS_ARRAY(struct ems_cover_patch) patches;
    EMS_ARRAY(int32_t) first_patch;
    EMS_ARRAY(struct ems_cover_share) shares;
};

static double radius_at(const struct builder *b, int32_t place)
{
    return ems_cover_radius_m(b->model, b->model->places[place].area);
}

/* Laying places out ----------------------------------------------------------------------------------------
 */

static void bound(const struct builder *b, struct ems_cover_patch *patch)
{
    struct ems_point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (int32_t i = patch->first_place; i < b->out->place_count; i++) {
        low = (struct ems_point){fmin(low.x_m, b->at[i].x_m), fmin(low.y_m, b->at[i].y_m)};
        high = (struct ems_point){fmax(high.x_m, b->at[i].x_m), fmax(high.y_m, b->at[i].y_m)};
    }
    patch->centre = (struct ems_point){(low.x_m + high.x_m) / 2, (low.y_m + high.y_m) / 2};
    patch->extent_m = ems_point_distance(patch->centre, high);
}

static bool lay_patch(struct builder *b, int32_t cell, const int32_t *points, int32_t count)
{
    struct ems_cover_patch patch = {.cell = cell, .first_place = b->out->place_count};
    patch.all = count == PLACES_MAX ? UINT64_MAX : ((uint64_t)1 << count) - 1;
    for (int32_t i = 0; i < count; i++) {
        const struct ems_demand_place *place = &b->model->places[b->number[points[i]]];
        int64_t people = (int64_t)rint(place->people * 1e6);
        b->at[b->out->place_count] = place->at;
        b->people[b->out->place_count++] = people;
        patch.people_millionths += people;
        if (i == 0) patch.each_millionths = people;
        if (people != patch.each_millionths) patch.each_millionths = -1;
    }
    bound(b, &patch);
    return EMS_PUSH(&b->patches, patch);
}

static bool lay_cell(struct builder *b, const struct ems_grid *grid, int32_t number, int32_t cell)
{
    for (int32_t i = grid->first[cell]; i < grid->first[cell + 1]; i += PLACES_MAX) {
        int32_t left = grid->first[cell + 1] - i;
        if (!lay_patch(b, number, grid->points + i, left < PLACES_MAX ? left : PLACES_MAX)) return false;
    }
    return true;
}

/* Block after block, and in a block row after row. */
static bool lay_cells(struct builder *b, const struct ems_cover_layer *layer, int32_t blocks)
{
    const struct ems_grid *grid = &layer->grid;
    for (int32_t i = 0; i < 64 * blocks; i++) {
        int32_t block = i / 64, row = block / layer->blocks_a_row * 8 + i % 64 / 8;
        int32_t column = block % layer->blocks_a_row * 8 + i % 8, first = b->patches.count;
        if (!EMS_PUSH(&b->first_patch, first)) return false;
        if (row < grid->rows && column < grid->columns &&
            !lay_cell(b, grid, 64 * layer->first_block + i, row * grid->columns + column))
            return false;
    }
    return true;
}

/* Small patches let a point with a short reach be sure of most of them; large ones make short lists. */
static double places_a_cell(const struct builder *b, int32_t count, double radius_m)
{
    struct ems_point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (int32_t i = 0; i < count; i++) {
        low = (struct ems_point){fmin(low.x_m, b->of_layer[i].x_m), fmin(low.y_m, b->of_layer[i].y_m)};
        high = (struct ems_point){fmax(high.x_m, b->of_layer[i].x_m), fmax(high.y_m, b->of_layer[i].y_m)};
    }
    double area = fmax(high.x_m - low.x_m, 1) * fmax(high.y_m - low.y_m, 1);
    double places = count / area * (0.8 * radius_m) * (0.8 * radius_m);
    return fmin(fmax(places, PLACES_LEAST), PLACES_MOST);
}

static bool make_layer(struct builder *b, double radius_m)
{
    struct ems_cover_layer *layer = &b->layers[b->out->layer_count++];
    int32_t count = 0;
    for (int32_t p = 0; p < b->model->place_count; p++) {
        if (radius_at(b, p) != radius_m) continue;
        b->of_layer[count] = b->model->places[p].at;
        b->number[count++] = p;
    }
    layer->radius_m = radius_m;
    layer->first_block = b->out->block_count;
    double per_cell = places_a_cell(b, count, radius_m);
    if (!ems_grid_build(&layer->grid, b->of_layer, count, per_cell, b->arena)) return false;
    layer->blocks_a_row = (layer->grid.columns + 7) / 8;
    int32_t blocks = layer->blocks_a_row * ((layer->grid.rows + 7) / 8);
    b->out->block_count += blocks;
    return lay_cells(b, layer, blocks);
}

/* The smallest radius above `radius_m`; INFINITY when there is none. */
static double next_radius(const struct builder *b, double radius_m)
{
    double next = INFINITY;
    for (int32_t p = 0; p < b->model->place_count; p++)
        if (radius_at(b, p) > radius_m && radius_at(b, p) < next) next = radius_at(b, p);
    return next;
}

static bool lay_out(struct builder *b)
{
    int32_t places = b->model->place_count, layers = 0;
    for (double r = next_radius(b, 0); r < INFINITY; r = next_radius(b, r)) layers++;
    b->layers = EMS_NEW_ARRAY(b->arena, struct ems_cover_layer, layers);
    b->at = EMS_NEW_ARRAY(b->arena, struct ems_point, places);
    b->people = EMS_NEW_ARRAY(b->arena, int64_t, places);
    b->of_layer = EMS_NEW_ARRAY(b->arena, struct ems_point, places);
    b->number = EMS_NEW_ARRAY(b->arena, int32_t, places);
    if (!b->layers || !b->at || !b->people || !b->of_layer || !b->number) return false;
    for (double r = next_radius(b, 0); r < INFINITY; r = next_radius(b, r))
        if (!make_layer(b, r)) return false;
    int32_t end = b->patches.count;
    return EMS_PUSH(&b->first_patch, end);
}

/* Who covers what ------------------------------------------------------------------------------------------
 */

uint64_t ems_cover_reach(const struct ems_cover_map *map, const struct ems_cover_patch *patch,
                         double radius_m, struct ems_point from, uint64_t among)
{
    const struct ems_point *at = map->at + patch->first_place;
    uint64_t reached = 0;
    for (; among != 0; among &= among - 1) {
        int i = __builtin_ctzll(among);
        reached |= (uint64_t)ems_near_reaches(at[i], from, radius_m) << i;
    }
    return reached;
}

static bool share_cell(struct builder *b, const struct ems_cover_layer *layer, int32_t cell, int32_t station)
{
    for (int32_t p = b->first_patch.items[cell]; p < b->first_patch.items[cell + 1]; p++) {
        const struct ems_cover_patch *patch = &b->patches.items[p];
        struct ems_cover_share share = {.patch = p, .station = station};
        share.places =
            ems_cover_reach(b->out, patch, layer->radius_m, b->model->stations[station].at.at, patch->all);
        if (share.places != 0 && !EMS_PUSH(&b->shares, share)) return false;
    }
    return true;
}

static bool share_station(struct builder *b, int32_t station)
{
    for (int32_t l = 0; l < b->out->layer_count; l++) {
        const struct ems_cover_layer *layer = &b->layers[l];
        struct ems_cover_window w = ems_cover_window(layer, b->model->stations[station].at.at);
        for (int32_t row = w.south; row <= w.north; row++)
            for (int32_t column = w.west; column <= w.east; column++)
                if (!share_cell(b, layer, ems_cover_cell(layer, row, column), station)) return false;
    }
    return true;
}

static bool share_all(struct builder *b)
{
    int32_t *first = EMS_NEW_ARRAY(b->arena, int32_t, b->model->station_count + 1);
    b->out->first_share = first;
    if (first == NULL) return false;
    for (int32_t s = 0; s < b->model->station_count; s++) {
        if (!share_station(b, s)) return false;
        first[s + 1] = b->shares.count;
    }
    return true;
}

/* Who covers more of a patch comes first: then it is soon seen to be covered. */
static bool covers_more(const struct ems_cover_share *a, const struct ems_cover_share *b)
{
    int more = __builtin_popcountll(a->places) - __builtin_popcountll(b->places);
    return more != 0 ? more > 0 : a->station < b->station;
}

static int compare(const void *a, const void *b)
{
    return covers_more(a, b) ? -1 : covers_more(b, a);
}

static bool sort_by_patch(struct builder *b, struct ems_cover_share *sorted)
{
    struct ems_cover_patch *patches = b->patches.items;
    for (int32_t i = 0; i < b->shares.count; i++) patches[b->shares.items[i].patch].end_by++;
    for (int32_t p = 0, sum = 0; p < b->patches.count; p++) {
        int32_t count = patches[p].end_by;
        patches[p].first_by = patches[p].end_by = sum;
        sum += count;
    }
    for (int32_t i = 0; i < b->shares.count; i++)
        sorted[patches[b->shares.items[i].patch].end_by++] = b->shares.items[i];
    for (int32_t p = 0; p < b->patches.count; p++)
        qsort(sorted + patches[p].first_by, (size_t)(patches[p].end_by - patches[p].first_by), sizeof *sorted,
              compare);
    return true;
}

/* What has grown is copied into the arena, where it stays. */
static bool keep(struct builder *b)
{
    struct ems_cover_map *out = b->out;
    struct ems_cover_share *by_patch = EMS_NEW_ARRAY(b->arena, struct ems_cover_share, b->shares.count);
    struct ems_cover_share *by_station = EMS_NEW_ARRAY(b->arena, struct ems_cover_share, b->shares.count);
    struct ems_cover_patch *patches = EMS_NEW_ARRAY(b->arena, struct ems_cover_patch, b->patches.count);
    int32_t *first_patch = EMS_NEW_ARRAY(b->arena, int32_t, b->first_patch.count);
    if (!by_patch || !by_station || !patches || !first_patch || !sort_by_patch(b, by_patch)) return false;
    if (b->shares.count > 0)
        memcpy(by_station, b->shares.items, (size_t)b->shares.count * sizeof *by_station);
    if (b->patches.count > 0) memcpy(patches, b->patches.items, (size_t)b->patches.count * sizeof *patches);
    memcpy(first_patch, b->first_patch.items, (size_t)b->first_patch.count * sizeof *first_patch);
    out->by_patch = by_patch;
    out->by_station = by_station;
    out->patches = patches;
    out->first_patch = first_patch;
    out->layers = b->layers;
    out->patch_count = b->patches.count;
    out->share_count = b->shares.count;
    return true;
}

enum ems_status ems_cover_map_build(const struct ems_model *model, struct ems_arena *arena,
                                    struct ems_cover_map *out)
{
    struct builder b = {.model = model, .arena = arena, .out = out};
    *out = (struct ems_cover_map){.station_count = model->station_count,
                                  .words = (model->station_count + 63) / 64};
    bool done = lay_out(&b);
    out->at = b.at;
    out->people_millionths = b.people;
    done = done && share_all(&b) && keep(&b);
    free(b.patches.items);
    free(b.first_patch.items);
    free(b.shares.items);
    return done ? EMS_OK : EMS_NO_MEMORY;
}
