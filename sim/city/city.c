#include "city/city.h"

#include <stdlib.h>

#include "city/work.h"

const char *ems_city_class_name(enum ems_city_class road_class)
{
    static const char *const names[EMS_CITY_CLASSES] = {"motorway", "trunk",        "primary",    "secondary",
                                                        "tertiary", "unclassified", "residential"};
    return names[road_class];
}

double ems_city_draw(const struct ems_city_work *work, enum ems_city_draw kind, uint32_t index, uint16_t role)
{
    struct ems_draw_key key = {.index = index, .role = role, .draw = (uint8_t)kind};
    struct ems_stream stream = ems_stream(&work->seed, key);
    return ems_stream_uniform(&stream);
}

double ems_city_noise(const struct ems_city_work *work, enum ems_city_draw kind, uint16_t role, double x)
{
    const double shifted = x + 100000; /* so that indices are positive */
    const uint32_t k = (uint32_t)shifted;
    const double t = shifted - k, smooth = t * t * (3 - 2 * t);
    double a = ems_city_draw(work, kind, k, role), b = ems_city_draw(work, kind, k + 1, role);
    return 2 * (a + (b - a) * smooth) - 1;
}

int32_t ems_city_add_node(struct ems_city_work *work, struct ems_point at, bool access)
{
    struct ems_city_node node = {at, access};
    if (EMS_PUSH(&work->city->nodes, node)) return work->city->nodes.count - 1;
    work->no_memory = true;
    return 0;
}

void ems_city_add_edge(struct ems_city_work *work, int32_t from, int32_t to, enum ems_city_class road_class)
{
    struct ems_city_edge edge = {from, to, (uint8_t)road_class};
    if (!EMS_PUSH(&work->city->edges, edge)) work->no_memory = true;
}

void *ems_city_alloc(struct ems_city_work *work, int64_t count, size_t size)
{
    void *made = ems_arena_alloc(work->arena, (size_t)count, size);
    if (made == NULL) work->no_memory = true;
    return made;
}

int32_t ems_city_quarter(double u, double v)
{
    if (fabs(v) >= fabs(u)) return v > 0 ? 0 : 2;
    return u > 0 ? 1 : 3;
}

int32_t ems_city_quarter_at(const struct ems_city_work *work, struct ems_point at)
{
    const struct ems_city_plan *plan = &work->plan;
    return ems_city_quarter(at.x_m * plan->cosine + at.y_m * plan->sine,
                            at.y_m * plan->cosine - at.x_m * plan->sine);
}

/* The city stands a little askew: a rational point of the circle near north. */
static void tilt(struct ems_city_work *work)
{
    double t = (2 * ems_city_draw(work, EMS_CITY_DRAW_TILT, 0, 0) - 1) * 0.12, n = 1 + t * t;
    work->plan.cosine = (1 - t * t) / n;
    work->plan.sine = 2 * t / n;
}

static void grow(struct ems_city_work *work)
{
    static void (*const steps[])(struct ems_city_work *) = {tilt,
                                                            ems_city_make_rivers,
                                                            ems_city_make_streets,
                                                            ems_city_make_places,
                                                            ems_city_make_people,
                                                            ems_city_make_country,
                                                            ems_city_trim,
                                                            ems_city_make_sites};
    for (size_t s = 0; s < sizeof steps / sizeof *steps && !work->no_memory; s++) steps[s](work);
}

enum ems_status ems_city_generate(const struct ems_city_def *def, struct ems_city *out)
{
    struct ems_arena arena = {0};
    struct ems_city_work work = {.city = out, .arena = &arena};
    *out = (struct ems_city){.def = *def};
    /* no replication has this number, so that nothing here is drawn in a simulation with the same seed */
    work.seed = ems_stream_seed(def->seed, UINT64_MAX);
    ems_city_make_plan(def, &work.plan);
    out->radius_m = work.plan.radius_m;
    out->reach_m = work.plan.reach_m;
    out->rings = work.plan.rings;
    out->river_count = work.plan.rivers;
    out->projection =
        ems_projection_at(EMS_COORD_WGS84, (struct ems_position){EMS_CITY_LONGITUDE, EMS_CITY_LATITUDE});
    grow(&work);
    bool failed = work.no_memory || arena.failed || out->arena.failed;
    free(work.gates.items);
    free(work.places.items);
    ems_arena_free(&arena);
    return failed ? EMS_NO_MEMORY : EMS_OK;
}

void ems_city_free(struct ems_city *city)
{
    free(city->nodes.items);
    free(city->edges.items);
    free(city->bridges.items);
    free(city->areas.items);
    free(city->homes.items);
    free(city->stations.items);
    free(city->hospitals.items);
    ems_arena_free(&city->arena);
    *city = (struct ems_city){0};
}

struct ems_position ems_city_position(const struct ems_city *city, struct ems_point at)
{
    struct ems_position p = ems_unproject(&city->projection, at);
    return (struct ems_position){rint(p.x * 1e7) / 1e7, rint(p.y * 1e7) / 1e7};
}
