#include "geo/raster.h"

#include <math.h>
#include <stdbool.h>

/* The walk (Amanatides and Woo 1987) holds the line as from + t * (to - from). Only correctly rounded
 * operations are used, so every compiler and processor takes the same steps. */
struct walk {
    const uint8_t *cell;             /* where the walk is */
    int32_t columns_left, rows_left; /* steps that stay inside */
    int32_t column_step;
    int64_t row_step;          /* in cells of the array */
    double t, t_column, t_row; /* here; at the next crossing of each kind */
    double dt_column, dt_row;
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
    if (delta == 0) {
        if (start < 0 || start > size) *leave = -1;
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

/* One axis of the walk: start and delta in cells, the first cell; gives step, steps left inside and t of
 * crossings. */
static int32_t begin_axis(double start, double delta, int32_t cell, int32_t count, int32_t *left, double *t,
                          double *dt)
{
    if (delta == 0) {
        *left = count;
        *t = *dt = INFINITY;
        return 0;
    }
    *dt = 1 / fabs(delta);
    *t = ((delta > 0 ? cell + 1 : cell) - start) / delta;
    *left = delta > 0 ? count - 1 - cell : cell;
    return delta > 0 ? 1 : -1;
}

/* False when the line does not meet the raster. */
static bool begin(struct walk *w, const struct ems_raster *raster, struct ems_point from, struct ems_point to)
{
    double x = (from.x_m - raster->low.x_m) / raster->cell_m,
           y = (from.y_m - raster->low.y_m) / raster->cell_m;
    double dx = (to.x_m - from.x_m) / raster->cell_m, dy = (to.y_m - from.y_m) / raster->cell_m;
    w->enter = 0;
    w->leave = 1;
    clip(x, dx, raster->columns, &w->enter, &w->leave);
    clip(y, dy, raster->rows, &w->enter, &w->leave);
    if (!(w->enter < w->leave)) return false;
    int32_t column = cell_of(x + w->enter * dx, raster->columns),
            row = cell_of(y + w->enter * dy, raster->rows);
    w->t = w->enter;
    w->column_step =
        begin_axis(x, dx, column, raster->columns, &w->columns_left, &w->t_column, &w->dt_column);
    w->row_step = begin_axis(y, dy, row, raster->rows, &w->rows_left, &w->t_row, &w->dt_row);
    w->row_step *= raster->columns;
    w->cell = raster->values + (int64_t)row * raster->columns + column;
    return true;
}

/* The share of the line at which the walk leaves this cell. */
static inline double cell_end(const struct walk *w)
{
    double t = w->t_column < w->t_row ? w->t_column : w->t_row;
    return t < w->leave ? t : w->leave;
}

/* To the next cell; false at the end of the line or of the raster. */
static inline bool advance(struct walk *w, double end)
{
    w->t = end;
    if (end >= w->leave) return false;
    if (w->t_column < w->t_row) {
        if (w->columns_left-- <= 0) return false;
        w->t_column += w->dt_column;
        w->cell += w->column_step;
    } else {
        if (w->rows_left-- <= 0) return false;
        w->t_row += w->dt_row;
        w->cell += w->row_step;
    }
    return true;
}

void ems_raster_lengths(const struct ems_raster *raster, struct ems_point from, struct ems_point to,
                        double *lengths)
{
    double length = ems_point_distance(from, to);
    struct walk w;
    if (!begin(&w, raster, from, to)) {
        lengths[raster->outside] += length;
        return;
    }
    lengths[raster->outside] += w.enter * length;
    for (bool more = true; more;) {
        double end = cell_end(&w);
        if (end > w.t) lengths[*w.cell] += (end - w.t) * length;
        more = advance(&w, end > w.t ? end : w.t);
    }
    lengths[raster->outside] += (1 - w.t) * length;
}

/* Sum over the line of share * weight. */
static double weighted(const struct ems_raster *raster, struct ems_point from, struct ems_point to,
                       const double *weight)
{
    struct walk w;
    if (!begin(&w, raster, from, to)) return weight[raster->outside];
    double sum = w.enter * weight[raster->outside];
    for (bool more = true; more;) {
        double end = cell_end(&w);
        if (end > w.t) sum += (end - w.t) * weight[*w.cell];
        more = advance(&w, end > w.t ? end : w.t);
    }
    return sum + (1 - w.t) * weight[raster->outside];
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
    double left = share * weighted(raster, from, to, weight), outside = weight[raster->outside];
    struct walk w;
    if (!(left > 0) || !begin(&w, raster, from, to)) return share;
    if (left <= w.enter * outside) return within(0, left, outside);
    left -= w.enter * outside;
    for (bool more = true; more;) {
        double end = cell_end(&w), part = end > w.t ? (end - w.t) * weight[*w.cell] : 0;
        if (left <= part) return within(w.t, left, weight[*w.cell]);
        left -= part;
        more = advance(&w, end > w.t ? end : w.t);
    }
    return within(w.t, left, outside);
}
