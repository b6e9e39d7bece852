#include "coverage/quickest.h"

#include "coverage/cover.h"
#include "travel/reach.h"

ems_time ems_cover_turnout(const struct ems_model *model, enum ems_cover_period period)
{
    const struct ems_durations *d = &model->durations;
    bool night = period == EMS_COVER_NIGHT && d->night_from != d->night_to;
    return ems_distribution_mean(night ? &d->turnout_night : &d->turnout_day);
}

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

static enum ems_status build(const struct ems_model *model, bool rescue, struct ems_arena *arena,
                             struct ems_quickest *q)
{
    q->model = model;
    q->travel = model->travel;
    q->travel.changeless = true;
    struct ems_point *points = EMS_NEW_ARRAY(arena, struct ems_point, model->station_count);
    q->station_of = EMS_NEW_ARRAY(arena, ems_station_id, model->station_count);
    if (points == NULL || q->station_of == NULL) return EMS_NO_MEMORY;
    int32_t count = 0;
    for (ems_station_id s = 0; s < model->station_count; s++) {
        if (!(rescue ? model->stations[s].rescue_base : ems_cover_station_counts(model, s))) continue;
        q->station_of[count] = s;
        points[count++] = model->stations[s].at.at;
    }
    enum ems_status status = ems_near_build(&q->near, points, count, arena);
    if (status != EMS_OK || !ems_reach_serves(&q->travel)) return status;
    struct ems_reach *reach = EMS_NEW(arena, struct ems_reach);
    if (reach == NULL) return EMS_NO_MEMORY;
    q->reach = reach;
    return ems_reach_build(&q->travel, q->station_of, count, EMS_LIGHTS, q->at, arena, reach);
}

enum ems_status ems_quickest_crewed(const struct ems_model *model, enum ems_cover_period period,
                                    struct ems_arena *arena, struct ems_quickest *out)
{
    *out = (struct ems_quickest){.at = moment(model, period), .delay = ems_cover_turnout(model, period)};
    return build(model, false, arena, out);
}

enum ems_status ems_quickest_rescue(const struct ems_model *model, struct ems_arena *arena,
                                    struct ems_quickest *out)
{
    *out = (struct ems_quickest){.at = moment(model, EMS_COVER_DAY), .delay = model->rescue_mobilisation};
    return build(model, true, arena, out);
}

/* ---- search ---- */

/* The best so far: `station` holds the new numbers. */
static void offer(struct ems_quickest_two *best, int32_t number, ems_time time)
{
    for (int32_t i = 0; i < 2; i++) {
        if (time > best->time[i] ||
            (time == best->time[i] && (best->station[i] >= 0 && number > best->station[i])))
            continue;
        if (i == 0) {
            best->station[1] = best->station[0];
            best->time[1] = best->time[0];
        }
        best->station[i] = number;
        best->time[i] = time;
        return;
    }
}

static void offer_span(const struct ems_quickest *q, struct ems_grid_span span, const struct ems_location *to,
                       struct ems_quickest_two *best, int32_t wanted)
{
    for (int32_t i = q->near.grid.first[span.from]; i < q->near.grid.first[span.to + 1]; i++) {
        int32_t number = q->near.grid.points[i];
        double distance_m = ems_point_distance(to->at, q->near.points[number]);
        if (ems_travel_bound(&q->travel, distance_m, EMS_LIGHTS) > best->time[wanted - 1]) continue;
        const struct ems_location *from = &q->model->stations[q->station_of[number]].at;
        ems_time time = ems_travel_time(&q->travel, from, to, EMS_LIGHTS, q->at);
        if (time != EMS_NEVER) offer(best, number, time);
    }
}

/* The `wanted` (1 or 2) least times; without them the second may be any. */
static struct ems_quickest_two search(const struct ems_quickest *q, const struct ems_location *to,
                                      int32_t wanted)
{
    struct ems_quickest_two best = {{EMS_NONE, EMS_NONE}, {EMS_NEVER, EMS_NEVER}};
    struct ems_grid_walk walk = ems_grid_walk_from(&q->near.grid, to->at);
    do {
        if (ems_travel_bound(&q->travel, ems_grid_walk_distance(&walk), EMS_LIGHTS) > best.time[wanted - 1])
            break;
        for (struct ems_grid_span span; ems_grid_walk_span(&walk, &span);)
            offer_span(q, span, to, &best, wanted);
    } while (ems_grid_walk_ring(&walk));
    for (int32_t i = 0; i < 2; i++) {
        if (best.station[i] < 0) continue;
        best.station[i] = q->station_of[best.station[i]];
        best.time[i] += q->delay;
    }
    return best;
}

struct ems_quickest_two ems_quickest_place(const struct ems_quickest *quickest, int32_t place)
{
    const struct ems_model *model = quickest->model;
    const struct ems_location to = {.at = model->places[place].at,
                                    .place = model->station_count + model->hospital_count + place};
    return search(quickest, &to, 2);
}

ems_time ems_quickest_time(const struct ems_quickest *quickest, struct ems_point at)
{
    const struct ems_location to = {.at = at, .place = EMS_NOWHERE_FIXED};
    if (quickest->reach != NULL) {
        ems_time time = ems_reach_time(quickest->reach, at);
        return time == EMS_NEVER ? EMS_NEVER : time + quickest->delay;
    }
    return search(quickest, &to, 1).time[0];
}
