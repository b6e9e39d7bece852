/* Hours of like speed stand together, as if all were as fast as the fastest of them. */
#include <math.h>

#include "study/bound_parts.h"

#define LIKE 1.03 /* speeds within this factor */

static ems_time middle_of(const struct ems_model *model, int32_t hour)
{
    return (hour * EMS_HOUR + EMS_HOUR / 2 - model->clock.start_of_day + EMS_DAY) % EMS_DAY;
}

static struct ems_location place_at(const struct ems_model *model, int32_t place)
{
    return (struct ems_location){.at = model->places[place].at,
                                 .place = model->station_count + model->hospital_count + place};
}

/* Over a road network factors hold for some roads: the speed of an hour is that of a few trips. */
static double speed_by_trips(const struct ems_bounding *b, ems_time at)
{
    enum { TRIPS = 64 };
    const struct ems_model *model = b->model;
    double sum = 0;
    for (int32_t i = 0; i < TRIPS; i++) {
        struct ems_location to = place_at(model, (int32_t)((int64_t)i * model->place_count / TRIPS));
        ems_time time =
            ems_travel_time(&b->travel, &model->stations[i % model->station_count].at, &to, EMS_LIGHTS, at);
        if (time != EMS_NEVER) sum += (double)time;
    }
    return sum > 0 ? 1e9 / sum : 1;
}

static double speed_of(const struct ems_bounding *b, int32_t hour)
{
    ems_time at = middle_of(b->model, hour);
    if (b->travel.def.kind == EMS_TRAVEL_ROAD && b->travel.def.road.factor_count > 0)
        return speed_by_trips(b, at);
    return ems_travel_speed_factor(&b->travel, at);
}

/* What the timeline slows down or closes is left out; what it makes faster is taken to hold always. */
static void hasten(struct ems_bounding *b)
{
    const struct ems_travel_def *def = &b->model->travel.def;
    double factor = 1;
    for (int32_t i = 0; i < def->change_count; i++) factor *= fmax(1, def->changes[i].factor);
    for (int32_t i = 0; i < def->road.change_count; i++) factor *= fmax(1, def->road.changes[i].factor);
    b->travel = b->model->travel;
    b->travel.changeless = true;
    if (factor > 1) ems_travel_hasten(&b->travel, factor);
}

enum ems_status ems_bound_prepare_speeds(struct ems_bounding *b)
{
    double speed[24], fastest = INFINITY;
    hasten(b);
    for (int32_t h = 0; h < 24; h++) {
        speed[h] = speed_of(b, h);
        b->speed_of[h] = EMS_NONE;
    }
    for (int32_t left = 24; left > 0;) {
        fastest = 0;
        for (int32_t h = 0; h < 24; h++)
            if (b->speed_of[h] == EMS_NONE) fastest = fmax(fastest, speed[h]);
        for (int32_t h = 0; h < 24; h++) {
            if (b->speed_of[h] != EMS_NONE || speed[h] * LIKE < fastest) continue;
            b->speed_of[h] = b->speed_count;
            left--;
        }
        b->speed_count++;
    }
    b->band_count = 2 * b->speed_count;
    return EMS_OK;
}

int32_t ems_bound_band(const struct ems_bounding *b, ems_time at, ems_time within)
{
    const struct ems_model *model = b->model;
    bool night = model->durations.night_from != model->durations.night_to && ems_model_is_night(model, at);
    int64_t first = ems_model_time_of_day(model, at) / EMS_HOUR;
    int64_t last = (ems_model_time_of_day(model, at) + within) / EMS_HOUR;
    int32_t speed = b->speed_count;
    for (int64_t h = first; h <= last && h < first + 24; h++)
        if (b->speed_of[h % 24] < speed) speed = b->speed_of[h % 24];
    return 2 * speed + night;
}

static void take_hour(const struct ems_bounding *b, ems_time at, enum ems_mode mode, ems_time *out)
{
    const struct ems_model *model = b->model;
    for (int32_t s = 0; s < model->station_count; s++)
        for (int32_t p = 0; p < model->place_count; p++) {
            struct ems_location to = place_at(model, p);
            ems_time time = ems_travel_time(&b->travel, &model->stations[s].at, &to, mode, at);
            ems_time *least = &out[(int64_t)s * model->place_count + p];
            if (time < *least) *least = time;
        }
}

enum ems_status ems_bound_times(const struct ems_bounding *b, int32_t speed, enum ems_mode mode,
                                ems_time *out)
{
    int64_t cells = (int64_t)b->model->station_count * b->model->place_count;
    bool by_road = b->travel.def.kind == EMS_TRAVEL_ROAD;
    int32_t fastest = EMS_NONE;
    for (int64_t i = 0; i < cells; i++) out[i] = EMS_NEVER;
    for (int32_t h = 0; h < 24; h++) {
        if (b->speed_of[h] != speed) continue;
        if (fastest == EMS_NONE || speed_of(b, h) > speed_of(b, fastest)) fastest = h;
        if (by_road && b->travel.def.road.factor_count > 0) take_hour(b, middle_of(b->model, h), mode, out);
        if (b->options->hooks.interrupted != NULL && b->options->hooks.interrupted(b->options->hooks.self))
            return EMS_INTERRUPTED;
    }
    if (!by_road || b->travel.def.road.factor_count == 0)
        take_hour(b, middle_of(b->model, fastest), mode, out);
    return EMS_OK;
}
