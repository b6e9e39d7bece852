/* Points spread evenly over the areas, each standing for a piece of ground, so that cover can be told as a
 * share of the surface besides a share of the people. A lattice over each area's box; of nested areas the
 * smallest has the ground, as with demand. */
#ifndef EMS_COVERAGE_SURFACE_H
#define EMS_COVERAGE_SURFACE_H

#include "base/arena.h"
#include "base/status.h"
#include "model/model.h"

struct ems_surface_point {
    struct ems_point at;
    ems_area_id area;
    double m2; /* the ground that it stands for */
};

struct ems_surface {
    const struct ems_surface_point *points; /* sorted by area */
    int32_t count;
};

/* At most `budget` lattice points in all, but 100 an area at least and 2,500 at most. O(points x areas). */
enum ems_status ems_surface_build(const struct ems_model *model, int32_t budget, struct ems_arena *arena,
                                  struct ems_surface *out);

enum { EMS_SURFACE_BUDGET = 20000 };

#endif
