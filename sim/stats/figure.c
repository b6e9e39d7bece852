#include "stats/figure.h"

#include <gsl/gsl_cdf.h>

#include "base/names.h"

EMS_NAME_FUNCTION(ems_figure_note_name, enum ems_figure_note, note, EMS_FIGURE_NOTES)

struct ems_figure ems_figure_bare(double value, int64_t n, enum ems_figure_note note)
{
    return (struct ems_figure){
        .value = value, .low = NAN, .high = NAN, .level = NAN, .error = NAN, .n = n, .note = note};
}

struct ems_figure ems_figure_missing(enum ems_figure_note note)
{
    return ems_figure_bare(NAN, 0, note);
}

struct ems_figure ems_figure_make(double value, double error, int64_t n, double least, double most)
{
    struct ems_figure figure = {.value = value, .level = EMS_LEVEL, .error = error, .n = n};
    double half = ems_student_quantile((1 + EMS_LEVEL) / 2, n - 1) * error;
    figure.low = fmax(value - half, least);
    figure.high = fmin(value + half, most);
    return figure;
}

double ems_student_quantile(double share, int64_t degrees)
{
    return ems_student_quantile_at(share, (double)degrees);
}

double ems_student_quantile_at(double share, double degrees)
{
    return gsl_cdf_tdist_Pinv(share, degrees);
}
