#include "coverage/now.h"

#include <string.h>

#include "coverage/near.h"

bool ems_cover_now_init(struct ems_cover_now *now, const struct ems_cover_groups *groups,
                        struct ems_arena *arena)
{
    const struct ems_cover_layers *map = &groups->map;
    now->available = EMS_NEW_ARRAY(arena, uint64_t, groups->words);
    now->witness = EMS_NEW_ARRAY(arena, int32_t, groups->count);
    now->first_of = EMS_NEW_ARRAY(arena, int32_t, groups->station_count);
    now->next_same = EMS_NEW_ARRAY(arena, int32_t, groups->count);
    now->open_people = EMS_NEW_ARRAY(arena, int64_t, map->cell_count);
    now->open = EMS_NEW_ARRAY(arena, uint64_t, map->block_count);
    now->asked = EMS_NEW_ARRAY(arena, struct ems_cover_asked, map->cell_count);
    now->place_asked = EMS_NEW_ARRAY(arena, uint32_t, map->place_count);
    if (!now->available || !now->witness || !now->first_of || !now->next_same || !now->open_people ||
        !now->open || !now->asked || !now->place_asked)
        return false;
    ems_cover_now_reset(now, groups);
    return true;
}

static inline void note_open(struct ems_cover_now *now, int32_t cell)
{
    uint64_t bit = (uint64_t)1 << cell % 64, *word = &now->open[cell / 64];
    *word = now->open_people[cell] > 0 ? *word | bit : *word & ~bit;
}

void ems_cover_now_reset(struct ems_cover_now *now, const struct ems_cover_groups *groups)
{
    const struct ems_cover_layers *map = &groups->map;
    memset(now->available, 0, (size_t)groups->words * sizeof *now->available);
    memset(now->asked, 0, (size_t)map->cell_count * sizeof *now->asked);
    memset(now->place_asked, 0, (size_t)map->place_count * sizeof *now->place_asked);
    now->question = 0;
    now->people_millionths = 0;
    for (int32_t g = 0; g < groups->count; g++) now->witness[g] = EMS_NONE;
    for (int32_t s = 0; s < groups->station_count; s++) now->first_of[s] = EMS_NONE;
    for (int32_t c = 0; c < map->cell_count; c++) {
        now->open_people[c] = 0;
        for (int32_t i = map->cells[c].first_piece; i < map->cells[c].end_piece; i++)
            now->open_people[c] += map->pieces[i].people_millionths;
        note_open(now, c);
    }
}

/* A group becomes covered, or is so no longer. */
static void flip_group(struct ems_cover_now *now, const struct ems_cover_groups *groups, int32_t number,
                       bool covered)
{
    const struct ems_cover_group *group = &groups->groups[number];
    for (int32_t i = group->first_piece; i < group->end_piece; i++) {
        const struct ems_cover_piece *piece = &groups->map.pieces[groups->pieces[i]];
        int64_t people = covered ? piece->people_millionths : -piece->people_millionths;
        now->people_millionths += people;
        now->open_people[piece->cell] -= people;
        note_open(now, piece->cell);
    }
}

static void set_witness(struct ems_cover_now *now, int32_t group, int32_t station)
{
    now->witness[group] = station;
    now->next_same[group] = now->first_of[station];
    now->first_of[station] = group;
}

static int32_t find_witness(const struct ems_cover_groups *groups, const struct ems_cover_group *group,
                            const uint64_t *available)
{
    for (int32_t i = group->first_station; i < group->end_station; i++) {
        int32_t station = groups->stations[i];
        if (available[station >> 6] >> (station & 63) & 1) return station;
    }
    return EMS_NONE;
}

/* The groups that the station vouched for need another witness. */
static void station_leaves(struct ems_cover_now *now, const struct ems_cover_groups *groups, int32_t station,
                           const uint64_t *available)
{
    int32_t group = now->first_of[station], next;
    for (now->first_of[station] = EMS_NONE; group != EMS_NONE; group = next) {
        int32_t witness = find_witness(groups, &groups->groups[group], available);
        next = now->next_same[group];
        if (witness != EMS_NONE) {
            set_witness(now, group, witness);
            continue;
        }
        now->witness[group] = EMS_NONE;
        flip_group(now, groups, group, false);
    }
}

/* A walk over the cells of a layer around a point in which somebody is not covered. */
struct look {
    struct ems_cover_now *now;
    const struct ems_cover_groups *groups;
    const struct ems_cover_layer *layer;
    struct ems_point from;
    int32_t station; /* that has become available, EMS_NONE for a moving unit */
    int64_t people;  /* whom the moving unit has reached first */
};

static void cover_pieces(struct look *l, const struct ems_cover_cell *cell)
{
    const struct ems_cover_layers *map = &l->groups->map;
    for (int32_t i = cell->first_piece; i < cell->end_piece; i++) {
        const struct ems_cover_piece *piece = &map->pieces[i];
        if (l->now->witness[piece->group] != EMS_NONE) continue;
        /* what holds for one place of a group holds for all */
        if (!ems_near_reaches(map->at[piece->first_place], l->from, l->layer->radius_m)) continue;
        set_witness(l->now, piece->group, l->station);
        flip_group(l->now, l->groups, piece->group, true);
    }
}

static int64_t reach_places(const struct look *l, const struct ems_cover_piece *piece)
{
    const struct ems_cover_layers *map = &l->groups->map;
    int64_t people = 0;
    for (int32_t i = piece->first_place; i < piece->end_place; i++) {
        if (l->now->place_asked[i] == l->now->question) continue;
        if (!ems_near_reaches(map->at[i], l->from, l->layer->radius_m)) continue;
        l->now->place_asked[i] = l->now->question;
        people += map->people_millionths[i];
    }
    return people;
}

/* `whole`: all of the cell is in reach. */
static void reach_cell(struct look *l, int32_t number, bool whole)
{
    const struct ems_cover_cell *cell = &l->groups->map.cells[number];
    struct ems_cover_asked *asked = &l->now->asked[number];
    if (asked->question != l->now->question) *asked = (struct ems_cover_asked){.question = l->now->question};
    int64_t left = l->now->open_people[number] - asked->people_millionths, people = 0;
    if (left == 0) return;
    if (whole)
        people = left;
    else
        for (int32_t i = cell->first_piece; i < cell->end_piece; i++)
            if (l->now->witness[l->groups->map.pieces[i].group] == EMS_NONE)
                people += reach_places(l, &l->groups->map.pieces[i]);
    asked->people_millionths += people;
    l->people += people;
}

static inline void look_at_cell(struct look *l, int32_t number)
{
    const double slack_m = 0.01; /* more than any rounding */
    const struct ems_cover_cell *cell = &l->groups->map.cells[number];
    double dx = cell->centre.x_m - l->from.x_m, dy = cell->centre.y_m - l->from.y_m;
    double square = dx * dx + dy * dy, radius = l->layer->radius_m;
    double none = radius + cell->radius_m + slack_m, all = radius - cell->radius_m - slack_m;
    if (square > none * none) return;
    if (l->station != EMS_NONE)
        cover_pieces(l, cell);
    else
        reach_cell(l, number, all > 0 && square < all * all);
}

/* Columns and rows of a layer's cells around a point. */
struct window {
    int32_t west, east, south, north;
};

static struct window window_of(const struct ems_cover_layer *layer, struct ems_point at)
{
    double reach = layer->radius_m + 0.001; /* what ems_near_reaches takes in, and more */
    return (struct window){.west = ems_grid_column(&layer->grid, at.x_m - reach),
                           .east = ems_grid_column(&layer->grid, at.x_m + reach),
                           .south = ems_grid_row(&layer->grid, at.y_m - reach),
                           .north = ems_grid_row(&layer->grid, at.y_m + reach)};
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

static void look_around(struct look *l)
{
    for (int32_t i = 0; i < l->groups->map.count; i++) {
        l->layer = &l->groups->map.layers[i];
        struct window w = window_of(l->layer, l->from);
        for (int32_t row = w.south / 8; row <= w.north / 8; row++) {
            int32_t first = l->layer->first_block + row * l->layer->blocks_a_row;
            uint64_t rows = rows_between(row, w.south, w.north);
            for (int32_t column = w.west / 8; column <= w.east / 8; column++) {
                uint64_t open = l->now->open[first + column] & rows;
                if (open == 0) continue;
                open &= columns_between(column, w.west, w.east);
                for (; open != 0; open &= open - 1)
                    look_at_cell(l, 64 * (first + column) + __builtin_ctzll(open));
            }
        }
    }
}

static void station_comes(struct ems_cover_now *now, const struct ems_cover_groups *groups, int32_t station)
{
    struct look l = {.now = now, .groups = groups, .from = groups->station_at[station], .station = station};
    look_around(&l);
}

/* First those who leave: they may find a witness among those who come. */
static void follow_stations(struct ems_cover_now *now, const struct ems_cover_groups *groups,
                            const uint64_t *available)
{
    for (int32_t word = 0; word < groups->words; word++)
        for (uint64_t left = now->available[word] & ~available[word]; left != 0; left &= left - 1)
            station_leaves(now, groups, word * 64 + __builtin_ctzll(left), available);
    for (int32_t word = 0; word < groups->words; word++) {
        for (uint64_t came = available[word] & ~now->available[word]; came != 0; came &= came - 1)
            station_comes(now, groups, word * 64 + __builtin_ctzll(came));
        now->available[word] = available[word];
    }
}

/* A number that no place and no cell bears. */
static void begin_question(struct ems_cover_now *now, const struct ems_cover_groups *groups)
{
    if (++now->question != 0) return;
    memset(now->place_asked, 0, (size_t)groups->map.place_count * sizeof *now->place_asked);
    memset(now->asked, 0, (size_t)groups->map.cell_count * sizeof *now->asked);
    now->question = 1;
}

double ems_cover_now_people(struct ems_cover_now *now, const struct ems_cover_groups *groups,
                            const uint64_t *available, const struct ems_point *moving, int32_t moving_count)
{
    follow_stations(now, groups, available);
    begin_question(now, groups);
    struct look l = {.now = now, .groups = groups, .station = EMS_NONE};
    for (int32_t m = 0; m < moving_count; m++) {
        l.from = moving[m];
        look_around(&l);
    }
    return (double)(now->people_millionths + l.people) / 1e6;
}
