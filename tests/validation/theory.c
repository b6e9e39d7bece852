#include "validation/theory.h"

#include <math.h>

double theory_erlang_b(double load, int servers)
{
    double b = 1;
    for (int c = 1; c <= servers; c++) b = load * b / (c + load * b);
    return b;
}

double theory_erlang_c(double load, int servers)
{
    double b = theory_erlang_b(load, servers);
    return b / (1 - load / servers * (1 - b));
}

double theory_mean_wait(double load, int servers)
{
    return theory_erlang_c(load, servers) / (servers - load);
}

double theory_wait_within(double load, int servers, double time)
{
    return 1 - theory_erlang_c(load, servers) * exp(-(servers - load) * time);
}

double theory_priority_wait(const double *loads, int classes, int servers, int class_index)
{
    double total = 0, above = 0, with;
    for (int i = 0; i < classes; i++) total += loads[i];
    for (int i = 0; i < class_index; i++) above += loads[i] / servers;
    with = above + loads[class_index] / servers;
    return theory_erlang_c(total, servers) / servers / ((1 - above) * (1 - with));
}

double theory_poisson(double mean, int n)
{
    return exp(n * log(mean) - mean - lgamma(n + 1.0));
}

double theory_law_time(double distance, double acceleration, double cruise)
{
    double reach = cruise * cruise / acceleration;
    return distance <= reach ? 2 * sqrt(distance / acceleration) : cruise / acceleration + distance / cruise;
}

double theory_square_two_points(void)
{
    return (2 + sqrt(2) + 5 * log(1 + sqrt(2))) / 15;
}

double theory_square_centre(void)
{
    return (sqrt(2) + log(1 + sqrt(2))) / 6;
}

double theory_nearest_in_field(double density)
{
    return 0.5 / sqrt(density);
}
