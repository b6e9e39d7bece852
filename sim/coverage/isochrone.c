#include "coverage/isochrone.h"

#include <stdlib.h>

/* Corners are numbered with a frame around the lattice that is out of time, so that every outline closes. The
 * edge from a corner to its eastern or northern neighbour is 2 * corner, or one more. */
enum { EAST, NORTH };

struct traced_ring {
    int32_t component, number; /* component: lowest corner of the ground it bounds */
    double area_m2;            /* negative for a hole */
    struct ems_ring ring;
};

struct tracer {
    const struct ems_time_lattice *lattice;
    ems_time within;
    int32_t columns, rows; /* with the frame */
    int32_t *next;      /* by edge: the edge after it on its outline, plus one; 0 where no outline passes */
    int32_t *component; /* by corner in time: another of the same ground, lower or itself */
    int32_t crossings;
};

static ems_time time_at(const struct tracer *t, int32_t corner)
{
    const int32_t column = corner % t->columns - 1, row = corner / t->columns - 1;
    if (column < 0 || row < 0 || column >= t->lattice->columns || row >= t->lattice->rows)
        return EMS_LATTICE_FAR;
    ems_time time = t->lattice->times[(ptrdiff_t)row * t->lattice->columns + column];
    return time < EMS_LATTICE_FAR ? time : EMS_LATTICE_FAR;
}

static int32_t component_of(struct tracer *t, int32_t corner)
{
    while (t->component[corner] != corner) corner = t->component[corner] = t->component[t->component[corner]];
    return corner;
}

static void join(struct tracer *t, int32_t a, int32_t b)
{
    a = component_of(t, a);
    b = component_of(t, b);
    if (a < b)
        t->component[b] = a;
    else
        t->component[a] = b;
}

/* ---- outlines cell by cell ---- */

enum side { SOUTH_SIDE, EAST_SIDE, NORTH_SIDE, WEST_SIDE, NO_SIDE };
struct piece {
    enum side from, to; /* the ground in time on the left hand */
};

/* By corners in time: 1 south-west, 2 south-east, 4 north-east, 8 north-west. Where two opposite corners are,
 * these pieces cut them off from each other. */
static const struct piece PIECES[16][2] = {
    {{NO_SIDE, NO_SIDE}, {NO_SIDE, NO_SIDE}},           {{SOUTH_SIDE, WEST_SIDE}, {NO_SIDE, NO_SIDE}},
    {{EAST_SIDE, SOUTH_SIDE}, {NO_SIDE, NO_SIDE}},      {{EAST_SIDE, WEST_SIDE}, {NO_SIDE, NO_SIDE}},
    {{NORTH_SIDE, EAST_SIDE}, {NO_SIDE, NO_SIDE}},      {{SOUTH_SIDE, WEST_SIDE}, {NORTH_SIDE, EAST_SIDE}},
    {{NORTH_SIDE, SOUTH_SIDE}, {NO_SIDE, NO_SIDE}},     {{NORTH_SIDE, WEST_SIDE}, {NO_SIDE, NO_SIDE}},
    {{WEST_SIDE, NORTH_SIDE}, {NO_SIDE, NO_SIDE}},      {{SOUTH_SIDE, NORTH_SIDE}, {NO_SIDE, NO_SIDE}},
    {{EAST_SIDE, SOUTH_SIDE}, {WEST_SIDE, NORTH_SIDE}}, {{EAST_SIDE, NORTH_SIDE}, {NO_SIDE, NO_SIDE}},
    {{WEST_SIDE, EAST_SIDE}, {NO_SIDE, NO_SIDE}},       {{SOUTH_SIDE, EAST_SIDE}, {NO_SIDE, NO_SIDE}},
    {{WEST_SIDE, SOUTH_SIDE}, {NO_SIDE, NO_SIDE}},      {{NO_SIDE, NO_SIDE}, {NO_SIDE, NO_SIDE}},
};
/* The same two where they hang together. */
static const struct piece SOUTH_WEST_TO_NORTH_EAST[2] = {{SOUTH_SIDE, EAST_SIDE}, {NORTH_SIDE, WEST_SIDE}};
static const struct piece SOUTH_EAST_TO_NORTH_WEST[2] = {{WEST_SIDE, SOUTH_SIDE}, {EAST_SIDE, NORTH_SIDE}};

static void add_pieces(struct tracer *t, int32_t corner, const struct piece *pieces)
{
    const int32_t edges[4] = {2 * corner + EAST, 2 * (corner + 1) + NORTH, 2 * (corner + t->columns) + EAST,
                              2 * corner + NORTH};
    for (int i = 0; i < 2 && pieces[i].from != NO_SIDE; i++) {
        t->next[edges[pieces[i].from]] = edges[pieces[i].to] + 1;
        t->crossings++;
    }
}

/* The cell whose south-western corner this is. Opposite corners hang together when the cell's middle, the
 * mean of its corners, is in time. */
static void trace_cell(struct tracer *t, int32_t corner)
{
    const int32_t corners[4] = {corner, corner + 1, corner + t->columns + 1, corner + t->columns};
    ems_time sum = 0;
    int mask = 0;
    for (int i = 0; i < 4; i++) {
        ems_time time = time_at(t, corners[i]);
        sum += time;
        if (time <= t->within) mask |= 1 << i;
    }
    const bool together = (mask == 5 || mask == 10) && sum <= 4 * t->within;
    if (!together) {
        add_pieces(t, corner, PIECES[mask]);
    } else if (mask == 5) {
        add_pieces(t, corner, SOUTH_WEST_TO_NORTH_EAST);
        join(t, corners[0], corners[2]);
    } else {
        add_pieces(t, corner, SOUTH_EAST_TO_NORTH_WEST);
        join(t, corners[1], corners[3]);
    }
    if ((mask & 3) == 3) join(t, corners[0], corners[1]);
    if ((mask & 9) == 9) join(t, corners[0], corners[3]);
}

/* ---- rings ---- */

/* Where the outline crosses an edge; `*own` is the end of it that is in time. */
static struct ems_point crossing(const struct tracer *t, int32_t edge, int32_t *own)
{
    const struct ems_time_lattice *lattice = t->lattice;
    const int32_t a = edge / 2, b = a + (edge % 2 == EAST ? 1 : t->columns);
    const ems_time from = time_at(t, a), to = time_at(t, b);
    double share = (double)(t->within - from) / (double)(to - from);
    share = fmin(fmax(share, 1 / 64.0), 63 / 64.0);
    *own = from <= t->within ? a : b;
    const int32_t whole_rows = a / t->columns - 1;
    double column = a % t->columns - 1, row = whole_rows;
    if (edge % 2 == EAST)
        column += share;
    else
        row += share;
    return ems_point_round(lattice->low.x_m + column * lattice->cell_m,
                           lattice->low.y_m + row * lattice->cell_m);
}

static double ring_area_m2(const struct ems_ring *ring)
{
    const struct ems_point o = ring->points[0];
    double sum = 0;
    for (int32_t i = 1; i + 1 < ring->count; i++) {
        struct ems_point a = ring->points[i], b = ring->points[i + 1];
        sum += (a.x_m - o.x_m) * (b.y_m - o.y_m) - (b.x_m - o.x_m) * (a.y_m - o.y_m);
    }
    return sum / 2;
}

/* Follows the outline through `edge`, taking its crossings away, into `points`. */
static struct traced_ring follow(struct tracer *t, int32_t edge, struct ems_point *points)
{
    struct traced_ring ring = {.ring = {points, 0}};
    int32_t own = 0;
    while (t->next[edge] != 0) {
        points[ring.ring.count++] = crossing(t, edge, &own);
        int32_t next = t->next[edge] - 1;
        t->next[edge] = 0;
        edge = next;
    }
    ring.component = component_of(t, own);
    ring.area_m2 = ring_area_m2(&ring.ring);
    return ring;
}

/* By ground, outline before holes. */
static int in_order(const void *a, const void *b)
{
    const struct traced_ring *x = a, *y = b;
    if (x->component != y->component) return x->component < y->component ? -1 : 1;
    if ((x->area_m2 < 0) != (y->area_m2 < 0)) return x->area_m2 < 0 ? 1 : -1;
    return x->number < y->number ? -1 : 1;
}

static enum ems_status gather(struct tracer *t, struct ems_arena *arena, struct ems_isochrone *out)
{
    const int32_t corners = t->columns * t->rows, rings_max = t->crossings / 4 + 1; /* a ring has 4 or more */
    struct ems_point *points = EMS_NEW_ARRAY(arena, struct ems_point, t->crossings + 1);
    struct traced_ring *traced = EMS_NEW_ARRAY(arena, struct traced_ring, rings_max);
    struct ems_ring *rings = EMS_NEW_ARRAY(arena, struct ems_ring, rings_max);
    int32_t *first = EMS_NEW_ARRAY(arena, int32_t, rings_max + 1), count = 0, used = 0;
    if (points == NULL || traced == NULL || rings == NULL || first == NULL) return EMS_NO_MEMORY;
    for (int32_t edge = 0; edge < 2 * corners; edge++) {
        if (t->next[edge] == 0) continue;
        traced[count] = follow(t, edge, points + used);
        traced[count].number = count;
        used += traced[count++].ring.count;
    }
    qsort(traced, (size_t)count, sizeof *traced, in_order);
    for (int32_t i = 0; i < count; i++) {
        if (i == 0 || traced[i].component != traced[i - 1].component) first[out->polygon_count++] = i;
        rings[i] = traced[i].ring;
        out->area_m2 += traced[i].area_m2;
    }
    first[out->polygon_count] = out->ring_count = count;
    out->first_ring = first;
    out->rings = rings;
    return EMS_OK;
}

enum ems_status ems_isochrone_trace(const struct ems_time_lattice *lattice, ems_time within,
                                    struct ems_arena *arena, struct ems_isochrone *out)
{
    struct tracer t = {
        .lattice = lattice, .within = within, .columns = lattice->columns + 2, .rows = lattice->rows + 2};
    const int32_t corners = t.columns * t.rows;
    *out = (struct ems_isochrone){.within = within};
    t.next = EMS_NEW_ARRAY(arena, int32_t, 2 * (int64_t)corners);
    t.component = EMS_NEW_ARRAY(arena, int32_t, corners);
    if (t.next == NULL || t.component == NULL) return EMS_NO_MEMORY;
    for (int32_t i = 0; i < corners; i++) t.component[i] = i;
    for (int32_t row = 0; row + 1 < t.rows; row++)
        for (int32_t column = 0; column + 1 < t.columns; column++) trace_cell(&t, row * t.columns + column);
    return gather(&t, arena, out);
}
