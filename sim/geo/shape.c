#include "geo/shape.h"

#include <math.h>
#include <stdlib.h>

static const double pi = 3.14159265358979323846;

/* A point in whole millimetres; far beyond any place on Earth it is held at a bound, so that products fit. */
struct grid_point {
    int64_t x, y;
};
__extension__ typedef __int128 wide;

static int64_t millimetres(double metres)
{
    const double bound = 1e17;
    double v = metres * 1000;
    return v >= bound ? (int64_t)bound : v <= -bound ? -(int64_t)bound : (int64_t)rint(v);
}

static struct grid_point grid(struct ems_point p)
{
    return (struct grid_point){millimetres(p.x_m), millimetres(p.y_m)};
}

/* Above zero when c lies to the left of the line from a to b. */
static int side(struct grid_point a, struct grid_point b, struct grid_point c)
{
    wide product = (wide)(b.x - a.x) * (c.y - a.y) - (wide)(b.y - a.y) * (c.x - a.x);
    return (product > 0) - (product < 0);
}

static bool between(int64_t a, int64_t b, int64_t v)
{
    return a < b ? a <= v && v <= b : b <= v && v <= a;
}

struct ems_shape ems_shape_circle(struct ems_point centre, double radius_m)
{
    return (struct ems_shape){.kind = EMS_SHAPE_CIRCLE,
                              .centre = centre,
                              .radius_m = radius_m,
                              .low = {centre.x_m - radius_m, centre.y_m - radius_m},
                              .high = {centre.x_m + radius_m, centre.y_m + radius_m}};
}

static void extend(struct ems_point *low, struct ems_point *high, const struct ems_ring *ring)
{
    for (int32_t i = 0; i < ring->count; i++) {
        struct ems_point p = ring->points[i];
        if (p.x_m < low->x_m) low->x_m = p.x_m;
        if (p.y_m < low->y_m) low->y_m = p.y_m;
        if (p.x_m > high->x_m) high->x_m = p.x_m;
        if (p.y_m > high->y_m) high->y_m = p.y_m;
    }
}

struct ems_shape ems_shape_polygon(const struct ems_ring *rings, int32_t ring_count)
{
    struct ems_shape shape = {.kind = EMS_SHAPE_POLYGON, .rings = rings, .ring_count = ring_count};
    shape.low = (struct ems_point){INFINITY, INFINITY};
    shape.high = (struct ems_point){-INFINITY, -INFINITY};
    for (int32_t r = 0; r < ring_count; r++) extend(&shape.low, &shape.high, &rings[r]);
    return shape;
}

enum where { OUTSIDE, INSIDE, ON_EDGE };

/* Both ends so far above or below that rounding to millimetres cannot matter: most edges of a long outline.
 */
static bool passes_by(struct ems_point a, struct ems_point b, double y_m)
{
    const double slack_m = 0.01;
    return (a.y_m > y_m + slack_m && b.y_m > y_m + slack_m) ||
           (a.y_m < y_m - slack_m && b.y_m < y_m - slack_m);
}

/* Crossings of the ray to the east, with edges half open in y. */
static enum where locate(const struct ems_ring *ring, struct ems_point point)
{
    if (ring->count < 3) return OUTSIDE;
    bool inside = false;
    const struct ems_point *from = &ring->points[ring->count - 1];
    for (int32_t i = 0; i < ring->count; from = &ring->points[i++]) {
        if (passes_by(*from, ring->points[i], point.y_m)) continue;
        struct grid_point p = grid(point), a = grid(*from), b = grid(ring->points[i]);
        if (!between(a.y, b.y, p.y)) continue;
        int s = side(a, b, p);
        if (s == 0 && between(a.x, b.x, p.x)) return ON_EDGE;
        if ((a.y > p.y) != (b.y > p.y) && (b.y > a.y ? s > 0 : s < 0)) inside = !inside;
    }
    return inside ? INSIDE : OUTSIDE;
}

bool ems_shape_contains(const struct ems_shape *shape, struct ems_point point)
{
    if (point.x_m < shape->low.x_m || point.x_m > shape->high.x_m || point.y_m < shape->low.y_m ||
        point.y_m > shape->high.y_m)
        return false;
    if (shape->kind == EMS_SHAPE_CIRCLE) return ems_point_distance(shape->centre, point) <= shape->radius_m;
    bool inside = false;
    for (int32_t r = 0; r < shape->ring_count; r++) {
        enum where where = locate(&shape->rings[r], point);
        if (where == ON_EDGE) return true;
        if (where == INSIDE) inside = !inside;
    }
    return inside;
}

/* Relative to its first point, so that a far origin does not cost digits. */
static double ring_area_m2(const struct ems_ring *ring)
{
    double twice = 0;
    for (int32_t i = 1; i + 1 < ring->count; i++) {
        struct ems_point o = ring->points[0], a = ring->points[i], b = ring->points[i + 1];
        twice += (a.x_m - o.x_m) * (b.y_m - o.y_m) - (b.x_m - o.x_m) * (a.y_m - o.y_m);
    }
    return fabs(twice) / 2;
}

/* Rings that do not cross may touch in points, so one point off the other's edges decides. */
static bool ring_inside(const struct ems_ring *inner, const struct ems_ring *outer)
{
    enum where where = ON_EDGE;
    for (int32_t i = 0; i < inner->count && where == ON_EDGE; i++) where = locate(outer, inner->points[i]);
    return where == INSIDE;
}

double ems_shape_area_m2(const struct ems_shape *shape)
{
    if (shape->kind == EMS_SHAPE_CIRCLE) return pi * shape->radius_m * shape->radius_m;
    double sum = 0;
    for (int32_t r = 0; r < shape->ring_count; r++) {
        bool hole = false;
        for (int32_t o = 0; o < shape->ring_count; o++)
            if (o != r && ring_inside(&shape->rings[r], &shape->rings[o])) hole = !hole;
        double area = ring_area_m2(&shape->rings[r]);
        sum += hole ? -area : area;
    }
    return sum;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The x of every crossing of the line y with an edge, into `out`; returns their number. */
static int32_t crossings(const struct ems_shape *shape, double y, double *out)
{
    int32_t count = 0;
    for (int32_t r = 0; r < shape->ring_count; r++) {
        const struct ems_ring *ring = &shape->rings[r];
        for (int32_t i = 0; i < ring->count; i++) {
            struct ems_point a = ring->points[i], b = ring->points[i + 1 < ring->count ? i + 1 : 0];
            if ((a.y_m > y) != (b.y_m > y))
                out[count++] = a.x_m + (y - a.y_m) / (b.y_m - a.y_m) * (b.x_m - a.x_m);
        }
    }
    return count;
}

enum ems_status ems_shape_inside_point(const struct ems_shape *shape, struct ems_point *out)
{
    enum { LINES = 15 };
    *out = shape->centre;
    if (shape->kind == EMS_SHAPE_CIRCLE) return EMS_OK;
    size_t points = 1;
    for (int32_t r = 0; r < shape->ring_count; r++) points += (size_t)shape->rings[r].count;
    double *x = malloc(points * sizeof *x), widest = -1;
    if (x == NULL) return EMS_NO_MEMORY;
    for (int line = 0; line < LINES; line++) {
        /* the middle line first; others win only when clearly better, so that the point stays central */
        double share = (line % 2 ? LINES + 1 + line : LINES - line) / (2.0 * LINES);
        double y = shape->low.y_m + share * (shape->high.y_m - shape->low.y_m);
        int32_t count = crossings(shape, y, x);
        qsort(x, (size_t)count, sizeof *x, by_value);
        for (int32_t i = 0; i + 1 < count; i += 2) {
            if (x[i + 1] - x[i] <= widest * 1.25) continue;
            widest = x[i + 1] - x[i];
            *out = ems_point_round((x[i] + x[i + 1]) / 2, y);
        }
    }
    free(x);
    if (widest < 0 && shape->ring_count > 0 && shape->rings[0].count > 0) *out = shape->rings[0].points[0];
    return EMS_OK;
}

struct edge {
    struct grid_point a, b;
    int64_t low_x, high_x;
    int32_t ring, number;
};

static int by_low_x(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->low_x != y->low_x) return x->low_x < y->low_x ? -1 : 1;
    if (x->ring != y->ring) return x->ring < y->ring ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Parts of one line share more than a point: their projections overlap by some length. */
static bool overlap(const struct edge *e, const struct edge *f)
{
    bool steep = e->a.x == e->b.x;
    int64_t e1 = steep ? e->a.y : e->a.x, e2 = steep ? e->b.y : e->b.x;
    int64_t f1 = steep ? f->a.y : f->a.x, f2 = steep ? f->b.y : f->b.x;
    int64_t low = (e1 < e2 ? e1 : e2) > (f1 < f2 ? f1 : f2) ? (e1 < e2 ? e1 : e2) : (f1 < f2 ? f1 : f2);
    int64_t high = (e1 > e2 ? e1 : e2) < (f1 > f2 ? f1 : f2) ? (e1 > e2 ? e1 : e2) : (f1 > f2 ? f1 : f2);
    return low < high;
}

static bool cross(const struct edge *e, const struct edge *f)
{
    int64_t e_low = e->a.y < e->b.y ? e->a.y : e->b.y, e_high = e->a.y < e->b.y ? e->b.y : e->a.y;
    int64_t f_low = f->a.y < f->b.y ? f->a.y : f->b.y, f_high = f->a.y < f->b.y ? f->b.y : f->a.y;
    if (e_high < f_low || f_high < e_low) return false;
    int fa = side(e->a, e->b, f->a), fb = side(e->a, e->b, f->b);
    if (fa == 0 && fb == 0) return overlap(e, f);
    return fa * fb < 0 && side(f->a, f->b, e->a) * side(f->a, f->b, e->b) < 0;
}

static size_t collect_edges(const struct ems_shape *shape, struct edge *edges)
{
    size_t count = 0;
    for (int32_t r = 0; r < shape->ring_count; r++) {
        const struct ems_ring *ring = &shape->rings[r];
        for (int32_t i = 0; i < ring->count; i++) {
            struct grid_point a = grid(ring->points[i]),
                              b = grid(ring->points[i + 1 < ring->count ? i + 1 : 0]);
            if (a.x == b.x && a.y == b.y) continue; /* a repeated point */
            edges[count++] = (struct edge){a, b, a.x < b.x ? a.x : b.x, a.x < b.x ? b.x : a.x, r, i};
        }
    }
    return count;
}

enum ems_status ems_shape_crosses_itself(const struct ems_shape *shape, struct ems_crossing *out, bool *found)
{
    *found = false;
    size_t points = 1;
    for (int32_t r = 0; r < shape->ring_count; r++) points += (size_t)shape->rings[r].count;
    struct edge *edges = malloc(points * sizeof *edges);
    if (edges == NULL) return EMS_NO_MEMORY;
    size_t count = collect_edges(shape, edges);
    qsort(edges, count, sizeof *edges, by_low_x);
    for (size_t i = 0; i < count && !*found; i++) {
        for (size_t j = i + 1; j < count && edges[j].low_x <= edges[i].high_x && !*found; j++) {
            if (!cross(&edges[i], &edges[j])) continue;
            *out = (struct ems_crossing){edges[i].ring, edges[i].number, edges[j].ring, edges[j].number};
            *found = true;
        }
    }
    free(edges);
    return EMS_OK;
}
