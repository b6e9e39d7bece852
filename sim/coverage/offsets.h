/* Where the places of a patch lie around its centre, in whole metres: enough to tell nearly always whether a
 * place is within a circle, four places at a time, and alike for the many patches of a lattice, which then
 * share one list that stays in the processor's cache. */
#ifndef EMS_COVERAGE_OFFSETS_H
#define EMS_COVERAGE_OFFSETS_H

#include "base/array.h"
#include "geo/point.h"

/* Four places; behind the last one of a list, what is never within a circle. */
typedef float ems_offset_quad __attribute__((vector_size(16)));
struct ems_offsets {
    ems_offset_quad x_m, y_m;
};

enum { EMS_OFFSETS_SHARED = 64 }; /* so many lists at most are kept in mind for others */
struct ems_offset_lists {
    EMS_ARRAY(struct ems_offsets) quads;
    int32_t first[EMS_OFFSETS_SHARED], list_count;
};

/* The first of the quads for `count` places (1 to 64); a list that is there already where there is one.
 * EMS_NONE (-1): memory is out. */
int32_t ems_offset_list(struct ems_offset_lists *lists, const double *x_m, const double *y_m, int32_t count,
                        struct ems_point centre);

/* A circle around a point, as seen from the centre of a patch. */
struct ems_offset_circle {
    float x_m, y_m;
    float surely, perhaps; /* squares of distances: see ems_offset_surely */
};

/* Offsets are rounded to a metre, which is at most 0.71 m away, and counted with in single precision. */
static inline float ems_offset_surely(double radius_m)
{
    double least = radius_m * (1 - 1e-6) - 1;
    return least > 0 ? (float)(least * least) : 0;
}

static inline float ems_offset_perhaps(double radius_m)
{
    double most = radius_m * (1 + 1e-6) + 1;
    return (float)(most * most);
}

/* Of the places `among`, a bit each, those in the circle: surely; and perhaps, which has the others' bits
 * too.
 */
struct ems_offset_answer {
    uint64_t surely, perhaps;
};
struct ems_offset_answer ems_offsets_within(const struct ems_offsets *quads, struct ems_offset_circle circle,
                                            uint64_t among);

#endif
