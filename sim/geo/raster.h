/* A raster of small numbers over the plane, such as the class of the area at each cell. Row 0 is the south.
 */
#ifndef EMS_GEO_RASTER_H
#define EMS_GEO_RASTER_H

#include <stdint.h>

#include "geo/point.h"

struct ems_raster {
    struct ems_point low; /* south-west corner */
    double cell_m;        /* side of a cell */
    int32_t columns, rows;
    const uint8_t *values; /* rows * columns; borrowed */
    uint8_t outside;       /* value beyond the raster */
};

uint8_t ems_raster_at(const struct ems_raster *raster, struct ems_point point);

/* Walks the straight line from `from` to `to` cell by cell and adds the length in metres that lies in each
 * value to lengths[value]. `lengths` has one entry for every value that occurs, `outside` included. The sum
 * is the line's length up to rounding. O(cells crossed). */
void ems_raster_lengths(const struct ems_raster *raster, struct ems_point from, struct ems_point to,
                        double *lengths);

/* The share of the line (0..1) after which the sum of length * weight[value] reaches `share` of its total:
 * where a vehicle is after that share of its driving time. */
double ems_raster_share_of_line(const struct ems_raster *raster, struct ems_point from, struct ems_point to,
                                const double *weight, double share);

#endif
