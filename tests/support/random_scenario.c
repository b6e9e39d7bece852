#include "support/random_scenario.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "random/stream.h"

struct dice {
    struct ems_stream stream;
    FILE *out;
};

/* A whole number from low to high. */
static int32_t roll(struct dice *d, int32_t low, int32_t high)
{
    return low + (int32_t)(ems_stream_uniform(&d->stream) * (high - low + 1));
}

static int one_in(struct dice *d, int32_t n)
{
    return roll(d, 1, n) == 1;
}

static const char *one_of(struct dice *d, const char *const *texts, int32_t count)
{
    return texts[roll(d, 0, count - 1)];
}
#define ONE_OF(d, ...)                              \
    one_of((d), (const char *const[]){__VA_ARGS__}, \
           (int32_t)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)))

static void say(struct dice *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct dice *d, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(d->out, format, args);
    va_end(args);
}

static void say_duration(struct dice *d, const char *key, int32_t low_s, int32_t high_s)
{
    int32_t mean = roll(d, low_s, high_s);
    const char *kind = ONE_OF(d, "lognormal", "gamma", "weibull", "exponential", "uniform", "constant");
    if (kind[0] == 'e')
        say(d, "%s: {exponential: {mean: %d s}}", key, mean);
    else if (kind[0] == 'u')
        say(d, "%s: {uniform: {low: %d s, high: %d s}}", key, mean / 2, 2 * mean);
    else if (kind[0] == 'c')
        say(d, "%s: %d s", key, mean);
    else
        say(d, "%s: {%s: {mean: %d s, sd: %d s}}", key, kind, mean, mean / 2 + 1);
}

static void say_numbers(struct dice *d, const char *key, int32_t count, int32_t low, int32_t high,
                        double unit)
{
    say(d, "%s: [", key);
    for (int32_t i = 0; i < count; i++) say(d, "%s%.2f", i ? ", " : "", roll(d, low, high) * unit);
    say(d, "]");
}

enum { AREAS_MAX = 4, STATIONS_MAX = 5 };

static int32_t say_areas(struct dice *d)
{
    int32_t areas = roll(d, 1, AREAS_MAX);
    say(d, "areas:\n");
    for (int32_t a = 0; a < areas; a++)
        say(d, "  - {id: a%d, class: %s, population: %d, circle: {centre: [%d, %d], radius: %d m}}\n", a,
            a == 0 ? "urban" : ONE_OF(d, "urban", "rural"), roll(d, 1, 60) * 1000, roll(d, -12000, 12000),
            roll(d, -12000, 12000), roll(d, 800, 6000));
    say(d, "  - {id: county, class: rural, population: 5000, circle: {centre: [0, 0], radius: 30 km}}\n");
    say(d, "lattice: 3 km\nservice_radius: {urban: 5 km, rural: 12 km}\n");
    return areas;
}

static void say_conditions(struct dice *d)
{
    int32_t count = roll(d, 1, 4), left = 100;
    say(d, "  conditions:\n");
    for (int32_t c = 0; c < count; c++) {
        int32_t share = c == count - 1 ? left : roll(d, 1, left - (count - 1 - c));
        left -= share;
        say(d, "    - {id: c%d, share: %d %%, priority: %d, transport: %d %%, ", c, share, roll(d, 1, 4),
            roll(d, 0, 100));
        if (one_in(d, 2)) say(d, "vehicle: %s, ", ONE_OF(d, "basic", "als", "np"));
        if (one_in(d, 4))
            say(d, "vehicles: %d, full_response: %s, ", roll(d, 2, 3), ONE_OF(d, "true", "false"));
        if (one_in(d, 3)) say(d, "hospital: heart, ");
        if (one_in(d, 3)) say(d, "empty: %d %%, ", roll(d, 0, 40));
        say_duration(d, "scene", 300, 1500);
        say(d, "}\n");
    }
}

static void say_demand(struct dice *d)
{
    say(d, "demand:\n  requests_per_day: %d\n", roll(d, 20, 150));
    if (one_in(d, 2)) {
        say_numbers(d, "  profile: {hour", 24, 1, 9, 1);
        say_numbers(d, ", weekday", 7, 5, 9, 1);
        say(d, "}\n");
    }
    if (one_in(d, 3)) say(d, "  daily_variation: %d %%\n", roll(d, 5, 60));
    if (one_in(d, 2)) say(d, "  advice: %d %%\n  hoax: %d %%\n", roll(d, 0, 40), roll(d, 0, 20));
    if (one_in(d, 2))
        say(d, "  duplicates: {per_request: 0.%d, after: {exponential: {mean: 4 min}}}\n", roll(d, 1, 9));
    if (one_in(d, 3))
        say(d, "  call_backs: {per_request: 0.%d, after: {exponential: {mean: 5 min}}, talk: 40 s}\n",
            roll(d, 1, 9));
    if (one_in(d, 2))
        say(d, "  cancel: {share: %d %%, after: {exponential: {mean: 8 min}}}\n", roll(d, 1, 60));
    if (one_in(d, 2)) say(d, "  empty: %d %%\n", roll(d, 0, 30));
    say_conditions(d);
}

static void say_call_centre(struct dice *d)
{
    if (one_in(d, 4)) return;
    int32_t seats = roll(d, 1, 3);
    say(d, "call_centre:\n  seats: %d\n  lines: %d\n  ", seats, seats + roll(d, 0, 3));
    say_duration(d, "talk", 30, 240);
    if (one_in(d, 2)) say_duration(d, "\n  process", 20, 90);
    if (one_in(d, 2)) say(d, "\n  pick_up: {uniform: {low: 1 s, high: 9 s}}");
    if (one_in(d, 2)) say_duration(d, "\n  patience", 10, 120);
    if (one_in(d, 2))
        say(d, "\n  redial: %d %%\n  redial_after: {exponential: {mean: 1 min}}", roll(d, 0, 80));
    say(d, "\n");
}

static void say_stations(struct dice *d, int32_t stations)
{
    static const char *const duty[] = {
        "0", "1", "2", "[{count: 2, days: all, from: 08:00, to: 20:00}]",
        ("[{count: 1, days: all, from: 20:00, to: 08:00}, {count: 1, days: [mon, tue, wed], "
         "from: 06:30, to: 18:00}]")};
    say(d, "vehicle_types:\n  - {id: basic}\n  - {id: als, serves: [basic]}\n  - {id: np, negative_pressure: "
           "true}\n");
    say(d, "stations:\n  - {id: s0, at: [%d, %d], vehicles: {als: 1, np: 1}}\n", roll(d, -9000, 9000),
        roll(d, -9000, 9000));
    for (int32_t s = 1; s < stations; s++) {
        say(d, "  - {id: s%d, at: [%d, %d], vehicles: {basic: %d, als: %d}", s, roll(d, -15000, 15000),
            roll(d, -15000, 15000), roll(d, 1, 2), roll(d, 1, 2));
        if (!one_in(d, 3)) say(d, ", crews: %s", one_of(d, duty, sizeof duty / sizeof duty[0]));
        say(d, "}\n");
    }
    say(d, "crew_rules: {wind_down: %d min}\n", one_in(d, 2) ? 0 : roll(d, 5, 40));
}

static void say_hospitals(struct dice *d)
{
    int32_t hospitals = roll(d, 1, 3);
    say(d, "hospitals:\n");
    for (int32_t h = 0; h < hospitals; h++) {
        say(d, "  - {id: h%d, at: [%d, %d], bays: %s", h, roll(d, -12000, 12000), roll(d, -12000, 12000),
            ONE_OF(d, "1", "2", "unlimited"));
        if (h == 0 || one_in(d, 3)) say(d, ", provides: [heart]");
        if (one_in(d, 3)) say_duration(d, ", handover", 300, 2400);
        say(d, "}\n");
    }
}

static void say_roads(struct dice *d, const char *folder)
{
    say(d, "travel:\n  variation: 0.%d\n", one_in(d, 3) ? 0 : roll(d, 1, 5));
    if (one_in(d, 2)) {
        say_numbers(d, "  hour_factor", 24, 6, 12, 0.1);
        say(d, "\n");
    }
    if (one_in(d, 4)) {
        say(d, "  model: matrix\n  nodes: %s/nodes.csv\n", folder);
        say(d, "  times: {lights: %s/times.csv, normal_speed: %d %%}\n", folder, roll(d, 60, 130));
        return;
    }
    say(d, "  model: road\n  network: {nodes: %s/nodes.csv, edges: %s/edges.csv}\n", folder, folder);
    say(d, "  snap: %s\n", ONE_OF(d, "node", "edge"));
    if (one_in(d, 2))
        say(d, "  off_road: {lights: %d km/h, normal: %d km/h}\n", roll(d, 10, 60), roll(d, 10, 60));
    if (one_in(d, 2)) {
        say(d, "  road_factors:\n    - {%s, ", ONE_OF(d, "roads: [primary, secondary]", "areas: [urban]"));
        say_numbers(d, "hour_factor", 24, 8, 9, 0.1);
        say(d, "}\n");
    }
}

/* More entries of the timeline. */
static void say_road_changes(struct dice *d)
{
    for (int32_t i = roll(d, 0, 2); i > 0; i--) {
        say(d, "  - {at: day 1 %02d:20, for: %d h, roads: {speed: %s, ", roll(d, 6, 23), roll(d, 1, 20),
            ONE_OF(d, "0 %", "0 %", "40 %", "120 %"));
        if (one_in(d, 2)) say(d, "classes: [%s], ", ONE_OF(d, "primary", "residential"));
        say(d, "circle: {centre: [%d, %d], radius: %d m}}}\n", roll(d, -9000, 9000), roll(d, -9000, 9000),
            roll(d, 1000, 9000));
    }
}

static void say_travel(struct dice *d)
{
    if (one_in(d, 5)) {
        say(d, "travel: {model: constant, time: {lights: %d s, normal: %d s}}\n", roll(d, 0, 600),
            roll(d, 0, 900));
        return;
    }
    say(d, "travel:\n  model: straight\n  detour: 1.%d\n  variation: 0.%d\n", roll(d, 0, 6),
        one_in(d, 3) ? 0 : roll(d, 1, 5));
    if (one_in(d, 4))
        say(d, "  law: {acceleration: 41 km/h/min, cruise: 80 km/h}\n");
    else if (one_in(d, 2))
        say(d, "  speed: {lights: 50 km/h, normal: 40 km/h}\n");
    else
        say(d, "  speed: {lights: {urban: 42 km/h, rural: 70 km/h}, normal: {urban: 30 km/h, rural: 55 "
               "km/h}}\n");
    if (one_in(d, 2)) {
        say_numbers(d, "  hour_factor", 24, 6, 12, 0.1);
        say(d, "\n");
    }
}

static void say_times(struct dice *d, const char *roads)
{
    say(d, "durations:\n  ");
    say_duration(d, "turnout", 1, 180);
    say_duration(d, "\n  scene", 300, 1500);
    say_duration(d, "\n  handover", 300, 1500);
    if (one_in(d, 2)) say_duration(d, "\n  cleaning", 1, 600);
    say(d, "\n");
    if (roads != NULL)
        say_roads(d, roads);
    else
        say_travel(d);
}

static void say_dispatch(struct dice *d, int32_t areas, int32_t stations)
{
    int ordered = one_in(d, 3);
    say(d, "dispatch:\n  policy: %s\n  waiting_room: %s\n", ordered ? "fixed-order" : "nearest",
        ONE_OF(d, "0", "2", "unlimited", "unlimited"));
    if (one_in(d, 2)) say(d, "  reassign: [[3, 1], [2, 1], [4, 2], [4, 1]]\n");
    if (!ordered && one_in(d, 2)) say(d, "  min_gain: %d s\n", roll(d, 0, 240));
    if (one_in(d, 2)) say_duration(d, "  vehicle_patience", 600, 4000), say(d, "\n");
    if (!ordered) return;
    say(d, "  preference:\n");
    for (int32_t a = 0; a <= areas; a++) {
        if (a < areas)
            say(d, "    a%d: [", a);
        else
            say(d, "    county: [");
        int32_t first = roll(d, 0, stations - 1);
        for (int32_t s = 0; s < stations; s++) say(d, "%ss%d", s ? ", " : "", (first + s) % stations);
        say(d, "]\n");
    }
}

static void say_timeline(struct dice *d, int32_t demand_percent)
{
    say(d, "timeline:\n");
    if (demand_percent > 0) {
        say(d, "  - {at: day 1 05:00, for: 100 d, demand: %d %%}\n", demand_percent);
        return;
    }
    say(d, "  - {at: day 2 %02d:00, for: %d h, demand: %d %%}\n", roll(d, 0, 23), roll(d, 1, 20),
        roll(d, 0, 300));
    if (one_in(d, 2))
        say(d, "  - {at: day 1 %02d:30, for: 9 h, crew_absence: %d %%}\n", roll(d, 6, 23), roll(d, 10, 90));
    if (one_in(d, 2))
        say(d, "  - {at: day 2 %02d:15, for: 7 h, speed: %d %%}\n", roll(d, 0, 23), roll(d, 50, 130));
    if (one_in(d, 2)) say(d, "  - {at: day 1 %02d:00, for: 8 h, hospital_closed: h0}\n", roll(d, 6, 23));
    if (one_in(d, 2))
        say(d, "  - {at: day 2 %02d:45, incident: {at: [%d, 100], condition: c0, vehicles: %d}}\n",
            roll(d, 0, 23), roll(d, -5000, 5000), roll(d, 1, 6));
}

static struct ems_stream half(uint64_t seed, uint32_t origin)
{
    return ems_stream_alone(seed, 0, (struct ems_draw_key){.origin = origin, .draw = EMS_DRAW_POLICY});
}

char *random_scenario_text(const struct random_scenario *what)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) abort();
    struct dice demand = {half(what->demand, 1), out}, supply = {half(what->supply, 2), out};
    fprintf(out, "ems120: 1\nseed: %llu\nreplications: 2\ncoordinates: plane\n",
            (unsigned long long)what->demand);
    fprintf(out, "clock: {start: 2025-03-03T05:00+08:00, warmup: 6 h, duration: %d h, drain: 12 h}\n",
            roll(&demand, 20, 60));
    int32_t areas = say_areas(&demand), stations = roll(&supply, 1, STATIONS_MAX);
    say_demand(&demand);
    if (!what->plain_phones) say_call_centre(&demand);
    say_timeline(&demand, what->demand_percent);
    if (what->roads != NULL) say_road_changes(&supply);
    say_times(&supply, what->roads);
    say_stations(&supply, stations);
    say_hospitals(&supply);
    say_dispatch(&supply, areas, stations);
    if (fclose(out) != 0) abort();
    return text;
}
