#include "bench/city_scenario.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench/bare/ambulance.h"

double bench_calls_per_minute(int32_t vehicles)
{
    return 0.5 * vehicles / BENCH_BUSY_MINUTES;
}

/* Metres for a kilometre of the city. A city of a country's size is written at half its scale and driven at
 * half the speed, which is the same in time: a scenario may not be wider. */
static double metres(const struct bare_city *city)
{
    return city->side > 1400 ? 500 : 1000;
}

/* One wave a day, 30 % up and down, highest at 15 h. The largest city would not stand that: with a load of
 * 65 % some place of so many runs out of vehicles, far ones come and are long away, and the want spreads. The
 * bare loop does the same at 1.3 times the rate. So it gets 10 %. */
static void put_profile(FILE *out, const struct bare_city *city)
{
    double wave = city->vehicles > 30000 ? 0.1 : 0.3;
    fputs("  profile: {hour: [", out);
    for (int h = 0; h < 24; h++) fprintf(out, "%s%.4f", h ? ", " : "", 1 + wave * cos((h - 15) * M_PI / 12));
    fputs("]}\n", out);
}

static void put_quadrants(FILE *out, const struct bare_city *city)
{
    double half = metres(city) / 2 * city->side, people = 30000.0 * city->vehicles;
    fputs("areas:\n", out);
    for (int q = 0; q < 4; q++) {
        double x = (q & 1) * half, y = (q >> 1) * half;
        fprintf(out, "  - {id: q%d, class: %s, population: %.0f, ", q, q == 0 ? "urban" : "rural",
                people * bare_quadrant_share[q]);
        fprintf(out, "polygon: [[%.3f, %.3f], [%.3f, %.3f], [%.3f, %.3f], [%.3f, %.3f]]}\n", x, y, x + half,
                y, x + half, y + half, x, y + half);
    }
    /* a kilometre, but at most 90,000 places */
    double lattice = city->side <= 300 ? 1 : city->side / 300;
    fprintf(out, "lattice: %.3f m\nservice_radius: {urban: 5 km, rural: 20 km}\n", metres(city) * lattice);
}

static void put_demand(FILE *out, const struct bare_city *city, double calls_per_day)
{
    fprintf(out, "demand:\n  requests_per_day: %.6f\n", calls_per_day);
    put_profile(out, city);
    fputs("  conditions:\n", out);
    const double share[3] = {BARE_PRIORITY_1, BARE_PRIORITY_2, 1 - BARE_PRIORITY_1 - BARE_PRIORITY_2};
    for (int p = 0; p < 3; p++)
        fprintf(out, "    - {id: p%d, share: %.0f %%, priority: %d, transport: %.0f %%}\n", p + 1,
                100 * share[p], p + 1, 100 * BARE_TRANSPORT);
}

/* Mean and spread of exp(mu + sigma Z) minutes, as a scenario has them. */
static void put_lognormal(FILE *out, const char *name, double mu, double sigma)
{
    double mean = exp(mu + sigma * sigma / 2), sd = mean * sqrt(expm1(sigma * sigma));
    fprintf(out, "  %s: {lognormal: {mean: %.9f min, sd: %.9f min}}\n", name, mean, sd);
}

static void put_times(FILE *out, const struct bare_city *city, double calls_per_minute)
{
    double talking = calls_per_minute * exp(BARE_TALK_MU + BARE_TALK_SIGMA * BARE_TALK_SIGMA / 2);
    int seats = (int)(1.5 * talking) + 5; /* enough for the busiest hour */
    fprintf(out, "call_centre:\n  lines: %d\n  seats: %d\n  patience: {exponential: {mean: 2 min}}\n",
            2 * seats, seats);
    put_lognormal(out, "talk", BARE_TALK_MU, BARE_TALK_SIGMA);
    fputs("durations:\n", out);
    put_lognormal(out, "turnout", BARE_TURNOUT_MU, BARE_TURNOUT_SIGMA);
    put_lognormal(out, "scene", BARE_SCENE_MU, BARE_SCENE_SIGMA);
    put_lognormal(out, "handover", BARE_HANDOVER_MU, BARE_HANDOVER_SIGMA);
    fprintf(out, "  cleaning: {exponential: {mean: %g min}}\n", BARE_CLEANING_MEAN);
    double speed = 60 * metres(city) / 1000;
    fputs("travel: {model: straight, detour: 1, variation: 0, ", out);
    fprintf(out, "speed: {lights: %g km/h, normal: %g km/h}}\n", speed, speed);
}

static void put_sites(FILE *out, const struct bare_city *city)
{
    fputs("stations:\n", out);
    for (int32_t s = 0; s < city->stations; s++) {
        int32_t vehicles = city->vehicles / city->stations + (s < city->vehicles % city->stations);
        fprintf(out, "  - {id: s%d, at: [%.3f, %.3f], vehicles: {ambulance: %d}}\n", s,
                metres(city) * city->station[s].x, metres(city) * city->station[s].y, vehicles);
    }
    fputs("hospitals:\n", out);
    for (int32_t h = 0; h < city->hospitals; h++)
        fprintf(out, "  - {id: h%d, at: [%.3f, %.3f]}\n", h, metres(city) * city->hospital[h].x,
                metres(city) * city->hospital[h].y);
    fputs("dispatch: {policy: nearest}\ndestination: {policy: nearest-capable}\nrelocation: {policy: home}\n",
          out);
    fputs("targets: [{priority: 1, within: 8 min, share: 90 %}]\n", out);
}

char *bench_city_scenario(const struct bare_city *city, double calls, size_t *length)
{
    double rate = bench_calls_per_minute(city->vehicles), days = ceil(calls / rate / 1440);
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    if (!out) abort();
    fputs("ems120: 1\nname: Benchmark\nseed: 120\nreplications: 1\ncoordinates: plane\n", out);
    fprintf(out, "clock: {start: 2025-03-03T00:00+08:00, warmup: %.0f h, duration: %.0f d}\n",
            3 + days * 24 / 9, days);
    put_quadrants(out, city);
    put_demand(out, city, 1440 * rate);
    put_times(out, city, rate);
    put_sites(out, city);
    if (fclose(out) != 0) abort();
    return text;
}
