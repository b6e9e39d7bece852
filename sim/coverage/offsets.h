/* Points on a raster of about a metre: enough to tell nearly always whether a place is within a circle, in
 * whole numbers of 16 bits, of which a processor compares many at once. Only for places within three steps of
 * the circle their exact coordinates must be asked.
 *
 * The places of a patch are listed as offsets from its centre: alike for the many patches of a lattice, which
 * then share one list that stays in the processor's cache. */
#ifndef EMS_COVERAGE_OFFSETS_H
#define EMS_COVERAGE_OFFSETS_H

#include <math.h>

#include "base/array.h"
#include "geo/point.h"

/* A step is a metre, or longer where differences of coordinates up to `extent_m` would not fit. */
struct ems_offset_raster {
    struct ems_point low;
    double steps_a_metre;
};
static inline struct ems_offset_raster ems_offset_raster(struct ems_point low, double extent_m)
{
    const double most = 32000; /* steps: below 2^15, and the squares of two together below 2^31 */
    return (struct ems_offset_raster){low, extent_m > most ? most / extent_m : 1};
}

/* At most half a step from the point in each direction. */
struct ems_spot {
    int32_t x, y;
};
static inline struct ems_spot ems_offset_spot(const struct ems_offset_raster *raster, struct ems_point at)
{
    return (struct ems_spot){(int32_t)lrint((at.x_m - raster->low.x_m) * raster->steps_a_metre),
                             (int32_t)lrint((at.y_m - raster->low.y_m) * raster->steps_a_metre)};
}

/* Squares of distances between two spots: below `surely` the points are within the radius, from `perhaps` on
 * they are not. Each spot is at most 0.71 steps away from its point. */
struct ems_offset_limits {
    int32_t surely, perhaps;
};
struct ems_offset_limits ems_offset_limits(const struct ems_offset_raster *raster, double radius_m);

struct ems_offset {
    int16_t x, y;
};
enum { EMS_OFFSETS_STRIDE = 16, EMS_OFFSETS_SHARED = 64 }; /* so many lists at most are kept for others */
struct ems_offset_lists {
    EMS_ARRAY(struct ems_offset) items;
    int32_t first[EMS_OFFSETS_SHARED], list_count;
};

/* The first of the offsets of `count` points (1 to 64) from `centre`; of a list that is there already where
 * there is one. Lists are filled up to whole strides. EMS_NONE (-1): memory is out. */
int32_t ems_offset_list(struct ems_offset_lists *lists, const struct ems_offset_raster *raster,
                        const struct ems_point *points, int32_t count, struct ems_spot centre);

/* Of the offsets `among`, a bit each, those within the radius around `from`: surely; and perhaps, which has
 * the others' bits too. */
struct ems_offset_answer {
    uint64_t surely, perhaps;
};
struct ems_offset_answer ems_offsets_within(const struct ems_offset *list, struct ems_offset from,
                                            struct ems_offset_limits limits, uint64_t among);

#endif
