/* A change as --set has it, to a scenario that is good without. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "scenario/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char scenario_text[] = "ems120: 1\n"
                                    "name: Fuzz\n"
                                    "clock: {start: 2025-01-01T00:00+08:00, duration: 1 d}\n"
                                    "coordinates: plane\n"
                                    "areas: [{id: a, class: urban, population: 1000,\n"
                                    "         circle: {centre: [0, 0], radius: 2 km}}]\n"
                                    "service_radius: {urban: 5 km}\n"
                                    "demand: {requests_per_day: 10}\n"
                                    "durations: {turnout: 1 min, scene: 10 min, handover: 10 min}\n"
                                    "travel: {model: straight, speed: {lights: 40 km/h, normal: 30 km/h}}\n"
                                    "stations: [{id: s, at: [0, 0], vehicles: {ambulance: 1}}]\n"
                                    "hospitals: [{id: h, at: [0, 0]}]\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ems_diags diags = {0};
    struct ems_scenario *scenario = NULL;
    char *set = malloc(size + 1);
    if (set == NULL) return 0;
    memcpy(set, data, size);
    set[size] = '\0';
    const char *const sets[] = {set};
    struct ems_load_options options = {.sets = sets, .set_count = 1};
    enum ems_status status = ems_scenario_load_text(scenario_text, sizeof scenario_text - 1, "fuzz.yaml",
                                                    "/nonexistent", &options, &diags, &scenario);
    if (status == EMS_BAD_INPUT && diags.errors == 0) __builtin_trap();
    if ((status == EMS_OK) != (scenario != NULL)) __builtin_trap();
    ems_scenario_free(scenario);
    ems_diags_free(&diags);
    free(set);
    return 0;
}
