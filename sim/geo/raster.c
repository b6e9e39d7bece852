#include "geo/raster.h"

#include <math.h>
#include <stdbool.h>

/* The walk (Amanatides and Woo 1987) holds the line as from + t * (to - from). Only correctly rounded
 * operations are used, so every compiler and processor takes the same steps. */
struct axis {
    double t, dt; /* of the next crossing; from one to the next */
    int32_t left; /* crossings to come */
    int64_t step; /* to the next cell, in cells of the array */
};
struct walk {
    const uint8_t *cell; /* where the walk is */
    struct axis column, row;
    double t;            /* the share of the line gone there */
    double enter, leave; /* share of the line at which it enters and leaves the raster */
};

uint8_t ems_raster_at(const struct ems_raster *raster, struct ems_point point)
{
    double column = floor((point.x_m - raster->low.x_m) / raster->cell_m);
    double row = floor((point.y_m - raster->low.y_m) / raster->cell_m);
    if (!(column >= 0 && column < raster->columns && row >= 0 && row < raster->rows)) return raster->outside;
    return raster->values[(int64_t)row * raster->columns + (int64_t)column];
}

/* Cuts [*enter, *leave] to where start + t * delta lies in [0, size] (Liang and Barsky 1984). */
static void clip(double start, double delta, double size, double *enter, double *leave)
{
    double end = start + delta;
    if (start >= 0 && start <= size && end >= 0 && end <= size) return; /* most lines lie inside */
    if (delta == 0) {
        *leave = -1;
        return;
    }
    double a = -start / delta, b = (size - start) / delta;
    double first = a < b ? a : b, last = a < b ? b : a;
    if (first > *enter) *enter = first;
    if (last < *leave) *leave = last;
}

/* The cell of a coordinate in cells, held inside. */
static int32_t cell_of(double position, int32_t count)
{
    if (!(position > 0)) return 0;
    return position >= count ? count - 1 : (int32_t)position;
}

/* An axis from cell `first` to cell `last`, for a start and a delta in cells. Without crossings its next one
 * never comes. */
static struct axis make_axis(double start, double delta, int32_t first, int32_t last, int64_t step)
{
    struct axis axis = {.t = INFINITY, .dt = INFINITY, .left = delta > 0 ? last - first : first - last};
    if (axis.left <= 0 || delta == 0) return (struct axis){.t = INFINITY};
    axis.dt = 1 / fabs(delta);
    axis.t = (delta > 0 ? first + 1 - start : start - first) * axis.dt;
    axis.step = delta > 0 ? step : -step;
    return axis;
}

/* False when the line does not meet the raster. */
static bool begin(struct walk *w, const struct ems_raster *raster, struct ems_point from, struct ems_point to)
{
    double per_m = 1 / raster->cell_m;
    double x = (from.x_m - raster->low.x_m) * per_m, y = (from.y_m - raster->low.y_m) * per_m;
    double dx = (to.x_m - from.x_m) * per_m, dy = (to.y_m - from.y_m) * per_m;
    w->enter = 0;
    w->leave = 1;
    clip(x, dx, raster->columns, &w->enter, &w->leave);
    clip(y, dy, raster->rows, &w->enter, &w->leave);
    if (!(w->enter < w->leave)) return false;
    int32_t column = cell_of(x + w->enter * dx, raster->columns),
            row = cell_of(y + w->enter * dy, raster->rows);
    w->column = make_axis(x, dx, column, cell_of(x + w->leave * dx, raster->columns), 1);
    w->row = make_axis(y, dy, row, cell_of(y + w->leave * dy, raster->rows), raster->columns);
    w->cell = raster->values + (int64_t)row * raster->columns + column;
    w->t = w->enter;
    return true;
}

/* Over the next crossing. */
static inline void step(struct walk *w)
{
    if (w->column.t < w->row.t) {
        w->t = w->column.t > w->t ? w->column.t : w->t;
        w->cell += w->column.step;
        w->column.t = --w->column.left > 0 ? w->column.t + w->column.dt : INFINITY;
    } else {
        w->t = w->row.t > w->t ? w->row.t : w->t;
        w->cell += w->row.step;
        w->row.t = --w->row.left > 0 ? w->row.t + w->row.dt : INFINITY;
    }
}

/* To the end of the cells of one value: *end is the share of the line there. False at the end of the walk. */
static inline bool next_run(struct walk *w, uint8_t *value, double *end)
{
    *value = *w->cell;
    while (w->column.left + w->row.left > 0) {
        step(w);
        if (*w->cell == *value) continue;
        *end = w->t < w->leave ? w->t : w->leave;
        return true;
    }
    *end = w->leave;
    return false;
}

void ems_raster_lengths(const struct ems_raster *raster, struct ems_point from, struct ems_point to,
                        double *lengths)
{
    double length = ems_point_distance(from, to), end;
    struct walk w;
    uint8_t value;
    if (!begin(&w, raster, from, to)) {
        lengths[raster->outside] += length;
        return;
    }
    lengths[raster->outside] += w.enter * length;
    double t = w.enter;
    for (bool more = true; more; t = end) {
        more = next_run(&w, &value, &end);
        lengths[value] += (end - t) * length;
    }
    lengths[raster->outside] += (1 - w.leave) * length;
}

/* Sum over the line of share * weight. */
static double weighted(const struct ems_raster *raster, struct ems_point from, struct ems_point to,
                       const double *weight)
{
    struct walk w;
    uint8_t value;
    double end;
    if (!begin(&w, raster, from, to)) return weight[raster->outside];
    double sum = (w.enter + (1 - w.leave)) * weight[raster->outside], t = w.enter;
    for (bool more = true; more; t = end) {
        more = next_run(&w, &value, &end);
        sum += (end - t) * weight[value];
    }
    return sum;
}

/* Where a stretch from `t` with this weight uses up `left`. */
static double within(double t, double left, double weight)
{
    double at = weight > 0 ? t + left / weight : t;
    return at < 1 ? at : 1;
}

double ems_raster_share_of_line(const struct ems_raster *raster, struct ems_point from, struct ems_point to,
                                const double *weight, double share)
{
    if (!(share > 0)) return 0;
    if (share >= 1) return 1;
    double left = share * weighted(raster, from, to, weight), outside = weight[raster->outside], end;
    struct walk w;
    uint8_t value;
    if (!(left > 0) || !begin(&w, raster, from, to)) return share;
    if (left <= w.enter * outside) return within(0, left, outside);
    left -= w.enter * outside;
    double t = w.enter;
    for (bool more = true; more; t = end) {
        more = next_run(&w, &value, &end);
        double part = (end - t) * weight[value];
        if (left <= part) return within(t, left, weight[value]);
        left -= part;
    }
    return within(w.leave, left, outside);
}
