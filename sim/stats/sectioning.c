#include "stats/sectioning.h"

struct ems_figure ems_sectioning_figure(double pooled, int64_t beyond, const double *sections, int64_t count)
{
    if (isnan(pooled)) return ems_figure_missing(EMS_NOTE_NO_CASES);
    if (beyond < EMS_BEYOND_LEAST) return ems_figure_missing(EMS_NOTE_TOO_FEW);
    double squares = 0;
    int64_t n = 0;
    for (int64_t r = 0; r < count; r++) {
        if (isnan(sections[r])) continue;
        squares += (sections[r] - pooled) * (sections[r] - pooled);
        n++;
    }
    if (n < 2) return ems_figure_bare(pooled, n, EMS_NOTE_ONE_REPLICATION);
    double error = sqrt(squares / ((double)n * (double)(n - 1)));
    return ems_figure_make(pooled, error, n, 0, INFINITY);
}
