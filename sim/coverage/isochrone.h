/* Isochrones: the ground that is reached within a time, as polygons. Times stand at the corners of a lattice
 * of square cells; between two corners they are interpolated linearly, and the outline joins the points where
 * they pass the limit (marching squares; Lorensen and Cline 1987 for the idea). Outlines never cross or touch
 * themselves or each other, those of a longer time lie around those of a shorter one, and what reaches the
 * lattice's edge is closed along it.
 *
 * Whether a corner is in time is decided on whole microseconds. Outlines cross an edge of the lattice at
 * least 1/64 of its length from either corner, so that they stay apart when coordinates are printed. */
#ifndef EMS_COVERAGE_ISOCHRONE_H
#define EMS_COVERAGE_ISOCHRONE_H

#include "base/arena.h"
#include "base/status.h"
#include "base/time.h"
#include "geo/shape.h"

/* Times at the corners of cells, row by row from the south-west. Beyond EMS_LATTICE_FAR, EMS_NEVER too,
 * counts as that. */
#define EMS_LATTICE_FAR EMS_DAY
struct ems_time_lattice {
    struct ems_point low; /* the first corner */
    double cell_m;
    int32_t columns, rows; /* of corners */
    const ems_time *times; /* columns * rows; borrowed */
};

struct ems_isochrone {
    ems_time within;
    int32_t polygon_count, ring_count;
    const int32_t *first_ring;    /* by polygon, polygon_count + 1: its outline, then its holes */
    const struct ems_ring *rings; /* outlines anticlockwise, holes clockwise */
    double area_m2;
};

/* `within` is less than EMS_LATTICE_FAR. Polygons go by their south-western corner; there may be none. The
 * result lives in `arena`, which is used for scratch as well. O(corners). */
enum ems_status ems_isochrone_trace(const struct ems_time_lattice *lattice, ems_time within,
                                    struct ems_arena *arena, struct ems_isochrone *out);

#endif
