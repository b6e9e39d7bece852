#include "coverage/time.h"

#include "coverage/cover.h"
#include "coverage/near.h"

static const int32_t THRESHOLD_MINUTES[EMS_COVER_TIMES] = {5, 8, 10, 12, 15, 20, 30, 60, 120};

ems_time ems_cover_threshold(int32_t i)
{
    return THRESHOLD_MINUTES[i] * EMS_MINUTE;
}

/* Stations that may be the quickest, numbered anew in order, and the moment they leave. */
struct field {
    const struct ems_model *model;
    struct ems_travel travel; /* the model's without the timeline */
    struct ems_near near;
    ems_station_id *station_of;
    ems_time at, delay; /* when, and before the wheels turn */
};

struct quickest_two {
    int32_t number[2];
    ems_time time[2];
};

static ems_time moment(const struct ems_model *model, enum ems_cover_period period)
{
    ems_time of_day = 12 * EMS_HOUR;
    const struct ems_durations *d = &model->durations;
    if (period == EMS_COVER_NIGHT) {
        ems_time length = (d->night_to - d->night_from + EMS_DAY) % EMS_DAY;
        of_day = length == 0 ? 2 * EMS_HOUR : (d->night_from + length / 2) % EMS_DAY;
    }
    return (of_day - model->clock.start_of_day + EMS_DAY) % EMS_DAY;
}

static ems_time turnout(const struct ems_model *model, enum ems_cover_period period)
{
    const struct ems_durations *d = &model->durations;
    bool night = period == EMS_COVER_NIGHT && d->night_from != d->night_to;
    return ems_distribution_mean(night ? &d->turnout_night : &d->turnout_day);
}

static enum ems_status field_init(struct field *f, const struct ems_model *model, bool rescue,
                                  struct ems_arena *arena)
{
    f->model = model;
    f->travel = model->travel;
    f->travel.def.change_count = 0;
    struct ems_point *points = EMS_NEW_ARRAY(arena, struct ems_point, model->station_count);
    f->station_of = EMS_NEW_ARRAY(arena, ems_station_id, model->station_count);
    if (points == NULL || f->station_of == NULL) return EMS_NO_MEMORY;
    int32_t count = 0;
    for (ems_station_id s = 0; s < model->station_count; s++) {
        if (!(rescue ? model->stations[s].rescue_base : ems_cover_station_counts(model, s))) continue;
        f->station_of[count] = s;
        points[count++] = model->stations[s].at.at;
    }
    return ems_near_build(&f->near, points, count, arena);
}

static void offer(struct quickest_two *best, int32_t number, ems_time time)
{
    for (int32_t i = 0; i < 2; i++) {
        if (time > best->time[i] ||
            (time == best->time[i] && (best->number[i] >= 0 && number > best->number[i])))
            continue;
        if (i == 0) {
            best->number[1] = best->number[0];
            best->time[1] = best->time[0];
        }
        best->number[i] = number;
        best->time[i] = time;
        return;
    }
}

static void offer_span(const struct field *f, struct ems_grid_span span, const struct ems_location *to,
                       struct quickest_two *best)
{
    for (int32_t i = f->near.grid.first[span.from]; i < f->near.grid.first[span.to + 1]; i++) {
        int32_t number = f->near.grid.points[i];
        double distance_m = ems_point_distance(to->at, f->near.points[number]);
        if (ems_travel_bound(&f->travel, distance_m, EMS_LIGHTS) > best->time[1]) continue;
        const struct ems_location *from = &f->model->stations[f->station_of[number]].at;
        ems_time time = ems_travel_time(&f->travel, from, to, EMS_LIGHTS, f->at);
        if (time != EMS_NEVER) offer(best, number, time);
    }
}

/* The two least driving times to `to`, ties to the station first in file. */
static struct quickest_two quickest(const struct field *f, const struct ems_location *to)
{
    struct quickest_two best = {{EMS_NONE, EMS_NONE}, {EMS_NEVER, EMS_NEVER}};
    struct ems_grid_walk walk = ems_grid_walk_from(&f->near.grid, to->at);
    do {
        if (ems_travel_bound(&f->travel, ems_grid_walk_distance(&walk), EMS_LIGHTS) > best.time[1]) break;
        for (struct ems_grid_span span; ems_grid_walk_span(&walk, &span);) offer_span(f, span, to, &best);
    } while (ems_grid_walk_ring(&walk));
    for (int32_t i = 0; i < 2; i++)
        if (best.number[i] >= 0) best.time[i] += f->delay;
    return best;
}

static struct ems_location place_location(const struct ems_model *model, int32_t place)
{
    return (struct ems_location){.at = model->places[place].at,
                                 .place = model->station_count + model->hospital_count + place};
}

/* Where the results go. */
struct work {
    struct field field;
    struct ems_time_group *all, *by_class, *by_area;
    struct ems_time_station *stations;
    struct ems_time_place *places;
};

static int32_t groups_of(const struct work *w, ems_area_id area, struct ems_time_group *out[3])
{
    out[0] = w->all;
    if (area == EMS_NONE) return 1;
    out[1] = &w->by_class[ems_cover_class(w->field.model, area)];
    out[2] = &w->by_area[area];
    return 3;
}

static void cover_place(struct work *w, int32_t place)
{
    const struct ems_demand_place *p = &w->field.model->places[place];
    const struct ems_location to = place_location(w->field.model, place);
    struct quickest_two two = quickest(&w->field, &to);
    struct ems_time_group *groups[3];
    const int32_t group_count = groups_of(w, p->area, groups);
    for (int32_t g = 0; g < group_count; g++) groups[g]->people += p->people;
    w->places[place] = (struct ems_time_place){.quickest = EMS_NONE, .time = two.time[0]};
    if (two.number[0] < 0) return;
    struct ems_time_station *station = &w->stations[w->field.station_of[two.number[0]]];
    w->places[place].quickest = w->field.station_of[two.number[0]];
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
        const struct ems_location to = {.at = p->at, .place = EMS_NOWHERE_FIXED};
        ems_time time = quickest(&w->field, &to).time[0];
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
    *out = (struct ems_time_cover){.period = period, .turnout = turnout(model, period)};
    struct work w = {.all = &out->all};
    w.by_class = EMS_NEW_ARRAY(arena, struct ems_time_group, model->class_count);
    w.by_area = EMS_NEW_ARRAY(arena, struct ems_time_group, model->area_count);
    w.stations = EMS_NEW_ARRAY(arena, struct ems_time_station, model->station_count);
    w.places = EMS_NEW_ARRAY(arena, struct ems_time_place, model->place_count);
    if (!w.by_class || !w.by_area || !w.stations || !w.places) return EMS_NO_MEMORY;
    enum ems_status status = field_init(&w.field, model, false, arena);
    if (status != EMS_OK) return status;
    w.field.at = moment(model, period);
    w.field.delay = out->turnout;
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
    struct field f = {.at = moment(model, EMS_COVER_DAY), .delay = model->rescue_mobilisation};
    enum ems_status status = field_init(&f, model, true, arena);
    if (status != EMS_OK) return status;
    out->bases = f.near.count;
    for (int32_t p = 0; p < model->place_count; p++) {
        const struct ems_location to = place_location(model, p);
        out->people += model->places[p].people;
        if (quickest(&f, &to).time[0] <= 2 * EMS_HOUR) out->reached += model->places[p].people;
    }
    return EMS_OK;
}
