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
        groups[g].first_station = (int32_t)b->first[b->sample[g]];
        groups[g].end_station = (int32_t)b->first[b->sample[g] + 1];
    }
    out->stations = stations;
    return EMS_OK;
}

static int64_t millionths(double people)
{
    return (int64_t)rint(people * 1e6);
}

/* Lays out the places of all groups, those of a group together. */
static enum ems_status write_places(const struct builder *b, struct ems_arena *arena,
                                    struct ems_cover_groups *out)
{
    const struct ems_demand_place *places = b->model->places;
    int32_t *next = EMS_NEW_ARRAY(arena, int32_t, b->group_count + 1), count = 0;
    if (next == NULL) return EMS_NO_MEMORY;
    for (int32_t p = 0; p < b->model->place_count; p++)
        if (b->group_of[p] != EMS_NONE) next[b->group_of[p] + 1]++;
    for (int32_t g = 0; g < b->group_count; g++) next[g + 1] += next[g];
    count = next[b->group_count];
    struct ems_cover_place *sorted = EMS_NEW_ARRAY(arena, struct ems_cover_place, count);
    if (sorted == NULL) return EMS_NO_MEMORY;
    for (int32_t p = 0; p < b->model->place_count; p++) {
        if (b->group_of[p] == EMS_NONE) continue;
        sorted[next[b->group_of[p]]++] =
            (struct ems_cover_place){.at = places[p].at,
                                     .people_millionths = millionths(places[p].people),
                                     .radius_m = radius_at(b->model, p),
                                     .group = b->group_of[p]};
        out->people_all += places[p].people;
    }
    return ems_cover_layers_build(&out->map, sorted, count, arena) ? EMS_OK : EMS_NO_MEMORY;
}

/* Which pieces each group has, by counting. */
static enum ems_status write_pieces(struct ems_cover_group *groups, struct ems_arena *arena,
                                    struct ems_cover_groups *out)
{
    int32_t *pieces = EMS_NEW_ARRAY(arena, int32_t, out->map.piece_count), sum = 0;
    if (pieces == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < out->map.piece_count; i++) groups[out->map.pieces[i].group].end_piece++;
    for (int32_t g = 0; g < out->count; g++) {
        int32_t count = groups[g].end_piece;
        groups[g].first_piece = groups[g].end_piece = sum;
        sum += count;
    }
    for (int32_t i = 0; i < out->map.piece_count; i++)
        pieces[groups[out->map.pieces[i].group].end_piece++] = i;
    out->pieces = pieces;
    return EMS_OK;
}

enum ems_status ems_cover_groups_build(const struct ems_model *model, struct ems_arena *arena,
                                       struct ems_cover_groups *out)
{
    struct builder b = {.model = model};
    enum ems_status status = EMS_NO_MEMORY;
    struct ems_cover_group *groups = NULL;
    struct ems_point *stations = EMS_NEW_ARRAY(arena, struct ems_point, model->station_count);
    *out = (struct ems_cover_groups){.station_at = stations,
                                     .station_count = model->station_count,
                                     .words = (model->station_count + 63) / 64};
    if (stations == NULL || !start(&b, stations)) goto end;
    if ((status = ems_near_build(&b.near, stations, model->station_count, arena)) != EMS_OK) goto end;
    status = EMS_NO_MEMORY;
    if (!assign_places(&b)) goto end;
    groups = EMS_NEW_ARRAY(arena, struct ems_cover_group, b.group_count);
    if (groups == NULL) goto end;
    out->groups = groups;
    out->count = b.group_count;
    status = write_stations(&b, groups, arena, out);
    if (status == EMS_OK) status = write_places(&b, arena, out);
    if (status == EMS_OK) status = write_pieces(groups, arena, out);
end:
    free(b.lists);
    free(b.first);
    free(b.group_of);
    free(b.sample);
    free(b.table);
    return status;
}
