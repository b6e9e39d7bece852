#include "coverage/time.h"

#include "coverage/cover.h"

static const int32_t THRESHOLD_MINUTES[EMS_COVER_TIMES] = {5, 8, 10, 12, 15, 20, 30, 60, 120};

ems_time ems_cover_threshold(int32_t i)
{
    return THRESHOLD_MINUTES[i] * EMS_MINUTE;
}

/* Where the results go. */
struct work {
    const struct ems_model *model;
    struct ems_quickest quickest;
    struct ems_time_group *all, *by_class, *by_area;
    struct ems_time_station *stations;
    struct ems_time_place *places;
};

static int32_t groups_of(const struct work *w, ems_area_id area, struct ems_time_group *out[3])
{
    out[0] = w->all;
    if (area == EMS_NONE) return 1;
    out[1] = &w->by_class[ems_cover_class(w->model, area)];
    out[2] = &w->by_area[area];
    return 3;
}

static void cover_place(struct work *w, int32_t place)
{
    const struct ems_demand_place *p = &w->model->places[place];
    const struct ems_quickest_two two = ems_quickest_place(&w->quickest, place);
    struct ems_time_group *groups[3];
    const int32_t group_count = groups_of(w, p->area, groups);
    for (int32_t g = 0; g < group_count; g++) groups[g]->people += p->people;
    w->places[place] = (struct ems_time_place){.quickest = two.station[0], .time = two.time[0]};
    if (two.station[0] == EMS_NONE) return;
    struct ems_time_station *station = &w->stations[two.station[0]];
    for (int32_t i = 0; i < EMS_COVER_TIMES; i++) {
        if (two.time[0] > ems_cover_threshold(i)) continue;
        for (int32_t g = 0; g < group_count; g++) groups[g]->within[i] += p->people;
        station->first[i] += p->people;
        if (two.time[1] > ems_cover_threshold(i)) station->only[i] += p->people;
    }
}

static void cover_surface(struct work *w, const struct ems_surface *surface)
{
    for (int32_t s = 0; s < surface->count; s++) {
        const struct ems_surface_point *p = &surface->points[s];
        ems_time time = ems_quickest_time(&w->quickest, p->at);
        struct ems_time_group *groups[3];
        for (int32_t g = groups_of(w, p->area, groups); g-- > 0;) {
            groups[g]->surface_m2 += p->m2;
            for (int32_t i = 0; i < EMS_COVER_TIMES; i++)
                if (time <= ems_cover_threshold(i)) groups[g]->surface_within_m2[i] += p->m2;
        }
    }
}

enum ems_status ems_time_cover_compute(const struct ems_model *model, enum ems_cover_period period,
                                       const struct ems_surface *surface, struct ems_arena *arena,
                                       struct ems_time_cover *out)
{
    *out = (struct ems_time_cover){.period = period, .turnout = ems_cover_turnout(model, period)};
    struct work w = {.model = model, .all = &out->all};
    w.by_class = EMS_NEW_ARRAY(arena, struct ems_time_group, model->class_count);
    w.by_area = EMS_NEW_ARRAY(arena, struct ems_time_group, model->area_count);
    w.stations = EMS_NEW_ARRAY(arena, struct ems_time_station, model->station_count);
    w.places = EMS_NEW_ARRAY(arena, struct ems_time_place, model->place_count);
    if (!w.by_class || !w.by_area || !w.stations || !w.places) return EMS_NO_MEMORY;
    enum ems_status status = ems_quickest_crewed(model, period, arena, &w.quickest);
    if (status != EMS_OK) return status;
    for (int32_t p = 0; p < model->place_count; p++) cover_place(&w, p);
    if (surface != NULL) cover_surface(&w, surface);
    out->by_class = w.by_class;
    out->by_area = w.by_area;
    out->stations = w.stations;
    out->places = w.places;
    return EMS_OK;
}

enum ems_status ems_rescue_reach_compute(const struct ems_model *model, struct ems_arena *arena,
                                         struct ems_rescue_reach *out)
{
    *out = (struct ems_rescue_reach){0};
    struct ems_quickest bases;
    enum ems_status status = ems_quickest_rescue(model, arena, &bases);
    if (status != EMS_OK) return status;
    out->bases = bases.near.count;
    for (int32_t p = 0; p < model->place_count; p++) {
        out->people += model->places[p].people;
        if (ems_quickest_place(&bases, p).time[0] <= 2 * EMS_HOUR) out->reached += model->places[p].people;
    }
    return EMS_OK;
}
