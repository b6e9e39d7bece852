#include "stats/input.h"

/* Variances of group means, about values near 0. */
struct split {
    int64_t groups;
    double between; /* B */
    double within;  /* W */
};

/* Mean and sum of squares about it of one group; false when a value is missing. */
static bool take_group(const double *values, int32_t size, double origin, double *mean, double *squares)
{
    *mean = *squares = 0;
    for (int32_t i = 0; i < size; i++) *mean += (values[i] - origin) / size;
    for (int32_t i = 0; i < size; i++) {
        double off = values[i] - origin - *mean;
        *squares += off * off;
    }
    return !isnan(*mean);
}

static struct split split_of(const double *values, int64_t count, int32_t size, double origin)
{
    struct split split = {0};
    double sum = 0, within = 0, mean, squares;
    for (int64_t g = 0; g + size <= count; g += size) {
        if (!take_group(values + g, size, origin, &mean, &squares)) continue;
        split.groups++;
        sum += mean;
        within += squares;
    }
    if (split.groups < 2) return split;
    double n = (double)split.groups, centre = sum / n;
    for (int64_t g = 0; g + size <= count; g += size)
        if (take_group(values + g, size, origin, &mean, &squares))
            split.between += (mean - centre) * (mean - centre) / (n - 1);
    if (size > 1) split.within = within / (n * (size - 1)) / size;
    return split;
}

void ems_input_widen(struct ems_figure *figure, const double *values, int64_t count, int32_t size,
                     double least, double most)
{
    if (isnan(figure->value)) return;
    struct split split = split_of(values, count, size, figure->value);
    double n = (double)split.groups, b = split.between, w = split.within, cases = figure->cases;
    int32_t source = figure->source;
    if (split.groups < 2) {
        *figure = ems_figure_bare(figure->value, split.groups, EMS_NOTE_ONE_REPLICATION);
    } else {
        double spread = sqrt(2 * b * b / (n - 1) + (size > 1 ? 2 * w * w / (n * (size - 1)) : 0));
        double input = fmin(b, fmax(0, b - w) + spread / 2), variance = input + b / n;
        *figure = ems_figure_make(figure->value, sqrt(variance), split.groups, least, most);
        figure->input_share = variance > 0 ? fmax(0, 1 - w / n / variance) : 0;
        figure->lasting_share = variance > 0 ? fmax(0, b - w) / variance : 0;
    }
    figure->cases = cases;
    figure->source = source;
}
