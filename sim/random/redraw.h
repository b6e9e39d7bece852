/* Inputs that are known from so many cases, or up to so much, drawn anew: what they might have been fitted to
 * be, had other cases been seen. Simulations with inputs drawn again and again show what that uncertainty
 * does to their results (Cheng and Holland 1997; Barton, Nelson and Xie 2014).
 *
 * A distribution from N cases is fitted to the mean and, where its shape has one, the standard deviation of N
 * values drawn from it: the parametric bootstrap. Of more than 1,000 cases 1,000 are drawn, and what they
 * differ by is made smaller by sqrt(1,000 / N). With a relative standard error instead, all of it is
 * multiplied by a lognormal factor of mean 1. */
#ifndef EMS_RANDOM_REDRAW_H
#define EMS_RANDOM_REDRAW_H

#include "random/distribution.h"

/* With a key made from the path, which is borrowed, and nothing said. */
struct ems_input ems_input_named(const char *path);
/* Bounds stay. Without an input it is as it was. */
struct ems_distribution ems_distribution_redraw(const struct ems_distribution *distribution,
                                                struct ems_stream *stream);
/* A chance that was counted in `cases`: Beta(share * cases, (1 - share) * cases). 0 and 1 stay. */
double ems_chance_redraw(double share, double cases, struct ems_stream *stream);

#endif
