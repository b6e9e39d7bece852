#include "coverage/now.h"

#include <string.h>

static int32_t stale_words(const struct ems_cover_map *map)
{
    return (map->patch_count + 63) / 64;
}

bool ems_cover_now_init(struct ems_cover_now *now, const struct ems_cover_map *map, struct ems_arena *arena)
{
    now->available = EMS_NEW_ARRAY(arena, uint64_t, map->words);
    now->covered = EMS_NEW_ARRAY(arena, uint64_t, map->patch_count);
    now->open = EMS_NEW_ARRAY(arena, uint64_t, map->block_count);
    now->stale = EMS_NEW_ARRAY(arena, uint64_t, stale_words(map));
    now->reached = EMS_NEW_ARRAY(arena, struct ems_cover_reached, map->patch_count);
    if (!now->available || !now->covered || !now->open || !now->stale || !now->reached) return false;
    ems_cover_now_reset(now, map);
    return true;
}

/* A cell is open as long as one of its patches, nearly always the only one, is. */
static void note_open(struct ems_cover_now *now, const struct ems_cover_map *map, int32_t cell)
{
    uint64_t bit = (uint64_t)1 << cell % 64, *word = &now->open[cell / 64], left = 0;
    for (int32_t p = map->first_patch[cell]; p < map->first_patch[cell + 1]; p++)
        left |= map->patches[p].all & ~now->covered[p];
    *word = left != 0 ? *word | bit : *word & ~bit;
}

void ems_cover_now_reset(struct ems_cover_now *now, const struct ems_cover_map *map)
{
    memset(now->available, 0, (size_t)map->words * sizeof *now->available);
    memset(now->covered, 0, (size_t)map->patch_count * sizeof *now->covered);
    memset(now->stale, 0, (size_t)stale_words(map) * sizeof *now->stale);
    memset(now->reached, 0, (size_t)map->patch_count * sizeof *now->reached);
    now->question = 0;
    now->people_millionths = 0;
    for (int32_t cell = 0; cell < 64 * map->block_count; cell++) note_open(now, map, cell);
}

static int64_t people_in(const struct ems_cover_map *map, const struct ems_cover_patch *patch,
                         uint64_t places)
{
    if (places == patch->all) return patch->people_millionths;
    if (patch->each_millionths >= 0) return patch->each_millionths * __builtin_popcountll(places);
    const int64_t *people = map->people_millionths + patch->first_place;
    int64_t sum = 0;
    for (; places != 0; places &= places - 1) sum += people[__builtin_ctzll(places)];
    return sum;
}

static void station_comes(struct ems_cover_now *now, const struct ems_cover_map *map, int32_t station)
{
    for (int32_t i = map->first_share[station]; i < map->first_share[station + 1]; i++) {
        const struct ems_cover_share *share = &map->by_station[i];
        uint64_t gain = share->places & ~now->covered[share->patch];
        if (gain == 0) continue;
        const struct ems_cover_patch *patch = &map->patches[share->patch];
        now->covered[share->patch] |= gain;
        now->people_millionths += people_in(map, patch, gain);
        if (now->covered[share->patch] == patch->all) note_open(now, map, patch->cell);
    }
}

static void station_leaves(struct ems_cover_now *now, const struct ems_cover_map *map, int32_t station)
{
    for (int32_t i = map->first_share[station]; i < map->first_share[station + 1]; i++) {
        int32_t patch = map->by_station[i].patch;
        now->stale[patch >> 6] |= (uint64_t)1 << (patch & 63);
    }
}

static void put_together(struct ems_cover_now *now, const struct ems_cover_map *map, int32_t number,
                         const uint64_t *available)
{
    const struct ems_cover_patch *patch = &map->patches[number];
    uint64_t covered = 0, before = now->covered[number];
    for (int32_t i = patch->first_by; i < patch->end_by && covered != before; i++) {
        int32_t station = map->by_patch[i].station;
        uint64_t counts = -(available[station >> 6] >> (station & 63) & 1); /* all bits or none */
        covered |= map->by_patch[i].places & counts;
    }
    if (covered == before) return;
    now->covered[number] = covered;
    now->people_millionths -= people_in(map, patch, before & ~covered);
    now->open[patch->cell / 64] |= (uint64_t)1 << patch->cell % 64;
}

/* First those who come: then nothing that is put together covers more than before. */
static void follow_stations(struct ems_cover_now *now, const struct ems_cover_map *map,
                            const uint64_t *available)
{
    uint64_t left = 0;
    for (int32_t word = 0; word < map->words; word++) {
        for (uint64_t came = available[word] & ~now->available[word]; came != 0; came &= came - 1)
            station_comes(now, map, word * 64 + __builtin_ctzll(came));
        uint64_t gone = now->available[word] & ~available[word];
        for (left |= gone; gone != 0; gone &= gone - 1)
            station_leaves(now, map, word * 64 + __builtin_ctzll(gone));
        now->available[word] = available[word];
    }
    for (int32_t word = 0; left != 0 && word < stale_words(map); word++) {
        for (uint64_t stale = now->stale[word]; stale != 0; stale &= stale - 1)
            put_together(now, map, word * 64 + __builtin_ctzll(stale), available);
        now->stale[word] = 0;
    }
}

/* What a moving unit sees around it. */
struct look {
    struct ems_cover_now *now;
    const struct ems_cover_map *map;
    const struct ems_cover_layer *layer;
    struct ems_point from;
    int64_t people; /* whom moving units have reached first */
};

static void look_at_patch(struct look *l, int32_t number)
{
    const double slack_m = 0.01; /* more than any rounding */
    const struct ems_cover_patch *patch = &l->map->patches[number];
    struct ems_cover_reached *reached = &l->now->reached[number];
    double dx = patch->centre.x_m - l->from.x_m, dy = patch->centre.y_m - l->from.y_m;
    double square = dx * dx + dy * dy, radius = l->layer->radius_m;
    double none = radius + patch->extent_m + slack_m, all = radius - patch->extent_m - slack_m;
    if (square > none * none) return;
    if (reached->question != l->now->question)
        *reached = (struct ems_cover_reached){.question = l->now->question};
    uint64_t gain = patch->all & ~l->now->covered[number] & ~reached->places;
    if (!(all > 0 && square < all * all)) gain = ems_cover_reach(l->map, patch, radius, l->from, gain);
    reached->places |= gain;
    l->people += people_in(l->map, patch, gain);
}

/* The columns of a block that lie from `low` to `high`, in all eight rows. */
static inline uint64_t columns_between(int32_t block, int32_t low, int32_t high)
{
    uint64_t bits = 0xff;
    if (block == low / 8) bits &= (uint64_t)0xff << low % 8;
    if (block == high / 8) bits &= (uint64_t)0xff >> (7 - high % 8);
    return bits * 0x0101010101010101u;
}

/* The rows of a block that lie from `low` to `high`, all eight columns of them. */
static inline uint64_t rows_between(int32_t block, int32_t low, int32_t high)
{
    uint64_t bits = UINT64_MAX;
    if (block == low / 8) bits &= UINT64_MAX << low % 8 * 8;
    if (block == high / 8) bits &= UINT64_MAX >> (7 - high % 8) * 8;
    return bits;
}

static void look_at_cells(struct look *l, int32_t block, uint64_t cells)
{
    for (; cells != 0; cells &= cells - 1) {
        int32_t cell = 64 * block + __builtin_ctzll(cells);
        for (int32_t p = l->map->first_patch[cell]; p < l->map->first_patch[cell + 1]; p++)
            look_at_patch(l, p);
    }
}

static void look_around(struct look *l)
{
    for (int32_t i = 0; i < l->map->layer_count; i++) {
        l->layer = &l->map->layers[i];
        struct ems_cover_window w = ems_cover_window(l->layer, l->from);
        for (int32_t row = w.south / 8; row <= w.north / 8; row++) {
            int32_t first = l->layer->first_block + row * l->layer->blocks_a_row;
            uint64_t rows = rows_between(row, w.south, w.north);
            for (int32_t column = w.west / 8; column <= w.east / 8; column++) {
                uint64_t open = l->now->open[first + column] & rows;
                if (open != 0)
                    look_at_cells(l, first + column, open & columns_between(column, w.west, w.east));
            }
        }
    }
}

/* A number that no patch bears. */
static void begin_question(struct ems_cover_now *now, const struct ems_cover_map *map)
{
    if (++now->question != 0) return;
    memset(now->reached, 0, (size_t)map->patch_count * sizeof *now->reached);
    now->question = 1;
}

double ems_cover_now_people(struct ems_cover_now *now, const struct ems_cover_map *map,
                            const uint64_t *available, const struct ems_point *moving, int32_t moving_count)
{
    follow_stations(now, map, available);
    begin_question(now, map);
    struct look l = {.now = now, .map = map};
    for (int32_t m = 0; m < moving_count; m++) {
        l.from = moving[m];
        look_around(&l);
    }
    return (double)(now->people_millionths + l.people) / 1e6;
}
