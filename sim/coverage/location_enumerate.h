/* Programmes in which few new sites are asked for are solved by trying all ways to place them: that is proof,
 * and quicker than anything else. */
#ifndef EMS_COVERAGE_LOCATION_ENUMERATE_H
#define EMS_COVERAGE_LOCATION_ENUMERATE_H

#include "coverage/location_bound.h"

/* How many ways there are to place the units that are still free to be placed, 0 when too many to be tried
 * (or when a site that exists may close). */
int64_t ems_enumeration_size(const struct ems_program *program);
/* Tries them all; the incumbent is then proven, or none is found because none is there. */
void ems_enumerate(const struct ems_location_options *options, struct ems_program_state *state,
                   struct ems_incumbent *incumbent);

#endif
