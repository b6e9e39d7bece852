#include "coverage/signature.h"

#include <stdlib.h>
#include <string.h>

#include "coverage/cover.h"
#include "coverage/near.h"

/* While building: for each place the stations in its radius, and the group it was put in. */
struct builder {
    const struct ems_model *model;
    struct ems_near near;
    int32_t *lists; /* station numbers, place after place */
    int64_t list_count, list_capacity;
    int64_t *first;    /* place_count + 1: where the list of a place begins */
    int32_t *group_of; /* EMS_NONE: no radius */
    int32_t *sample;   /* of each group, its first place */
    int32_t *table;    /* open addressing: group + 1 */
    uint32_t table_mask;
    int32_t group_count;
};

static double radius_at(const struct ems_model *model, int32_t place)
{
    return ems_cover_radius_m(model, model->places[place].area);
}

static bool reserve_list(struct builder *b)
{
    int64_t need = b->list_count + b->near.count;
    if (need <= b->list_capacity) return true;
    int64_t capacity = b->list_capacity * 2 > need ? b->list_capacity * 2 : need;
    int32_t *lists = realloc(b->lists, (size_t)capacity * sizeof *lists);
    if (lists == NULL) return false;
    b->lists = lists;
    b->list_capacity = capacity;
    return true;
}

static uint32_t list_hash(const int32_t *list, int64_t count, double radius_m)
{
    uint64_t bits, hash = 0x9e3779b97f4a7c15u;
    memcpy(&bits, &radius_m, sizeof bits);
    hash = (hash ^ bits) * 0xbf58476d1ce4e5b9u;
    for (int64_t i = 0; i < count; i++)
        hash = (hash ^ (hash >> 29) ^ (uint32_t)list[i]) * 0xbf58476d1ce4e5b9u;
    return (uint32_t)(hash >> 32);
}

static bool same_signature(const struct builder *b, int32_t a, int32_t c)
{
    int64_t count = b->first[a + 1] - b->first[a];
    return count == b->first[c + 1] - b->first[c] && radius_at(b->model, a) == radius_at(b->model, c) &&
           (count == 0 ||
            memcmp(b->lists + b->first[a], b->lists + b->first[c], (size_t)count * sizeof *b->lists) == 0);
}

static int32_t group_of(struct builder *b, int32_t place)
{
    uint32_t slot = list_hash(b->lists + b->first[place], b->first[place + 1] - b->first[place],
                              radius_at(b->model, place)) &
                    b->table_mask;
    for (; b->table[slot] != 0; slot = (slot + 1) & b->table_mask) {
        int32_t group = b->table[slot] - 1;
        if (same_signature(b, place, b->sample[group])) return group;
    }
    b->sample[b->group_count] = place;
    b->table[slot] = b->group_count + 1;
    return b->group_count++;
}

static bool start(struct builder *b, struct ems_point *stations)
{
    const int32_t places = b->model->place_count;
    uint32_t slots = 16;
    while (slots < 2 * (uint32_t)places) slots *= 2;
    b->table_mask = slots - 1;
    b->table = calloc(slots, sizeof *b->table);
    b->first = calloc((size_t)places + 1, sizeof *b->first);
    b->group_of = calloc((size_t)places + 1, sizeof *b->group_of);
    b->sample = calloc((size_t)places + 1, sizeof *b->sample);
    for (int32_t s = 0; s < b->model->station_count; s++) stations[s] = b->model->stations[s].at.at;
    /* room for one list at least, so that `lists` is an address even without stations */
    return b->table && b->first && b->group_of && b->sample && (b->lists = malloc(sizeof *b->lists)) != NULL;
}

static bool assign_places(struct builder *b)
{
    for (int32_t p = 0; p < b->model->place_count; p++) {
        if (!reserve_list(b)) return false;
        double radius_m = radius_at(b->model, p);
        b->first[p] = b->list_count;
        b->first[p + 1] = b->list_count;
        b->group_of[p] = EMS_NONE;
        if (!(radius_m > 0)) continue;
        b->list_count +=
            ems_near_within(&b->near, b->model->places[p].at, radius_m, b->lists + b->list_count);
        b->first[p + 1] = b->list_count;
        int32_t known = b->group_count;
        b->group_of[p] = group_of(b, p);
        if (b->group_of[p] < known)
            b->list_count = b->first[p + 1] = b->first[p]; /* the sample keeps the list */
    }
    return true;
}

static enum ems_status write_stations(const struct builder *b, struct ems_cover_group *groups,
                                      struct ems_arena *arena, struct ems_cover_groups *out)
{
    if (b->list_count > INT32_MAX) return EMS_NO_MEMORY;
    int32_t *stations = EMS_NEW_ARRAY(arena, int32_t, b->list_count);
    if (stations == NULL) return EMS_NO_MEMORY;
    memcpy(stations, b->lists, (size_t)b->list_count * sizeof *stations);
    for (int32_t g = 0; g < b->group_count; g++) {
        groups[g].radius_m = radius_at(b->model, b->sample[g]);
        groups[g].first_station = (int32_t)b->first[b->sample[g]];
        groups[g].station_count = (int32_t)(b->first[b->sample[g] + 1] - b->first[b->sample[g]]);
    }
    out->stations = stations;
    return EMS_OK;
}

static void add_place(struct ems_cover_group *group, const struct ems_demand_place *place)
{
    group->people += place->people;
    group->place_count++;
}

static const double PLACES_A_CELL = 8;

static int64_t millionths(double people)
{
    return (int64_t)rint(people * 1e6);
}

/* Puts the places into the order of the grid's cells: what is near is together. `by_group` has the model's
 * places in the order of the groups, and becomes their new numbers. */
static enum ems_status sort_into_cells(const struct builder *b, struct ems_cover_group *groups,
                                       int32_t *by_group, struct ems_arena *arena,
                                       struct ems_cover_groups *out)
{
    struct ems_point *unsorted = EMS_NEW_ARRAY(arena, struct ems_point, out->place_count);
    struct ems_point *at = EMS_NEW_ARRAY(arena, struct ems_point, out->place_count);
    int64_t *people = EMS_NEW_ARRAY(arena, int64_t, out->place_count);
    int32_t *group_of = EMS_NEW_ARRAY(arena, int32_t, out->place_count);
    if (!unsorted || !at || !people || !group_of) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < out->place_count; i++) unsorted[i] = b->model->places[by_group[i]].at;
    if (!ems_grid_build(&out->grid, unsorted, out->place_count, PLACES_A_CELL, arena)) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < out->place_count; i++) {
        int32_t place = by_group[out->grid.points[i]];
        at[i] = b->model->places[place].at;
        people[i] = millionths(b->model->places[place].people);
        group_of[i] = b->group_of[place];
        groups[group_of[i]].people_millionths += people[i];
    }
    for (int32_t i = 0; i < out->place_count; i++) by_group[out->grid.points[i]] = i;
    out->places = by_group;
    out->at = at;
    out->people_millionths = people;
    out->group_of = group_of;
    return EMS_OK;
}

static enum ems_status write_places(const struct builder *b, struct ems_cover_group *groups,
                                    struct ems_arena *arena, struct ems_cover_groups *out)
{
    const struct ems_model *model = b->model;
    for (int32_t p = 0; p < model->place_count; p++)
        if (b->group_of[p] != EMS_NONE) add_place(&groups[b->group_of[p]], &model->places[p]);
    for (int32_t g = 0; g < b->group_count; g++) {
        groups[g].first_place = out->place_count;
        out->place_count += groups[g].place_count;
        out->people_all += groups[g].people;
        out->radius_max_m = fmax(out->radius_max_m, groups[g].radius_m);
    }
    int32_t *next = b->sample; /* no longer needed: where the next place of a group goes */
    int32_t *by_group = EMS_NEW_ARRAY(arena, int32_t, out->place_count);
    if (by_group == NULL) return EMS_NO_MEMORY;
    for (int32_t g = 0; g < b->group_count; g++) next[g] = groups[g].first_place;
    for (int32_t p = 0; p < model->place_count; p++)
        if (b->group_of[p] != EMS_NONE) by_group[next[b->group_of[p]]++] = p;
    return sort_into_cells(b, groups, by_group, arena, out);
}

/* Which groups each station is in, by counting. */
static enum ems_status write_groups_of_stations(struct ems_arena *arena, int32_t station_count,
                                                struct ems_cover_groups *out)
{
    int32_t all = 0;
    for (int32_t g = 0; g < out->count; g++) all += out->groups[g].station_count;
    int32_t *first = EMS_NEW_ARRAY(arena, int32_t, station_count + 1);
    int32_t *groups_of = EMS_NEW_ARRAY(arena, int32_t, all);
    if (first == NULL || groups_of == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < all; i++) first[out->stations[i]]++;
    for (int32_t s = 0, sum = 0; s <= station_count; s++) first[s] = sum += first[s];
    for (int32_t g = out->count - 1; g >= 0; g--) {
        const struct ems_cover_group *group = &out->groups[g];
        for (int32_t i = 0; i < group->station_count; i++)
            groups_of[--first[out->stations[group->first_station + i]]] = g;
    }
    out->first_of_station = first;
    out->groups_of_station = groups_of;
    out->station_count = station_count;
    return EMS_OK;
}

enum ems_status ems_cover_groups_build(const struct ems_model *model, struct ems_arena *arena,
                                       struct ems_cover_groups *out)
{
    struct builder b = {.model = model};
    enum ems_status status = EMS_NO_MEMORY;
    struct ems_cover_group *groups = NULL;
    struct ems_point *stations = EMS_NEW_ARRAY(arena, struct ems_point, model->station_count);
    *out = (struct ems_cover_groups){.words = (model->station_count + 63) / 64};
    if (stations == NULL || !start(&b, stations)) goto end;
    if ((status = ems_near_build(&b.near, stations, model->station_count, arena)) != EMS_OK) goto end;
    status = EMS_NO_MEMORY;
    if (!assign_places(&b)) goto end;
    groups = EMS_NEW_ARRAY(arena, struct ems_cover_group, b.group_count);
    if (groups == NULL) goto end;
    out->groups = groups;
    out->count = b.group_count;
    status = write_stations(&b, groups, arena, out);
    if (status == EMS_OK) status = write_places(&b, groups, arena, out);
    if (status == EMS_OK) status = write_groups_of_stations(arena, model->station_count, out);
end:
    free(b.lists);
    free(b.first);
    free(b.group_of);
    free(b.sample);
    free(b.table);
    return status;
}

bool ems_cover_now_init(struct ems_cover_now *now, const struct ems_cover_groups *groups,
                        struct ems_arena *arena)
{
    now->available = EMS_NEW_ARRAY(arena, uint64_t, groups->words);
    now->stations = EMS_NEW_ARRAY(arena, int32_t, groups->count);
    now->place_asked = EMS_NEW_ARRAY(arena, uint32_t, groups->place_count);
    now->covered = EMS_NEW_ARRAY(arena, uint8_t, groups->place_count);
    now->question = 0;
    now->people_millionths = 0;
    return now->available != NULL && now->stations != NULL && now->place_asked != NULL &&
           now->covered != NULL;
}

void ems_cover_now_reset(struct ems_cover_now *now, const struct ems_cover_groups *groups)
{
    memset(now->available, 0, (size_t)groups->words * sizeof *now->available);
    memset(now->stations, 0, (size_t)groups->count * sizeof *now->stations);
    memset(now->covered, 0, (size_t)groups->place_count);
    now->people_millionths = 0;
}

static void flip_group(struct ems_cover_now *now, const struct ems_cover_groups *groups, int32_t number,
                       bool on)
{
    const struct ems_cover_group *group = &groups->groups[number];
    now->people_millionths += on ? group->people_millionths : -group->people_millionths;
    for (int32_t i = group->first_place; i < group->first_place + group->place_count; i++)
        now->covered[groups->places[i]] = on;
}

static void flip_station(struct ems_cover_now *now, const struct ems_cover_groups *groups, int32_t station,
                         bool on)
{
    for (int32_t i = groups->first_of_station[station]; i < groups->first_of_station[station + 1]; i++) {
        int32_t g = groups->groups_of_station[i];
        bool covered = now->stations[g] > 0;
        now->stations[g] += on ? 1 : -1;
        if (covered != (now->stations[g] > 0)) flip_group(now, groups, g, on);
    }
}

static void follow_stations(struct ems_cover_now *now, const struct ems_cover_groups *groups,
                            const uint64_t *available)
{
    for (int32_t word = 0; word < groups->words; word++) {
        for (uint64_t changed = now->available[word] ^ available[word]; changed != 0;
             changed &= changed - 1) {
            int32_t bit = __builtin_ctzll(changed);
            flip_station(now, groups, word * 64 + bit, (available[word] >> bit & 1) != 0);
        }
        now->available[word] = available[word];
    }
}

/* People around a moving unit whom no station covers, nor a unit asked about before. */
static int64_t people_around(struct ems_cover_now *now, const struct ems_cover_groups *groups,
                             struct ems_point by)
{
    const struct ems_grid *grid = &groups->grid;
    double reach = groups->radius_max_m + 0.001;
    int32_t west = ems_grid_column(grid, by.x_m - reach), east = ems_grid_column(grid, by.x_m + reach);
    int32_t south = ems_grid_row(grid, by.y_m - reach), north = ems_grid_row(grid, by.y_m + reach);
    int64_t people = 0;
    for (int32_t row = south; row <= north; row++) {
        int32_t end = grid->first[row * grid->columns + east + 1];
        for (int32_t i = grid->first[row * grid->columns + west]; i < end; i++) {
            if (now->covered[i] || now->place_asked[i] == now->question) continue;
            if (!ems_near_reaches(groups->at[i], by, groups->groups[groups->group_of[i]].radius_m)) continue;
            now->place_asked[i] = now->question;
            people += groups->people_millionths[i];
        }
    }
    return people;
}

/* A number that no place bears. */
static void begin_question(struct ems_cover_now *now, const struct ems_cover_groups *groups)
{
    if (++now->question != 0) return;
    memset(now->place_asked, 0, (size_t)groups->place_count * sizeof *now->place_asked);
    now->question = 1;
}

double ems_cover_now_people(struct ems_cover_now *now, const struct ems_cover_groups *groups,
                            const uint64_t *available, const struct ems_point *moving, int32_t moving_count)
{
    int64_t people = 0;
    follow_stations(now, groups, available);
    begin_question(now, groups);
    for (int32_t m = 0; m < moving_count; m++) people += people_around(now, groups, moving[m]);
    return (double)(now->people_millionths + people) / 1e6;
}
