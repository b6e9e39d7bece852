#include "stats/holm.h"

#include <math.h>

/* The p-value times the number of tests not yet rejected when its turn comes, smallest first. */
static double step(const double *p_values, int32_t count, int32_t of)
{
    int32_t smaller = 0;
    for (int32_t k = 0; k < count; k++) smaller += p_values[k] < p_values[of];
    return fmin(1, (count - smaller) * p_values[of]);
}

void ems_holm_adjust(const double *p_values, int32_t count, double *adjusted)
{
    for (int32_t i = 0; i < count; i++) {
        adjusted[i] = 0;
        for (int32_t j = 0; j < count; j++)
            if (p_values[j] <= p_values[i]) adjusted[i] = fmax(adjusted[i], step(p_values, count, j));
    }
}
