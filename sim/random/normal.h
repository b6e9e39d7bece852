/* Standard normal by the ziggurat (Marsaglia and Tsang 2000) in the form of GSL: every draw is that of
 * gsl_ran_gaussian_ziggurat, to the last bit, and takes the same words. Written out because a simulation
 * draws little else. */
#ifndef EMS_RANDOM_NORMAL_H
#define EMS_RANDOM_NORMAL_H

#include "random/stream.h"

double ems_draw_normal(struct ems_stream *stream);

#endif
