/* Standard normal variates. */
#ifndef EMS_RANDOM_NORMAL_H
#define EMS_RANDOM_NORMAL_H

#include "random/stream.h"

/* What gsl_ran_gaussian_ziggurat makes of the stream's words, without its calls through pointers. */
double ems_draw_normal(struct ems_stream *stream);

#endif
