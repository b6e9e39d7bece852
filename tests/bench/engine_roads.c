#include "bench/engine_roads.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/engine_ambulance.h"
#include "bench/timing.h"
#include "scenario/load.h"

enum { ROUNDS_MAX = 9, COPIES = 188 };

/* Half of the fleet's time, for both; then what makes lines of the roads. */
static const char *const changes[] = {"demand.requests_per_1000_per_year=200", "travel.model=straight",
                                      "travel.detour=1.35", "travel.speed.lights=40 km/h",
                                      "travel.speed.normal=30 km/h"};

static struct ems_scenario *load(const char *path, const char *const *sets, int32_t count)
{
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    const struct ems_load_options options = {.sets = sets, .set_count = count};
    ems_scenario_load(path, &options, &diags, &scenario);
    ems_diags_free(&diags);
    return scenario;
}

/* The same city, fleet and calls over roads and over straight lines, in turns. */
static int metropolis(int rounds)
{
    struct ems_scenario *roads = load("scenarios/metropolis", changes, 1),
                        *lines = load("scenarios/metropolis", changes, 5);
    double ratio[ROUNDS_MAX], speed[ROUNDS_MAX];
    int failures = !roads || !lines;
    struct engine_result x = {0}, y = {0};
    for (int r = 0; r < rounds && !failures; r++) {
        x = engine_run(roads, r + 1, true);
        y = engine_run(lines, r + 1, true);
        speed[r] = (double)x.calls / x.seconds / 1e3;
        ratio[r] = speed[r] / ((double)y.calls / y.seconds / 1e3);
        failures += x.utilisation < 0.3 || y.utilisation < 0.3 || llabs(x.calls - y.calls) > x.calls / 100;
    }
    ems_scenario_free(roads);
    ems_scenario_free(lines);
    if (failures) {
        printf(
            "    FAILED: the metropolis plays as many calls both ways, under load: %lld, %lld; %.2f, %.2f\n",
            (long long)x.calls, (long long)y.calls, x.utilisation, y.utilisation);
        return failures;
    }
    double median = bench_median(ratio, rounds);
    printf("  metropolis, 100 vehicles: %.0f k calls/s, %.2f of straight lines  target 0.25 %s\n",
           bench_median(speed, rounds), median, median >= 0.25 ? "reached" : "missed");
    printf("    utilisation %.2f, straight lines %.2f; %.1f vehicles looked at, %.1f\n", x.utilisation,
           y.utilisation, (double)x.candidates / (double)x.calls, (double)y.candidates / (double)y.calls);
    return 0;
}

/* The trace's two days again and again, `COPIES` times: about 100,000 calls. */
static bool write_year(FILE *out, const char *calls)
{
    const double days_s = 2 * 86400.0;
    char line[512];
    for (int copy = 0; copy < COPIES; copy++) {
        FILE *in = fopen(calls, "re");
        if (!in) return false;
        for (int number = 0; fgets(line, sizeof line, in); number++) {
            char *rest;
            if (number == 0 && copy == 0) fputs(line, out);
            if (number == 0) continue;
            strtol(line, &rest, 10); /* the call's number */
            double arrival = strtod(rest + 1, &rest);
            fprintf(out, "%d,%.6f%s", copy * 10000 + number, arrival + copy * days_s, rest);
        }
        fclose(in);
    }
    return fflush(out) == 0;
}

static int play_year(int rounds, const char *path)
{
    char set[64];
    snprintf(set, sizeof set, "demand.trace.file=%s", path);
    const char *const other_calls[] = {set};
    double loading[ROUNDS_MAX], playing[ROUNDS_MAX];
    struct engine_result e = {0};
    for (int r = 0; r < rounds; r++) {
        double start = bench_cpu_seconds();
        struct ems_scenario *scenario = load("tests/validation/trace_auckland/scenario.yaml", other_calls, 1);
        loading[r] = bench_cpu_seconds() - start;
        if (!scenario) return 1;
        e = engine_run(scenario, 1, true);
        playing[r] = bench_cpu_seconds() - start - loading[r];
        ems_scenario_free(scenario);
    }
    double total = bench_median(loading, rounds) + bench_median(playing, rounds);
    printf("  a year in Auckland, %lld calls: %.2f s (%.2f s of it to import the roads and load)  target 2 s "
           "%s\n",
           (long long)e.calls, total, bench_median(loading, rounds), total <= 2 ? "reached" : "missed");
    return e.calls < 99000;
}

static int year(int rounds)
{
    const char *calls = "../shared/data/trace_auckland/calls.csv";
    char path[] = "/tmp/ems120-bench-XXXXXX";
    int file = access(calls, R_OK) == 0 ? mkstemp(path) : -1;
    FILE *out = file >= 0 ? fdopen(file, "w") : NULL;
    if (!out) {
        puts("  a year in Auckland: passed over, its data are not at hand");
        return 0;
    }
    bool written = write_year(out, calls);
    fclose(out);
    int failures = written ? play_year(rounds, path) : 1;
    unlink(path);
    if (failures) puts("    FAILED: the year is played");
    return failures;
}

int bench_engine_roads(int rounds)
{
    rounds = rounds < ROUNDS_MAX ? rounds : ROUNDS_MAX;
    return metropolis(rounds) + year(rounds);
}
