#include "bench/bare/ambulance.h"

#include <stdbool.h>
#include <stdlib.h>

#include "bench/bare/heap.h"
#include "bench/timing.h"

enum state { IDLE, TURNOUT, TO_SCENE, ON_SCENE, TO_HOSPITAL, HANDOVER, CLEANING, RETURNING };
enum { CELLS_MAX = 8, LONG_WAY = 255, PRIORITIES = 3, BINS = 600, ARRIVAL = 0xffffff, NOBODY = -1 };

struct vehicle {
    struct bare_point at, home; /* where it stopped last; its station */
    double left, arrives;       /* of the way home */
    uint64_t sequence;          /* of its pending event; older ones are stale */
    double ordered;
    int32_t call, hospital, station, next_idle;
    uint8_t state, cells;
    int32_t cell[CELLS_MAX],
        place[CELLS_MAX]; /* cells that the way home crosses, and its place in their lists */
};

struct call {
    struct bare_point at;
    double rang;
    int32_t next; /* in a waiting line, or among the free ones */
    uint8_t quadrant, priority;
};

struct moving { /* vehicles on their way home through a cell: 8 * vehicle + index of the cell on that way */
    int32_t count, capacity, *items;
};

struct line {
    int32_t head, tail;
};

struct bare {
    const struct bare_city *city;
    struct bare_rng rng;
    struct bare_heap heap;
    double now, calls_per_minute, turnout_mean;
    struct vehicle *vehicles;
    int32_t *idle; /* by station: the first of its idle vehicles */
    struct moving *moving;
    int32_t *long_ways, long_count; /* returning through too many cells to list them */
    struct call *calls;
    int32_t free_call, call_count, call_capacity;
    struct line waiting[PRIORITIES];
    uint32_t bins[4][BINS];
    double response_sum, busy;
    int64_t reached, within_8, waited, on_the_way, events, stale;
};

static inline double square_distance(struct bare_point a, struct bare_point b)
{
    return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

static inline double distance(struct bare_point a, struct bare_point b)
{
    return sqrt(square_distance(a, b));
}

static inline struct bare_point position(const struct bare *b, const struct vehicle *v)
{
    double share = (b->now - v->left) / (v->arrives - v->left);
    return (struct bare_point){v->at.x + share * (v->home.x - v->at.x),
                               v->at.y + share * (v->home.y - v->at.y)};
}

static inline void vehicle_schedule(struct bare *b, struct vehicle *v, double after)
{
    v->sequence = bare_heap_push(&b->heap, b->now + after, (uint32_t)(v - b->vehicles));
}

/* -- the index of returning vehicles -- */

static inline void moving_push(struct bare *b, struct vehicle *v, int i, int32_t cell)
{
    struct moving *m = &b->moving[cell];
    if (m->count == m->capacity) {
        m->capacity = m->capacity ? 2 * m->capacity : 4;
        m->items = realloc(m->items, (size_t)m->capacity * sizeof *m->items);
        if (!m->items) abort();
    }
    v->cell[i] = cell;
    v->place[i] = m->count;
    m->items[m->count++] = (int32_t)(v - b->vehicles) << 3 | i;
}

/* Share of a step until the first cell border along one axis, and between borders. */
static inline double first_border(double from, double delta, int32_t cell, double width)
{
    return delta == 0 ? 1e300 : ((cell + (delta > 0)) * width - from) / delta;
}

static inline double border_step(double delta, double width)
{
    return delta == 0 ? 1e300 : width / fabs(delta);
}

static inline void enter_way_home(struct bare *b, struct vehicle *v)
{
    const struct bare_grid *g = &b->city->station_grid;
    int32_t x = bare_cell(g, v->at.x), y = bare_cell(g, v->at.y);
    int32_t to_x = bare_cell(g, v->home.x), to_y = bare_cell(g, v->home.y);
    int32_t cells = abs(to_x - x) + abs(to_y - y) + 1;
    if (cells > CELLS_MAX) {
        v->cells = LONG_WAY;
        v->place[0] = b->long_count;
        b->long_ways[b->long_count++] = (int32_t)(v - b->vehicles);
        return;
    }
    double dx = v->home.x - v->at.x, dy = v->home.y - v->at.y;
    double next_x = first_border(v->at.x, dx, x, g->cell), step_x = border_step(dx, g->cell);
    double next_y = first_border(v->at.y, dy, y, g->cell), step_y = border_step(dy, g->cell);
    v->cells = (uint8_t)cells;
    moving_push(b, v, 0, y * g->side + x);
    for (int i = 1; i < cells; i++) {
        if (y == to_y || (x != to_x && next_x < next_y)) {
            x += dx > 0 ? 1 : -1;
            next_x += step_x;
        } else {
            y += dy > 0 ? 1 : -1;
            next_y += step_y;
        }
        moving_push(b, v, i, y * g->side + x);
    }
}

static inline void leave_way_home(struct bare *b, struct vehicle *v)
{
    if (v->cells == LONG_WAY) {
        int32_t last = b->long_ways[--b->long_count];
        b->long_ways[v->place[0]] = last;
        b->vehicles[last].place[0] = v->place[0];
        return;
    }
    for (int i = 0; i < v->cells; i++) {
        struct moving *m = &b->moving[v->cell[i]];
        int32_t last = m->items[--m->count];
        m->items[v->place[i]] = last;
        b->vehicles[last >> 3].place[last & 7] = v->place[i];
    }
}

/* -- nearest vehicle and hospital: rings of cells outwards -- */

struct best {
    double minutes;
    int32_t vehicle;
};

static inline void consider_returning(const struct bare *b, int32_t vehicle, struct bare_point to,
                                      struct best *best)
{
    double minutes = distance(position(b, &b->vehicles[vehicle]), to);
    if (minutes < best->minutes) *best = (struct best){minutes, vehicle};
}

static inline void consider_cell(const struct bare *b, int32_t cell, struct bare_point to, struct best *best)
{
    const struct bare_grid *g = &b->city->station_grid;
    for (int32_t i = g->first[cell]; i < g->first[cell + 1]; i++) {
        int32_t station = g->list[i];
        if (b->idle[station] == NOBODY) continue;
        double minutes = b->turnout_mean + distance(b->city->station[station], to);
        if (minutes < best->minutes) *best = (struct best){minutes, b->idle[station]};
    }
    const struct moving *m = &b->moving[cell];
    for (int32_t i = 0; i < m->count; i++) consider_returning(b, m->items[i] >> 3, to, best);
}

static inline double to_cell_edge(const struct bare_grid *g, int32_t x, int32_t y, struct bare_point p)
{
    double west = p.x - x * g->cell, south = p.y - y * g->cell;
    return fmin(fmin(west, g->cell - west), fmin(south, g->cell - south));
}

static inline int32_t clamp(int32_t x, int32_t limit)
{
    return x < 0 ? 0 : x >= limit ? limit - 1 : x;
}

static inline int32_t nearest_vehicle(const struct bare *b, struct bare_point to)
{
    const struct bare_grid *g = &b->city->station_grid;
    struct best best = {1e300, NOBODY};
    int32_t x = bare_cell(g, to.x), y = bare_cell(g, to.y), side = g->side;
    double edge = to_cell_edge(g, x, y, to);
    for (int32_t i = 0; i < b->long_count; i++) consider_returning(b, b->long_ways[i], to, &best);
    for (int32_t r = 0; r <= side; r++) {
        if (r && edge + (r - 1) * g->cell > best.minutes) break;
        int32_t low = clamp(x - r, side), high = clamp(x + r, side);
        for (int32_t row = clamp(y - r, side); row <= clamp(y + r, side); row++) {
            if (row == y - r || row == y + r) {
                for (int32_t c = low; c <= high; c++) consider_cell(b, row * side + c, to, &best);
                continue;
            }
            if (x - r >= 0) consider_cell(b, row * side + x - r, to, &best);
            if (r && x + r < side) consider_cell(b, row * side + x + r, to, &best);
        }
    }
    return best.vehicle;
}

static inline void hospitals_in_cell(const struct bare_city *city, int32_t cell, struct bare_point from,
                                     double *least, int32_t *hospital)
{
    const struct bare_grid *g = &city->hospital_grid;
    for (int32_t i = g->first[cell]; i < g->first[cell + 1]; i++) {
        double d = square_distance(city->hospital[g->list[i]], from);
        if (d < *least) {
            *least = d;
            *hospital = g->list[i];
        }
    }
}

static inline int32_t nearest_hospital(const struct bare_city *city, struct bare_point from)
{
    const struct bare_grid *g = &city->hospital_grid;
    double least = 1e300;
    int32_t x = bare_cell(g, from.x), y = bare_cell(g, from.y), side = g->side, hospital = 0;
    double edge = to_cell_edge(g, x, y, from);
    for (int32_t r = 0; r <= side; r++) {
        double bound = edge + (r - 1) * g->cell;
        if (r && bound * bound > least) break;
        int32_t low = clamp(x - r, side), high = clamp(x + r, side);
        for (int32_t row = clamp(y - r, side); row <= clamp(y + r, side); row++) {
            if (row == y - r || row == y + r) {
                for (int32_t c = low; c <= high; c++)
                    hospitals_in_cell(city, row * side + c, from, &least, &hospital);
                continue;
            }
            if (x - r >= 0) hospitals_in_cell(city, row * side + x - r, from, &least, &hospital);
            if (r && x + r < side) hospitals_in_cell(city, row * side + x + r, from, &least, &hospital);
        }
    }
    return hospital;
}

/* -- what happens -- */

static inline int32_t call_place(struct bare *b)
{
    int32_t i = b->free_call;
    if (i != NOBODY) {
        b->free_call = b->calls[i].next;
        return i;
    }
    if (b->call_count == b->call_capacity) {
        b->call_capacity = b->call_capacity ? 2 * b->call_capacity : 1024;
        b->calls = realloc(b->calls, (size_t)b->call_capacity * sizeof *b->calls);
        if (!b->calls) abort();
    }
    return b->call_count++;
}

static inline void next_arrival(struct bare *b)
{
    bare_heap_push(&b->heap, b->now + bare_exponential(&b->rng) / b->calls_per_minute, ARRIVAL);
}

static inline void call_rings(struct bare *b)
{
    int32_t i = call_place(b);
    struct call *c = &b->calls[i];
    double u = bare_uniform(&b->rng);
    c->quadrant = (uint8_t)bare_draw_place(&b->rng, b->city->side, &c->at);
    c->priority = u < BARE_PRIORITY_1 ? 0 : u < BARE_PRIORITY_1 + BARE_PRIORITY_2 ? 1 : 2;
    c->rang = b->now;
    double talk = bare_lognormal(&b->rng, BARE_TALK_MU, BARE_TALK_SIGMA);
    bare_heap_push(&b->heap, b->now + talk, (uint32_t)(b->city->vehicles + i));
    next_arrival(b);
}

static inline void drive_to_scene(struct bare *b, struct vehicle *v)
{
    v->state = TO_SCENE;
    vehicle_schedule(b, v, distance(v->at, b->calls[v->call].at));
}

static inline void order(struct bare *b, struct vehicle *v, int32_t call)
{
    v->call = call;
    v->ordered = b->now;
    if (v->state == IDLE) {
        b->idle[v->station] = v->next_idle;
        v->at = v->home;
        v->state = TURNOUT;
        vehicle_schedule(b, v, bare_lognormal(&b->rng, BARE_TURNOUT_MU, BARE_TURNOUT_SIGMA));
        return;
    }
    if (v->state == RETURNING) {
        v->at = position(b, v);
        leave_way_home(b, v);
        b->on_the_way++;
    }
    drive_to_scene(b, v);
}

static inline void call_taken(struct bare *b, int32_t i)
{
    struct call *c = &b->calls[i];
    int32_t vehicle = nearest_vehicle(b, c->at);
    if (vehicle != NOBODY) {
        order(b, &b->vehicles[vehicle], i);
        return;
    }
    struct line *line = &b->waiting[c->priority];
    c->next = NOBODY;
    b->waited++;
    if (line->head == NOBODY)
        line->head = i;
    else
        b->calls[line->tail].next = i;
    line->tail = i;
}

static inline void free_again(struct bare *b, struct vehicle *v)
{
    b->busy += b->now - v->ordered;
    v->state = CLEANING;
    for (int p = 0; p < PRIORITIES; p++) {
        int32_t i = b->waiting[p].head;
        if (i == NOBODY) continue;
        b->waiting[p].head = b->calls[i].next;
        order(b, v, i);
        return;
    }
    double minutes = distance(v->at, v->home) + 1e-9;
    v->state = RETURNING;
    v->left = b->now;
    v->arrives = b->now + minutes;
    enter_way_home(b, v);
    vehicle_schedule(b, v, minutes);
}

static inline void reach_scene(struct bare *b, struct vehicle *v)
{
    const struct call *c = &b->calls[v->call];
    double response = b->now - c->rang;
    int bin = response < BINS / 10 ? (int)(response * 10) : BINS - 1;
    b->bins[c->quadrant][bin]++;
    b->response_sum += response;
    b->within_8 += response <= 8;
    b->reached++;
    v->at = c->at;
    v->state = ON_SCENE;
    vehicle_schedule(b, v, bare_lognormal(&b->rng, BARE_SCENE_MU, BARE_SCENE_SIGMA));
}

static inline void leave_scene(struct bare *b, struct vehicle *v)
{
    b->calls[v->call].next = b->free_call;
    b->free_call = v->call;
    if (bare_uniform(&b->rng) >= BARE_TRANSPORT) {
        free_again(b, v);
        return;
    }
    v->hospital = nearest_hospital(b->city, v->at);
    v->state = TO_HOSPITAL;
    vehicle_schedule(b, v, distance(v->at, b->city->hospital[v->hospital]));
}

static inline void home_again(struct bare *b, struct vehicle *v)
{
    leave_way_home(b, v);
    v->state = IDLE;
    v->next_idle = b->idle[v->station];
    b->idle[v->station] = (int32_t)(v - b->vehicles);
}

static inline void vehicle_event(struct bare *b, struct vehicle *v)
{
    switch (v->state) {
    case TURNOUT:
        drive_to_scene(b, v);
        break;
    case TO_SCENE:
        reach_scene(b, v);
        break;
    case ON_SCENE:
        leave_scene(b, v);
        break;
    case TO_HOSPITAL:
        v->at = b->city->hospital[v->hospital];
        v->state = HANDOVER;
        vehicle_schedule(b, v, bare_lognormal(&b->rng, BARE_HANDOVER_MU, BARE_HANDOVER_SIGMA));
        break;
    case HANDOVER:
        v->state = CLEANING;
        vehicle_schedule(b, v, BARE_CLEANING_MEAN * bare_exponential(&b->rng));
        break;
    case CLEANING:
        free_again(b, v);
        break;
    case RETURNING:
        home_again(b, v);
        break;
    }
}

static inline void step(struct bare *b)
{
    bare_key key = bare_heap_pop(&b->heap);
    uint32_t slot = bare_key_slot(key), vehicles = (uint32_t)b->city->vehicles;
    if (slot < vehicles) {
        struct vehicle *v = &b->vehicles[slot];
        if (v->sequence != bare_key_sequence(key)) {
            b->stale++;
            return;
        }
        b->now = bare_key_time(key);
        vehicle_event(b, v);
    } else {
        b->now = bare_key_time(key);
        if (slot == ARRIVAL)
            call_rings(b);
        else
            call_taken(b, (int32_t)(slot - vehicles));
    }
    b->events++;
}

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory) abort();
    return memory;
}

static struct bare *create(const struct bare_city *city, double calls_per_minute, uint64_t seed)
{
    struct bare *b = zeroed(1, sizeof *b);
    size_t vehicles = (size_t)city->vehicles, side = (size_t)city->station_grid.side;
    b->city = city;
    b->calls_per_minute = calls_per_minute;
    b->turnout_mean = exp(BARE_TURNOUT_MU + BARE_TURNOUT_SIGMA * BARE_TURNOUT_SIGMA / 2);
    b->free_call = NOBODY;
    for (int p = 0; p < PRIORITIES; p++) b->waiting[p] = (struct line){NOBODY, NOBODY};
    bare_rng_init(&b->rng, seed);
    b->vehicles = zeroed(vehicles, sizeof *b->vehicles);
    b->idle = zeroed((size_t)city->stations, sizeof *b->idle);
    b->moving = zeroed(side * side, sizeof *b->moving);
    b->long_ways = zeroed(vehicles, sizeof *b->long_ways);
    for (int32_t s = 0; s < city->stations; s++) b->idle[s] = NOBODY;
    for (int32_t i = 0; i < city->vehicles; i++) {
        int32_t s = i % city->stations;
        b->vehicles[i] = (struct vehicle){
            .at = city->station[s], .home = city->station[s], .station = s, .next_idle = b->idle[s]};
        b->idle[s] = i;
    }
    return b;
}

static void destroy(struct bare *b)
{
    int32_t side = b->city->station_grid.side;
    for (int32_t k = 0; k < side * side; k++) free(b->moving[k].items);
    free(b->vehicles);
    free(b->idle);
    free(b->moving);
    free(b->long_ways);
    free(b->calls);
    free(b->heap.keys);
    free(b);
}

struct bare_result bare_ambulance_run(const struct bare_city *city, int64_t calls, double calls_per_minute,
                                      uint64_t seed)
{
    struct bare *b = create(city, calls_per_minute, seed);
    next_arrival(b);
    while (b->reached < calls / 10) step(b);
    struct bare_result out = {.calls = -b->reached, .events = -b->events, .stale = -b->stale};
    double since = b->now, busy = b->busy, sum = b->response_sum, start = bench_cpu_seconds();
    int64_t waited = b->waited, on_the_way = b->on_the_way, within = b->within_8;
    while (b->reached < calls) step(b);
    out.seconds = bench_cpu_seconds() - start;
    out.calls += b->reached;
    out.events += b->events;
    out.stale += b->stale;
    out.waited = b->waited - waited;
    out.on_the_way = b->on_the_way - on_the_way;
    out.within_8 = b->within_8 - within;
    out.utilisation = (b->busy - busy) / (b->now - since) / city->vehicles;
    out.mean_response = (b->response_sum - sum) / (double)out.calls;
    destroy(b);
    return out;
}
