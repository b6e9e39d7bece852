#include "travel/straight.h"

#include <math.h>

static const size_t TABLE_BYTES_MAX = (size_t)64 * 1024 * 1024;

/* Square-root/linear law (Kolesar, Walker and Hausner 1975): accelerate, cruise, brake. */
static double law_seconds(const struct ems_travel_def *def, double road_m)
{
    double to_cruise_m = def->cruise_mps * def->cruise_mps / def->acceleration_mps2;
    if (road_m <= to_cruise_m) return 2 * sqrt(road_m / def->acceleration_mps2);
    return def->cruise_mps / def->acceleration_mps2 + road_m / def->cruise_mps;
}

/* Seconds along the straight line at the classes' speeds. */
static double raster_seconds(const struct ems_travel *travel, struct ems_point from, struct ems_point to,
                             enum ems_mode mode)
{
    double lengths[EMS_CLASSES_MAX] = {0}, seconds = 0;
    ems_raster_lengths(&travel->def.classes, from, to, lengths);
    for (int32_t c = 0; c < travel->def.class_count; c++)
        if (lengths[c] > 0) seconds += lengths[c] * travel->def.detour / travel->def.speed_mps[mode][c];
    return seconds;
}

/* One order of two ends, so that a way and its return take the same time to the last bit. */
static bool in_order(struct ems_point a, struct ems_point b)
{
    return a.x_m < b.x_m || (a.x_m == b.x_m && a.y_m <= b.y_m);
}

/* Apart, so that the even case stays short. */
static __attribute__((noinline)) ems_time raster_time(const struct ems_travel *travel, struct ems_point from,
                                                      struct ems_point to, enum ems_mode mode)
{
    bool ordered = in_order(from, to);
    return ems_time_from_seconds(raster_seconds(travel, ordered ? from : to, ordered ? to : from, mode));
}

/* Driving time at speed factor 1. */
static ems_time base_time(const struct ems_travel *travel, struct ems_point from, struct ems_point to,
                          enum ems_mode mode)
{
    const struct ems_travel_def *def = &travel->def;
    double distance_m = ems_point_distance(from, to);
    if (def->use_law) return ems_time_from_seconds(law_seconds(def, distance_m * def->detour));
    if (travel->uniform[mode]) return ems_straight_even_time(travel, distance_m, mode);
    return raster_time(travel, from, to, mode);
}

static bool build_table(struct ems_travel *travel, enum ems_mode mode, struct ems_arena *arena)
{
    const struct ems_travel_def *def = &travel->def;
    ems_time *table = EMS_NEW_ARRAY(arena, ems_time, (size_t)def->source_count * (size_t)def->place_count);
    if (table == NULL) return false;
    for (int32_t p = 0; p < def->place_count; p++)
        for (int32_t s = 0; s < def->source_count; s++)
            table[(size_t)p * (size_t)def->source_count + (size_t)s] =
                base_time(travel, def->places[s], def->places[p], mode);
    travel->table[mode] = table;
    return true;
}

/* A table pays only where a time is dear: where the line must be walked cell by cell. */
static bool worth_a_table(const struct ems_travel *travel, enum ems_mode mode)
{
    const struct ems_travel_def *def = &travel->def;
    if (def->use_law || travel->uniform[mode] || def->source_count == 0) return false;
    return (size_t)def->place_count <=
           TABLE_BYTES_MAX / sizeof(ems_time) / EMS_MODES / (size_t)def->source_count;
}

static void find_speed_bounds(struct ems_travel *travel)
{
    const struct ems_travel_def *def = &travel->def;
    for (int m = 0; m < EMS_MODES; m++) {
        double fastest = def->speed_mps[m][0];
        travel->uniform[m] = true;
        travel->even_s_a_metre[m] = def->detour / def->speed_mps[m][0];
        for (int32_t c = 1; c < def->class_count; c++) {
            if (def->speed_mps[m][c] != def->speed_mps[m][0]) travel->uniform[m] = false;
            fastest = fmax(fastest, def->speed_mps[m][c]);
        }
        travel->fastest_mps[m] = fastest / def->detour * travel->fastest_factor;
        travel->plain[m] = travel->uniform[m] && !def->use_law && travel->timeless;
    }
}

enum ems_status ems_straight_init(struct ems_travel *travel, struct ems_arena *arena)
{
    find_speed_bounds(travel);
    for (int m = 0; m < EMS_MODES; m++) {
        enum ems_mode mode = (enum ems_mode)m;
        if (worth_a_table(travel, mode) && !build_table(travel, mode, arena)) return EMS_NO_MEMORY;
    }
    return EMS_OK;
}

ems_time ems_straight_time(const struct ems_travel *travel, const struct ems_location *from,
                           const struct ems_location *to, enum ems_mode mode)
{
    int32_t sources = travel->def.source_count;
    if (travel->table[mode] == NULL) return base_time(travel, from->at, to->at, mode);
    const struct ems_location *source = from->place < sources && from->place >= 0 ? from : to;
    const struct ems_location *place = source == from ? to : from;
    if (source->place < 0 || source->place >= sources || place->place < 0)
        return base_time(travel, from->at, to->at, mode);
    return travel->table[mode][(size_t)place->place * (size_t)sources + (size_t)source->place];
}

double ems_straight_bound_s(const struct ems_travel *travel, double distance_m, enum ems_mode mode)
{
    const struct ems_travel_def *def = &travel->def;
    if (def->use_law) return law_seconds(def, distance_m * def->detour) / travel->fastest_factor;
    return distance_m / travel->fastest_mps[mode];
}

double ems_straight_reach_m(const struct ems_travel *travel, double seconds, enum ems_mode mode)
{
    const struct ems_travel_def *def = &travel->def;
    /* under the law nothing is quicker than cruising all the way */
    if (ems_seldom(def->use_law)) return seconds * travel->fastest_factor * def->cruise_mps / def->detour;
    return seconds * travel->fastest_mps[mode];
}

static double share_of_way(const struct ems_travel *travel, const struct ems_trip *trip, double share_of_time)
{
    const struct ems_travel_def *def = &travel->def;
    double weight[EMS_CLASSES_MAX];
    if (def->kind == EMS_TRAVEL_CONSTANT || def->use_law || travel->uniform[trip->mode]) return share_of_time;
    for (int32_t c = 0; c < def->class_count; c++) weight[c] = 1 / def->speed_mps[trip->mode][c];
    return ems_raster_share_of_line(&def->classes, trip->from.at, trip->to.at, weight, share_of_time);
}

struct ems_point ems_straight_position(const struct ems_travel *travel, const struct ems_trip *trip,
                                       double share_of_time)
{
    double share = share_of_way(travel, trip, share_of_time);
    struct ems_point a = trip->from.at, b = trip->to.at;
    return ems_point_round(a.x_m + share * (b.x_m - a.x_m), a.y_m + share * (b.y_m - a.y_m));
}
