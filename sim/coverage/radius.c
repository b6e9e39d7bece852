#include "coverage/radius.h"

#include <stdlib.h>

#include "coverage/cover.h"
#include "coverage/near.h"

/* While computing. The stations that count are numbered anew, in order. */
struct work {
    const struct ems_model *model;
    struct ems_near near;
    ems_station_id *station_of; /* of the new numbers */
    int32_t *found;             /* room for every station */
    struct ems_radius_group *all, *by_class, *by_area;
    struct ems_radius_station *stations;
    struct ems_radius_place *places;
};

/* The groups that an area's people and ground belong to: all, its class, itself. */
static int32_t groups_of(const struct work *w, ems_area_id area, struct ems_radius_group *out[3])
{
    out[0] = w->all;
    if (area == EMS_NONE) return 1;
    out[1] = &w->by_class[ems_cover_class(w->model, area)];
    out[2] = &w->by_area[area];
    return 3;
}

static enum ems_status find_stations(struct work *w, struct ems_arena *arena)
{
    const int32_t stations = w->model->station_count;
    struct ems_point *points = EMS_NEW_ARRAY(arena, struct ems_point, stations);
    w->station_of = EMS_NEW_ARRAY(arena, ems_station_id, stations);
    w->found = EMS_NEW_ARRAY(arena, int32_t, stations);
    if (points == NULL || w->station_of == NULL || w->found == NULL) return EMS_NO_MEMORY;
    int32_t count = 0;
    for (ems_station_id s = 0; s < stations; s++) {
        if (!(w->stations[s].counts = ems_cover_station_counts(w->model, s))) continue;
        struct ems_radius_group *groups[3];
        for (int32_t g = groups_of(w, w->model->stations[s].area, groups); g-- > 0;) groups[g]->stations++;
        w->station_of[count] = s;
        points[count++] = w->model->stations[s].at.at;
    }
    return ems_near_build(&w->near, points, count, arena);
}

/* Who covers a place, and what that is worth to each. */
static void cover_place(struct work *w, int32_t place)
{
    const struct ems_demand_place *p = &w->model->places[place];
    const double radius_m = ems_cover_radius_m(w->model, p->area);
    int32_t covering = radius_m > 0 ? ems_near_within(&w->near, p->at, radius_m, w->found) : 0;
    struct ems_radius_group *groups[3];
    for (int32_t g = groups_of(w, p->area, groups); g-- > 0;) {
        groups[g]->people += p->people;
        if (radius_m > 0) groups[g]->measured += p->people;
        if (covering > 0) groups[g]->covered += p->people;
    }
    for (int32_t i = 0; i < covering; i++) w->stations[w->station_of[w->found[i]]].covered += p->people;
    if (covering == 1) w->stations[w->station_of[w->found[0]]].only += p->people;
    w->places[place].covering = covering;
}

/* How far a place is; farther_m sums people x distance until `finish_stations`. */
static void measure_place(struct work *w, int32_t place)
{
    const struct ems_demand_place *p = &w->model->places[place];
    struct ems_near_two two = ems_near_two(&w->near, p->at);
    w->places[place].nearest = EMS_NONE;
    w->places[place].distance_m = NAN;
    if (two.number[0] < 0) return;
    struct ems_radius_station *station = &w->stations[w->station_of[two.number[0]]];
    w->places[place].nearest = w->station_of[two.number[0]];
    w->places[place].distance_m = two.distance_m[0];
    station->nearest += p->people;
    station->farther_m += p->people * (two.distance_m[1] - two.distance_m[0]);
}

static void finish_stations(struct work *w)
{
    for (ems_station_id s = 0; s < w->model->station_count; s++) {
        struct ems_radius_station *station = &w->stations[s];
        bool known = station->nearest > 0 && w->near.count > 1;
        station->farther_m = known ? station->farther_m / station->nearest : NAN;
    }
}

static void measure_surface(struct work *w, const struct ems_surface *surface)
{
    for (int32_t i = 0; i < surface->count; i++) {
        const struct ems_surface_point *p = &surface->points[i];
        const double radius_m = ems_cover_radius_m(w->model, p->area);
        bool covered = radius_m > 0 && ems_near_within(&w->near, p->at, radius_m, w->found) > 0;
        struct ems_radius_group *groups[3];
        for (int32_t g = groups_of(w, p->area, groups); g-- > 0;) {
            if (radius_m > 0) groups[g]->surface_m2 += p->m2;
            if (covered) groups[g]->surface_covered_m2 += p->m2;
            groups[g]->service_radius_m += p->m2; /* ground, until finish_group */
        }
    }
}

struct far_place {
    double distance_m;
    int32_t place;
};

static int by_distance(const void *a, const void *b)
{
    const struct far_place *x = a, *y = b;
    if (x->distance_m != y->distance_m) return x->distance_m < y->distance_m ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

/* Mean, p90 and max by one walk over the places from near to far: `sums` counts the people passed in each
 * group. */
static enum ems_status measure_distances(struct work *w, struct ems_arena *arena)
{
    const int32_t places = w->model->place_count;
    struct far_place *order = EMS_NEW_ARRAY(arena, struct far_place, places);
    double *passed_area = EMS_NEW_ARRAY(arena, double, w->model->area_count);
    double *passed_class = EMS_NEW_ARRAY(arena, double, w->model->class_count), passed_all = 0;
    if (order == NULL || passed_area == NULL || passed_class == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < places; i++) order[i] = (struct far_place){w->places[i].distance_m, i};
    qsort(order, (size_t)places, sizeof *order, by_distance);
    for (int32_t i = 0; i < places; i++) {
        const struct ems_demand_place *p = &w->model->places[order[i].place];
        struct ems_radius_group *groups[3];
        double *passed[3] = {&passed_all, NULL, NULL};
        int32_t count = p->people > 0 ? groups_of(w, p->area, groups) : 0;
        if (count == 3) {
            passed[1] = &passed_class[ems_cover_class(w->model, p->area)];
            passed[2] = &passed_area[p->area];
        }
        for (int32_t g = 0; g < count; g++) {
            bool below = *passed[g] < 0.9 * groups[g]->people;
            *passed[g] += p->people;
            if (below) groups[g]->p90_m = order[i].distance_m;
            groups[g]->mean_m += p->people * order[i].distance_m;
            groups[g]->max_m = order[i].distance_m;
        }
    }
    return EMS_OK;
}

static void finish_group(const struct work *w, struct ems_radius_group *group)
{
    const double pi = 3.14159265358979323846;
    bool known = w->near.count > 0 && group->people > 0;
    bool ground = group->stations > 0 && group->service_radius_m > 0;
    group->mean_m = known ? group->mean_m / group->people : NAN;
    if (!known) group->p90_m = group->max_m = NAN;
    group->service_radius_m = ground ? sqrt(group->service_radius_m / (pi * group->stations)) : NAN;
}

enum ems_status ems_radius_cover_compute(const struct ems_model *model, const struct ems_surface *surface,
                                         struct ems_arena *arena, struct ems_radius_cover *out)
{
    *out = (struct ems_radius_cover){0};
    struct work w = {.model = model, .all = &out->all};
    w.by_class = EMS_NEW_ARRAY(arena, struct ems_radius_group, model->class_count);
    w.by_area = EMS_NEW_ARRAY(arena, struct ems_radius_group, model->area_count);
    w.stations = EMS_NEW_ARRAY(arena, struct ems_radius_station, model->station_count);
    w.places = EMS_NEW_ARRAY(arena, struct ems_radius_place, model->place_count);
    if (!w.by_class || !w.by_area || !w.stations || !w.places) return EMS_NO_MEMORY;
    enum ems_status status = find_stations(&w, arena);
    if (status != EMS_OK) return status;
    for (int32_t p = 0; p < model->place_count; p++) {
        cover_place(&w, p);
        measure_place(&w, p);
    }
    finish_stations(&w);
    if (surface != NULL) measure_surface(&w, surface);
    if (w.near.count > 0) status = measure_distances(&w, arena);
    finish_group(&w, w.all);
    for (int32_t c = 0; c < model->class_count; c++) finish_group(&w, &w.by_class[c]);
    for (int32_t a = 0; a < model->area_count; a++) finish_group(&w, &w.by_area[a]);
    out->by_class = w.by_class;
    out->by_area = w.by_area;
    out->stations = w.stations;
    out->places = w.places;
    return status;
}

enum ems_status ems_radius_class(const struct ems_model *model, int32_t class_id, double radius_m,
                                 struct ems_arena *arena, double *people, double *covered)
{
    struct ems_near near;
    struct ems_point *points = EMS_NEW_ARRAY(arena, struct ems_point, model->station_count);
    int32_t *found = EMS_NEW_ARRAY(arena, int32_t, model->station_count), count = 0;
    if (points == NULL || found == NULL) return EMS_NO_MEMORY;
    for (ems_station_id s = 0; s < model->station_count; s++)
        if (ems_cover_station_counts(model, s)) points[count++] = model->stations[s].at.at;
    enum ems_status status = ems_near_build(&near, points, count, arena);
    if (status != EMS_OK) return status;
    *people = *covered = 0;
    for (int32_t p = 0; p < model->place_count; p++) {
        const struct ems_demand_place *place = &model->places[p];
        if (ems_cover_class(model, place->area) != class_id) continue;
        *people += place->people;
        if (ems_near_within(&near, place->at, radius_m, found) > 0) *covered += place->people;
    }
    return EMS_OK;
}
