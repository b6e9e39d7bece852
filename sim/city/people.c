/* Where people live, and the areas that the scenario tells apart. */
#include <math.h>
#include <stdlib.h>

#include "city/work.h"

#define OUTLINE 1.24      /* of the districts, in the square of the grid */
#define COUNTRY_EDGE 1.06 /* of the counties, as a share of the region's radius */

struct centre {
    struct ems_point at;
    double reach_m;
};

/* Areas come in this order: the centre, four districts, four counties, towns. */
enum { COUNTIES = 5, TOWNS = 9 };

static void add_area(struct ems_city_work *work, const struct ems_city_area *area)
{
    if (!EMS_PUSH(&work->city->areas, *area)) work->no_memory = true;
}

/* Corners of the square's quarters, from the north to the east. */
static const double square[EMS_CITY_QUARTERS + 1][2] = {{-1, 1}, {1, 1}, {1, -1}, {-1, -1}, {-1, 1}};

enum { SIDE = 8, ARC = 16 };

static struct ems_point on_square(const struct ems_city_work *work, int32_t q, double share, double size)
{
    const double *a = square[q], *b = square[q + 1];
    return ems_city_bend(work, size * (a[0] + (b[0] - a[0]) * share), size * (a[1] + (b[1] - a[1]) * share));
}

/* The middle of the city, within its first ring. */
static void add_centre(struct ems_city_work *work)
{
    struct ems_point *corners =
        ems_arena_alloc(&work->city->arena, SIDE * EMS_CITY_QUARTERS, sizeof *corners);
    struct ems_city_area area = {.kind = EMS_CITY_DISTRICT, .corners = corners};
    if (corners == NULL) return;
    for (int32_t q = 0; q < EMS_CITY_QUARTERS; q++) {
        for (int32_t k = 0; k < SIDE; k++)
            corners[area.corner_count++] = on_square(work, q, (double)k / SIDE, work->line[work->ring[0]]);
    }
    add_area(work, &area);
}

static void add_district(struct ems_city_work *work, int32_t q)
{
    struct ems_point *corners = ems_arena_alloc(&work->city->arena, SIDE + 2, sizeof *corners);
    struct ems_city_area area = {.kind = EMS_CITY_DISTRICT, .number = q + 1, .corners = corners};
    if (corners == NULL) return;
    corners[area.corner_count++] = (struct ems_point){0, 0};
    for (int32_t k = 0; k <= SIDE; k++)
        corners[area.corner_count++] = on_square(work, q, (double)k / SIDE, OUTLINE);
    add_area(work, &area);
}

static void add_county(struct ems_city_work *work, int32_t q)
{
    const struct ems_city_plan *plan = &work->plan;
    struct ems_point *corners = ems_arena_alloc(&work->city->arena, ARC + 2, sizeof *corners);
    struct ems_city_area area = {.kind = EMS_CITY_COUNTY, .number = q, .corners = corners};
    if (corners == NULL) return;
    corners[area.corner_count++] = (struct ems_point){0, 0};
    for (int32_t k = 0; k <= ARC; k++) {
        double share = (double)k / ARC, u = square[q][0] + (square[q + 1][0] - square[q][0]) * share;
        double v = square[q][1] + (square[q + 1][1] - square[q][1]) * share;
        double size = COUNTRY_EDGE * fmax(plan->reach_m, 1.5 * plan->radius_m) / sqrt(u * u + v * v);
        corners[area.corner_count++] = ems_point_round(size * (u * plan->cosine - v * plan->sine),
                                                       size * (u * plan->sine + v * plan->cosine));
    }
    add_area(work, &area);
}

static void add_areas(struct ems_city_work *work)
{
    add_centre(work);
    for (int32_t q = 0; q < EMS_CITY_QUARTERS; q++) add_district(work, q);
    for (int32_t q = 0; q < EMS_CITY_QUARTERS; q++) add_county(work, q);
    for (int32_t p = 0; p < work->places.count; p++) {
        const struct ems_city_place *place = &work->places.items[p];
        if (place->kind != EMS_CITY_TOWN_PLACE) continue;
        struct ems_city_area area = {.kind = EMS_CITY_TOWN,
                                     .number = place->town,
                                     .centre = place->at,
                                     .radius_m = fmax(place->radius_m, 200) + 100,
                                     .county_town = place->county_town};
        add_area(work, &area);
    }
}

static void add_home(struct ems_city_work *work, struct ems_point at, int64_t people, int32_t area)
{
    struct ems_city_home home = {at, people, area};
    if (people > 0) work->city->areas.items[area].people += people;
    if (people > 0 && !EMS_PUSH(&work->city->homes, home)) work->no_memory = true;
}

static int32_t draw_centres(const struct ems_city_work *work, struct centre *centres)
{
    const int32_t count = work->plan.rings < EMS_CITY_CENTRES_MAX ? work->plan.rings : EMS_CITY_CENTRES_MAX;
    for (int32_t c = 0; c < count; c++) {
        /* a point of a square ring around the centre */
        double size = 0.4 + 0.4 * ems_city_draw(work, EMS_CITY_DRAW_CENTRE, (uint32_t)c, 0);
        double round = (c + ems_city_draw(work, EMS_CITY_DRAW_CENTRE, (uint32_t)c, 1) * 0.7) / count * 4;
        int32_t q = (int32_t)round;
        centres[c].at = on_square(work, q < 4 ? q : 3, round - q, size);
        centres[c].reach_m = 0.1 * work->plan.radius_m;
    }
    return count;
}

/* People to the square metre, up to a factor. */
static double density(const struct ems_city_work *work, const struct centre *centres, int32_t count,
                      struct ems_point at)
{
    double far = ems_point_distance((struct ems_point){0, 0}, at) / (0.45 * work->plan.radius_m), sum;
    sum = 1 / (1 + far * far);
    for (int32_t c = 0; c < count; c++) {
        double d = ems_point_distance(centres[c].at, at) / centres[c].reach_m, hump = 1 / (1 + d * d);
        sum += 0.5 * hump * hump;
    }
    return sum;
}

/* Ground of the four cells around a crossing, when at least three of their outer corners are built. */
static double ground_m2(const struct ems_city_work *work, int32_t i, int32_t j)
{
    int32_t built = 0;
    for (int32_t k = 0; k < 4; k++)
        built += *ems_city_crossing(work, i + (k & 1 ? 1 : -1), j + (k & 2 ? 1 : -1)) >= 0;
    if (built < 3) return 0;
    struct ems_point a = ems_city_bend(work, ems_city_line(work, i - 1), ems_city_line(work, j - 1));
    struct ems_point b = ems_city_bend(work, ems_city_line(work, i + 1), ems_city_line(work, j - 1));
    struct ems_point c = ems_city_bend(work, ems_city_line(work, i + 1), ems_city_line(work, j + 1));
    struct ems_point d = ems_city_bend(work, ems_city_line(work, i - 1), ems_city_line(work, j + 1));
    return 0.5 * fabs((c.x_m - a.x_m) * (d.y_m - b.y_m) - (d.x_m - b.x_m) * (c.y_m - a.y_m));
}

/* One home for each four cells of the grid, at the crossing in their middle. */
struct blocks {
    EMS_ARRAY(struct ems_city_home) list;
    EMS_ARRAY(int64_t) weights;
};

static void consider_block(struct ems_city_work *work, struct blocks *blocks, const struct centre *centres,
                           int32_t count, int32_t i, int32_t j)
{
    const double u = ems_city_line(work, i), v = ems_city_line(work, j), core = work->line[work->ring[0]];
    const double area_m2 = ground_m2(work, i, j);
    struct ems_city_home home = {.at = ems_city_bend(work, u, v)};
    if (area_m2 <= 0 || ems_city_water_at(work, home.at, 20) >= 0) return;
    home.area = fmax(fabs(u), fabs(v)) <= core ? 0 : 1 + ems_city_quarter(u, v);
    uint32_t index = (uint32_t)(ems_city_crossing(work, i, j) - work->crossing);
    double even = 0.5 + ems_city_draw(work, EMS_CITY_DRAW_PEOPLE, index, 0);
    int64_t weight = (int64_t)rint(1000 * even * area_m2 * density(work, centres, count, home.at));
    if (!EMS_PUSH(&blocks->list, home) || !EMS_PUSH(&blocks->weights, weight)) work->no_memory = true;
}

static void people_city(struct ems_city_work *work)
{
    struct centre centres[EMS_CITY_CENTRES_MAX];
    const int32_t count = draw_centres(work, centres), last = work->limit - 1;
    struct blocks blocks = {0};
    for (int32_t i = last % 2 != 0 ? -last : 1 - last; i <= last; i += 2) {
        for (int32_t j = last % 2 != 0 ? -last : 1 - last; j <= last; j += 2)
            consider_block(work, &blocks, centres, count, i, j);
    }
    int64_t *shares = ems_city_alloc(work, (int64_t)blocks.list.count + 1, sizeof *shares);
    if (!work->no_memory)
        ems_city_share(work->plan.people_city, blocks.weights.items, blocks.list.count, shares, work);
    for (int32_t b = 0; b < blocks.list.count && !work->no_memory; b++)
        add_home(work, blocks.list.items[b].at, shares[b], blocks.list.items[b].area);
    free(blocks.list.items);
    free(blocks.weights.items);
}

/* A town's people at every fourth of its crossings, about its middle most. */
static void people_town(struct ems_city_work *work, const struct ems_city_place *town,
                        const struct ems_city_node *nodes)
{
    const int32_t count = (town->node_count + 3) / 4;
    int64_t *weights = ems_city_alloc(work, (int64_t)count + 1, sizeof *weights);
    int64_t *shares = ems_city_alloc(work, (int64_t)count + 1, sizeof *shares);
    if (work->no_memory) return;
    for (int32_t k = 0; k < count; k++) {
        double far = ems_point_distance(nodes[4 * k].at, town->at) / fmax(town->radius_m, 1);
        weights[k] = (int64_t)rint(1e6 / (1 + 3 * far * far));
    }
    ems_city_share(town->people, weights, count, shares, work);
    for (int32_t k = 0; k < count; k++) add_home(work, nodes[4 * k].at, shares[k], TOWNS + town->town - 1);
}

static void people_country(struct ems_city_work *work)
{
    for (int32_t p = 0; p < work->places.count && !work->no_memory; p++) {
        const struct ems_city_place *place = &work->places.items[p];
        if (place->kind == EMS_CITY_TOWN_PLACE && place->node_count > 0)
            people_town(work, place, &work->city->nodes.items[place->first_node]);
        else if (place->kind == EMS_CITY_TOWN_PLACE)
            add_home(work, place->at, place->people, TOWNS + place->town - 1);
        else if (place->kind == EMS_CITY_VILLAGE_PLACE)
            add_home(work, place->at, place->people, COUNTIES + ems_city_quarter_at(work, place->at));
    }
}

void ems_city_make_people(struct ems_city_work *work)
{
    add_areas(work);
    if (work->city->arena.failed) work->no_memory = true;
    if (work->no_memory) return;
    people_city(work);
    people_country(work);
}
