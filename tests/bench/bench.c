/* The benchmarks: a named table with the work counted beside the time, each speed as a ratio to a bare loop
 * of the same model, measured in turns in the same run. Times are this thread's processor time. What is
 * asserted is the work (load, queue, memory), never a time.
 *
 *   bench [--quick] [--only PART] [SCENARIO]
 *
 * --quick is one round of a tenth, without the memory; a PART is memory, hold, mmc, ambulances, roads,
 * driving, location, county, frames, arrival or replay; SCENARIO is a folder to play 20 times, default
 * scenarios/jiaohe. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bare/ambulance.h"
#include "bench/city_scenario.h"
#include "bench/engine_ambulance.h"
#include "bench/engine_queueing.h"
#include "bench/engine_roads.h"
#include "bench/location.h"
#include "bench/memory.h"
#include "bench/roads.h"
#include "bench/timing.h"
#ifdef EMS_BENCH_VIEW
#include "bench/view_frames.h"
#include "bench/view_replay.h"
#endif
#include "scenario/load.h"

enum { ROUNDS_MAX = 9 };

struct bench {
    const char *scenario;
    const char *only; /* the part to run, NULL for all */
    int rounds;
    double effort; /* share of the usual number of calls */
    int failures;  /* assertions that did not hold */
};

static void check(struct bench *b, bool holds, const char *what)
{
    if (holds) return;
    printf("    FAILED: %s\n", what);
    b->failures++;
}

/* Ratios of rounds: the median decides. */
static void print_ratio(double *ratios, int rounds, double target)
{
    double least = bench_least(ratios, rounds), median = bench_median(ratios, rounds);
    printf("  ratio %.2f (least %.2f)", median, least);
    if (target > 0) printf("  target %.2f %s", target, median >= target ? "reached" : "missed");
    putchar('\n');
}

static void hold(struct bench *b, int32_t pending)
{
    enum { OPERATIONS = 3000000 };
    double engine[ROUNDS_MAX], bare[ROUNDS_MAX], ratio[ROUNDS_MAX];
    int64_t operations = (int64_t)(OPERATIONS * b->effort);
    for (int r = 0; r < b->rounds; r++) {
        struct bare_queueing_result x = bare_hold(pending, operations, 1),
                                    y = engine_hold(pending, operations, 1);
        bare[r] = (double)x.events / x.seconds / 1e6;
        engine[r] = (double)y.events / y.seconds / 1e6;
        ratio[r] = engine[r] / bare[r];
    }
    printf("  %6d pending: %6.1f M events/s, bare %6.1f", pending, bench_median(engine, b->rounds),
           bench_median(bare, b->rounds));
    print_ratio(ratio, b->rounds, 0.6);
}

static void mmc(struct bench *b, int32_t servers, double load)
{
    enum { CUSTOMERS = 2000000 };
    double engine[ROUNDS_MAX], bare[ROUNDS_MAX], keyed[ROUNDS_MAX], ratio[ROUNDS_MAX];
    int64_t customers = (int64_t)(CUSTOMERS * b->effort);
    for (int r = 0; r < b->rounds; r++) {
        struct bare_queueing_result x = bare_mmc(servers, load, customers, 1),
                                    y = engine_mmc(servers, load, customers, 1, false),
                                    z = engine_mmc(servers, load, customers, 1, true);
        bare[r] = (double)x.events / x.seconds / 1e6;
        engine[r] = (double)y.events / y.seconds / 1e6;
        keyed[r] = (double)z.events / z.seconds / 1e6 / bare[r];
        ratio[r] = engine[r] / bare[r];
        check(b, fabs(x.figure - y.figure) < 0.001 + 0.02 * x.figure, "the same waits as the bare loop's");
    }
    printf("  M/M/%-2d at %.1f: %7.1f M events/s, bare %6.1f", servers, load, bench_median(engine, b->rounds),
           bench_median(bare, b->rounds));
    print_ratio(ratio, b->rounds, 0.6);
    printf("    with a keyed stream for each variate: ratio %.2f\n", bench_median(keyed, b->rounds));
}

/* Half load and a small queue: else a speed says nothing. A small fleet waits more at the busiest hours. */
static void check_load(struct bench *b, const struct engine_result *e, const struct bare_result *bare,
                       int32_t vehicles)
{
    check(b, e->utilisation > 0.45 && e->utilisation < 0.55, "utilisation of the engine is 0.45 to 0.55");
    check(b, bare->utilisation > 0.45 && bare->utilisation < 0.55,
          "utilisation of the bare loop is 0.45 to 0.55");
    check(b, e->waited < (vehicles < 100 ? 0.10 : 0.01), "hardly a call waits for a vehicle");
    check(b, fabs(e->mean_response / bare->mean_response - 1) < 0.10, "mean responses agree within 10 %");
}

/* The same city on the bare loop and on the engine, in turns. The bare loop has no dynamic cover: how the
 * engine does without it is told too, but the target is for the engine as users run it. */
static void ambulances(struct bench *b, int32_t vehicles, double calls, int rounds)
{
    double engine[ROUNDS_MAX], bare[ROUNDS_MAX], ratio[ROUNDS_MAX], uncovered[ROUNDS_MAX];
    struct bare_result x = {0};
    struct engine_result y = {0};
    bool has_target = vehicles <= 10000;
    size_t length;
    struct bare_city city = bare_city_create(vehicles, 1);
    char *text = bench_city_scenario(&city, calls * b->effort, &length);
    struct ems_scenario *scenario = engine_load(text, length);
    if (!scenario) exit(1);
    for (int r = 0; r < rounds; r++) {
        x = bare_ambulance_run(&city, (int64_t)(calls * b->effort / 0.9), bench_calls_per_minute(vehicles),
                               (uint64_t)r + 1);
        y = engine_run(scenario, r + 1, true);
        bare[r] = (double)x.calls / x.seconds / 1e3;
        engine[r] = (double)y.calls / y.seconds / 1e3;
        ratio[r] = engine[r] / bare[r];
        if (!has_target) continue;
        struct engine_result z = engine_run(scenario, r + 1, false);
        uncovered[r] = (double)z.calls / z.seconds / 1e3 / bare[r];
    }
    printf("  %6d vehicles: %6.0f k calls/s, bare %6.0f", vehicles, bench_median(engine, rounds),
           bench_median(bare, rounds));
    print_ratio(ratio, rounds, has_target ? 0.5 : 0);
    if (has_target) printf("    without dynamic cover: ratio %.2f\n", bench_median(uncovered, rounds));
    printf("    %lld calls; %.2f events a call, bare %.2f; %.1f vehicles looked at; utilisation %.3f, bare "
           "%.3f; waited %.2f %%\n",
           (long long)y.calls, (double)y.events / (double)y.calls, (double)x.events / (double)x.calls,
           (double)y.candidates / (double)y.calls, y.utilisation, x.utilisation, 100 * y.waited);
    check_load(b, &y, &x, vehicles);
    ems_scenario_free(scenario);
    free(text);
    bare_city_free(&city);
}

static void memory(struct bench *b)
{
    enum { VEHICLES = 100, CALLS = 1500000 };
    double few = CALLS, many = 10 * few;
    long few_kb = bench_peak_kb(VEHICLES, few), many_kb = bench_peak_kb(VEHICLES, many);
    printf("  %.1f M calls %.1f MB, %.1f M calls %.1f MB\n", few / 1e6, (double)few_kb / 1024, many / 1e6,
           (double)many_kb / 1024);
    check(b, few_kb > 0 && many_kb > 0, "both runs ended");
    check(b, many_kb < few_kb + 4096, "ten times the calls take the same memory (within 4 MB)");
}

static void county(struct bench *b)
{
    enum { REPLICATIONS = 20 };
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    if (ems_scenario_load(b->scenario, NULL, &diags, &scenario) != EMS_OK) {
        check(b, false, "the scenario loads");
    } else {
        double seconds[ROUNDS_MAX];
        int64_t calls = 0, events = 0;
        for (int r = 0; r < b->rounds; r++) {
            double start = bench_cpu_seconds();
            calls = events = 0;
            for (int i = 1; i <= REPLICATIONS; i++) {
                struct engine_result e = engine_run(scenario, i, true);
                calls += e.calls;
                events += e.events;
            }
            seconds[r] = bench_cpu_seconds() - start;
        }
        double least = bench_least(seconds, b->rounds);
        printf("  %s, %d replications: %lld calls, %lld events, %.2f s (least %.2f)\n", b->scenario,
               REPLICATIONS, (long long)calls, (long long)events, bench_median(seconds, b->rounds), least);
    }
    ems_diags_free(&diags);
    ems_scenario_free(scenario);
}

static void memory_all(struct bench *b)
{
    if (b->effort >= 1) memory(b); /* takes a million calls and more */
}

static void hold_all(struct bench *b)
{
    for (int32_t pending = 10; pending <= 100000; pending *= 10) hold(b, pending);
}

static void mmc_all(struct bench *b)
{
    mmc(b, 3, 0.7);
    mmc(b, 25, 0.8);
}

static void ambulances_all(struct bench *b)
{
    int rounds = b->rounds > 1 ? ROUNDS_MAX : 1;
    ambulances(b, 10, 3e5, rounds);
    ambulances(b, 100, 3e5, rounds);
    ambulances(b, 1000, 3e5, rounds);
    ambulances(b, 10000, 4e5, rounds);
    ambulances(b, 100000, 1e6, 1); /* a whole day of it, which has no target */
}

static void roads_all(struct bench *b)
{
    b->failures += bench_roads(b->rounds);
}

static void driving_all(struct bench *b)
{
    b->failures += bench_engine_roads(b->rounds);
}

static void location_all(struct bench *b)
{
    if (b->effort >= 1) b->failures += bench_location();
}

#ifdef EMS_BENCH_VIEW
static void frames_all(struct bench *b)
{
    b->failures += bench_frames((int)(3000 * b->effort));
}

static void arrival_all(struct bench *b)
{
    b->failures += bench_arrival(b->rounds);
}

static void replay_all(struct bench *b)
{
    b->failures += bench_replay(b->effort < 1 ? 28 : 364);
}
#endif

/* Memory first, so that its children start from a small process. */
static const struct part {
    const char *name, *title;
    void (*run)(struct bench *);
} parts[] = {
    {"memory", "Memory: peak of a process (100 vehicles at half load)", memory_all},
    {"hold", "Event queue, hold model: take the next event, plan one an exponential time later", hold_all},
    {"mmc", "M/M/c on the event queue", mmc_all},
    {"ambulances",
     "Ambulances at half load: areas, hourly profile, keyed streams, call centre, statistics, dynamic cover "
     "over places 1 km apart",
     ambulances_all},
    {"roads", "Searches on roads, by a bare Dijkstra", roads_all},
    {"driving", "The engine over roads", driving_all},
    {"location", "Location models, 800 points and 800 sites: proven or within 0.5 %", location_all},
    {"county", "A county", county},
#ifdef EMS_BENCH_VIEW
    {"frames", "Frames of the window, 1280 x 800, software renderer, coverage on", frames_all},
    {"arrival", "Map of arrival times, 400 x 400 cells, 50,000 nodes: the vehicles available now",
     arrival_all},
    {"replay", "A recorded year of a city in the window", replay_all},
#endif
};

static void options(struct bench *b, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--quick") == 0) {
            b->rounds = 1;
            b->effort = 0.1;
        } else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc) {
            b->only = argv[++i];
        } else {
            b->scenario = argv[i];
        }
    }
}

int main(int argc, char **argv)
{
    struct bench b = {.scenario = "scenarios/jiaohe", .rounds = 5, .effort = 1};
    setvbuf(stdout, NULL, _IOLBF, 0);
    options(&b, argc, argv);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (b.only && strcmp(b.only, parts[i].name) != 0) continue;
        puts(parts[i].title);
        parts[i].run(&b);
    }
    printf("%s\n", b.failures ? "bench: assertions FAILED" : "bench: load, queue and memory as asserted");
    return b.failures > 0;
}
