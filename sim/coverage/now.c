#include "coverage/now.h"

#include <stdlib.h>

/* Moments are kept apart where that takes in at least half of the stations: else too many of the others have
 * changed when one comes back. */
enum { STATIONS_TOLD_APART = 6, PATCHES_FEW = 256, COLUMNS_FEW = 4 };

/* A cell is open as long as one of its patches, nearly always the only one, is. */
static void note_open(struct ems_cover_moment *now, const struct ems_cover_map *map, int32_t cell)
{
    uint64_t bit = (uint64_t)1 << (cell & 63), *word = &now->open[cell >> 6], left = 0;
    for (int32_t p = cell; p != EMS_NONE; p = map->outlines[p].next) left |= now->rest[p].left;
    *word = left != 0 ? *word | bit : *word & ~bit;
}

/* Nothing is covered. The bitsets stand together: of a small map they are a line of memory. */
static bool begin(struct ems_cover_moment *now, const struct ems_cover_map *map, struct ems_arena *arena)
{
    int32_t words = map->patch_count / 64;
    while (map->station_count >> now->digits != 0) now->digits++;
    uint64_t *bits = EMS_NEW_ARRAY(arena, uint64_t, map->words + (int64_t)words * (3 + now->digits));
    now->rest = EMS_NEW_ARRAY(arena, struct ems_cover_rest, map->patch_count);
    if (!bits || !now->rest) return false;
    now->available = bits;
    now->whole = now->available + map->words;
    now->open = now->whole + words;
    now->touched = now->open + words;
    now->counts = now->touched + words;
    for (int32_t p = 0; p < map->patch_count; p++) now->rest[p].left = map->patches[p].all;
    for (int32_t p = 0; p < map->patch_count; p++) note_open(now, map, map->patches[p].cell);
    return true;
}

bool ems_cover_now_init(struct ems_cover_now *now, const struct ems_cover_map *map, struct ems_arena *arena)
{
    bool few = map->station_count <= 2 * STATIONS_TOLD_APART && map->patch_count <= PATCHES_FEW;
    int32_t count = few ? 1 << ems_grid_smaller(map->station_count, STATIONS_TOLD_APART) : 1;
    now->told_apart = (uint64_t)count - 1;
    now->moments = EMS_NEW_ARRAY(arena, struct ems_cover_moment, count);
    if (!now->moments) return false;
    for (int32_t i = 0; i < count; i++)
        if (!begin(&now->moments[i], map, arena)) return false;
    return true;
}

/* The builtin is a call on machines whose own instruction may not be counted on. */
static inline int64_t count_bits(uint64_t bits)
{
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (int64_t)(bits * 0x0101010101010101u >> 56);
}

static int64_t people_in(const struct ems_cover_map *map, const struct ems_cover_patch *patch,
                         uint64_t places)
{
    if (places == patch->all) return patch->people_millionths;
    if (patch->each_millionths >= 0) return patch->each_millionths * count_bits(places);
    const int64_t *people = map->people_millionths + patch->first_place;
    int64_t sum = 0;
    for (; places != 0; places &= places - 1) sum += people[__builtin_ctzll(places)];
    return sum;
}

/* The counts of 64 patches stand side by side, a word for each binary digit: adds one where `which` says. */
static void count_up(uint64_t *digit, uint64_t which)
{
    for (uint64_t carry; which != 0; which = carry, digit++) {
        carry = *digit & which;
        *digit ^= which;
    }
}

static void count_down(uint64_t *digit, uint64_t which)
{
    for (uint64_t borrow; which != 0; which = borrow, digit++) {
        borrow = ~*digit & which;
        *digit ^= which;
    }
}

/* Which counts are not zero. */
static uint64_t some(const uint64_t *digit, int32_t digits)
{
    uint64_t any = 0;
    for (int32_t d = 0; d < digits; d++) any |= digit[d];
    return any;
}

static void take_in(struct ems_cover_moment *now, const struct ems_cover_map *map, int32_t patch,
                    uint64_t places)
{
    places &= now->rest[patch].left;
    if (places == 0) return;
    now->rest[patch].left &= ~places;
    now->people_millionths += people_in(map, &map->patches[patch], places);
    if (now->rest[patch].left == 0) note_open(now, map, map->patches[patch].cell);
}

static void station_comes(struct ems_cover_moment *now, const struct ems_cover_map *map, int32_t station)
{
    for (int32_t i = map->first_span[station]; i < map->first_span[station + 1]; i++) {
        const struct ems_cover_span *span = &map->spans[i];
        const struct ems_cover_part *parts = &map->parts[span->first_part];
        uint64_t whole = span->whole & ~now->whole[span->word], part = span->part & ~now->whole[span->word];
        count_up(&now->counts[span->word * now->digits], span->whole);
        now->whole[span->word] |= whole;
        for (; whole != 0; whole &= whole - 1)
            take_in(now, map, 64 * span->word + __builtin_ctzll(whole), UINT64_MAX);
        for (; part != 0; part &= part - 1) {
            const struct ems_cover_part *p = &parts[count_bits(span->part & ((part & -part) - 1))];
            take_in(now, map, p->patch, p->places);
        }
    }
}

/* What stations cover of a patch that none of them covers all of: at most what they did before. */
static void put_together(struct ems_cover_moment *now, const struct ems_cover_map *map, int32_t number)
{
    const struct ems_cover_patch *patch = &map->patches[number];
    uint64_t covered = 0, before = patch->all & ~now->rest[number].left;
    for (int32_t i = patch->first_part; i < patch->end_part && covered != before; i++) {
        int32_t station = map->by_patch[i].station;
        uint64_t counts = -(now->available[station >> 6] >> (station & 63) & 1); /* all bits or none */
        covered |= map->by_patch[i].places & counts;
    }
    if (covered == before) return;
    now->rest[number].left = patch->all & ~covered;
    now->people_millionths -= people_in(map, patch, before & ~covered);
    now->open[patch->cell >> 6] |= (uint64_t)1 << (patch->cell & 63);
}

static void station_leaves(struct ems_cover_moment *now, const struct ems_cover_map *map, int32_t station)
{
    for (int32_t i = map->first_span[station]; i < map->first_span[station + 1]; i++) {
        const struct ems_cover_span *span = &map->spans[i];
        uint64_t *counts = &now->counts[span->word * now->digits];
        count_down(counts, span->whole);
        now->whole[span->word] = some(counts, now->digits);
        uint64_t lost = (span->whole | span->part) & ~now->whole[span->word];
        for (; lost != 0; lost &= lost - 1) put_together(now, map, 64 * span->word + __builtin_ctzll(lost));
    }
}

/* First those who come: then nothing that is put together covers more than before. */
static void follow_stations(struct ems_cover_moment *now, const struct ems_cover_map *map,
                            const uint64_t *available)
{
    for (int32_t word = 0; word < map->words; word++) {
        uint64_t came = available[word] & ~now->available[word];
        now->available[word] |= came;
        for (; came != 0; came &= came - 1) station_comes(now, map, word * 64 + __builtin_ctzll(came));
    }
    for (int32_t word = 0; word < map->words; word++) {
        uint64_t gone = now->available[word] & ~available[word];
        now->available[word] &= ~gone;
        for (; gone != 0; gone &= gone - 1) station_leaves(now, map, word * 64 + __builtin_ctzll(gone));
    }
}

/* What a moving unit sees around it. */
struct look {
    struct ems_cover_moment *now;
    const struct ems_cover_map *map;
    const struct ems_cover_layer *layer;
    struct ems_cover_sight from;
};

static inline int64_t square(int64_t x, int64_t y)
{
    return x * x + y * y;
}

/* Those of the places `among` of a patch that are in reach. Whether all are, or none is, is seen from its
 * rectangle. */
static inline uint64_t look_at_patch(const struct look *l, int32_t number, uint64_t among)
{
    const struct ems_cover_outline *patch = &l->map->outlines[number];
    int32_t dx = abs(patch->centre.x - l->from.spot.x), dy = abs(patch->centre.y - l->from.spot.y);
    if (square(dx + patch->half_x, dy + patch->half_y) < l->layer->limits.surely) return among;
    int32_t near_x = dx - patch->half_x, near_y = dy - patch->half_y;
    if (square(near_x > 0 ? near_x : 0, near_y > 0 ? near_y : 0) >= l->layer->limits.perhaps) return 0;
    return ems_cover_reach(l->map, l->layer, number, &l->from, among);
}

/* Kept apart: where it is inlined, nearly all registers are saved for every cell. */
static __attribute__((noinline)) void look_at_cells(const struct look *l, int32_t block, uint64_t cells)
{
    for (; cells != 0; cells &= cells - 1)
        for (int32_t p = 64 * block + __builtin_ctzll(cells); p != EMS_NONE; p = l->map->outlines[p].next) {
            struct ems_cover_rest *rest = &l->now->rest[p];
            uint64_t missing = rest->left & ~rest->reached, gain = missing ? look_at_patch(l, p, missing) : 0;
            if (gain == 0) continue;
            rest->reached |= gain;
            l->now->touched[p >> 6] |= (uint64_t)1 << (p & 63);
        }
}

/* Of the cells of a block those in the window's columns, in all eight rows. */
static inline uint64_t columns_of(const struct ems_cover_window *w, int32_t block)
{
    int32_t west = ems_grid_larger(w->west - 8 * block, 0), east = ems_grid_smaller(w->east - 8 * block, 7);
    return (((uint64_t)0xff << west) & ((uint64_t)0xff >> (7 - east))) * 0x0101010101010101u;
}

/* Those in the window's rows, all eight columns of them. */
static inline uint64_t rows_of(const struct ems_cover_window *w, int32_t block)
{
    int32_t south = ems_grid_larger(w->south - 8 * block, 0),
            north = ems_grid_smaller(w->north - 8 * block, 7);
    return (UINT64_MAX << 8 * south) & (UINT64_MAX >> 8 * (7 - north));
}

static void look_through_window(const struct look *l)
{
    struct ems_cover_window w;
    if (!ems_cover_window(l->layer, l->from.at, &w)) return;
    for (int32_t row = w.south >> 3; row <= w.north >> 3; row++) {
        int32_t first = l->layer->first_block + row * l->layer->blocks_a_row;
        for (int32_t column = w.west >> 3; column <= w.east >> 3; column++) {
            uint64_t open = l->now->open[first + column];
            if (open != 0) look_at_cells(l, first + column, open & columns_of(&w, column) & rows_of(&w, row));
        }
    }
}

/* Where a layer has few cells, telling which of them are near takes longer than looking at all. */
static void look_around(const struct look *l)
{
    const struct ems_cover_layer *layer = l->layer;
    if (layer->grid.columns <= COLUMNS_FEW && layer->grid.rows <= COLUMNS_FEW)
        look_at_cells(l, layer->first_block, l->now->open[layer->first_block]);
    else
        look_through_window(l);
}

/* Somebody of the layer is left without a station. */
static bool is_open(const struct ems_cover_moment *now, const struct ems_cover_layer *layer)
{
    uint64_t open = 0;
    for (int32_t block = layer->first_block; block < layer->end_block; block++) open |= now->open[block];
    return open != 0;
}

/* Counts whom moving units cover beyond stations, and forgets it. */
static int64_t gather(struct ems_cover_moment *now, const struct ems_cover_map *map)
{
    int64_t people = 0;
    for (int32_t word = 0; word < map->patch_count / 64; word++) {
        for (uint64_t touched = now->touched[word]; touched != 0; touched &= touched - 1) {
            int32_t patch = word * 64 + __builtin_ctzll(touched);
            people += people_in(map, &map->patches[patch], now->rest[patch].reached);
            now->rest[patch].reached = 0;
        }
        now->touched[word] = 0;
    }
    return people;
}

static int64_t people_near(struct ems_cover_moment *now, const struct ems_cover_map *map,
                           const struct ems_point *moving, int32_t moving_count)
{
    for (int32_t i = 0; i < map->layer_count; i++) {
        if (!is_open(now, &map->layers[i])) continue;
        for (int32_t m = 0; m < moving_count; m++)
            look_around(&(struct look){
                .now = now, .map = map, .layer = &map->layers[i], .from = ems_cover_sight(map, moving[m])});
    }
    return gather(now, map);
}

double ems_cover_now_people(struct ems_cover_now *now, const struct ems_cover_map *map,
                            const uint64_t *available, const struct ems_point *moving, int32_t moving_count)
{
    uint64_t combination = now->told_apart != 0 ? available[0] & now->told_apart : 0;
    struct ems_cover_moment *moment = &now->moments[combination];
    follow_stations(moment, map, available);
    int64_t people = moment->people_millionths;
    if (moving_count > 0) people += people_near(moment, map, moving, moving_count);
    return (double)people / 1e6;
}
