#include "travel/travel.h"

#include <math.h>
#include <string.h>

#include "base/expect.h"
#include "travel/goal.h"
#include "travel/matrix.h"
#include "travel/road.h"
#include "travel/straight.h"

static void find_factor_bound(struct ems_travel *travel)
{
    const struct ems_travel_def *def = &travel->def;
    double factor = def->hour_factor[0];
    travel->timeless = def->change_count == 0;
    for (int h = 0; h < 24; h++) {
        factor = fmax(factor, def->hour_factor[h]);
        if (def->hour_factor[h] != 1) travel->timeless = false;
    }
    double changes = 1;
    for (int32_t i = 0; i < def->change_count; i++) changes *= fmax(1, def->changes[i].factor);
    travel->fastest_factor = factor * changes;
}

static enum ems_status init_road(struct ems_travel *travel, struct ems_arena *arena)
{
    struct ems_road_travel *road = EMS_NEW(arena, struct ems_road_travel);
    if (road == NULL) return EMS_NO_MEMORY;
    enum ems_status status = ems_road_travel_init(travel, arena, road);
    travel->road = road;
    for (int m = 0; m < EMS_MODES; m++)
        travel->fastest_mps[m] = road->fastest_mps[m] * travel->fastest_factor;
    return status;
}

enum ems_status ems_travel_init(struct ems_travel *travel, const struct ems_travel_def *def,
                                struct ems_arena *arena)
{
    memset(travel, 0, sizeof *travel);
    travel->def = *def;
    find_factor_bound(travel);
    switch (def->kind) {
    case EMS_TRAVEL_STRAIGHT:
        return ems_straight_init(travel, arena);
    case EMS_TRAVEL_ROAD:
        return init_road(travel, arena);
    case EMS_TRAVEL_MATRIX: /* places stand aside of their nodes: distance bounds nothing */
        travel->fastest_mps[EMS_LIGHTS] = travel->fastest_mps[EMS_NORMAL] = INFINITY;
        break;
    case EMS_TRAVEL_CONSTANT:
        break;
    }
    return EMS_OK;
}

void ems_travel_hasten(struct ems_travel *travel, double factor)
{
    for (int h = 0; h < 24; h++) travel->def.hour_factor[h] *= factor;
    travel->fastest_factor *= factor;
    for (int m = 0; m < EMS_MODES; m++) {
        travel->fastest_mps[m] *= factor;
        travel->plain[m] = false;
    }
    travel->timeless = false;
}

double ems_travel_speed_factor(const struct ems_travel *travel, ems_time at)
{
    if (travel->timeless) return 1;
    const struct ems_travel_def *def = &travel->def;
    double factor = def->hour_factor[(at + def->start_of_day) / EMS_HOUR % 24];
    for (int32_t i = 0; i < def->change_count && !travel->changeless; i++)
        if (at >= def->changes[i].from && at < def->changes[i].to) factor *= def->changes[i].factor;
    return factor;
}

static struct ems_road_quest quest_at(const struct ems_travel *travel, const struct ems_location *from,
                                      const struct ems_location *to, enum ems_mode mode, ems_time at,
                                      bool as_if_open)
{
    return (struct ems_road_quest){
        .travel = travel,
        .from = from,
        .to = to,
        .mode = mode,
        .conditions = ems_road_conditions(travel->road, at, as_if_open || travel->changeless),
        .factor = ems_travel_speed_factor(travel, at),
        .most = EMS_NEVER,
    };
}

void ems_travel_aim(struct ems_travel_goal *goal, const struct ems_travel *travel,
                    const struct ems_location *to, enum ems_mode mode, ems_time at)
{
    goal->travel = travel;
    goal->to = to;
    goal->mode = mode;
    goal->at = at;
    goal->label.metric = NULL; /* the rest is filled when it is needed */
    goal->label.most = 0;
}

ems_time ems_travel_time_to(struct ems_travel_goal *goal, const struct ems_location *from, ems_time most,
                            struct ems_trip_way *way)
{
    if (goal->travel->def.kind != EMS_TRAVEL_ROAD)
        return ems_travel_time(goal->travel, from, goal->to, goal->mode, goal->at);
    struct ems_road_quest quest = quest_at(goal->travel, from, goal->to, goal->mode, goal->at, false);
    quest.label = &goal->label;
    quest.most = most;
    ems_time time = ems_road_quest_time(&quest);
    if (way != NULL)
        way->asked = (struct ems_way_asked){*from, *goal->to, goal->at, time, (int32_t)goal->mode};
    return time;
}

ems_time ems_travel_least_to(const struct ems_travel_goal *goal, const struct ems_location *from)
{
    const struct ems_road_quest quest = quest_at(goal->travel, from, goal->to, goal->mode, goal->at, false);
    return ems_road_quest_least(&quest);
}

/* Apart, so that the plain case stays short. */
static __attribute__((noinline)) ems_time time_by_model(const struct ems_travel *travel,
                                                        const struct ems_location *from,
                                                        const struct ems_location *to, enum ems_mode mode,
                                                        ems_time at)
{
    ems_time base = EMS_NEVER;
    switch (travel->def.kind) {
    case EMS_TRAVEL_ROAD: {
        const struct ems_road_quest quest = quest_at(travel, from, to, mode, at, false);
        return ems_road_quest_time(&quest);
    }
    case EMS_TRAVEL_STRAIGHT:
        base = ems_straight_time(travel, from, to, mode);
        break;
    case EMS_TRAVEL_MATRIX:
        base = ems_matrix_time(travel, from, to, mode);
        break;
    case EMS_TRAVEL_CONSTANT:
        base = travel->def.constant[mode];
        break;
    }
    if (travel->timeless || base == EMS_NEVER) return base;
    double factor = ems_travel_speed_factor(travel, at);
    return factor == 1 ? base : ems_time_from_seconds((double)base / 1e6 / factor);
}

/* The same for whoever knows the distance in a straight line, which is mostly all that counts. */
static inline ems_time time_over(const struct ems_travel *travel, const struct ems_location *from,
                                 const struct ems_location *to, double distance_m, enum ems_mode mode,
                                 ems_time at)
{
    if (ems_seldom(!travel->plain[mode])) return time_by_model(travel, from, to, mode, at);
    return ems_straight_even_time(travel, distance_m, mode);
}

ems_time ems_travel_time(const struct ems_travel *travel, const struct ems_location *from,
                         const struct ems_location *to, enum ems_mode mode, ems_time at)
{
    return time_over(travel, from, to, ems_point_distance(from->at, to->at), mode, at);
}

ems_time ems_travel_bound(const struct ems_travel *travel, double distance_m, enum ems_mode mode)
{
    double seconds = 0;
    switch (travel->def.kind) {
    case EMS_TRAVEL_CONSTANT:
        seconds = (double)travel->def.constant[mode] / 1e6 / travel->fastest_factor;
        break;
    case EMS_TRAVEL_STRAIGHT:
        seconds = ems_straight_bound_s(travel, distance_m, mode);
        break;
    case EMS_TRAVEL_ROAD:
    case EMS_TRAVEL_MATRIX:
        seconds = distance_m / travel->fastest_mps[mode];
        break;
    }
    return (ems_time)(seconds * (1e6 * (1 - 1e-9))) - 1; /* below any rounding of the real time */
}

double ems_travel_reach_m(const struct ems_travel *travel, ems_time time, enum ems_mode mode)
{
    if (travel->def.kind == EMS_TRAVEL_CONSTANT || time == EMS_NEVER) return INFINITY;
    double seconds = (double)(time + 1) * (1e-6 * (1 + 1e-9));
    if (travel->def.kind == EMS_TRAVEL_STRAIGHT) return ems_straight_reach_m(travel, seconds, mode);
    return seconds * travel->fastest_mps[mode];
}

double ems_travel_access_m(const struct ems_travel *travel, int32_t place)
{
    const struct ems_travel_def *def = &travel->def;
    if (def->kind == EMS_TRAVEL_ROAD) return travel->road->joints[place].stretch_m;
    if (def->kind == EMS_TRAVEL_MATRIX)
        return ems_point_distance(def->places[place], def->matrix.node_at[def->matrix.node_of[place]]);
    return 0;
}

static struct ems_road_quest quest_of_trip(const struct ems_travel *travel, const struct ems_trip *trip)
{
    return quest_at(travel, &trip->from, &trip->to, (enum ems_mode)trip->mode, trip->depart,
                    trip->as_if_open);
}

static __attribute__((noinline)) void measure_by_road(const struct ems_travel *travel, struct ems_trip *trip,
                                                      struct ems_trip_way *way)
{
    const struct ems_road_quest quest = quest_of_trip(travel, trip);
    ems_road_trip_plan(&quest, trip, way);
}

/* Expected time and length of the trip. */
static void measure(const struct ems_travel *travel, struct ems_trip *trip, struct ems_trip_way *way)
{
    if (ems_seldom(travel->def.kind == EMS_TRAVEL_ROAD)) { /* dear in any case */
        measure_by_road(travel, trip, way);
        return;
    }
    double distance_m = ems_point_distance(trip->from.at, trip->to.at);
    trip->expected =
        time_over(travel, &trip->from, &trip->to, distance_m, (enum ems_mode)trip->mode, trip->depart);
    trip->length_m = distance_m;
    if (ems_mostly(travel->def.kind == EMS_TRAVEL_STRAIGHT)) trip->length_m *= travel->def.detour;
}

bool ems_trip_plan(const struct ems_travel *travel, struct ems_trip *trip, bool as_if_open,
                   struct ems_trip_way *way)
{
    trip->as_if_open = trip->ends = 0;
    measure(travel, trip, way);
    if (ems_seldom(trip->expected == EMS_NEVER) && as_if_open) {
        trip->as_if_open = 1;
        measure(travel, trip, way);
    }
    return trip->expected != EMS_NEVER;
}

/* Share of the trip's time gone, 0..1. */
static double share_gone(const struct ems_trip *trip, ems_time at)
{
    return (double)(at - trip->depart) / (double)(trip->arrive - trip->depart);
}

/* The time gone of what was expected. */
static ems_time expected_gone(const struct ems_trip *trip, ems_time at)
{
    ems_time gone = at - trip->depart, total = trip->arrive - trip->depart;
    if (total == trip->expected) return gone;
    return (ems_time)rint((double)gone * ((double)trip->expected / (double)total));
}

struct ems_location ems_trip_location(const struct ems_travel *travel, const struct ems_trip *trip,
                                      ems_time at, struct ems_trip_way *way)
{
    if (at >= trip->arrive) return trip->to;
    if (at <= trip->depart) return trip->from;
    switch (travel->def.kind) {
    case EMS_TRAVEL_ROAD: {
        const struct ems_road_quest quest = quest_of_trip(travel, trip);
        return ems_road_trip_spot(&quest, trip, expected_gone(trip, at), way);
    }
    case EMS_TRAVEL_MATRIX:
        return ems_matrix_spot(travel, trip, share_gone(trip, at));
    case EMS_TRAVEL_STRAIGHT:
    case EMS_TRAVEL_CONSTANT:
        break;
    }
    return (struct ems_location){.at = ems_straight_position(travel, trip, share_gone(trip, at)),
                                 .place = EMS_NOWHERE_FIXED};
}

struct ems_point ems_trip_position(const struct ems_travel *travel, const struct ems_trip *trip, ems_time at)
{
    return ems_trip_location(travel, trip, at, NULL).at;
}

ems_time ems_trip_bound(const struct ems_travel *travel, const struct ems_trip *trip, ems_time at,
                        const struct ems_location *to, enum ems_mode mode)
{
    /* what is left of an arc is driven in the mode that it was begun in */
    enum ems_mode fast =
        travel->fastest_mps[EMS_LIGHTS] >= travel->fastest_mps[EMS_NORMAL] ? EMS_LIGHTS : EMS_NORMAL;
    ems_time gone = at >= trip->arrive ? trip->expected : expected_gone(trip, at);
    ems_time left = trip->expected - gone;
    /* so far at most is the vehicle from the trip's end, in a straight line */
    double far_m = ems_point_distance(trip->to.at, to->at) - ems_travel_reach_m(travel, left, fast);
    ems_time bound = far_m > 0 ? ems_travel_bound(travel, far_m, fast) : 0;
    if (travel->def.kind != EMS_TRAVEL_ROAD || !travel->timeless) return bound;
    const struct ems_road_quest quest = quest_of_trip(travel, trip);
    int32_t conditions = ems_road_conditions(travel->road, at, travel->changeless);
    ems_time by_road = ems_road_trip_bound(&quest, gone, left, to, mode, conditions);
    return by_road > bound ? by_road : bound;
}

/* Metres driven until `at`, when the vehicle is `here`. */
static double driven_m(const struct ems_travel *travel, const struct ems_trip *trip, ems_time at,
                       struct ems_point here)
{
    if (travel->def.kind == EMS_TRAVEL_STRAIGHT)
        return ems_point_distance(trip->from.at, here) * travel->def.detour;
    if (at >= trip->arrive) return trip->length_m;
    return at <= trip->depart ? 0 : trip->length_m * share_gone(trip, at);
}

void ems_trip_stop(const struct ems_travel *travel, struct ems_trip *trip, ems_time at,
                   struct ems_trip_way *way)
{
    const struct ems_location here = ems_trip_location(travel, trip, at, way);
    trip->length_m = driven_m(travel, trip, at, here.at);
    trip->to = here;
    trip->arrive = at;
}
