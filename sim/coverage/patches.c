#include "coverage/patches.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "coverage/cover.h"
#include "coverage/near.h"

enum { PLACES_MAX = 64, PLACES_LEAST = 8, PLACES_MOST = 48 };

struct builder {
    const struct ems_model *model;
    struct ems_arena *arena;
    struct ems_cover_map *out;
    struct ems_cover_layer *layers;
    struct ems_point *points; /* where places are, layer by layer, */
    int32_t *number;          /* and their numbers in the model */
    struct ems_point *places; /* the same, patch by patch, */
    int64_t *people;          /* and how many live there */
    /* Of the station at hand: what it covers, by patch; bits by patch where that is something; and bits by
     * word of those. */
    uint64_t *covers, *found, *words;
    EMS_ARRAY(struct ems_cover_patch) patches;
    EMS_ARRAY(struct ems_cover_outline) outlines;
    struct ems_offset_lists offsets;
    EMS_ARRAY(struct ems_cover_span) spans;
    EMS_ARRAY(struct ems_cover_part) parts;
};

static double radius_at(const struct builder *b, int32_t place)
{
    return ems_cover_radius_m(b->model, b->model->places[place].area);
}

/* Laying places out ----------------------------------------------------------------------------------------
 */

struct box {
    struct ems_point low, high;
};

static struct box box_around(const struct ems_point *points, int32_t count)
{
    struct box box = {{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (int32_t i = 0; i < count; i++) {
        box.low = (struct ems_point){fmin(box.low.x_m, points[i].x_m), fmin(box.low.y_m, points[i].y_m)};
        box.high = (struct ems_point){fmax(box.high.x_m, points[i].x_m), fmax(box.high.y_m, points[i].y_m)};
    }
    return box;
}

static bool outline(struct builder *b, const struct ems_point *places, int32_t count,
                    struct ems_cover_outline *out)
{
    const struct ems_offset_raster *raster = &b->out->raster;
    struct box box = box_around(places, count);
    struct ems_point centre = {(box.low.x_m + box.high.x_m) / 2, (box.low.y_m + box.high.y_m) / 2};
    out->centre = ems_offset_spot(raster, centre);
    out->half_x = (int32_t)ceil((box.high.x_m - box.low.x_m) / 2 * raster->steps_a_metre);
    out->half_y = (int32_t)ceil((box.high.y_m - box.low.y_m) / 2 * raster->steps_a_metre);
    out->first_offset = ems_offset_list(&b->offsets, raster, places, count, out->centre);
    return out->first_offset != EMS_NONE;
}

static bool lay_patch(struct builder *b, const struct ems_cover_layer *layer, int32_t number,
                      const int32_t *points, int32_t count)
{
    struct ems_cover_patch *patch = &b->patches.items[number];
    const int32_t first = b->out->place_count;
    patch->first_place = first;
    patch->place_count = count;
    patch->all = count == PLACES_MAX ? UINT64_MAX : ((uint64_t)1 << count) - 1;
    for (int32_t i = 0; i < count; i++) {
        int32_t point = layer->first_place + points[i];
        int64_t people = (int64_t)rint(b->model->places[b->number[point]].people * 1e6);
        b->places[first + i] = b->points[point];
        b->people[first + i] = people;
        patch->people_millionths += people;
        if (i == 0) patch->each_millionths = people;
        if (people != patch->each_millionths) patch->each_millionths = -1;
    }
    b->out->place_count += count;
    return outline(b, b->places + first, count, &b->outlines.items[number]);
}

/* An empty patch after all others; EMS_NONE when memory is out. */
static int32_t add_patch(struct builder *b, int32_t cell)
{
    struct ems_cover_patch patch = {.cell = cell};
    struct ems_cover_outline outline = {.next = EMS_NONE};
    bool done = EMS_PUSH(&b->patches, patch) && EMS_PUSH(&b->outlines, outline);
    return done ? b->patches.count - 1 : EMS_NONE;
}

static bool lay_cell(struct builder *b, const struct ems_cover_layer *layer, int32_t number, int32_t cell)
{
    const struct ems_grid *grid = &layer->grid;
    int32_t patch = cell;
    for (int32_t i = grid->first[number], end = grid->first[number + 1]; i < end; i += PLACES_MAX) {
        if (i > grid->first[number]) {
            int32_t next = add_patch(b, cell);
            if (next == EMS_NONE) return false;
            patch = b->outlines.items[patch].next = next;
        }
        int32_t count = ems_grid_smaller(end - i, PLACES_MAX);
        if (!lay_patch(b, layer, patch, grid->points + i, count)) return false;
    }
    return true;
}

/* The layer begins with a block of its own. */
static bool lay_cells(struct builder *b, struct ems_cover_layer *layer)
{
    const struct ems_grid *grid = &layer->grid;
    layer->first_block = b->patches.count / 64;
    layer->blocks_a_row = (grid->columns + 7) / 8;
    layer->end_block = layer->first_block + layer->blocks_a_row * ((grid->rows + 7) / 8);
    do {
        if (add_patch(b, b->patches.count) == EMS_NONE) return false;
    } while (b->patches.count < 64 * layer->end_block);
    for (int32_t c = 0; c < ems_grid_cells(grid); c++)
        if (!lay_cell(b, layer, c, ems_cover_cell(layer, c / grid->columns, c % grid->columns))) return false;
    while (b->patches.count % 64 != 0)
        if (add_patch(b, b->patches.count) == EMS_NONE) return false;
    return true;
}

static double width_of(struct box box)
{
    return fmax(box.high.x_m - box.low.x_m, 1);
}

static double height_of(struct box box)
{
    return fmax(box.high.y_m - box.low.y_m, 1);
}

/* Small patches make for few places where someone is missing; large ones for few patches. */
static double places_a_cell(const struct ems_point *points, int32_t count, double radius_m)
{
    struct box box = box_around(points, count);
    double places = count / (width_of(box) * height_of(box)) * radius_m * radius_m;
    return fmin(fmax(places, PLACES_LEAST), PLACES_MOST);
}

/* Its places come behind those of the layers before it. */
static bool make_layer(struct builder *b, int32_t first_place, double radius_m)
{
    struct ems_cover_layer *layer = &b->layers[b->out->layer_count++];
    struct ems_point *points = b->points + first_place;
    for (int32_t p = 0; p < b->model->place_count; p++) {
        if (radius_at(b, p) != radius_m) continue;
        points[layer->place_count] = b->model->places[p].at;
        b->number[first_place + layer->place_count++] = p;
    }
    layer->radius_m = radius_m;
    layer->first_place = first_place;
    double per_cell = places_a_cell(points, layer->place_count, radius_m);
    if (!ems_grid_build(&layer->grid, points, layer->place_count, per_cell, b->arena)) return false;
    layer->cells_a_metre = 1 / layer->grid.cell_m;
    return true;
}

/* The smallest radius above `radius_m`; INFINITY when there is none. */
static double next_radius(const struct builder *b, double radius_m)
{
    double next = INFINITY;
    for (int32_t p = 0; p < b->model->place_count; p++)
        if (radius_at(b, p) > radius_m && radius_at(b, p) < next) next = radius_at(b, p);
    return next;
}

/* One layer for each radius. */
static bool make_layers(struct builder *b, int32_t *placed)
{
    int32_t places = b->model->place_count, layers = 0;
    for (double r = next_radius(b, 0); r < INFINITY; r = next_radius(b, r)) layers++;
    b->layers = EMS_NEW_ARRAY(b->arena, struct ems_cover_layer, layers);
    b->points = EMS_NEW_ARRAY(b->arena, struct ems_point, places);
    b->places = EMS_NEW_ARRAY(b->arena, struct ems_point, places);
    b->number = EMS_NEW_ARRAY(b->arena, int32_t, places);
    b->people = EMS_NEW_ARRAY(b->arena, int64_t, places);
    if (!b->layers || !b->points || !b->places || !b->number || !b->people) return false;
    for (double r = next_radius(b, 0); r < INFINITY; r = next_radius(b, r)) {
        if (!make_layer(b, *placed, r)) return false;
        *placed += b->layers[b->out->layer_count - 1].place_count;
    }
    return true;
}

/* One raster for all layers: differences of coordinates up to a radius and two cells are counted with. */
static void choose_raster(struct builder *b, int32_t place_count)
{
    double extent_m = 0;
    for (int32_t l = 0; l < b->out->layer_count; l++)
        extent_m = fmax(extent_m, b->layers[l].radius_m + 2 * b->layers[l].grid.cell_m);
    struct ems_point low = {0, 0};
    if (place_count > 0) low = box_around(b->points, place_count).low;
    b->out->raster = ems_offset_raster(low, extent_m);
    for (int32_t l = 0; l < b->out->layer_count; l++)
        b->layers[l].limits = ems_offset_limits(&b->out->raster, b->layers[l].radius_m);
}

static bool lay_out(struct builder *b)
{
    int32_t place_count = 0;
    if (!make_layers(b, &place_count)) return false;
    choose_raster(b, place_count);
    for (int32_t l = 0; l < b->out->layer_count; l++)
        if (!lay_cells(b, &b->layers[l])) return false;
    return true;
}

/* Who covers what ------------------------------------------------------------------------------------------
 */

/* Places so close to the circle that their offsets do not tell are looked at one by one. */
static uint64_t reach_exactly(const struct ems_cover_map *map, double radius_m, int32_t patch,
                              struct ems_point from, uint64_t among)
{
    const struct ems_point *places = map->places + map->patches[patch].first_place;
    uint64_t reached = 0;
    for (; among != 0; among &= among - 1)
        if (ems_near_reaches(places[__builtin_ctzll(among)], from, radius_m)) reached |= among & -among;
    return reached;
}

uint64_t ems_cover_reach(const struct ems_cover_map *map, const struct ems_cover_layer *layer, int32_t patch,
                         const struct ems_cover_sight *from, uint64_t among)
{
    const struct ems_cover_outline *outline = &map->outlines[patch];
    struct ems_offset spot = {(int16_t)(from->spot.x - outline->centre.x),
                              (int16_t)(from->spot.y - outline->centre.y)};
    struct ems_offset_answer in =
        ems_offsets_within(map->offsets + outline->first_offset, spot, layer->limits, among);
    uint64_t unsure = in.perhaps & ~in.surely;
    return unsure == 0 ? in.surely : in.surely | reach_exactly(map, layer->radius_m, patch, from->at, unsure);
}

static void share_cell(struct builder *b, const struct ems_cover_layer *layer, int32_t cell,
                       const struct ems_cover_sight *from)
{
    for (int32_t p = cell; p != EMS_NONE; p = b->outlines.items[p].next) {
        b->covers[p] = ems_cover_reach(b->out, layer, p, from, b->patches.items[p].all);
        if (b->covers[p] == 0) continue;
        b->found[p >> 6] |= (uint64_t)1 << (p & 63);
        b->words[p >> 12] |= (uint64_t)1 << (p >> 6 & 63);
    }
}

static void share_station(struct builder *b, int32_t station)
{
    struct ems_cover_sight from = ems_cover_sight(b->out, b->model->stations[station].at.at);
    for (int32_t l = 0; l < b->out->layer_count; l++) {
        const struct ems_cover_layer *layer = &b->layers[l];
        struct ems_cover_window w;
        if (!ems_cover_window(layer, from.at, &w)) continue;
        for (int32_t row = w.south; row <= w.north; row++)
            for (int32_t column = w.west; column <= w.east; column++)
                share_cell(b, layer, ems_cover_cell(layer, row, column), &from);
    }
}

static bool keep_word(struct builder *b, int32_t word, int32_t station)
{
    struct ems_cover_span span = {.word = word, .first_part = b->parts.count};
    for (uint64_t found = b->found[word]; found != 0; found &= found - 1) {
        struct ems_cover_part part = {.patch = 64 * word + __builtin_ctzll(found), .station = station};
        part.places = b->covers[part.patch];
        bool whole = part.places == b->patches.items[part.patch].all;
        *(whole ? &span.whole : &span.part) |= found & -found;
        if (!whole && !EMS_PUSH(&b->parts, part)) return false;
    }
    b->found[word] = 0;
    return EMS_PUSH(&b->spans, span);
}

static bool keep_station(struct builder *b, int32_t station)
{
    for (int32_t i = 0; i <= b->patches.count >> 12; i++) {
        for (uint64_t words = b->words[i]; words != 0; words &= words - 1)
            if (!keep_word(b, 64 * i + __builtin_ctzll(words), station)) return false;
        b->words[i] = 0;
    }
    return true;
}

static bool share_all(struct builder *b)
{
    int32_t *first = EMS_NEW_ARRAY(b->arena, int32_t, b->model->station_count + 1);
    b->covers = EMS_NEW_ARRAY(b->arena, uint64_t, b->patches.count);
    b->found = EMS_NEW_ARRAY(b->arena, uint64_t, b->patches.count / 64);
    b->words = EMS_NEW_ARRAY(b->arena, uint64_t, (b->patches.count >> 12) + 1);
    if (!first || !b->covers || !b->found || !b->words) return false;
    for (int32_t s = 0; s < b->model->station_count && b->patches.items != NULL; s++) {
        share_station(b, s);
        if (!keep_station(b, s)) return false;
        first[s + 1] = b->spans.count;
    }
    b->out->first_span = first;
    return true;
}

/* Who covers more of a patch comes first: then it is soon seen to be covered. */
static int compare(const void *left, const void *right)
{
    const struct ems_cover_part *a = left, *b = right;
    if (a->patch != b->patch) return a->patch < b->patch ? -1 : 1;
    int more = __builtin_popcountll(b->places) - __builtin_popcountll(a->places);
    return more != 0 ? more : a->station - b->station;
}

static void sort_by_patch(struct builder *b)
{
    struct ems_cover_patch *patches = b->patches.items;
    if (b->parts.count > 0) qsort(b->parts.items, (size_t)b->parts.count, sizeof *b->parts.items, compare);
    for (int32_t i = b->parts.count - 1; i >= 0; i--) patches[b->parts.items[i].patch].first_part = i;
    for (int32_t i = 0; i < b->parts.count; i++) patches[b->parts.items[i].patch].end_part = i + 1;
}

/* What has grown is copied into the arena, where it stays. */
#define KEPT(b, array) copy((b)->arena, (array)->items, (array)->count, sizeof *(array)->items)
static void *copy(struct ems_arena *arena, const void *items, int32_t count, size_t size)
{
    void *kept = ems_arena_alloc(arena, (size_t)count, size);
    if (kept != NULL && count > 0) memcpy(kept, items, (size_t)count * size);
    return kept;
}

/* Where the places are, which those who share them out look at. */
static bool keep_places(struct builder *b)
{
    struct ems_cover_map *out = b->out;
    out->places = b->places;
    out->people_millionths = b->people;
    out->outlines = KEPT(b, &b->outlines);
    out->offsets = KEPT(b, &b->offsets.items);
    out->layers = b->layers;
    out->patches = b->patches.items;
    out->patch_count = b->patches.count;
    return out->outlines && out->offsets;
}

static bool keep_shares(struct builder *b)
{
    struct ems_cover_map *out = b->out;
    out->spans = KEPT(b, &b->spans);
    out->parts = KEPT(b, &b->parts);
    sort_by_patch(b);
    out->by_patch = KEPT(b, &b->parts);
    out->patches = KEPT(b, &b->patches);
    return out->spans && out->parts && out->by_patch && out->patches;
}

enum ems_status ems_cover_map_build(const struct ems_model *model, struct ems_arena *arena,
                                    struct ems_cover_map *out)
{
    struct builder b = {.model = model, .arena = arena, .out = out};
    *out = (struct ems_cover_map){.station_count = model->station_count,
                                  .words = (model->station_count + 63) / 64};
    bool done = lay_out(&b) && keep_places(&b) && share_all(&b) && keep_shares(&b);
    free(b.patches.items);
    free(b.outlines.items);
    free(b.offsets.items.items);
    free(b.spans.items);
    free(b.parts.items);
    return done ? EMS_OK : EMS_NO_MEMORY;
}
