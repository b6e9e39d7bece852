#include "bench/memory.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/city_scenario.h"
#include "bench/engine_ambulance.h"
#include "scenario/load.h"

static int play(int32_t vehicles, double calls)
{
    size_t length;
    struct bare_city city = bare_city_create(vehicles, 1);
    char *text = bench_city_scenario(&city, calls, &length);
    struct ems_scenario *scenario = engine_load(text, length);
    if (scenario) engine_run(scenario, 1, true);
    bool loaded = scenario != NULL;
    ems_scenario_free(scenario);
    free(text);
    bare_city_free(&city);
    return loaded ? 0 : 1;
}

long bench_peak_kb(int32_t vehicles, double calls)
{
    pid_t child = fork();
    if (child < 0) return 0;
    if (child == 0) _exit(play(vehicles, calls));
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return 0;
    return usage.ru_maxrss;
}
