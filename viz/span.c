#include "span.h"

#include <math.h>
#include <stddef.h>

bool viz_span_is_empty(struct viz_span span)
{
    return span.until <= span.from;
}

static double length_of(struct viz_span span)
{
    return (double)span.until - (double)span.from;
}

int viz_span_x(struct viz_span span, int x, int width, ems_time at)
{
    if (viz_span_is_empty(span)) return x;
    double share = ((double)at - (double)span.from) / length_of(span);
    return x + (int)lround(fmin(fmax(share, -1), 2) * width);
}

ems_time viz_span_time(struct viz_span span, int x, int width, int pixel)
{
    if (viz_span_is_empty(span) || width <= 0) return span.from;
    double share = fmin(fmax((pixel - x) / (double)width, 0), 1);
    return span.from + (ems_time)llround(share * length_of(span));
}

/* Inside `whole`, the same length if that has room. */
static struct viz_span within(struct viz_span span, struct viz_span whole)
{
    ems_time length = span.until - span.from, most = whole.until - whole.from;
    if (length >= most) return whole;
    if (span.from < whole.from) span.from = whole.from;
    if (span.from > whole.until - length) span.from = whole.until - length;
    span.until = span.from + length;
    return span;
}

struct viz_span viz_span_zoom(struct viz_span span, struct viz_span whole, ems_time at, double factor)
{
    if (viz_span_is_empty(span) || !(factor > 0)) return whole;
    double length = fmin(fmax(length_of(span) / factor, (double)VIZ_SPAN_LEAST), length_of(whole));
    double share = ((double)at - (double)span.from) / length_of(span);
    struct viz_span out = {at - (ems_time)llround(share * length), 0};
    out.until = out.from + (ems_time)llround(length);
    return within(out, whole);
}

struct viz_span viz_span_showing(struct viz_span span, struct viz_span whole, ems_time at)
{
    ems_time length = span.until - span.from;
    if (viz_span_is_empty(span)) return whole;
    if (at < span.from) span.from = at - length / 10;
    if (at > span.until) span.from = at - length * 9 / 10;
    span.until = span.from + length;
    return within(span, whole);
}

ems_time viz_span_tick(struct viz_span span, int width, int least_px)
{
    static const ems_time lengths[] = {EMS_MINUTE,   5 * EMS_MINUTE, 15 * EMS_MINUTE, 30 * EMS_MINUTE,
                                       EMS_HOUR,     3 * EMS_HOUR,   6 * EMS_HOUR,    12 * EMS_HOUR,
                                       EMS_DAY,      2 * EMS_DAY,    7 * EMS_DAY,     14 * EMS_DAY,
                                       28 * EMS_DAY, 91 * EMS_DAY,   364 * EMS_DAY,   5 * 364 * EMS_DAY};
    enum { LENGTHS = sizeof lengths / sizeof lengths[0] };
    size_t i = 0;
    while (i + 1 < LENGTHS && (double)lengths[i] / length_of(span) * width < least_px) i++;
    return lengths[i];
}
