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
    int32_t *group_of = EMS_NEW_ARRAY(arena, int32_t, out->place_count);
    struct ems_point *at = EMS_NEW_ARRAY(arena, struct ems_point, out->place_count);
    double *people = EMS_NEW_ARRAY(arena, double, out->place_count);
    int32_t *next = b->sample; /* no longer needed: where the next place of a group goes */
    if (!group_of || !at || !people) return EMS_NO_MEMORY;
    for (int32_t g = 0; g < b->group_count; g++) next[g] = groups[g].first_place;
    for (int32_t p = 0; p < model->place_count; p++) {
        if (b->group_of[p] == EMS_NONE) continue;
        int32_t i = next[b->group_of[p]]++;
        group_of[i] = b->group_of[p];
        at[i] = model->places[p].at;
        people[i] = model->places[p].people;
    }
    out->group_of = group_of;
    out->at = at;
    out->people = people;
    return ems_grid_build(&out->grid, at, out->place_count, PLACES_A_CELL, arena) ? EMS_OK : EMS_NO_MEMORY;
}

static enum ems_status write_probes(struct ems_arena *arena, struct ems_cover_groups *out)
{
    struct ems_cover_probe *probes = EMS_NEW_ARRAY(arena, struct ems_cover_probe, out->count);
    if (probes == NULL) return EMS_NO_MEMORY;
    for (int32_t g = 0; g < out->count; g++) {
        const struct ems_cover_group *group = &out->groups[g];
        probes[g].people = group->people;
        const int32_t *stations = out->stations + group->first_station;
        for (int32_t i = 0; i < EMS_COVER_PROBES; i++)
            probes[g].stations[i] =
                group->station_count == 0 ? EMS_NONE : stations[i < group->station_count ? i : 0];
    }
    out->probes = probes;
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
    if (status == EMS_OK) status = write_probes(arena, out);
end:
    free(b.lists);
    free(b.first);
    free(b.group_of);
    free(b.sample);
    free(b.table);
    return status;
}

static unsigned is_set(const uint64_t *bits, int32_t number)
{
    return (unsigned)(bits[(uint32_t)number / 64] >> ((uint32_t)number % 64) & 1);
}

/* The probes are asked together: one branch that seldom goes the other way instead of four that cannot be
 * foretold. */
static bool any_available(const struct ems_cover_groups *groups, int32_t number, const uint64_t *available)
{
    const int32_t *probe = groups->probes[number].stations;
    if (probe[0] == EMS_NONE) return false;
    if (is_set(available, probe[0]) | is_set(available, probe[1]) | is_set(available, probe[2]) |
        is_set(available, probe[3]))
        return true;
    const struct ems_cover_group *group = &groups->groups[number];
    const int32_t *station = groups->stations + group->first_station;
    for (int32_t i = EMS_COVER_PROBES; i < group->station_count; i++)
        if (is_set(available, station[i])) return true;
    return false;
}

/* One question: which groups a station covers, which further places a moving unit does. */
struct question {
    const struct ems_cover_groups *groups;
    uint8_t *group_covered, *place_covered;
    double people;
};

static void cover_place(struct question *q, int32_t place, struct ems_point by)
{
    int32_t group = q->groups->group_of[place];
    if (q->group_covered[group] || q->place_covered[place]) return;
    if (!ems_near_reaches(q->groups->at[place], by, q->groups->groups[group].radius_m)) return;
    q->place_covered[place] = 1;
    q->people += q->groups->people[place];
}

static void cover_around(struct question *q, struct ems_point by)
{
    const struct ems_grid *g = &q->groups->grid;
    double reach = q->groups->radius_max_m + 0.001;
    int32_t west = ems_grid_column(g, by.x_m - reach), east = ems_grid_column(g, by.x_m + reach);
    int32_t south = ems_grid_row(g, by.y_m - reach), north = ems_grid_row(g, by.y_m + reach);
    for (int32_t row = south; row <= north; row++) {
        int32_t end = g->first[row * g->columns + east + 1];
        for (int32_t i = g->first[row * g->columns + west]; i < end; i++) cover_place(q, g->points[i], by);
    }
}

enum ems_status ems_cover_groups_people(const struct ems_cover_groups *groups,
                                        const uint64_t *available_stations, const struct ems_point *moving,
                                        int32_t moving_count, struct ems_arena *scratch, double *people)
{
    struct question q = {.groups = groups};
    if (moving_count > 0) {
        q.group_covered = EMS_NEW_ARRAY(scratch, uint8_t, groups->count);
        q.place_covered = EMS_NEW_ARRAY(scratch, uint8_t, groups->place_count);
        if (q.group_covered == NULL || q.place_covered == NULL) return EMS_NO_MEMORY;
    }
    for (int32_t g = 0; g < groups->count; g++) {
        if (!any_available(groups, g, available_stations)) continue;
        q.people += groups->probes[g].people;
        if (moving_count > 0) q.group_covered[g] = 1;
    }
    for (int32_t m = 0; m < moving_count; m++) cover_around(&q, moving[m]);
    *people = q.people;
    return EMS_OK;
}
