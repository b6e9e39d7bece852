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
    struct ems_point *of_layer;
    double *x, *y;
    int64_t *people;
    int32_t *number; /* of the layer's points among the model's places */
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

static bool outline(struct builder *b, int32_t number)
{
    const struct ems_cover_patch *patch = &b->patches.items[number];
    const double *x = b->x + patch->first_place, *y = b->y + patch->first_place;
    struct ems_point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (int32_t i = 0; i < patch->place_count; i++) {
        low = (struct ems_point){fmin(low.x_m, x[i]), fmin(low.y_m, y[i])};
        high = (struct ems_point){fmax(high.x_m, x[i]), fmax(high.y_m, y[i])};
    }
    struct ems_cover_outline *out = &b->outlines.items[number];
    out->centre = (struct ems_point){(low.x_m + high.x_m) / 2, (low.y_m + high.y_m) / 2};
    out->half_x_m = (float)ceil((high.x_m - low.x_m) / 2);
    out->half_y_m = (float)ceil((high.y_m - low.y_m) / 2);
    out->first_offset = ems_offset_list(&b->offsets, x, y, patch->place_count, out->centre);
    return out->first_offset != EMS_NONE;
}

static bool lay_patch(struct builder *b, int32_t number, const int32_t *points, int32_t count)
{
    struct ems_cover_patch *patch = &b->patches.items[number];
    patch->first_place = b->out->place_count;
    patch->place_count = count;
    patch->all = count == PLACES_MAX ? UINT64_MAX : ((uint64_t)1 << count) - 1;
    for (int32_t i = 0; i < count; i++) {
        const struct ems_demand_place *place = &b->model->places[b->number[points[i]]];
        int64_t people = (int64_t)rint(place->people * 1e6);
        b->x[b->out->place_count] = place->at.x_m;
        b->y[b->out->place_count] = place->at.y_m;
        b->people[b->out->place_count++] = people;
        patch->people_millionths += people;
        if (i == 0) patch->each_millionths = people;
        if (people != patch->each_millionths) patch->each_millionths = -1;
    }
    return outline(b, number);
}

/* An empty patch after all others; EMS_NONE when memory is out. */
static int32_t add_patch(struct builder *b, int32_t cell)
{
    struct ems_cover_patch patch = {.cell = cell};
    struct ems_cover_outline outline = {.next = EMS_NONE};
    bool done = EMS_PUSH(&b->patches, patch) && EMS_PUSH(&b->outlines, outline);
    return done ? b->patches.count - 1 : EMS_NONE;
}

static bool lay_cell(struct builder *b, const struct ems_grid *grid, int32_t number, int32_t cell)
{
    int32_t patch = cell;
    for (int32_t i = grid->first[number], end = grid->first[number + 1]; i < end; i += PLACES_MAX) {
        if (i > grid->first[number]) {
            int32_t next = add_patch(b, cell);
            if (next == EMS_NONE) return false;
            patch = b->outlines.items[patch].next = next;
        }
        if (!lay_patch(b, patch, grid->points + i, ems_grid_smaller(end - i, PLACES_MAX))) return false;
    }
    return true;
}

/* The next layer begins with a block of its own. */
static bool lay_cells(struct builder *b, const struct ems_cover_layer *layer)
{
    const struct ems_grid *grid = &layer->grid;
    int32_t first = 64 * layer->first_block;
    while (b->patches.count < 64 * layer->end_block)
        if (add_patch(b, b->patches.count) == EMS_NONE) return false;
    for (int32_t c = 0; c < grid->rows * grid->columns; c++)
        if (!lay_cell(b, grid, c, ems_cover_cell(layer, c / grid->columns, c % grid->columns))) return false;
    while ((b->patches.count - first) % 64 != 0)
        if (add_patch(b, b->patches.count) == EMS_NONE) return false;
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
    double places = count / area * radius_m * radius_m;
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
    const double slack_m = 0.01; /* more than any rounding */
    layer->radius_m = radius_m;
    layer->all_square = fmax(radius_m - slack_m, 0) * fmax(radius_m - slack_m, 0);
    layer->none_square = (radius_m + slack_m) * (radius_m + slack_m);
    layer->surely = ems_offset_surely(radius_m);
    layer->perhaps = ems_offset_perhaps(radius_m);
    layer->first_block = b->patches.count / 64;
    double per_cell = places_a_cell(b, count, radius_m);
    if (!ems_grid_build(&layer->grid, b->of_layer, count, per_cell, b->arena)) return false;
    layer->cells_a_metre = 1 / layer->grid.cell_m;
    layer->blocks_a_row = (layer->grid.columns + 7) / 8;
    layer->end_block = layer->first_block + layer->blocks_a_row * ((layer->grid.rows + 7) / 8);
    return lay_cells(b, layer);
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
    b->x = EMS_NEW_ARRAY(b->arena, double, places);
    b->y = EMS_NEW_ARRAY(b->arena, double, places);
    b->people = EMS_NEW_ARRAY(b->arena, int64_t, places);
    b->of_layer = EMS_NEW_ARRAY(b->arena, struct ems_point, places);
    b->number = EMS_NEW_ARRAY(b->arena, int32_t, places);
    if (!b->layers || !b->x || !b->y || !b->people || !b->of_layer || !b->number) return false;
    for (double r = next_radius(b, 0); r < INFINITY; r = next_radius(b, r))
        if (!make_layer(b, r)) return false;
    return true;
}

/* Who covers what ------------------------------------------------------------------------------------------
 */

/* Places so close to the circle that their offsets do not tell are looked at one by one. */
static uint64_t reach_exactly(const struct ems_cover_map *map, const struct ems_cover_layer *layer,
                              int32_t patch, struct ems_point from, uint64_t places)
{
    uint64_t reached = 0;
    for (; places != 0; places &= places - 1) {
        int32_t place = map->patches[patch].first_place + __builtin_ctzll(places);
        struct ems_point at = {map->x_m[place], map->y_m[place]};
        if (ems_near_reaches(at, from, layer->radius_m)) reached |= places & -places;
    }
    return reached;
}

uint64_t ems_cover_reach(const struct ems_cover_map *map, const struct ems_cover_layer *layer, int32_t patch,
                         struct ems_point from, uint64_t among)
{
    const struct ems_cover_outline *outline = &map->outlines[patch];
    struct ems_offset_circle circle = {(float)(from.x_m - outline->centre.x_m),
                                       (float)(from.y_m - outline->centre.y_m), layer->surely,
                                       layer->perhaps};
    struct ems_offset_answer in = ems_offsets_within(map->offsets + outline->first_offset, circle, among);
    uint64_t unsure = in.perhaps & ~in.surely;
    return unsure == 0 ? in.surely : in.surely | reach_exactly(map, layer, patch, from, unsure);
}

static void share_cell(struct builder *b, const struct ems_cover_layer *layer, int32_t cell, int32_t station)
{
    struct ems_point from = b->model->stations[station].at.at;
    for (int32_t p = cell; p != EMS_NONE; p = b->outlines.items[p].next) {
        b->covers[p] = ems_cover_reach(b->out, layer, p, from, b->patches.items[p].all);
        if (b->covers[p] == 0) continue;
        b->found[p >> 6] |= (uint64_t)1 << (p & 63);
        b->words[p >> 12] |= (uint64_t)1 << (p >> 6 & 63);
    }
}

static void share_station(struct builder *b, int32_t station)
{
    for (int32_t l = 0; l < b->out->layer_count; l++) {
        const struct ems_cover_layer *layer = &b->layers[l];
        struct ems_cover_window w;
        if (!ems_cover_window(layer, b->model->stations[station].at.at, &w)) continue;
        for (int32_t row = w.south; row <= w.north; row++)
            for (int32_t column = w.west; column <= w.east; column++)
                share_cell(b, layer, ems_cover_cell(layer, row, column), station);
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
    out->x_m = b->x;
    out->y_m = b->y;
    out->people_millionths = b->people;
    out->outlines = KEPT(b, &b->outlines);
    out->offsets = KEPT(b, &b->offsets.quads);
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
    free(b.offsets.quads.items);
    free(b.spans.items);
    free(b.parts.items);
    return done ? EMS_OK : EMS_NO_MEMORY;
}
