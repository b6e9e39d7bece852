/* Streets of the city: a grid of lines, bent from a square towards a disc (the elliptical mapping, held back:
 * x = u sqrt(1 - 0.4 v^2)), with rings along lines and radials along axes and diagonals. Bridges are chosen
 * in crossings.c. */
#include <math.h>
#include <stdlib.h>

#include "city/streets.h"

#define RIM 1.18    /* the last line of the grid; the outer ring is 1 */
#define WHOLE 1.0   /* within it no block is missing */
#define CORNER 0.8  /* no blocks stand beyond both */
#define BEYOND 0.75 /* share of blocks that stand just beyond, falling to none at the rim */
#define SPREAD 1.2  /* lines stand 1 + SPREAD times as far apart at the rim as in the centre */
#define GAPS 0.22   /* share of residential stretches left out */
#define BANK_M 12.0

struct ems_point ems_city_bend(const struct ems_city_work *work, double u, double v)
{
    const struct ems_city_plan *plan = &work->plan;
    double x = plan->radius_m * u * sqrt(1 - 0.4 * v * v), y = plan->radius_m * v * sqrt(1 - 0.4 * u * u);
    return ems_point_round(x * plan->cosine - y * plan->sine, x * plan->sine + y * plan->cosine);
}

double ems_city_line(const struct ems_city_work *work, int32_t i)
{
    return i < 0 ? -work->line[-i] : work->line[i];
}

int32_t *ems_city_crossing(const struct ems_city_work *work, int32_t i, int32_t j)
{
    int64_t wide = 2 * (int64_t)work->limit + 1;
    return &work->crossing[(i + work->limit) * wide + (j + work->limit)];
}

static uint32_t index_of(const struct ems_city_work *work, int32_t i, int32_t j)
{
    return (uint32_t)(ems_city_crossing(work, i, j) - work->crossing);
}

static void lay_lines(struct ems_city_work *work)
{
    const int32_t half = work->plan.half, most = 2 * half;
    double sum = 0;
    work->line = ems_city_alloc(work, most + 1, sizeof *work->line);
    if (work->line == NULL) return;
    for (int32_t k = 1; k <= most; k++) work->line[k] = work->line[k - 1] + 1 + SPREAD * (k - 0.5) / half;
    sum = work->line[half];
    for (int32_t k = 1; k <= most; k++) work->line[k] /= sum;
    work->limit = half;
    while (work->limit < most && work->line[work->limit + 1] <= RIM) work->limit++;
    for (int32_t r = 0; r < work->plan.rings; r++) {
        double wanted = (r + 1.0) / work->plan.rings;
        int32_t line = r > 0 ? work->ring[r - 1] + 4 : 4;
        while (line + 4 <= half && work->line[line + 2] < wanted) line += 4;
        work->ring[r] = line;
    }
}

static bool on_ring(const struct ems_city_work *work, int32_t line)
{
    for (int32_t r = 0; r < work->plan.rings; r++) {
        if (work->ring[r] == abs(line)) return true;
    }
    return false;
}

static int32_t larger(int32_t a, int32_t b)
{
    return abs(a) > abs(b) ? abs(a) : abs(b);
}

static int32_t block_of(int32_t i, int32_t size)
{
    return (i >= 0 ? i : i - size + 1) / size;
}

/* Whether the city has a crossing here: whole blocks are missing towards the rim. */
static bool is_built(const struct ems_city_work *work, int32_t i, int32_t j)
{
    const int32_t line = larger(i, j), size = work->plan.half >= 32 ? 8 : 4;
    const double place = work->line[line];
    bool radial = i == 0 || j == 0 || (work->plan.highways == 8 && abs(i) == abs(j));
    if (radial || place <= WHOLE) return true;
    /* beyond the corners of the outer ring the lines run together */
    if (work->line[line == abs(i) ? abs(j) : abs(i)] > CORNER) return false;
    uint32_t block = (uint32_t)(block_of(i, size) + 4096) * 8192 + (uint32_t)(block_of(j, size) + 4096);
    return ems_city_draw(work, EMS_CITY_DRAW_BLOCK, block, 0) <
           BEYOND * (1 - (place - WHOLE) / (RIM - WHOLE));
}

static double local_spacing(const struct ems_city_work *work, int32_t i)
{
    int32_t line = abs(i) < work->limit ? abs(i) : work->limit - 1;
    return work->line[line + 1] - work->line[line];
}

struct ems_point ems_city_crossing_at(const struct ems_city_work *work, int32_t i, int32_t j)
{
    bool minor_i = i % 2 != 0, minor_j = j % 2 != 0;
    double size = minor_i && minor_j ? 0.24 : minor_i || minor_j ? 0.12 : 0.04;
    if (on_ring(work, i) || on_ring(work, j) || i == 0 || j == 0 || abs(i) == abs(j)) size = 0;
    uint32_t index = index_of(work, i, j);
    double du = (ems_city_draw(work, EMS_CITY_DRAW_JITTER, index, 0) - 0.5) * size * local_spacing(work, i);
    double dv = (ems_city_draw(work, EMS_CITY_DRAW_JITTER, index, 1) - 0.5) * size * local_spacing(work, j);
    return ems_city_bend(work, ems_city_line(work, i) + du, ems_city_line(work, j) + dv);
}

static void add_crossings(struct ems_city_work *work)
{
    const int32_t limit = work->limit;
    int64_t wide = 2 * (int64_t)limit + 1;
    work->crossing = ems_city_alloc(work, wide * wide, sizeof *work->crossing);
    if (work->crossing == NULL) return;
    for (int32_t i = -limit; i <= limit; i++) {
        for (int32_t j = -limit; j <= limit; j++) {
            int32_t *node = ems_city_crossing(work, i, j);
            *node = EMS_CITY_NOT_BUILT;
            if (!is_built(work, i, j)) continue;
            struct ems_point at = ems_city_crossing_at(work, i, j);
            bool wet = ems_city_water_at(work, at, BANK_M) >= 0;
            *node = wet ? EMS_CITY_IN_WATER : ems_city_add_node(work, at, true);
        }
    }
}

static enum ems_city_class class_of_line(int32_t line)
{
    int32_t a = abs(line);
    if (a % 8 == 0) return EMS_CITY_PRIMARY;
    if (a % 4 == 0) return EMS_CITY_SECONDARY;
    return a % 2 == 0 ? EMS_CITY_TERTIARY : EMS_CITY_RESIDENTIAL;
}

enum ems_city_class ems_city_street_class(const struct ems_city_work *work, enum ems_city_way way,
                                          int32_t line, int32_t step)
{
    const int32_t far = larger(step, step + 1), rings = work->plan.rings;
    if (way == EMS_CITY_DIAGONAL || way == EMS_CITY_ANTIDIAGONAL) return EMS_CITY_PRIMARY;
    for (int32_t r = 0; r < rings; r++) {
        if (abs(line) == work->ring[r] && far <= work->ring[r])
            return rings == 1 ? EMS_CITY_PRIMARY : EMS_CITY_TRUNK;
    }
    if (line == 0 && far > work->plan.half) return EMS_CITY_TRUNK;
    return class_of_line(line);
}

bool ems_city_street_runs(const struct ems_city_work *work, enum ems_city_way way, int32_t line, int32_t step)
{
    (void)line;
    if (way != EMS_CITY_DIAGONAL && way != EMS_CITY_ANTIDIAGONAL) return true;
    int32_t near = abs(step) < abs(step + 1) ? abs(step) : abs(step + 1);
    return work->plan.highways == 8 && near >= work->ring[0];
}

void ems_city_street_step(enum ems_city_way way, int32_t line, int32_t step, int32_t *i, int32_t *j)
{
    *i = way == EMS_CITY_NORTHWARD ? line : step;
    *j = way == EMS_CITY_EASTWARD ? line : way == EMS_CITY_ANTIDIAGONAL ? -step : step;
}

/* The stretch of a street from one step to the next, when both ends stand and there is no water between. */
static void add_stretch(struct ems_city_work *work, enum ems_city_way way, int32_t line, int32_t step)
{
    int32_t i, j;
    if (!ems_city_street_runs(work, way, line, step)) return;
    ems_city_street_step(way, line, step, &i, &j);
    const uint32_t index = index_of(work, i, j);
    const int32_t from = *ems_city_crossing(work, i, j);
    ems_city_street_step(way, line, step + 1, &i, &j);
    const int32_t to = *ems_city_crossing(work, i, j);
    if (from < 0 || to < 0) return;
    const enum ems_city_class road_class = ems_city_street_class(work, way, line, step);
    if (road_class == EMS_CITY_RESIDENTIAL &&
        ems_city_draw(work, EMS_CITY_DRAW_GAP, index, (uint16_t)way) < GAPS)
        return;
    const struct ems_city_node *nodes = work->city->nodes.items;
    if (ems_city_water_between(work, nodes[from].at, nodes[to].at) >= 0) return;
    ems_city_add_edge(work, from, to, road_class);
}

static void add_stretches(struct ems_city_work *work)
{
    const int32_t limit = work->limit;
    for (int32_t step = -limit; step < limit; step++) {
        for (int32_t line = -limit; line <= limit; line++) {
            add_stretch(work, EMS_CITY_NORTHWARD, line, step);
            add_stretch(work, EMS_CITY_EASTWARD, line, step);
        }
        add_stretch(work, EMS_CITY_DIAGONAL, 0, step);
        add_stretch(work, EMS_CITY_ANTIDIAGONAL, 0, step);
    }
}

/* The outermost crossing on dry ground, counted from the centre in this direction; -1 for none. */
static int32_t last_dry(const struct ems_city_work *work, int32_t i0, int32_t j0, int32_t di, int32_t dj)
{
    int32_t found = -1;
    for (int32_t i = i0, j = j0; abs(i) <= work->limit && abs(j) <= work->limit; i += di, j += dj) {
        int32_t node = *ems_city_crossing(work, i, j);
        if (node >= 0) found = node;
    }
    return found;
}

static void add_gate(struct ems_city_work *work, int32_t node)
{
    for (int32_t g = 0; g < work->gates.count; g++) {
        if (work->gates.items[g] == node) return;
    }
    if (node >= 0 && !EMS_PUSH(&work->gates, node)) work->no_memory = true;
}

/* Where streets lead out: the ends of every fourth line, and of the radials for the highways. */
static void find_gates(struct ems_city_work *work)
{
    static const int32_t direction[8][2] = {{1, 0},  {1, 1},   {0, 1},  {-1, 1},
                                            {-1, 0}, {-1, -1}, {0, -1}, {1, -1}};
    const int32_t limit = work->limit - work->limit % 4;
    for (int32_t h = 0; h < work->plan.highways; h++) {
        const int32_t *d = direction[h * 8 / work->plan.highways];
        work->highway_gate[h] = last_dry(work, 0, 0, d[0], d[1]);
        add_gate(work, work->highway_gate[h]);
    }
    for (int32_t line = -limit; line <= limit; line += 4) {
        add_gate(work, last_dry(work, line, 0, 0, 1));
        add_gate(work, last_dry(work, line, 0, 0, -1));
        add_gate(work, last_dry(work, 0, line, 1, 0));
        add_gate(work, last_dry(work, 0, line, -1, 0));
    }
}

void ems_city_make_streets(struct ems_city_work *work)
{
    lay_lines(work);
    if (work->no_memory) return;
    add_crossings(work);
    if (work->no_memory) return;
    add_stretches(work);
    ems_city_add_bridges(work);
    find_gates(work);
}
