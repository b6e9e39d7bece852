/* What lies outside the city: points of the highways, towns and villages, each with its nodes. Towns stand at
 * random, but apart from each other; villages stand on a shaken hexagonal lattice. */
#include <math.h>
#include <stdlib.h>

#include "city/work.h"

#define APART 0.75 /* least distance of towns, as a share of what an even spread has */

static struct ems_point offset(struct ems_point at, struct ems_point along, double forward_m, double left_m)
{
    return ems_point_round(at.x_m + along.x_m * forward_m - along.y_m * left_m,
                           at.y_m + along.y_m * forward_m + along.x_m * left_m);
}

static double from_centre(struct ems_point at)
{
    return ems_point_distance((struct ems_point){0, 0}, at);
}

static void add_place(struct ems_city_work *work, const struct ems_city_place *place)
{
    if (!EMS_PUSH(&work->places, *place)) work->no_memory = true;
}

static void add_gates(struct ems_city_work *work)
{
    for (int32_t g = 0; g < work->gates.count; g++) {
        int32_t node = work->gates.items[g];
        struct ems_city_place place = {.kind = EMS_CITY_GATE, .first_node = node, .node_count = 1};
        place.at = work->city->nodes.items[node].at;
        add_place(work, &place);
    }
}

/* Distance of the points of a highway. */
static double highway_step_m(const struct ems_city_work *work)
{
    return fmin(fmax(rint(work->plan.reach_m / 25), 200), 1500);
}

/* From the city's rim outwards, swaying, to the edge of the region; no points in water. */
static void add_highway(struct ems_city_work *work, int32_t number)
{
    const int32_t gate = work->highway_gate[number];
    work->motorway_exit[number] = -1;
    if (gate < 0) return;
    const struct ems_point start = work->city->nodes.items[gate].at;
    const double far = from_centre(start), step_m = highway_step_m(work);
    if (!(far > 0)) return;
    const struct ems_point along = {start.x_m / far, start.y_m / far};
    double nearest = INFINITY;
    int32_t before = gate;
    for (int32_t k = 1; far + k * step_m <= work->plan.reach_m; k++) {
        double sway = ems_city_noise(work, EMS_CITY_DRAW_HIGHWAY, (uint16_t)number, k / 7.0);
        double grow = k < 7 ? k / 7.0 : 1;
        struct ems_point at = offset(start, along, k * step_m, 1.4 * step_m * sway * grow);
        if (ems_city_water_at(work, at, 30) >= 0) continue;
        int32_t node = ems_city_add_node(work, at, true);
        struct ems_city_place place = {.kind = EMS_CITY_ROAD, .at = at, .first_node = node, .node_count = 1};
        place.back = before;
        add_place(work, &place);
        double miss = fabs(from_centre(at) - 1.5 * work->plan.radius_m);
        if (work->plan.motorway && miss < nearest) {
            nearest = miss;
            work->motorway_exit[number] = node;
        }
        before = node;
    }
}

/* A grid of `columns` x `rows` lanes around the place, turned at random. Left out are crossings in water, and
 * the corners of large ones. */
static void add_lanes(struct ems_city_work *work, struct ems_city_place *place, int32_t columns, int32_t rows,
                      double spacing_m, uint32_t index)
{
    double t = rint((2 * ems_city_draw(work, EMS_CITY_DRAW_SETTLEMENT, index, 0) - 1) * 400) / 1000;
    const struct ems_point along = {(1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)};
    int32_t *made = ems_city_alloc(work, (int64_t)columns * rows, sizeof *made);
    if (made == NULL) return;
    place->first_node = work->city->nodes.count;
    for (int32_t n = 0; n < columns * rows; n++) {
        int32_t c = n % columns, r = n / columns;
        bool cut = columns >= 5 && abs(2 * c - columns + 1) + abs(2 * r - rows + 1) > 3 * columns / 2;
        uint32_t each = index * 4096 + (uint32_t)n;
        double dx = 0.2 * (ems_city_draw(work, EMS_CITY_DRAW_SETTLEMENT, each, 1) - 0.5);
        double dy = 0.2 * (ems_city_draw(work, EMS_CITY_DRAW_SETTLEMENT, each, 2) - 0.5);
        struct ems_point at = offset(place->at, along, (c - (columns - 1) / 2.0 + dx) * spacing_m,
                                     (r - (rows - 1) / 2.0 + dy) * spacing_m);
        made[n] = cut || ems_city_water_at(work, at, 10) >= 0 ? -1 : ems_city_add_node(work, at, true);
    }
    place->node_count = work->city->nodes.count - place->first_node;
    for (int32_t n = 0; n < columns * rows; n++) {
        int32_t c = n % columns, r = n / columns;
        bool main_row = r == rows / 2, main_column = c == columns / 2,
             town = place->kind == EMS_CITY_TOWN_PLACE;
        enum ems_city_class wide = town ? EMS_CITY_TERTIARY : EMS_CITY_UNCLASSIFIED;
        if (c + 1 < columns && made[n] >= 0 && made[n + 1] >= 0)
            ems_city_add_edge(work, made[n], made[n + 1], main_row ? wide : EMS_CITY_RESIDENTIAL);
        if (r + 1 < rows && made[n] >= 0 && made[n + columns] >= 0)
            ems_city_add_edge(work, made[n], made[n + columns], main_column ? wide : EMS_CITY_RESIDENTIAL);
    }
}

static double road_distance(const struct ems_city_work *work, struct ems_point at, int32_t roads)
{
    double least = INFINITY;
    for (int32_t p = 0; p < roads; p++) {
        if (work->places.items[p].kind == EMS_CITY_ROAD)
            least = fmin(least, ems_point_distance(work->places.items[p].at, at));
    }
    return least;
}

static struct ems_point random_point(const struct ems_city_work *work, enum ems_city_draw kind,
                                     uint32_t index)
{
    double x = 2 * ems_city_draw(work, kind, index, 0) - 1, y = 2 * ems_city_draw(work, kind, index, 1) - 1;
    return ems_point_round(x * work->plan.reach_m, y * work->plan.reach_m);
}

static bool is_free_for_town(const struct ems_city_work *work, struct ems_point at, double apart_m,
                             int32_t roads)
{
    const double far = from_centre(at), radius = work->plan.radius_m, reach = work->plan.reach_m;
    if (far < 1.3 * radius + 0.3 * apart_m || far > 0.95 * reach || ems_city_water_at(work, at, 500) >= 0)
        return false;
    if (road_distance(work, at, roads) < 0.5 * highway_step_m(work)) return false;
    for (int32_t p = roads; p < work->places.count; p++) {
        if (ems_point_distance(work->places.items[p].at, at) < apart_m) return false;
    }
    return true;
}

/* People of each town: the first of each quarter is the county town, three times as large. */
static void share_towns(struct ems_city_work *work, int32_t first)
{
    const int32_t count = work->places.count - first;
    bool has_county_town[EMS_CITY_QUARTERS] = {0};
    int64_t *weights = ems_city_alloc(work, count + 1, sizeof *weights);
    int64_t *shares = ems_city_alloc(work, count + 1, sizeof *shares);
    if (work->no_memory) return;
    for (int32_t t = 0; t < count; t++) {
        struct ems_city_place *town = &work->places.items[first + t];
        int32_t quarter = ems_city_quarter_at(work, town->at);
        town->county_town = count >= 2 * EMS_CITY_QUARTERS && !has_county_town[quarter];
        has_county_town[quarter] = has_county_town[quarter] || town->county_town;
        weights[t] = 500 + (int64_t)(1000 * ems_city_draw(work, EMS_CITY_DRAW_TOWN, (uint32_t)t, 2));
        if (town->county_town) weights[t] = 3000;
    }
    ems_city_share(work->plan.people_towns, weights, count, shares, work);
    for (int32_t t = 0; t < count; t++) work->places.items[first + t].people = shares[t];
}

/* Nodes by people; the ground by 4,000 people to the square kilometre. */
static void build_towns(struct ems_city_work *work, int32_t first)
{
    for (int32_t t = first; t < work->places.count; t++) {
        struct ems_city_place *town = &work->places.items[t];
        double nodes = (double)work->plan.town_nodes * (double)town->people / (double)work->plan.people_towns;
        int32_t side = (int32_t)rint(sqrt(fmax(nodes * 1.1, 4)));
        double width_m = rint(sqrt((double)town->people / 4000) * 1000);
        town->radius_m = rint(0.75 * width_m);
        add_lanes(work, town, side, side, width_m / side, (uint32_t)(town->town));
    }
}

static void add_towns(struct ems_city_work *work, int32_t roads)
{
    const struct ems_city_plan *plan = &work->plan;
    if (plan->towns == 0) return;
    double apart_m = APART * plan->reach_m * sqrt(3.0 / plan->towns);
    enum { TRIES = 200000 };
    uint32_t tries = 0;
    for (int32_t t = 1; t <= plan->towns && tries < TRIES && !work->no_memory; tries++) {
        struct ems_point at = random_point(work, EMS_CITY_DRAW_TOWN, tries + (1U << 20));
        if (!is_free_for_town(work, at, apart_m, roads)) {
            if (tries % 20 == 19) apart_m = rint(apart_m * 0.98);
            continue;
        }
        struct ems_city_place town = {.kind = EMS_CITY_TOWN_PLACE, .at = at, .town = t++};
        add_place(work, &town);
    }
    share_towns(work, roads);
    if (!work->no_memory) build_towns(work, roads);
}

/* Where there is no room for towns or villages, their people live in the city. */
static void settle_in_city(struct ems_city_work *work, int64_t *people)
{
    work->plan.people_city += *people;
    *people = 0;
}

static bool is_free_for_village(const struct ems_city_work *work, struct ems_point at, double spacing_m,
                                int32_t roads, int32_t towns_end)
{
    const double far = from_centre(at);
    if (far < 1.22 * work->plan.radius_m || far > 0.97 * work->plan.reach_m) return false;
    if (ems_city_water_at(work, at, 120) >= 0) return false;
    if (road_distance(work, at, roads) < fmin(0.6 * highway_step_m(work), 0.4 * spacing_m)) return false;
    for (int32_t p = roads; p < towns_end; p++) {
        const struct ems_city_place *town = &work->places.items[p];
        if (ems_point_distance(town->at, at) < town->radius_m + 0.3 * spacing_m) return false;
    }
    return true;
}

static void scatter_villages(struct ems_city_work *work, int32_t roads)
{
    const struct ems_city_plan *plan = &work->plan;
    const double ground = 3.14159265 * plan->reach_m * plan->reach_m - 4.7 * plan->radius_m * plan->radius_m;
    const double spacing_m = rint(sqrt(fmax(ground, 1) * 0.85 / plan->villages / 0.866)),
                 row_m = 0.866 * spacing_m;
    const int32_t rows = (int32_t)(plan->reach_m / row_m) + 1,
                  columns = (int32_t)(plan->reach_m / spacing_m) + 1;
    const int32_t towns_end = work->places.count;
    uint32_t index = 0;
    for (int32_t r = -rows; r <= rows; r++) {
        for (int32_t c = -columns; c <= columns; c++, index++) {
            double dx = 0.7 * (ems_city_draw(work, EMS_CITY_DRAW_VILLAGE, index, 0) - 0.5);
            double dy = 0.7 * (ems_city_draw(work, EMS_CITY_DRAW_VILLAGE, index, 1) - 0.5);
            struct ems_point at =
                ems_point_round((c + (r & 1) * 0.5 + dx) * spacing_m, (r * 0.866 + dy) * spacing_m);
            if (!is_free_for_village(work, at, spacing_m, roads, towns_end)) continue;
            struct ems_city_place village = {.kind = EMS_CITY_VILLAGE_PLACE, .at = at};
            village.radius_m = spacing_m;
            add_place(work, &village);
        }
    }
}

/* Small and large ones: weights from 1 to 9 with a mean of 3.7. */
static void share_villages(struct ems_city_work *work, int32_t first)
{
    const int32_t count = work->places.count - first;
    int64_t *weights = ems_city_alloc(work, count + 1, sizeof *weights);
    int64_t *shares = ems_city_alloc(work, count + 1, sizeof *shares);
    if (work->no_memory) return;
    for (int32_t v = 0; v < count; v++) {
        double draw = ems_city_draw(work, EMS_CITY_DRAW_VILLAGE, (uint32_t)v + (1U << 28), 2);
        weights[v] = 1000 + (int64_t)(8000 * draw * draw);
    }
    ems_city_share(work->plan.people_villages, weights, count, shares, work);
    for (int32_t v = 0; v < count; v++) work->places.items[first + v].people = shares[v];
}

static void build_villages(struct ems_city_work *work, int32_t first)
{
    const int32_t count = work->places.count - first;
    for (int32_t v = 0; v < count; v++) {
        struct ems_city_place *village = &work->places.items[first + v];
        double nodes =
            (double)work->plan.village_nodes * (double)village->people / (double)work->plan.people_villages;
        int32_t rows = (int32_t)rint(sqrt(fmax(nodes, 1) / 1.6));
        if (rows < 1) rows = 1;
        int32_t columns = (int32_t)rint(fmax(nodes, 1) / rows);
        double spacing_m = fmin(90, rint(0.4 * village->radius_m / columns));
        add_lanes(work, village, columns, rows, spacing_m, (uint32_t)v + (1U << 16));
        village->radius_m = 0.5 * spacing_m * columns;
    }
}

void ems_city_make_places(struct ems_city_work *work)
{
    add_gates(work);
    for (int32_t h = 0; h < work->plan.highways; h++) add_highway(work, h);
    const int32_t roads = work->places.count;
    add_towns(work, roads);
    const int32_t villages = work->places.count;
    if (!work->no_memory && work->plan.villages > 0) scatter_villages(work, roads);
    work->city->villages = work->places.count - villages;
    if (villages == roads) settle_in_city(work, &work->plan.people_towns);
    if (work->city->villages == 0) settle_in_city(work, &work->plan.people_villages);
    if (work->no_memory) return;
    share_villages(work, villages);
    build_villages(work, villages);
}
