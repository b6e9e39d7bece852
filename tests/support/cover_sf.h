/* The San Francisco benchmark of location models: 205 census tracts, 16 sites, distances over the network. */
#ifndef EMS_TESTS_SUPPORT_COVER_SF_H
#define EMS_TESTS_SUPPORT_COVER_SF_H

#include <stdbool.h>

#include "coverage/location.h"

enum { COVER_SF_POINTS = 205, COVER_SF_SITES = 16 };

struct cover_sf {
    int64_t weight[COVER_SF_POINTS];
    int64_t reach_um[COVER_SF_POINTS * COVER_SF_SITES];
    struct ems_location_site sites[COVER_SF_SITES];
    int64_t within_um;
};

/* False, with a line that says so, when the data are not beside the source tree. */
bool cover_sf_read(struct cover_sf *out);
/* The problem of p sites and a radius; borrows `data`. */
struct ems_location_problem cover_sf_problem(struct cover_sf *data, int32_t p, double within_m);

#endif
