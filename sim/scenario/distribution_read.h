/* Distributions as a scenario writes them, and what the random room draws from. */
#ifndef EMS_SCENARIO_DISTRIBUTION_READ_H
#define EMS_SCENARIO_DISTRIBUTION_READ_H

#include "scenario/definition.h"

/* What the schema of a distribution fills; one of the shapes is given. All times in microseconds. */
struct ems_raw_moments { /* mean and sd, or a shape's own parameters */
    struct ems_def_mark mark;
    struct ems_def_time mean, sd;
    struct ems_def_number mu, sigma, shape;
    struct ems_def_time shift, scale;
    struct ems_def_time min, max;
};
struct ems_raw_bounds { /* uniform, triangular */
    struct ems_def_mark mark;
    struct ems_def_time low, mode, high;
    struct ems_def_time min, max;
};
struct ems_raw_empirical {
    struct ems_def_mark mark;
    struct ems_def_file file;
    EMS_DEF_LIST(struct ems_def_time) values;
    ems_def_numbers weights;
    struct ems_def_time min, max;
};
struct ems_raw_distribution {
    struct ems_def_mark mark;
    struct ems_def_time constant;
    struct ems_raw_bounds uniform, triangular;
    struct ems_raw_moments exponential, gamma, lognormal, weibull;
    struct ems_raw_empirical empirical;
    struct ems_def_integer observed; /* how well it is known: one of these, or none */
    struct ems_def_number error;
};

#endif
