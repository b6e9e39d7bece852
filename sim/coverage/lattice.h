/* Times of the quickest station at the corners of a lattice over the whole scenario: its areas, demand places
 * and stations, and a margin about them. Isochrones are drawn from it. */
#ifndef EMS_COVERAGE_LATTICE_H
#define EMS_COVERAGE_LATTICE_H

#include "coverage/isochrone.h"
#include "coverage/quickest.h"

enum { EMS_LATTICE_BUDGET = 120000 };

/* About `budget` corners, cells of whole metres and of 20 m at least, so that outlines stay apart when
 * printed to six decimals of a degree. A scenario of one point gets a few cells about it. O(budget x a
 * search). */
enum ems_status ems_time_lattice_compute(const struct ems_quickest *quickest, int32_t budget,
                                         struct ems_arena *arena, struct ems_time_lattice *out);

#endif
