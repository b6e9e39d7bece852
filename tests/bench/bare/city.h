/* A square city for the benchmarks: four quadrants with 40, 30, 20 and 10 % of the demand, uniform inside
 * each; stations (one for two vehicles) and hospitals (one for ten) drawn where the demand is. 40 km2 a
 * vehicle. The bare loop and the engine's scenario are made from the same city. Owned by the caller, freed by
 * bare_city_free. */
#ifndef EMS_TESTS_BARE_CITY_H
#define EMS_TESTS_BARE_CITY_H

#include <stdint.h>

#include "bench/bare/rng.h"

struct bare_point {
    double x, y; /* km */
};

/* Points by cell of a square grid: those of cell k are list[first[k]] to list[first[k + 1] - 1]. */
struct bare_grid {
    int32_t side; /* cells along one edge */
    double cell, per_km;
    int32_t *first, *list;
};

struct bare_city {
    int32_t vehicles, stations, hospitals;
    double side; /* km */
    struct bare_point *station, *hospital;
    struct bare_grid station_grid, hospital_grid;
};

extern const double bare_quadrant_share[4]; /* south-west, south-east, north-west, north-east */

/* Aborts when memory is out. */
struct bare_city bare_city_create(int32_t vehicles, uint64_t seed);
void bare_city_free(struct bare_city *city);

static inline int32_t bare_cell(const struct bare_grid *grid, double x)
{
    int32_t cell = (int32_t)(x * grid->per_km);
    return cell < 0 ? 0 : cell >= grid->side ? grid->side - 1 : cell;
}

/* A place of demand; returns its quadrant. */
static inline int bare_draw_place(struct bare_rng *rng, double side, struct bare_point *out)
{
    double u = bare_uniform(rng);
    int quadrant = u < 0.4 ? 0 : u < 0.7 ? 1 : u < 0.9 ? 2 : 3;
    out->x = (bare_uniform(rng) + (quadrant & 1)) * 0.5 * side;
    out->y = (bare_uniform(rng) + (quadrant >> 1)) * 0.5 * side;
    return quadrant;
}

#endif
