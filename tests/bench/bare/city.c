#include "bench/bare/city.h"

#include <stdlib.h>

const double bare_quadrant_share[4] = {0.4, 0.3, 0.2, 0.1};

static void *must(void *memory)
{
    if (!memory) abort();
    return memory;
}

static int32_t cell_of(const struct bare_grid *grid, struct bare_point p)
{
    return bare_cell(grid, p.y) * grid->side + bare_cell(grid, p.x);
}

/* Counting sort of the points by cell. */
static struct bare_grid grid_create(const struct bare_point *points, int32_t count, int32_t side, double km)
{
    struct bare_grid grid = {.side = side, .cell = km / side, .per_km = side / km};
    size_t cells = (size_t)side * (size_t)side;
    grid.first = must(calloc(cells + 2, sizeof *grid.first));
    grid.list = must(calloc((size_t)count, sizeof *grid.list));
    int32_t *next = grid.first + 1; /* ends one step behind `first` once the list is filled */
    for (int32_t i = 0; i < count; i++) next[cell_of(&grid, points[i]) + 1]++;
    for (size_t k = 0; k < cells; k++) next[k + 1] += next[k];
    for (int32_t i = 0; i < count; i++) grid.list[next[cell_of(&grid, points[i])]++] = i;
    return grid;
}

static struct bare_point *draw_places(struct bare_rng *rng, int32_t count, double side)
{
    struct bare_point *points = must(calloc((size_t)count, sizeof *points));
    for (int32_t i = 0; i < count; i++) bare_draw_place(rng, side, &points[i]);
    return points;
}

static int32_t at_least_one(double x)
{
    return x < 1 ? 1 : (int32_t)x;
}

struct bare_city bare_city_create(int32_t vehicles, uint64_t seed)
{
    struct bare_rng *rng = must(malloc(sizeof *rng));
    bare_rng_init(rng, seed);
    struct bare_city city = {.vehicles = vehicles, .side = sqrt(40.0 * vehicles)};
    city.stations = at_least_one(vehicles / 2.0);
    city.hospitals = at_least_one(vehicles / 10.0);
    city.station = draw_places(rng, city.stations, city.side);
    city.hospital = draw_places(rng, city.hospitals, city.side);
    city.station_grid =
        grid_create(city.station, city.stations, at_least_one(sqrt(city.stations / 1.5)), city.side);
    city.hospital_grid =
        grid_create(city.hospital, city.hospitals, at_least_one(sqrt(city.hospitals)), city.side);
    free(rng);
    return city;
}

void bare_city_free(struct bare_city *city)
{
    free(city->station);
    free(city->hospital);
    free(city->station_grid.first);
    free(city->station_grid.list);
    free(city->hospital_grid.first);
    free(city->hospital_grid.list);
}
