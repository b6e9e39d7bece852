/* Rivers. One is drawn as an offset beside a straight line, so that the water at a point is found at once. */
#include <math.h>

#include "city/work.h"

static double dot(struct ems_point a, struct ems_point b)
{
    return a.x_m * b.x_m + a.y_m * b.y_m;
}

static struct ems_point left_of(struct ems_point along)
{
    return (struct ems_point){-along.y_m, along.x_m};
}

static struct ems_point minus(struct ems_point a, struct ems_point b)
{
    return (struct ems_point){a.x_m - b.x_m, a.y_m - b.y_m};
}

/* Offset of the middle at `s` metres along, and how steep it is. False beyond the river's ends. */
static bool middle(const struct ems_city_river *river, double s, double *offset, double *slope)
{
    double t = (s - river->from_m) / river->step_m;
    if (!(t >= 0) || t >= river->count - 1) return false;
    int32_t k = (int32_t)t;
    double rise = river->offset[k + 1] - river->offset[k];
    *offset = river->offset[k] + rise * (t - k);
    *slope = rise / river->step_m;
    return true;
}

/* Metres left of the river's middle, negative on the right; false where there is no river beside. */
static bool beside(const struct ems_city_river *river, struct ems_point at, double *distance)
{
    struct ems_point from = minus(at, river->origin);
    double offset, slope;
    if (!middle(river, dot(from, river->along), &offset, &slope)) return false;
    *distance = (dot(from, left_of(river->along)) - offset) / sqrt(1 + slope * slope);
    return true;
}

int32_t ems_city_water_at(const struct ems_city_work *work, struct ems_point at, double bank_m)
{
    double distance;
    for (int32_t r = 0; r < work->plan.rivers; r++) {
        const struct ems_city_river *river = &work->rivers[r];
        if (beside(river, at, &distance) && fabs(distance) < river->half_width_m + bank_m) return r;
    }
    return -1;
}

static bool crosses(const struct ems_city_river *river, struct ems_point from, struct ems_point to)
{
    int32_t pieces = (int32_t)(ems_point_distance(from, to) / river->half_width_m) + 1;
    double before = 0;
    for (int32_t i = 0; i <= pieces; i++) {
        double share = (double)i / pieces, distance = 0;
        struct ems_point at = {from.x_m + (to.x_m - from.x_m) * share,
                               from.y_m + (to.y_m - from.y_m) * share};
        if (!beside(river, at, &distance)) distance = 0;
        if (distance != 0 && fabs(distance) < river->half_width_m) return true;
        if (before * distance < 0) return true;
        before = distance;
    }
    return false;
}

int32_t ems_city_water_between(const struct ems_city_work *work, struct ems_point from, struct ems_point to)
{
    for (int32_t r = 0; r < work->plan.rivers; r++) {
        if (crosses(&work->rivers[r], from, to)) return r;
    }
    return -1;
}

/* `lateral_m` beside the line at its middle; bends as long as the city is wide, and smaller ones. `taper`: it
 * begins without any. */
static void draw_middle(struct ems_city_work *work, int32_t number, double lateral_m, bool taper)
{
    struct ems_city_river *river = &work->rivers[number];
    const double radius = work->plan.radius_m;
    river->offset = ems_city_alloc(work, river->count, sizeof *river->offset);
    for (int32_t k = 0; k < river->count && river->offset != NULL; k++) {
        double s = river->from_m + k * river->step_m, far = fabs(s) / work->plan.reach_m;
        double wide = ems_city_noise(work, EMS_CITY_DRAW_MEANDER, (uint16_t)(2 * number), s / (1.3 * radius));
        double fine =
            ems_city_noise(work, EMS_CITY_DRAW_MEANDER, (uint16_t)(2 * number + 1), s / (0.45 * radius));
        double size = radius * (0.22 * wide * (1 + 2 * far) + 0.05 * fine);
        if (taper && s < radius) size *= s / radius;
        river->offset[k] = rint((lateral_m + size) * 1000) / 1000;
    }
}

/* A direction of length 1 from two draws, the same to the last bit everywhere: a rational point of the
 * circle, turned by quarters. */
static struct ems_point direction(const struct ems_city_work *work, uint32_t index)
{
    double t = rint((2 * ems_city_draw(work, EMS_CITY_DRAW_RIVER, index, 0) - 1) * 400) / 1000, n = 1 + t * t;
    int32_t quarters = (int32_t)(4 * ems_city_draw(work, EMS_CITY_DRAW_RIVER, index, 1));
    struct ems_point d = {(1 - t * t) / n, 2 * t / n};
    for (; quarters > 0; quarters--) d = left_of(d);
    return d;
}

static void make_main_river(struct ems_city_work *work)
{
    const double radius = work->plan.radius_m, reach = work->plan.reach_m;
    struct ems_city_river *river = &work->rivers[0];
    double beside_m = radius * (0.42 + 0.2 * ems_city_draw(work, EMS_CITY_DRAW_RIVER, 0, 2));
    if (ems_city_draw(work, EMS_CITY_DRAW_RIVER, 0, 3) < 0.5) beside_m = -beside_m;
    river->along = direction(work, 0);
    river->from_m = -1.3 * reach;
    river->step_m = 0.05 * radius;
    river->count = (int32_t)(2.6 * reach / river->step_m) + 2;
    river->half_width_m = fmin(fmax(0.019 * radius, 20), 250);
    draw_middle(work, 0, beside_m, false);
}

/* From a bend of the main river past the centre, on the centre's side. */
static void make_second_river(struct ems_city_work *work)
{
    const double radius = work->plan.radius_m, reach = work->plan.reach_m;
    const struct ems_city_river *first = &work->rivers[0];
    struct ems_city_river *river = &work->rivers[1];
    double s = radius * (0.5 + 0.25 * ems_city_draw(work, EMS_CITY_DRAW_RIVER, 1, 2)), offset = 0, slope = 0;
    if (ems_city_draw(work, EMS_CITY_DRAW_RIVER, 1, 3) < 0.5) s = -s;
    if (first->offset == NULL || !middle(first, s, &offset, &slope)) return;
    struct ems_point left = left_of(first->along);
    river->origin =
        ems_point_round(first->along.x_m * s + left.x_m * offset, first->along.y_m * s + left.y_m * offset);
    river->along = offset > 0 ? (struct ems_point){-left.x_m, -left.y_m} : left;
    river->step_m = 0.05 * radius;
    river->count = (int32_t)(2.6 * reach / river->step_m) + 2;
    river->half_width_m = fmin(fmax(0.009 * radius, 15), 100);
    draw_middle(work, 1, 0, true);
}

void ems_city_make_rivers(struct ems_city_work *work)
{
    make_main_river(work);
    if (work->plan.rivers > 1) make_second_river(work);
}
