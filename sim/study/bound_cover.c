/* What so many crews can cover at most, for every target, kind of call and band of hours. */
#include <math.h>
#include <stdlib.h>

#include "study/bound_parts.h"

enum { CELLS_MOST = 24, LINKS_MOST = 3000000 };

/* ---- profiles ---- */

static bool yields(const struct ems_model *model, int32_t priority)
{
    return model->rules.reassign[priority - 1] != 0;
}

/* Calls of this priority may take crews from others. */
static bool takes(const struct ems_model *model, int32_t priority)
{
    for (int32_t p = 0; p < EMS_PRIORITIES; p++)
        if (model->rules.reassign[p] >> (priority - 1) & 1) return true;
    return false;
}

static struct ems_bound_profile profile_of(const struct ems_model *model, const struct ems_condition *c)
{
    int32_t orders = yields(model, c->priority) ? 2 : 1;
    return (struct ems_bound_profile){.mode = ems_model_mode(model, c->priority),
                                      .tries = c->full_response ? orders : orders * c->vehicles,
                                      .whole = c->full_response ? c->vehicles : 1,
                                      .extra = takes(model, c->priority)};
}

static bool same_profile(const struct ems_bound_profile *a, const struct ems_bound_profile *b)
{
    return a->mode == b->mode && a->tries == b->tries && a->whole == b->whole && a->extra == b->extra;
}

enum ems_status ems_bound_prepare_profiles(struct ems_bounding *b)
{
    const struct ems_model *model = b->model;
    b->profiles = EMS_NEW_ARRAY(&b->bound->arena, struct ems_bound_profile, model->condition_count);
    b->profile_of = EMS_NEW_ARRAY(&b->bound->arena, int32_t, model->condition_count);
    if (b->bound->arena.failed) return EMS_NO_MEMORY;
    for (int32_t c = 0; c < model->condition_count; c++) {
        struct ems_bound_profile profile = profile_of(model, &model->conditions[c]);
        int32_t p = 0;
        while (p < b->profile_count && !same_profile(&b->profiles[p], &profile)) p++;
        if (p == b->profile_count) b->profiles[b->profile_count++] = profile;
        b->profile_of[c] = p;
    }
    return EMS_OK;
}

bool ems_bound_meant(const struct ems_model *model, const struct ems_target *target, int32_t priority,
                     ems_area_id area)
{
    if (target->priority != 0 && priority != 0 && target->priority != priority) return false;
    if (target->area != EMS_NONE && target->area != area) return false;
    return target->class_id == EMS_NONE ||
           (area != EMS_NONE && model->areas[area].class_id == target->class_id);
}

static bool profile_meant(const struct ems_bounding *b, const struct ems_target *target, int32_t profile)
{
    for (int32_t c = 0; c < b->model->condition_count; c++)
        if (b->profile_of[c] == profile && b->model->conditions[c].share > 0 &&
            (target->priority == 0 || target->priority == b->model->conditions[c].priority))
            return true;
    return false;
}

/* ---- sites and their chances ---- */

struct grid {
    double x, y, width, height; /* of a cell; the corner of the first one */
    int32_t side;
};

struct covering {
    struct ems_bounding *b;
    const struct ems_target *target;
    const struct ems_bound_profile *profile;
    const ems_time *times;
    struct ems_arena arena;
    int32_t *place; /* of each point */
    double *weight;
    int32_t count;
    struct grid grid;
    struct ems_bound_chances from_station, from_road;
    int64_t *first;
    int32_t *point, *chance;
};

static bool take_points(struct covering *c)
{
    const struct ems_model *model = c->b->model;
    double sum = 0;
    c->place = EMS_NEW_ARRAY(&c->arena, int32_t, model->place_count + 1);
    c->weight = EMS_NEW_ARRAY(&c->arena, double, model->place_count + 1);
    if (c->arena.failed) return false;
    for (int32_t p = 0; p < model->place_count; p++) {
        if (c->b->weight[p] <= 0 || !ems_bound_meant(model, c->target, 0, model->places[p].area)) continue;
        c->place[c->count] = p;
        c->weight[c->count++] = c->b->weight[p];
        sum += c->b->weight[p];
    }
    for (int32_t i = 0; i < c->count; i++) c->weight[i] /= sum;
    return true;
}

/* A crew outside the frame of all points is never nearer to one than at the frame. */
static void lay_grid(struct covering *c)
{
    const struct ems_model *model = c->b->model;
    double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (int32_t i = 0; i < c->count; i++) {
        struct ems_point at = model->places[c->place[i]].at;
        x0 = fmin(x0, at.x_m);
        y0 = fmin(y0, at.y_m);
        x1 = fmax(x1, at.x_m);
        y1 = fmax(y1, at.y_m);
    }
    int32_t side = CELLS_MOST;
    while (side > 4 && (int64_t)side * side * c->count > LINKS_MOST) side--;
    c->grid =
        (struct grid){.x = x0, .y = y0, .width = (x1 - x0) / side, .height = (y1 - y0) / side, .side = side};
}

static double cell_distance(const struct grid *g, int32_t cell, struct ems_point at)
{
    int32_t column = cell % g->side, row = cell / g->side;
    double x = g->x + g->width * column, y = g->y + g->height * row;
    double dx = fmax(0, fmax(x - at.x_m, at.x_m - x - g->width));
    double dy = fmax(0, fmax(y - at.y_m, at.y_m - y - g->height));
    return fmax(0, sqrt(dx * dx + dy * dy) - 0.002); /* places are rounded to the millimetre */
}

static int32_t chance_at(const struct ems_bound_chances *chances, ems_time time)
{
    if (time == EMS_NEVER) return 0;
    int64_t second = time > 0 ? time / EMS_SECOND : 0;
    return second < chances->count ? chances->chance[second] : 0;
}

static int32_t chance_of(const struct covering *c, int32_t site, int32_t point)
{
    const struct ems_model *model = c->b->model;
    int32_t place = c->place[point];
    if (site < model->station_count)
        return chance_at(&c->from_station, c->times[(int64_t)site * model->place_count + place]);
    double distance = cell_distance(&c->grid, site - model->station_count, model->places[place].at);
    return chance_at(&c->from_road, ems_travel_bound(&c->b->travel, distance, c->profile->mode));
}

static bool link_sites(struct covering *c, int32_t sites)
{
    int64_t count = 0;
    c->first = EMS_NEW_ARRAY(&c->arena, int64_t, sites + 1);
    if (c->first == NULL) return false;
    for (int32_t s = 0; s < sites; s++) {
        c->first[s] = count;
        for (int32_t i = 0; i < c->count; i++) count += chance_of(c, s, i) > 0;
    }
    c->first[sites] = count;
    c->point = EMS_NEW_ARRAY(&c->arena, int32_t, count + 1);
    c->chance = EMS_NEW_ARRAY(&c->arena, int32_t, count + 1);
    if (c->arena.failed) return false;
    count = 0;
    for (int32_t s = 0; s < sites; s++)
        for (int32_t i = 0; i < c->count; i++) {
            int32_t chance = chance_of(c, s, i);
            if (chance <= 0) continue;
            c->point[count] = i;
            c->chance[count++] = chance;
        }
    return true;
}

static double best_of_stations(const struct covering *c)
{
    double sum = 0;
    for (int32_t i = 0; i < c->count; i++) {
        int32_t best = 0;
        for (int32_t s = 0; s < c->b->model->station_count; s++) {
            int32_t chance = chance_of(c, s, i);
            if (chance > best) best = chance;
        }
        sum += c->weight[i] * best / EMS_COVER_CHANCE;
    }
    return sum;
}

/* ---- values by price ---- */

/* A level stands for all numbers of crews on the road above the level before. A call that finds no free crew
 * waits for one, which then is where its last task ended: as good as one on the road, and counted as such. */
static void price_values(const struct covering *c, const struct ems_cover_bound *bound, double *value)
{
    const struct ems_bounding *b = c->b;
    for (int32_t n = 0; n <= b->units_most; n++) {
        bool waits = n == 0 && !c->profile->extra;
        const double *row = bound->value + (int64_t)(waits ? 1 : n) * bound->level_count;
        for (int32_t k = 0; k < EMS_BOUND_PRICES; k++) {
            double most = 0;
            for (int32_t l = waits; l < bound->level_count; l++) {
                double crews = l > 0 ? bound->level[l - 1] + 1 : 0;
                most = fmax(most, row[l] - b->price[k] * crews);
            }
            value[n * EMS_BOUND_PRICES + k] = most;
        }
    }
}

static enum ems_status solve(struct covering *c, double *value)
{
    const struct ems_bounding *b = c->b;
    struct ems_cover_bound bound;
    int32_t stations = b->model->station_count, sites = stations + c->grid.side * c->grid.side;
    if (!link_sites(c, sites)) return EMS_NO_MEMORY;
    struct ems_cover_bound_problem problem = {.point_count = c->count,
                                              .site_count = sites,
                                              .fixed_count = stations,
                                              .weight = c->weight,
                                              .first = c->first,
                                              .point = c->point,
                                              .chance = c->chance,
                                              .units_most = b->units_most,
                                              .loose_most = b->units_most,
                                              .extra = c->profile->extra,
                                              .interrupted = b->options->hooks.interrupted,
                                              .self = b->options->hooks.self};
    enum ems_status status = ems_cover_bound_solve(&problem, &c->arena, &bound);
    if (status == EMS_OK) price_values(c, &bound, value);
    return status;
}

const double *ems_bound_values(const struct ems_bounding *b, int32_t target, int32_t profile, int32_t band,
                               int32_t free_crews)
{
    int64_t at = (int64_t)profile * b->band_count + band;
    if (free_crews > b->units_most) free_crews = b->units_most;
    return b->targets[target].value + (at * (b->units_most + 1) + free_crews) * EMS_BOUND_PRICES;
}

/* Bands that some moment of a day falls into. */
static bool band_used(const struct ems_bounding *b, int32_t band, ems_time within)
{
    for (ems_time at = 0; at < EMS_DAY; at += EMS_MINUTE)
        if (ems_bound_band(b, at, within) == band || ems_bound_band(b, at + EMS_MINUTE - 1, within) == band)
            return true;
    return false;
}

static enum ems_status cover_band(struct ems_bounding *b, int32_t target, int32_t profile, int32_t band,
                                  const ems_time *times)
{
    struct covering c = {
        .b = b, .target = &b->model->targets[target], .profile = &b->profiles[profile], .times = times};
    enum ems_bound_turnout turnout = band % 2 == 1 ? EMS_BOUND_BY_NIGHT : EMS_BOUND_BY_DAY;
    enum ems_status status = take_points(&c) ? EMS_OK : EMS_NO_MEMORY;
    if (status == EMS_OK)
        status = ems_bound_chances(b, c.target->within, turnout, c.profile, &c.arena, &c.from_station);
    if (status == EMS_OK)
        status = ems_bound_chances(b, c.target->within, EMS_BOUND_ON_ROAD, c.profile, &c.arena, &c.from_road);
    if (status == EMS_OK && c.count > 0) {
        lay_grid(&c);
        b->targets[target].at_stations[profile * b->band_count + band] = best_of_stations(&c);
        status = solve(&c, b->targets[target].value + ((int64_t)profile * b->band_count + band) *
                                                          (b->units_most + 1) * EMS_BOUND_PRICES);
    }
    ems_arena_free(&c.arena);
    return status;
}

/* All that is driven at one speed in one mode. */
static enum ems_status cover_speed(struct ems_bounding *b, int32_t speed, enum ems_mode mode, ems_time *times)
{
    enum ems_status status = ems_bound_times(b, speed, mode, times);
    for (int32_t t = 0; t < b->model->target_count; t++)
        for (int32_t p = 0; p < b->profile_count; p++)
            for (int32_t band = 2 * speed; band < 2 * speed + 2 && status == EMS_OK; band++) {
                const struct ems_target *target = &b->model->targets[t];
                if (b->profiles[p].mode != mode || !profile_meant(b, target, p)) continue;
                if (band_used(b, band, target->within)) status = cover_band(b, t, p, band, times);
            }
    return status;
}

static bool mode_used(const struct ems_bounding *b, enum ems_mode mode)
{
    for (int32_t p = 0; p < b->profile_count; p++)
        if (b->profiles[p].mode == mode) return true;
    return false;
}

enum ems_status ems_bound_prepare_cover(struct ems_bounding *b)
{
    const struct ems_model *model = b->model;
    struct ems_arena *arena = &b->bound->arena;
    int64_t tables = (int64_t)b->profile_count * b->band_count;
    int64_t cells = (int64_t)model->station_count * model->place_count;
    b->targets = EMS_NEW_ARRAY(arena, struct ems_bound_target, model->target_count);
    if (b->targets == NULL) return EMS_NO_MEMORY;
    for (int32_t t = 0; t < model->target_count; t++) {
        b->targets[t].value = EMS_NEW_ARRAY(arena, double, tables *(b->units_most + 1) * EMS_BOUND_PRICES);
        b->targets[t].at_stations = EMS_NEW_ARRAY(arena, double, tables);
    }
    if (arena->failed) return EMS_NO_MEMORY;
    ems_time *times = calloc((size_t)cells + 1, sizeof *times);
    enum ems_status status = times != NULL ? EMS_OK : EMS_NO_MEMORY;
    for (int m = 0; m < EMS_MODES; m++)
        for (int32_t s = 0; s < b->speed_count && status == EMS_OK; s++)
            if (mode_used(b, (enum ems_mode)m)) status = cover_speed(b, s, (enum ems_mode)m, times);
    free(times);
    return status;
}
